"""Scales, chords and Roman numerals.

Numerals count along the major scale in major-like modes and along natural minor in minor-like
ones, as pop and jazz charts do: `VI` is Ab in C minor, `bVII` is Bb in C major. Grammar of one
chord: accidentals, numeral (its case is its quality), extension, then optionally `/3`, `/5`, `/7`
(that chord tone in the bass), `/^1` (that degree of the scale in the bass) or `/ii` (applied to
that degree: `V7/ii`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Literal

from musicgen_local.engines.composer.brief import PITCH_CLASSES, Mode

Family = Literal["major", "minor"]

MODES: MappingProxyType[str, tuple[int, ...]] = MappingProxyType(
    {
        "major": (0, 2, 4, 5, 7, 9, 11),
        "minor": (0, 2, 3, 5, 7, 8, 10),
        "aeolian": (0, 2, 3, 5, 7, 8, 10),
        "dorian": (0, 2, 3, 5, 7, 9, 10),
        "phrygian": (0, 1, 3, 5, 7, 8, 10),
        "lydian": (0, 2, 4, 6, 7, 9, 11),
        "mixolydian": (0, 2, 4, 5, 7, 9, 10),
    }
)

# semitones above the root, in the order of importance to the ear's picture of the chord: root first
QUALITIES: MappingProxyType[str, tuple[int, ...]] = MappingProxyType(
    {
        "": (0, 4, 7), "m": (0, 3, 7), "5": (0, 7), "dim": (0, 3, 6), "aug": (0, 4, 8),
        "sus2": (0, 2, 7), "sus4": (0, 5, 7), "add9": (0, 4, 7, 14), "madd9": (0, 3, 7, 14),
        "6": (0, 4, 7, 9), "m6": (0, 3, 7, 9), "69": (0, 4, 7, 9, 14), "m69": (0, 3, 7, 9, 14),
        "7": (0, 4, 7, 10), "maj7": (0, 4, 7, 11), "m7": (0, 3, 7, 10), "mMaj7": (0, 3, 7, 11),
        "dim7": (0, 3, 6, 9), "m7b5": (0, 3, 6, 10), "7sus4": (0, 5, 7, 10), "7#5": (0, 4, 8, 10),
        "9": (0, 4, 7, 10, 14), "maj9": (0, 4, 7, 11, 14), "m9": (0, 3, 7, 10, 14),
        "9sus4": (0, 5, 7, 10, 14), "mMaj9": (0, 3, 7, 11, 14), "m11": (0, 3, 7, 10, 14, 17),
        "13": (0, 4, 7, 10, 14, 21), "maj13": (0, 4, 7, 11, 14, 21), "m13": (0, 3, 7, 10, 14, 21),
        "13sus4": (0, 5, 7, 10, 14, 21), "7b9": (0, 4, 7, 10, 13), "7#9": (0, 4, 7, 10, 15),
        "7b13": (0, 4, 7, 10, 20), "7alt": (0, 4, 10, 15, 20), "7#11": (0, 4, 7, 10, 18),
        "13#11": (0, 4, 7, 10, 18, 21), "13b9": (0, 4, 7, 10, 13, 21),
        "maj7#11": (0, 4, 7, 11, 18), "maj9#11": (0, 4, 7, 11, 14, 18), "m9b5": (0, 3, 6, 10, 14),
    }
)  # fmt: skip

_NUMERALS = {"i": 0, "ii": 1, "iii": 2, "iv": 3, "v": 4, "vi": 5, "vii": 6}
_CHORD = re.compile(r"([b#]*)([ivIV]+)([^/]*)(?:/(.+))?")
_MINOR_SUFFIX = {"o": "dim", "o7": "dim7", "ø": "m7b5", "ø7": "m7b5", "ø9": "m9b5", "maj7": "mMaj7"}
_MINOR_SUFFIX |= {"maj9": "mMaj9"}
_SHARP_NAMES = ("C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B")
_FLAT_NAMES = ("C", "Db", "D", "Eb", "E", "F", "Gb", "G", "Ab", "A", "Bb", "B")
_WIDEST_STEP = 3  # semitones between neighbours of a scale
# sharps of the major key on each pitch class, flats negative; F# has six sharps
_FIFTHS = (0, -5, 2, -3, 4, -1, 6, 1, -4, 3, -2, 5)
_EITHER_WAY = 6  # sharps: as many as the flats of the same keys
_MAJOR_OF_MODE = {"dorian": 2, "phrygian": 4, "lydian": 5, "mixolydian": 7, "major": 0}


@dataclass(frozen=True, slots=True)
class Chord:
    """A chord at a place: pitch classes, root first; `kind` is a key of `QUALITIES`."""

    root: int
    kind: str
    bass: int
    tones: tuple[int, ...]

    @property
    def intervals(self) -> tuple[int, ...]:
        """Semitones of the tones above the root, extensions above the octave."""
        return QUALITIES[self.kind]

    @property
    def minor_third(self) -> bool:
        """Whether it sounds minor or diminished."""
        return 3 in self.intervals

    @property
    def dominant(self) -> bool:
        """Whether it wants to fall a fifth: a major or suspended third under a minor seventh."""
        return 10 in self.intervals and 3 not in self.intervals


def family_of(mode: str) -> Family:
    """Whether a mode has a major or a minor third."""
    return "minor" if 3 in MODES[mode] else "major"


def scale_of(tonic: int, mode: str) -> tuple[int, ...]:
    """The pitch classes of a mode on a tonic, tonic first."""
    return tuple((tonic + step) % 12 for step in MODES[mode])


@lru_cache(maxsize=4096)
def make_chord(root: int, kind: str, bass: int | None = None) -> Chord:
    """The chord of a quality on a root, in root position unless `bass` says otherwise."""
    root %= 12
    tones = tuple(dict.fromkeys((root + step) % 12 for step in QUALITIES[kind]))
    return Chord(root, kind, root if bass is None else bass % 12, tones)


@lru_cache(maxsize=4096)
def parse_numeral(text: str, tonic: int, family: Family) -> Chord:
    """The chord that a Roman numeral means in a key.

    Raises:
        ValueError: when the numeral or its extension is not of the module's grammar.
    """
    match = _CHORD.fullmatch(text)
    if match is None or match[2].lower() not in _NUMERALS:
        raise ValueError(f"{text!r} is not a Roman numeral")
    accidentals, numeral, suffix, slash = match.groups()
    if slash and slash.lstrip("b#")[0] in "ivIV":
        target = parse_numeral(slash, tonic, family)
        return parse_numeral(f"{accidentals}{numeral}{suffix}", target.root, "major")
    scale = MODES[family]
    degree = scale[_NUMERALS[numeral.lower()]]
    root = tonic + degree + accidentals.count("#") - accidentals.count("b")
    kind = _kind(suffix, minor=numeral.islower())
    if kind not in QUALITIES:
        raise ValueError(f"{text!r}: no chord quality {kind!r}")
    if not slash:
        return make_chord(root, kind)
    if slash.startswith("^"):
        return make_chord(root, kind, tonic + scale[int(slash[1:]) - 1])
    return make_chord(root, kind, root + _chord_member(kind, int(slash)))


def _kind(suffix: str, *, minor: bool) -> str:
    if suffix == "+":
        return "aug"
    if suffix in _MINOR_SUFFIX and (minor or suffix.startswith(("o", "ø"))):
        return _MINOR_SUFFIX[suffix]
    return f"m{suffix}" if minor and "sus" not in suffix and suffix != "5" else suffix


_MEMBERS = {3: (3, 4, 2, 5), 5: (7, 6, 8), 7: (10, 11, 9)}


def _chord_member(kind: str, member: int) -> int:
    for step in _MEMBERS[member]:
        if step in QUALITIES[kind]:
            return step
    raise ValueError(f"a {kind or 'major'} chord has no {member}")


@lru_cache(maxsize=8192)
def chord_scale(chord: Chord, tonic: int, mode: str) -> tuple[int, ...]:
    """The key's scale bent around a chord: its tones push out the scale notes a semitone away."""
    notes = set(scale_of(tonic, mode))
    foreign = [tone for tone in chord.tones if tone not in notes]
    for tone in foreign:
        notes -= {(tone - 1) % 12, (tone + 1) % 12} - set(chord.tones)
        notes.add(tone)
    ordered = sorted(notes)
    for low, high in zip(ordered, [*ordered[1:], ordered[0] + 12], strict=True):
        if high - low > _WIDEST_STEP:
            notes.add((low + 2) % 12)
    return tuple(sorted(notes))


@lru_cache(maxsize=8192)
def avoid_notes(chord: Chord, tonic: int, mode: str) -> frozenset[int]:
    """Scale notes a semitone above a chord tone: passing tones, never places to rest."""
    scale = chord_scale(chord, tonic, mode)
    return frozenset(
        note for note in scale if note not in chord.tones and (note - 1) % 12 in chord.tones
    )


def key_fifths(tonic: int, mode: str) -> int:
    """Sharps (positive) or flats (negative) of the key signature, -5 to 6."""
    offset = _MAJOR_OF_MODE.get(mode, 9)
    return _FIFTHS[(tonic - offset) % 12]


def pitch_name(pitch_class: int, tonic: int, mode: Mode | str) -> str:
    """A pitch class spelled with the accidentals of a key.

    Six sharps are as many flats: there the name that the tonic goes by decides.
    """
    fifths = key_fifths(tonic, mode)
    flat = fifths < 0 or (fifths == _EITHER_WAY and PITCH_CLASSES[tonic % 12].endswith("b"))
    names = _FLAT_NAMES if flat else _SHARP_NAMES
    return names[pitch_class % 12]


def chord_symbol(chord: Chord, tonic: int, mode: Mode | str) -> str:
    """The chord as a chart shows it: `Fmaj9`, `C/E`."""
    name = pitch_name(chord.root, tonic, mode) + chord.kind
    return name if chord.bass == chord.root else f"{name}/{pitch_name(chord.bass, tonic, mode)}"


def nearest_pitch(pitch_class: int, around: float, low: int, high: int) -> int:
    """The pitch of a class that lies nearest to `around`, within [low, high] where it can be."""
    pitch = round((around - pitch_class) / 12) * 12 + pitch_class
    while pitch > high:
        pitch -= 12
    while pitch < low:
        pitch += 12
    return pitch


def fold(pitch: int, low: int, high: int) -> int:
    """`pitch` moved by octaves into [low, high]."""
    while pitch > high:
        pitch -= 12
    while pitch < low:
        pitch += 12
    return pitch
