"""`GET /api/track/{track_id}`: one track of the library."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path

from musicgen_local.api.legacy import find_track, track_out
from musicgen_local.api.problems import problems
from musicgen_local.api.schemas.alias_answers import EarlierTrackOut
from musicgen_local.api.schemas.jobs import EXAMPLE_TRACK_ID
from musicgen_local.api.services import ServicesDep
from musicgen_local.errors import ErrorCode

router = APIRouter(prefix="/api", tags=["earlier paths"])


@router.get(
    "/track/{track_id}",
    responses=problems(ErrorCode.NOT_FOUND),
    summary="One track",
    deprecated=True,
)
def read_track(
    track_id: Annotated[str, Path(description="Id of a track.", examples=[EXAMPLE_TRACK_ID])],
    services: ServicesDep,
) -> EarlierTrackOut:
    """A finished track. New programs use `GET /api/v1/tracks/{id}`."""
    return track_out(find_track(services, track_id))
