"""The file of both towers' weights: every tensor that is needed, and none that nobody knows."""

from __future__ import annotations

import pickle
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from musicgen_local.engines.diffrhythm.style.damage import corrupt, missing

FILE = "pytorch_model.bin"
PREFIX = "mulan."  # of every name in the file

_NAMED_AT_MOST = 5  # keys in a message; all are in its details

# In the file for the sake of training, or left over by it; nothing of them reaches a vector.
_TRAINING_ONLY = re.compile(
    r"audio\.aggregator\."  # a mix of layers that was tried
    r"|audio\.model\.model\.(cls_token$|linear\.|recon_proj\.|quantizer_\w+\.|rvq\.)"  # targets
    r"|audio\.model\.model\.conformer\.pos_conv_embed\."  # positions are rotary instead
    r"|audio\.model\.model\.preprocessor_\w+\."  # window and mel bands, which are computed
    r"|.*\.num_batches_tracked$"
    r"|text\.model\.(pooler\.|embeddings\.(position|token_type)_ids$)"
    r"|contrast\."  # the temperature of the loss
)


def is_training_only(name: str) -> bool:
    """Whether the tensor of this name (without `PREFIX`) does nothing after training."""
    return _TRAINING_ONLY.match(name) is not None


def read_state(path: Path, model: nn.Module) -> dict[str, Tensor]:
    """The tensors of `model` (its sizes count, not its numbers) by its own names.

    They are mapped from the disk; nothing in the file is executed.

    Raises:
        MachineError: `MODEL_NOT_INSTALLED` when the file isn't there; `ASSET_CORRUPT` when it can't
            be read, or lacks a tensor, or has one that is unknown or of another shape: which.
    """
    held = _read_pickle(path)
    if not all(isinstance(name, str) and isinstance(held[name], Tensor) for name in held):
        raise corrupt(path, "it holds something else than tensors")
    needed = {
        name: tensor
        for name, tensor in held.items()
        if not is_training_only(name.removeprefix(PREFIX))
    }
    wanted = {PREFIX + name: tensor.shape for name, tensor in model.state_dict().items()}
    differences = {
        "missing": sorted(wanted.keys() - needed.keys()),
        "unexpected": sorted(needed.keys() - wanted.keys()),
        "misshapen": [
            f"{name} {list(needed[name].shape)} instead of {list(shape)}"
            for name, shape in wanted.items()
            if name in needed and needed[name].shape != shape
        ],
        "no floats": sorted(n for n, tensor in needed.items() if not tensor.is_floating_point()),
    }
    told = [f"{what}: {_some(names)}" for what, names in differences.items() if names]
    if told:
        raise corrupt(path, "it isn't what its settings say; " + "; ".join(told), differences)
    return {name.removeprefix(PREFIX): tensor for name, tensor in needed.items()}


def _read_pickle(path: Path) -> Mapping[Any, Any]:
    try:
        # Only the newer format, a zip archive, can be mapped.
        mapped = zipfile.is_zipfile(path)
        held = torch.load(path, map_location="cpu", weights_only=True, mmap=mapped)
    except FileNotFoundError as error:
        raise missing(path) from error
    except (pickle.UnpicklingError, RuntimeError, EOFError, ValueError, KeyError, OSError) as error:
        first_line = str(error).partition("\n")[0][:200]
        raise corrupt(path, f"it can't be read ({first_line})") from error
    if not isinstance(held, Mapping):
        raise corrupt(path, "it holds no tensors by name")
    return held


def _some(names: list[str]) -> str:
    more = len(names) - _NAMED_AT_MOST
    return ", ".join(names[:_NAMED_AT_MOST]) + (f" and {more} more" if more > 0 else "")
