"""Jobs that were asked for together: read and stop them as one."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path

from musicgen_local.api.problems import problems
from musicgen_local.api.schemas.fields import ID_PATTERN
from musicgen_local.api.schemas.jobs import EXAMPLE_ID, BatchOut, batch_out
from musicgen_local.api.services import JobsDep
from musicgen_local.errors import ErrorCode

router = APIRouter(prefix="/api/v1/batches", tags=["batches"])

BatchId = Annotated[
    str, Path(description="Id of a batch.", pattern=ID_PATTERN, examples=[EXAMPLE_ID])
]
_REFUSALS = problems(ErrorCode.VALIDATION, ErrorCode.NOT_FOUND)


@router.get("/{batch_id}", summary="One batch with its jobs", responses=_REFUSALS)
def read_batch(batch_id: BatchId, jobs: JobsDep) -> BatchOut:
    """A batch, its jobs, and their progress as one number."""
    return batch_out(jobs.batch(batch_id))


@router.post("/{batch_id}/cancel", summary="Stop a batch", responses=_REFUSALS)
def cancel_batch(batch_id: BatchId, jobs: JobsDep) -> BatchOut:
    """Stop whatever of the batch is not finished; its finished tracks stay."""
    return batch_out(jobs.cancel_batch(batch_id))
