"""A stand-in for the published VAE: the same kind of network, size and interface, random weights.

An Oobleck VAE, as published with Stable Audio (Evans et al. 2024): strided convolutions, residual
units with dilations 1, 3 and 9, Snake activations; 2,048 samples of stereo for each latent frame.
"""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

CHANNELS = 128
MULTIPLES = (1, 2, 4, 8, 16)
STRIDES = (2, 4, 4, 8, 8)  # 2,048 in all
LATENTS = 64


class Snake(nn.Module):
    """`x + sin(a x)^2 / b`, for each channel."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.alpha = nn.Parameter(torch.zeros(1, channels, 1))
        self.beta = nn.Parameter(torch.zeros(1, channels, 1))

    def forward(self, x: Tensor) -> Tensor:
        """[b, channels, n] to the same."""
        return x + torch.sin(x * self.alpha.exp()).square() / (self.beta.exp() + 1e-9)


class Residual(nn.Module):
    """Snake, dilated convolution, Snake, mixing; added to what came."""

    def __init__(self, channels: int, dilation: int) -> None:
        super().__init__()
        self.layers = nn.Sequential(
            Snake(channels),
            nn.Conv1d(channels, channels, 7, padding=3 * dilation, dilation=dilation),
            Snake(channels),
            nn.Conv1d(channels, channels, 1),
        )

    def forward(self, x: Tensor) -> Tensor:
        """[b, channels, n] to the same."""
        return torch.add(x, self.layers(x))


def residuals(channels: int) -> list[nn.Module]:
    """Those of one resolution."""
    return [Residual(channels, dilation) for dilation in (1, 3, 9)]


class StandIn(nn.Module):
    """The published interface."""

    def __init__(self) -> None:
        super().__init__()
        widths = [CHANNELS, *(CHANNELS * multiple for multiple in MULTIPLES)]
        up: list[nn.Module] = [nn.Conv1d(LATENTS, widths[-1], 7, padding=3)]
        down: list[nn.Module] = [nn.Conv1d(2, widths[0], 7, padding=3)]
        for wide, narrow, stride in zip(widths[:0:-1], widths[-2::-1], STRIDES[::-1], strict=True):
            up += [
                Snake(wide),
                nn.ConvTranspose1d(wide, narrow, 2 * stride, stride, padding=stride // 2),
                *residuals(narrow),
            ]
        for narrow, wide, stride in zip(widths[:-1], widths[1:], STRIDES, strict=True):
            down += [
                *residuals(narrow),
                Snake(narrow),
                nn.Conv1d(narrow, wide, 2 * stride, stride, padding=stride // 2),
            ]
        up += [Snake(widths[0]), nn.Conv1d(widths[0], 2, 7, padding=3, bias=False)]
        down += [Snake(widths[-1]), nn.Conv1d(widths[-1], 2 * LATENTS, 3, padding=1)]
        self.decoder = nn.Sequential(*up)
        self.encoder = nn.Sequential(*down)

    @torch.jit.export
    def decode_export(self, latents: Tensor) -> Tensor:
        """[b, 64, t] to [b, 2, n]."""
        audio: Tensor = self.decoder(latents)
        return audio

    @torch.jit.export
    def encode_export(self, audio: Tensor) -> Tensor:
        """[b, 2, n] to [b, 128, t]."""
        told: Tensor = self.encoder(audio)
        return told

    def forward(self, latents: Tensor) -> Tensor:
        """As `decode_export`."""
        return torch.as_tensor(self.decode_export(latents))


def parameters() -> int:
    """How many numbers it has."""
    with torch.device("meta"):
        return sum(parameter.numel() for parameter in StandIn().parameters())


PARAMETERS = parameters()


def save_stand_in(path: Path) -> None:
    """Write it as the published file is written."""
    torch.manual_seed(0)
    with warnings.catch_warnings():  # PyTorch would rather have other formats
        warnings.simplefilter("ignore", DeprecationWarning)
        scripted: Any = torch.jit.script(StandIn().eval())
    scripted.save(path)
