"""Where a song is computed, in which arithmetic, and what happens when memory runs out."""

from __future__ import annotations

import ctypes
import gc
import os
import platform
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import torch

from musicgen_local.errors import ErrorCode, MachineError, UserError

AUTO = "auto"
HEAP_BLOCK_BYTES = 32 << 20  # the largest that glibc keeps when it is freed
_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3  # mallopt(3)
KINDS = ("cuda", "mps", "cpu")  # in the order in which `auto` looks for them


class Arithmetic(StrEnum):
    """What the blocks of the model are computed in."""

    FLOAT32 = "float32"
    FLOAT16 = "float16"
    BFLOAT16 = "bfloat16"
    INT8 = "int8"  # both sides of the large products; what lies between is as `Device.dtype`


@dataclass(frozen=True, slots=True)
class Device:
    """A processor that is there, and what it is fast at."""

    kind: str  # of KINDS
    name: str  # for people
    arithmetic: Arithmetic  # of the floats that it is fast at
    int8_units: bool  # multiplies 8-bit integers exactly, and faster than floats
    total_bytes: int  # of its memory; 0 where the system doesn't tell
    free_bytes: int

    @property
    def packs_bfloat16(self) -> bool:
        """Whether oneDNN multiplies bfloat16 here; weights can be packed for it then."""
        return self.kind == "cpu" and bool(torch.ops.mkldnn._is_mkldnn_bf16_supported())

    @property
    def dtype(self) -> torch.dtype:
        """Of activations."""
        return dtype_of(self.arithmetic)

    @property
    def torch_device(self) -> torch.device:
        """For tensors."""
        return torch.device(self.kind)


def dtype_of(arithmetic: Arithmetic) -> torch.dtype:
    """The floats of `arithmetic`; not for `INT8`, which goes with the device's own."""
    return {
        Arithmetic.FLOAT32: torch.float32,
        Arithmetic.FLOAT16: torch.float16,
        Arithmetic.BFLOAT16: torch.bfloat16,
    }[arithmetic]


def choose_device(wanted: str = AUTO) -> Device:
    """The device that `wanted` names, or the fastest one for "auto".

    Raises:
        UserError: `VALIDATION` for a name that is none.
        MachineError: `MODEL_NOT_LOADED` for a device that isn't here.
    """
    if wanted != AUTO and wanted not in KINDS:
        raise UserError(
            ErrorCode.VALIDATION,
            f"There is no device called '{wanted}'.",
            recovery=f"Choose one of: {', '.join((AUTO, *KINDS))}.",
            details={"field": "device"},
        )
    there = [kind for kind in KINDS if _is_there(kind)]
    if wanted not in (AUTO, *there):
        raise MachineError(
            ErrorCode.MODEL_NOT_LOADED,
            f"The device '{wanted}' isn't here: {_why_missing(wanted)}.",
            recovery=f"Choose '{AUTO}', or one that is here: {', '.join(there)}.",
            details={"device": wanted, "available": there},
        )
    kind = there[0] if wanted == AUTO else wanted
    return {"cuda": _cuda, "mps": _mps, "cpu": _cpu}[kind]()


def free_memory(device: torch.device) -> None:
    """Give back what nothing refers to any more."""
    gc.collect()
    if device.type == "cuda":
        torch.cuda.empty_cache()
    elif device.type == "mps":
        torch.mps.empty_cache()


def is_out_of_memory(error: BaseException) -> bool:
    """Whether `error` is a device's, or this process's, way to say that memory ran out."""
    if isinstance(error, (torch.OutOfMemoryError, MemoryError)):
        return True
    told = str(error).lower()
    return isinstance(error, RuntimeError) and (
        "out of memory" in told or "can't allocate memory" in told or "not enough memory" in told
    )


@contextmanager
def freed_memory_kept() -> Iterator[None]:
    """Let the C library keep what is freed inside for the next who asks, until the end.

    By default it returns large blocks to the system, which clears them page by page at each
    allocation. For a song of 95 s in float32 that is 300 MB for each block of the model.
    Blocks of more than `HEAP_BLOCK_BYTES` are returned all the same. Only glibc has the choice;
    elsewhere nothing changes.
    """
    libc = ctypes.CDLL(None) if sys.platform.startswith("linux") else None
    mallopt = getattr(libc, "mallopt", None)
    trim = getattr(libc, "malloc_trim", None)
    if mallopt is None or trim is None:
        yield
        return
    mallopt(_M_MMAP_THRESHOLD, HEAP_BLOCK_BYTES)
    mallopt(_M_TRIM_THRESHOLD, 2**31 - 1)
    try:
        yield
    finally:
        mallopt(_M_TRIM_THRESHOLD, 2 * HEAP_BLOCK_BYTES)  # what it comes to by itself
        trim(0)


@contextmanager
def memory_errors(what: str, instead: str) -> Iterator[None]:
    """Say `OUT_OF_MEMORY` when memory runs out inside.

    Raises:
        MachineError: `OUT_OF_MEMORY`: `what` was too much ("The song"), `instead` would be less.
    """
    try:
        yield
    except (RuntimeError, MemoryError) as error:
        if not is_out_of_memory(error):
            raise
        raise MachineError(
            ErrorCode.OUT_OF_MEMORY,
            f"{what} needs more memory than there is, even in small parts.",
            recovery=f"Close other programs, or ask for {instead}.",
        ) from error


def _is_there(kind: str) -> bool:
    if kind == "cuda":
        return torch.cuda.is_available()
    if kind == "mps":
        return torch.backends.mps.is_available()
    return True


def _why_missing(kind: str) -> str:
    if kind == "cuda" and torch.version.cuda is None:
        return "this PyTorch is built without CUDA"
    if kind == "mps" and platform.system() != "Darwin":
        return "it is found on Apple's computers only"
    return "PyTorch finds none"


def _cuda() -> Device:
    free, total = torch.cuda.mem_get_info()
    # The published inference ran in float16, so its weights are known to stay within its range.
    return Device("cuda", torch.cuda.get_device_name(), Arithmetic.FLOAT16, True, total, free)


def _mps() -> Device:
    total = torch.mps.recommended_max_memory()
    free = total - torch.mps.driver_allocated_memory()
    return Device("mps", f"Apple {platform.machine()}", Arithmetic.FLOAT16, False, total, free)


def _cpu() -> Device:
    # AVX-512 alone computes bfloat16 by way of float32, slower than float32 itself.
    bfloat16 = _cpu_has("amx_tile") or _cpu_has("avx512_bf16")
    int8 = _cpu_has("amx_tile") or _cpu_has("vnni")
    total, free = _cpu_memory()
    fast = Arithmetic.BFLOAT16 if bfloat16 else Arithmetic.FLOAT32
    return Device("cpu", _cpu_name(), fast, int8, total, free)


def _cpu_has(feature: str) -> bool:
    """Whether PyTorch knows of these instructions here; versions differ in what they look for."""
    look = getattr(torch.cpu, f"_is_{feature}_supported", None)
    return look is not None and bool(look())


def _cpu_name() -> str:
    with suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _cpu_memory() -> tuple[int, int]:
    """Total and available bytes; 0 where the system doesn't tell."""
    with suppress(OSError, ValueError):
        rows = Path("/proc/meminfo").read_text("utf-8").splitlines()
        told = {name: int(row.split()[0]) for name, _, row in (r.partition(":") for r in rows)}
        return told["MemTotal"] * 1024, told["MemAvailable"] * 1024
    if hasattr(os, "sysconf"):
        total = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
        return total, total
    return 0, 0
