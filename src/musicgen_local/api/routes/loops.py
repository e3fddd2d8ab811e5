"""Ask for a loop of a track or of a recording, see which there are, hear how one would go on."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import anyio
from anyio import to_thread
from fastapi import APIRouter, Query, Request, Response

from musicgen_local.api.problems import problems
from musicgen_local.api.sandbox import find_loops, play_seam
from musicgen_local.api.schemas.generations import LoopIn
from musicgen_local.api.schemas.jobs import ID_PATTERN, JobOut
from musicgen_local.api.schemas.loops import LoopCandidatesOut
from musicgen_local.api.services import JobsDep, StudioDep
from musicgen_local.api.submission import QUEUED, IdempotencyHeader, submit_one
from musicgen_local.errors import ErrorCode, UserError
from musicgen_local.studio import Studio
from musicgen_local.studio.looping.order import MAX_CROSSFADE_SECONDS, LoopPlace
from musicgen_local.studio.uploads import uploaded_file, uploaded_seconds

router = APIRouter(prefix="/api/v1/loops", tags=["loops"])

TrackOf = Annotated[
    str | None, Query(description="The track of the library to look at.", pattern=ID_PATTERN)
]
UploadOf = Annotated[
    str | None, Query(description="The uploaded audio to look at.", pattern=ID_PATTERN)
]
_LOOKED_AT = problems(
    ErrorCode.VALIDATION, ErrorCode.NOT_FOUND, ErrorCode.INVALID_AUDIO, ErrorCode.INTERNAL
)
# Looking into a recording takes a process; others wait here, not in the threads of other routes.
_LOOKS = anyio.CapacityLimiter(2)


@router.post(
    "",
    status_code=202,
    summary="Queue a loop of a track or an upload",
    responses=QUEUED
    | problems(
        ErrorCode.VALIDATION,
        ErrorCode.NOT_FOUND,
        ErrorCode.INVALID_AUDIO,
        ErrorCode.CONFLICT,
    ),
)
def create_loop(
    body: LoopIn,
    request: Request,
    response: Response,
    jobs: JobsDep,
    idempotency_key: IdempotencyHeader = None,
) -> JobOut:
    """Queue a loop; the result is a new track whose `parent_id` is the track it was made of."""
    return submit_one(
        jobs,
        "loop",
        body.params(),
        body,
        key=idempotency_key,
        request=request,
        response=response,
    )


@router.get("/candidates", responses=_LOOKED_AT, summary="List the loops of a recording")
async def loop_candidates(
    studio: StudioDep, track_id: TrackOf = None, upload_id: UploadOf = None
) -> LoopCandidatesOut:
    """Where a track or an upload comes back to itself, the best place first.

    A piece that was composed here knows its bars; in any other recording they are looked for.
    """

    def looked() -> LoopCandidatesOut:
        path = _source(studio, track_id, upload_id)
        written = _written(studio, track_id)
        return written or LoopCandidatesOut.model_validate({"written": False} | find_loops(path))

    return await to_thread.run_sync(looked, limiter=_LOOKS)


@router.get(
    "/seam",
    responses=_LOOKED_AT
    | {200: {"content": {"audio/wav": {}}, "description": "A WAV file of some seconds."}},
    response_class=Response,
    summary="Hear the seam of a loop",
)
async def loop_seam(
    studio: StudioDep,
    start_seconds: Annotated[float, Query(ge=0, le=43_200, description="Where the loop starts.")],
    end_seconds: Annotated[float, Query(gt=0, le=43_200, description="Where the loop ends.")],
    track_id: TrackOf = None,
    upload_id: UploadOf = None,
    crossfade_seconds: Annotated[
        float | None, Query(ge=0, le=MAX_CROSSFADE_SECONDS, description="As in the loop's order.")
    ] = None,
) -> Response:
    """Four seconds before a loop's end, and four behind it, as the loop would play them."""

    def played() -> bytes:
        path = _source(studio, track_id, upload_id)
        place = LoopPlace(1, start_seconds, end_seconds)
        place.check()
        place.check_within(_seconds(studio, track_id, upload_id))
        return play_seam(path, start_seconds, end_seconds, crossfade_seconds)

    wav = await to_thread.run_sync(played, limiter=_LOOKS)
    headers = {"Cache-Control": "private, max-age=3600"}
    return Response(wav, media_type="audio/wav", headers=headers)


def _source(studio: Studio, track_id: str | None, upload_id: str | None) -> Path:
    """The audio file of what was named.

    Raises:
        UserError: `NOT_FOUND`; `VALIDATION` unless one thing is named.
    """
    if (track_id is None) == (upload_id is None):
        raise UserError(
            ErrorCode.VALIDATION,
            "It is not clear which recording is meant.",
            recovery="Give either track_id or upload_id.",
            details={"field": "track_id"},
        )
    if upload_id is not None:
        return uploaded_file(studio.settings, upload_id)
    assert track_id is not None
    return studio.audio_file_of(studio.library.get(track_id))


def _seconds(studio: Studio, track_id: str | None, upload_id: str | None) -> float:
    """How long what was named lasts, as it is known without a look into it."""
    if upload_id is not None:
        return uploaded_seconds(studio.settings, upload_id)
    assert track_id is not None
    return studio.library.get(track_id).duration_seconds


def _written(studio: Studio, track_id: str | None) -> LoopCandidatesOut | None:
    from musicgen_local.studio.looping.points import written_points
    from musicgen_local.studio.looping.telling import points_facts

    if track_id is None:
        return None
    track = studio.library.get(track_id)
    frames = round(track.duration_seconds * track.sample_rate)
    points = written_points(studio, track, frames, track.sample_rate)
    if not points:
        return None
    return LoopCandidatesOut.model_validate(
        {
            "source_seconds": round(track.duration_seconds, 3),
            "written": True,
            "candidates": [points_facts(one) for one in points],
        }
    )
