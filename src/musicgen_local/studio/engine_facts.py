"""Engines as JSON-ready data, for the terminal and the API."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from musicgen_local.engines.base import Engine


def engine_facts(engine: Engine) -> dict[str, Any]:
    """What an engine can do, and what it needs here."""
    requirements = [dataclasses.asdict(need) for need in engine.requirements()]
    return {
        "name": engine.name,
        "description": engine.description,
        "licence": engine.licence,
        "ready": all(need["satisfied"] for need in requirements if need["required"]),
        "capabilities": dataclasses.asdict(engine.capabilities),
        "parameters": engine.parameters.model_json_schema(),
        "requirements": requirements,
    }
