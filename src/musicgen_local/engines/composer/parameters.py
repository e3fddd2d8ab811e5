"""What the composer lets a person set besides the prompt; its schema draws forms and flags."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from musicgen_local.engines.composer.brief import Language
from musicgen_local.engines.composer.midi.limits import MOST_BYTES
from musicgen_local.engines.composer.plan import Plan
from musicgen_local.engines.composer.sections import (
    MOST_SECTIONS,
    GivenSection,
    parse_sections,
)
from musicgen_local.engines.composer.writing.charts import MOST_CHARACTERS


def _or_text(schema: dict[str, Any]) -> None:
    schema["anyOf"].insert(0, {"type": "string"})


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
    sections: tuple[GivenSection, ...] | None = Field(
        None,
        min_length=1,
        max_length=MOST_SECTIONS,
        title="Sections",
        json_schema_extra=_or_text,
        description="The form: 'intro 4, verse 8, chorus 8, outro 4' (names and bars), or a list "
        "of {name, bars}. It decides the length.",
    )
    energy: float | None = Field(
        None,
        ge=0,
        le=1,
        title="Energy",
        description="0 is still, 1 is wild: tempo, players, touch; wins over the prompt.",
    )
    density: float | None = Field(
        None,
        ge=0,
        le=1,
        title="Density",
        description="How much is played; 0.5 is the genre's own.",
    )
    brightness: float | None = Field(
        None,
        ge=0,
        le=1,
        title="Brightness",
        description="How bright the whole sounds; 0.5 is the genre's own.",
    )
    chords: str | None = Field(
        None,
        min_length=1,
        max_length=MOST_CHARACTERS,
        title="Chords",
        description="A chart that is played instead of the genre's chords: '| Dm7 | G7 | Cmaj7 |', "
        "or numerals: '| ii7 V7 | Imaj7 |'; [A] names sections, which then are the form.",
    )
    midi: str | None = Field(
        None,
        min_length=1,
        max_length=4 * (MOST_BYTES // 3 + 1),
        title="MIDI file",
        json_schema_extra={"contentEncoding": "base64", "contentMediaType": "audio/midi"},
        description="A song to arrange, a Standard MIDI File in base64: its melody, chords, form "
        "and tempo are kept.",
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

    @field_validator("sections", mode="before")
    @classmethod
    def _read_sections(cls, value: object) -> object:
        """Sections may be given as people write them; a `UserError` says what is wrong there."""
        return parse_sections(value) if isinstance(value, str) else value
