"""The transformer that ends both towers, and turns what it is given into one vector.

Modules carry the names of the published checkpoint. Shapes: b clips or texts, n steps or tokens,
d = `JointConfig.dim`.
"""

from __future__ import annotations

from typing import cast

import torch
from torch import Tensor, nn
from torch.nn import functional

from musicgen_local.engines.diffrhythm.style.config import JointConfig

_SHARPNESS = 8.0  # of attention, over cosines


class JointTransformer(nn.Module):
    """Blocks of attention and gated MLP, each behind a norm; no norm follows the last."""

    def __init__(self, config: JointConfig) -> None:
        super().__init__()
        self.layers = nn.ModuleList(
            nn.ModuleList((CosineAttention(config), gated_mlp(config))) for _ in range(config.depth)
        )

    def forward(self, x: Tensor) -> Tensor:
        """[b, n, d] to its mean over the steps, [b, d]."""
        for block in self.layers:
            attention, mlp = cast(nn.ModuleList, block)
            x = x + attention(x)
            x = x + mlp(x)
        return x.mean(1)


class ScaleNorm(nn.Module):
    """A LayerNorm without bias."""

    def __init__(self, dim: int) -> None:
        super().__init__()
        self.learned_gamma = nn.Parameter(torch.ones(dim))

    def forward(self, x: Tensor) -> Tensor:
        """[..., dim] to the same."""
        return functional.layer_norm(x, x.shape[-1:], self.learned_gamma)


class CosineAttention(nn.Module):
    """Attention by the cosine of queries and keys, which have learned scales for each channel."""

    def __init__(self, config: JointConfig) -> None:
        super().__init__()
        inner = config.heads * config.head_dim
        self.heads = config.heads
        self.norm = ScaleNorm(config.dim)
        self.to_q = nn.Linear(config.dim, inner, bias=False)
        self.to_kv = nn.Linear(config.dim, 2 * inner, bias=False)
        self.q_scale = nn.Parameter(torch.ones(config.head_dim))
        self.k_scale = nn.Parameter(torch.ones(config.head_dim))
        self.to_out = nn.Sequential(nn.Linear(inner, config.dim, bias=False))

    def forward(self, x: Tensor) -> Tensor:
        """[b, n, d] to the same."""
        x = self.norm(x)
        q, k, v = (
            made.unflatten(-1, (self.heads, -1)).transpose(1, 2)
            for made in (self.to_q(x), *self.to_kv(x).chunk(2, -1))
        )
        q = functional.normalize(q, dim=-1) * self.q_scale
        k = functional.normalize(k, dim=-1) * self.k_scale
        mixed = functional.scaled_dot_product_attention(q, k, v, scale=_SHARPNESS)
        return cast(Tensor, self.to_out(mixed.transpose(1, 2).flatten(-2)))


class GeluGate(nn.Module):
    """The second half of the channels opens and shuts the first."""

    def forward(self, x: Tensor) -> Tensor:
        """[..., 2 c] to [..., c]."""
        values, gates = x.chunk(2, -1)
        return functional.gelu(gates) * values


def gated_mlp(config: JointConfig) -> nn.Sequential:
    """An MLP behind its norm; the fourth of its modules was a dropout."""
    return nn.Sequential(
        ScaleNorm(config.dim),
        nn.Linear(config.dim, 2 * config.ff_dim, bias=False),
        GeluGate(),
        nn.Identity(),
        nn.Linear(config.ff_dim, config.dim, bias=False),
    )
