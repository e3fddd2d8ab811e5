"""Engines as the API shows them."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from musicgen_local.engines.offering import Language, Vocabulary
from musicgen_local.jobs.values import Speed

_EXAMPLE: dict[str, Any] = {
    "name": "composer",
    "title": "Composer",
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
    "presets": [
        {
            "id": "study",
            "label_en": "Study",
            "label_ru": "Учёба",
            "prompt": "lo-fi hip hop with rain sounds, relaxed, 82 bpm",
            "parameters": {},
        }
    ],
    "speed": {"realtime_factor": 28.4, "runs": 12, "device": "cpu"},
    "links": {
        "self": "/api/v1/engines/composer",
        "vocabulary": "/api/v1/engines/composer/vocabulary",
    },
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


class PresetOut(BaseModel):
    """A good place to start from."""

    model_config = ConfigDict(frozen=True)

    id: str
    label_en: str
    label_ru: str
    prompt: str
    parameters: dict[str, Any] = Field(description="The engine's own, for `parameters`.")


class SpeedOut(BaseModel):
    """How fast it was on this installation."""

    model_config = ConfigDict(frozen=True)

    realtime_factor: float = Field(description="Seconds of music in a second of work.")
    runs: int = Field(description="How many generations that was measured on.")
    device: str


class EngineOut(BaseModel):
    """A maker of music."""

    model_config = _example(_EXAMPLE)

    name: str
    title: str = Field(description="Its name for people.")
    description: str
    licence: str = Field(description="Of the engine and its weights.")
    ready: bool = Field(description="All that it can't work without is here.")
    capabilities: CapabilitiesOut
    parameters: dict[str, Any] = Field(description="The JSON schema of its own parameters.")
    requirements: list[RequirementOut]
    presets: list[PresetOut] = Field(description="Pieces to start from, the most useful first.")
    speed: SpeedOut | None = Field(description="From measured generations; null before the first.")
    links: dict[str, str]


class EngineList(BaseModel):
    """Every engine that is installed, the default one first."""

    model_config = _example({"items": [_EXAMPLE]})

    items: list[EngineOut]


class WordOut(BaseModel):
    """Something that can be asked for."""

    model_config = ConfigDict(frozen=True)

    id: str
    label: str = Field(description="Typed into a prompt, it is understood as `id`.")


class GenreOut(WordOut):
    """A genre, and what to expect of it."""

    summary: str


class InstrumentOut(WordOut):
    """An instrument, and those it stands with."""

    group: str


class VocabularyOut(BaseModel):
    """What an engine's prompts understand, in one language; empty where it keeps no list."""

    model_config = _example(
        {
            "language": "en",
            "genres": [{"id": "lofi", "label": "lo-fi", "summary": "Dusty drums and soft chords."}],
            "moods": [{"id": "calm", "label": "calm"}],
            "instruments": [{"id": "piano", "label": "piano", "group": "Keys"}],
            "ambience": [{"id": "rain", "label": "rain"}],
            "examples": ["calm lo-fi with rain"],
        }
    )

    language: Language
    genres: list[GenreOut]
    moods: list[WordOut]
    instruments: list[InstrumentOut]
    ambience: list[WordOut]
    examples: list[str] = Field(description="Whole prompts.")


def vocabulary_out(vocabulary: Vocabulary, language: Language) -> VocabularyOut:
    """A vocabulary as the API shows it."""
    return VocabularyOut(
        language=language,
        genres=[
            GenreOut(id=word.id, label=word.label, summary=word.summary)
            for word in vocabulary.genres
        ],
        moods=[WordOut(id=word.id, label=word.label) for word in vocabulary.moods],
        instruments=[
            InstrumentOut(id=word.id, label=word.label, group=word.group)
            for word in vocabulary.instruments
        ],
        ambience=[WordOut(id=word.id, label=word.label) for word in vocabulary.ambience],
        examples=list(vocabulary.examples),
    )


def engine_out(facts: Mapping[str, Any], speed: Speed | None) -> EngineOut:
    """An engine, as `Studio.engines` tells of it, as the API shows it."""
    address = f"/api/v1/engines/{facts['name']}"
    return EngineOut.model_validate(
        dict(facts)
        | {
            "speed": None if speed is None else dataclasses.asdict(speed),
            "links": {"self": address, "vocabulary": f"{address}/vocabulary"},
        }
    )
