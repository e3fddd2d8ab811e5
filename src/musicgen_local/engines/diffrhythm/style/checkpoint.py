"""The file of both towers' weights: every tensor that is needed, and none that nobody knows."""

from __future__ import annotations

import re
from pathlib import Path

from torch import Tensor, nn

from musicgen_local.engines.diffrhythm.style.damage import corrupt, missing
from musicgen_local.engines.diffrhythm.tensor_files import UnusableError, check, unpickled

FILE = "pytorch_model.bin"
PREFIX = "mulan."  # of every name in the file

# In the file for the sake of training, or left over by it; nothing of them reaches a vector.
_TRAINING_ONLY = re.compile(
    r"audio\.aggregator\."  # a mix of layers that was tried
    r"|audio\.model\.model\.(cls_token$|linear\.|recon_proj\.|quantizer_\w+\.|rvq\.)"  # targets
    r"|audio\.model\.model\.conformer\.pos_conv_embed\."  # positions are rotary instead
    r"|audio\.model\.model\.preprocessor_\w+\."  # window and mel bands, which are computed
    r"|.*\.num_batches_tracked$"
    r"|text\.model\.(pooler\.|embeddings\.(position|token_type)_ids$)"
    r"|contrast\."  # the temperature of the loss
)


def is_training_only(name: str) -> bool:
    """Whether the tensor of this name (without `PREFIX`) does nothing after training."""
    return _TRAINING_ONLY.match(name) is not None


def read_state(path: Path, model: nn.Module) -> dict[str, Tensor]:
    """The tensors of `model` (its sizes count, not its numbers) by its own names.

    They are mapped from the disk; nothing in the file is executed.

    Raises:
        MachineError: `MODEL_NOT_INSTALLED` when the file isn't there; `ASSET_CORRUPT` when it can't
            be read, or lacks a tensor, or has one that is unknown or of another shape: which.
    """
    try:
        held = unpickled(path)
        needed = {
            name: tensor
            for name, tensor in held.items()
            if not is_training_only(name.removeprefix(PREFIX))
        }
        wanted = {PREFIX + name: tensor.shape for name, tensor in model.state_dict().items()}
        check(needed, wanted)
    except FileNotFoundError as error:
        raise missing(path) from error
    except UnusableError as error:
        raise corrupt(path, error.reason, error.differences) from error
    return {name.removeprefix(PREFIX): tensor for name, tensor in needed.items()}
