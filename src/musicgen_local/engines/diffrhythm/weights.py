"""The file of the transformer's weights: checked, and turned once into one that opens at once.

Published is a PyTorch pickle with the key `model_state_dict`. Beside it comes a safetensors file
with the same tensors, which is mapped into memory instead of read; it remembers what it was made
from.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor

from musicgen_local.assets.staging import hash_file
from musicgen_local.audio.atomic import discard, disk_errors, ensure_space, settle, temporary_name
from musicgen_local.engines.diffrhythm.config import ModelConfig
from musicgen_local.engines.diffrhythm.model import DiffusionTransformer
from musicgen_local.engines.diffrhythm.tensor_files import UnusableError, check, unpickled
from musicgen_local.errors import ErrorCode, MachineError
from musicgen_local.progress import CancelToken

PREFIX = "transformer."  # of every name in the file
_KEY = "model_state_dict"
_LAYOUT = "1"  # of the converted file


def expected_shapes(config: ModelConfig) -> dict[str, tuple[int, ...]]:
    """Name and shape of every tensor in the file of such a model."""
    with torch.device("meta"):  # takes no memory
        state = DiffusionTransformer(config).state_dict()
    return {PREFIX + name: tuple(tensor.shape) for name, tensor in state.items()}


def converted_path(source: Path) -> Path:
    """Where the converted copy of `source` lies."""
    return source.with_suffix(".safetensors")


def convert_once(source: Path, config: ModelConfig, cancel: CancelToken) -> Path:
    """The converted copy of `source`, made now unless there is one of this very file.

    It is as large as `source`, and keeps the numbers as they are (float32, float16 or bfloat16).
    Once it is there, `source` may be deleted.

    Raises:
        MachineError: `MODEL_NOT_INSTALLED` when there is neither file; `ASSET_CORRUPT` when
            `source` can't be read or isn't such a model; `DISK_FULL`, `NOT_WRITABLE`.
        Canceled: while it is made, soon after `cancel` was set; nothing is left.
    """
    target = converted_path(source)
    if not source.exists():
        if target.exists():
            return target
        raise MachineError(
            ErrorCode.MODEL_NOT_INSTALLED,
            f"The weights '{source}' are not here.",
            recovery="Run `mgl models download diffrhythm`.",
            details={"path": str(source)},
        )
    if _made_from(target, source, cancel):
        return target
    with disk_errors(target):
        _convert(source, target, config, cancel)
    return target


def read_state(path: Path, config: ModelConfig) -> dict[str, Tensor]:
    """The tensors of a converted file by the model's own names, mapped from the disk.

    Raises:
        MachineError: `ASSET_CORRUPT` when the file is damaged or of another model.
    """
    try:
        with safe_open(path, framework="pt", device="cpu") as file:
            state = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
    except (SafetensorError, OSError) as error:
        raise _corrupt(path, f"it can't be read ({error})") from error
    _check(path, state, config)
    return {name.removeprefix(PREFIX): tensor for name, tensor in state.items()}


def shapes_in(source: Path) -> dict[str, tuple[int, ...]]:
    """Name and shape of every tensor in a published file, whatever model it is of.

    Raises:
        MachineError: `ASSET_CORRUPT` when it can't be read.
    """
    return {name: tuple(tensor.shape) for name, tensor in _read_pickle(source).items()}


def _made_from(target: Path, source: Path, cancel: CancelToken) -> bool:
    """Whether `target` is a whole conversion of `source` as it is now."""
    if not target.exists():
        return False
    try:
        with safe_open(target, framework="pt", device="cpu") as file:
            told = file.metadata() or {}
    except (SafetensorError, OSError):
        return False
    facts = source.stat()
    if told.get("layout") != _LAYOUT or told.get("source_bytes") != str(facts.st_size):
        return False
    if told.get("source_mtime_ns") == str(facts.st_mtime_ns):
        return True
    return told.get("source_sha256") == hash_file(source, cancel)  # copied or touched


def _convert(source: Path, target: Path, config: ModelConfig, cancel: CancelToken) -> None:
    facts = source.stat()
    state = _read_pickle(source)
    _check(source, state, config)
    ensure_space(target.parent, sum(tensor.nbytes for tensor in state.values()))
    metadata = {
        "format": "pt",
        "layout": _LAYOUT,
        "source_bytes": str(facts.st_size),
        "source_mtime_ns": str(facts.st_mtime_ns),
        "source_sha256": hash_file(source, cancel),
    }
    temporary = temporary_name(target)
    try:
        save_file(
            {name: tensor.contiguous() for name, tensor in state.items()}, temporary, metadata
        )
        cancel.raise_if_canceled()
        settle(temporary, target)
    except BaseException:
        discard(temporary)
        raise


def _read_pickle(path: Path) -> dict[str, Tensor]:
    """The tensors of a published file, mapped from the disk; nothing in it is executed."""
    try:
        return unpickled(path, _KEY)
    except UnusableError as error:
        raise _corrupt(path, error.reason) from error


def _check(path: Path, state: Mapping[str, Tensor], config: ModelConfig) -> None:
    """Every tensor of the model and no other, in its shape, or an error that names what differs."""
    try:
        check(state, expected_shapes(config))
    except UnusableError as error:
        raise _corrupt(path, error.reason, error.differences) from error


def _corrupt(
    path: Path, reason: str, differences: Mapping[str, Sequence[str]] | None = None
) -> MachineError:
    return MachineError(
        ErrorCode.ASSET_CORRUPT,
        f"The weights '{path.name}' can't be used: {reason}.",
        recovery="Delete this file and run `mgl models download diffrhythm`.",
        details={"path": str(path), **(differences or {})},
    )
