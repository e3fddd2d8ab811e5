"""The kind `prepare`: does what an engine needs once on a machine, before anybody waits for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pydantic import Field

from musicgen_local.engines.registry import open_engine
from musicgen_local.jobs.kinds.base import Task, engine_lane
from musicgen_local.jobs.kinds.fields import JobParams, about_field

if TYPE_CHECKING:
    from musicgen_local.studio import Studio


class PrepareParams(JobParams):
    """What to prepare."""

    engine: str = Field(
        "composer",
        pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$",
        description="Name of the engine to prepare.",
    )


class PrepareKind:
    """Prepares one engine, in the very process that will play its next piece."""

    name = "prepare"
    params = PrepareParams

    def check(self, studio: Studio, params: PrepareParams) -> PrepareParams:
        """The params as they are; see `Kind.check`."""
        with about_field("engine"):
            open_engine(params.engine)
        return params

    def lane(self, params: PrepareParams) -> str:
        """The engine's own."""
        return engine_lane(params.engine)

    def engine(self, params: PrepareParams) -> str:
        """The one that is prepared."""
        return params.engine

    def size(self, params: PrepareParams) -> float:
        """One: an engine is prepared or isn't."""
        return 1.0

    def track_count(self, params: PrepareParams) -> int:
        """None."""
        return 0

    def steps(self, params: PrepareParams) -> int:
        """One."""
        return 1

    def perform(self, studio: Studio, task: Task) -> Mapping[str, Any]:
        """Prepare the engine; see `Kind.perform`."""
        params = task.params
        assert isinstance(params, PrepareParams)
        had_to = open_engine(params.engine).prepare(task.progress, task.cancel)
        return {"engine": params.engine, "prepared_now": had_to}
