"""The kind `loop`: a track or an upload that goes on for minutes or hours."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

from pydantic import Field

from musicgen_local.jobs.kinds.base import TOOLS_LANE, Task
from musicgen_local.jobs.kinds.fields import AudioFormatName, Formats, SourceParams
from musicgen_local.studio.looping.order import (
    LONGEST_SECONDS,
    LOOP_FORMATS,
    LOOP_SECONDS,
    MAX_CROSSFADE_SECONDS,
    MAX_FADE_SECONDS,
    MAX_PICK,
    MAX_TIMES,
    MAX_WINDOW_SECONDS,
    LoopMode,
    LoopOrder,
    LoopPlace,
)
from musicgen_local.studio.orders import MAX_SEED

if TYPE_CHECKING:
    from musicgen_local.studio import Studio

_TILED_SHARE = 0.02  # of the work that a second of source is, what a second of the loop is


class LoopParams(SourceParams):
    """What to loop, for how long, and how."""

    duration_seconds: float | None = Field(
        None,
        ge=LOOP_SECONDS[0],
        le=LONGEST_SECONDS,
        description="Length of the whole in seconds, exact to the sample; up to 36000, or 43200 "
        "with `up_to_12_hours`.",
    )
    times: int | None = Field(
        None, ge=1, le=MAX_TIMES, description="Instead of a length: how often the loop is heard."
    )
    loop_only: bool = Field(
        False, description="Instead of a length: one period alone, for players that repeat it."
    )
    mode: LoopMode | None = Field(
        None,
        description="`seamless` repeats one exact period, `crossfade` fades the end into the "
        "start, `jukebox` jumps between beats that are alike. Seamless where something comes "
        "back, else crossfade, when not given.",
    )
    pick: int = Field(
        1, ge=1, le=MAX_PICK, description="Which of the candidates, as they are listed."
    )
    start_seconds: float | None = Field(
        None, ge=0, description="Where the loop starts, set by hand, with `end_seconds`."
    )
    end_seconds: float | None = Field(None, ge=0, description="Where the loop ends, set by hand.")
    crossfade_seconds: float | None = Field(
        None,
        ge=0,
        le=MAX_CROSSFADE_SECONDS,
        description="For how long both sides of the seam sound together; what fits when not given.",
    )
    fade_in_seconds: float = Field(
        0.0, ge=0, le=MAX_FADE_SECONDS, description="Seconds in which it comes up at the start."
    )
    fade_out_seconds: float | None = Field(
        None,
        ge=0,
        le=MAX_FADE_SECONDS,
        description="Seconds in which it goes down at the end. When not given, the recording's "
        "own ending is played where it comes in time, and else a fade of 5 seconds.",
    )
    window_seconds: float | None = Field(
        None,
        ge=0,
        le=MAX_WINDOW_SECONDS,
        description="Of a jukebox: no passage comes again within so many seconds.",
    )
    seed: int | None = Field(
        None, ge=0, le=MAX_SEED, description="Of a jukebox: the same seed goes the same way."
    )
    formats: Formats = Field(
        cast("tuple[AudioFormatName, ...]", LOOP_FORMATS), description="The audio files to write."
    )
    up_to_12_hours: bool = Field(False, description="Allow more than ten hours.")

    def order(self) -> LoopOrder:
        """The same as the studio takes it."""
        return LoopOrder(
            duration_seconds=self.duration_seconds,
            times=self.times,
            loop_only=self.loop_only,
            mode=self.mode,
            place=LoopPlace(self.pick, self.start_seconds, self.end_seconds),
            crossfade_seconds=self.crossfade_seconds,
            fade_in_seconds=self.fade_in_seconds,
            fade_out_seconds=self.fade_out_seconds,
            window_seconds=self.window_seconds,
            seed=self.seed,
            formats=self.formats,
            up_to_12_hours=self.up_to_12_hours,
        )


class LoopKind:
    """Makes one new track, whose parent is the track it was made from."""

    name = "loop"
    params = LoopParams

    def check(self, studio: Studio, params: LoopParams) -> LoopParams:
        """The params with the source's length; see `Kind.check`."""
        params.order().check()
        return params.model_copy(update={"source_seconds": params.length_in(studio)})

    def lane(self, params: LoopParams) -> str:
        """The tools'."""
        return TOOLS_LANE

    def engine(self, params: LoopParams) -> str:
        """None."""
        return ""

    def size(self, params: LoopParams) -> float:
        """Seconds of music that are really worked on: what repeats is written, not reckoned."""
        source = params.source_seconds or 0.0
        length = params.duration_seconds or source * (params.times or 1)
        share = 1.0 if params.mode is LoopMode.JUKEBOX else _TILED_SHARE
        return source + share * length

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
            params.order(),
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
