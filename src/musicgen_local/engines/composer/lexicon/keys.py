"""Keys as English, German and Russian musicians write them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from musicgen_local.engines.composer.brief import Mode
from musicgen_local.engines.composer.lexicon.tokens import composed

_ENGLISH = {"c": 0, "d": 2, "e": 4, "f": 5, "g": 7, "a": 9, "b": 11}
_RUSSIAN = {"до": 0, "ре": 2, "ми": 4, "фа": 5, "соль": 7, "ля": 9, "си": 11}
_GERMAN = {
    "c": 0, "cis": 1, "des": 1, "d": 2, "dis": 3, "es": 3, "e": 4, "f": 5, "fis": 6, "ges": 6,
    "g": 7, "gis": 8, "as": 8, "a": 9, "ais": 10, "b": 10, "h": 11,
}  # fmt: skip

_MODES: dict[str, Mode] = {
    "major": "major", "maj": "major", "dur": "major", "дур": "major", "мажор": "major",
    "ionian": "major", "ионийск": "major",
    "minor": "minor", "min": "minor", "m": "minor", "moll": "minor", "моль": "minor",
    "минор": "minor", "dorian": "dorian", "дорийск": "dorian", "phrygian": "phrygian",
    "фригийск": "phrygian", "lydian": "lydian", "лидийск": "lydian", "mixolydian": "mixolydian",
    "миксолидийск": "mixolydian", "aeolian": "aeolian", "эолийск": "aeolian",
}  # fmt: skip

_NOTE = r"(?P<note>[a-g])(?:[ \-]?(?P<word>sharp|flat)|(?P<sign>[#♯♭b]))?"
_MODE = (
    r"(?:(?:natural|harmonic|melodic) )?"
    r"(?P<mode>major|minor|maj|min|ionian|dorian|phrygian|lydian|mixolydian|aeolian"
    r"|(?:мажор|минор|ионийск|дорийск|фригийск|лидийск|миксолидийск|эолийск)\w{0,4})"
)
_WITH_MODE = re.compile(rf"(?<![\w#]){_NOTE}[ \-]{{0,2}}{_MODE}(?!\w)", re.I)
_WITHOUT_MODE = re.compile(
    r"(?<!\w)(?P<lead>in|key of|key is|key|тональность|тональности|в)[ :=]{1,3}(?:the key of )?"
    rf"{_NOTE}(?P<mode>m)?(?![\w#&'’/])(?!-\w)(?! ?[&/])",
    re.I,
)
_IN_GERMAN = re.compile(
    r"(?<!\w)(?P<note>cis|des|dis|fis|ges|gis|ais|es|as|[a-h])[ \-]{1,2}"
    r"(?P<mode>dur|moll|дур|моль)(?!\w)",
    re.I,
)
_IN_RUSSIAN = re.compile(
    r"(?<!\w)(?P<note>до|ре|ми|фа|соль|ля|си)(?:[ \-]?(?P<word>диез|бемоль)\w{0,3})?[ \-]{1,2}"
    r"(?P<mode>(?:мажор|минор|ионийск|дорийск|фригийск|лидийск|миксолидийск|эолийск)\w{0,4})(?!\w)",
    re.I,
)
_IN_RUSSIAN_WITHOUT_MODE = re.compile(
    r"(?<!\w)тональност[ьи]:? (?P<note>до|ре|ми|фа|соль|ля|си)"
    r"(?:[ \-]?(?P<word>диез|бемоль)\w{0,3})?(?!\w)",
    re.I,
)
# "в ми", "в си-бемоль": a note only where the clause ends with it
_IN_RUSSIAN_ALONE = re.compile(
    r"(?<!\w)в (?P<note>до|ре|ми|фа|соль|ля|си)"
    r"(?:[ \-]?(?P<word>диез|бемоль)\w{0,3})?(?=\s*(?:[.,;:!?)\n]|$))",
    re.I,
)
_SHIFTS = {"sharp": 1, "#": 1, "♯": 1, "диез": 1, "flat": -1, "b": -1, "♭": -1, "бемоль": -1}
# "in a minor key" and "a minor mood" have an article, not a note.
_AFTER_ARTICLE = re.compile(
    r"[ \-](?:key|mode|mood|scale|way|feel|tonality|chord|progression|hit|label|event|role|change"
    r"|detail|lullaby|melody|tune|song|piece)",
    re.I,
)
_BEFORE_NOTE = re.compile(r"(?:in|key of|key|key:|тональност[ьи]|в) $", re.I)


@dataclass(frozen=True, slots=True)
class Key:
    """A tonic as a pitch class, its mode where one is named, over `text[start:end]`."""

    start: int
    end: int
    tonic: int
    mode: Mode | None


def read_keys(text: str) -> list[Key]:
    """Every key named in `text`, from left to right, none overlapping; those with a mode first."""
    found = sorted(_all_keys(text), key=lambda key: (key.start, -key.end))
    kept: list[Key] = []
    for key in found:
        if not kept or key.start >= kept[-1].end:
            kept.append(key)
        elif kept[-1].mode is None and key.mode is not None:  # "in D" of "in D minor"
            kept[-1] = key
    return kept


def parse_key(text: str) -> tuple[int, Mode | None] | None:
    """The key that `text` is, as a whole (`Am`, `F# minor`, `ля минор`, `es-moll`), or `None`."""
    text = composed(text).strip()
    keys = read_keys(text) or read_keys(f"key: {text}")
    if len(keys) != 1:
        return None
    whole = keys[0].end - keys[0].start >= len(text)  # nothing but the key was written
    return (keys[0].tonic, keys[0].mode) if whole else None


def _all_keys(text: str) -> Iterator[Key]:
    for match in _IN_GERMAN.finditer(text):
        yield _key(match, _GERMAN)
    for pattern in (_IN_RUSSIAN, _IN_RUSSIAN_WITHOUT_MODE, _IN_RUSSIAN_ALONE):
        for match in pattern.finditer(text):
            yield _key(match, _RUSSIAN)
    for match in _WITH_MODE.finditer(text):
        if not _is_article(text, match):
            yield _key(match, _ENGLISH)
    for match in _WITHOUT_MODE.finditer(text):
        if _is_note_alone(text, match):
            yield _key(match, _ENGLISH)


def _is_article(text: str, match: re.Match[str]) -> bool:
    """Whether the `a` of `a minor` is an article."""
    if match["note"] not in "aA" or match["sign"] or match["word"]:
        return False
    if match["note"] == "A" and match.start() > 0:
        return False
    if _AFTER_ARTICLE.match(text, match.end()):
        return True
    if match["note"] == "A" or (match.start() == 0 and match.end() == len(text)):
        return False
    return _BEFORE_NOTE.search(text[max(0, match.start() - 14) : match.start()]) is None


def _is_note_alone(text: str, match: re.Match[str]) -> bool:
    named = "key" in match["lead"].lower() or "тон" in match["lead"].lower()
    altered = bool(match["sign"] or match["word"])
    if match["note"].islower():
        return named and (match["note"] != "a" or match.end() == len(text) or bool(match["mode"]))
    if match["note"] == "A" and not (altered or match["mode"]):
        return match.end() == len(text) or text[match.end()] in ",.;:!?)\n"
    return match["mode"] != "M"


def _key(match: re.Match[str], notes: dict[str, int]) -> Key:
    groups = match.groupdict()
    shift = _SHIFTS.get((groups.get("word") or groups.get("sign") or "").lower(), 0)
    tonic = (notes[groups["note"].lower()] + shift) % 12
    return Key(match.start(), match.end(), tonic, _mode(groups.get("mode")))


def _mode(word: str | None) -> Mode | None:
    if word is None:
        return None
    lowered = word.lower()
    for name, mode in _MODES.items():
        if lowered == name or (len(name) > 4 and lowered.startswith(name)):
            return mode
    return None
