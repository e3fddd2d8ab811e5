"""What the params of several kinds have in common."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, Self, cast

from pydantic import BaseModel, ConfigDict, Field, model_validator

from musicgen_local.errors import UserError
from musicgen_local.studio.orders import DEFAULT_FORMATS
from musicgen_local.studio.uploads import uploaded_file, uploaded_seconds, uploaded_title

if TYPE_CHECKING:
    from musicgen_local.studio import Studio

ID_PATTERN = "^[0-7][0-9a-hjkmnp-tv-z]{25}$"  # of tracks, uploads and jobs: `library.identifiers`

AudioFormatName = Literal["wav", "mp3", "flac", "opus", "m4a", "ogg"]
MasterPresetName = Literal["subtle", "balanced", "loud", "broadcast"]
TrackId = Annotated[str, Field(pattern=ID_PATTERN)]
FORMATS = cast("tuple[AudioFormatName, ...]", DEFAULT_FORMATS)
Formats = Annotated[tuple[AudioFormatName, ...], Field(min_length=1, max_length=6)]


class JobParams(BaseModel):
    """Params are values: frozen, and nothing in them is guessed at."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class SourceParams(JobParams):
    """A recording to work on: a track of the library or an upload."""

    track_id: TrackId | None = Field(None, description="The track of the library to work on.")
    upload_id: TrackId | None = Field(None, description="The uploaded audio to work on.")

    source_seconds: float | None = Field(
        None, ge=0, description="Length of the source in seconds; found when the job is queued."
    )

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        if (self.track_id is None) == (self.upload_id is None):
            raise ValueError("give either track_id or upload_id")
        return self

    def source_in(self, studio: Studio) -> Path | str:
        """What `Studio` takes for it: the file of the upload, or the id of the track.

        Raises:
            UserError: `NOT_FOUND`.
        """
        if self.upload_id is not None:
            return uploaded_file(studio.settings, self.upload_id)
        assert self.track_id is not None
        return self.track_id

    def title_in(self, studio: Studio) -> str | None:
        """What the person called the upload; None where the recording itself tells."""
        if self.upload_id is None:
            return None
        return uploaded_title(studio.settings, self.upload_id) or None

    def length_in(self, studio: Studio) -> float:
        """Seconds that the source lasts.

        Raises:
            UserError: `NOT_FOUND`, or `INVALID_AUDIO` when the upload is none.
        """
        if self.upload_id is not None:
            return uploaded_seconds(studio.settings, self.upload_id)
        assert self.track_id is not None
        with about_field("track_id"):
            track = studio.show(self.track_id)
            studio.audio_file_of(track)  # a track without audio is told now
            return track.duration_seconds


@contextmanager
def about_field(name: str) -> Iterator[None]:
    """Have an error from inside name the field that it is about."""
    try:
        yield
    except UserError as error:
        error.details.setdefault("field", name)
        raise
