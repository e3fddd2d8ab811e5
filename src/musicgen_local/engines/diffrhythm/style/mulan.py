"""The two towers of MuQ-MuLan, side by side.

Modules carry the names of the published checkpoint, which puts `mulan.` before all of them. Shapes:
b clips or texts.
"""

from __future__ import annotations

from typing import cast

import torch
from torch import Tensor, nn
from torch.nn import functional

from musicgen_local.engines.diffrhythm.config import STYLE_DIM
from musicgen_local.engines.diffrhythm.style.config import AudioConfig, StyleConfig, TextConfig
from musicgen_local.engines.diffrhythm.style.conformer import Muq
from musicgen_local.engines.diffrhythm.style.joint import JointTransformer
from musicgen_local.engines.diffrhythm.style.mel import log_mel
from musicgen_local.engines.diffrhythm.style.text import Roberta


class Mulan(nn.Module):
    """Both towers, and their projections into one space."""

    def __init__(self, config: StyleConfig) -> None:
        super().__init__()
        self.audio = AudioTower(config.audio)
        self.text = TextTower(config.text)
        self.audio_to_latents = nn.Linear(config.audio.joint.dim, STYLE_DIM)
        self.text_to_latents = nn.Linear(config.text.joint.dim, STYLE_DIM)

    def hear(self, clips: Tensor) -> Tensor:
        """Audio float32 [b, CLIP_SAMPLES] on the CPU to vectors of length 1, float32 [b, 512]."""
        return functional.normalize(self.audio_to_latents(self.audio(clips)).float(), dim=-1)

    def read(self, ids: Tensor) -> Tensor:
        """Ids [b, n] of texts, with their first and last token, to vectors of length 1 [b, 512]."""
        return functional.normalize(self.text_to_latents(self.text(ids)).float(), dim=-1)


class AudioTower(nn.Module):
    """What listens."""

    def __init__(self, config: AudioConfig) -> None:
        super().__init__()
        self.mel_mean, self.mel_deviation = config.mel_mean, config.mel_deviation
        self.model = nn.ModuleDict({"model": Muq(config)})
        self.proj = nn.Linear(config.dim, config.joint.dim)
        self.transformer = JointTransformer(config.joint)

    def forward(self, clips: Tensor) -> Tensor:
        """Audio float32 [b, CLIP_SAMPLES] on the CPU to [b, joint dim]."""
        # Spectra are float32, and computed where every device agrees.
        mel = (log_mel(clips) - self.mel_mean) / self.mel_deviation
        heard = self.model["model"](mel.to(self.proj.weight))
        return cast(Tensor, self.transformer(self.proj(heard)))


class TextTower(nn.Module):
    """What reads."""

    def __init__(self, config: TextConfig) -> None:
        super().__init__()
        self.model = Roberta(config)
        self.proj = nn.Linear(config.dim, config.joint.dim) if config.projected else nn.Identity()
        self.transformer = JointTransformer(config.joint)

    def forward(self, ids: Tensor) -> Tensor:
        """Ids [b, n] to [b, joint dim]."""
        return cast(Tensor, self.transformer(self.proj(self.model(ids))))


def mulan_on_meta(config: StyleConfig) -> Mulan:
    """The model without numbers, which takes no memory."""
    with torch.device("meta"):
        return Mulan(config)
