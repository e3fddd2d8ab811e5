"""XLM-RoBERTa: tokens of any of a hundred languages to what they mean together.

Modules carry the names of the published checkpoint. Shapes: b texts of n tokens each (texts of
different lengths are read one by one, since nothing is masked), d = `TextConfig.dim`. After Conneau
et al., "Unsupervised Cross-lingual Representation Learning at Scale" (2019).
"""

from __future__ import annotations

from typing import cast

import torch
from torch import Tensor, nn
from torch.nn import functional

from musicgen_local.engines.diffrhythm.style.config import TextConfig


class Roberta(nn.Module):
    """Embeddings, then blocks."""

    def __init__(self, config: TextConfig) -> None:
        super().__init__()
        self.embeddings = Embeddings(config)
        self.encoder = nn.ModuleDict(
            {"layer": nn.ModuleList(RobertaBlock(config) for _ in range(config.depth))}
        )

    def forward(self, ids: Tensor) -> Tensor:
        """Ids [b, n] to [b, n, d]."""
        x: Tensor = self.embeddings(ids)
        for block in cast(nn.ModuleList, self.encoder["layer"]):
            x = block(x)
        return x


class Embeddings(nn.Module):
    """What a token is, and where it stands."""

    def __init__(self, config: TextConfig) -> None:
        super().__init__()
        self.first_position = config.padding_id + 1
        self.word_embeddings = nn.Embedding(config.vocabulary, config.dim)
        self.position_embeddings = nn.Embedding(config.positions, config.dim)
        self.token_type_embeddings = nn.Embedding(config.types, config.dim)
        self.LayerNorm = nn.LayerNorm(config.dim, eps=config.norm_epsilon)

    def forward(self, ids: Tensor) -> Tensor:
        """Ids [b, n] to [b, n, d]."""
        positions = torch.arange(ids.shape[1], device=ids.device) + self.first_position
        return cast(
            Tensor,
            self.LayerNorm(
                self.word_embeddings(ids)
                + self.position_embeddings(positions)
                + self.token_type_embeddings.weight[0]
            ),
        )


class RobertaBlock(nn.Module):
    """Attention and an MLP, each with its norm behind it."""

    def __init__(self, config: TextConfig) -> None:
        super().__init__()
        self.heads = config.heads
        self.attention = nn.ModuleDict(
            {
                "self": nn.ModuleDict(
                    {name: nn.Linear(config.dim, config.dim) for name in ("query", "key", "value")}
                ),
                "output": NormedSum(config.dim, config),
            }
        )
        self.intermediate = nn.ModuleDict({"dense": nn.Linear(config.dim, config.ff_dim)})
        self.output = NormedSum(config.ff_dim, config)

    def forward(self, x: Tensor) -> Tensor:
        """[b, n, d] to the same."""
        projections = cast(nn.ModuleDict, self.attention["self"])
        q, k, v = (
            projections[name](x).unflatten(-1, (self.heads, -1)).transpose(1, 2)
            for name in ("query", "key", "value")
        )
        read = functional.scaled_dot_product_attention(q, k, v)
        x = self.attention["output"](read.transpose(1, 2).flatten(-2), x)
        inner = functional.gelu(self.intermediate["dense"](x))
        return cast(Tensor, self.output(inner, x))


class NormedSum(nn.Module):
    """A projection, added to what came before it, and normed."""

    def __init__(self, into: int, config: TextConfig) -> None:
        super().__init__()
        self.dense = nn.Linear(into, config.dim)
        self.LayerNorm = nn.LayerNorm(config.dim, eps=config.norm_epsilon)

    def forward(self, inner: Tensor, before: Tensor) -> Tensor:
        """[b, n, into] and [b, n, d] to [b, n, d]."""
        return cast(Tensor, self.LayerNorm(self.dense(inner) + before))
