"""`GET /api/v1/system`: the machine, and what is amiss; `POST .../fixes/{fix_id}` mends it."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from musicgen_local.api.answers import json_answer
from musicgen_local.api.machine import Machine
from musicgen_local.api.problems import problems
from musicgen_local.api.request_ids import request_id_of
from musicgen_local.api.schemas.jobs import JobOut, job_out, job_path
from musicgen_local.api.schemas.system import FixDone, FixId, SystemOut
from musicgen_local.api.services import ServicesDep
from musicgen_local.api.submission import QUEUED
from musicgen_local.errors import ErrorCode
from musicgen_local.jobs.queue import JobQueue
from musicgen_local.jobs.values import MAX_PAGE, Job, JobQuery, JobStatus, NewJob
from musicgen_local.studio.mending import Download, Mended, Preparation, mend

router = APIRouter(prefix="/api/v1/system", tags=["system"])

_DONE: dict[int | str, dict[str, Any]] = {200: {"model": FixDone, "description": "Done."}}


@router.get("")
def read_system(request: Request, response: Response, services: ServicesDep) -> SystemOut:
    """The machine, what it has to give, and what was found when everything was looked at.

    What takes long to find out is up to ten seconds old.
    """
    response.headers["Cache-Control"] = "no-store"
    return _machine(request).look(services)


@router.post(
    "/fixes/{fix_id}",
    response_model=JobOut,
    status_code=202,
    responses=QUEUED
    | _DONE
    | problems(ErrorCode.NOT_FOUND, ErrorCode.NOT_WRITABLE, ErrorCode.DISK_FULL),
    summary="Mend a finding",
)
def mend_finding(request: Request, services: ServicesDep, fix_id: FixId) -> Response:
    """Mend what a finding of `GET /api/v1/system` names: at once, or as a job where it takes long.

    Again changes nothing.
    """
    try:
        done = mend(services.studio, fix_id)
    finally:
        _machine(request).forget()
    if isinstance(done, Mended):
        return json_answer(FixDone(message=done.message))
    job = _job_for(services.jobs, done, request_id_of(request))
    body = job_out(job).model_dump(mode="json")
    return JSONResponse(body, 202, headers={"Location": job_path(job.id)})


def _job_for(jobs: JobQueue, work: Download | Preparation, request_id: str) -> Job:
    """The job that does what is wanted; one that is under way already is as good as another."""
    kind, params = _job_params(work)
    active = JobQuery(kind=(kind,), status=(JobStatus.QUEUED, JobStatus.RUNNING), limit=MAX_PAGE)
    for job in jobs.list(active).items:
        if not job.cancel_requested and params.items() <= job.params.items():
            return job
    return jobs.submit(NewJob(kind=kind, params=params, request_id=request_id))


def _job_params(work: Download | Preparation) -> tuple[str, dict[str, Any]]:
    if isinstance(work, Preparation):
        return "prepare", {"engine": work.engine}
    return "download", {"asset_ids": list(work.asset_ids), "force": work.force}


def _machine(request: Request) -> Machine:
    machine: Machine = request.app.state.machine
    return machine
