"""The library looked at otherwise than as a list: by what it holds, and by families."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from musicgen_local.api.answers import json_answer
from musicgen_local.api.problems import problems
from musicgen_local.api.schemas.track_queries import (
    TrackFacets,
    TrackVersions,
    facets_out,
    versions_out,
)
from musicgen_local.api.schemas.tracks import TrackId
from musicgen_local.api.services import ServicesDep, read
from musicgen_local.errors import ErrorCode

router = APIRouter(prefix="/api/v1/tracks", tags=["tracks"])


@router.get(
    "/facets",
    response_model=TrackFacets,
    responses=problems(ErrorCode.VALIDATION),
    summary="Count genres, moods, engines and tags",
)
async def track_facets(
    services: ServicesDep,
    trashed: Annotated[bool, Query(description="Of the trash instead.")] = False,
) -> Response:
    """What the library's tracks can be told apart by, and how many there are of each."""
    library = services.studio.library
    return json_answer(facets_out(await read(services, lambda: library.facets(trashed=trashed))))


@router.get(
    "/{track_id}/versions",
    response_model=TrackVersions,
    responses=problems(ErrorCode.NOT_FOUND, ErrorCode.VALIDATION),
    summary="List a track's versions",
)
async def track_versions(services: ServicesDep, track_id: TrackId) -> Response:
    """What a track was made of, what was made of it, and so on: its whole family, itself too.

    Tracks in the trash are left out.
    """
    library = services.studio.library
    return json_answer(versions_out(await read(services, lambda: library.versions(track_id))))
