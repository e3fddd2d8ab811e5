"""`GET /health`, `/health/live`, `/health/ready`: for people, and for what watches the process."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from musicgen_local import __version__
from musicgen_local.api.health import Condition, HealthChecks, worst

router = APIRouter(tags=["health"])


class PartOut(BaseModel):
    """One part of the server."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    condition: Condition
    message: str


class HealthOut(BaseModel):
    """The server as a whole."""

    model_config = ConfigDict(
        frozen=True,
        json_schema_extra={
            "examples": [
                {
                    "status": "ok",
                    "version": __version__,
                    "checks": {"database": {"condition": "ok", "message": "The library answers."}},
                }
            ]
        },
    )

    status: Condition = Field(description="The worst of the parts.")
    version: str
    checks: dict[str, PartOut]


class LiveOut(BaseModel):
    """Said by a process that runs."""

    model_config = ConfigDict(frozen=True)

    status: Condition = Condition.OK


_FAILED: dict[int | str, dict[str, Any]] = {
    503: {"model": HealthOut, "description": "Storage, database or queue do not serve."}
}


@router.get("/health", responses=_FAILED)
async def health(request: Request, response: Response) -> HealthOut:
    """How the server and its parts are."""
    return await _health(request, response)


@router.get("/health/ready", responses=_FAILED)
async def ready(request: Request, response: Response) -> HealthOut:
    """Whether requests can be served: storage, database and queue were tried just now."""
    return await _health(request, response)


@router.get("/health/live")
async def live() -> LiveOut:
    """Whether the process runs at all; nothing else is looked at."""
    return LiveOut()


async def _health(request: Request, response: Response) -> HealthOut:
    checks: HealthChecks = request.app.state.health
    findings = await checks.findings()
    status = worst(findings)
    response.headers["Cache-Control"] = "no-store"
    if status is Condition.FAILED:
        response.status_code = 503
    return HealthOut(
        status=status,
        version=__version__,
        checks={name: PartOut.model_validate(finding) for name, finding in findings.items()},
    )
