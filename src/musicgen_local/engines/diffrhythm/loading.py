"""From the file of weights to a model that is ready, in the arithmetic that was chosen."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn

from musicgen_local.engines.diffrhythm.config import ModelConfig
from musicgen_local.engines.diffrhythm.device import Arithmetic, Device, dtype_of, memory_errors
from musicgen_local.engines.diffrhythm.elementwise import compiled, missing_compiler
from musicgen_local.engines.diffrhythm.model import DiffusionTransformer
from musicgen_local.engines.diffrhythm.projections import (
    AnyProjection,
    Int8Projection,
    PackedProjection,
    Projection,
)
from musicgen_local.engines.diffrhythm.weights import convert_once, read_state
from musicgen_local.progress import CancelToken

# Large, and computed at every step; everything else is small or computed once, in float32.
_HEAVY = ("transformer_blocks.", "input_embed.conv_pos_embed.")


@dataclass(frozen=True, slots=True)
class LoadOptions:
    """How a model is made ready."""

    arithmetic: Arithmetic | None = None  # None: what the device is fast at
    compiled: bool = False  # what lies between the products, compiled at its first use
    reference_precision: bool = True  # with the tables that the published inference had


@dataclass(frozen=True, slots=True)
class LoadedModel:
    """A model that is ready, and how it came to be."""

    model: DiffusionTransformer
    device: Device
    arithmetic: Arithmetic
    weight_bytes: int  # that it holds; in float32 on a CPU they are mapped, and can be let go
    notices: tuple[str, ...]  # what was done otherwise than asked


def load_model(
    source: Path,
    config: ModelConfig,
    device: Device,
    options: LoadOptions,
    cancel: CancelToken,
) -> LoadedModel:
    """The model in the published file `source` (`cfm_model.pt`), converted at its first use.

    Raises:
        MachineError: as `convert_once` and `read_state`, and `OUT_OF_MEMORY`.
        Canceled: soon after `cancel` was set.
    """
    state = read_state(convert_once(source, config, cancel), config)
    with memory_errors("The model", "a smaller model, or int8"):
        return ready_model(state, config, device, options, cancel)


def ready_model(
    state: dict[str, Tensor],
    config: ModelConfig,
    device: Device,
    options: LoadOptions,
    cancel: CancelToken,
) -> LoadedModel:
    """The model with the tensors of `state`, which is emptied on the way.

    One tensor at a time is converted, so that no more than one is held twice.
    """
    arithmetic = options.arithmetic or device.arithmetic
    dtype = device.dtype if arithmetic is Arithmetic.INT8 else dtype_of(arithmetic)
    with torch.device("meta"):
        model = DiffusionTransformer(config, reference_precision=options.reference_precision)
    model.dtype = dtype
    held = 0
    for name in [name for name, _ in model.named_parameters()]:
        cancel.raise_if_canceled()
        tensor = state.pop(name)
        owner, _, leaf = name.rpartition(".")
        if isinstance(model.get_submodule(owner), Projection):
            made = _projection(tensor, arithmetic, dtype, device)
            model.set_submodule(owner, made)
            held += made.weight_bytes
        else:
            wanted = dtype if name.startswith(_HEAVY) else torch.float32
            tensor = tensor.to(device.torch_device, wanted)
            parameter = nn.Parameter(tensor, requires_grad=False)
            setattr(model.get_submodule(owner), leaf, parameter)
            held += tensor.nbytes
    model.eval()
    notices = []
    if options.compiled:
        missing = missing_compiler(device.kind)
        if missing:
            notices.append(f"Nothing was compiled, since {missing}: it works, but slower.")
        else:
            model.ops = compiled()
    return LoadedModel(model, device, arithmetic, held, tuple(notices))


def _projection(
    weight: Tensor, arithmetic: Arithmetic, dtype: torch.dtype, device: Device
) -> AnyProjection:
    weight = weight.to(device.torch_device)
    if arithmetic is Arithmetic.INT8:
        return Int8Projection(weight, dtype, units=device.int8_units)
    if dtype == torch.bfloat16 and device.packs_bfloat16:
        return PackedProjection(weight, dtype)
    return Projection.holding(weight.to(dtype))
