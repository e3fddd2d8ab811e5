"""What an engine is: a name, what it can do, what it needs, and `generate`."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel

from musicgen_local.progress import CancelToken, ProgressCallback

FloatArray = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What an engine can be asked for."""

    min_seconds: float
    max_seconds: float
    sample_rate: int
    channels: int = 2
    lyrics: bool = False
    reference_audio: bool = False
    stems: bool = False
    midi: bool = False
    plan: bool = False  # shows, and accepts, an editable plan of the piece
    loop_ready: bool = False  # can end so that the end runs into the start


@dataclass(frozen=True, slots=True)
class Requirement:
    """Something an engine wants from the machine, and the command that gets it."""

    name: str
    satisfied: bool
    required: bool  # False: the engine works without it, only less well
    explanation: str
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class GenerationRequest:
    """One piece of music, asked for. Validated at the edge, frozen from there on."""

    prompt: str
    duration_seconds: float
    seed: int
    parameters: BaseModel  # an instance of the engine's own `parameters` model
    stems: bool = False
    midi: bool = False
    duration_asked: bool = True  # somebody named the duration; else it is a default
    plan: Any = None  # `PlanPreview.made` of this very request, so that it isn't planned twice
    row_seeds: Sequence[int] = ()  # of all pieces that are asked for in a row with this one


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of the piece: the mix, and each stem over the same frames when asked for."""

    mix: FloatArray  # float32 [channels, frames], before mastering
    stems: Mapping[str, FloatArray] = field(default_factory=dict)  # each [channels, frames]


@dataclass(frozen=True, slots=True)
class PlanPreview:
    """What an engine would play: as data to edit, and as rows to read."""

    plan: Mapping[str, Any]
    summary: Mapping[str, str]  # name of a fact -> the fact, in the order to show them
    notices: Sequence[str] = ()  # what was decided against the letter of the prompt, and why
    master: str | None = None  # the mastering preset that suits the music, when nobody names one
    most_crest_db: float | None = None  # how far its peaks may stand above its RMS
    duration_seconds: float | None = None  # of the audio, where the plan decides it
    made: Any = None  # the plan as the engine itself holds it, for `GenerationRequest.plan`


@dataclass(frozen=True, slots=True)
class GenerationResult:
    """What an engine says of the piece when its last block is out."""

    title: str
    seed: int
    facts: Mapping[str, Any]  # genre, mood, tempo_bpm, key, ... : columns and tags of the track
    preview: PlanPreview | None = None
    midi: bytes | None = None
    notices: Sequence[str] = ()  # what was left out or done otherwise, in plain words


Generation = Generator[Block, None, GenerationResult]


@runtime_checkable
class Engine(Protocol):
    """A maker of music. A third party's engine is a pip package with an entry point.

    Instances are cheap: heavy imports and loading happen inside `generate`.
    """

    name: str
    description: str
    licence: str
    capabilities: Capabilities
    parameters: type[BaseModel]

    def requirements(self) -> Sequence[Requirement]:
        """What the engine wants from this machine, satisfied or not."""
        ...

    def prepare(self, progress: ProgressCallback, cancel: CancelToken) -> bool:
        """Do what is needed once on a machine before the first piece; whether there was anything.

        Raises:
            Canceled: soon after `cancel` was set; what was prepared until then stays.
        """
        ...

    def natural_duration_seconds(self, prompt: str, parameters: BaseModel) -> float | None:
        """The length that the prompt or a parameter names, if any does."""
        ...

    def plan(self, request: GenerationRequest) -> PlanPreview | None:
        """What would be played, without playing it; None for engines that make no plans.

        Raises:
            MusicGenError: when the request can't be carried out.
        """
        ...

    def generate(
        self, request: GenerationRequest, progress: ProgressCallback, cancel: CancelToken
    ) -> Generation:
        """Yield the piece block by block and return its facts.

        Raises:
            MusicGenError: when the request can't be carried out.
            Canceled: at the first block after `cancel` was set.
        """
        ...
