"""The sampler: recordings read at another speed, looped, filtered, shaped, all in one pass."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from musicgen_local.engines.composer.sound.kernels import INNER
from musicgen_local.engines.composer.sound.kernels.expression import (
    FRAMES,
    GATE,
    LEFT,
    LOOP,
    LOOP_END,
    RATE,
    RELEASE,
    RIGHT,
    SECOND_END,
    SECOND_LOOP,
    START,
    controls_at,
    level_at,
)

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]
Recorded = NDArray[np.int16]

_HOP = 32  # frames between two values of the level where it moves fast: 0.7 ms
_BLOCK = 256  # frames rendered at a stretch where nothing moves fast
_SLOW = _BLOCK // _HOP
_ONSET = 32  # hops
_QUICK_SECONDS = 0.3  # a release as quick as this is drawn hop by hop
_WORTH_IT = 16  # frames between here and the loop's end, to read them together
_FADED = 8  # hops at the end, so that nothing ends in a click


@njit(cache=True, nogil=True, error_model="numpy")  # type: ignore[untyped-decorator]
def sample(out: Floats, first: Recorded, second: Recorded, note: Doubles) -> None:
    """Add one note to `out` [2, frames].

    `first` [frames] is a mono recording on both sides; or it is the left side of a pair of which
    `second` (else empty) is the right. `note` [FIELDS] says everything else, see `expression`.
    The low-pass of 12 dB/octave is the trapezoidal state-variable filter (Zavalishin, *The Art of
    VA Filter Design*, section 4) written out as its state's recursion: it waits least for itself.
    """
    pair = second.shape[0] > 0
    start = int(note[START])
    points = (int(note[FRAMES]) + _HOP - 1) // _HOP
    seconds = _HOP / note[RATE]
    left = np.empty(_BLOCK, np.float32)
    right = np.zeros(_BLOCK, np.float32)
    index = np.empty(_BLOCK, np.int32)
    fraction = np.empty(_BLOCK, np.float32)
    around = np.empty(4 * _BLOCK, np.float32)
    quick = points
    if note[RELEASE] < _QUICK_SECONDS:
        quick = int(note[GATE] / seconds)
    place = 0.0
    other = 0.0
    l1 = 0.0
    l2 = 0.0
    r1 = 0.0
    r2 = 0.0
    level = 0.0
    speed, own, fed, kept, _ = controls_at(note, 0.0)
    h = 0
    while h < points:
        span = 1
        if h >= _ONSET and h < quick and h < points - _FADED:
            span = min(_SLOW, quick - h, points - _FADED - h)
        begin = start + h * _HOP
        count = min(span * _HOP, out.shape[1] - begin)
        if count <= 0:
            return
        new_speed, new_own, new_fed, new_kept, new_shape = controls_at(note, (h + span) * seconds)
        now = speed + (new_speed - speed) * 0.5 * (span - 1) / span
        ends = int(note[LOOP]), int(note[LOOP_END])
        place = _read(first, place, now, ends[0], ends[1], left[:count], index, fraction, around)
        own_rise = (new_own - own) / (span * _HOP)
        fed_rise = (new_fed - fed) / (span * _HOP)
        kept_rise = (new_kept - kept) / (span * _HOP)
        if pair:
            ends = int(note[SECOND_LOOP]), int(note[SECOND_END])
            other = _read(
                second, other, now, ends[0], ends[1], right[:count], index, fraction, around
            )
        for j in range(count):  # both sides at once, a silent one too: neither waits for the other
            x = float(left[j])
            y = float(right[j])
            s = own * l1 + (fed * x - fed * l2)
            v = fed * l1 + (kept * l2 + (1.0 - kept) * x)
            left[j] = 0.5 * (l2 + v)
            l1 = s
            l2 = v
            s = own * r1 + (fed * y - fed * r2)
            v = fed * r1 + (kept * r2 + (1.0 - kept) * y)
            right[j] = 0.5 * (r2 + v)
            r1 = s
            r2 = v
            own += own_rise
            fed += fed_rise
            kept += kept_rise
        h += span
        later = level_at(note, h * seconds) * new_shape
        if points - h < _FADED:
            later *= (points - h) / (_FADED - 1)
        _add(out[0], begin, count, left, note[LEFT], level, later)
        _add(out[1], begin, count, right if pair else left, note[RIGHT], level, later)
        speed, own, fed, kept, level = new_speed, new_own, new_fed, new_kept, later


@njit(**INNER)  # type: ignore[untyped-decorator]
def _add(
    out: Floats, begin: int, count: int, heard: Floats, side: float, level: float, later: float
) -> None:
    if side == 0.0:
        return
    here = out[begin : begin + count]
    gain = np.float32(side * level)
    rise = np.float32(side * (later - level) / count)
    for j in range(count):
        here[j] += heard[j] * (gain + rise * np.float32(j))


@njit(**INNER)  # type: ignore[untyped-decorator]
def _read(
    data: Recorded,
    place: float,
    speed: float,
    loop_start: int,
    loop_end: int,
    out: Floats,
    index: NDArray[np.int32],
    fraction: Floats,
    around: Floats,
) -> float:
    """The frames of `out` from `place` on by four-point Hermite interpolation; the place after."""
    last = data.shape[0] - 1
    looped = loop_end > loop_start
    turn = loop_end if looped else last
    length = float(loop_end - loop_start)
    done = 0
    while done < out.shape[0]:
        while looped and place >= turn:
            place -= length
        straight = int((turn - 3 - place) / speed) if place >= 1.0 else 0
        if straight >= _WORTH_IT:
            # Three plain passes: the compiler makes each of them wide, the lookups in between not.
            count = min(straight, out.shape[0] - done)
            begin = int(place)
            near = data[begin - 1 :]
            wanted = out[done : done + count]
            inside, step = np.float32(place - begin), np.float32(speed)
            for j in range(count):
                x = inside + step * np.float32(j)
                i = np.int32(x)
                fraction[j] = x - np.float32(i)
                index[j] = i
            a, b = around[:_BLOCK], around[_BLOCK : 2 * _BLOCK]
            c, d = around[2 * _BLOCK : 3 * _BLOCK], around[3 * _BLOCK :]
            for j in range(count):
                k = np.uint32(index[j])
                a[j] = near[k]
                b[j] = near[k + np.uint32(1)]
                c[j] = near[k + np.uint32(2)]
                d[j] = near[k + np.uint32(3)]
            for j in range(count):
                wanted[j] = _hermite(a[j], b[j], c[j], d[j], fraction[j])
            place += speed * count
            done += count
            continue
        if place >= turn:
            for j in range(done, out.shape[0]):
                out[j] = np.float32(0.0)
            return place
        here = int(place)
        after = here + 1
        beyond = here + 2
        if looped:
            after -= loop_end - loop_start if after >= turn else 0
            beyond -= loop_end - loop_start if beyond >= turn else 0
        out[done] = _hermite(
            np.float32(data[max(here - 1, 0)]),
            np.float32(data[here]),
            np.float32(data[min(after, last)]),
            np.float32(data[min(beyond, last)]),
            np.float32(place - here),
        )
        place += speed
        done += 1
    return place


@njit(**INNER)  # type: ignore[untyped-decorator]
def _hermite(
    a: np.float32, b: np.float32, c: np.float32, d: np.float32, f: np.float32
) -> np.float32:
    half = np.float32(0.5)
    slope = half * (c - a)
    bend = b - c
    third = slope + bend
    fourth = third + bend + half * (d - b)
    return ((fourth * f - (third + fourth)) * f + slope) * f + b
