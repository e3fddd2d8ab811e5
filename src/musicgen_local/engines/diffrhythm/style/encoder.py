"""Styles by words or by a recording, as DiffRhythm wants to be told them."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor, nn

from musicgen_local.audio.value import FloatArray
from musicgen_local.engines.diffrhythm.device import Device, memory_errors
from musicgen_local.engines.diffrhythm.style import checkpoint, words
from musicgen_local.engines.diffrhythm.style.clip import middle_clip
from musicgen_local.engines.diffrhythm.style.config import read_config
from musicgen_local.engines.diffrhythm.style.conformer import ANGLES
from musicgen_local.engines.diffrhythm.style.mix import Embedding
from musicgen_local.engines.diffrhythm.style.mulan import Mulan, mulan_on_meta
from musicgen_local.engines.diffrhythm.style.words import Tokenizer

_WHAT, _INSTEAD = "The style encoder", "another device"


class StyleEncoder:
    """MuQ-MuLan, ready. Dropping it gives its memory back."""

    def __init__(self, model: Mulan, tokenizer: Tokenizer, device: torch.device) -> None:
        self.model = model
        self.tokenizer = tokenizer
        self._device = device

    @classmethod
    def load(cls, folder: Path, device: Device, dtype: torch.dtype = torch.float32) -> StyleEncoder:
        """What lies in the `folder` of the asset, computing in `dtype`.

        The published inference computed styles in float32; in that dtype the weights stay mapped
        from the disk on a CPU, and come when they are first used.

        Raises:
            MachineError: `MODEL_NOT_INSTALLED` when a file isn't there; `ASSET_CORRUPT` when one is
                damaged or of another model; `OUT_OF_MEMORY`.
        """
        config = read_config(folder)
        tokenizer = Tokenizer(folder / words.FILE, config.text)
        model = mulan_on_meta(config)
        state = checkpoint.read_state(folder / checkpoint.FILE, model)
        with memory_errors(_WHAT, _INSTEAD):
            _fill(model, state, device.torch_device, dtype)
        return cls(model, tokenizer, device.torch_device)

    @property
    def bytes(self) -> int:
        """Memory that the weights take; in float32 on a CPU they are mapped, and can be let go."""
        return sum(tensor.nbytes for tensor in self.model.state_dict().values())

    def of_text(self, text: str) -> Embedding:
        """The style that `text` describes in any language: float32 [512], of length 1.

        Texts are read one by one, since the model takes the filling of a batch for words.

        Raises:
            UserError: `INVALID_PROMPT` when there are no words, or more than the model can read.
            MachineError: `OUT_OF_MEMORY`.
        """
        ids = torch.tensor([self.tokenizer.ids(text)], device=self._device)
        with torch.inference_mode(), memory_errors(_WHAT, _INSTEAD):
            return self.model.read(ids)[0].cpu().numpy()

    def of_audio(self, samples: FloatArray, sample_rate: int) -> Embedding:
        """The style of the middle 10 s of `samples` [channels, frames]: float32 [512], of length 1.

        Raises:
            UserError: `INVALID_AUDIO` when the recording is too short, or silent there.
            MachineError: `OUT_OF_MEMORY`.
        """
        clip = torch.from_numpy(middle_clip(samples, sample_rate))
        with torch.inference_mode(), memory_errors(_WHAT, _INSTEAD):
            return self.model.hear(clip[None])[0].cpu().numpy()


def _fill(model: Mulan, state: dict[str, Tensor], device: torch.device, dtype: torch.dtype) -> None:
    """Give `model` the tensors of `state`, which is emptied: no more than one is held twice."""
    for name in list(state):
        owner, _, leaf = name.rpartition(".")
        tensor = state.pop(name).to(device, torch.float32 if leaf == ANGLES else dtype)
        module = model.get_submodule(owner)
        if leaf in module._buffers:
            setattr(module, leaf, tensor)
        else:
            setattr(module, leaf, nn.Parameter(tensor, requires_grad=False))
    model.eval()
