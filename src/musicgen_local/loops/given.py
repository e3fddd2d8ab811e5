"""Loops that were not searched for, but set by hand."""

from __future__ import annotations

from musicgen_local.loops.align import best_lag, correlation
from musicgen_local.loops.find import EXACT_CORRELATION, NEAR_CORRELATION
from musicgen_local.loops.spectra import Mono
from musicgen_local.loops.values import CROSSFADE_SECONDS, LoopKind, LoopPoints

_COMPARED_SECONDS = 1.0
_NEAR_SECONDS = 0.02  # a hand is no nearer than that


def points_at(mono: Mono, sample_rate: int, start_frame: int, end_frame: int) -> LoopPoints:
    """The loop `[start_frame, end_frame)` of a recording [frames], measured.

    Where the waveforms at both ends are the same but for some milliseconds, the end is moved to
    fit them to the sample; else the points stay as they are given.
    """
    reach = round(_NEAR_SECONDS * sample_rate)
    length = round(_COMPARED_SECONDS * sample_rate)
    lag = end_frame - start_frame
    start = max(0, start_frame - length // 2)
    stop = min(start_frame + length // 2, mono.size - lag - reach)
    alike = 0.0
    if stop - start >= sample_rate // 4 and lag > 2 * reach:
        found, alike = best_lag(mono, start, stop, lag, reach)
        if alike >= NEAR_CORRELATION:
            end_frame = start_frame + found
        else:
            alike = correlation(mono, start, stop, lag)
    kind = LoopKind.ALIKE
    if alike >= NEAR_CORRELATION:
        kind = LoopKind.EXACT if alike >= EXACT_CORRELATION else LoopKind.NEAR
    return LoopPoints(
        start_frame, end_frame, sample_rate, kind, alike, max(alike, 0.0), max(alike, 0.0),
        end_frame - start_frame, crossfade_frames=round(CROSSFADE_SECONDS[kind] * sample_rate),
    )  # fmt: skip
