"""Engines as the API shows them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

_EXAMPLE: dict[str, Any] = {
    "name": "composer",
    "description": "Composes a score from your words and plays it: instant, with stems and MIDI.",
    "licence": "Apache-2.0; the music is yours",
    "ready": True,
    "capabilities": {
        "min_seconds": 5.0,
        "max_seconds": 36_000.0,
        "sample_rate": 44_100,
        "channels": 2,
        "lyrics": False,
        "reference_audio": False,
        "stems": True,
        "midi": True,
        "plan": True,
        "loop_ready": True,
    },
    "parameters": {"type": "object", "properties": {"genre": {"type": "string"}}},
    "requirements": [
        {
            "name": "drum samples",
            "satisfied": False,
            "required": False,
            "explanation": "Recorded one-shots add weight to the drum kits.",
            "remedy": "mgl assets install drum-samples",
        }
    ],
    "links": {"self": "/api/v1/engines/composer"},
}


def _example(example: Mapping[str, Any]) -> ConfigDict:
    return ConfigDict(frozen=True, json_schema_extra={"examples": [dict(example)]})


class CapabilitiesOut(BaseModel):
    """What an engine can be asked for."""

    model_config = ConfigDict(frozen=True)

    min_seconds: float
    max_seconds: float
    sample_rate: int
    channels: int
    lyrics: bool = Field(description="Sings what it is given.")
    reference_audio: bool = Field(description="Takes a recording to follow.")
    stems: bool = Field(description="Gives the instrument groups one by one.")
    midi: bool = Field(description="Gives the notes.")
    plan: bool = Field(description="Shows, and accepts, an editable plan of the piece.")
    loop_ready: bool = Field(description="Can end so that the end runs into the start.")


class RequirementOut(BaseModel):
    """Something an engine wants from the machine."""

    model_config = ConfigDict(frozen=True)

    name: str
    satisfied: bool
    required: bool = Field(description="False: the engine works without it, only less well.")
    explanation: str
    remedy: str = Field(description="The command that gets it; empty where there is none.")


class EngineOut(BaseModel):
    """A maker of music."""

    model_config = _example(_EXAMPLE)

    name: str
    description: str
    licence: str = Field(description="Of the engine and its weights.")
    ready: bool = Field(description="All that it can't work without is here.")
    capabilities: CapabilitiesOut
    parameters: dict[str, Any] = Field(description="The JSON schema of its own parameters.")
    requirements: list[RequirementOut]
    links: dict[str, str]


class EngineList(BaseModel):
    """Every engine that is installed, the default one first."""

    model_config = _example({"items": [_EXAMPLE]})

    items: list[EngineOut]


def engine_out(facts: Mapping[str, Any]) -> EngineOut:
    """An engine, as `Studio.engines` tells of it, as the API shows it."""
    return EngineOut.model_validate(
        dict(facts) | {"links": {"self": f"/api/v1/engines/{facts['name']}"}}
    )
