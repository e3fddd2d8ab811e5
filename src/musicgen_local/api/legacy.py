"""Jobs and tracks in the words of the earlier products, for all their paths alike."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from fastapi import Request

from musicgen_local.api.request_ids import request_id_of
from musicgen_local.api.schemas.alias_answers import (
    AcceptedOut,
    AcceptedSongOut,
    EarlierHealthOut,
    EarlierTrackOut,
    LegacyJobOut,
    LegacyLoopStatus,
    LegacyStage,
    LegacyStatus,
    LoopJobOut,
    MadeTrackOut,
    ResultFileOut,
    ResultOut,
    StatusOut,
)
from musicgen_local.api.services import Services
from musicgen_local.api.submission import with_preferences
from musicgen_local.engines.registry import engine_names
from musicgen_local.errors import Canceled, ErrorCode, MachineError, MusicGenError, UserError
from musicgen_local.jobs.kinds.base import engine_lane
from musicgen_local.jobs.queue import JobQueue
from musicgen_local.jobs.values import Job, JobStatus, NewJob, QueueState
from musicgen_local.library import FileKind, Track, TrackFile
from musicgen_local.library.identifiers import is_track_id
from musicgen_local.progress import Stage

_STATUSES: Mapping[JobStatus, LegacyStatus] = {
    JobStatus.QUEUED: "pending",
    JobStatus.RUNNING: "processing",
    JobStatus.COMPLETED: "completed",
    JobStatus.FAILED: "failed",
    JobStatus.CANCELED: "failed",
}
_STAGES: Mapping[str, LegacyStage] = {
    Stage.LOADING_MODEL: "loading_model",
    Stage.PREPARING_PROMPT: "preparing_prompt",
    Stage.GENERATING_AUDIO: "generating_audio",
    Stage.MASTERING: "exporting",
    Stage.EXPORTING: "exporting",
    Stage.ANALYZING: "preparing_prompt",
    Stage.RENDERING: "generating_audio",
    Stage.DOWNLOADING: "loading_model",
}
_LOOP_STAGES: Mapping[str, LegacyLoopStatus] = {
    Stage.ANALYZING: "analyzing",
    Stage.RENDERING: "rendering",
    Stage.EXPORTING: "exporting",
}
_PROCESSOR = re.compile(r"[a-z]+")
_CANCELED = "The job was canceled."


def legacy_status(status: JobStatus) -> LegacyStatus:
    """One of the four statuses that they knew."""
    return _STATUSES[status]


def job_statuses(wanted: LegacyStatus) -> tuple[JobStatus, ...]:
    """The statuses that an old one stands for."""
    return tuple(status for status, legacy in _STATUSES.items() if legacy == wanted)


def legacy_stage(job: Job) -> LegacyStage:
    """One of the six stages that they knew."""
    if job.status is JobStatus.COMPLETED:
        return "completed"
    if job.status is JobStatus.QUEUED:
        return "pending"
    started = job.started_at is not None
    return _STAGES.get(job.stage, "loading_model" if started else "pending")


def submit_generation(
    jobs: JobQueue, params: Mapping[str, Any], request: Request, key: str | None = None
) -> Job:
    """Queue a generation that an old path asked for.

    Raises:
        UserError: `MODEL_NOT_INSTALLED` when its engine is not here; as `JobQueue.submit`.
    """
    preferred = with_preferences(params, jobs.preferences())
    if "engine" in params:
        _require_engine(str(params["engine"]))
    new = NewJob(
        kind="generate", params=preferred, idempotency_key=key, request_id=request_id_of(request)
    )
    return jobs.submit(new)


def find_job(jobs: JobQueue, job_id: str) -> Job:
    """The job of this id.

    Raises:
        UserError: `NOT_FOUND`, also for what is no id.
    """
    if not is_track_id(job_id):
        raise UserError(
            ErrorCode.NOT_FOUND,
            "There is no job of this id.",
            recovery="Use the id that came with the answer to the request that made the job.",
        )
    return jobs.get(job_id)


def find_track(services: Services, track_id: str) -> Track:
    """The track of this id, unless it lies in the trash.

    Raises:
        UserError: `NOT_FOUND`, also for what is no id.
    """
    if is_track_id(track_id):
        track = services.studio.library.get(track_id)
        if track.deleted_at is None:
            return track
    raise UserError(
        ErrorCode.NOT_FOUND,
        "There is no track of this id.",
        recovery="GET /api/v1/tracks lists the library.",
    )


def failure_of(job: Job) -> MusicGenError:
    """What a failed or canceled job died of, as an error to raise."""
    if job.status is JobStatus.CANCELED or job.error is None:
        return Canceled(_CANCELED)
    error = job.error
    return MachineError(
        ErrorCode(error["code"]),
        str(error["message"]),
        recovery=str(error["recovery"]),
        details=error.get("details"),
    )


def made_track(services: Services, job: Job) -> MadeTrackOut:
    """The first track of a completed job, as the answer to a request that waited for it."""
    track = find_track(services, job.track_ids[0])
    return MadeTrackOut(
        track_id=track.id,
        audio_url=_url(best_audio(track)),
        duration=track.duration_seconds,
        device=device_of(services.jobs.state(), job),
        created_at=track.created_at,
    )


def track_out(track: Track) -> EarlierTrackOut:
    """A track as `/api/track/{track_id}` shows it."""
    file = best_audio(track)
    return EarlierTrackOut(
        track_id=track.id,
        prompt=track.prompt,
        duration=track.duration_seconds,
        status="completed",
        audio_url=_url(file),
        file_size=file.bytes,
        created_at=track.created_at,
    )


def legacy_job(job: Job) -> LegacyJobOut:
    """A job as `/api/jobs` shows it."""
    return LegacyJobOut(
        id=job.id,
        status=legacy_status(job.status),
        stage=legacy_stage(job),
        progress=job.progress,
        message=job.message,
        prompt=str(job.params.get("prompt", "")),
        duration_seconds=job.params.get("duration_seconds"),
        track_ids=list(job.track_ids),
        audio_url=_first_audio_url(job),
        queue_position=job.queue_position,
        eta_seconds=job.eta_seconds,
        error=_error_sentence(job),
        created_at=job.created_at,
        started_at=job.started_at,
        finished_at=job.finished_at,
    )


def loop_job_out(job: Job) -> LoopJobOut:
    """A loop, as `/api/loop/jobs` shows it."""
    return LoopJobOut(
        id=job.id,
        track_id=job.params.get("track_id"),
        status=_loop_status(job),
        progress=job.progress,
        result_url=_first_audio_url(job),
        error=_error_sentence(job),
    )


def _loop_status(job: Job) -> LegacyLoopStatus:
    if job.status is JobStatus.COMPLETED:
        return "completed"
    if job.status.final:
        return "failed"
    return _LOOP_STAGES.get(job.stage, "pending")


def accepted(job: Job) -> AcceptedOut:
    """A job that was just queued, as `POST /generate` answers it."""
    return AcceptedOut(job_id=job.id, status=legacy_status(job.status), message=turn_sentence(job))


def accepted_song(job: Job) -> AcceptedSongOut:
    """A job that was just queued, as `POST /api/v1/generate` answers it."""
    return AcceptedSongOut(
        job_id=job.id,
        status=legacy_status(job.status),
        queue_position=job.queue_position,
        estimated_wait_minutes=wait_minutes(job),
        message=turn_sentence(job),
    )


def status_out(job: Job) -> StatusOut:
    """How a job stands, as `/status/{job_id}` says it."""
    return StatusOut(
        job_id=job.id,
        status=legacy_status(job.status),
        stage=legacy_stage(job),
        progress=job.progress,
        queue_position=job.queue_position,
        estimated_wait_minutes=wait_minutes(job),
        message=job.message or turn_sentence(job),
        error=_error_sentence(job),
    )


def result_out(services: Services, job: Job) -> ResultOut:
    """What a completed job made, as `/result/{job_id}` says it."""
    tracks = [find_track(services, track_id) for track_id in job.track_ids]
    first = best_audio(tracks[0])
    return ResultOut(
        job_id=job.id,
        status="completed",
        track_id=tracks[0].id,
        audio_url=_url(first),
        duration=tracks[0].duration_seconds,
        file_size=first.bytes,
        created_at=tracks[0].created_at,
        files=[
            ResultFileOut(
                track_id=track.id, format=file.format, url=_url(file), file_size=file.bytes
            )
            for track in tracks
            for file in track.files
            if file.kind is FileKind.AUDIO
        ],
    )


def health_out(jobs: JobQueue, version: str) -> EarlierHealthOut:
    """How the product stands: degraded while no worker is alive or the queue doesn't answer."""
    try:
        state = jobs.state()
    except MachineError:
        state = QueueState(paused=False, queued=0, running=0, workers=())
    alive = [worker for worker in state.workers if worker.alive]
    lanes = [str(host["lane"]) for worker in alive for host in worker.facts.get("hosts", ())]
    prefix = engine_lane("")
    loaded = {lane.removeprefix(prefix) for lane in lanes if lane.startswith(prefix)}
    return EarlierHealthOut(
        status="healthy" if alive else "degraded",
        models_loaded=sorted(loaded),
        device=device_of(state),
        queue_length=state.queued,
        active_jobs=state.running,
        version=version,
    )


def wait_minutes(job: Job) -> float | None:
    """The time until a job is finished, in minutes; None when nothing was measured yet."""
    return None if job.eta_seconds is None else round(job.eta_seconds / 60, 1)


def turn_sentence(job: Job) -> str:
    """When it is a job's turn, for a person."""
    if job.status is not JobStatus.QUEUED or job.queue_position is None:
        return _error_sentence(job) or job.status.value.capitalize() + "."
    before = job.queue_position - 1
    return "Queued; it is next." if before == 0 else f"Queued; {before} before it in its turn."


def best_audio(track: Track, wanted: str | None = None) -> TrackFile:
    """The track's audio in a format, or the first one it was made in.

    Raises:
        UserError: `NOT_FOUND`.
    """
    for file in track.files:
        if file.kind is FileKind.AUDIO and wanted in (None, file.format):
            return file
    made_in = ", ".join(file.format for file in track.files if file.kind is FileKind.AUDIO)
    raise UserError(
        ErrorCode.NOT_FOUND,
        f"The track '{track.title}' has no {wanted or 'audio'} file.",
        recovery=f"It was made in: {made_in or 'no audio format'}. "
        "POST /api/v1/exports converts tracks.",
        details={"field": "format"},
    )


def device_of(state: QueueState, job: Job | None = None) -> str:
    """What the job was, or the next one will be, reckoned on: `cpu`, `cuda`; empty if unknown."""
    named = "" if job is None else str(job.result.get("device", ""))
    for worker in state.workers:
        if not named and worker.alive and (job is None or job.lane in worker.lanes):
            named = str(worker.facts.get("device", ""))
    processor = _PROCESSOR.match(named.rpartition("/")[2])  # workers call theirs `host/cpu8`
    return processor[0] if processor else ""


def _require_engine(name: str) -> None:
    installed = engine_names()
    if name in installed:
        return
    raise UserError(
        ErrorCode.MODEL_NOT_INSTALLED,
        f"The engine '{name}' is not installed here.",
        recovery=f"Install the package that offers the engine '{name}', or ask for one of these "
        f"with POST /api/v1/generations: {', '.join(installed)}.",
        details={"engine": name, "installed": installed},
    )


def _url(file: TrackFile) -> str:
    return f"/output/{Path(file.name).name}"


def _first_audio_url(job: Job) -> str | None:
    """Where the first track's audio is, told without a look at the library: lists are long."""
    formats = job.params.get("formats")
    if job.status is not JobStatus.COMPLETED or not job.track_ids or not formats:
        return None
    return f"/output/{job.track_ids[0]}.{formats[0]}"  # as `StagedTrack.path` names it


def _error_sentence(job: Job) -> str | None:
    if job.status is JobStatus.CANCELED:
        return _CANCELED
    return None if job.error is None else f"{job.error['message']} {job.error['recovery']}"
