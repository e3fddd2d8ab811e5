"""What can be asked for: generations, masters, loops and exports, one model for each body."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag, model_validator
from pydantic.json_schema import SkipJsonSchema

from musicgen_local.api.schemas.fields import (
    EngineName,
    Finite,
    IdempotencyKey,
    JsonObject,
    Moment,
    RecordId,
    ShortText,
    Text,
    plain_data,
)
from musicgen_local.api.schemas.jobs import EXAMPLE_TRACK_ID
from musicgen_local.engines.editing import Keep, PlanChanges
from musicgen_local.jobs.kinds.export import ExportParams
from musicgen_local.jobs.kinds.generate import MAX_PROMPT_CHARACTERS
from musicgen_local.jobs.kinds.loop import LoopParams
from musicgen_local.jobs.kinds.master import MasterParams
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
    keep: Keep | None = Field(None, description="What all variations share with the first.")
    like_track_id: RecordId | None = Field(
        None,
        description="A track whose kind the new piece is to be: its genre, mood, band and form, "
        "a near tempo and key.",
    )


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


class MasterIn(MasterParams, JobRequest):
    """Master a track or an upload; the result is a new track."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"track_id": EXAMPLE_TRACK_ID, "preset": "loud"}]}
    )

    source_seconds: SkipJsonSchema[None] = None  # found when the job is queued


class LoopIn(LoopParams, JobRequest):
    """Loop a track or an upload to a length; the result is a new track."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"track_id": EXAMPLE_TRACK_ID, "duration_seconds": 3600}]}
    )

    source_seconds: SkipJsonSchema[None] = None  # found when the job is queued


class ExportIn(ExportParams, JobRequest):
    """Put tracks into one ZIP."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"track_ids": [EXAMPLE_TRACK_ID], "formats": ["mp3"]}]}
    )

    total_seconds: SkipJsonSchema[None] = None  # found when the job is queued


class RemakeIn(PlanChanges, JobRequest):
    """Make a track's own piece again with changes; what is not named stays note for note."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"layers": ["lead"], "transpose": 2},
                {"sections": ["chorus 2"], "lock": ["bass"], "seed": 7},
                {"new_melody": True, "tempo_bpm": 96, "formats": ["flac"]},
            ]
        }
    )

    master: Preset | None = Field(None, description="A mastering preset.")
    formats: list[Format] | None = Field(None, min_length=1, max_length=6)
    stems: bool = False
    midi: bool = False
    artist: ShortText | None = Field(None, max_length=200)
    title: ShortText | None = None

    @model_validator(mode="before")
    @classmethod
    def _plain(cls, value: Any) -> Any:
        return plain_data(value)

    def changes(self) -> dict[str, Any]:
        """What is to change, JSON-ready."""
        names = set(PlanChanges.model_fields)
        return {name: value for name, value in self.params().items() if name in names}

    def order(self) -> dict[str, Any]:
        """The rest of the params, JSON-ready."""
        names = set(PlanChanges.model_fields)
        return {name: value for name, value in self.params().items() if name not in names}
