"""The sizes of a model, read from the shapes in its file: smaller and larger kin load, too."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path
from typing import Any

from safetensors import safe_open

from musicgen_local.engines.diffrhythm.config import ModelConfig
from musicgen_local.engines.diffrhythm.weights import PREFIX, converted_path, shapes_in

_BLOCK = re.compile(re.escape(PREFIX) + r"transformer_blocks\.(\d+)\.")
_TEXT_BLOCK = re.compile(re.escape(PREFIX) + r"text_embed\.text_blocks\.(\d+)\.")


def sizes_in(source: Path, like: ModelConfig) -> ModelConfig:
    """The sizes of the model in `source`, which is `like` unless it is as wide as another.

    Of a model of another width, heads and the greatest length leave no trace in the shapes; they
    are those of `like`, and so is whatever can't be read. Whether all fits together is for the
    loading to see, which takes every tensor by its name and shape.

    Raises:
        MachineError: as `shapes_in`.
    """
    shapes = _shapes(source)
    if shapes is None:
        return like
    sizes: dict[str, Any] = {}
    for size, name, axis in (
        ("dim", "proj_out.weight", 1),
        ("mel_dim", "proj_out.weight", 0),
        ("text_dim", "text_embed.text_embed.weight", 1),
    ):
        shape = shapes.get(PREFIX + name)
        if shape is not None and len(shape) == 2:
            sizes[size] = shape[axis]
    words = shapes.get(f"{PREFIX}text_embed.text_embed.weight")
    if words is not None and len(words) == 2:
        sizes["text_num_embeds"] = words[0] - 1
    for size, pattern in (("depth", _BLOCK), ("conv_layers", _TEXT_BLOCK)):
        numbers = [int(found[1]) for name in shapes if (found := pattern.match(name))]
        if numbers:
            sizes[size] = max(numbers) + 1
    gate = shapes.get(f"{PREFIX}transformer_blocks.0.mlp.gate_proj.weight")
    dim = sizes.get("dim", like.dim)
    if dim == like.dim:
        return like
    if gate is not None and gate[0] % dim == 0:
        sizes["ff_mult"] = gate[0] // dim
    return dataclasses.replace(like, **sizes)


def _shapes(source: Path) -> dict[str, tuple[int, ...]] | None:
    """From the converted file where that is all there is."""
    if source.exists():
        return shapes_in(source)
    converted = converted_path(source)
    if not converted.exists():
        return None
    with safe_open(converted, framework="pt") as file:
        return {name: tuple(file.get_slice(name).get_shape()) for name in file.keys()}  # noqa: SIM118
