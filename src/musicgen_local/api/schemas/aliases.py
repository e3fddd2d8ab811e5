"""Bodies and answers of the paths that earlier products published.

Names, ranges and defaults are theirs; what they don't know in a body is ignored, as they did.
Each request has one method that says what it means here: the params of a generation.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag

from musicgen_local.api.schemas.fields import EngineName, Finite, JsonObject, ShortText, Text
from musicgen_local.api.schemas.generations import Preset
from musicgen_local.api.schemas.jobs import EXAMPLE_ID, EXAMPLE_TRACK_ID
from musicgen_local.studio.orders import MAX_SEED

LEGACY_FORMATS = ("wav", "mp3", "flac")  # what the earlier products' downloads offer
DIFFRHYTHM = "diffrhythm"
BARK = "bark"

LegacyStatus = Literal["pending", "processing", "completed", "failed"]
LegacyStage = Literal[
    "pending",
    "loading_model",
    "preparing_prompt",
    "generating_audio",
    "exporting",
    "completed",
]
Quality = Literal["preview", "draft", "standard", "high", "maximum", "ultra"]
# Steps and guidance scale of each quality.
QUALITIES: Mapping[Quality, tuple[int, float]] = MappingProxyType(
    {
        "preview": (4, 2.0),
        "draft": (8, 2.5),
        "standard": (16, 3.0),
        "high": (32, 4.0),
        "maximum": (64, 5.0),
        "ultra": (100, 6.0),
    }
)


def _example(**example: Any) -> ConfigDict:
    return ConfigDict(frozen=True, json_schema_extra={"examples": [example]})


class TextToMusicIn(BaseModel):
    """A piece from a prompt."""

    model_config = _example(prompt="calm piano at night", duration=30)

    prompt: Text = Field(min_length=1)
    duration: Finite = Field(30, ge=5, le=300, description="Seconds.")
    model: EngineName | None = Field(None, description="An engine; the default one unless set.")
    parameters: JsonObject = Field(default_factory=dict, description="The engine's own.")

    def params(self) -> dict[str, Any]:
        """The params of the generation."""
        named = {} if self.model is None else {"engine": self.model}
        return named | {
            "prompt": self.prompt,
            "duration_seconds": self.duration,
            "parameters": self.parameters,
            "formats": list(LEGACY_FORMATS),
        }


class SongIn(BaseModel):
    """A song from lyrics with time stamps and a description of its style."""

    model_config = _example(
        lyrics="[00:00.50]The city sleeps below the rain",
        style_prompt="melancholic piano ballad",
        audio_length=95,
    )

    lyrics: Text = Field(min_length=10, description="LRC lines: `[mm:ss.xx]text`.")
    style_prompt: Text = Field(min_length=3)
    audio_length: Finite = Field(95, ge=95, le=285, description="Seconds.")
    batch_size: int = Field(1, ge=1, le=4, description="Songs; all are kept.")
    steps: int | None = Field(None, ge=1, le=1000, description="The preset's unless set.")
    cfg_strength: Finite | None = Field(
        None, ge=0, le=30, description="Guidance; the preset's unless set."
    )
    preset: Quality = "high"
    auto_master: bool = Field(
        True, description="False leaves the level that is safe for streaming, as every track gets."
    )
    master_preset: Preset = "balanced"

    def params(self) -> dict[str, Any]:
        """The params of the generation."""
        steps, guidance_scale = QUALITIES[self.preset]
        asked = {
            "prompt": self.style_prompt,
            "duration_seconds": self.audio_length,
            "engine": DIFFRHYTHM,
            "parameters": {
                "lyrics": self.lyrics,
                "steps": steps if self.steps is None else self.steps,
                "guidance_scale": (
                    guidance_scale if self.cfg_strength is None else self.cfg_strength
                ),
            },
            "formats": list(LEGACY_FORMATS),
            "count": self.batch_size,
        }
        return asked | ({"master": self.master_preset} if self.auto_master else {})


def _prompt_or_song(body: Any) -> str:
    song = isinstance(body, dict) and ("style_prompt" in body or "lyrics" in body)
    return "song" if song else "prompt"


GenerateBody = Annotated[
    Annotated[TextToMusicIn, Tag("prompt")] | Annotated[SongIn, Tag("song")],
    Discriminator(_prompt_or_song),
]


class DiffRhythmIn(BaseModel):
    """A piece by the engine DiffRhythm."""

    model_config = _example(prompt="warm synth pop", durationSeconds=30, language="en")

    prompt: Text = Field(min_length=1)
    duration_seconds: Finite = Field(30, alias="durationSeconds", ge=10, le=300)
    language: Literal["ru", "en"] = "en"
    genre: ShortText | None = None
    mood: ShortText | None = None
    tempo: Finite | None = Field(None, gt=0, le=400, description="Beats per minute.")
    seed: int | None = Field(None, ge=0, le=MAX_SEED)

    def params(self) -> dict[str, Any]:
        """The params of the generation."""
        wishes = {
            "language": self.language,
            "genre": self.genre,
            "mood": self.mood,
            "tempo_bpm": self.tempo,
        }
        asked = {
            "prompt": self.prompt,
            "duration_seconds": self.duration_seconds,
            "engine": DIFFRHYTHM,
            "parameters": {name: value for name, value in wishes.items() if value is not None},
            "formats": list(LEGACY_FORMATS),
        }
        return asked if self.seed is None else asked | {"seed": self.seed}


class BarkIn(BaseModel):
    """Speech or song by the engine Bark."""

    model_config = _example(text="Good evening, and welcome.", voice_preset="v2/en_speaker_6")

    text: Annotated[Text, Field(min_length=1, max_length=200)]
    voice_preset: ShortText = "v2/ru_speaker_0"
    language: ShortText | None = None
    text_temp: Finite = Field(0.7, ge=0.1, le=2)
    waveform_temp: Finite = Field(0.7, ge=0.1, le=2)

    def params(self) -> dict[str, Any]:
        """The params of the generation."""
        parameters: dict[str, Any] = {
            "voice_preset": self.voice_preset,
            "text_temp": self.text_temp,
            "waveform_temp": self.waveform_temp,
        }
        if self.language is not None:
            parameters["language"] = self.language
        return {
            "prompt": self.text,
            "engine": BARK,
            "parameters": parameters,
            "formats": list(LEGACY_FORMATS),
        }


class MadeTrackOut(BaseModel):
    """A track that was waited for."""

    model_config = _example(
        track_id=EXAMPLE_TRACK_ID,
        audio_url=f"/output/{EXAMPLE_TRACK_ID}.wav",
        duration=30.0,
        device="cpu",
        created_at="2026-03-01T10:00:05Z",
    )

    track_id: str
    audio_url: str
    duration: float = Field(description="Seconds.")
    device: str = Field(description="What the engine worked on.")
    created_at: datetime


class TrackOut(BaseModel):
    """A track of the library, as `/api/track/{track_id}` showed it."""

    model_config = _example(
        track_id=EXAMPLE_TRACK_ID,
        prompt="calm piano at night",
        duration=30.0,
        status="completed",
        audio_url=f"/output/{EXAMPLE_TRACK_ID}.wav",
        file_size=7_938_044,
        created_at="2026-03-01T10:00:05Z",
    )

    track_id: str
    prompt: str
    duration: float = Field(description="Seconds.")
    status: Literal["completed"]
    audio_url: str
    file_size: int = Field(description="Bytes.")
    created_at: datetime


class LegacyJobOut(BaseModel):
    """A job, as `/api/jobs` showed it. A canceled one is failed."""

    model_config = ConfigDict(
        frozen=True,
        populate_by_name=True,
        serialize_by_alias=True,
        json_schema_extra={
            "examples": [
                {
                    "id": EXAMPLE_ID,
                    "status": "processing",
                    "stage": "generating_audio",
                    "progress": 41.5,
                    "message": "Playing bar 12 of 32",
                    "prompt": "warm synth pop",
                    "durationSeconds": 30.0,
                    "trackIds": [],
                    "audioUrl": None,
                    "queuePosition": None,
                    "etaSeconds": 4.2,
                    "error": None,
                    "createdAt": "2026-03-01T10:00:00Z",
                    "startedAt": "2026-03-01T10:00:01Z",
                    "finishedAt": None,
                }
            ]
        },
    )

    id: str
    status: LegacyStatus
    stage: LegacyStage = Field(description="Of a failed job: where it stood.")
    progress: float = Field(ge=0, le=100)
    message: str
    prompt: str = Field(description="Empty for jobs that have none.")
    duration_seconds: float | None = Field(alias="durationSeconds")
    track_ids: list[str] = Field(alias="trackIds")
    audio_url: str | None = Field(alias="audioUrl", description="Once completed.")
    queue_position: int | None = Field(alias="queuePosition")
    eta_seconds: float | None = Field(alias="etaSeconds")
    error: str | None
    created_at: datetime = Field(alias="createdAt")
    started_at: datetime | None = Field(alias="startedAt")
    finished_at: datetime | None = Field(alias="finishedAt")


class AcceptedOut(BaseModel):
    """A job that was queued by `POST /generate`."""

    model_config = _example(
        job_id=EXAMPLE_ID, status="pending", message="Queued; 1 before it in its turn."
    )

    job_id: str
    status: LegacyStatus
    message: str


class AcceptedSongOut(AcceptedOut):
    """A song that was queued."""

    model_config = _example(
        job_id=EXAMPLE_ID,
        status="pending",
        queue_position=1,
        estimated_wait_minutes=0.5,
        message="Queued; it is next.",
    )

    queue_position: int | None = Field(description="1 is next; null once it has begun.")
    estimated_wait_minutes: float | None = Field(
        description="Until it is finished, from past runs on this machine; null before the first."
    )


class StatusOut(AcceptedSongOut):
    """How a job stands."""

    model_config = _example(
        job_id=EXAMPLE_ID,
        status="processing",
        stage="generating_audio",
        progress=41.5,
        queue_position=None,
        estimated_wait_minutes=0.1,
        message="Playing bar 12 of 32",
        error=None,
    )

    stage: LegacyStage
    progress: float = Field(ge=0, le=100)
    error: str | None


class ResultFileOut(BaseModel):
    """An audio file of a finished job."""

    model_config = ConfigDict(frozen=True)

    track_id: str
    format: str
    url: str
    file_size: int = Field(description="Bytes.")


class ResultOut(BaseModel):
    """What a finished job made."""

    model_config = _example(
        job_id=EXAMPLE_ID,
        status="completed",
        track_id=EXAMPLE_TRACK_ID,
        audio_url=f"/output/{EXAMPLE_TRACK_ID}.wav",
        duration=30.0,
        file_size=7_938_044,
        created_at="2026-03-01T10:00:05Z",
        files=[
            {
                "track_id": EXAMPLE_TRACK_ID,
                "format": "wav",
                "url": f"/output/{EXAMPLE_TRACK_ID}.wav",
                "file_size": 7_938_044,
            }
        ],
    )

    job_id: str
    status: Literal["completed"]
    track_id: str = Field(description="The first track; `files` names all.")
    audio_url: str
    duration: float = Field(description="Seconds.")
    file_size: int = Field(description="Bytes.")
    created_at: datetime
    files: list[ResultFileOut]


class HealthOut(BaseModel):
    """How the product stands, in the words of an earlier one."""

    model_config = _example(
        status="healthy",
        models_loaded=["composer"],
        device="cpu",
        queue_length=0,
        active_jobs=0,
        version="0.1.0",
    )

    status: Literal["healthy", "degraded"]
    models_loaded: list[str] = Field(description="The engines that a worker holds ready.")
    device: str
    queue_length: int
    active_jobs: int
    version: str
