"""The engines: what each can do, and what it needs here."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query

from musicgen_local.api.problems import problems
from musicgen_local.api.schemas.engines import (
    EngineList,
    EngineOut,
    VocabularyOut,
    engine_out,
    vocabulary_out,
)
from musicgen_local.api.schemas.fields import EngineName
from musicgen_local.api.services import JobsDep, StudioDep
from musicgen_local.engines.offering import Language
from musicgen_local.errors import ErrorCode
from musicgen_local.studio.engine_facts import engine_vocabulary

router = APIRouter(prefix="/api/v1/engines", tags=["engines"])

NamePath = Annotated[EngineName, Path(description="An engine's name.", examples=["composer"])]


@router.get("", summary="List engines")
def list_engines(studio: StudioDep, jobs: JobsDep) -> EngineList:
    """Every engine that is installed: what it can do, and whether it is ready on this machine."""
    speeds = jobs.speeds()
    return EngineList(
        items=[engine_out(facts, speeds.get(facts["name"])) for facts in studio.engines()]
    )


@router.get(
    "/{name}",
    responses=problems(ErrorCode.NOT_FOUND, ErrorCode.VALIDATION),
    summary="Read an engine",
)
def read_engine(studio: StudioDep, jobs: JobsDep, name: NamePath) -> EngineOut:
    """One engine, with the JSON schema of its parameters."""
    return engine_out(studio.engine(name), jobs.speeds().get(name))


@router.get(
    "/{name}/vocabulary",
    responses=problems(ErrorCode.NOT_FOUND, ErrorCode.VALIDATION),
    summary="List the words that an engine understands",
)
def read_vocabulary(
    name: NamePath,
    language: Annotated[Language, Query(description="Of the words.")] = "en",
) -> VocabularyOut:
    """Words that this engine's prompts understand, to choose from; other words may be, too.

    An engine that reads free text and keeps no list answers with empty ones.
    """
    return vocabulary_out(engine_vocabulary(name, language), language)
