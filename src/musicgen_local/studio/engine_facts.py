"""Engines as JSON-ready data, for the terminal and the API."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from musicgen_local.engines.offering import presets_of, title_of, vocabulary_of
from musicgen_local.engines.registry import open_engine

if TYPE_CHECKING:
    from musicgen_local.engines.base import Engine
    from musicgen_local.engines.offering import Language, Vocabulary


def engine_facts(engine: Engine) -> dict[str, Any]:
    """What an engine can do, and what it needs here."""
    requirements = [dataclasses.asdict(need) for need in engine.requirements()]
    return {
        "name": engine.name,
        "title": title_of(engine),
        "description": engine.description,
        "licence": engine.licence,
        "ready": all(need["satisfied"] for need in requirements if need["required"]),
        "capabilities": dataclasses.asdict(engine.capabilities),
        "parameters": engine.parameters.model_json_schema(),
        "requirements": requirements,
        "presets": [dataclasses.asdict(preset) for preset in presets_of(engine)],
    }


def engine_vocabulary(name: str, language: Language) -> Vocabulary:
    """The words that an engine's prompts understand, to choose from.

    Raises:
        UserError: `NOT_FOUND`.
    """
    return vocabulary_of(open_engine(name), language)
