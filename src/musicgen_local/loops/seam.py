"""A seam: two passages that meet, and the law by which one goes while the other comes."""

from __future__ import annotations

import numpy as np

from musicgen_local.audio.value import FloatArray
from musicgen_local.loops.values import LoopKind

# An exact seam needs none; a few milliseconds cost nothing and hide a codec's noise.
_SECONDS = {
    LoopKind.EXACT: 0.004,
    LoopKind.NEAR: 0.03,
    LoopKind.ALIKE: 0.05,
    LoopKind.WHOLE: 0.004,
    LoopKind.NONE: 4.0,
}


def crossfade_seconds(kind: LoopKind) -> float:
    """How long the two sides of a seam of this kind sound together."""
    return _SECONDS[kind]


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


def joined(going: FloatArray, coming: FloatArray) -> FloatArray:
    """`going` [channels, frames] fading into `coming`, by the law that fits how alike they are."""
    if not going.shape[1]:
        return going
    a, b = gains(going.shape[1], alikeness(going, coming))
    return np.asarray(going * a + coming * b, dtype=np.float32)


def alikeness(one: FloatArray, other: FloatArray) -> float:
    """The correlation of two stretches [channels, frames], as they are mixed; 0 for silence."""
    dot = float(np.einsum("ij,ij->", one, other, dtype=np.float64))
    power = float(np.einsum("ij,ij->", one, one, dtype=np.float64)) * float(
        np.einsum("ij,ij->", other, other, dtype=np.float64)
    )
    return dot / power**0.5 if power > 1e-18 else 0.0
