"""Moods and feelings: what they are called, and how they push valence and energy."""

from __future__ import annotations

from typing import NamedTuple

from musicgen_local.engines.composer.lexicon.words import Words


class Mood(NamedTuple):
    """Valence -1 (sad, dark) to 1 (happy), energy 0 (still) to 1 (wild).

    The places follow the circumplex model of affect (Russell, 1980), set by ear for music.
    """

    valence: float
    energy: float
    words: Words


MOODS = {
    "relaxing": Mood(
        0.35,
        0.2,
        Words(
            "relax, relaxing, relaxed, relaxation, chill, chilled, chilled out, chilling, laid "
            "back, easygoing, easy going, easy listening, mellow, unwind, cozy, cosy, comfy, "
            "lazy, smooth, soothing, stress relief, chillout, chill out, restful, low key, smooth "
            "jazz",
            "расслабляющий, расслабленный, расслабиться, расслабляться, расслабление, расслабон, "
            "релакс, релаксация, релаксирующий, чилл, чил, чилловый, уютный, уют, ленивый, отдых, "
            "отдохнуть, снятие стресса, смут джаз, лаунж",
        ),
    ),
    "calm": Mood(
        0.3,
        0.12,
        Words(
            "calm, calming, calmness, peaceful, peace, tranquil, tranquility, serene, serenity, "
            "gentle, quiet, quietly, stillness, zen, lullaby, placid, hushed, spa music, sleep",
            "спокойный, спокойствие, умиротворяющий, умиротворенный, умиротворение, безмятежный, "
            "тихий, тишина, мирный, успокаивающий, успокоиться, плавный, нежный, колыбельная, "
            "покой, неспешный",
        ),
    ),
    "dreamy": Mood(
        0.2,
        0.3,
        Words(
            "dreamy, dream, dreamlike, ethereal, floating, hazy, spacey, space, cosmic, heavenly, "
            "airy, celestial, otherworldly, surreal, psychedelic, daydream, weightless, angelic, "
            "cosmos, galaxy, starry, underwater, trippy",
            "мечтательный, подводный, мечта, воздушный, неземной, космический, космос, сказочный, "
            "парящий, греза, невесомый, невесомость, эфемерный, звездный, галактика, туманный, "
            "психоделический, вселенная",
        ),
    ),
    "melancholic": Mood(
        -0.5,
        0.25,
        Words(
            "melancholic, melancholy, melancholia, wistful, bittersweet, longing, lonely, "
            "loneliness, lonesome, alone, pensive, somber, sombre, yearning, introspective, "
            "moody, emotional, reflective, autumn, rainy day",
            "меланхоличный, меланхолия, меланхолический, тоскливый, тоска, одинокий, одиночество, "
            "задумчивый, осенний, осень, светлая грусть, хандра, лиричный, лирический, "
            "эмоциональный",
        ),
    ),
    "sad": Mood(
        -0.8,
        0.2,
        Words(
            "sad, sadness, sorrow, sorrowful, mournful, mourning, grief, heartbreak, heartbroken, "
            "heartbreaking, tearful, tears, crying, tragic, tragedy, depressing, depressive, "
            "depressed, funeral, breakup, break up, requiem, lament, farewell",
            "грустный, грусть, грустненький, печальный, печаль, скорбный, скорбь, траурный, "
            "траур, трагический, трагичный, трагедия, слезливый, слезы, плачущий, плакать, "
            "депрессивный, унылый, похоронный, разбитое сердце, реквием, расставание",
        ),
    ),
    "dark": Mood(
        -0.6,
        0.4,
        Words(
            "dark, darkness, darker, gloomy, ominous, sinister, evil, creepy, scary, horror, "
            "spooky, eerie, brooding, grim, gothic, menacing, haunted, haunting, bleak, "
            "halloween, demonic, nightmare, dark ambient, dark techno, dark synth, dark synth "
            "bass, dark pad",
            "темный, тьма, мрачный, мрак, зловещий, жуткий, страшный, хоррор, хоррора, пугающий, "
            "готический, угрюмый, кошмар, демонический, дьявольский, ужас, ужасы, хэллоуин, дарк "
            "эмбиент, дарк амбиент, дарк техно, темный пэд, мрачный пэд",
        ),
    ),
    "tense": Mood(
        -0.45,
        0.6,
        Words(
            "tense, tension, suspense, suspenseful, anxious, anxiety, nervous, thriller, uneasy, "
            "unsettling, urgent, urgency, dramatic, drama, chase, danger, dangerous, boss battle, "
            "boss fight, stressful, countdown, ticking clock, horror",
            "напряженный, напряжение, тревожный, тревога, беспокойный, нервный, триллер, саспенс, "
            "драматичный, драматический, драма, погоня, опасность, опасный, битва с боссом, бой с "
            "боссом, хоррор, хоррора",
        ),
    ),
    "epic": Mood(
        0.25,
        0.9,
        Words(
            "epic, heroic, hero, majestic, grand, grandiose, triumphant, triumph, victorious, "
            "victory, massive, monumental, legendary, glorious, anthemic, anthem, battle, war, "
            "warrior, soaring, bombastic, larger than life, epic trailer, epic orchestral, epic "
            "music, rock anthem, boss battle, hans zimmer, solemn",
            "эпический, эпичный, эпик, героический, герой, величественный, грандиозный, "
            "триумфальный, триумф, победный, победа, торжественный, битва, сражение, война, воин, "
            "масштабный, монументальный, легендарный, эпический трейлер, битва с боссом, пафосный",
        ),
    ),
    "hopeful": Mood(
        0.6,
        0.5,
        Words(
            "hopeful, hope, uplifting, inspiring, inspirational, inspired, inspiration, "
            "optimistic, optimism, motivational, motivating, motivation, encouraging, new "
            "beginning, sunrise, dawn, empowering, uplifting trance",
            "обнадеживающий, надежда, вдохновляющий, вдохновенный, вдохновение, оптимистичный, "
            "оптимистический, оптимизм, мотивирующий, мотивационный, мотивация, воодушевляющий, "
            "окрыляющий, светлый, рассвет, жизнеутверждающий",
        ),
    ),
    "happy": Mood(
        0.85,
        0.65,
        Words(
            "happy, happiness, joyful, joy, joyous, cheerful, cheery, sunny, sunshine, upbeat, "
            "feel good, feelgood, good mood, good vibes, fun, positive, merry, festive, jolly, "
            "smile, glad, celebration, celebratory, christmas, birthday, summer, summery, carefree",
            "счастливый, счастье, радостный, радость, веселый, веселье, веселенький, "
            "жизнерадостный, позитивный, позитив, солнечный, солнце, праздничный, праздник, "
            "хорошее настроение, новый год, новогодний, рождество, рождественский, день рождения, "
            "лето, летний, беззаботный, улыбка",
        ),
    ),
    "energetic": Mood(
        0.4,
        0.9,
        Words(
            "energetic, energy, high energy, energizing, energized, energising, dynamic, driving, "
            "lively, upbeat, hype, pumping, vigorous, exciting, adrenaline, danceable, dancey, "
            "dance, banger, pumped, rousing, explosive, boss battle, boss fight, rock anthem",
            "энергичный, энергия, энергетичный, энергичность, бодрый, бодрящий, динамичный, "
            "заводной, драйвовый, драйв, зажигательный, танцевальный, танец, танцы, качающий, "
            "качевый, активный, заряжающий, адреналин, взрывной, ритмичный",
        ),
    ),
    "aggressive": Mood(
        -0.4,
        0.97,
        Words(
            "aggressive, aggression, angry, anger, rage, raging, furious, fury, brutal, violent, "
            "hard hitting, fierce, savage, hostile, badass, vicious",
            "агрессивный, агрессия, злой, злость, яростный, ярость, жесткий, брутальный, гневный, "
            "гнев, свирепый, бешеный, дерзкий",
        ),
    ),
    "romantic": Mood(
        0.5,
        0.3,
        Words(
            "romantic, romance, love, love song, loving, lovely, tender, tenderness, sensual, "
            "sexy, intimate, passionate, date night, valentine, valentines, sweet, seductive, "
            "candlelight",
            "романтичный, романтический, романтика, любовь, любви, любовный, нежный, нежность, "
            "чувственный, страстный, страсть, интимный, свидание, ласковый, сексуальный, день "
            "святого валентина, при свечах",
        ),
    ),
    "mysterious": Mood(
        -0.2,
        0.35,
        Words(
            "mysterious, mystery, mystical, mystic, enigmatic, magical, magic, secret, arcane, "
            "noir, film noir, detective, enchanted, strange, weird, exotic, occult, ancient, spy, "
            "oriental",
            "загадочный, загадка, таинственный, тайна, мистический, мистичный, мистика, "
            "волшебный, волшебство, магический, магия, нуар, нуарный, фильм нуар, детектив, "
            "детективный, странный, секретный, древний, шпионский, восточный",
        ),
    ),
    "nostalgic": Mood(
        0.1,
        0.35,
        Words(
            "nostalgic, nostalgia, retro, vintage, old school, oldschool, memories, memory, "
            "throwback, childhood, dusty, old time, retro synth, outrun, vaporwave, old school "
            "hip hop",
            "ностальгический, ностальгичный, ностальгия, ретро, винтажный, винтаж, олдскул, "
            "олдскульный, воспоминание, прошлое, ламповый, детство, старинный, советский",
        ),
    ),
    "playful": Mood(
        0.7,
        0.6,
        Words(
            "playful, quirky, funny, silly, whimsical, comic, comedy, comedic, comical, cartoon, "
            "cartoonish, goofy, cute, bouncy, kids, children, childrens, mischievous, humorous, "
            "video game shop, game shop, cheeky, circus, kindergarten",
            "игривый, забавный, смешной, шутливый, озорной, задорный, детский, дети, мультяшный, "
            "мультик, мультфильм, милый, комичный, комедия, комедийный, юмор, цирк, цирковой, "
            "шуточный, детский сад, магазин в игре, магазин из игры",
        ),
    ),
    "focused": Mood(
        0.1,
        0.35,
        Words(
            "focused, focus, concentration, concentrate, concentrating, productive, productivity, "
            "deep work, flow state, study beats, beats to study, beats to study to",
            "сосредоточенный, сосредоточиться, концентрация, концентрироваться, фокус, "
            "фокусироваться, продуктивный, продуктивность",
        ),
    ),
}


class Feel(NamedTuple):
    """A push on valence or energy without a mood's name; `None` leaves that side alone."""

    valence: float | None
    energy: float | None
    words: Words


FEELS = {
    "strong": Feel(
        None,
        0.85,
        Words(
            "loud, heavy, hard, powerful, strong, intense, huge, big, full on, wild, raw, gritty",
            "громкий, тяжелый, мощный, сильный, интенсивный, бурный, дикий, насыщенный",
        ),
    ),
    "soft": Feel(
        0.15,
        0.2,
        Words(
            "soft, softly, subtle, delicate, low energy, slow paced, understated, unobtrusive",
            "мягкий, тонкий, деликатный, ненавязчивый, приглушенный, негромкий",
        ),
    ),
    "light": Feel(
        0.3, 0.35, Words("light, lighthearted, breezy", "легкий, легкость, непринужденный")
    ),
    "minimal": Feel(None, 0.3, Words("simple, bare", "простой")),
    "warm": Feel(
        0.3, None, Words("warm, warmth, beautiful, nice", "теплый, тепло, красивый, добрый")
    ),
    "bright": Feel(0.5, None, Words("bright, shiny, sparkling", "яркий, сияющий, сверкающий")),
    "cold": Feel(-0.3, None, Words("cold, icy, winter, frozen", "холодный, ледяной, зима, зимний")),
    "groovy": Feel(
        0.4,
        0.65,
        Words("groovy, groove, bounce, swagger, catchy", "грувовый, грув, качовый, цепляющий"),
    ),
    "nocturnal": Feel(
        -0.05,
        0.3,
        Words(
            "night, at night, late night, midnight, nighttime",
            "ночь, ночной, ночью, полночь, вечер",
        ),
    ),
    "morning": Feel(
        0.4, 0.4, Words("morning, good morning, spring", "утро, утренний, весна, весенний")
    ),
}

DEGREES = {
    1.5: Words(
        "very, extremely, super, really, ultra, so, incredibly, insanely, totally, highly, deeply",
        "очень, крайне, супер, сильно, максимально, ультра, невероятно, предельно, совсем, самый",
    ),
    0.5: Words(
        "slightly, a bit, a little, a little bit, somewhat, kinda, kind of, mildly, a touch, bit, "
        "fairly, relatively, moderately, too, overly",
        "немного, слегка, чуть, чуть чуть, немножко, умеренно, довольно, слишком, достаточно",
    ),
}
"""Words that scale the next mood, or the next word of tempo."""
