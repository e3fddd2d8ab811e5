"""The kind `export`: tracks of the library in one ZIP archive."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import AfterValidator, Field

from musicgen_local.config import Settings
from musicgen_local.jobs.kinds.base import TOOLS_LANE, Task
from musicgen_local.jobs.kinds.fields import Formats, JobParams, TrackId, about_field

if TYPE_CHECKING:
    from musicgen_local.studio import Studio

MAX_TRACKS = 500


def _once(ids: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ids))


class ExportParams(JobParams):
    """What goes into the archive."""

    track_ids: Annotated[tuple[TrackId, ...], AfterValidator(_once)] = Field(
        min_length=1, max_length=MAX_TRACKS, description="The tracks, in the archive's order."
    )
    formats: Formats = Field(("mp3",), description="The audio files of each track.")
    include: tuple[Literal["stems", "midi"], ...] = Field(
        (), max_length=2, description="What else of each track goes in, where it has it."
    )
    total_seconds: float | None = Field(
        None, ge=0, description="Length of all tracks in seconds; found when the job is queued."
    )


class ExportKind:
    """Writes one archive, named by the job, and makes no tracks."""

    name = "export"
    params = ExportParams

    def check(self, studio: Studio, params: ExportParams) -> ExportParams:
        """The params with the tracks' length; see `Kind.check`."""
        with about_field("track_ids"):
            tracks = [studio.show(track_id) for track_id in params.track_ids]
        total = sum(track.duration_seconds for track in tracks)
        return params.model_copy(update={"total_seconds": total})

    def lane(self, params: ExportParams) -> str:
        """The tools'."""
        return TOOLS_LANE

    def engine(self, params: ExportParams) -> str:
        """None."""
        return ""

    def size(self, params: ExportParams) -> float:
        """Seconds of music, once for each format."""
        return (params.total_seconds or 0.0) * len(params.formats)

    def track_count(self, params: ExportParams) -> int:
        """None."""
        return 0

    def steps(self, params: ExportParams) -> int:
        """One."""
        return 1

    def perform(self, studio: Studio, task: Task) -> Mapping[str, Any]:
        """Write the archive; see `Kind.perform`."""
        params = task.params
        assert isinstance(params, ExportParams)
        archive = export_file(studio.settings, task.job_id)
        made = studio.export_tracks(
            params.track_ids,
            params.formats,
            archive,
            include=params.include,
            progress=task.progress,
            cancel=task.cancel,
        )
        return {
            "file": archive.name,
            "bytes": made.bytes,
            "entries": len(made.names),
            "notices": list(made.notices),
        }


def export_file(settings: Settings, job_id: str) -> Path:
    """Where the archive of an export lies, whether it is there or not."""
    return settings.shared_dir / "exports" / f"{job_id}.zip"
