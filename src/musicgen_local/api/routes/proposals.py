"""Talk a piece over before it is made."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body

from musicgen_local.api.problems import problems
from musicgen_local.api.schemas.proposals import ProposalIn, ProposalOut, proposal_out
from musicgen_local.api.services import JobsDep, StudioDep
from musicgen_local.errors import ErrorCode
from musicgen_local.studio.proposals import propose

router = APIRouter(prefix="/api/v1/proposals", tags=["plans"])


@router.post(
    "",
    summary="Propose a piece",
    responses=problems(ErrorCode.VALIDATION, ErrorCode.NOT_FOUND),
)
def create_proposal(
    body: Annotated[ProposalIn, Body()], studio: StudioDep, jobs: JobsDep
) -> ProposalOut:
    """What would be made of a sentence and all that was said of it since, folded in order.

    Queues nothing, remembers nothing: all is sent each time. `request` of the answer is a body for
    `POST /api/v1/generations` and makes what `plan` says.
    """
    proposal = propose(
        studio,
        body.sentence,
        body.follow_ups,
        language=body.language,
        engine=body.engine,
        preferred_engine=str(jobs.preferences()["default_engine"]),
        seed=body.seed,
    )
    outline = proposal.outline
    forecast = jobs.forecast("generate", outline.engine, outline.duration_seconds)
    return proposal_out(proposal, forecast)
