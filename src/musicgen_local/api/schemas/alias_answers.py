"""Answers of the paths that earlier products published, in their words."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from musicgen_local.api.schemas.jobs import EXAMPLE_ID, EXAMPLE_TRACK_ID

LegacyStatus = Literal["pending", "processing", "completed", "failed"]
LegacyStage = Literal[
    "pending",
    "loading_model",
    "preparing_prompt",
    "generating_audio",
    "exporting",
    "completed",
]


def _example(**example: Any) -> ConfigDict:
    return ConfigDict(frozen=True, json_schema_extra={"examples": [example]})


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


class EarlierTrackOut(BaseModel):
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


LegacyLoopStatus = Literal["pending", "analyzing", "rendering", "exporting", "completed", "failed"]


class LoopJobOut(BaseModel):
    """A loop, as `/api/loop/jobs` showed it."""

    model_config = ConfigDict(
        frozen=True,
        populate_by_name=True,
        serialize_by_alias=True,
        json_schema_extra={
            "examples": [
                {
                    "id": EXAMPLE_ID,
                    "trackId": EXAMPLE_TRACK_ID,
                    "status": "rendering",
                    "progress": 41.5,
                    "resultUrl": None,
                    "error": None,
                }
            ]
        },
    )

    id: str
    track_id: str | None = Field(alias="trackId", description="What is looped; null: an upload.")
    status: LegacyLoopStatus
    progress: float = Field(ge=0, le=100)
    result_url: str | None = Field(alias="resultUrl", description="Once completed.")
    error: str | None


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
        description="Until it is finished, from measured runs and its own progress; null while "
        "nothing was measured."
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


class EarlierHealthOut(BaseModel):
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
