"""What would be made, shown before anything is."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from musicgen_local.api.schemas.fields import EngineName, Finite, JsonObject, RecordId, Text
from musicgen_local.jobs.kinds.generate import MAX_PROMPT_CHARACTERS
from musicgen_local.jobs.values import Forecast
from musicgen_local.studio.orders import MAX_SEED
from musicgen_local.studio.planning import Outline

EXAMPLE_PLAN: dict[str, Any] = {
    "engine": "composer",
    "title": "Quiet Window",
    "seed": 7,
    "duration_seconds": 60.0,
    "plan": {"genre": "lofi", "tempo_bpm": 78.0, "tonic": 0, "mode": "minor"},
    "summary": [
        {"name": "Genre", "text": "lofi"},
        {"name": "Key, tempo", "text": "C minor, 78 bpm, 4/4"},
    ],
    "understood": [
        {"text": "calm", "meaning": "mood calm"},
        {"text": "lo-fi", "meaning": "genre lofi"},
    ],
    "ignored": [],
    "notices": [],
    "eta_seconds": 2.1,
    "wait_seconds": 0.0,
}


class PlanIn(BaseModel):
    """What is thought of; nothing is queued."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        json_schema_extra={"examples": [{"prompt": "calm lo-fi with rain", "seed": 7}]},
    )

    prompt: Text = Field(
        "",
        max_length=MAX_PROMPT_CHARACTERS,
        description="The music, in words; while it is empty the engine chooses everything.",
    )
    engine: EngineName | None = Field(None, description="Else the one of the settings.")
    duration_seconds: Finite | None = Field(
        None, gt=0, le=36_000, description="What the prompt says, else 60."
    )
    seed: int | None = Field(
        None,
        ge=0,
        le=MAX_SEED,
        description="The same seed, the same plan; random, and told in the answer, unless given.",
    )
    parameters: JsonObject = Field(
        default_factory=dict, description="The engine's own, as its JSON schema says."
    )
    like_track_id: RecordId | None = Field(
        None, description="A track whose kind the new piece is to be."
    )


class PlanFact(BaseModel):
    """A row of a plan as a musician would tell it."""

    model_config = ConfigDict(frozen=True)

    name: str
    text: str


class UnderstoodOut(BaseModel):
    """A piece of the prompt and what it was taken to mean."""

    model_config = ConfigDict(frozen=True)

    text: str
    meaning: str


class PlanOut(BaseModel):
    """What a generation with this request and seed would make, and when it would be there."""

    model_config = ConfigDict(frozen=True, json_schema_extra={"examples": [EXAMPLE_PLAN]})

    engine: str
    title: str = Field(description="Empty where the engine finds it only while it works.")
    seed: int
    duration_seconds: float = Field(description="Of the finished audio.")
    plan: dict[str, Any] | None = Field(
        description="Every decision; null for engines that make no plans."
    )
    summary: list[PlanFact] = Field(description="The plan for people, in the order to show it.")
    understood: list[UnderstoodOut]
    ignored: list[str] = Field(description="Words that nobody understood.")
    notices: list[str] = Field(description="What was decided against the letter, and why.")
    eta_seconds: float | None = Field(
        description="How long making it will take, from runs that were measured on this "
        "installation; null before the first."
    )
    wait_seconds: float | None = Field(
        description="How long the queue would keep it waiting now; null where that isn't known, "
        "as while the queue is paused."
    )


def plan_out(outline: Outline, forecast: Forecast) -> PlanOut:
    """A plan as the API shows it."""
    return PlanOut(
        engine=outline.engine,
        title=outline.title,
        seed=outline.seed,
        duration_seconds=round(outline.duration_seconds, 3),
        plan=None if outline.plan is None else dict(outline.plan),
        summary=[PlanFact(name=name, text=text) for name, text in outline.summary.items()],
        understood=[
            UnderstoodOut(text=text, meaning=meaning) for text, meaning in outline.understood
        ],
        ignored=list(outline.ignored),
        notices=list(outline.notices),
        eta_seconds=forecast.seconds,
        wait_seconds=forecast.wait_seconds,
    )
