"""The engines: what each can do, and what it needs here."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path

from musicgen_local.api.problems import problems
from musicgen_local.api.schemas.engines import EngineList, EngineOut, engine_out
from musicgen_local.api.schemas.fields import EngineName
from musicgen_local.api.services import StudioDep
from musicgen_local.errors import ErrorCode

router = APIRouter(prefix="/api/v1/engines", tags=["engines"])


@router.get("", summary="List engines")
def list_engines(studio: StudioDep) -> EngineList:
    """Every engine that is installed: what it can do, and whether it is ready on this machine."""
    return EngineList(items=[engine_out(facts) for facts in studio.engines()])


@router.get(
    "/{name}",
    responses=problems(ErrorCode.NOT_FOUND, ErrorCode.VALIDATION),
    summary="Read an engine",
)
def read_engine(
    studio: StudioDep,
    name: Annotated[EngineName, Path(description="An engine's name.", examples=["composer"])],
) -> EngineOut:
    """One engine, with the JSON schema of its parameters."""
    return engine_out(studio.engine(name))
