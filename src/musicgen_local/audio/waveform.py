"""Waveforms for players: the lowest and highest sample of each stretch, however long the piece."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from musicgen_local.audio.value import FloatArray


def peaks(blocks: Iterable[FloatArray], frames_total: int, buckets: int) -> FloatArray:
    """Minimum and maximum over all channels in each of `buckets` equal stretches.

    `blocks` are float32 [channels, frames]; the result is float32 [buckets, 2]. Frames beyond
    `frames_total` (at least `buckets`) count with the last stretch; one that no frame reaches is 0.

    Raises:
        ValueError: when a stretch would be shorter than a frame.
    """
    if not 1 <= buckets <= frames_total:
        raise ValueError(f"can't cut {frames_total} frames into {buckets}")
    low = np.full(buckets, np.inf, dtype=np.float32)
    high = np.full(buckets, -np.inf, dtype=np.float32)
    at = 0
    for block in blocks:
        frames = block.shape[1]
        if not frames:
            continue
        bucket = np.minimum((np.arange(at, at + frames) * buckets) // frames_total, buckets - 1)
        starts = np.flatnonzero(np.diff(bucket, prepend=-1))
        here = bucket[starts]
        low[here] = np.minimum(low[here], np.minimum.reduceat(block.min(axis=0), starts))
        high[here] = np.maximum(high[here], np.maximum.reduceat(block.max(axis=0), starts))
        at += frames
    result = np.stack([low, high], axis=1)
    result[~np.isfinite(result)] = 0
    return result
