"""Make a track's own piece again, with changes."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from musicgen_local.api.problems import problems
from musicgen_local.api.schemas.generations import RemakeIn
from musicgen_local.api.schemas.jobs import JobOut
from musicgen_local.api.schemas.tracks import TrackId
from musicgen_local.api.services import JobsDep, StudioDep
from musicgen_local.api.submission import (
    QUEUED,
    IdempotencyHeader,
    submit_one,
    with_preferences,
)
from musicgen_local.errors import ErrorCode
from musicgen_local.jobs.kinds.generate import MAX_PROMPT_CHARACTERS

router = APIRouter(prefix="/api/v1/tracks", tags=["generations"])


@router.post(
    "/{track_id}/remake",
    status_code=202,
    summary="Queue a remake of a track",
    responses=QUEUED | problems(ErrorCode.VALIDATION, ErrorCode.NOT_FOUND, ErrorCode.CONFLICT),
)
def remake_track(
    track_id: TrackId,
    body: RemakeIn,
    request: Request,
    response: Response,
    studio: StudioDep,
    jobs: JobsDep,
    idempotency_key: IdempotencyHeader = None,
) -> JobOut:
    """Queue a new track, the child of this one: its own piece with the changes of the body.

    Sections, layers or melodies that are named are drawn again, whatever is not named stays note
    for note, and key, tempo and sliders move the whole.
    """
    order = studio.remake_order(track_id, **body.changes())
    params = {
        "prompt": order.prompt[:MAX_PROMPT_CHARACTERS],
        "engine": order.engine,
        "parameters": dict(order.parameters),
        "remake_of": track_id,
        "changes": body.changes(),
        **({"artist": order.artist} if order.artist else {}),
        **({"seed": body.seed} if body.seed is not None else {}),
        **body.order(),
    }
    return submit_one(
        jobs,
        "generate",
        with_preferences(params, jobs.preferences()),
        body,
        key=idempotency_key,
        request=request,
        response=response,
    )
