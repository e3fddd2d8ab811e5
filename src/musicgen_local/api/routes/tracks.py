"""The library's tracks: find, read, change, throw away, take back."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Header, Query, Response

from musicgen_local.api.answers import json_answer
from musicgen_local.api.problems import problems
from musicgen_local.api.schemas.track_queries import TrackListQuery
from musicgen_local.api.schemas.tracks import (
    TrackId,
    TrackOut,
    TrackPage,
    TrackPatch,
    track_etag,
    track_out,
)
from musicgen_local.api.services import ServicesDep, StudioDep, read
from musicgen_local.errors import ErrorCode, UserError
from musicgen_local.library import Track, purge_track

router = APIRouter(prefix="/api/v1/tracks", tags=["tracks"])

_ETAG: dict[str, Any] = {
    "headers": {
        "ETag": {"schema": {"type": "string"}, "description": "Changes whenever the track does."}
    }
}
IfMatch = Annotated[
    str | None,
    Header(
        alias="If-Match",
        max_length=1_000,
        description="The ETag that the track must still have; somebody else's change is kept.",
    ),
]


@router.get(
    "", response_model=TrackPage, responses=problems(ErrorCode.VALIDATION), summary="List tracks"
)
async def list_tracks(services: ServicesDep, asked: Annotated[TrackListQuery, Query()]) -> Response:
    """The tracks of the library, newest first unless another order is asked for, page by page."""
    query = asked.asked()
    library = services.studio.library
    page, total = await read(services, lambda: library.browse(query))
    return json_answer(
        TrackPage.model_construct(
            items=[track_out(track) for track in page.items],
            next_cursor=page.next_cursor,
            total=total,
        )
    )


@router.get(
    "/{track_id}",
    responses=problems(ErrorCode.NOT_FOUND, ErrorCode.VALIDATION)
    | {200: _ETAG, 304: {"description": "It is as the `ETag` in `If-None-Match` says."}},
    response_model=TrackOut,
    summary="Read a track",
)
async def read_track(
    services: ServicesDep,
    track_id: TrackId,
    if_none_match: Annotated[str | None, Header()] = None,
) -> Response:
    """One track, in the trash or not (`deleted_at` tells)."""
    track = await read(services, lambda: services.studio.library.get(track_id))
    shown = track_out(track)
    etag = track_etag(shown)
    if if_none_match is not None and etag in (tag.strip() for tag in if_none_match.split(",")):
        return Response(status_code=304, headers={"ETag": etag})
    return json_answer(shown, {"ETag": etag})


@router.patch(
    "/{track_id}",
    responses=problems(ErrorCode.NOT_FOUND, ErrorCode.CONFLICT, ErrorCode.VALIDATION)
    | {200: _ETAG},
    summary="Change a track",
)
def change_track(
    studio: StudioDep,
    track_id: TrackId,
    patch: TrackPatch,
    response: Response,
    if_match: IfMatch = None,
) -> TrackOut:
    """Change what the body names and leave the rest.

    With `If-Match` only if the track is still the one that was read; otherwise nothing is changed,
    and the problem tells both versions.
    """
    track = studio.library.get(track_id)
    _check_version(track, if_match)
    changes = patch.changes()
    if changes:
        seen = track.updated_at if if_match else None
        track = studio.library.update(track_id, seen_updated_at=seen, **changes)
    return _shown(track, response)


@router.delete(
    "/{track_id}",
    responses=problems(ErrorCode.NOT_FOUND, ErrorCode.VALIDATION, ErrorCode.NOT_WRITABLE),
    summary="Delete a track",
)
def delete_track(
    studio: StudioDep,
    track_id: TrackId,
    forever: Annotated[
        bool, Query(description="Remove the track and its files for good; there is no way back.")
    ] = False,
) -> TrackOut:
    """Put a track into the trash, where it keeps its files and can be restored."""
    if not forever:
        return track_out(studio.library.delete(track_id))
    track = studio.library.get(track_id)
    purge_track(studio.library, studio.storage, track_id)
    return track_out(track)


@router.post(
    "/{track_id}/restore",
    responses=problems(ErrorCode.NOT_FOUND, ErrorCode.VALIDATION) | {200: _ETAG},
    summary="Restore a track",
)
def restore_track(studio: StudioDep, track_id: TrackId, response: Response) -> TrackOut:
    """Take a track back out of the trash; one that isn't in it stays as it is."""
    return _shown(studio.library.restore(track_id), response)


def _shown(track: Track, response: Response) -> TrackOut:
    shown = track_out(track)
    response.headers["ETag"] = track_etag(shown)
    return shown


def _check_version(track: Track, if_match: str | None) -> None:
    if if_match is None:
        return
    current = track_etag(track_out(track))
    if {"*", current}.isdisjoint(tag.strip() for tag in if_match.split(",")):
        raise UserError(
            ErrorCode.CONFLICT,
            f"'{track.title}' was changed since it was read.",
            recovery="Read the track again, and make the change on what it is now.",
            details={"track_id": track.id, "if_match": if_match, "etag": current},
        )
