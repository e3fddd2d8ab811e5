"""See what would be made, while it is still being thought of."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body

from musicgen_local.api.problems import problems
from musicgen_local.api.schemas.plans import PlanIn, PlanOut, plan_out
from musicgen_local.api.services import JobsDep, StudioDep
from musicgen_local.errors import ErrorCode
from musicgen_local.jobs.kinds import generate
from musicgen_local.studio.orders import GenerateOrder
from musicgen_local.studio.planning import outline

router = APIRouter(prefix="/api/v1/plans", tags=["plans"])


@router.post(
    "",
    summary="Plan a piece",
    responses=problems(ErrorCode.VALIDATION, ErrorCode.INVALID_PROMPT, ErrorCode.NOT_FOUND),
)
def create_plan(body: Annotated[PlanIn, Body()], studio: StudioDep, jobs: JobsDep) -> PlanOut:
    """What a generation would make, and when it would be there. Queues nothing, keeps nothing.

    With the seed of the answer, `POST /api/v1/generations` makes what was shown.
    """
    engine = body.engine or str(jobs.preferences()["default_engine"])
    with generate.fields_called_as_here():
        planned = outline(
            studio,
            GenerateOrder(
                body.prompt,
                body.duration_seconds,
                engine,
                body.seed,
                body.parameters,
                like_track_id=body.like_track_id,
            ),
        )
    return plan_out(planned, jobs.forecast("generate", engine, planned.duration_seconds))
