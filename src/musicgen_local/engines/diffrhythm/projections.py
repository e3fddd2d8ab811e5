"""The large matrix products, in the arithmetic that the device is fast at.

Nine tenths of a song's work is here. A `Projection` is a linear layer without bias, as loaded; the
others are made from it once, after loading, with their weights laid out as the kernels read them.
"""

from __future__ import annotations

from typing import Any, cast

import torch
from torch import Tensor, nn

from musicgen_local.engines.diffrhythm.elementwise import Elementwise

Shared = Any  # what `share` made: a tensor, or integers with their steps


class Projection(nn.Linear):
    """`x @ weight.T`, the weight [out, in] in float32, float16 or bfloat16."""

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__(inputs, outputs, bias=False)

    @classmethod
    def holding(cls, weight: Tensor) -> Projection:
        """The projection with this `weight` [out, in], as it is."""
        with torch.device("meta"):
            made = cls(weight.shape[1], weight.shape[0])
        made.weight = nn.Parameter(weight, requires_grad=False)
        return made

    @property
    def weight_bytes(self) -> int:
        """Memory that the weight takes."""
        return self.weight.nbytes

    def share(self, x: Tensor, ops: Elementwise) -> Shared:
        """What all projections of the same `x` [..., in] read; made once for them."""
        del ops
        return x

    def forward(self, shared: Shared) -> Tensor:
        """Rows [..., in] that `share` gave, as [..., out]."""
        return super().forward(shared)

    def add_to(self, rows: Tensor, x: Tensor, ops: Elementwise) -> None:
        """Add the product of `x` [n, in] to `rows` [n, out], within the matrix product itself."""
        del ops
        rows.addmm_(x, self.weight.t())


class PackedProjection(nn.Module):
    """The same on CPUs through oneDNN, its weight in the blocks that the matrix units read.

    In bfloat16 this is what AMX and AVX-512 are fast at; unpacked weights would be rearranged at
    each product.
    """

    def __init__(self, weight: Tensor, dtype: torch.dtype) -> None:
        super().__init__()
        self.weight_bytes = weight.numel() * dtype.itemsize
        # Not a buffer: its layout is opaque, it can neither be saved nor moved.
        self._weight = torch.ops.mkldnn._reorder_linear_weight(weight.to(dtype), None)

    def share(self, x: Tensor, ops: Elementwise) -> Shared:
        """As in `Projection`."""
        del ops
        return x

    def forward(self, shared: Shared) -> Tensor:
        """As in `Projection`."""
        return cast(
            Tensor, torch.ops.mkldnn._linear_pointwise(shared, self._weight, None, "none", [], "")
        )

    def add_to(self, rows: Tensor, x: Tensor, ops: Elementwise) -> None:
        """As in `Projection`."""
        del ops
        rows.add_(self.forward(x))


class Int8Projection(nn.Module):
    """Both sides as 8-bit integers: the weight with a step for each output, `x` for each row.

    Where the processor has no units for such products (`units=False`), the same numbers are
    multiplied as floats: no faster, for measuring the error.
    """

    def __init__(self, weight: Tensor, dtype: torch.dtype, *, units: bool) -> None:
        super().__init__()
        step = weight.float().abs().amax(1).clamp_min(1e-12) / 127
        integers = torch.round(weight.float() / step[:, None]).to(torch.int8)
        self.weight_bytes = integers.nbytes + step.nbytes
        self._dtype = dtype
        self._step = step
        self._zero = torch.zeros(len(step), dtype=torch.int32)
        self._through_onednn = units and not weight.is_cuda
        self._weight = (
            torch.ops.onednn.qlinear_prepack(integers, None) if self._through_onednn else integers
        )

    def share(self, x: Tensor, ops: Elementwise) -> Shared:
        """`x` [..., in] as int8, and the step [..., 1] of each row."""
        return ops.quantise(x)

    def forward(self, shared: Shared) -> Tensor:
        """As in `Projection`."""
        integers, step = shared
        rows = integers.reshape(-1, integers.shape[-1])
        steps = step.reshape(-1, 1)
        if self._through_onednn:
            product = torch.ops.onednn.qlinear_pointwise(
                rows, 1.0, 0, self._weight, self._step, self._zero, None,
                1.0, 0, self._dtype, "none", [], "",
            ).mul_(steps)  # fmt: skip
        else:
            if rows.is_cuda:
                summed = torch._int_mm(rows, self._weight.t())
            else:
                summed = rows.float() @ self._weight.float().t()
            product = (summed * (steps * self._step)).to(self._dtype)
        return cast(Tensor, product.view(*integers.shape[:-1], len(self._step)))

    def add_to(self, rows: Tensor, x: Tensor, ops: Elementwise) -> None:
        """As in `Projection`."""
        rows.add_(self.forward(self.share(x, ops)))


AnyProjection = Projection | PackedProjection | Int8Projection
