"""A real engine of a third party, small and quick: Karplus-Strong plucks of a falling scale."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from musicgen_local.engines.base import (
    Block,
    Capabilities,
    Generation,
    GenerationRequest,
    GenerationResult,
    PlanPreview,
    Requirement,
)
from musicgen_local.errors import ErrorCode, MachineError, UserError
from musicgen_local.progress import CancelToken, Progress, ProgressCallback, Stage

SAMPLE_RATE = 22_050


class PluckParameters(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    lowest_hz: float = Field(110.0, gt=20, lt=1_000, description="The lowest string.")
    break_after_seconds: float | None = Field(None, description="Fail there, for tests.")
    rest_until: str | None = Field(
        None, description="Rest after the first note until this path with `-SEED` is there."
    )
    trouble: Literal["", "deaf", "helper", "killed", "crash", "mistake", "memory"] = Field(
        "", description="Behave badly after the first note, for tests."
    )


class PluckEngine:
    name = "pluck"
    description = "Plucks a scale."
    licence = "Apache-2.0"
    capabilities = Capabilities(
        min_seconds=1, max_seconds=600, sample_rate=SAMPLE_RATE, stems=True, midi=False
    )
    parameters = PluckParameters

    def requirements(self) -> Sequence[Requirement]:
        return [Requirement("fingers", satisfied=True, required=True, explanation="Ten of them.")]

    def prepare(self, progress: ProgressCallback, cancel: CancelToken) -> bool:
        return False

    def natural_duration_seconds(self, prompt: str, parameters: BaseModel) -> float | None:
        return 3.0 if "short" in prompt else None

    def plan(self, request: GenerationRequest) -> PlanPreview | None:
        if not request.prompt.strip():
            raise UserError(ErrorCode.INVALID_PROMPT, "No words.", recovery="Write some.")
        return None

    def generate(
        self, request: GenerationRequest, progress: ProgressCallback, cancel: CancelToken
    ) -> Generation:
        parameters = request.parameters
        assert isinstance(parameters, PluckParameters)
        rng = np.random.default_rng(request.seed)
        left = round(request.duration_seconds * SAMPLE_RATE)
        played = 0
        while left:
            cancel.raise_if_canceled()
            limit = parameters.break_after_seconds
            if limit is not None and played >= limit * SAMPLE_RATE:
                raise MachineError(ErrorCode.OUT_OF_MEMORY, "A string broke.", recovery="Mend it.")
            if played and parameters.rest_until:
                _rest_until(Path(f"{parameters.rest_until}-{request.seed}"), cancel)
            if played and parameters.trouble:
                share = played / (played + left)
                progress(Progress(Stage.GENERATING_AUDIO, share, "Trouble begins"))
                make_trouble(parameters.trouble)
            frames = min(left, SAMPLE_RATE // 4)
            pitch = parameters.lowest_hz * 2 ** (rng.integers(0, 24) / 12)
            note = 0.3 * _pluck(pitch, frames, rng)
            mix = np.stack([note, np.roll(note, 30)]).astype(np.float32)
            yield Block(mix, {"strings": mix} if request.stems else {})
            left -= frames
            played += frames
            progress(Progress(Stage.GENERATING_AUDIO, played / (played + left), "Plucking"))
        return GenerationResult("A Scale", request.seed, {"genre": "folk", "tempo_bpm": 240.0})


def _rest_until(sign: Path, cancel: CancelToken) -> None:
    while not sign.exists():
        cancel.raise_if_canceled()
        time.sleep(0.02)


def make_trouble(trouble: str) -> None:
    """What engines do that were not written with care."""
    match trouble:
        case "deaf":  # never looks at its token
            while True:
                time.sleep(0.01)
        case "helper":  # never looks either, and has a process of its own
            subprocess.run([sys.executable, "-c", "import time; time.sleep(600)"], check=False)
        case "killed":
            os.kill(os.getpid(), signal.SIGKILL)
        case "crash":
            os.abort()
        case "mistake":
            raise ZeroDivisionError("strings / 0")
        case "memory":
            raise MemoryError


def _pluck(hertz: float, frames: int, rng: np.random.Generator) -> np.ndarray:
    period = round(SAMPLE_RATE / hertz)
    string = rng.uniform(-1, 1, period)
    periods = []
    for _ in range(frames // period + 1):
        periods.append(string)
        string = 0.498 * (string + np.roll(string, 1))
    return np.concatenate(periods)[:frames]
