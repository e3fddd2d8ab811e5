"""A seam: two passages that meet, and the law by which one goes while the other comes."""

from __future__ import annotations

import math

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from musicgen_local.audio.value import FloatArray

_HOLD_FRAMES = 240  # 5 ms at 48 kHz
_LOCAL_FRAMES = 9_600  # 200 ms at 48 kHz: over so much likeness is judged in long crossfades
_MOST_LIFT = 2.0  # of power, where the sides cancel each other


def gains(frames: int, correlation: float) -> tuple[FloatArray, FloatArray]:
    """The gains of what goes and of what comes, each [frames], for sides so much alike.

    The power of the sum stays one: `a^2 + b^2 + 2 r a b = 1` for signals of equal power and
    correlation r in 0..1, solved by `a, b = cos t, sin t` over `sqrt(1 + r sin 2t)`. With r = 1
    that is a line (a + b = 1), with r = 0 equal power. Below 0 it is taken as 0, since the way to
    +-infinity is short there.
    """
    alike = min(max(correlation, 0.0), 1.0)
    turn = (np.arange(frames) + 0.5) / max(frames, 1) * (np.pi / 2)
    scale = 1 / np.sqrt(1 + alike * np.sin(2 * turn))
    return (
        np.asarray(np.cos(turn) * scale, dtype=np.float32),
        np.asarray(np.sin(turn) * scale, dtype=np.float32),
    )


def joined(going: FloatArray, coming: FloatArray, ceiling: float = math.inf) -> FloatArray:
    """`going` [channels, frames] fading into `coming`, by the law that fits how alike they are.

    In a long crossfade that is judged anew all along. Where both together would go over `ceiling`
    (a sample's value) they are turned down, smoothly.
    """
    frames = going.shape[1]
    if not frames:
        return going
    if frames <= 2 * _LOCAL_FRAMES:
        a, b = gains(frames, alikeness(going, coming))
    else:
        a, b = _local_gains(going, coming)
    return _held(np.asarray(going * a + coming * b, dtype=np.float32), ceiling)


def _local_gains(going: FloatArray, coming: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Gains under which the power, around every moment, goes evenly from one side's to the other's.

    As in `gains`, with the powers P, Q and the product C of both sides around each moment: cos t
    and sin t, over the root of what they would make of the power,
    `(P cos^2 t + Q sin^2 t + C sin 2t) / (P cos^2 t + Q sin^2 t)`.
    """
    turn = (np.arange(going.shape[1]) + 0.5) / going.shape[1] * (np.pi / 2)
    cos, sin = np.cos(turn), np.sin(turn)
    going_power, coming_power, product = (
        _around(np.einsum("ij,ij->j", one, other, dtype=np.float64))
        for one, other in ((going, going), (coming, coming), (going, coming))
    )
    wanted = going_power * cos**2 + coming_power * sin**2 + 1e-12
    mixed = wanted + 2 * product * cos * sin
    scale = np.sqrt(wanted / np.maximum(mixed, wanted / _MOST_LIFT))
    return (cos * scale).astype(np.float32), (sin * scale).astype(np.float32)


def _around(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """The mean over `_LOCAL_FRAMES` around each, twice, so that it has no corners."""
    for _ in range(2):
        half = _LOCAL_FRAMES // 2
        total = np.concatenate([[0.0], np.cumsum(np.pad(values, half, mode="reflect"))])
        values = (total[2 * half :] - total[: -2 * half])[: values.size] / (2 * half)
    return values


def _held(audio: FloatArray, ceiling: float) -> FloatArray:
    """`audio` with its level dipping where a sample is over `ceiling`; its ends keep their level.

    The gain is the least of those needed within a reach on both sides, smoothed over as much: it
    is down when the peak comes.
    """
    level = np.abs(audio).max(axis=0)
    if level.max() <= ceiling:
        return audio
    reach = min(_HOLD_FRAMES, audio.shape[1] // 4)
    needed = np.minimum(1.0, ceiling / np.maximum(level, 1e-9))
    around = np.pad(needed, 2 * reach, constant_values=1.0)
    lowest = sliding_window_view(around, 2 * reach + 1).min(axis=1)
    total = np.concatenate([[0.0], np.cumsum(lowest)])
    smooth = (total[2 * reach + 1 :] - total[: -2 * reach - 1]) / (2 * reach + 1)
    edge = np.minimum(np.arange(level.size), np.arange(level.size)[::-1]) / max(reach, 1)
    gain = 1 - (1 - smooth) * np.minimum(edge, 1)
    return np.asarray(audio * np.minimum(gain, needed), dtype=np.float32)


def alikeness(one: FloatArray, other: FloatArray) -> float:
    """The correlation of two stretches [channels, frames], as they are mixed; 0 for silence."""
    dot = float(np.einsum("ij,ij->", one, other, dtype=np.float64))
    power = float(np.einsum("ij,ij->", one, one, dtype=np.float64)) * float(
        np.einsum("ij,ij->", other, other, dtype=np.float64)
    )
    return dot / power**0.5 if power > 1e-18 else 0.0
