"""Many tracks at once: all of them, or none."""

from __future__ import annotations

from fastapi import APIRouter, Response

from musicgen_local.api.answers import json_answer
from musicgen_local.api.problems import problems
from musicgen_local.api.schemas.track_batches import (
    MetadataBatchIn,
    MetadataBatchOut,
    TrackList,
    TracksIn,
    batch_out,
    list_out,
)
from musicgen_local.api.services import StudioDep
from musicgen_local.errors import ErrorCode
from musicgen_local.library import purge_tracks

router = APIRouter(prefix="/api/v1/tracks", tags=["tracks"])

_REFUSALS = problems(ErrorCode.NOT_FOUND, ErrorCode.VALIDATION)


@router.post(
    "/metadata:batch",
    response_model=MetadataBatchOut,
    responses=_REFUSALS,
    summary="Change many tracks",
)
def change_tracks(studio: StudioDep, body: MetadataBatchIn) -> Response:
    """Change many tracks at once, or with `preview` only tell what would be changed.

    When one of them is unknown, or can't be changed so, none is changed.
    """
    edited = studio.library.edit(body.track_ids, body.edit(), preview=body.preview)
    return json_answer(batch_out(edited, preview=body.preview))


@router.post(
    "/trash:batch", response_model=TrackList, responses=_REFUSALS, summary="Delete many tracks"
)
def delete_tracks(studio: StudioDep, body: TracksIn) -> Response:
    """Put many tracks into the trash; when one of them is unknown, none."""
    return json_answer(list_out(studio.library.delete_all(body.track_ids)))


@router.post(
    "/restore:batch", response_model=TrackList, responses=_REFUSALS, summary="Restore many tracks"
)
def restore_tracks(studio: StudioDep, body: TracksIn) -> Response:
    """Take many tracks out of the trash; when one of them is unknown, none."""
    return json_answer(list_out(studio.library.restore_all(body.track_ids)))


@router.post(
    "/purge:batch",
    response_model=TrackList,
    responses=_REFUSALS | problems(ErrorCode.NOT_WRITABLE),
    summary="Remove many tracks for good",
)
def remove_tracks(studio: StudioDep, body: TracksIn) -> Response:
    """Remove many tracks and their files for good; when one of them is unknown, none.

    The answer is what they were.
    """
    return json_answer(list_out(purge_tracks(studio.library, studio.storage, body.track_ids)))
