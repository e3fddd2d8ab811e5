"""Sounds and weights: list, download, pause, go on, verify, remove."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Timer
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import PlainTextResponse

from musicgen_local.api.problems import problems
from musicgen_local.api.request_ids import request_id_of
from musicgen_local.api.schemas.jobs import JobOut, job_out, job_path
from musicgen_local.api.schemas.models import (
    ModelCheck,
    ModelId,
    ModelList,
    ModelOut,
    ModelRemoved,
    bundle_out,
    model_out,
)
from musicgen_local.api.services import JobsDep, StudioDep
from musicgen_local.api.submission import QUEUED, IdempotencyHeader
from musicgen_local.errors import Canceled, ErrorCode, UserError
from musicgen_local.jobs.queue import JobQueue
from musicgen_local.jobs.values import MAX_PAGE, Job, JobQuery, JobStatus, NewJob
from musicgen_local.progress import CancelToken
from musicgen_local.studio import Studio

router = APIRouter(prefix="/api/v1/models", tags=["models"])

_DOWNLOAD = "download"  # the kind of job
_LOCK_PATIENCE_SECONDS = 5.0
_LICENCE = "MuseScore General Lite 0.2.1\nLicence: MIT\n"
_NOT_THERE = problems(ErrorCode.NOT_FOUND, ErrorCode.VALIDATION)
_STEERING = problems(ErrorCode.NOT_FOUND, ErrorCode.CONFLICT, ErrorCode.VALIDATION)


@router.get("", summary="List models")
def list_models(studio: StudioDep, jobs: JobsDep) -> ModelList:
    """All sounds and weights that can be installed, and what is here of each."""
    downloads = {name: job.id for name, job in _downloads(jobs).items()}
    statuses = {status.asset.id: status for status in studio.assets.list()}
    return ModelList(
        items=[model_out(status, downloads.get(name)) for name, status in statuses.items()],
        bundles=[
            bundle_out(bundle, [statuses[part] for part in bundle.parts], downloads)
            for bundle in studio.assets.bundles()
        ],
    )


@router.get("/{model_id}", responses=_NOT_THERE, summary="Read a model")
def read_model(studio: StudioDep, jobs: JobsDep, model_id: ModelId) -> ModelOut:
    """One model, and what is here of it."""
    return model_out(studio.assets.status(model_id), _id_of(_downloads(jobs).get(model_id)))


@router.get(
    "/{model_id}/licence",
    response_class=PlainTextResponse,
    responses=_NOT_THERE | {200: {"content": {"text/plain": {"example": _LICENCE}}}},
    summary="Read a model's licence",
)
def read_licence(studio: StudioDep, model_id: ModelId) -> str:
    """The text of the licence, with the names of the makers; of a bundle, all of them."""
    from musicgen_local.assets.catalogue import licence_text

    return "\n\n".join(licence_text(asset) for asset in studio.assets.parts(model_id))


@router.post(
    "/{model_id}/download", status_code=202, responses=QUEUED | _STEERING, summary="Download"
)
def download_model(
    request: Request,
    response: Response,
    studio: StudioDep,
    jobs: JobsDep,
    model_id: ModelId,
    force: Annotated[bool, Query(description="Install anew what is installed already.")] = False,
    accept_licence: Annotated[
        bool, Query(description="Agree to the licence, where it asks for that (`terms`).")
    ] = False,
    idempotency_key: IdempotencyHeader = None,
) -> JobOut:
    """Queue the installation of a model; one that is under way already is answered with its job.

    A download that was paused or broken off goes on from the part that lies here. A licence that
    asks for it has to be accepted once.
    """
    parts = [asset.id for asset in studio.assets.parts(model_id)]
    if accept_licence:
        studio.assets.accept_licence(model_id)
    job = _fetching(studio, jobs, parts) if not force else None
    if job is None:
        job = jobs.submit(
            NewJob(
                kind=_DOWNLOAD,
                params={
                    "asset_ids": parts,
                    "force": force,
                    "accept_licence": accept_licence,
                },
                idempotency_key=idempotency_key,
                request_id=request_id_of(request),
            )
        )
    response.headers["Location"] = job_path(job.id)
    return job_out(job)


@router.post(
    "/{model_id}/resume",
    status_code=202,
    responses=QUEUED | _STEERING,
    summary="Go on with a download",
)
def resume_download(
    request: Request, response: Response, studio: StudioDep, jobs: JobsDep, model_id: ModelId
) -> JobOut:
    """Go on with a download that was paused or broken off, from the part that lies here."""
    return download_model(request, response, studio, jobs, model_id)


@router.post("/{model_id}/pause", responses=_STEERING, summary="Pause a download")
def pause_download(studio: StudioDep, jobs: JobsDep, model_id: ModelId) -> JobOut:
    """Stop the job that downloads a model; what is here already is kept for `resume`."""
    working = _under_way(jobs, [asset.id for asset in studio.assets.parts(model_id)])
    if not working:
        raise UserError(
            ErrorCode.CONFLICT,
            f"'{model_id}' is not being downloaded.",
            recovery=f"POST /api/v1/models/{model_id}/download starts a download, or goes on.",
            details={"model_id": model_id},
        )
    stopped = [jobs.cancel(job.id) for job in working]
    return job_out(stopped[0])


@router.post(
    "/{model_id}/verify",
    responses=problems(ErrorCode.NOT_FOUND, ErrorCode.MODEL_NOT_INSTALLED, ErrorCode.VALIDATION),
    summary="Verify a model",
)
def verify_model(studio: StudioDep, model_id: ModelId) -> ModelCheck:
    """Read every byte of an installed model and compare it with what it should be."""
    parts = studio.assets.parts(model_id)
    found = [problem.message for part in parts for problem in studio.assets.verify(part.id)]
    return ModelCheck(id=model_id, whole=not found, problems=found)


@router.delete(
    "/{model_id}",
    responses=_STEERING | problems(ErrorCode.NOT_WRITABLE),
    summary="Remove a model",
)
def remove_model(studio: StudioDep, jobs: JobsDep, model_id: ModelId) -> ModelRemoved:
    """Delete a model and what was downloaded of it; one that is not here stays so."""
    parts = [asset.id for asset in studio.assets.parts(model_id)]
    if _under_way(jobs, parts):
        raise _busy(model_id, f"POST /api/v1/models/{model_id}/pause stops the download.")
    cancel = CancelToken()
    patience = Timer(_LOCK_PATIENCE_SECONDS, cancel.cancel)
    patience.start()
    try:
        freed_bytes = sum(studio.assets.remove(part, cancel=cancel) for part in parts)
    except Canceled:
        raise _busy(model_id, "Wait until the other program is done, and try again.") from None
    finally:
        patience.cancel()
    return ModelRemoved(id=model_id, freed_bytes=freed_bytes)


def _downloads(jobs: JobQueue) -> dict[str, Job]:
    """The jobs that download models now, or wait to, by the models' ids; the oldest of each."""
    active = JobQuery(
        kind=(_DOWNLOAD,), status=(JobStatus.QUEUED, JobStatus.RUNNING), limit=MAX_PAGE
    )
    found: dict[str, Job] = {}
    for job in jobs.list(active).items:
        if not job.cancel_requested:
            found |= dict.fromkeys(job.params["asset_ids"], job)
    return found


def _fetching(studio: Studio, jobs: JobQueue, parts: Sequence[str]) -> Job | None:
    """The job that already brings all of `parts` that are not here, if one does."""
    missing = {part for part in parts if not studio.assets.status(part).installed} or set(parts)
    working = _under_way(jobs, parts)
    return next((job for job in working if missing <= set(job.params["asset_ids"])), None)


def _under_way(jobs: JobQueue, parts: Sequence[str]) -> list[Job]:
    """The jobs that download any of `parts` now, or wait to, each once."""
    downloads = _downloads(jobs)
    found = [downloads[part] for part in parts if part in downloads]
    return list({job.id: job for job in found}.values())


def _id_of(job: Job | None) -> str | None:
    return job.id if job else None


def _busy(model_id: str, recovery: str) -> UserError:
    return UserError(
        ErrorCode.CONFLICT,
        f"'{model_id}' is being installed.",
        recovery=recovery,
        details={"model_id": model_id},
    )
