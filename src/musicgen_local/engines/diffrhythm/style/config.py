"""The sizes of MuQ-MuLan, as its three files of settings tell them.

Nothing here needs torch.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from musicgen_local.engines.diffrhythm.config import STYLE_DIM
from musicgen_local.engines.diffrhythm.style.damage import corrupt, missing
from musicgen_local.errors import MachineError

JOINT_FILE = "config.json"
AUDIO_FILE = "muq-large-msd-iter/config.json"
TEXT_FILE = "xlm-roberta-base/config.json"

SAMPLE_RATE = 24_000  # of the audio that it hears
CLIP_SECONDS = 10  # that it hears at once
CLIP_SAMPLES = SAMPLE_RATE * CLIP_SECONDS
MEL_WINDOW = 2_048  # samples of each spectrum
MEL_HOP = 240  # samples between spectra: 100 of them in a second
MEL_BANDS = 128
MEL_RATE = SAMPLE_RATE // MEL_HOP

_T = TypeVar("_T")

# How often each of the two convolutions halves time, by frames in a second of what follows them.
_TIME_STRIDES = {25: (2, 2), 50: (2, 1)}
_ACTIVATIONS = ("gelu", "silu", "swish")  # the last two are one function


@dataclass(frozen=True, slots=True)
class JointConfig:
    """Sizes of the transformer that ends each tower."""

    dim: int
    depth: int
    heads: int
    head_dim: int
    ff_mult: int

    @property
    def ff_dim(self) -> int:
        """Inner channels of the gated MLP; two thirds, since it has three matrices, not two."""
        return int(self.dim * self.ff_mult * 2 / 3)


@dataclass(frozen=True, slots=True)
class AudioConfig:
    """Sizes of what listens: MuQ, a conformer, and the transformer after it."""

    conv_dim: int
    time_strides: tuple[int, int]
    dim: int
    depth: int
    heads: int
    ff_dim: int
    kernel: int  # frames that a conformer block's convolution sees
    activation: str
    norm_epsilon: float  # of the last norm; those within blocks have PyTorch's own
    used_layer: int  # 0..depth: after how many blocks MuQ is left; the last norm follows the last
    mel_mean: float  # of the decibels of mel bands, over the music it learned from
    mel_deviation: float
    joint: JointConfig


@dataclass(frozen=True, slots=True)
class TextConfig:
    """Sizes of what reads: XLM-RoBERTa, and the transformer after it."""

    vocabulary: int
    dim: int
    depth: int
    heads: int
    ff_dim: int
    positions: int  # rows of the table of positions
    types: int
    padding_id: int
    norm_epsilon: float
    projected: bool  # there is a projection between the two
    joint: JointConfig

    @property
    def max_tokens(self) -> int:
        """The longest text, with its first and last token; positions count on from the padding."""
        return self.positions - self.padding_id - 1


@dataclass(frozen=True, slots=True)
class StyleConfig:
    """Sizes of both towers."""

    audio: AudioConfig
    text: TextConfig


def read_config(folder: Path) -> StyleConfig:
    """What the settings in the asset's `folder` say.

    Where they are silent, what the published code takes for granted holds.

    Raises:
        MachineError: `MODEL_NOT_INSTALLED` when a file is not there; `ASSET_CORRUPT` when one
            can't be read, or describes a model that this code doesn't know.
    """
    joint = _Settings.read(folder / JOINT_FILE)
    mulan = joint.part("mulan")
    mulan.must_be("sr", SAMPLE_RATE)
    mulan.must_be("clip_secs", CLIP_SECONDS)
    mulan.must_be("dim_latent", STYLE_DIM)
    return StyleConfig(
        audio=_audio_config(joint, _Settings.read(folder / AUDIO_FILE)),
        text=_text_config(joint, _Settings.read(folder / TEXT_FILE)),
    )


def _audio_config(joint: _Settings, muq: _Settings) -> AudioConfig:
    muq.must_be("hop_length", MEL_HOP)
    muq.must_be("n_mels", MEL_BANDS)
    conformer, stat = muq.part("w2v2_config"), muq.part("stat")
    conformer.must_be("position_embeddings_type", "rotary", None)
    used = joint.part("audio_model")
    dim, depth = muq.whole("encoder_dim", 1_024), muq.whole("encoder_depth", 12)
    used.must_be("model_dim", dim, 1_024)
    layer = used.whole("use_layer_idx", -1, at_least=-depth - 1, at_most=depth)
    return AudioConfig(
        conv_dim=muq.whole("conv_dim", 512),
        time_strides=_TIME_STRIDES[muq.one_of("label_rate", tuple(_TIME_STRIDES), 25)],
        dim=dim,
        depth=depth,
        heads=conformer.divisor("num_attention_heads", dim),
        ff_dim=conformer.whole("intermediate_size"),
        kernel=conformer.whole("conv_depthwise_kernel_size"),
        activation=conformer.one_of("hidden_act", _ACTIVATIONS),
        norm_epsilon=conformer.number("layer_norm_eps"),
        used_layer=layer % (depth + 1),
        mel_mean=stat.number("melspec_2048_mean"),
        mel_deviation=stat.number("melspec_2048_std"),
        joint=_joint_config(joint.part("audio_transformer")),
    )


def _text_config(joint: _Settings, roberta: _Settings) -> TextConfig:
    roberta.must_be("model_type", "xlm-roberta", None)
    roberta.must_be("hidden_act", "gelu")
    roberta.must_be("position_embedding_type", "absolute")
    dim = roberta.whole("hidden_size")
    after = _joint_config(joint.part("text_transformer"))
    told = joint.part("text_model")
    # Without a size of its own the text model is taken to have that of what follows.
    told.must_be("model_dim", dim, after.dim)
    return TextConfig(
        vocabulary=roberta.whole("vocab_size"),
        dim=dim,
        depth=roberta.whole("num_hidden_layers"),
        heads=roberta.divisor("num_attention_heads", dim),
        ff_dim=roberta.whole("intermediate_size"),
        positions=roberta.whole("max_position_embeddings"),
        types=roberta.whole("type_vocab_size"),
        padding_id=roberta.whole("pad_token_id", 1),
        norm_epsilon=roberta.number("layer_norm_eps"),
        projected=dim != after.dim,
        joint=after,
    )


def _joint_config(told: _Settings) -> JointConfig:
    return JointConfig(
        dim=told.whole("dim", 768),
        depth=told.whole("tf_depth", 12, at_least=0),
        heads=told.whole("heads", 8),
        head_dim=told.whole("dim_head", 64),
        ff_mult=told.whole("ff_mult", 4),
    )


@dataclass(frozen=True, slots=True)
class _Settings:
    """A file of settings, or a part of one, whose every value is looked at before it is used."""

    path: Path
    where: str
    told: Mapping[str, Any]

    @classmethod
    def read(cls, path: Path) -> _Settings:
        try:
            told = json.loads(path.read_text("utf-8"))
        except FileNotFoundError as error:
            raise missing(path) from error
        except (OSError, ValueError) as error:
            raise corrupt(path, f"it can't be read ({error})") from error
        if not isinstance(told, dict):
            raise corrupt(path, "it holds no settings")
        return cls(path, "", told)

    def part(self, name: str) -> _Settings:
        told = self.told.get(name)
        if not isinstance(told, dict):
            raise self._wrong(name, "is missing")
        return _Settings(self.path, f"{self.where}{name}.", told)

    def number(self, name: str) -> float:
        told = self.told.get(name)
        if isinstance(told, bool) or not isinstance(told, (int, float)) or told == 0:
            raise self._wrong(name, f"is {told!r}, not a number")
        return float(told)

    def whole(
        self, name: str, unless_told: int | None = None, at_least: int = 1, at_most: int = 10**7
    ) -> int:
        told = self.told.get(name, unless_told)
        if isinstance(told, bool) or not isinstance(told, int) or not at_least <= told <= at_most:
            raise self._wrong(name, f"is {told!r}, not {at_least} to {at_most}")
        return told

    def divisor(self, name: str, of: int) -> int:
        told = self.whole(name)
        if of % told:
            raise self._wrong(name, f"is {told}, which doesn't divide {of}")
        return told

    def one_of(self, name: str, known: tuple[_T, ...], unless_told: _T | None = None) -> _T:
        told = self.told.get(name, unless_told)
        for value in known:
            if value == told:
                return value
        raise self._wrong(name, f"is {told!r}, not one of {known}")

    def must_be(self, name: str, wanted: object, unless_told: object = ...) -> None:
        """`unless_told` is what silence means; without it silence means `wanted`."""
        told = self.told.get(name)
        if told is None:
            told = wanted if unless_told is ... else unless_told
        if told != wanted:
            raise self._wrong(name, f"is {told!r}, not {wanted!r}")

    def _wrong(self, name: str, what: str) -> MachineError:
        return corrupt(self.path, f"'{self.where}{name}' {what}")
