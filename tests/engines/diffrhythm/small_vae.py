"""A small VAE in the published format: TorchScript with `decode_export` and `encode_export`."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from musicgen_local.engines.diffrhythm.config import SAMPLES_PER_FRAME

REACH = 12  # frames to either side that an answer depends on


class SmallVae(nn.Module):
    """A VAE of the published interface: convolutions that hear far, then up, or down, by 2,048."""

    def __init__(self) -> None:
        super().__init__()
        self.reach = REACH
        self.stride = SAMPLES_PER_FRAME
        generator = torch.Generator().manual_seed(0)

        def drawn(*shape: int) -> nn.Parameter:
            scale = (shape[1] * shape[2]) ** -0.5
            return nn.Parameter(torch.randn(*shape, generator=generator) * scale)

        self.around = drawn(64, 64, 2 * REACH + 1)
        self.up = drawn(64, 2, SAMPLES_PER_FRAME)
        self.down = drawn(64, 2, SAMPLES_PER_FRAME)
        self.after = drawn(128, 64, 2 * REACH + 1)

    @torch.jit.export
    def decode_export(self, latents: Tensor) -> Tensor:
        """[b, 64, t] to [b, 2, n]."""
        heard = torch.conv1d(latents, self.around, padding=self.reach).sin()
        return torch.conv_transpose1d(heard, self.up, stride=self.stride).tanh()

    @torch.jit.export
    def encode_export(self, audio: Tensor) -> Tensor:
        """[b, 2, n] to [b, 128, t]."""
        frames = torch.conv1d(audio, self.down, stride=self.stride)
        return torch.conv1d(frames, self.after, padding=self.reach)

    def forward(self, latents: Tensor) -> Tensor:
        """As `decode_export`."""
        return self.decode_export(latents)


def save(module: nn.Module, path: Path) -> None:
    with warnings.catch_warnings():  # PyTorch would rather have other formats
        warnings.simplefilter("ignore", DeprecationWarning)
        scripted: Any = torch.jit.script(module)
    scripted.save(path)
