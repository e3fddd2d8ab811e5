"""The kind `generate`: a prompt becomes one track or several, a step for each."""

from __future__ import annotations

import dataclasses
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from pydantic import Field, ValidationError

from musicgen_local.engines.editing import Keep, PlanChanges
from musicgen_local.engines.registry import DEFAULT_ENGINE, open_engine
from musicgen_local.errors import ErrorCode, UserError
from musicgen_local.jobs.kinds.base import Task, engine_lane
from musicgen_local.jobs.kinds.fields import (
    FORMATS,
    Formats,
    JobParams,
    MasterPresetName,
    TrackId,
)
from musicgen_local.studio.orders import (
    DEFAULT_DURATION_SECONDS,
    MAX_SEED,
    MAX_VARIATIONS,
    GenerateOrder,
)
from musicgen_local.studio.requests import planned

if TYPE_CHECKING:
    from musicgen_local.studio import Studio

MAX_PROMPT_CHARACTERS = 10_000
_SET_HERE = ("seed", "variation", "row", "local_files")
_FIELDS = {"duration": "duration_seconds", "format": "formats", "variations": "count"}


class GenerateParams(JobParams):
    """What to generate. What is left out is chosen when the job is queued."""

    prompt: str = Field(
        min_length=1, max_length=MAX_PROMPT_CHARACTERS, description="The music, in words."
    )
    duration_seconds: float | None = Field(
        None,
        gt=0,
        le=36_000,
        description="Length in seconds, within the engine's range; else what the prompt names, "
        f"else {DEFAULT_DURATION_SECONDS:g}.",
    )
    engine: str = Field(DEFAULT_ENGINE, max_length=64, description="The engine's name.")
    seed: int | None = Field(
        None, ge=0, le=MAX_SEED, description="The same seed gives the same music; else random."
    )
    parameters: dict[str, Any] = Field(
        default_factory=dict, description="The engine's own parameters; its schema lists them."
    )
    master: MasterPresetName | None = Field(
        None, description="The mastering preset; else the one that suits the music."
    )
    formats: Formats = Field(FORMATS, description="The audio files to write.")
    stems: bool = Field(False, description="Write each instrument on its own too, as WAV.")
    midi: bool = Field(False, description="Write the notes as a MIDI file too.")
    artist: str = Field("", max_length=200, description="The artist's name, for row and tags.")
    title: str = Field("", max_length=300, description="The title; else the engine finds one.")
    count: int = Field(
        1, ge=1, le=MAX_VARIATIONS, description="Tracks to make, with seeds that follow another."
    )
    keep: Keep | None = Field(
        None, description="What all variations share with the first: harmony, melody or rhythm."
    )
    like_track_id: TrackId | None = Field(
        None, description="A track of the library whose kind the new piece is to be."
    )
    remake_of: TrackId | None = Field(
        None, description="The track whose own piece is made again, with `changes`."
    )
    changes: PlanChanges | None = Field(None, description="What is to change of that piece.")

    planned_seconds: float | None = Field(
        None, ge=0, description="Length of the music in seconds; found when the job is queued."
    )


class GenerateKind:
    """Makes tracks with an engine; the tracks' seeds are `seed`, `seed` + 1, ..."""

    name = "generate"
    params = GenerateParams

    def check(self, studio: Studio, params: GenerateParams) -> GenerateParams:
        """The params with length and seed fixed; see `Kind.check`."""
        engine = open_engine(params.engine)
        highest = MAX_SEED - params.count + 1
        if params.seed is not None and params.seed > highest:
            raise UserError(
                ErrorCode.VALIDATION,
                f"The seed {params.seed} leaves no room for {params.count} seeds in a row.",
                recovery=f"Use 0 to {highest}, or fewer tracks.",
                details={"field": "seed"},
            )
        seed = secrets.randbelow(highest + 1) if params.seed is None else params.seed
        with fields_called_as_here(of_a_remake=params.remake_of is not None):
            # what can't be played is refused now, not in an hour
            request = planned(studio, _order(params, seed), engine).request
        fixed: dict[str, float] = {"seed": seed, "planned_seconds": request.duration_seconds}
        if params.like_track_id is None and params.remake_of is None:
            fixed["duration_seconds"] = request.duration_seconds
        return params.model_copy(update=fixed)

    def lane(self, params: GenerateParams) -> str:
        """The engine's."""
        return engine_lane(params.engine)

    def engine(self, params: GenerateParams) -> str:
        """The one that was asked for."""
        return params.engine

    def size(self, params: GenerateParams) -> float:
        """Seconds of music."""
        seconds = params.planned_seconds or params.duration_seconds or DEFAULT_DURATION_SECONDS
        return seconds * params.count

    def track_count(self, params: GenerateParams) -> int:
        """As many as were asked for."""
        return params.count

    def steps(self, params: GenerateParams) -> int:
        """One for each track."""
        return params.count

    def perform(self, studio: Studio, task: Task) -> Mapping[str, Any]:
        """Make one track; see `Kind.perform`."""
        params = task.params
        assert isinstance(params, GenerateParams)
        assert params.seed is not None, "the params were not checked"
        made = studio.generate_one(
            _order(params, params.seed, task.step),
            track_id=task.track_ids[task.step],
            progress=task.progress,
            cancel=task.cancel,
        )
        return {
            "track_id": made.track.id,
            "title": made.track.title,
            "seed": made.track.seed,
            "notices": list(made.notices),
            "wall_seconds": round(made.wall_seconds, 3),
            "prepare_seconds": round(made.prepare_seconds, 3),
        }


@contextmanager
def fields_called_as_here(*, of_a_remake: bool = False) -> Iterator[None]:
    """Have the errors of orders and engines name the field as the params call it."""
    try:
        yield
    except UserError as error:
        if of_a_remake:  # what is wrong with changes goes by its own name
            raise
        field = error.details.get("field")
        of_the_engine = isinstance(error.__cause__, ValidationError)
        if field in _FIELDS and not of_the_engine:
            error.details["field"] = _FIELDS[field]
        elif str(field).startswith("parameters."):
            raise
        elif field is not None and (of_the_engine or field not in GenerateParams.model_fields):
            error.details["field"] = f"parameters.{field}"
        raise


def _order(params: GenerateParams, seed: int, variation: int = 0) -> GenerateOrder:
    same = {
        field.name: getattr(params, field.name)
        for field in dataclasses.fields(GenerateOrder)
        if field.name not in _SET_HERE
    }
    return GenerateOrder(
        **same, seed=seed, variation=variation, row=params.count, local_files=False
    )
