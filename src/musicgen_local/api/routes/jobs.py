"""Read the jobs and steer the queue."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Header, Query, Response

from musicgen_local.api.answers import json_answer
from musicgen_local.api.problems import problems
from musicgen_local.api.schemas.fields import EngineName, RecordId
from musicgen_local.api.schemas.jobs import JobId, JobOut, JobPage, job_etag, job_out
from musicgen_local.api.schemas.queue import JobStatsOut, MoveIn, QueueOut, queue_out, stats_out
from musicgen_local.api.services import JobsDep, ServicesDep, read
from musicgen_local.errors import ErrorCode
from musicgen_local.jobs.values import MAX_PAGE, JobQuery, JobStatus

router = APIRouter(prefix="/api/v1", tags=["jobs"])

KindName = Annotated[str, Query(pattern=r"^[a-z][a-z0-9_-]{0,31}$")]
_STEERING = problems(ErrorCode.VALIDATION, ErrorCode.NOT_FOUND, ErrorCode.CONFLICT)


@router.get(
    "/jobs", summary="List jobs", response_model=JobPage, responses=problems(ErrorCode.VALIDATION)
)
async def list_jobs(
    services: ServicesDep,
    status: Annotated[list[JobStatus], Query(description="Any of these.")] = [],  # noqa: B006
    kind: Annotated[list[KindName], Query(description="Any of these.")] = [],  # noqa: B006
    engine: Annotated[list[EngineName], Query(description="Any of these.")] = [],  # noqa: B006
    batch_id: Annotated[RecordId | None, Query(description="Of this batch.")] = None,
    order: Annotated[
        Literal["asc", "desc"], Query(description="By making; newest first.")
    ] = "desc",
    limit: Annotated[int, Query(ge=1, le=MAX_PAGE)] = 50,
    cursor: Annotated[
        str | None, Query(pattern=r"^[A-Za-z0-9_.=-]{1,1000}$", description="Of the page before.")
    ] = None,
) -> Response:
    """Jobs, newest first, page by page."""
    query = JobQuery(
        status=tuple(status),
        kind=tuple(kind),
        engine=tuple(engine),
        batch_id=batch_id,
        ascending=order == "asc",
        limit=limit,
        cursor=cursor,
    )
    page = await read(services, lambda: services.jobs.list(query))
    items = [job_out(job) for job in page.items]
    return json_answer(JobPage.model_construct(items=items, next_cursor=page.next_cursor))


@router.get("/jobs/stats", summary="The queue in numbers", response_model=JobStatsOut)
async def read_stats(services: ServicesDep) -> Response:
    """Counts by status and kind, and the mean times that estimates are computed from."""
    return json_answer(stats_out(await read(services, services.jobs.stats)))


@router.get(
    "/jobs/{job_id}",
    summary="One job",
    response_model=JobOut,
    responses=problems(ErrorCode.VALIDATION, ErrorCode.NOT_FOUND)
    | {304: {"description": "It is as the `ETag` in `If-None-Match` says."}},
)
async def read_job(
    job_id: JobId,
    services: ServicesDep,
    if_none_match: Annotated[str | None, Header()] = None,
) -> Response:
    """A job as it stands. Its `ETag` changes with its revision and its place in the queue."""
    job = await read(services, lambda: services.jobs.get(job_id))
    headers = {"ETag": job_etag(job), "Cache-Control": "no-cache"}
    if if_none_match is not None and _names(if_none_match, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    return json_answer(job_out(job), headers)


@router.post("/jobs/{job_id}/cancel", summary="Stop a job", responses=_STEERING)
def cancel_job(job_id: JobId, jobs: JobsDep) -> JobOut:
    """Stop a job: at once when it waits, within seconds when it runs. Again changes nothing."""
    return job_out(jobs.cancel(job_id))


@router.post("/jobs/{job_id}/retry", summary="Queue a job again", responses=_STEERING)
def retry_job(job_id: JobId, jobs: JobsDep) -> JobOut:
    """Queue a failed or canceled job again; what it had finished is not done twice."""
    return job_out(jobs.retry(job_id))


@router.post("/jobs/{job_id}/move", summary="Reorder the queue", responses=_STEERING)
def move_job(job_id: JobId, body: MoveIn, jobs: JobsDep) -> JobOut:
    """Give a waiting job another place: before or after another, to the front or to the back."""
    return job_out(jobs.move(job_id, before=body.before, after=body.after, to=body.to))


@router.get("/queue", summary="The queue as a whole")
def read_queue(jobs: JobsDep) -> QueueOut:
    """Whether jobs start, how many wait and run, and which workers there are."""
    return queue_out(jobs.state())


@router.post("/queue/pause", summary="Start no more jobs")
def pause_queue(jobs: JobsDep) -> QueueOut:
    """Start no more jobs until `resume`; what runs goes on."""
    return queue_out(jobs.pause())


@router.post("/queue/resume", summary="Start jobs again")
def resume_queue(jobs: JobsDep) -> QueueOut:
    """Start jobs again."""
    return queue_out(jobs.resume())


def _names(if_none_match: str, etag: str) -> bool:
    """Whether the header names this tag, compared weakly (RFC 9110, section 13.1.2)."""
    wanted = {tag.strip().removeprefix("W/") for tag in if_none_match.split(",")}
    return "*" in wanted or etag.removeprefix("W/") in wanted
