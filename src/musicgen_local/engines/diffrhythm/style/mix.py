"""Several styles in one."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from musicgen_local.errors import ErrorCode, UserError

Embedding = NDArray[np.float32]  # [512], of length 1

_NOTHING = 1e-6  # length of a mix in which nothing is left


def mixed(parts: Sequence[tuple[Embedding, float]]) -> Embedding:
    """The direction that lies between those of `parts`, pulled to each by its weight: [512].

    Only how the weights relate to one another counts. The result has length 1, as each of `parts`.

    Raises:
        UserError: `VALIDATION` when a weight is negative or not finite, when all are 0, or when the
            styles are so opposed to one another that nothing of them is left.
    """
    if any(not math.isfinite(weight) or weight < 0 for _, weight in parts):
        raise _invalid("A style's weight is negative or no number.", "Choose weights from 0 up.")
    total = sum(weight for _, weight in parts)
    if total == 0:
        raise _invalid("No style has a weight.", "Give one of them a weight above 0.")
    summed = np.sum([np.float64(weight / total) * style for style, weight in parts], axis=0)
    length = float(np.linalg.norm(summed))
    if length < _NOTHING:
        raise _invalid("The styles cancel each other.", "Change their weights.")
    return np.asarray(summed / length, dtype=np.float32)


def _invalid(message: str, recovery: str) -> UserError:
    return UserError(
        ErrorCode.VALIDATION, message, recovery=recovery, details={"field": "style_weights"}
    )
