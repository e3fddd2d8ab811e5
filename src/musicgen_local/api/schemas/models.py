"""Sounds and weights as the API shows them."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any

from fastapi import Path
from pydantic import BaseModel, ConfigDict, Field

from musicgen_local.api.schemas.jobs import EXAMPLE_ID, job_path
from musicgen_local.assets import AssetKind, AssetStatus

_EXAMPLE_MODEL_ID = "musescore-general"
ModelId = Annotated[
    str,
    Path(
        description="Id of a model.",
        pattern=r"^[a-z0-9][a-z0-9._-]{0,99}$",
        examples=[_EXAMPLE_MODEL_ID],
    ),
]

_EXAMPLE: dict[str, Any] = {
    "id": _EXAMPLE_MODEL_ID,
    "title": "MuseScore General (Lite)",
    "summary": "The default SoundFont: all General MIDI instruments, sampled.",
    "kind": "soundfont",
    "version": "0.2.1",
    "licence": "MIT",
    "recommended": True,
    "state": "downloading",
    "installed": False,
    "bytes": 0,
    "total_bytes": 39_978_561,
    "partial_bytes": 12_582_912,
    "problem": None,
    "provider": None,
    "links": {
        "self": f"/api/v1/models/{_EXAMPLE_MODEL_ID}",
        "licence": f"/api/v1/models/{_EXAMPLE_MODEL_ID}/licence",
        "download": f"/api/v1/models/{_EXAMPLE_MODEL_ID}/download",
        "job": job_path(EXAMPLE_ID),
    },
}


def _example(example: Mapping[str, Any]) -> ConfigDict:
    return ConfigDict(frozen=True, json_schema_extra={"examples": [dict(example)]})


class ModelState(StrEnum):
    """What is here of a model."""

    INSTALLED = "installed"
    DOWNLOADING = "downloading"  # a job waits or works on it
    PAUSED = "paused"  # a part lies here, and the next download goes on from it
    DAMAGED = "damaged"
    MISSING = "missing"


class ModelOut(BaseModel):
    """Sounds or weights that an engine can use."""

    model_config = _example(_EXAMPLE)

    id: str
    title: str
    summary: str
    kind: AssetKind
    version: str
    licence: str = Field(description="An SPDX expression; `links.licence` has the text.")
    recommended: bool = Field(description="Belongs to a complete installation.")
    state: ModelState
    installed: bool = Field(description="It can be used.")
    bytes: int = Field(description="What it takes on this disk.")
    total_bytes: int = Field(description="What it takes once it is installed.")
    partial_bytes: int = Field(description="What a stopped download left for the next one.")
    problem: str | None = Field(description="What is wrong with one that is here but not whole.")
    provider: str | None = Field(description="Where it was installed from.")
    links: dict[str, str | None]


class ModelList(BaseModel):
    """Every model that is known."""

    model_config = _example({"items": [_EXAMPLE]})

    items: list[ModelOut]


class ModelCheck(BaseModel):
    """What was found when every byte of a model was read."""

    model_config = _example({"id": _EXAMPLE_MODEL_ID, "whole": True, "problems": []})

    id: str
    whole: bool
    problems: list[str]


class ModelRemoved(BaseModel):
    """What removing a model gave back to the disk."""

    model_config = _example({"id": _EXAMPLE_MODEL_ID, "freed_bytes": 39_978_561})

    id: str
    freed_bytes: int


def model_path(model_id: str) -> str:
    """Where a model is read."""
    return f"/api/v1/models/{model_id}"


def model_out(status: AssetStatus, job_id: str | None) -> ModelOut:
    """A model as the API shows it; `job_id` is of the job that downloads it now, if one does."""
    asset = status.asset
    own = model_path(asset.id)
    return ModelOut(
        id=asset.id,
        title=asset.title,
        summary=asset.summary,
        kind=asset.kind,
        version=asset.version,
        licence=asset.licence,
        recommended=asset.recommended,
        state=_state(status, job_id),
        installed=status.installed,
        bytes=status.bytes,
        total_bytes=asset.total_bytes,
        partial_bytes=status.partial_bytes,
        problem=status.problem,
        provider=status.provider,
        links={
            "self": own,
            "licence": f"{own}/licence",
            "download": f"{own}/download",
            "job": job_path(job_id) if job_id else None,
        },
    )


def _state(status: AssetStatus, job_id: str | None) -> ModelState:
    if job_id is not None:
        return ModelState.DOWNLOADING
    if status.installed:
        return ModelState.INSTALLED
    if status.partial_bytes:
        return ModelState.PAUSED
    return ModelState.DAMAGED if status.problem else ModelState.MISSING
