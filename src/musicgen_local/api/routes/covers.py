"""The picture of a track: set, and taken away."""

from __future__ import annotations

from fastapi import APIRouter

from musicgen_local.api.file_types import UploadKind
from musicgen_local.api.problems import problems
from musicgen_local.api.schemas.track_batches import CoverIn
from musicgen_local.api.schemas.tracks import TrackId, TrackOut, track_out
from musicgen_local.api.services import ServicesDep, StudioDep
from musicgen_local.api.uploads import Upload
from musicgen_local.errors import ErrorCode, UserError
from musicgen_local.library import remove_cover, replace_cover
from musicgen_local.studio.uploads import uploaded_file

router = APIRouter(prefix="/api/v1/tracks/{track_id}", tags=["files"])

MAX_COVER_PIXELS = 20_000_000
_REFUSALS = problems(ErrorCode.NOT_FOUND, ErrorCode.VALIDATION, ErrorCode.NOT_WRITABLE)


@router.put(
    "/cover", responses=_REFUSALS | problems(ErrorCode.DISK_FULL), summary="Set a track's cover"
)
def set_cover(services: ServicesDep, track_id: TrackId, body: CoverIn) -> TrackOut:
    """Show an uploaded picture with the track, instead of the one that it had.

    The upload can be deleted afterwards.
    """
    upload = services.uploads.get(body.upload_id)
    _check_picture(upload)
    studio = services.studio
    picture = uploaded_file(services.settings, upload.id)
    return track_out(
        replace_cover(studio.library, studio.storage, track_id, picture, upload.format)
    )


@router.delete("/cover", responses=_REFUSALS, summary="Remove a track's cover")
def delete_cover(studio: StudioDep, track_id: TrackId) -> TrackOut:
    """Take the picture of a track away; a track without one stays as it is."""
    return track_out(remove_cover(studio.library, studio.storage, track_id))


def _check_picture(upload: Upload) -> None:
    """What the sandbox found when the upload came in, against what a cover may be."""
    if upload.kind is not UploadKind.IMAGE or upload.width is None or upload.height is None:
        raise UserError(
            ErrorCode.VALIDATION,
            f"The upload is {upload.kind.value}, not a picture.",
            recovery="Upload a PNG, JPEG or WebP picture.",
            details={"field": "upload_id"},
        )
    if upload.width * upload.height > MAX_COVER_PIXELS:
        raise UserError(
            ErrorCode.VALIDATION,
            f"The picture has {upload.width} x {upload.height} pixels; "
            f"{MAX_COVER_PIXELS // 1_000_000} million are the most.",
            recovery="Upload a smaller one; 3000 x 3000 is what stores want.",
            details={"field": "upload_id", "max_pixels": MAX_COVER_PIXELS},
        )
