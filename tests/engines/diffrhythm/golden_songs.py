"""The golden cases: their arrays, and the recipe that makes their weights and inputs.

The published code gave the arrays in `tests/data/diffrhythm` for a small model whose weights and
inputs anybody can make again, since each number is drawn by its name.
"""

from __future__ import annotations

import json
import math
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from musicgen_local.engines.diffrhythm.config import STYLE_DIM, ModelConfig
from musicgen_local.engines.diffrhythm.model import DiffusionTransformer
from musicgen_local.engines.diffrhythm.sampler import SamplerOptions, Song

# Models this small gain nothing by a second thread, and lose much where other tests run beside.
torch.set_num_threads(1)

DATA = Path(__file__).parents[2] / "data" / "diffrhythm"
CASES: Mapping[str, Any] = json.loads((DATA / "cases.json").read_text("utf-8"))


def rng(tag: str) -> np.random.Generator:
    """The dice with this name."""
    return np.random.default_rng(zlib.crc32(tag.encode()))


def drawn(tag: str, *shape: int) -> Tensor:
    """Standard normal float32 numbers with this name."""
    return torch.from_numpy(rng(tag).standard_normal(shape).astype(np.float32))


def weight(name: str, shape: tuple[int, ...]) -> Tensor:
    """The tensor of this name (without the checkpoint's prefix) in a golden model."""
    values = rng(name).standard_normal(shape)
    if len(shape) >= 2:
        values = values / math.sqrt(math.prod(shape[1:]))
    else:
        values = values * 0.1 + ("layernorm" in name or name.endswith("norm.weight"))
    return torch.from_numpy(values.astype(np.float32))


def state_of(config: ModelConfig) -> dict[str, Tensor]:
    """All tensors of a golden model."""
    with torch.device("meta"):
        state = DiffusionTransformer(config).state_dict()
    return {name: weight(name, tuple(tensor.shape)) for name, tensor in state.items()}


@cache
def model_of(config: ModelConfig) -> DiffusionTransformer:
    """The golden model of these sizes, for reading only."""
    model = DiffusionTransformer(config)
    model.load_state_dict(state_of(config))
    return model.eval()


@dataclass(frozen=True)
class Case:
    """One golden case."""

    name: str

    @property
    def told(self) -> Mapping[str, Any]:
        """What `cases.json` says of it."""
        facts: Mapping[str, Any] = CASES[self.name]
        return facts

    @property
    def config(self) -> ModelConfig:
        """Sizes of its model."""
        sizes = self.told["config"]
        return ModelConfig(**sizes, duration_embedding=sizes["max_frames"] > 2_048)

    @property
    def frames(self) -> int:
        """Its length."""
        return int(self.told["frames"])

    def drawn(self, what: str, *shape: int) -> Tensor:
        """An input of the case."""
        return drawn(f"{self.told['tag']}.{what}", *shape)

    def text(self) -> Tensor:
        """Phoneme ids [t]."""
        dice = rng(f"{self.told['tag']}.text")
        text = np.zeros(self.frames, dtype=np.int64)
        for start in range(4, self.frames - 12, 20):
            text[start : start + 10] = dice.integers(1, 364, 10)
        return torch.from_numpy(text)

    def reference(self) -> Tensor:
        """Latents [t, mel_dim]."""
        return self.drawn("cond", 1, self.frames, self.config.mel_dim)[0]

    def noise(self) -> Tensor:
        """[b, t, mel_dim]."""
        return self.drawn("noise", self.told["batch"], self.frames, self.config.mel_dim)

    def song(self) -> Song:
        """What is sampled."""
        segments = tuple((start, end) for start, end in self.told["segments"] or ())
        return Song(
            self.text(),
            self.drawn("style", 1, STYLE_DIM)[0],
            self.drawn("negative", 1, STYLE_DIM)[0],
            self.reference() if segments else None,
            segments,
        )

    def options(self) -> SamplerOptions:
        """How it is sampled."""
        return SamplerOptions(self.told["steps"], self.told["guidance"])

    def expected(self, name: str) -> NDArray[np.float32]:
        """What the published code gave."""
        with np.load(DATA / f"{self.name}.npz") as arrays:
            found: NDArray[np.float32] = arrays[name]
            return found


def error(got: Tensor, expected: NDArray[np.float32] | Tensor) -> float:
    """Relative L2 error."""
    wanted = torch.as_tensor(expected).double()
    assert got.shape == wanted.shape
    return float((got.double() - wanted).norm() / wanted.norm())
