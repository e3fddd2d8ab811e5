"""The kind `loop`: a track or an upload, repeated to a length."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pydantic import Field

from musicgen_local.jobs.kinds.base import TOOLS_LANE, Task
from musicgen_local.jobs.kinds.fields import FORMATS, Formats, SourceParams
from musicgen_local.studio.orders import (
    LOOP_SECONDS,
    MAX_CROSSFADE_SECONDS,
    MAX_FADE_SECONDS,
    LoopOrder,
)

if TYPE_CHECKING:
    from musicgen_local.studio import Studio


class LoopParams(SourceParams):
    """What to loop, and for how long."""

    duration_seconds: float = Field(
        ge=LOOP_SECONDS[0], le=LOOP_SECONDS[1], description="Length of the whole, in seconds."
    )
    crossfade_seconds: float = Field(
        5.0,
        ge=0,
        le=MAX_CROSSFADE_SECONDS,
        description="For how long, in seconds, the end sounds together with the next start; "
        "at most half of the source.",
    )
    fade_in_seconds: float = Field(
        0.0, ge=0, le=MAX_FADE_SECONDS, description="Seconds in which it comes up at the start."
    )
    fade_out_seconds: float = Field(
        5.0, ge=0, le=MAX_FADE_SECONDS, description="Seconds in which it goes down at the end."
    )
    formats: Formats = Field(FORMATS, description="The audio files to write.")


class LoopKind:
    """Makes one new track, whose parent is the track it was made from."""

    name = "loop"
    params = LoopParams

    def check(self, studio: Studio, params: LoopParams) -> LoopParams:
        """The params with the source's length; see `Kind.check`."""
        _order(params).check()
        return params.model_copy(update={"source_seconds": params.length_in(studio)})

    def lane(self, params: LoopParams) -> str:
        """The tools'."""
        return TOOLS_LANE

    def engine(self, params: LoopParams) -> str:
        """None."""
        return ""

    def size(self, params: LoopParams) -> float:
        """Seconds of music."""
        return params.duration_seconds

    def track_count(self, params: LoopParams) -> int:
        """One."""
        return 1

    def steps(self, params: LoopParams) -> int:
        """One."""
        return 1

    def perform(self, studio: Studio, task: Task) -> Mapping[str, Any]:
        """Loop the recording; see `Kind.perform`."""
        params = task.params
        assert isinstance(params, LoopParams)
        made = studio.loop_track(
            params.source_in(studio),
            _order(params),
            title=params.title_in(studio),
            track_id=task.track_ids[0],
            progress=task.progress,
            cancel=task.cancel,
        )
        return {
            "track_id": made.track.id,
            "title": made.track.title,
            "notices": list(made.notices),
            "loop": dict(made.track.params["loop"]),
        }


def _order(params: LoopParams) -> LoopOrder:
    return LoopOrder(
        params.duration_seconds,
        params.crossfade_seconds,
        params.fade_in_seconds,
        params.fade_out_seconds,
        params.formats,
    )
