"""The machine and its state as the API shows them, and signing in."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Path
from pydantic import BaseModel, ConfigDict, Field

from musicgen_local import __version__

FixId = Annotated[
    str,
    Path(
        description="Id of a fix, as a finding names it.",
        pattern=r"^[a-z]{1,30}(-[a-z]{1,30}){0,5}$",
        examples=["install-sounds"],
    ),
]


class SessionOut(BaseModel):
    """Whether this server wants a key, and whether this request came with one."""

    model_config = ConfigDict(
        frozen=True, json_schema_extra={"examples": [{"key_required": True, "signed_in": False}]}
    )

    key_required: bool
    signed_in: bool = Field(description="Requests like this one are let in; true without a key.")


class SessionIn(BaseModel):
    """One of the server's keys."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, json_schema_extra={"examples": [{"key": "one-of-the-keys"}]}
    )

    key: str = Field(min_length=1, max_length=1000)


class DeviceOut(BaseModel):
    """What computes."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    kind: Literal["cpu", "cuda"]
    name: str
    memory_bytes: int | None = Field(
        description="Of its own; null where it has none, or doesn't tell."
    )


class MemoryOut(BaseModel):
    """Memory, in bytes; null where the system doesn't say."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    total_bytes: int | None
    available_bytes: int | None
    process_bytes: int | None = Field(description="Held by the server and its workers.")


class DiskOut(BaseModel):
    """The disk that the tracks lie on."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    path_label: str = Field(description="The tracks' folder; `~` is the home folder.")
    total_bytes: int
    free_bytes: int
    library_bytes: int = Field(description="What the tracks' folder takes.")


class QueueSummary(BaseModel):
    """The queue in four numbers."""

    model_config = ConfigDict(frozen=True)

    running: int
    queued: int
    paused: bool
    workers: int = Field(description="Workers that are alive.")


class PartVersion(BaseModel):
    """A part of the program that others made."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    name: str
    version: str


class FixOut(BaseModel):
    """What the program itself can do about a finding."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    id: str = Field(description="For `POST /api/v1/system/fixes/{fix_id}`.")
    label: str


class FindingOut(BaseModel):
    """One thing that was looked at."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    name: str
    state: Literal["good", "missing", "broken"] = Field(
        description="`missing`: works without it, only less well; `broken`: has to be mended."
    )
    message: str
    remedy: str = Field(description="What a person can do about it; empty when nothing is needed.")
    fix: FixOut | None


class SystemOut(BaseModel):
    """The machine, the program on it, and what was found when both were looked at."""

    model_config = ConfigDict(
        frozen=True,
        json_schema_extra={
            "examples": [
                {
                    "version": __version__,
                    "python": "3.11.9",
                    "platform": "Linux x86_64",
                    "device": {"kind": "cpu", "name": "AMD Ryzen 7 5800X", "memory_bytes": None},
                    "cpu_count": 8,
                    "load_average": [0.5, 0.4, 0.3],
                    "memory": {
                        "total_bytes": 16_000_000_000,
                        "available_bytes": 9_000_000_000,
                        "process_bytes": 420_000_000,
                    },
                    "disk": {
                        "path_label": "~/.local/share/musicgen-local/tracks",
                        "total_bytes": 500_000_000_000,
                        "free_bytes": 120_000_000_000,
                        "library_bytes": 3_400_000_000,
                    },
                    "uptime_seconds": 3600.0,
                    "queue": {"running": 1, "queued": 2, "paused": False, "workers": 1},
                    "versions": [{"name": "numpy", "version": "2.3.1"}],
                    "findings": [
                        {
                            "name": "engine composer",
                            "state": "missing",
                            "message": "Recorded one-shots add weight to the drum kits.",
                            "remedy": "mgl assets install drum-samples",
                            "fix": {"id": "install-sounds", "label": "Install the sounds"},
                        }
                    ],
                }
            ]
        },
    )

    version: str
    python: str
    platform: str
    device: DeviceOut
    cpu_count: int
    load_average: list[float] | None = Field(
        description="Processes that want to run, over 1, 5 and 15 minutes; null on Windows."
    )
    memory: MemoryOut
    disk: DiskOut
    uptime_seconds: float
    queue: QueueSummary
    versions: list[PartVersion]
    findings: list[FindingOut]


class FixDone(BaseModel):
    """What a fix that needed no job has done."""

    model_config = ConfigDict(
        frozen=True,
        json_schema_extra={"examples": [{"message": "Nothing was left over: all is well."}]},
    )

    message: str
