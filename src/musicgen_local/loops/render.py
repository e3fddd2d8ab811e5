"""A plan becomes sound, block by block, from a recording that lies on disk."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import lru_cache
from itertools import zip_longest

from musicgen_local.audio.blocks import BLOCK_FRAMES, rechunk
from musicgen_local.audio.resample import ResampleStream
from musicgen_local.audio.value import FloatArray
from musicgen_local.loops.fades import faded
from musicgen_local.loops.plan import LoopPlan
from musicgen_local.loops.seam import joined

_SEAMS_KEPT = 64  # a walk has many; a loop has one


def render(source: FloatArray, plan: LoopPlan, ceiling: float = math.inf) -> Iterator[FloatArray]:
    """The plan's sound in blocks [channels, frames] of `BLOCK_FRAMES`, exactly as long as it says.

    `source` is the recording [channels, frames], in memory or mapped from a file. Where two
    passages together would go over `ceiling` (a sample's value) their crossfade is turned down.
    """
    blocks = _cut(_passages(source, plan, ceiling), plan.frames)
    if plan.stretch != 1:
        blocks = _stretched(blocks, plan, source.shape[0])
    return faded(
        rechunk(blocks, BLOCK_FRAMES), plan.total_frames, plan.fade_in_frames, plan.fade_out_frames
    )


def _passages(source: FloatArray, plan: LoopPlan, ceiling: float) -> Iterator[FloatArray]:
    half = plan.crossfade_frames // 2

    @lru_cache(maxsize=_SEAMS_KEPT)
    def seam(stop: int, start: int) -> FloatArray:
        going, coming = (source[:, at - half : at + half] for at in (stop, start))
        return joined(going, coming, ceiling)

    skipped = 0  # frames of this passage that the seam before it has played
    for passage, after in zip_longest(plan.passages, plan.passages[1:]):
        stop = passage.stop
        following = after.start if after is not None else None
        jumps = half and following is not None and following != stop
        first, last = passage.start + skipped, stop - half if jumps else stop
        for at in range(first, last, BLOCK_FRAMES):
            yield source[:, at : min(at + BLOCK_FRAMES, last)]
        skipped = 0
        if jumps and following is not None:
            yield seam(stop, following)
            skipped = half


def _cut(blocks: Iterator[FloatArray], frames: int) -> Iterator[FloatArray]:
    """The first `frames`: a last passage may be shorter than the crossfade that leads into it."""
    left = frames
    for block in blocks:
        yield block[:, :left]
        left -= min(block.shape[1], left)


def _stretched(blocks: Iterator[FloatArray], plan: LoopPlan, channels: int) -> Iterator[FloatArray]:
    """The same, longer or shorter by a hair: resampled as a whole, so that no seam moves."""
    stream = ResampleStream(plan.frames, plan.total_frames, channels, "VHQ")
    for block in blocks:
        out = stream.process(block)
        if out.shape[1]:
            yield out
    yield stream.flush()
