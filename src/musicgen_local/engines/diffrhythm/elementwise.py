"""What lies between the matrix products: few sums over much memory.

Each function reads and writes whole activations, so its time is that of memory traffic. As they
stand they need several passes; `compiled()` makes each one pass, where a C++ compiler (on CPUs) or
Triton (on CUDA) is at hand.
"""

from __future__ import annotations

import importlib.util
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import torch
from torch import Tensor
from torch.nn import functional

from musicgen_local.engines.diffrhythm.config import NORM_EPSILON


def rms_norm(x: Tensor, weight: Tensor) -> Tensor:
    """`x` [..., dim] over its root mean square, times `weight` [dim]."""
    return functional.rms_norm(x, weight.shape, weight, NORM_EPSILON)


def rotate(x: Tensor, cos: Tensor, sin: Tensor, turned: Tensor) -> None:
    """Turn pairs of channels by their frame's angles, channel i with channel i + head_dim / 2.

    `x` and `turned`, where the result goes, are [rows, frames, heads, head_dim]; `cos` and `sin`
    are [frames, 1, head_dim / 2].
    """
    first, second = x.chunk(2, -1)
    to_first, to_second = turned.chunk(2, -1)
    torch.mul(first, cos, out=to_first).addcmul_(second, sin, value=-1)
    torch.mul(second, cos, out=to_second).addcmul_(first, sin)


def _rotate_as_one(x: Tensor, cos: Tensor, sin: Tensor, turned: Tensor) -> None:
    first, second = x.chunk(2, -1)
    turned.copy_(torch.cat((first * cos - second * sin, second * cos + first * sin), -1))


def gate(opened: Tensor, x: Tensor) -> Tensor:
    """`silu(opened) * x`, both [..., ff_dim]; what they held is lost."""
    return functional.silu(opened, inplace=True).mul_(x)


def _gate_as_one(opened: Tensor, x: Tensor) -> Tensor:
    return functional.silu(opened) * x


def quantise(x: Tensor) -> tuple[Tensor, Tensor]:
    """`x` [..., dim] as integers, int8 [..., dim], times the step [..., 1] of each row."""
    step = x.float().abs().amax(-1, keepdim=True).clamp_min(1e-12) / 127
    return torch.round(x / step).to(torch.int8), step


@dataclass(frozen=True, slots=True)
class Elementwise:
    """The four functions, as they stand or compiled."""

    rms_norm: Callable[[Tensor, Tensor], Tensor] = rms_norm
    rotate: Callable[[Tensor, Tensor, Tensor, Tensor], None] = rotate
    gate: Callable[[Tensor, Tensor], Tensor] = gate
    quantise: Callable[[Tensor], tuple[Tensor, Tensor]] = quantise


EAGER = Elementwise()


def missing_compiler(device: str) -> str:
    """What `compiled()` lacks on this machine for `device` ("cpu", "cuda"); empty when nothing."""
    if device == "cpu":
        found = any(shutil.which(name) for name in ("c++", "g++", "clang++"))
        return "" if found else "there is no C++ compiler on the PATH"
    if device == "cuda":
        return "" if importlib.util.find_spec("triton") else "the package triton is not installed"
    return f"nothing compiles for '{device}'"


@cache
def compiled() -> Elementwise:
    """The functions, each compiled at its first use for each shape: some seconds, once."""
    return Elementwise(
        torch.compile(rms_norm, dynamic=False),
        torch.compile(_rotate_as_one, dynamic=False),
        torch.compile(_gate_as_one, dynamic=False),
        torch.compile(quantise, dynamic=False),
    )
