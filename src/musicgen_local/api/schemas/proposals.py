"""A piece that is talked over before it is made."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from musicgen_local.api.schemas.fields import EngineName, ShortText, Text
from musicgen_local.api.schemas.plans import EXAMPLE_PLAN, PlanOut, plan_out
from musicgen_local.jobs.values import Forecast
from musicgen_local.studio.orders import MAX_SEED
from musicgen_local.studio.proposals import (
    MAX_FOLLOW_UP_CHARACTERS,
    MAX_FOLLOW_UPS,
    MAX_SENTENCE_CHARACTERS,
    Proposal,
)

_EXAMPLE: dict[str, Any] = {
    "engine": "composer",
    "reason": "The composer is the engine of this installation.",
    "title": "Quiet Window",
    "request": {
        "prompt": "calm lo-fi with rain, piano",
        "engine": "composer",
        "seed": 7,
        "duration_seconds": None,
        "parameters": {"tempo_bpm": 68.0},
        "title": None,
    },
    "said": [
        {"text": "calm lo-fi with rain", "effect": "calm, lofi, rain", "understood": True},
        {"text": "slower", "effect": "68 bpm instead of 78", "understood": True},
        {"text": "add a piano", "effect": "with piano", "understood": True},
    ],
    "plan": EXAMPLE_PLAN,
}


class ProposalIn(BaseModel):
    """A wish, and all that was said of it since; nothing is remembered here."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        json_schema_extra={
            "examples": [
                {
                    "sentence": "calm lo-fi with rain",
                    "follow_ups": ["slower", "add a piano"],
                    "seed": 7,
                }
            ]
        },
    )

    sentence: Text = Field(
        max_length=MAX_SENTENCE_CHARACTERS, description="The music, in words, English or Russian."
    )
    follow_ups: list[Annotated[Text, Field(max_length=MAX_FOLLOW_UP_CHARACTERS)]] = Field(
        default_factory=list,
        max_length=MAX_FOLLOW_UPS,
        description="What was said since, in order: `slower`, `no drums`, `call it Rain`, `undo`.",
    )
    language: Literal["en", "ru"] | None = Field(
        None, description="Of the answers; that of what was said unless given."
    )
    engine: EngineName | None = Field(None, description="Else one that suits the sentence.")
    seed: int | None = Field(
        None,
        ge=0,
        le=MAX_SEED,
        description="Of the first take. Send back the one of the first answer, so that each "
        "follow-up speaks of the same piece; random unless given.",
    )


class ProposedRequest(BaseModel):
    """A body for `POST /api/v1/generations`; null is as good as left out."""

    model_config = ConfigDict(frozen=True)

    prompt: Text
    engine: EngineName
    seed: int
    duration_seconds: float | None
    parameters: dict[str, Any]
    title: ShortText | None


class SaidOut(BaseModel):
    """Something that was said, and what it did."""

    model_config = ConfigDict(frozen=True)

    text: str
    effect: str = Field(description="For people, in the language of the answers.")
    understood: bool = Field(description="False: it changed nothing.")


class ProposalOut(BaseModel):
    """What would be made of all that was said; `request` makes it."""

    model_config = ConfigDict(frozen=True, json_schema_extra={"examples": [_EXAMPLE]})

    engine: str
    reason: str = Field(description="Why this engine, in the language of the answers.")
    title: str = Field(description="Empty where the engine finds it only while it works.")
    request: ProposedRequest
    said: list[SaidOut] = Field(description="The sentence first, then each follow-up.")
    plan: PlanOut


def proposal_out(proposal: Proposal, forecast: Forecast) -> ProposalOut:
    """A proposal as the API shows it."""
    order = proposal.order
    return ProposalOut(
        engine=order.engine,
        reason=proposal.reason,
        title=proposal.outline.title,
        request=ProposedRequest(
            prompt=order.prompt,
            engine=order.engine,
            seed=proposal.outline.seed,
            duration_seconds=order.duration_seconds,
            parameters=dict(order.parameters),
            title=order.title or None,
        ),
        said=[
            SaidOut(text=said.text, effect=said.effect, understood=said.understood)
            for said in proposal.said
        ],
        plan=plan_out(proposal.outline, forecast),
    )
