"""How long the crossfade of a loop should be whose place is known, but not how it sounds there.

Bars say where a piece may jump; they don't say what rings on, or that the piece swells out of
silence. So crossfades are tried, the shortest first, until none is heard as a cut.
"""

from __future__ import annotations

import dataclasses

import numpy as np

from musicgen_local.audio.value import FloatArray
from musicgen_local.loops.seam import joined
from musicgen_local.loops.seam_check import CLICK_SECONDS, LOUDNESS_SECONDS, clicks
from musicgen_local.loops.values import LoopPoints

_FADES_SECONDS = (0.08, 0.4, 1.2, 3.0)
_MOST_OF_LOOP = 1 / 4
_MOST_DROP_DB = 3.0  # from before the seam to behind it
_MOST_CLICK = 1.1  # of the larger of both sides
_NO_CLICK = 1e-6
_SILENCE = 1e-9


def seated(points: LoopPoints, samples: FloatArray) -> LoopPoints:
    """The same loop with the shortest crossfade that is no cut; the longest where all are.

    `samples` [channels, frames]. Where the recording begins too soon before the loop, both its
    ends move behind it by what the crossfade needs.
    """
    best = points
    for seconds in _FADES_SECONDS:
        half = round(seconds / 2 * points.sample_rate)
        moved = with_room(dataclasses.replace(points, crossfade_frames=2 * half))
        if moved.end_frame + half > samples.shape[1] or 2 * half > _MOST_OF_LOOP * points.frames:
            break
        best = moved
        if _unheard(moved, samples):
            break
    return best


def with_room(points: LoopPoints) -> LoopPoints:
    """The loop, later by what its crossfade lacks before its start."""
    lacking = max(0, points.crossfade_frames // 2 - points.start_frame)
    return dataclasses.replace(
        points, start_frame=points.start_frame + lacking, end_frame=points.end_frame + lacking
    )


def _unheard(points: LoopPoints, samples: FloatArray) -> bool:
    """Whether the level holds across the seam, and nothing clicks in it."""
    rate, half = points.sample_rate, points.crossfade_frames // 2
    wide = round(LOUDNESS_SECONDS * rate)
    before = _power(samples, points.end_frame - half - wide, points.end_frame - half)
    behind = _power(samples, points.start_frame + half, points.start_frame + half + wide)
    if before > _SILENCE and 10 * np.log10(before / max(behind, _SILENCE)) > _MOST_DROP_DB:
        return False
    edge = round(CLICK_SECONDS * rate)
    going, coming = (
        _stretch(samples, at - half - edge, at + half + edge)
        for at in (points.end_frame, points.start_frame)
    )
    seam = going.copy()
    seam[:, -edge:] = coming[:, -edge:]
    seam[:, edge:-edge] = joined(going[:, edge:-edge], coming[:, edge:-edge])
    sizes = clicks(np.stack([seam, going, coming]), rate).max(axis=2)
    return bool((sizes[0] <= _MOST_CLICK * np.maximum(sizes[1], sizes[2]) + _NO_CLICK).all())


def _power(samples: FloatArray, first: int, last: int) -> float:
    part = samples[:, max(first, 0) : last]
    return float(np.einsum("ij,ij->", part, part)) / max(part.size, 1)


def _stretch(samples: FloatArray, first: int, last: int) -> FloatArray:
    """The frames from `first` to `last`, silent where there is no recording."""
    part = samples[:, max(first, 0) : last]
    return np.pad(part, ((0, 0), (max(-first, 0), max(last - samples.shape[1], 0))))
