"""Four-part setting: where second violin, viola and cello go under a melody, chord by chord.

The cheapest whole path through all spacings: near moves, complete chords, sevenths that fall and
leading notes that rise, no parallel fifths or octaves with the melody or among the voices (the
rules of Aldwell & Schachter, *Harmony and Voice Leading*, ch. 5-8).
"""

from __future__ import annotations

from functools import lru_cache
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from musicgen_local.engines.composer.writing.theory import Chord

Setting = tuple[tuple[int, int, int], ...]  # pitches of second violin, viola and cello
# the melody over a chord: its first pitch, its lowest, those on the last beat and at the very end
Sung = tuple[int, int, int, int] | None
FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

# comfortable registers, inside the instruments' own: MIDI low, high, centre
_REGISTERS = ((55, 79, 67.0), (48, 72, 59.5), (36, 60, 46.0))
_PULL = (0.16, 0.16, 0.1)  # towards the centre, per semitone
_MISSING_THIRD, _MISSING_SEVENTH, _MISSING_FIFTH = 7.0, 5.0, 1.5
_DOUBLED_LEADING, _DOUBLED_SEVENTH, _DOUBLED_THIRD = 8.0, 6.0, 1.2
_PARALLEL = 9.0
_CROSSED = 6.0
_INVERTED = 4.5  # another bass note than the one that is written
_RUB = 4.0  # a semitone against the melody
_UNRESOLVED = 4.0
_STEP = 4  # semitones; further moves of an inner voice cost extra
_BASS_STEP = 7


@lru_cache(maxsize=512)
def set_voices(chords: tuple[Chord, ...], sung: tuple[Sung, ...], tonic: int) -> Setting:
    """The cheapest path through all spacings of the chords under what the melody sings.

    `sung` holds for each chord what the melody has there, or None where it rests; `tonic` is a
    pitch class. The cello has the chord's bass note; inside a phrase it may take the third instead,
    where the root would run along with the melody.
    """
    last = len(chords) - 2  # a cadence stands on its roots
    options = [_options(chord, inverts=0 < i < last) for i, chord in enumerate(chords)]
    total = _node_costs(options[0], chords[0], sung[0], tonic)
    back: list[IntArray] = []
    for index in range(1, len(chords)):
        ways = total[:, None] + _move_costs(
            options[index - 1], options[index], chords[index - 1], chords[index],
            sung[index - 1], sung[index], tonic,
        )  # fmt: skip
        best = np.argmin(ways, axis=0)
        back.append(best)
        nodes = _node_costs(options[index], chords[index], sung[index], tonic)
        total = ways[best, np.arange(len(best))] + nodes
    place = int(np.argmin(total))
    path = [place]
    for step in reversed(back):
        place = int(step[place])
        path.append(place)
    found = []
    for table, row in zip(options, reversed(path), strict=True):
        second, viola, cello = (int(p) for p in table[row])
        found.append((second, viola, cello))
    return tuple(found)


@lru_cache(maxsize=1024)
def _options(chord: Chord, *, inverts: bool) -> IntArray:
    """All spacings in range, cello at the bottom: [spacings, 3]."""
    third = next((s for s in (3, 4) if s in chord.intervals), None)
    basses = {chord.bass}
    if inverts and third is not None and chord.bass == chord.root:
        basses.add((chord.root + third) % 12)
    tones = chord.tones[:5]
    seconds, violas = ([p for p in range(low, high + 1) if p % 12 in tones]
                       for low, high, _ in _REGISTERS[:2])  # fmt: skip
    low, high, _ = _REGISTERS[2]
    cellos = [p for p in range(low, high + 1) if p % 12 in basses]
    rows = [
        (second, viola, cello)
        for cello in cellos
        for viola in violas
        for second in seconds
        if cello < viola < second and second - viola <= 12 and viola - cello <= 24
    ]
    return np.array(rows, dtype=np.int64)


def _node_costs(table: IntArray, chord: Chord, sung: Sung, tonic: int) -> FloatArray:
    cost = np.zeros(len(table))
    for voice, (_, _, centre) in enumerate(_REGISTERS):
        cost += _PULL[voice] * np.abs(table[:, voice] - centre)
    cost += 0.5 * np.maximum(0, table[:, 1] - table[:, 2] - 16)
    cost += _INVERTED * (table[:, 2] % 12 != chord.bass)
    voices = table % 12
    if sung is not None:
        first, lowest = sung[:2]
        voices = np.column_stack((voices, np.full(len(table), first % 12)))
        cost += _CROSSED * (table[:, 0] >= first)
        cost += 0.5 * _CROSSED * (table[:, 0] > lowest)
        cost += 0.25 * np.maximum(0, first - table[:, 0] - 12)
        gaps = np.abs(table - first) % 12
        cost += _RUB * np.isin(gaps, (1, 11)).sum(axis=1)
    steps = {step % 12: step for step in chord.intervals}
    third = next((s for s in (3, 4, 5, 2) if s in steps), None)
    seventh = next((s for s in (10, 11, 9) if s in steps), None)
    for step, price in ((third, _MISSING_THIRD), (seventh, _MISSING_SEVENTH), (7, _MISSING_FIFTH)):
        if step is not None and step in steps:
            cost += price * (_count(voices, chord.root + step) == 0)
    leading = (tonic + 11) % 12
    doubled: list[tuple[int | None, float]] = [(seventh, _DOUBLED_SEVENTH)]
    if leading not in chord.tones:
        doubled.append((third if third == 4 else None, _DOUBLED_THIRD))
    for step, price in doubled:
        if step is not None:
            cost += price * (_count(voices, chord.root + step) > 1)
    if leading in chord.tones:
        cost += _DOUBLED_LEADING * (_count(voices, leading) > 1)
    return np.asarray(cost, dtype=np.float64)


def _count(voices: IntArray, tone: int) -> IntArray:
    return np.asarray((voices == tone % 12).sum(axis=1), dtype=np.int64)


def _move_costs(
    before: IntArray,
    after: IntArray,
    chord: Chord,
    coming: Chord,
    sung: Sung,
    to_sing: Sung,
    tonic: int,
) -> FloatArray:
    """Cost of every way from one spacing to the next: [before, after]."""
    moves = after[None, :, :] - before[:, None, :]
    size = np.abs(moves)
    cost = size[:, :, :2].sum(axis=2) + 0.4 * size[:, :, 2]
    cost = cost + 2.0 * np.maximum(0, size[:, :, :2] - _STEP).sum(axis=2)
    cost += np.maximum(0, size[:, :, 2] - _BASS_STEP)
    if chord.tones != coming.tones:
        for one, other in combinations(range(3), 2):
            cost += _PARALLEL * _parallel(before[:, one], after[:, one],
                                          before[:, other], after[:, other])  # fmt: skip
        if sung is not None and to_sing is not None:
            for here in sorted(set(sung[2:])):
                melody = np.full(len(before), here), np.full(len(after), to_sing[0])
                for voice in range(3):
                    cost += _PARALLEL * _parallel(*melody, before[:, voice], after[:, voice])
    cost += _resolutions(before, moves, chord, coming, tonic)
    return np.asarray(cost, dtype=np.float64)


def _parallel(a0: IntArray, a1: IntArray, b0: IntArray, b1: IntArray) -> NDArray[np.bool_]:
    """Where two voices go from one perfect interval to its like: [before, after]."""
    same = (a0 - b0)[:, None] % 12 == (a1 - b1)[None, :] % 12
    perfect = np.isin(np.abs(a0 - b0) % 12, (0, 7))[:, None]
    moved = (a1[None, :] != a0[:, None]) & (b1[None, :] != b0[:, None])
    return np.asarray(same & perfect & moved)


def _resolutions(
    before: IntArray, moves: IntArray, chord: Chord, coming: Chord, tonic: int
) -> FloatArray:
    """Sevenths of dominants want to fall by step, leading notes to rise or to fall by a third."""
    cost = np.zeros(moves.shape[:2])
    if (coming.root - chord.root) % 12 != 5:
        return cost
    seventh = next((s for s in (10, 11) if s in chord.intervals), None)
    upper = moves[:, :, :2]
    if seventh is not None:
        bearing = (before[:, :2] % 12 == (chord.root + seventh) % 12)[:, None, :]
        cost += _UNRESOLVED * (bearing & ~np.isin(upper, (-2, -1, 0))).sum(axis=2)
    if chord.root == (tonic + 7) % 12:
        bearing = (before[:, :2] % 12 == (tonic + 11) % 12)[:, None, :]
        cost += _UNRESOLVED * (bearing & ~np.isin(upper, (1, -4, -3, 0))).sum(axis=2)
    return cost
