"""What the composer lets a person set besides the prompt; its schema draws forms and flags."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from musicgen_local.engines.composer.brief import Language
from musicgen_local.engines.composer.plan import Plan


class ComposerParameters(BaseModel):
    """Every field is optional: what is not set is taken from the prompt, then from the genre."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    tempo_bpm: float | None = Field(
        None, ge=40, le=220, title="Tempo", description="Beats per minute; wins over the prompt."
    )
    key: str | None = Field(
        None, title="Key", description="For example 'F# minor' or 'Bb major'; wins over the prompt."
    )
    genre: str | None = Field(
        None, title="Genre", description="A genre by name; wins over the prompt."
    )
    mood: str | None = Field(
        None,
        title="Mood",
        description="One mood or several, with commas between; wins over the prompt.",
    )
    language: Language | None = Field(
        None, title="Language", description="Language of the prompt; found by itself when not set."
    )
    loop_ready: bool = Field(
        False, title="Loop-ready", description="Whole bars, no ending: the end runs into the start."
    )
    sounds: Literal["auto", "synth"] = Field(
        "auto",
        title="Sounds",
        description="'auto' plays sampled instruments where installed; 'synth' never does.",
    )
    plan: Plan | None = Field(
        None, title="Plan", description="A plan to play as it is, instead of reading the prompt."
    )
