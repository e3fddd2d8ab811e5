"""Small models of MuQ-MuLan: what the published code gave for them, and files in its format.

`tests/data/diffrhythm/style` holds for each case the settings, and the names and shapes of all
tensors of the published code's state, with the arrays that it gave. Every weight and every input is
drawn by its name, so that none is stored.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import torch
from golden_songs import DATA as SONGS
from golden_songs import rng
from numpy.typing import NDArray
from torch import Tensor

from musicgen_local.engines.diffrhythm.style import checkpoint, config, words

DATA = SONGS / "style"
# Read by the published tokenizer, with the small file of pieces beside it.
TOKENS: Mapping[str, list[int]] = json.loads((DATA / "tokens.json").read_text("utf-8"))

_AROUND_ONE = (
    "norm.weight",
    "learned_gamma",
    "q_scale",
    "k_scale",
    "bn1.weight",
    "bn2.weight",
    "bn3.weight",
    "running_var",
)


@dataclass(frozen=True)
class StyleCase:
    """A small model: "plain" has the published structure, "other" the rest of what is known."""

    name: str

    @property
    def told(self) -> Mapping[str, Any]:
        """Its settings and tensors."""
        return _told(self.name)

    def state(self) -> dict[str, Tensor]:
        """Every tensor of the published file, those for training among them."""
        return {
            name: _weight(name, shape, dtype)
            for name, (shape, dtype) in self.told["tensors"].items()
        }

    def write(self, folder: Path, state: dict[str, Tensor] | None = None) -> Path:
        """The asset's files, in `folder`; with `state` instead of the case's own."""
        for file, settings in (
            (config.JOINT_FILE, "config"),
            (config.AUDIO_FILE, "muq"),
            (config.TEXT_FILE, "xlm_roberta"),
        ):
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            (folder / file).write_text(json.dumps(self.told[settings]), "utf-8")
        torch.save(self.state() if state is None else state, folder / checkpoint.FILE)
        (folder / words.FILE).write_bytes((DATA / "pieces.model").read_bytes())
        return folder

    def clip(self) -> NDArray[np.float32]:
        """10 s of noise and a tone [1, 240000]."""
        shape = (1, config.CLIP_SAMPLES)
        noise = rng(f"{self.name}.wav").standard_normal(shape).astype(np.float32) * 0.1
        times = np.arange(config.CLIP_SAMPLES) / config.SAMPLE_RATE
        return np.asarray(noise + 0.3 * np.sin(2 * np.pi * 440 * times).astype(np.float32))

    def ids(self, count: int) -> Tensor:
        """A text of `count` tokens between its first and last one [1, count + 2]."""
        vocabulary = self.told["xlm_roberta"]["vocab_size"]
        inner = rng(f"{self.name}.ids{count}").integers(4, vocabulary - 1, count)
        return torch.from_numpy(np.concatenate(([0], inner, [2])))[None]

    def expected(self, name: str) -> NDArray[np.float32]:
        """What the published code gave."""
        with np.load(DATA / f"{self.name}.npz") as arrays:
            found: NDArray[np.float32] = arrays[name]
            return found


@cache
def _told(name: str) -> Mapping[str, Any]:
    told: Mapping[str, Any] = json.loads((DATA / f"{name}.json").read_text("utf-8"))
    return told


def _weight(name: str, shape: list[int], dtype: str) -> Tensor:
    if dtype != "float32":
        return torch.zeros(shape, dtype=getattr(torch, dtype))
    values = rng(name).standard_normal(shape)
    if len(shape) >= 2:
        values = values / math.sqrt(math.prod(shape[1:]))
    else:
        values = values * 0.1 + name.lower().endswith(_AROUND_ONE)
    return torch.from_numpy(np.asarray(values, dtype=np.float32))
