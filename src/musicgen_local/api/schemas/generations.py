"""What can be asked for: generations, masters, loops and exports, one model for each body."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag, model_validator

from musicgen_local.api.schemas.fields import (
    EngineName,
    Finite,
    IdempotencyKey,
    JsonObject,
    Moment,
    RecordId,
    ShortText,
    Text,
)
from musicgen_local.api.schemas.jobs import EXAMPLE_TRACK_ID
from musicgen_local.jobs.kinds.generate import MAX_PROMPT_CHARACTERS
from musicgen_local.jobs.values import MAX_BATCH, Priority
from musicgen_local.studio.orders import MAX_SEED, MAX_VARIATIONS

Format = Literal["wav", "mp3", "flac", "opus", "m4a", "ogg"]
Preset = Literal["subtle", "balanced", "loud", "broadcast"]

_OPTIONS = frozenset({"priority", "not_before", "idempotency_key"})


class JobOptions(BaseModel):
    """What every job may be asked with, beside the params of its kind."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    priority: Priority = Field(Priority.NORMAL, description="High ones go first.")
    not_before: Moment | None = Field(
        None, description="The earliest start, with its time zone; at once unless set."
    )

    def params(self) -> dict[str, Any]:
        """The params of the job's kind that were given, JSON-ready; null is as good as left out."""
        return self.model_dump(
            mode="json", exclude=set(_OPTIONS), exclude_unset=True, exclude_none=True
        )


class JobRequest(JobOptions):
    """A request for one job."""

    idempotency_key: IdempotencyKey | None = None


class GenerationItem(JobOptions):
    """One generation. What is left out comes from the settings, or is the engine's choice."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"prompt": "calm piano at night", "duration_seconds": 60, "seed": 7},
            ]
        }
    )

    prompt: Text = Field(
        min_length=1, max_length=MAX_PROMPT_CHARACTERS, description="The music, in words."
    )
    duration_seconds: Finite | None = Field(
        None,
        gt=0,
        le=36_000,
        description="What the prompt says, else 60; each engine has its own range.",
    )
    engine: EngineName | None = Field(None, description="See `GET /api/v1/engines`.")
    seed: int | None = Field(None, ge=0, le=MAX_SEED, description="The same seed, the same music.")
    parameters: JsonObject = Field(
        default_factory=dict, description="The engine's own, as its JSON schema says."
    )
    master: Preset | None = Field(None, description="A mastering preset.")
    formats: list[Format] | None = Field(None, min_length=1, max_length=6)
    stems: bool = False
    midi: bool = False
    artist: ShortText | None = Field(None, max_length=200)
    title: ShortText | None = None
    count: int = Field(1, ge=1, le=MAX_VARIATIONS, description="Variations, by following seeds.")


class GenerationIn(GenerationItem, JobRequest):
    """One generation, asked for on its own."""


class GenerationBatchIn(BaseModel):
    """Generations that are queued together: all or none."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        json_schema_extra={
            "examples": [
                {"items": [{"prompt": "calm piano at night"}, {"prompt": "lofi, 80 bpm"}]},
            ]
        },
    )

    items: list[GenerationItem] = Field(min_length=1, max_length=MAX_BATCH)
    idempotency_key: IdempotencyKey | None = None


def _one_or_batch(body: Any) -> str:
    return "batch" if isinstance(body, dict) and "items" in body else "generation"


GenerationBody = Annotated[
    Annotated[GenerationIn, Tag("generation")] | Annotated[GenerationBatchIn, Tag("batch")],
    Discriminator(_one_or_batch),
]


class _OfOneRecording(JobRequest):
    """A job on a track of the library or on an upload."""

    track_id: RecordId | None = Field(None, description="A track of the library.")
    upload_id: RecordId | None = Field(None, description="An upload.")

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        if (self.track_id is None) == (self.upload_id is None):
            raise ValueError("give either track_id or upload_id")
        return self


class MasterIn(_OfOneRecording):
    """Master a track or an upload; the result is a new track."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"track_id": EXAMPLE_TRACK_ID, "preset": "loud"}]}
    )

    preset: Preset | None = Field(None, description="`balanced` unless set.")
    target_lufs: Finite | None = Field(
        None, ge=-36, le=-6, description="Integrated loudness; the preset's own unless set."
    )
    formats: list[Format] | None = Field(None, min_length=1, max_length=6)


class LoopIn(_OfOneRecording):
    """Loop a track or an upload to a length; the result is a new track."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"track_id": EXAMPLE_TRACK_ID, "duration_seconds": 3600}]}
    )

    duration_seconds: Finite = Field(gt=0, le=36_000, description="Of the whole result.")
    crossfade_seconds: Finite | None = Field(None, ge=0)
    fade_in_seconds: Finite | None = Field(None, ge=0)
    fade_out_seconds: Finite | None = Field(None, ge=0)
    formats: list[Format] | None = Field(None, min_length=1, max_length=6)


class ExportIn(JobRequest):
    """Put tracks into one ZIP."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"track_ids": [EXAMPLE_TRACK_ID], "formats": ["mp3"]}]}
    )

    track_ids: list[RecordId] = Field(min_length=1, max_length=1_000)
    formats: list[Format] | None = Field(None, min_length=1, max_length=6)
    include: list[Literal["stems", "midi"]] | None = Field(
        None, max_length=8, description="What else of each track goes in."
    )
