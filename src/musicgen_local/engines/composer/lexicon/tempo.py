"""Tempo, meter and length in words: speeds, Italian marks, units, numbers written out."""

from __future__ import annotations

from musicgen_local.engines.composer.lexicon.words import Words

SPEEDS = {
    -1.0: Words(
        "slow, slowly, slow tempo, sluggish, slower, slow jam, slow motion, low tempo, slow ballad",
        "медленный, медленно, медленнее, помедленнее, неторопливый, неспешный, медленный темп, "
        "медляк, тягучий",
    ),
    -0.5: Words(
        "ballad, downtempo, leisurely, rock ballad, piano ballad, power ballad",
        "баллада, рок баллада, фортепианная баллада, размеренный",
    ),
    0.0: Words(
        "mid tempo, midtempo, medium tempo, moderate tempo, medium speed, moderate, moderately "
        "fast",
        "средний темп, среднего темпа, в среднем темпе, умеренный, умеренный темп, среднетемповый",
    ),
    0.5: Words("uptempo, up tempo, brisk", "подвижный, оживленный"),
    1.0: Words(
        "fast, fast paced, faster, quickly, rapid, speedy, fast tempo, high tempo, high speed, "
        "frantic",
        "быстрый, быстро, быстрее, побыстрее, скоростной, стремительный, быстрый темп, шустрый",
    ),
}
"""Places in the genre's range of tempo: -1 its slow end, 1 its fast end."""

MARKS_BPM = {
    44.0: Words("grave", "граве"),
    50.0: Words("largo", "ларго"),
    54.0: Words("lento", "ленто"),
    63.0: Words("larghetto", "ларгетто"),
    68.0: Words("adagio", "адажио"),
    88.0: Words("andante", "анданте"),
    94.0: Words("andantino", "андантино"),
    108.0: Words("moderato", "модерато"),
    116.0: Words("allegretto", "аллегретто"),
    132.0: Words("allegro", "аллегро"),
    164.0: Words("vivace", "виваче"),
    184.0: Words("presto", "престо"),
    202.0: Words("prestissimo", "престиссимо"),
}
"""Italian tempo marks at the middle of the metronome's usual bands."""

TEMPO_UNITS = (
    "bpm", "bpms", "бпм", "beats per minute", "beat per minute", "bits per minute",
    "уд мин", "уд в мин", "ударов в минуту", "удара в минуту", "удар в минуту", "ударов минуту",
    "битов в минуту", "бит в минуту", "ударов мин", "темп", "tempo",
)  # fmt: skip
WEAK_TEMPO_UNITS = ("beats", "ударов", "удара")
"""Units of tempo only after a number that can be one ("135 ударов")."""

TEMPO_PREFIXES = ("bpm", "бпм", "tempo", "темп", "темпе", "темпа", "темпом", "♩")
FILLERS = (
    "of", "is", "at", "around", "about", "approximately", "roughly", "approx", "circa",
    "около", "примерно", "где", "то", "в", "районе", "на", "равен", "до", "up", "to", "a", "the",
)  # fmt: skip

BEATS = {
    3: Words(
        "waltz, waltz time, in three, minuet", "вальс, вальсовый, три четверти, трехдольный, менуэт"
    ),
    2: Words("march, marching, polka", "марш, полька, две четверти"),
    4: Words("four four, common time", "четыре четверти"),
    5: Words("in five, five four", "пять четвертей"),
    7: Words("in seven, seven eight", "семь восьмых"),
}

BEATS_OF_METER = {
    (2, 4): 2, (2, 2): 2, (3, 4): 3, (3, 8): 3, (3, 2): 3, (4, 4): 4, (4, 8): 4, (4, 2): 4,
    (5, 4): 5, (5, 8): 5, (6, 4): 6, (6, 8): 3, (7, 4): 7, (7, 8): 7, (9, 8): 3, (12, 8): 4,
}  # fmt: skip
"""Beats per bar of a written meter.

6/8 is a bar of three quarters, so it keeps its length where a beat is a quarter note; 9/8 and 12/8
count their dotted beats. Each of these also leaves the hint `6/8 feel`, for a groove in triplets.
5/8 and 7/8 count eighths as beats.
"""

SECONDS_OF_UNIT = {
    1.0: ("s", "sec", "secs", "second", "seconds", "с", "сек", "секунд", "секунда", "секунды",
          "секунду", "секундный", "секундная", "секундное", "секундного", "секундную", "секундной"),
    60.0: ("m", "min", "mins", "minute", "minutes", "м", "мин", "минут", "минута", "минуты",
           "минуту", "минутный", "минутная", "минутное", "минутного", "минутную", "минутной"),
    3600.0: ("h", "hr", "hrs", "hour", "hours", "ч", "час", "часа", "часов", "часовой", "часовая",
             "часовое", "часового", "часовую"),
}  # fmt: skip

NUMBER_WORDS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40,
    "sixty": 60, "ninety": 90, "half": 0.5,
    "одну": 1, "один": 1, "одна": 1, "две": 2, "два": 2, "три": 3, "четыре": 4, "пять": 5,
    "шесть": 6, "семь": 7, "восемь": 8, "девять": 9, "десять": 10, "пятнадцать": 15, "двадцать": 20,
    "тридцать": 30, "сорок": 40, "пару": 2, "полторы": 1.5, "полтора": 1.5,
}  # fmt: skip

WHOLE_LENGTHS = {
    "полчаса": 1800.0, "полминуты": 30.0, "получасовой": 1800.0, "получасовая": 1800.0,
    "двухминутный": 120.0, "двухминутная": 120.0, "трехминутный": 180.0, "трехминутная": 180.0,
    "пятиминутный": 300.0, "пятиминутная": 300.0, "десятиминутный": 600.0, "десятиминутная": 600.0,
    "часовой": 3600.0, "часовая": 3600.0, "часовое": 3600.0, "часовую": 3600.0,
    "минутный": 60.0, "минутная": 60.0,
}  # fmt: skip

MACHINES = frozenset((303.0, 606.0, 707.0, 808.0, 909.0))
"""Drum and bass machines that are called by their number: "808s" lasts no 808 seconds."""

NOT_A_TEMPO_BEFORE = frozenset(
    {"am", "pm", "o", "oclock", "percent", "years", "year", "hz", "khz", "db", "km", "kmh", "mph",
     "degrees", "degree", "yo", "meters", "feet", "st", "nd", "rd", "th", "street", "kbps"}
)  # fmt: skip
"""Words after a number that make "at 90" no tempo ("at 90 km", "at 5 o'clock")."""

NOT_A_LENGTH_AFTER = frozenset({"at", "after", "every", "each", "через", "каждые", "после", "per"})
NOT_A_LENGTH_BEFORE = frozenset(
    {"intro", "outro", "fade", "build", "buildup", "drop", "delay", "break", "breakdown", "solo",
     "интро", "вступление", "вступления", "затухание", "дроп", "утра", "ночи", "вечера", "дня"}
)  # fmt: skip
"""Words around a length that is not the piece's own ("10 second fade", "в 3 часа ночи")."""

LENGTH_NOT_DECADE_AFTER = frozenset({"for", "length", "duration", "lasting", "lasts", "длиной"})
LENGTH_NOT_DECADE_BEFORE = frozenset(
    {"long", "loop", "clip", "jingle", "duration", "length", "spot"}
)
"""Words around `60s` that make it a minute and not a decade."""
