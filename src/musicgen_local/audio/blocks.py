"""Blocks: float32 [channels, frames] arrays that together are a piece of audio."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from musicgen_local.audio.value import Audio, FloatArray

BLOCK_FRAMES = 65_536


def split(audio: Audio, block_frames: int = BLOCK_FRAMES) -> Iterator[FloatArray]:
    """`audio` in views of `block_frames` frames; the last may be shorter."""
    for start in range(0, audio.frames, block_frames):
        yield audio.samples[:, start : start + block_frames]


def rechunk(blocks: Iterable[FloatArray], block_frames: int) -> Iterator[FloatArray]:
    """The same audio in blocks of exactly `block_frames` frames; only the last may be shorter."""
    waiting: list[FloatArray] = []
    frames = 0
    for block in blocks:
        rest = block
        while frames + rest.shape[1] >= block_frames:
            cut = block_frames - frames
            yield _joined([*waiting, rest[:, :cut]])
            waiting, frames, rest = [], 0, rest[:, cut:]
        if rest.shape[1]:
            waiting.append(rest)
            frames += rest.shape[1]
    if waiting:
        yield _joined(waiting)


def with_channels(block: FloatArray, channels: int) -> FloatArray:
    """`block` with 1 or 2 channels: one is doubled, two are averaged.

    Raises:
        ValueError: when that is not what is asked for.
    """
    have = block.shape[0]
    if have == channels:
        return block
    if have == 1 and channels == 2:
        return np.repeat(block, 2, axis=0)
    if have == 2 and channels == 1:
        return np.asarray(block.mean(axis=0, keepdims=True, dtype=np.float32))
    raise ValueError(f"can't turn {have} channels into {channels}")


def to_stereo(blocks: Iterable[FloatArray]) -> Iterator[FloatArray]:
    """`blocks` with two channels each."""
    for block in blocks:
        yield with_channels(block, 2)


def join(blocks: Iterable[FloatArray], sample_rate: int) -> Audio:
    """All of `blocks` as one value, in memory: for short pieces.

    Raises:
        ValueError: when there is no block, or they differ in channels.
    """
    return Audio(np.concatenate(list(blocks), axis=1), sample_rate)


def _joined(parts: list[FloatArray]) -> FloatArray:
    if len(parts) == 1:
        return np.ascontiguousarray(parts[0])
    return np.concatenate(parts, axis=1)
