"""The kind `master`: a track or an upload becomes a mastered track."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pydantic import Field

from musicgen_local.jobs.kinds.base import TOOLS_LANE, Task
from musicgen_local.jobs.kinds.fields import FORMATS, Formats, MasterPresetName, SourceParams

if TYPE_CHECKING:
    from musicgen_local.studio import Studio


class MasterParams(SourceParams):
    """What to master, and how."""

    preset: MasterPresetName = Field("balanced", description="The manner of mastering.")
    target_lufs: float | None = Field(
        None, ge=-36, le=-6, description="Integrated loudness in LUFS; else the preset's own."
    )
    formats: Formats = Field(FORMATS, description="The audio files to write.")


class MasterKind:
    """Makes one new track, whose parent is the track it was made from."""

    name = "master"
    params = MasterParams

    def check(self, studio: Studio, params: MasterParams) -> MasterParams:
        """The params with the source's length; see `Kind.check`."""
        return params.model_copy(update={"source_seconds": params.length_in(studio)})

    def lane(self, params: MasterParams) -> str:
        """The tools'."""
        return TOOLS_LANE

    def engine(self, params: MasterParams) -> str:
        """None."""
        return ""

    def size(self, params: MasterParams) -> float:
        """Seconds of music."""
        return params.source_seconds or 0.0

    def track_count(self, params: MasterParams) -> int:
        """One."""
        return 1

    def steps(self, params: MasterParams) -> int:
        """One."""
        return 1

    def perform(self, studio: Studio, task: Task) -> Mapping[str, Any]:
        """Master the recording; see `Kind.perform`."""
        params = task.params
        assert isinstance(params, MasterParams)
        made = studio.master_track(
            params.source_in(studio),
            title=params.title_in(studio),
            preset=params.preset,
            target_lufs=params.target_lufs,
            formats=params.formats,
            track_id=task.track_ids[0],
            progress=task.progress,
            cancel=task.cancel,
        )
        return {
            "track_id": made.track.id,
            "title": made.track.title,
            "notices": list(made.notices),
            "input_lufs": made.track.params.get("input_lufs"),
            "output_lufs": made.track.loudness_lufs,
        }
