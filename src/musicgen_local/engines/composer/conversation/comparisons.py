"""What is said by comparing: faster, a bit darker, much too busy, two semitones higher."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from musicgen_local.engines.composer.lexicon.scan import Unit, scan

Axis = Literal["tempo", "key", "energy", "density", "light", "warmth", "valence"]
Degree = Literal["little", "plain", "much", "twice"]

# Words that say it all, for the upper and the lower end of each axis.
_WORDS: Mapping[Axis, tuple[str, str]] = {
    "tempo": (
        r"faster|quicker|speedier|speed (?:it |things )?up|pick up the pace|"
        r"(?:по)?быстрее|(?:по)?скорее|(?:по)?живее|ускор(?:ь|ьте|ить)",
        r"slower(?! build)|slow (?:it |things )?down|"
        r"(?:по)?медленн?е[ей]|помедленней|замедл(?:и|ите|ить)",
    ),
    "energy": (
        r"livelier|wilder|more intensity|stronger|punchier|louder|harder|bigger|heavier|"
        r"pump it up|turn it up|crank it up|"
        r"(?:по)?энергичнее|(?:по)?бодрее|(?:по)?мощнее|(?:по)?громче|(?:по)?активнее|"
        r"(?:по)?жестче|(?:по)?сильнее|драйвовее|динамичнее|взбодри",
        r"turn it down|calmer|quieter|softer|gentler|mellower|chiller|more laid back|"
        r"tone (?:it )?down|"
        r"calm (?:it )?down|(?:по)?спокойнее|(?:по)?тише|(?:по)?мягче|(?:по)?нежнее|расслабленнее|"
        r"успокой",
    ),
    "density": (
        r"denser|busier|fuller|thicker|richer|more notes|"
        r"(?:по)?плотнее|(?:по)?насыщеннее|(?:по)?гуще|(?:по)?богаче|больше нот",
        r"sparser|simpler|emptier|thinner|airier|(?:fewer|less) notes|more (?:space|air|room)|"
        r"(?:по)?разреженнее|(?:по)?реже|(?:по)?проще|(?:по)?воздушнее|(?:по)?просторнее|"
        r"меньше нот|больше (?:воздуха|пространства)|минималистичнее",
    ),
    "light": (
        r"brighter|crisper|sparklier|more (?:treble|sparkle)|(?:по)?ярче|(?:по)?звонче",
        r"darker|gloomier|(?:по)?темнее|(?:по)?мрачнее",
    ),
    "warmth": (
        r"cooler|colder|(?:по)?холоднее",
        r"warmer|(?:по)?теплее|менее (?:ярк\w+|резк\w+)|less (?:bright|harsh|sharp|treble)",
    ),
    "valence": (
        r"happier|cheerier|sunnier|merrier|jollier|cheer (?:it )?up|"
        r"(?:по)?веселее|(?:по)?радостнее|(?:по)?счастливее|позитивнее|(?:по)?светлее|"
        r"жизнерадостнее",
        r"sadder|moodier|"
        r"(?:по)?грустнее|(?:по)?печальнее|меланхоличнее|тоскливее|лиричнее",
    ),
    "key": (
        r"higher|pitch (?:it )?up|raise (?:it|the (?:key|pitch))|повыше|выше|"
        r"подними(?:те)?(?: тональность)?",
        r"lower|pitch (?:it )?down|пониже|ниже|опусти(?:те)?(?: тональность)?",
    ),
}  # fmt: skip
# Adjectives for "more", "less", "too", "not so".
_ADJECTIVES: Mapping[Axis, tuple[str, str]] = {
    "tempo": ("fast|quick|rapid|быстр\\w+", "slow|sluggish|медленн\\w+"),
    "energy": (
        "energetic|lively|intense|wild|loud|powerful|hard|heavy|aggressive|energy|drive|power|"
        "энергичн\\w+|громк\\w+|бодр\\w+|мощн\\w+|активн\\w+|агрессивн\\w+|энергии|драйва",
        "calm|quiet|soft|gentle|relaxed|relaxing|peaceful|chill|mellow|спокойн\\w+|тих\\w+|"
        "мягк\\w+|расслабленн\\w+",
    ),
    "density": (
        "dense|busy|full|crowded|cluttered|complex|плотн\\w+|насыщенн\\w+|сложн\\w+",
        "sparse|simple|empty|minimal|thin|airy|spacious|пуст\\w+|прост\\w+|минималистичн\\w+",
    ),
    "light": ("bright|ярк\\w+|звонк\\w+", "dark|gloomy|темн\\w+|мрачн\\w+"),
    "warmth": ("cold|harsh|sharp|shrill|холодн\\w+|резк\\w+", "warm|тепл\\w+"),
    "valence": (
        "happy|cheerful|joyful|positive|upbeat|optimistic|fun|весел\\w+|радостн\\w+|"
        "позитивн\\w+|светл\\w+|оптимистичн\\w+",
        "sad|melancholic|melancholy|depressing|somber|sorrowful|грустн\\w+|печальн\\w+|"
        "меланхоличн\\w+|тоскливо?\\w*",
    ),
    "key": ("high|высок\\w+", "low|низк\\w+"),
}  # fmt: skip
# What is turned up and down by its name.
_NAMED: tuple[tuple[Axis, str], ...] = (
    ("tempo", "tempo|speed|pace|темп|скорость"),
    ("energy", "energy|intensity|volume|энерги[юя]|громкость"),
    ("density", "density|плотность"),
    ("warmth", "brightness|яркость"),
    ("key", "pitch|key|тональность"),
)
_LITTLE = (
    r"a (?:little )?bit|a little|slightly|somewhat|a touch|a tad|чуть-чуть|чуть|немного|"
    r"немножко|слегка|капельку"
)
_MUCH = (
    r"much|way|a lot|lots|far|significantly|considerably|гораздо|намного|сильно|"
    r"значительно|куда"
)
_BEFORE = rf"(?:(?P<little>{_LITTLE})\s+|(?P<much>{_MUCH})\s+)?"
_AFTER = rf"(?:\s+(?:(?P<little_after>{_LITTLE})|(?P<much_after>{_MUCH}))\b)?"
_MORE = r"more|even more|более|больше|побольше"
_LESS = (
    r"less|not (?:so|as|too|that)|fewer|too|overly|менее|меньше|поменьше|не (?:так|такой|такая|"
    r"такое|слишком|настолько)|слишком|чересчур"
)
_UP = r"higher|more|raise|increase|turn up|up|boost|прибавь|повысь|подними|увеличь|больше|выше"
_DOWN = (
    r"lower|less|reduce|decrease|turn down|drop|cut|убавь|понизь|снизь|опусти|уменьши|"
    r"меньше|ниже"
)
_THE = r"(?:the |its |a )?"

_INTERVALS: Mapping[str, float] = {
    r"semi-?tones?|half[- ]?steps?|half[- ]?tones?|полутон\w*|полтона": 1,
    r"whole[- ]?(?:steps?|tones?)|tones?|steps?|тон(?:а|ов)?": 2,
    r"minor thirds?|малую терцию": 3,
    r"(?:major )?thirds?|(?:большую )?терцию": 4,
    r"fourths?|кварту": 5,
    r"fifths?|квинту": 7,
    r"octaves?|октав\w+": 12,
}
_COUNTS: Mapping[str, float] = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "half a": 0.5,
    "один": 1, "одну": 1, "два": 2, "две": 2, "три": 3, "четыре": 4, "пять": 5, "полтора": 1.5,
}  # fmt: skip
_COUNT = r"\d{1,2}|" + "|".join(sorted(_COUNTS, key=len, reverse=True))
_INTERVAL = "|".join(_INTERVALS)
_STEPS = re.compile(
    r"\b(?P<verb>(?:transpose|shift|move|pitch|raise|lower|транспонируй(?:те)?|подними(?:те)?|"
    r"опусти(?:те)?|сдвинь(?:те)?)(?: it| all| everything| the key| все)?\s*)?"
    r"(?P<way>up|down|higher|lower|вверх|вниз|выше|ниже|повыше|пониже)?\s*(?:by\s+|на\s+)?"
    rf"(?P<sign>[+\-−])?(?:(?P<count>{_COUNT})\s*)?(?P<interval>{_INTERVAL})"
    r"(?:\s+(?P<way_after>up|down|higher|lower|вверх|вниз|выше|ниже))?\b"
)
_BARE_STEPS = re.compile(
    r"\b(?:transpose|транспонируй(?:те)?)(?: it| все)?\s*(?P<way>up|down|вверх|вниз)?\s*"
    r"(?:by\s+|на\s+)?(?P<sign>[+\-−])?(?P<count>\d{1,2})\b"
)
_TWICE = (
    (1, r"(?:double|twice) (?:the )?(?:tempo|speed)|(?:twice|two times|2x) (?:as fast|faster)|"
        r"(?:вдвое|в (?:два|2) раза) быстрее"),
    (-1, r"(?:half|halve) (?:the )?(?:tempo|speed)|half as fast|twice as slow|"
         r"(?:вдвое|в (?:два|2) раза) медленнее"),
)  # fmt: skip
_LESS_OF_IT = re.compile(r"\b(?:less|fewer|меньше|поменьше)\s+(?=\w)")
_ASKED_FOR = re.compile(r"\b(?:add|with|without|no|plus|добавь\w*|с|со|без|убери\w*)\b[^,]*$")
_OF_ONE_PLAYER: frozenset[Axis] = frozenset(("energy", "density", "light", "warmth", "key"))
_DOWNWARDS = frozenset(("down", "lower", "вниз", "ниже", "пониже", "-", "−"))


@dataclass(frozen=True, slots=True)
class Comparison:
    """A move along an axis: up (1) or down (-1), by how much; of one player, if one is named."""

    axis: Axis
    sign: int
    degree: Degree = "plain"
    semitones: int | None = None  # of a key that moves by so much
    player: str = ""  # "louder drums": what the person called it


def read_comparisons(text: str) -> tuple[list[Comparison], str]:
    """What is compared in any text, from left to right, and the text without it."""
    lowered = _folded(text)
    found: list[tuple[int, Comparison]] = []
    for steps in (_STEPS, _BARE_STEPS):
        for match in steps.finditer(lowered):
            moved = _transposition(match)
            if moved is not None:
                found.append((match.start(), moved))
                text, lowered = _cut(text, match.span()), _cut(lowered, match.span())
    for sign, words in _TWICE:
        for match in re.finditer(rf"\b(?:{words})\b", lowered):
            found.append((match.start(), Comparison("tempo", sign, "twice")))
            text, lowered = _cut(text, match.span()), _cut(lowered, match.span())
    for pattern, axis, sign in _PATTERNS:
        for match in pattern.finditer(lowered):
            span, player = match.span(), ""
            if axis in _OF_ONE_PLAYER:
                span, player = _with_player(text, span)
            found.append((span[0], Comparison(axis, sign, _degree(match), player=player)))
            text, lowered = _cut(text, span), _cut(lowered, span)
    for match in _LESS_OF_IT.finditer(lowered):
        less = next(iter(scan(text[match.end() :]).units), None)
        if less is not None and less.has("instrument", "ambience") and not less.has("genre"):
            span = (match.start(), match.end() + less.end)
            player = text[match.end() + less.start : span[1]]
            found.append((span[0], Comparison("energy", -1, player=player)))
            text, lowered = _cut(text, span), _cut(lowered, span)
    found.sort(key=lambda item: item[0])
    return [comparison for _, comparison in found], text


def _patterns() -> Iterator[tuple[re.Pattern[str], Axis, int]]:
    for axis, name in _NAMED:
        for sign, way in ((1, _UP), (-1, _DOWN)):
            yield (
                re.compile(
                    rf"\b{_BEFORE}(?:(?:{way})\s+{_THE}(?:{name})|"
                    rf"(?:{name})\s+(?:is |a bit |чуть |немного )?(?:{way}))\b{_AFTER}"
                ),
                axis,
                sign,
            )
    for axis in _ADJECTIVES:
        for place, adjectives in enumerate(_ADJECTIVES[axis]):
            sign = 1 if place == 0 else -1
            for way, turn in ((_MORE, 1), (_LESS, -1)):
                pattern = re.compile(rf"\b{_BEFORE}(?:{way})\s+(?:{adjectives})\b{_AFTER}")
                less_bright = axis == "light" and sign > turn  # no dark mood is asked for
                yield pattern, "warmth" if less_bright else axis, sign * turn
    for axis in _WORDS:
        for place, words in enumerate(_WORDS[axis]):
            pattern = re.compile(rf"\b{_BEFORE}(?:{words})\b{_AFTER}")
            yield pattern, axis, 1 if place == 0 else -1


_PATTERNS = tuple(_patterns())


def _degree(match: re.Match[str]) -> Degree:
    if match["little"] or match["little_after"]:
        return "little"
    return "much" if match["much"] or match["much_after"] else "plain"


def _transposition(match: re.Match[str]) -> Comparison | None:
    groups = match.groupdict()
    verb = groups.get("verb") or ""
    named = [way for name in ("way", "way_after", "sign") if (way := groups.get(name))]
    if "interval" in groups and not (named or verb):
        return None  # "a fifth" alone
    steps = round(_count(groups.get("count")) * _size(groups.get("interval")))
    if not steps:
        return None
    down = any(way in _DOWNWARDS for way in named) or verb.startswith(("lower", "опусти"))
    return Comparison("key", -1 if down else 1, semitones=-steps if down else steps)


def _count(text: str | None) -> float:
    if text is None:
        return 1
    return float(text) if text.isdigit() else _COUNTS[text]


def _size(interval: str | None) -> float:
    if interval is None:
        return 1
    return next(size for names, size in _INTERVALS.items() if re.fullmatch(names, interval))


def _with_player(text: str, span: tuple[int, int]) -> tuple[tuple[int, int], str]:
    """The stretch with the player it speaks of alone: "louder drums", "make the bass softer"."""
    start, end = span
    for unit in scan(text[end:]).units:
        if unit.opens_clause:
            break
        if _is_player(unit):
            return (start, end + unit.end), text[end + unit.start : end + unit.end]
        if not unit.has("stop"):
            break
    before = scan(text[:start]).units
    if before and _is_player(before[-1]) and not text[before[-1].end : start].strip():
        last = before[-1]
        if not _is_asked_for(text[: last.start]):
            return (last.start, end), text[last.start : last.end]
    return span, ""


def _is_player(unit: Unit) -> bool:
    return unit.has("instrument") and not unit.has("genre")


def _is_asked_for(before: str) -> bool:
    """Whether what stands here is asked for ("add a piano slower")."""
    return _ASKED_FOR.search(_folded(before)) is not None


def _cut(text: str, span: tuple[int, int]) -> str:
    start, end = span
    return text[:start] + "," * (end - start) + text[end:]


def _folded(text: str) -> str:
    """Lower case, `ё` as `е`, every letter where it was."""
    lowered = (low if len(low := letter.lower()) == 1 else letter for letter in text)
    return "".join(lowered).replace("ё", "е").replace("’", "'")
