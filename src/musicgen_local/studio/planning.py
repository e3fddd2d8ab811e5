"""What an order would make, shown before it is made: for people who are still typing."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from musicgen_local.engines.registry import open_engine
from musicgen_local.studio.orders import GenerateOrder, seed_of
from musicgen_local.studio.requests import planned

if TYPE_CHECKING:
    from musicgen_local.studio.requests import Planned
    from musicgen_local.studio.studio import Studio

ANYTHING = "music"
"""A prompt that asks for nothing in particular: what stands in for an empty one."""

_NO_WORDS = "There are no words yet, so the engine chooses everything."


@dataclass(frozen=True, slots=True)
class Outline:
    """What an order would make, with its seed fixed."""

    engine: str
    title: str  # empty where the engine finds it only while it works
    seed: int
    duration_seconds: float
    plan: Mapping[str, Any] | None = None  # None for engines that make no plans
    summary: Mapping[str, str] = field(default_factory=dict)  # name of a fact -> the fact
    understood: Sequence[tuple[str, str]] = ()  # a piece of the prompt and its meaning
    ignored: Sequence[str] = ()
    notices: Sequence[str] = ()


def says_something(prompt: str) -> bool:
    """Whether there is a letter or a digit in it."""
    return any(letter.isalnum() for letter in prompt)


def outline(studio: Studio, order: GenerateOrder) -> Outline:
    """What `order` would make; an empty prompt leaves everything to the engine.

    Raises:
        UserError: as `Studio.generate`, except for an empty prompt.
    """
    engine = open_engine(order.engine)
    seed = seed_of(order)
    spoken = says_something(order.prompt)
    prompt = order.prompt if spoken else ANYTHING
    made = planned(studio, dataclasses.replace(order, prompt=prompt, seed=seed), engine)
    notices = () if spoken or order.like_track_id is not None else (_NO_WORDS,)
    return _outline(made, engine.name, seed, notices)


def _outline(made: Planned, engine: str, seed: int, notices: Sequence[str]) -> Outline:
    if made.preview is None:
        return Outline(
            engine,
            made.title,
            seed,
            made.request.duration_seconds,
            notices=(*notices, *made.notices),
        )
    plan = made.preview.plan
    return Outline(
        engine,
        made.title or str(plan.get("title", "")),
        seed,
        made.request.duration_seconds,
        plan,
        made.preview.summary,
        [(str(item["text"]), str(item["meaning"])) for item in plan.get("understood", ())],
        [str(word) for word in plan.get("ignored", ())],
        (*notices, *made.preview.notices, *made.notices),
    )
