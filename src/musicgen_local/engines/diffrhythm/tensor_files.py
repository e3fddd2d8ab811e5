"""Published files of tensors: read without running what is in them, and held to what a model needs.

What can't be used is told as a reason that ends a sentence; whoever asked knows which model it was.
"""

from __future__ import annotations

import pickle
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

_FLOATS = (torch.float32, torch.float16, torch.bfloat16)
_NAMED_AT_MOST = 5  # keys in a message; all are in its details


class UnusableError(Exception):
    """Why a file can't be used, and in `differences` every key that speaks against it."""

    def __init__(self, reason: str, differences: Mapping[str, Sequence[str]] | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.differences = dict(differences or {})


def unpickled(path: Path, key: str | None = None) -> dict[str, Tensor]:
    """The tensors by name in what PyTorch saved as `path`, under `key` if one is given.

    They are mapped from the disk where the file is of the newer format, a zip archive.

    Raises:
        UnusableError: it can't be read, or holds something else.
        FileNotFoundError
    """
    try:
        mapped = zipfile.is_zipfile(path)
        held: Any = torch.load(path, map_location="cpu", weights_only=True, mmap=mapped)
    except FileNotFoundError:
        raise
    except (pickle.UnpicklingError, RuntimeError, EOFError, ValueError, KeyError, OSError) as error:
        first_line = str(error).partition("\n")[0][:200]
        raise UnusableError(f"it can't be read ({first_line})") from error
    if key is not None:
        held = held.get(key) if isinstance(held, Mapping) else None
    if not isinstance(held, Mapping):
        raise UnusableError(f"it holds no {repr(key) if key else 'tensors by name'}")
    if not all(isinstance(held[name], Tensor) for name in held):
        raise UnusableError("it holds something else than tensors")
    return dict(held)


def check(state: Mapping[str, Tensor], wanted: Mapping[str, Sequence[int]]) -> None:
    """Hold `state` to the names and shapes in `wanted`: each of them, no other, all of floats.

    Raises:
        UnusableError: some differ: which.
    """
    differences = {
        "missing": sorted(wanted.keys() - state.keys()),
        "unexpected": sorted(state.keys() - wanted.keys()),
        "misshapen": [
            f"{name} {list(state[name].shape)} instead of {list(shape)}"
            for name, shape in wanted.items()
            if name in state and tuple(state[name].shape) != tuple(shape)
        ],
        "no floats": sorted(name for name, tensor in state.items() if tensor.dtype not in _FLOATS),
    }
    told = [f"{what}: {_some(names)}" for what, names in differences.items() if names]
    if told:
        raise UnusableError("it isn't the model that was expected; " + "; ".join(told), differences)


def _some(names: list[str]) -> str:
    more = len(names) - _NAMED_AT_MOST
    return ", ".join(names[:_NAMED_AT_MOST]) + (f" and {more} more" if more > 0 else "")
