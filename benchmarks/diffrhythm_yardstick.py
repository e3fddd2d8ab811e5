"""The yardstick of `bench_diffrhythm.py`: the published arithmetic, plainly written.

One row at a time in float32, everything computed anew at each evaluation, two evaluations for each
guided step, no kernel chosen for speed. It reads a state dict and shares no code with the engine,
so it also judges the engine's numbers.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional


@dataclass(frozen=True)
class Yardstick:
    """The model as functions of its tensors; names without the checkpoint's prefix."""

    state: Mapping[str, Tensor]
    depth: int
    heads: int
    conv_layers: int
    max_frames: int

    def guided(
        self, x: Tensor, text: Tensor, style: Tensor, negative: Tensor, at: float, guidance: float
    ) -> Tensor:
        """The guided velocity at `x` [t, 64], as two evaluations."""
        nothing = torch.zeros_like(x)
        wanted = self.velocity(x, nothing, text, style, at)
        null = self.velocity(x, nothing, torch.zeros_like(text), negative, at)
        return wanted + guidance * (wanted - null)

    def velocity(self, x: Tensor, cond: Tensor, text: Tensor, style: Tensor, at: float) -> Tensor:
        """The velocity at `x` [t, 64], given `cond` [t, 64], ids `text` [t] and `style` [512]."""
        frames = len(x)
        words = self._words(text)
        time = self._time("time_embed", at) + self._time("start_time_embed", 0.0)
        if "duration_time_embed.time_mlp.0.weight" in self.state:
            time = time + self._time("duration_time_embed", frames / self.max_frames)
        entering = torch.cat(
            (x, cond, words, style.expand(frames, -1), time.expand(frames, -1)), dim=1
        )
        hidden = self._linear("input_embed.proj", entering)
        placed = hidden.t()[None]
        for layer in (0, 2):
            name = f"input_embed.conv_pos_embed.conv1d.{layer}"
            placed = functional.conv1d(
                placed, self.state[f"{name}.weight"], self.state[f"{name}.bias"],
                padding=15, groups=16,
            )  # fmt: skip
            placed = placed * torch.tanh(functional.softplus(placed))
        hidden = hidden + placed[0].t()
        cos, sin = self._angles(frames, hidden.shape[1] // self.heads, hidden.device)
        for index in range(self.depth):
            hidden = self._block(f"transformer_blocks.{index}", hidden, cos, sin)
            if index < self.depth // 2:
                said = self._linear(f"text_fusion_linears.{index}.0", words)
                hidden = hidden + said * torch.sigmoid(said)
        scale, shift = self._linear("norm_out.linear", time * torch.sigmoid(time)).chunk(2)
        centred = hidden - hidden.mean(1, keepdim=True)
        normed = centred / torch.sqrt(centred.square().mean(1, keepdim=True) + 1e-6)
        return self._linear("proj_out", normed * (1 + scale) + shift)

    def _linear(self, name: str, x: Tensor) -> Tensor:
        product = x @ self.state[f"{name}.weight"].t()
        bias = self.state.get(f"{name}.bias")
        return product if bias is None else product + bias

    def _rms(self, name: str, x: Tensor) -> Tensor:
        return x * torch.rsqrt(x.square().mean(1, keepdim=True) + 1e-6) * self.state[name]

    def _time(self, name: str, at: float) -> Tensor:
        device = self.state["proj_out.bias"].device
        steps = torch.arange(128, dtype=torch.float32, device=device)
        angles = 1_000 * at * torch.exp(-math.log(10_000) * steps / 127)
        inner = self._linear(f"{name}.time_mlp.0", torch.cat((angles.sin(), angles.cos())))
        return self._linear(f"{name}.time_mlp.2", inner * torch.sigmoid(inner))

    def _words(self, text: Tensor) -> Tensor:
        table = self.state["text_embed.text_embed.weight"]
        dim = table.shape[1]
        pairs = torch.arange(0, dim, 2, device=text.device) / dim
        angles = torch.arange(len(text), device=text.device)[:, None] / 10_000**pairs
        x = table[text] + torch.cat((angles.cos(), angles.sin()), dim=1)
        for index in range(self.conv_layers):
            x = self._word_block(f"text_embed.text_blocks.{index}", x)
        return x

    def _word_block(self, name: str, x: Tensor) -> Tensor:
        weight = self.state[f"{name}.dwconv.weight"]
        y = functional.conv1d(
            x.t()[None], weight, self.state[f"{name}.dwconv.bias"], padding=3, groups=len(weight)
        )[0].t()
        norm = (self.state[f"{name}.norm.weight"], self.state[f"{name}.norm.bias"])
        y = functional.layer_norm(y, y.shape[1:], *norm, eps=1e-6)
        y = functional.gelu(self._linear(f"{name}.pwconv1", y))
        loud = torch.sqrt(y.square().sum(0, keepdim=True))
        relative = loud / (loud.mean() + 1e-6)
        gamma, beta = self.state[f"{name}.grn.gamma"][0], self.state[f"{name}.grn.beta"][0]
        return x + self._linear(f"{name}.pwconv2", gamma * y * relative + beta + y)

    def _angles(self, frames: int, head_dim: int, device: torch.device) -> tuple[Tensor, Tensor]:
        pairs = torch.arange(0, head_dim, 2, device=device) / head_dim
        angles = torch.arange(frames, device=device)[:, None] / 10_000**pairs
        both = torch.cat((angles, angles), dim=1)
        return both.cos(), both.sin()

    def _block(self, name: str, hidden: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
        frames, dim = hidden.shape
        heads = self.heads
        normed = self._rms(f"{name}.input_layernorm.weight", hidden)

        def by_head(letter: str) -> Tensor:
            part = self._linear(f"{name}.self_attn.{letter}_proj", normed)
            return part.view(frames, heads, dim // heads).transpose(0, 1)

        def turned(x: Tensor) -> Tensor:
            first, second = x.chunk(2, dim=-1)
            return x * cos + torch.cat((-second, first), dim=-1) * sin

        heard = functional.scaled_dot_product_attention(
            turned(by_head("q"))[None], turned(by_head("k"))[None], by_head("v")[None]
        )[0]
        answer = heard.transpose(0, 1).reshape(frames, dim)
        hidden = hidden + self._linear(f"{name}.self_attn.o_proj", answer)
        normed = self._rms(f"{name}.post_attention_layernorm.weight", hidden)
        gate = self._linear(f"{name}.mlp.gate_proj", normed)
        inner = gate * torch.sigmoid(gate) * self._linear(f"{name}.mlp.up_proj", normed)
        return hidden + self._linear(f"{name}.mlp.down_proj", inner)
