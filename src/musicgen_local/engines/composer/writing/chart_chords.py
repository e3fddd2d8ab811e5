"""One chord as charts spell it: `Cm7`, `C-7`, `CΔ`, `Bb6/9`, `F#ø`, `N.C.`, or a Roman numeral.

What the composer has no voicing for is played as its nearest relative, and said so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache

from musicgen_local.engines.composer.writing.theory import (
    MODES,
    QUALITIES,
    Chord,
    Family,
    make_chord,
)

NO_CHORD = "N.C."
_MARK = "\0"
_LETTERS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11, "H": 11}
_NUMERALS = {"i": 0, "ii": 1, "iii": 2, "iv": 3, "v": 4, "vi": 5, "vii": 6}
# "Bb5" is a chord on B flat, while nobody means C flat by "Cb5"
_ABSOLUTE = re.compile(r"([A-H])((?:#|(?<=[CF])b(?!5)|(?<![CF])b)*)(.*?)(?:/([A-Ha-h])([#b]*))?")
_RELATIVE = re.compile(r"([#b]*)(VII|VI|IV|V|III|II|I|vii|vi|iv|v|iii|ii|i)([^/]*)(?:/(.+))?")
_SIGNS = str.maketrans(
    {"♭": "b", "♯": "#", "−": "-", "–": "-", "Δ": "^", "△": "^", "º": "°", "Ø": "ø",
     "(": "", ")": "", ",": "", " ": ""}
)  # fmt: skip
# rewritten one after another, longest spellings first
_SPELLINGS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), instead)
    for pattern, instead in (
        (r"(?i:major|maj|ma(?=\d|$))|^mj(?=\d|$)|M(?!aj)(?=\d|$)|j(?=\d)", "maj"),
        (r"\^7?(?=$|#)", "maj7"),
        (r"\^", "maj"),
        (r"(?i:minor|min|mi(?=\d|$|maj))|^-(?=$|\D|6|7|9|11|13)", "m"),
        (r"^m[-/]?maj(?=7|9|$)", "mmaj"),
        (r"^mmaj$", "mmaj7"),
        (r"ø7?", "m7b5"),
        (r"(?i:dim)|°|^o(?=7|9|$)", "dim"),
        (r"(?i:aug)|^\+(?=$|7|9)", "aug"),
        (r"(?i:dom)(?=7|9)", ""),
        (r"(?<=\d)-(?=5|9|13)", "b"),
        (r"(?<=\d)\+(?=5|9|11)", "#"),
        (r"7\+$", "7#5"),
        (r"(?i:sus)(?![24])", "sus4"),
        (r"(?i:alt)", "alt"),
        (r"add2", "add9"),
        (r"6/9|6add9", "69"),
    )
)
_EXACT: Mapping[str, str] = {
    "maj": "", "maj6": "6", "mmaj7": "mMaj7", "mmaj9": "mMaj9", "aug7": "7#5",
    "alt": "7alt", "7#9b13": "7alt", "7#9#5": "7alt", "7#5#9": "7alt", "7b13#9": "7alt",
    "maj69": "69", "2": "add9", "4": "sus4", "7add13": "13", "7/6": "13",
    "maj7add9": "maj9", "m7add9": "m9", "7add9": "9", "m7add11": "m11",
    "13sus": "13sus4", "sus4add9": "9sus4", "m-5": "dim", "mb5": "dim",
    "9#11": "13#11", "#5": "aug", "m7b59": "m9b5",
    "maj13#11": "maj9#11",
}  # fmt: skip
_NEAREST: Mapping[str, str] = {
    "11": "9sus4", "maj11": "maj9", "7b5": "7#11", "9b5": "7#11", "aug9": "7#5", "9#5": "7#5",
    "augmaj7": "aug", "maj7#5": "aug", "maj9#5": "aug", "maj7b5": "maj7#11", "7b9b13": "7b9",
    "7b9#5": "7b13", "7#5b9": "7b13", "7b13b9": "7b13", "7b9#11": "7b9", "7b5b9": "7b9",
    "7b9b5": "7b9", "7#9#11": "7#9", "7#9b5": "7#9", "7b9#9": "7#9", "13#9": "7#9",
    "9b13": "7b13", "b5": "", "maj7sus4": "sus4", "maj7sus2": "sus2", "7sus2": "7sus4",
    "sus2sus4": "sus4", "6sus4": "sus4", "9sus2": "9sus4", "7sus4b9": "7sus4", "7b9sus4": "7sus4",
    "11sus4": "9sus4", "add11": "", "add4": "", "madd11": "m", "madd4": "m", "mb6": "m",
    "m#5": "m", "m7#5": "m7", "m7b9": "m7", "maj6add9": "69", "dim9": "dim7", "dimmaj7": "dim7",
    "m11b5": "m9b5", "m13b5": "m9b5", "mmaj11": "mMaj9", "mmaj13": "mMaj9", "m6add11": "m6",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ChartChord:
    """A chord of a chart: its plain spelling, and what it stands for.

    `degree` is None for chords with a letter; `root` then is a pitch class.
    """

    text: str
    kind: str
    root: int = 0
    bass: int | None = None  # pitch class; for numerals a chord member, 3, 5 or 7
    degree: tuple[int, int] | None = None  # of the scale, 0-6, and semitones beside it
    target: ChartChord | None = None  # the degree that a numeral is applied to: V7/ii
    heard_as: str = ""  # the spelling it came in, where it is played as another

    def at(self, tonic: int, family: Family, steps: int = 0) -> Chord:
        """The chord in a key; `steps` semitones further up for chords with a letter."""
        if self.degree is None:
            bass = None if self.bass is None else self.bass + steps
            return make_chord(self.root + steps, self.kind, bass)
        if self.target is not None:
            tonic, family = self.target.at(tonic, family).root, "major"
        step, beside = self.degree
        root = tonic + MODES[family][step] + beside
        return make_chord(root, self.kind, None if self.bass is None else root + self.bass)


@lru_cache(maxsize=4096)
def read_chord(text: str, *, german: bool = False) -> ChartChord | None:
    """The chord that a word of a chart means, or None; `german`: B is a semitone below H."""
    plain = text.translate(_SIGNS)
    return _absolute(text, german) or _relative(text, plain)


def _absolute(text: str, german: bool) -> ChartChord | None:
    # a sign in brackets is not the root's: "B(b5)"
    signed = re.sub(r"^([A-H][#b♯♭]*)\((?=[#b♯♭])", rf"\1{_MARK}", text).translate(_SIGNS)
    found = _ABSOLUTE.fullmatch(signed)
    if found is None:
        return None
    letter, signs, spelling, bass_letter, bass_signs = found.groups()
    spelling = spelling.removeprefix(_MARK)
    kind = _kind(spelling)
    if kind is None:
        return None
    root = _pitch_class(letter, signs, german)
    bass = None if bass_letter is None else _pitch_class(bass_letter.upper(), bass_signs, german)
    name = _name(letter, signs, german) + kind
    if bass is not None and bass != root:
        name += "/" + _name(bass_letter.upper(), bass_signs, german)
    bass = None if bass == root else bass
    return ChartChord(name, kind, root, bass, heard_as=_heard_as(text, spelling))


def _relative(text: str, plain: str) -> ChartChord | None:
    found = _RELATIVE.fullmatch(plain.replace("6/9", "69"))
    if found is None:
        return None
    signs, numeral, spelling, slash = found.groups()
    kind = _kind(spelling)
    if numeral.islower() and kind is not None and not kind.startswith(("m7b5", "m9b5", "dim")):
        kind = {"maj7": "mMaj7", "maj9": "mMaj9"}.get(kind, kind if kind[:3] == "sus" else
                                                      f"m{kind.removeprefix('m')}")  # fmt: skip
    if kind is None or kind not in QUALITIES:
        return None
    target, bass = None, None
    if slash is not None:
        target = _relative(slash, slash)
        bass = None if target else _member(kind, slash)
        if target is None and bass is None:
            return None
    degree = (_NUMERALS[numeral.lower()], signs.count("#") - signs.count("b"))
    return ChartChord(plain, kind, bass=bass, degree=degree, target=target,
                      heard_as=_heard_as(text, spelling))  # fmt: skip


def _member(kind: str, slash: str) -> int | None:
    """Semitones of a chord's third, fifth or seventh."""
    steps = {"3": (3, 4, 2, 5), "5": (7, 6, 8), "7": (10, 11, 9)}.get(slash, ())
    return next((step for step in steps if step in QUALITIES[kind]), None)


def _plain_kind(spelling: str) -> str:
    spelling = spelling.translate(_SIGNS)
    for pattern, instead in _SPELLINGS:
        spelling = pattern.sub(instead, spelling)
    return spelling


def _kind(spelling: str) -> str | None:
    kind = _plain_kind(spelling)
    kind = _EXACT.get(kind, _NEAREST.get(kind, kind))
    return kind if kind in QUALITIES else None


def _heard_as(text: str, spelling: str) -> str:
    kind = _plain_kind(spelling)
    return text if kind in _NEAREST and kind not in QUALITIES and kind not in _EXACT else ""


def _pitch_class(letter: str, signs: str, german: bool) -> int:
    flat = 1 if german and letter == "B" and not signs else 0
    return (_LETTERS[letter] + signs.count("#") - signs.count("b") - flat) % 12


def _name(letter: str, signs: str, german: bool) -> str:
    if letter == "H":
        return "B" + signs
    return "Bb" if german and letter == "B" and not signs else letter + signs


def suggest_chord(text: str) -> str:
    """A chord that somebody may have meant; empty when nothing is near."""
    plain = text.translate(_SIGNS)
    plain = plain[:1].upper() + plain[1:]
    if read_chord(plain):
        return plain
    near = get_close_matches(plain, list(_known(plain[:1].upper())), n=1, cutoff=0.55)
    return near[0] if near else ""


def _known(letter: str) -> Iterator[str]:
    for root in (letter, f"{letter}#", f"{letter}b"):
        if letter in _LETTERS:
            yield from (root + kind for kind in QUALITIES)
