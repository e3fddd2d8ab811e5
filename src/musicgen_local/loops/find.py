"""Where a recording comes back to itself: candidates by likeness, then exact by the waveform.

Repetition shows in the autocorrelation of the spectra over time; where two passages a lag apart
are alike both behind and ahead is a place for a seam; the waveforms there give the lag to the
sample. Among lags that all fit, the loop wins that holds the most music without repeating itself.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from musicgen_local.loops.align import best_lag
from musicgen_local.loops.beats import counted
from musicgen_local.loops.features import Moments, listen
from musicgen_local.loops.pulse import STEPS_PER_SECOND, Onsets, Pulse, Strokes, struck_lag
from musicgen_local.loops.seam_check import LOUDNESS_SECONDS
from musicgen_local.loops.spectra import Mono, Pitches, autocorrelation
from musicgen_local.loops.values import CROSSFADE_SECONDS, LoopKind, LoopPoints

LEAST_SECONDS = 1.5  # of a loop
_LEAST_OVERLAP_SECONDS = 2.0  # that two passages must share to be compared
_SHORT_OVERLAP_SECONDS = 8.0  # by which the likeness of two passages is halved
_CONTEXT_SECONDS = 2.0  # behind and ahead of a seam, within which the music has to go on alike
_MOST_LAGS = 20
_LEAST_PERIODICITY = 0.22
_PEAK_SECONDS = 0.2  # a peak of the autocorrelation has no higher one within
_LONG_SECONDS, _SHORT_SECONDS = 4.0, 1.0  # of waveforms that are compared
EXACT_CORRELATION = 0.99
NEAR_CORRELATION = 0.6
_LEAST_LIKENESS = 0.6
_ALIKE_LIKENESS = 0.86
_SHORT_LIKENESS = 0.75  # where only the short waveforms are the same
_ALIKE_MOMENT = 0.8
_ALIKE_STROKES = 0.3
_ALIKE_STROKES_ON_BEAT = 0.1  # where the strokes meet whole beats later
_ON_BEAT_SECONDS = 0.005
_COUNTED_BEATS, _OFF_BEAT = 32, 0.1
_STROKES_SECONDS = 8.0
_STROKES_REACH = 60  # milliseconds
_AS_GOOD = 0.02  # of likeness, that a seam may be worse than the best
_FINE_SECONDS = 0.002
_SAME_BLOCK = 0.5  # correlation of a block from which on it counts as coming again
_ODD_BARS = {4: 1.0, 2: 0.98, 1: 0.95}  # sections are of four bars, of two at least
_ODD_BEATS = 0.85
# An exact seam needs none; a few milliseconds cost nothing and hide a codec's noise.
_QUALITY = {LoopKind.EXACT: 1.0, LoopKind.NEAR: 0.85, LoopKind.ALIKE: 0.7}
# What is a repetition to the one who hears this kind: variations belong to an exact loop's music.
_REPEATS = {
    LoopKind.EXACT: (LoopKind.EXACT,),
    LoopKind.NEAR: (LoopKind.EXACT, LoopKind.NEAR, LoopKind.ALIKE),
    LoopKind.ALIKE: (LoopKind.EXACT, LoopKind.NEAR, LoopKind.ALIKE),
}


@dataclass(frozen=True, slots=True)
class _Repeat:
    """A lag at which something comes again, and at which moments."""

    points: LoopPoints
    again: NDArray[np.bool_]  # [moments]: what is heard here is heard a lag later, too


def find_loops(mono: Mono, sample_rate: int, most: int = 8) -> list[LoopPoints]:
    """The loops of a recording, the best first; none where nothing comes back.

    `mono` is [frames], at least some seconds; `most` limits the answer.
    """
    moments = listen(mono, sample_rate)
    strokes = Strokes.heard(mono, sample_rate)
    pulse = Pulse.felt(strokes)
    beat = pulse.beat_seconds() * sample_rate
    repeats = [
        repeat
        for lag in _lags(moments)
        if (repeat := _repeat(mono, moments, strokes.bright, beat, lag)) is not None
    ]
    ranked = sorted(_ranked(repeats, moments), key=lambda one: (-one.score, one.frames))
    distinct: list[LoopPoints] = []
    for points in ranked:
        if all(abs(points.frames - other.frames) > 0.01 * sample_rate for other in distinct):
            distinct.append(points)
    pitches = Pitches.heard(mono, sample_rate)
    found = [_preferred(counted(points, pitches, strokes, pulse)) for points in distinct[:most]]
    return sorted(found, key=lambda one: (-one.score, one.frames))


def _preferred(points: LoopPoints) -> LoopPoints:
    """The same; where it rests on likeness alone, the less likely the odder its bars."""
    if points.kind is not LoopKind.ALIKE or not points.beats:
        return points
    bar = points.beats_per_bar or 4
    odd = next(
        (cost for bars, cost in _ODD_BARS.items() if points.beats % (bars * bar) == 0), _ODD_BEATS
    )
    return dataclasses.replace(points, score=round(points.score * odd, 4))


def _lags(moments: Moments) -> list[int]:
    """Lags in moments at which the whole is most like itself, the best first."""
    features = moments.features
    count = len(moments)
    products = autocorrelation(features)
    energy = np.concatenate([[0.0], np.cumsum((features.astype(np.float64) ** 2).sum(axis=1))])
    lags = np.arange(count)
    shared = energy[count - lags] * (energy[count] - energy[lags])
    # Some seconds of an opening are easily like an ending, since both are soft: they count less.
    few = energy[count] * min(_SHORT_OVERLAP_SECONDS * moments.per_second / count, 0.2)
    alike = products / (np.sqrt(np.maximum(shared, 1e-9)) + few)
    near = max(1, round(_PEAK_SECONDS * moments.per_second))
    first = round(LEAST_SECONDS * moments.per_second)
    last = count - round(_LEAST_OVERLAP_SECONDS * moments.per_second)
    peaks = [
        lag
        for lag in range(max(first, 1), last)
        if alike[lag] >= _LEAST_PERIODICITY
        and alike[lag] >= alike[max(lag - near, 0) : lag + near + 1].max()
    ]
    peaks.sort(key=lambda lag: -alike[lag])
    return peaks[:_MOST_LAGS]


def _repeat(mono: Mono, moments: Moments, struck: Onsets, beat: float, lag: int) -> _Repeat | None:
    """What comes again at `lag` moments, measured; None where that is nothing.

    `beat` is in frames, 0 where none is felt.
    """
    both, alike = _likeness(moments, lag)
    place = int(both.argmax())
    center = place * moments.hop
    rate = moments.sample_rate
    reach = 3 * moments.hop
    likeness = float(both[place])
    if likeness < _LEAST_LIKENESS:
        return None

    def waveforms(seconds: float) -> tuple[int, float]:
        start = max(0, center - round(seconds / 2 * rate))
        stop = min(start + round(seconds * rate), mono.size - lag * moments.hop - reach)
        if stop - start < rate // 2:
            return lag * moments.hop, -1.0
        return best_lag(mono, start, stop, lag * moments.hop, reach)

    exact, certain = waveforms(_LONG_SECONDS)
    kind = LoopKind.EXACT if certain >= EXACT_CORRELATION else LoopKind.NEAR
    if certain < NEAR_CORRELATION and likeness >= _ALIKE_LIKENESS:
        exact, strokes = _by_strokes(moments, struck, center, lag)
        off = abs(exact / beat - round(exact / beat)) * beat if beat else np.inf
        least = _ALIKE_STROKES_ON_BEAT if off <= _ON_BEAT_SECONDS * rate else _ALIKE_STROKES
        kind = LoopKind.ALIKE if strokes >= least else LoopKind.NEAR
    if kind is not LoopKind.ALIKE and certain < NEAR_CORRELATION:
        exact, certain = waveforms(_SHORT_SECONDS)
        kind = LoopKind.NEAR
        if certain < NEAR_CORRELATION or likeness < _SHORT_LIKENESS:
            return None  # one chord that comes again is no loop
    if kind is LoopKind.NEAR and _off_the_beat(moments, struck, beat, center, lag, exact):
        return None  # a long note comes again, and the beat doesn't
    again = np.asarray(alike > _ALIKE_MOMENT)
    if kind is not LoopKind.ALIKE:
        again = _same_waveform(mono, moments, exact)
    if kind is LoopKind.ALIKE:
        start_frame = _even_seam(mono, moments, both, again, exact)
    else:
        start_frame = _seam(mono, moments, both, again, exact)
    points = LoopPoints(
        start_frame,
        start_frame + exact,
        rate,
        kind,
        certain,
        likeness,
        score=0.0,
        fresh_frames=exact,
        crossfade_frames=2 * round(CROSSFADE_SECONDS[kind] / 2 * rate),
    )
    return _Repeat(points, again)


def _likeness(moments: Moments, lag: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """How alike each moment and the one `lag` later are: the worse of behind and ahead; and now."""
    here, there = moments.features[:-lag], moments.features[lag:]
    norms = np.sqrt((moments.features**2).sum(axis=1)) + 1e-3
    now = (here * there).sum(axis=1, dtype=np.float64) / (norms[:-lag] * norms[lag:])
    width = min(round(_CONTEXT_SECONDS * moments.per_second), max(1, now.size // 3))
    total = np.concatenate([[0.0], np.cumsum(now)])
    places = np.arange(now.size)
    before, after = np.maximum(places - width, 0), np.minimum(places + width, now.size)
    behind = (total[places] - total[before]) / np.maximum(places - before, 1)
    ahead = (total[after] - total[places]) / np.maximum(after - places, 1)
    both = np.minimum(behind, ahead)
    both[:width] = -1.0
    both[now.size - width + 1 :] = -1.0
    return both, (total[after] - total[before]) / (after - before)


def _same_waveform(mono: Mono, moments: Moments, lag: int) -> NDArray[np.bool_]:
    """At which moments the waveform is, within a hop, the same `lag` frames later."""
    blocks = (mono.size - lag) // moments.hop
    here = mono[: blocks * moments.hop].reshape(blocks, -1)
    there = mono[lag : lag + blocks * moments.hop].reshape(blocks, -1)
    products = np.einsum("ij,ij->i", here, there)
    scale = np.sqrt(np.einsum("ij,ij->i", here, here) * np.einsum("ij,ij->i", there, there))
    silent = scale < 1e-9
    return np.asarray((products > _SAME_BLOCK * scale) | silent)


def _by_strokes(moments: Moments, struck: Onsets, center: int, lag: int) -> tuple[int, float]:
    """The lag in frames at which the strokes around `center` (a frame) meet again."""
    rate = moments.sample_rate
    per_step = rate / STEPS_PER_SECOND
    half = round(_STROKES_SECONDS / 2 * STEPS_PER_SECOND)
    middle = round(center / per_step)
    start = max(0, middle - half)
    stop = min(middle + half, struck.size - round(lag * moments.hop / per_step) - _STROKES_REACH)
    if stop - start < STEPS_PER_SECOND:
        return lag * moments.hop, 0.0
    steps, sure = struck_lag(
        struck, start, stop, round(lag * moments.hop / per_step), _STROKES_REACH
    )
    return round(steps * per_step), sure


def _off_the_beat(
    moments: Moments, struck: Onsets, beat: float, center: int, lag: int, exact: int
) -> bool:
    """Whether strokes meet again at another lag than `exact` frames, or `exact` is no whole beats.

    Beats are counted only as far as an error of their length does not add up to much.
    """
    if beat and exact < _COUNTED_BEATS * beat:
        off = abs(exact / beat - round(exact / beat))
        if off > _OFF_BEAT:
            return True
    met, sure = _by_strokes(moments, struck, center, lag)
    apart = abs(met - exact) / moments.sample_rate
    return sure >= _ALIKE_STROKES_ON_BEAT and apart > 2 * _ON_BEAT_SECONDS


def _seam(
    mono: Mono,
    moments: Moments,
    both: NDArray[np.float64],
    again: NDArray[np.bool_],
    lag: int,
) -> int:
    """The frame at which to jump: where the passages are most alike, at their least difference."""
    inside = _inside(both, again)
    good = np.flatnonzero(inside >= float(inside.max()) - 0.01) * moments.hop
    good = good[good + lag + moments.hop < mono.size]
    if not good.size:
        return int(inside.argmax()) * moments.hop
    gaps = [_difference(mono, int(frame), lag, moments.hop) for frame in good[:400]]
    first = int(good[int(np.argmin(gaps))])
    here, there = mono[first : first + moments.hop], mono[first + lag : first + lag + moments.hop]
    jump = np.abs(here[: there.size] - there)
    jump = jump + np.abs(np.diff(jump, prepend=jump[:1])) + 0.1 * np.abs(here[: there.size])
    return first + int(np.argmin(jump))


def _inside(both: NDArray[np.float64], again: NDArray[np.bool_]) -> NDArray[np.float64]:
    """How good each moment is for a seam; those at which nothing comes again come last."""
    count = min(both.size, again.size)
    return np.where(again[:count], both[:count], both[:count] - 1.0)


def _even_seam(
    mono: Mono,
    moments: Moments,
    both: NDArray[np.float64],
    again: NDArray[np.bool_],
    lag: int,
) -> int:
    """The same for passages that were played anew: between strokes, at an even level.

    What is heard across the seam should be as loud as both passages are on the mean, and nothing
    should be struck while one goes and the other comes: two strokes that nearly meet are one that
    is weaker.
    """
    rate = moments.sample_rate
    wide = round(LOUDNESS_SECONDS / 2 * rate)
    half = round(CROSSFADE_SECONDS[LoopKind.ALIKE] / 2 * rate)
    inside = _inside(both, again)
    good = np.flatnonzero(inside >= float(inside.max()) - _AS_GOOD)
    fine = np.arange(0, moments.hop, max(1, round(_FINE_SECONDS * rate)))
    places = (good[:, None] * moments.hop + fine).ravel()
    places = places[(places >= wide) & (places + lag + wide <= mono.size)]
    if not places.size:
        return _seam(mono, moments, both, again, lag)
    energy = np.concatenate([[0.0], np.cumsum(mono.astype(np.float64) ** 2)])

    def between(first: int, last: int) -> NDArray[np.float64]:
        return np.asarray(energy[places + last] - energy[places + first])

    usual = (between(-wide, wide) + between(lag - wide, lag + wide)) / 2 + 1e-12
    heard = between(lag - wide, lag) + between(0, wide)
    mixed = (between(-half, half) + between(lag - half, lag + half)) / 2 * (wide / half)
    uneven = np.abs(10 * np.log10(np.maximum(heard, 1e-12) / usual))
    return int(places[int(np.argmin(uneven + mixed / usual))])


def _difference(mono: Mono, frame: int, lag: int, length: int) -> float:
    here, there = mono[frame : frame + length], mono[frame + lag : frame + lag + length]
    gap = here[: there.size] - there
    return float(np.dot(gap, gap))


def _ranked(repeats: list[_Repeat], moments: Moments) -> Iterator[LoopPoints]:
    """Each with its score: how good its seam is, and how much music it holds."""
    freshest = 0
    weighed: list[tuple[LoopPoints, int]] = []
    for repeat in repeats:
        points = repeat.points
        fresh = _fresh(repeat, repeats, moments)
        weighed.append((points, fresh))
        freshest = max(freshest, round(fresh * _QUALITY[points.kind]))
    for points, fresh in weighed:
        music = min(1.0, fresh / max(freshest, 1)) ** 0.5
        spare = (fresh / points.frames) ** 0.1  # rather the period than three of it
        seam = min(1.0, max(points.correlation, 0.0) if points.kind is not LoopKind.ALIKE else 1.0)
        score = _QUALITY[points.kind] * seam * points.likeness**0.25 * music * spare
        yield dataclasses.replace(points, score=round(float(score), 4), fresh_frames=fresh)


def _fresh(repeat: _Repeat, others: list[_Repeat], moments: Moments) -> int:
    """How many frames of a loop are not a repetition of earlier ones within it."""
    points = repeat.points
    first, last = (frame // moments.hop for frame in (points.start_frame, points.end_frame))
    fresh = np.ones(max(last - first, 1), bool)
    for other in others:
        lag = round(other.points.frames / moments.hop)
        if lag >= last - first or other.points.kind not in _REPEATS[points.kind]:
            continue
        again = other.again[first : max(last - lag, first)]
        fresh[lag : lag + again.size] &= ~again
    return min(points.frames, max(1, int(fresh.sum()) * moments.hop))
