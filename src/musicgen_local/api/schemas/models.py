"""Sounds and weights as the API shows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Annotated, Any

from fastapi import Path
from pydantic import BaseModel, ConfigDict, Field

from musicgen_local.api.schemas.jobs import EXAMPLE_ID, job_path
from musicgen_local.assets import AssetKind, AssetStatus, Bundle

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
    "terms": None,
    "accepted": True,
    "recommended": True,
    "state": "downloading",
    "installed": False,
    "bytes": 0,
    "total_bytes": 39_978_561,
    "exact": True,
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

_BUNDLE_EXAMPLE: dict[str, Any] = {
    "id": "diffrhythm",
    "title": "DiffRhythm",
    "summary": "All that the engine for songs with words needs, for both lengths.",
    "parts": ["diffrhythm-inventory", "diffrhythm-vae", "muq-mulan-large"],
    "state": "missing",
    "installed": False,
    "total_bytes": 3_289_000_000,
    "missing_bytes": 3_289_000_000,
    "exact": False,
    "accepted": False,
    "links": {
        "self": "/api/v1/models/diffrhythm",
        "licence": "/api/v1/models/diffrhythm/licence",
        "download": "/api/v1/models/diffrhythm/download",
        "job": None,
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


# What a bundle is when its parts are different things: the first of these that one of them is.
_TELLING = (
    ModelState.DOWNLOADING,
    ModelState.DAMAGED,
    ModelState.PAUSED,
    ModelState.MISSING,
    ModelState.INSTALLED,
)


class ModelOut(BaseModel):
    """Sounds or weights that an engine can use."""

    model_config = _example(_EXAMPLE)

    id: str
    title: str
    summary: str
    kind: AssetKind
    version: str
    licence: str = Field(description="An SPDX expression; `links.licence` has the text.")
    terms: str | None = Field(
        description="What has to be agreed to before a download (`accept_licence=true`)."
    )
    accepted: bool = Field(description="Somebody agreed to that here, or nothing has to be.")
    recommended: bool = Field(description="Belongs to a complete installation.")
    state: ModelState
    installed: bool = Field(description="It can be used.")
    bytes: int = Field(description="What it takes on this disk.")
    total_bytes: int = Field(description="What it takes once it is installed.")
    exact: bool = Field(
        description="`total_bytes` is exact; else it is about so much (0: not known), and its "
        "source tells when it is asked."
    )
    partial_bytes: int = Field(description="What a stopped download left for the next one.")
    problem: str | None = Field(description="What is wrong with one that is here but not whole.")
    provider: str | None = Field(description="Where it was installed from.")
    links: dict[str, str | None]


class BundleOut(BaseModel):
    """Models that belong together: its id works wherever a model's does, but for reading one."""

    model_config = _example(_BUNDLE_EXAMPLE)

    id: str
    title: str
    summary: str
    parts: list[str] = Field(description="Ids of its models.")
    state: ModelState
    installed: bool = Field(description="All of it can be used.")
    total_bytes: int = Field(description="What all of it takes once it is installed.")
    missing_bytes: int = Field(description="How much of that is not here yet.")
    exact: bool = Field(description="These are exact; else about so much.")
    accepted: bool = Field(description="Nothing is left to be agreed to.")
    links: dict[str, str | None]


class ModelList(BaseModel):
    """Every model that is known, and every bundle."""

    model_config = _example({"items": [_EXAMPLE], "bundles": [_BUNDLE_EXAMPLE]})

    items: list[ModelOut]
    bundles: list[BundleOut]


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
        terms=asset.terms,
        accepted=status.accepted,
        recommended=asset.recommended,
        state=_state(status, job_id),
        installed=status.installed,
        bytes=status.bytes,
        total_bytes=_total_bytes(status),
        exact=asset.fixed or status.installed,
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


def bundle_out(
    bundle: Bundle, statuses: Sequence[AssetStatus], jobs: Mapping[str, str]
) -> BundleOut:
    """A bundle as the API shows it, from its parts; `jobs`: ids of jobs by what they fetch."""
    own = model_path(bundle.id)
    job_id = next((jobs[part] for part in bundle.parts if part in jobs), None)
    states = [_state(status, jobs.get(status.asset.id)) for status in statuses]
    missing = [status for status in statuses if not status.installed]
    return BundleOut(
        id=bundle.id,
        title=bundle.title,
        summary=bundle.summary,
        parts=list(bundle.parts),
        state=next((state for state in _TELLING if state in states), ModelState.MISSING),
        installed=not missing,
        total_bytes=sum(map(_total_bytes, statuses)),
        missing_bytes=sum(
            max(0, status.asset.total_bytes - status.partial_bytes) for status in missing
        ),
        exact=all(status.asset.fixed or status.installed for status in statuses),
        accepted=all(status.accepted for status in statuses),
        links={
            "self": own,
            "licence": f"{own}/licence",
            "download": f"{own}/download",
            "job": job_path(job_id) if job_id else None,
        },
    )


def _total_bytes(status: AssetStatus) -> int:
    """What its files take; what they take here, where only that is known exactly."""
    if status.installed and not status.asset.fixed:
        return status.bytes
    return status.asset.total_bytes


def _state(status: AssetStatus, job_id: str | None) -> ModelState:
    if job_id is not None:
        return ModelState.DOWNLOADING
    if status.installed:
        return ModelState.INSTALLED
    if status.partial_bytes:
        return ModelState.PAUSED
    return ModelState.DAMAGED if status.problem else ModelState.MISSING
