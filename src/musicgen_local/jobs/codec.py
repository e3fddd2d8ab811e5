"""Jobs as JSON text, for what carries them between processes."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import datetime
from typing import Any

from musicgen_local.jobs.values import Job, JobStatus, Priority

_FIELDS = tuple(field.name for field in fields(Job))
_MOMENTS = ("created_at", "not_before", "started_at", "finished_at")


def job_to_json(job: Job) -> str:
    """The job as JSON text; `job_from_json` gives it back."""
    values: dict[str, Any] = {name: getattr(job, name) for name in _FIELDS}
    for name in _MOMENTS:
        moment = values[name]
        values[name] = None if moment is None else moment.isoformat()
    values["params"] = dict(job.params)
    values["result"] = dict(job.result)
    values["error"] = None if job.error is None else dict(job.error)
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def job_from_json(text: str | bytes) -> Job:
    """The job that `job_to_json` wrote; what a newer version added is left out.

    Raises:
        ValueError: for text that is no job.
    """
    try:
        values = json.loads(text)
        known = {name: values[name] for name in _FIELDS}
        for name in _MOMENTS:
            moment = known[name]
            known[name] = None if moment is None else datetime.fromisoformat(moment)
        known["status"] = JobStatus(known["status"])
        known["priority"] = Priority(known["priority"])
        known["track_ids"] = tuple(known["track_ids"])
        return Job(**known)
    except (KeyError, TypeError) as error:
        raise ValueError(f"this is no job: {error!r}") from error
