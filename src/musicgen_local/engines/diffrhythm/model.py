"""The diffusion transformer: noise, lyrics, style and time in; the velocity towards a song out.

Modules carry the names of the published checkpoint. What doesn't change from step to step of a
song (`Prepared`, `Moment`) is computed once, by `prepare` and `moments`; `forward` does the rest.

Shapes: r sets of conditions (the song's, and the null ones that guidance needs), b songs that
differ in their noise only, t frames, d = `ModelConfig.dim`. An evaluation has r * b rows, sets
first.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import torch
from torch import Tensor, nn
from torch.nn import functional

from musicgen_local.engines.diffrhythm.config import (
    CONV_POSITION_GROUPS,
    CONV_POSITION_KERNEL,
    NORM_EPSILON,
    ROTARY_THETA,
    TEXT_CONV_EXPANSION,
    TEXT_CONV_KERNEL,
    TIME_DIM,
    TIME_SINUSOIDS,
    ModelConfig,
)
from musicgen_local.engines.diffrhythm.elementwise import EAGER, Elementwise
from musicgen_local.engines.diffrhythm.projections import AnyProjection, Projection

# Of the widest activation at a time: small enough for `freed_memory_kept`, and for large caches.
_CPU_BYTES = 24 << 20


@dataclass(frozen=True, slots=True)
class Prepared:
    """What the conditions of a song add to every evaluation."""

    inputs: Tensor  # [r, t, d]: their part of the input projection
    fused_text: tuple[Tensor, ...]  # for each of the first blocks, [r, t, d]
    cos: Tensor  # [t, 1, head_dim / 2]
    sin: Tensor  # [t, 1, head_dim / 2]

    def only(self, index: int) -> Prepared:
        """One of the r sets of conditions, as a set of one."""
        fused = tuple(text[index : index + 1] for text in self.fused_text)
        return Prepared(self.inputs[index : index + 1], fused, self.cos, self.sin)


@dataclass(frozen=True, slots=True)
class Moment:
    """What the time of a step adds to an evaluation, the same for all rows and frames."""

    inputs: Tensor  # [d]: its part of the input projection
    scale: Tensor  # [d], of the output norm
    shift: Tensor  # [d]


class TimeEmbedding(nn.Module):
    """A time between 0 and 1 as `TIME_DIM` channels."""

    def __init__(self) -> None:
        super().__init__()
        self.time_mlp = nn.Sequential(
            nn.Linear(TIME_SINUSOIDS, TIME_DIM), nn.SiLU(), nn.Linear(TIME_DIM, TIME_DIM)
        )

    def forward(self, times: Tensor) -> Tensor:
        """Times [n] as [n, TIME_DIM]."""
        half = TIME_SINUSOIDS // 2
        steps = torch.arange(half, device=times.device) * (-math.log(10_000) / (half - 1))
        angles = 1_000 * times[:, None] * torch.exp(steps)
        return cast(Tensor, self.time_mlp(torch.cat((angles.sin(), angles.cos()), -1)))


class GlobalResponseNorm(nn.Module):
    """ConvNeXt V2's contrast between channels; each frame's answer depends on all frames."""

    def __init__(self, dim: int) -> None:
        super().__init__()
        self.gamma = nn.Parameter(torch.zeros(1, 1, dim))
        self.beta = nn.Parameter(torch.zeros(1, 1, dim))

    def forward(self, x: Tensor) -> Tensor:
        """[r, t, dim] to the same."""
        energy: Tensor = torch.linalg.vector_norm(x, dim=1, keepdim=True)
        contrast = energy / (energy.mean(-1, keepdim=True) + 1e-6)
        return self.gamma * (x * contrast) + self.beta + x


class TextBlock(nn.Module):
    """A ConvNeXt V2 block along the phonemes."""

    def __init__(self, dim: int) -> None:
        super().__init__()
        inner = dim * TEXT_CONV_EXPANSION
        self.dwconv = nn.Conv1d(
            dim, dim, TEXT_CONV_KERNEL, padding=TEXT_CONV_KERNEL // 2, groups=dim
        )
        self.norm = nn.LayerNorm(dim, eps=NORM_EPSILON)
        self.pwconv1 = nn.Linear(dim, inner)
        self.grn = GlobalResponseNorm(inner)
        self.pwconv2 = nn.Linear(inner, dim)

    def forward(self, x: Tensor) -> Tensor:
        """[r, t, dim] to the same."""
        y = self.dwconv(x.transpose(1, 2)).transpose(1, 2)
        y = self.grn(functional.gelu(self.pwconv1(self.norm(y))))
        return x + cast(Tensor, self.pwconv2(y))


class TextEmbedding(nn.Module):
    """Phoneme ids, one for each frame, as channels that know their surroundings."""

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        self.text_embed = nn.Embedding(config.text_num_embeds + 1, config.text_dim)
        self.text_blocks = nn.Sequential(
            *(TextBlock(config.text_dim) for _ in range(config.conv_layers))
        )

    def forward(self, text: Tensor, positions: Tensor) -> Tensor:
        """Ids [r, t] (0 where nothing is sung) and positions [t, text_dim] as [r, t, text_dim]."""
        return cast(Tensor, self.text_blocks(self.text_embed(text) + positions))


class ConvPosition(nn.Module):
    """Tells each frame where it is by what surrounds it."""

    def __init__(self, dim: int) -> None:
        super().__init__()
        self.conv1d = nn.Sequential(
            *(
                layer
                for _ in range(2)
                for layer in (
                    nn.Conv1d(
                        dim,
                        dim,
                        CONV_POSITION_KERNEL,
                        padding=CONV_POSITION_KERNEL // 2,
                        groups=CONV_POSITION_GROUPS,
                    ),
                    nn.Mish(inplace=True),
                )
            )
        )

    def forward(self, x: Tensor) -> Tensor:
        """[r, t, d] to the same; `x` is kept and added."""
        around = cast(Tensor, self.conv1d(x.transpose(1, 2))).transpose(1, 2)
        return torch.add(x, around).contiguous()


class InputEmbedding(nn.Module):
    """All that enters, side by side, as `d` channels."""

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        self.proj = nn.Linear(config.input_dim, config.dim)
        self.conv_pos_embed = ConvPosition(config.dim)
        self._widths = [config.mel_dim, config.input_dim - config.mel_dim - TIME_DIM, TIME_DIM]

    def parts(self) -> Sequence[Tensor]:
        """The projection's weights, each [d, channels], for the song, the conditions, the time."""
        return torch.split(self.proj.weight, self._widths, 1)


class Attention(nn.Module):
    """Every frame hears every frame."""

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        self.heads = config.heads
        self.head_dim = config.head_dim
        self.q_proj: AnyProjection = Projection(config.dim, config.dim)
        self.k_proj: AnyProjection = Projection(config.dim, config.dim)
        self.v_proj: AnyProjection = Projection(config.dim, config.dim)
        self.o_proj: AnyProjection = Projection(config.dim, config.dim)

    def forward(
        self, x: Tensor, norm: Tensor, cos: Tensor, sin: Tensor, tokens: int, ops: Elementwise
    ) -> None:
        """Add what is heard in `x` [r, t, d], normalised by `norm` [d], to `x`.

        `tokens` at a time are projected.
        """
        rows, frames, dim = x.shape
        query, key, value = (
            x.new_empty(rows, self.heads, frames, self.head_dim) for _ in range(3)
        )  # the layout that attention reads fastest
        for first in range(0, frames, tokens):
            some = slice(first, first + tokens)
            shared = self.q_proj.share(ops.rms_norm(x[:, some], norm), ops)
            by_head = (rows, -1, self.heads, self.head_dim)
            for projection, turned in ((self.q_proj, query), (self.k_proj, key)):
                place = turned[:, :, some].transpose(1, 2)
                ops.rotate(projection(shared).view(by_head), cos[some], sin[some], place)
            value[:, :, some].transpose(1, 2).copy_(self.v_proj(shared).view(by_head))
        heard = functional.scaled_dot_product_attention(query, key, value)
        answer = heard.transpose(1, 2).reshape(-1, dim)
        self.o_proj.add_to(x.view(-1, dim), answer, ops)


class GatedMlp(nn.Module):
    """SwiGLU: what one projection says, let through by another."""

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        self.gate_proj: AnyProjection = Projection(config.dim, config.ff_dim)
        self.up_proj: AnyProjection = Projection(config.dim, config.ff_dim)
        self.down_proj: AnyProjection = Projection(config.ff_dim, config.dim)

    def forward(self, x: Tensor, norm: Tensor, tokens: int, ops: Elementwise) -> None:
        """Add the answer to `x` [n, d], normalised by `norm` [d], to `x`; `tokens` at a time."""
        for some in torch.split(x, tokens):
            shared = self.gate_proj.share(ops.rms_norm(some, norm), ops)
            inner = ops.gate(self.gate_proj(shared), self.up_proj(shared))
            self.down_proj.add_to(some, inner, ops)


class Block(nn.Module):
    """Attention and MLP, each reading a normalised copy of what it adds to."""

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        self.input_layernorm = nn.RMSNorm(config.dim, eps=NORM_EPSILON)
        self.self_attn = Attention(config)
        self.post_attention_layernorm = nn.RMSNorm(config.dim, eps=NORM_EPSILON)
        self.mlp = GatedMlp(config)
        self._widest = config.ff_dim

    def forward(self, x: Tensor, cos: Tensor, sin: Tensor, ops: Elementwise) -> None:
        """Change `x` [r, t, d] in place."""
        rows, tokens = torch.split(x, len(x)), x.shape[0] * x.shape[1]
        if x.is_cpu:
            rows, tokens = torch.split(x, 1), _CPU_BYTES // (self._widest * x.itemsize)
        for some in rows:
            self.self_attn(some, self.input_layernorm.weight, cos, sin, tokens, ops)
        self.mlp(x.view(-1, x.shape[-1]), self.post_attention_layernorm.weight, tokens, ops)


class OutputNorm(nn.Module):
    """Scale and shift of the last norm, told by the time."""

    def __init__(self, dim: int) -> None:
        super().__init__()
        self.linear = nn.Linear(TIME_DIM, 2 * dim)

    def forward(self, times: Tensor) -> tuple[Tensor, Tensor]:
        """Embedded times [n, TIME_DIM] as scales [n, d] and shifts [n, d]."""
        scale, shift = self.linear(functional.silu(times)).chunk(2, -1)
        return scale, shift


class DiffusionTransformer(nn.Module):
    """The published model.

    Args:
        config: its sizes.
        reference_precision: round the rotary frequencies and the positions of the text to float16,
            as the published inference did; real weights have been heard with these tables.
    """

    def __init__(self, config: ModelConfig, *, reference_precision: bool = False) -> None:
        super().__init__()
        self.config = config
        self.reference_precision = reference_precision
        self.ops = EAGER
        self.dtype = torch.float32  # of the blocks; times, text and output stay in float32
        self.time_embed = TimeEmbedding()
        self.start_time_embed = TimeEmbedding()
        if config.duration_embedding:
            self.duration_time_embed = TimeEmbedding()
        self.text_embed = TextEmbedding(config)
        self.input_embed = InputEmbedding(config)
        self.transformer_blocks = nn.ModuleList(Block(config) for _ in range(config.depth))
        self.text_fusion_linears = nn.ModuleList(
            nn.Sequential(nn.Linear(config.text_dim, config.dim), nn.SiLU())
            for _ in range(config.fused_blocks)
        )
        self.norm_out = OutputNorm(config.dim)
        self.proj_out = nn.Linear(config.dim, config.mel_dim)

    @property
    def device(self) -> torch.device:
        """Where it computes."""
        return self.proj_out.weight.device

    def prepare(self, text: Tensor, reference: Tensor, style: Tensor) -> Prepared:
        """What the conditions add to every evaluation.

        Args:
            text: phoneme ids, int64 [r, t].
            reference: latents that are given, 0 where the song is to be made, float32
                [r, t, mel_dim].
            style: float32 [r, STYLE_DIM].

        Raises:
            ValueError: for more frames than the model knows.
        """
        frames = text.shape[1]
        if frames > self.config.max_frames:
            raise ValueError(f"{frames} frames are more than {self.config.max_frames}")
        words = self.text_embed(text, self._text_positions(frames))
        styles = style[:, None].expand(-1, frames, -1)
        _, conditions, _ = self.input_embed.parts()
        inputs = functional.linear(
            torch.cat((reference, words, styles), -1), conditions, self.input_embed.proj.bias
        )
        fused = tuple(linear(words).to(self.dtype) for linear in self.text_fusion_linears)
        angles = self._rotary_angles(frames)
        cos, sin = (table[:, None].to(self.dtype) for table in (angles.cos(), angles.sin()))
        return Prepared(inputs.to(self.dtype), fused, cos, sin)

    def moments(self, times: Tensor, frames: int) -> list[Moment]:
        """What each of the times [n] adds; the song starts at 0 and has `frames`."""
        told = self.time_embed(times) + self.start_time_embed(torch.zeros_like(times[:1]))
        if self.config.duration_embedding:
            part = torch.full_like(times[:1], frames / self.config.max_frames)
            told = told + self.duration_time_embed(part)
        scales, shifts = self.norm_out(told)
        _, _, weight = self.input_embed.parts()
        inputs = functional.linear(told, weight).to(self.dtype)
        return [Moment(*parts) for parts in zip(inputs, 1 + scales, shifts, strict=True)]

    def forward(self, x: Tensor, prepared: Prepared, moment: Moment) -> Tensor:
        """The velocity at `x` [b, t, mel_dim] under each set of conditions: [r, b, t, mel_dim].

        Both float32.
        """
        hidden = self.enter(x, prepared, moment)
        self.pass_blocks(hidden, prepared, 0, self.config.depth)
        return self.leave(hidden, moment).view(-1, *x.shape)

    def enter(self, x: Tensor, prepared: Prepared, moment: Moment) -> Tensor:
        """What the blocks start from: [r * b, t, d] of `x` [b, t, mel_dim]."""
        song, _, _ = self.input_embed.parts()
        placed = functional.linear(x, song).to(self.dtype).add_(moment.inputs)
        rows = (prepared.inputs[:, None] + placed).flatten(0, 1)
        return cast(Tensor, self.input_embed.conv_pos_embed(rows))

    def pass_blocks(self, hidden: Tensor, prepared: Prepared, first: int, last: int) -> None:
        """Take `hidden` [r * b, t, d] through blocks `first` to `last`, in place."""
        for index in range(first, last):
            self.transformer_blocks[index](hidden, prepared.cos, prepared.sin, self.ops)
            if index < self.config.fused_blocks:
                text = prepared.fused_text[index]
                hidden.view(len(text), -1, *text.shape[1:]).add_(text[:, None])

    def leave(self, hidden: Tensor, moment: Moment) -> Tensor:
        """`hidden` after the last block as velocity, float32 [r * b, t, mel_dim]."""
        normed = functional.layer_norm(hidden.float(), hidden.shape[-1:], eps=NORM_EPSILON)
        return cast(Tensor, self.proj_out(normed.mul_(moment.scale).add_(moment.shift)))

    def _rotary_angles(self, frames: int) -> Tensor:
        """[t, head_dim / 2]."""
        half = torch.arange(0, self.config.head_dim, 2, device=self.device)
        frequencies = 1 / ROTARY_THETA ** (half / self.config.head_dim)
        if self.reference_precision:
            frequencies = frequencies.half().float()
        return torch.arange(frames, device=self.device)[:, None] * frequencies

    def _text_positions(self, frames: int) -> Tensor:
        """Cosines, then sines: [t, text_dim]."""
        pairs = torch.arange(0, self.config.text_dim, 2, device=self.device)
        frequencies = 1 / 10_000 ** (pairs / self.config.text_dim)
        angles = torch.arange(frames, device=self.device)[:, None] * frequencies
        table = torch.cat((angles.cos(), angles.sin()), -1)
        return table.half().float() if self.reference_precision else table
