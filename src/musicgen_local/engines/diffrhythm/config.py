"""The two published models as values, the clock of their latents, and the quality presets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

SAMPLE_RATE = 44_100  # of the audio that the VAE reads and writes
SAMPLES_PER_FRAME = 2_048  # audio samples for each latent frame
LATENT_RATE = SAMPLE_RATE / SAMPLES_PER_FRAME  # 21.533 latent frames per second

BASE_SECONDS = 95  # what the model of 2,048 frames sings, always
FULL_MIN_SECONDS = 96
FULL_MAX_SECONDS = 285
MAX_BATCH = 4  # songs that are made at the same time

TIME_SINUSOIDS = 256  # sines and cosines that a time is told by
TIME_DIM = 512  # channels of the sum of the time embeddings
STYLE_DIM = 512  # channels of a style vector
CONV_POSITION_KERNEL = 31
CONV_POSITION_GROUPS = 16
TEXT_CONV_KERNEL = 7
TEXT_CONV_EXPANSION = 2
ROTARY_THETA = 10_000.0
NORM_EPSILON = 1e-6


@dataclass(frozen=True, slots=True)
class ModelConfig:
    """Sizes of one diffusion transformer."""

    dim: int = 2_048
    depth: int = 16
    heads: int = 32
    ff_mult: int = 4  # inner size of the gated MLP, in multiples of `dim`
    text_dim: int = 512
    conv_layers: int = 4  # ConvNeXt blocks over the phonemes
    mel_dim: int = 64  # channels of a latent frame; the checkpoint's own word for them
    text_num_embeds: int = 363  # phonemes; id 0 is filler and comes on top
    max_frames: int = 6_144
    duration_embedding: bool = True  # is told how long the song is to be

    @property
    def head_dim(self) -> int:
        """Channels of one attention head."""
        return self.dim // self.heads

    @property
    def ff_dim(self) -> int:
        """Inner channels of the gated MLP."""
        return self.dim * self.ff_mult

    @property
    def fused_blocks(self) -> int:
        """How many blocks, from the first on, have the text added to what they give."""
        return self.depth // 2

    @property
    def input_dim(self) -> int:
        """Channels that enter the input projection: song, reference, text, style, time."""
        return 2 * self.mel_dim + self.text_dim + STYLE_DIM + TIME_DIM


BASE_95 = ModelConfig(max_frames=2_048, duration_embedding=False)
FULL_285 = ModelConfig(max_frames=6_144, duration_embedding=True)


@dataclass(frozen=True, slots=True)
class Quality:
    """How much work goes into a song."""

    steps: int  # points of the time grid; the model is evaluated one time less
    guidance: float  # how far the velocity is pushed away from the one without conditions


QUALITIES: Mapping[str, Quality] = MappingProxyType(
    {
        "preview": Quality(4, 2.0),
        "draft": Quality(8, 2.5),
        "standard": Quality(16, 3.0),
        "high": Quality(32, 4.0),
        "maximum": Quality(64, 5.0),
        "ultra": Quality(100, 6.0),
    }
)


def frames_at(seconds: float) -> int:
    """The latent frame that `seconds` falls into."""
    return int(seconds * SAMPLE_RATE / SAMPLES_PER_FRAME)


def frames_of(seconds: float) -> int:
    """Latent frames of a song of `seconds`.

    Exactly 95 s is the whole of the smaller model, which has a few frames more than 95 s need.

    Raises:
        ValueError: when neither model sings so long or so short.
    """
    if seconds == BASE_SECONDS:
        return BASE_95.max_frames
    if not FULL_MIN_SECONDS <= seconds <= FULL_MAX_SECONDS:
        raise ValueError(
            f"{seconds:g} s is neither {BASE_SECONDS} s nor {FULL_MIN_SECONDS}-{FULL_MAX_SECONDS} s"
        )
    return frames_at(seconds)


def config_of(seconds: float) -> ModelConfig:
    """The published model that makes songs of `seconds`; errors as in `frames_of`."""
    frames_of(seconds)
    return BASE_95 if seconds == BASE_SECONDS else FULL_285
