"""Uploads as the API shows them."""

from __future__ import annotations

import dataclasses
from datetime import datetime
from typing import Annotated

from fastapi import Path
from pydantic import BaseModel, ConfigDict, Field

from musicgen_local.api.file_types import UploadKind
from musicgen_local.api.schemas.jobs import EXAMPLE_ID, ID_PATTERN
from musicgen_local.api.uploads import Upload

UploadId = Annotated[
    str, Path(description="Id of an upload.", pattern=ID_PATTERN, examples=[EXAMPLE_ID])
]


class UploadOut(BaseModel):
    """A file that was uploaded; loops, masters and the like take it by its id."""

    model_config = ConfigDict(
        frozen=True,
        json_schema_extra={
            "examples": [
                {
                    "id": EXAMPLE_ID,
                    "kind": "audio",
                    "format": "wav",
                    "name": "rain.wav",
                    "bytes": 1_764_044,
                    "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                    "duration_seconds": 10.0,
                    "sample_rate": 44_100,
                    "channels": 2,
                    "width": None,
                    "height": None,
                    "created_at": "2026-03-01T10:00:00Z",
                    "expires_at": "2026-03-08T10:00:00Z",
                    "links": {"self": f"/api/v1/uploads/{EXAMPLE_ID}"},
                }
            ]
        },
    )

    id: str = Field(pattern=ID_PATTERN)
    kind: UploadKind
    format: str = Field(description="By its content: wav, mp3, png, lrc, ...")
    name: str = Field(description="As its sender calls it.")
    bytes: int
    sha256: str
    duration_seconds: float | None = Field(description="Of audio, measured.")
    sample_rate: int | None = Field(description="Of audio, in Hz.")
    channels: int | None = Field(description="Of audio.")
    width: int | None = Field(description="Of a picture, in pixels.")
    height: int | None = Field(description="Of a picture, in pixels.")
    created_at: datetime
    expires_at: datetime = Field(description="It may be gone from then on.")
    links: dict[str, str]


def upload_path(upload_id: str) -> str:
    """Where an upload is read."""
    return f"/api/v1/uploads/{upload_id}"


def upload_out(upload: Upload) -> UploadOut:
    """An upload as the API shows it."""
    return UploadOut(**dataclasses.asdict(upload), links={"self": upload_path(upload.id)})
