"""MuQ: mel bands to what a musician would hear in them, 25 times a second.

Modules carry the names of the published checkpoint. Shapes: b clips, t mel frames, s steps of the
conformer (t / 4 with the published sizes), d = `AudioConfig.dim`. Blocks after Gulati et al.,
"Conformer: Convolution-augmented Transformer for Speech Recognition" (2020).
"""

from __future__ import annotations

from typing import TypeVar, cast

import torch
from torch import Tensor, nn
from torch.nn import functional

from musicgen_local.engines.diffrhythm.style.config import MEL_BANDS, AudioConfig

ANGLES = "inv_freq"  # a table that goes wrong over time where it is rounded

_FREQUENCY_STRIDES = (2, 2)

_Norm = TypeVar("_Norm", nn.BatchNorm1d, nn.BatchNorm2d)


class Muq(nn.Module):
    """Normalised decibels of mel bands to steps of music."""

    def __init__(self, config: AudioConfig) -> None:
        super().__init__()
        self.conv = Subsampling(config)
        self.conformer = Conformer(config)

    def forward(self, mel: Tensor) -> Tensor:
        """[b, MEL_BANDS, t] to [b, s, d]."""
        return cast(Tensor, self.conformer(self.conv(mel)))


class Subsampling(nn.Module):
    """Fewer bands and fewer frames, by two convolutional blocks."""

    def __init__(self, config: AudioConfig) -> None:
        super().__init__()
        channels = (1, config.conv_dim)
        self.conv = nn.Sequential(
            *(
                ResidualBlock(into, config.conv_dim, strides)
                for into, strides in zip(
                    channels, zip(_FREQUENCY_STRIDES, config.time_strides, strict=True), strict=True
                )
            )
        )
        bands = MEL_BANDS // (_FREQUENCY_STRIDES[0] * _FREQUENCY_STRIDES[1])
        self.linear = nn.Linear(config.conv_dim * bands, config.dim)

    def forward(self, mel: Tensor) -> Tensor:
        """[b, MEL_BANDS, t] to [b, s, d]."""
        maps = self.conv(mel[:, None])  # [b, conv_dim, bands, s]
        return cast(Tensor, self.linear(maps.permute(0, 3, 1, 2).flatten(2)))


class ResidualBlock(nn.Module):
    """Two convolutions and what goes past them, smaller by `strides` (frequency, time)."""

    def __init__(self, into: int, out: int, strides: tuple[int, int]) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(into, out, 3, padding=1, stride=strides)
        self.bn1 = _inference_norm(nn.BatchNorm2d(out))
        self.conv2 = nn.Conv2d(out, out, 3, padding=1)
        self.bn2 = _inference_norm(nn.BatchNorm2d(out))
        self.conv3 = nn.Conv2d(into, out, 3, padding=1, stride=strides)
        self.bn3 = _inference_norm(nn.BatchNorm2d(out))

    def forward(self, x: Tensor) -> Tensor:
        """[b, into, f, t] to [b, out, f / stride, t / stride]."""
        y = self.bn2(self.conv2(functional.relu(self.bn1(self.conv1(x)))))
        return functional.relu(y + self.bn3(self.conv3(x)))


class Conformer(nn.Module):
    """All blocks; the rotation by position is the same in each."""

    def __init__(self, config: AudioConfig) -> None:
        super().__init__()
        self.used_layer = config.used_layer
        self.embed_positions = RotaryTable(config.dim // config.heads)
        self.layers = nn.ModuleList(ConformerBlock(config) for _ in range(config.depth))
        self.layer_norm = nn.LayerNorm(config.dim, eps=config.norm_epsilon)

    def forward(self, x: Tensor) -> Tensor:
        """[b, s, d] to the same, as it is after `used_layer` blocks."""
        cos, sin = self.embed_positions(x)
        for block in self.layers[: self.used_layer]:
            x = block(x, cos, sin)
        return self.layer_norm(x) if self.used_layer == len(self.layers) else x


class RotaryTable(nn.Module):
    """How far each pair of channels turns from one step to the next; the checkpoint tells it."""

    inv_freq: Tensor

    def __init__(self, head_dim: int) -> None:
        super().__init__()
        self.register_buffer(ANGLES, torch.empty(head_dim // 2))

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Cosines and sines for the steps of `x` [b, s, d], each [s, 1, head_dim]."""
        steps = torch.arange(x.shape[1], device=x.device, dtype=torch.float32)
        angles = (steps[:, None] * self.inv_freq).repeat(1, 2)[:, None]
        return angles.cos().to(x.dtype), angles.sin().to(x.dtype)


class ConformerBlock(nn.Module):
    """Half an MLP, attention, a convolution, and the other half."""

    def __init__(self, config: AudioConfig) -> None:
        super().__init__()
        self.ffn1_layer_norm = nn.LayerNorm(config.dim)
        self.ffn1 = FeedForward(config)
        self.self_attn_layer_norm = nn.LayerNorm(config.dim)
        self.self_attn = RotaryAttention(config)
        self.conv_module = ConvolutionModule(config)
        self.ffn2_layer_norm = nn.LayerNorm(config.dim)
        self.ffn2 = FeedForward(config)
        self.final_layer_norm = nn.LayerNorm(config.dim)

    def forward(self, x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
        """[b, s, d] to the same."""
        x = x + 0.5 * self.ffn1(self.ffn1_layer_norm(x))
        x = x + self.self_attn(self.self_attn_layer_norm(x), cos, sin)
        x = x + self.conv_module(x)
        x = x + 0.5 * self.ffn2(self.ffn2_layer_norm(x))
        return cast(Tensor, self.final_layer_norm(x))


class FeedForward(nn.Module):
    """An MLP."""

    def __init__(self, config: AudioConfig) -> None:
        super().__init__()
        self.activation = _activation(config.activation)
        self.intermediate_dense = nn.Linear(config.dim, config.ff_dim)
        self.output_dense = nn.Linear(config.ff_dim, config.dim)

    def forward(self, x: Tensor) -> Tensor:
        """[b, s, d] to the same."""
        return cast(Tensor, self.output_dense(self.activation(self.intermediate_dense(x))))


class RotaryAttention(nn.Module):
    """Every step attends to every step.

    What queries and keys are made of is rotated, before their projections; values are made of what
    wasn't.
    """

    def __init__(self, config: AudioConfig) -> None:
        super().__init__()
        self.heads = config.heads
        self.linear_q = nn.Linear(config.dim, config.dim)
        self.linear_k = nn.Linear(config.dim, config.dim)
        self.linear_v = nn.Linear(config.dim, config.dim)
        self.linear_out = nn.Linear(config.dim, config.dim)

    def forward(self, x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
        """[b, s, d] to the same."""
        by_head = x.view(*x.shape[:-1], self.heads, -1)
        first, second = by_head.chunk(2, -1)
        rotated = (by_head * cos + torch.cat((-second, first), -1) * sin).flatten(-2)
        q, k, v = (
            made.unflatten(-1, (self.heads, -1)).transpose(1, 2)
            for made in (self.linear_q(rotated), self.linear_k(rotated), self.linear_v(x))
        )
        heard = functional.scaled_dot_product_attention(q, k, v)
        return cast(Tensor, self.linear_out(heard.transpose(1, 2).flatten(-2)))


class ConvolutionModule(nn.Module):
    """What lies near in time, channel by channel, between two mixings of channels."""

    def __init__(self, config: AudioConfig) -> None:
        super().__init__()
        dim = config.dim
        self.activation = _activation(config.activation)
        self.layer_norm = nn.LayerNorm(dim)
        self.pointwise_conv1 = nn.Conv1d(dim, 2 * dim, 1, bias=False)
        self.depthwise_conv = nn.Conv1d(
            dim, dim, config.kernel, padding=config.kernel // 2, groups=dim, bias=False
        )
        self.batch_norm = _inference_norm(nn.BatchNorm1d(dim))
        self.pointwise_conv2 = nn.Conv1d(dim, dim, 1, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        """[b, s, d] to the same."""
        y = functional.glu(self.pointwise_conv1(self.layer_norm(x).transpose(1, 2)), 1)
        y = self.activation(self.batch_norm(self.depthwise_conv(y)))
        return cast(Tensor, self.pointwise_conv2(y).transpose(1, 2))


def _activation(name: str) -> nn.Module:
    return nn.GELU() if name == "gelu" else nn.SiLU()


def _inference_norm(norm: _Norm) -> _Norm:
    """Without the count of what it was trained with, which nothing here reads."""
    norm.num_batches_tracked = None
    return norm
