"""Which key chords and notes are in.

Notes are weighed against the profiles of Krumhansl & Kessler (*Tracing the dynamic changes in
perceived tonal organization*, 1982); chords by what they do: tonics that open and close, dominants
that fall home, and how many of their tones the scale has.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np
from numpy.typing import NDArray

from musicgen_local.engines.composer.brief import Mode
from musicgen_local.engines.composer.writing.theory import (
    Chord,
    Family,
    key_fifths,
    scale_of,
)

_MAJOR = (6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88)
_MINOR = (6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17)
_HARMONIC_MINOR = 11  # semitones: the leading tone that minor keys borrow
_BLUE = 10  # the seventh that tonics of the blues have
# weights of what chords do, against the share of tones in the scale, which is 0-1
_OPENS, _CLOSES, _RULES, _FALLS = 0.12, 0.22, 0.35, 0.3
_SIGNED, _SIGNED_MODE = 0.25, 0.12  # what a signature adds to its keys, and to its other modes
_NOTES_WEIGH = 0.6


@dataclass(frozen=True, slots=True)
class Key:
    """A tonic (pitch class) and a mode."""

    tonic: int
    mode: Mode


Weighted = tuple[Chord, float]  # a chord and how long it rules, in beats


def key_of_chords(
    chords: Sequence[Weighted],
    *,
    chroma: NDArray[np.float64] | None = None,
    fifths: int | None = None,
    tonic: int | None = None,
    family: Family | None = None,
) -> Key:
    """The likeliest key of chords in order; never fails.

    `chroma` [12] is how long each pitch class sounds, `fifths` a key signature (sharps, flats
    below zero) that is believed only as far as the notes agree; `tonic` and `family` are known.
    """
    candidates = [
        (root, kind)
        for root in (range(12) if tonic is None else (tonic,))
        for kind in (("major", "minor") if family is None else (family,))
    ]
    weights = _tones(chords) if chroma is None else chroma
    best = max(
        candidates,
        key=lambda key: _score(*cast("tuple[int, Family]", key), chords, weights, fifths),
    )
    root, kind = cast("tuple[int, Family]", best)
    return Key(root, _mode(root, kind, weights))


def _score(
    tonic: int,
    family: Family,
    chords: Sequence[Weighted],
    chroma: NDArray[np.float64],
    fifths: int | None,
) -> float:
    total = sum(beats for _, beats in chords) or 1.0
    scale = set(scale_of(tonic, family))
    if family == "minor":
        scale.add((tonic + _HARMONIC_MINOR) % 12)
    blue = (tonic + _BLUE) % 12 if family == "major" else -1

    def belongs(tone: int) -> float:
        return 1.0 if tone in scale else 0.5 if tone == blue else 0.0

    inside = sum(beats * sum(map(belongs, c.tones)) / len(c.tones) for c, beats in chords)
    home = [_is_home(chord, tonic, family) for chord, _ in chords]
    at_home = sum(beats for (_, beats), here in zip(chords, home, strict=True) if here)
    score = inside / total + _RULES * at_home / total
    if chords:
        turns = _leads(chords[-1][0], chords[0][0])  # a turnaround closes on the first chord
        score += _OPENS * home[0] + _CLOSES * home[0 if turns else -1]
        score += _FALLS * _falls(chords, home)
    score += _NOTES_WEIGH * _likeness(chroma, tonic, family)
    if fifths is not None:
        signed = [key_fifths(tonic, mode) == fifths for mode in _modes(family)]
        score += _SIGNED * signed[0] + _SIGNED_MODE * any(signed[1:])
    return score


def _falls(chords: Sequence[Weighted], home: Sequence[bool]) -> float:
    """Whether chords on the fifth fall home: 0 never, 1 whenever home is reached."""
    reached = fallen = 0
    for (before, _), (chord, _), here in zip(chords, chords[1:], home[1:], strict=False):
        if here and before.root != chord.root:
            reached += 1
            fallen += _leads(before, chord)
    return fallen / reached if reached else 0.0


def _leads(chord: Chord, following: Chord) -> bool:
    """Whether a chord falls a fifth into the next one as dominants do."""
    return (chord.root - following.root) % 12 == 7 and not chord.minor_third


def _is_home(chord: Chord, tonic: int, family: Family) -> bool:
    return chord.root == tonic and chord.minor_third == (family == "minor")


def _likeness(chroma: NDArray[np.float64], tonic: int, family: Family) -> float:
    """Correlation of the notes with a key's profile, -1 to 1."""
    if float(np.ptp(chroma)) == 0.0:
        return 0.0
    profile = np.roll(np.array(_MINOR if family == "minor" else _MAJOR), tonic)
    return float(np.corrcoef(chroma, profile)[0, 1])


def _tones(chords: Iterable[Weighted]) -> NDArray[np.float64]:
    weights = np.zeros(12)
    for chord, beats in chords:
        for tone in chord.tones:
            weights[tone] += beats
    return weights


def _modes(family: Family) -> tuple[Mode, ...]:
    return ("minor", "dorian", "phrygian") if family == "minor" else (
        "major", "mixolydian", "lydian",
    )  # fmt: skip


def _mode(tonic: int, family: Family, chroma: NDArray[np.float64]) -> Mode:
    """The mode whose own note outweighs the plain scale's."""

    def weight(step: int) -> float:
        return float(chroma[(tonic + step) % 12])

    if family == "minor":
        if weight(9) > 1.25 * weight(8):
            return "dorian"
        return "phrygian" if weight(1) > 1.5 * weight(2) else "minor"
    if weight(10) > 1.5 * weight(11):
        return "mixolydian"
    return "lydian" if weight(6) > 1.5 * weight(5) else "major"
