"""The device is the fastest that is there, or the one that was named, or an error that says why."""

from __future__ import annotations

import pytest
import torch

from musicgen_local.engines.diffrhythm.device import (
    AUTO,
    KINDS,
    Arithmetic,
    choose_device,
    free_memory,
    is_out_of_memory,
    memory_errors,
)
from musicgen_local.errors import ErrorCode, MachineError, UserError


def test_the_device_is_here_and_tells_what_it_is() -> None:
    device = choose_device(AUTO)
    assert device.kind in KINDS
    assert device.name
    assert device.arithmetic is not Arithmetic.INT8
    assert 0 < device.free_bytes <= device.total_bytes
    assert torch.ones(2, dtype=device.dtype, device=device.torch_device).sum().item() == 2


def test_a_cpu_is_always_here_and_claims_only_what_it_computes_exactly() -> None:
    device = choose_device("cpu")
    if device.arithmetic is Arithmetic.BFLOAT16:
        assert device.packs_bfloat16
    if not device.int8_units:
        return
    integers = torch.full((8, 512), 127, dtype=torch.int8)
    packed = torch.ops.onednn.qlinear_prepack(integers, None)
    product = torch.ops.onednn.qlinear_pointwise(
        integers, 1.0, 0, packed, torch.ones(8), torch.zeros(8, dtype=torch.int32), None,
        1.0, 0, torch.float32, "none", [], "",
    )  # fmt: skip
    assert (product == 512 * 127 * 127).all()


def test_a_device_that_is_not_here_is_said_with_those_that_are() -> None:
    there = [kind for kind in KINDS if kind == "cpu"]
    missing = "mps" if not torch.backends.mps.is_available() else "cuda"
    with pytest.raises(MachineError) as caught:
        choose_device(missing)
    assert caught.value.code is ErrorCode.MODEL_NOT_LOADED
    assert set(there) <= set(caught.value.details["available"])
    assert missing in caught.value.message


def test_a_name_that_is_none_is_refused() -> None:
    with pytest.raises(UserError) as caught:
        choose_device("gpu0")
    assert caught.value.code is ErrorCode.VALIDATION
    assert "cuda" in caught.value.recovery


def test_memory_that_really_runs_out_is_told_apart_from_other_failures() -> None:
    with (
        pytest.raises(MachineError) as caught,
        memory_errors("The song", "a shorter song"),
    ):
        torch.empty(1 << 58, dtype=torch.uint8)
    assert caught.value.code is ErrorCode.OUT_OF_MEMORY
    assert "a shorter song" in caught.value.recovery
    with pytest.raises(RuntimeError, match="size"), memory_errors("The song", "less"):
        torch.ones(2) @ torch.ones(3)
    assert is_out_of_memory(MemoryError())
    assert not is_out_of_memory(ValueError("out of memory"))
    free_memory(torch.device("cpu"))
