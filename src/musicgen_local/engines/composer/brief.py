"""The brief: what a prompt asks for, as far as it was understood."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from musicgen_local.engines.composer.sections import GivenSection

Mode = Literal["major", "minor", "dorian", "phrygian", "lydian", "mixolydian", "aeolian"]
Language = Literal["en", "ru"]
PITCH_CLASSES = ("C", "Db", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B")


class Understood(BaseModel):
    """A piece of the prompt and what it was taken to mean (`82 bpm` -> `tempo 82 bpm`)."""

    model_config = ConfigDict(frozen=True)

    text: str
    meaning: str


class Brief(BaseModel):
    """What was asked for. `None` and empty mean that the prompt leaves the choice to the pack.

    `valence` runs from -1 (sad, dark) to 1 (happy, bright), `energy` from 0 (still) to 1 (wild).
    """

    model_config = ConfigDict(frozen=True)

    prompt: str
    language: Language = "en"
    genre: str | None = None  # a pack's name
    moods: tuple[str, ...] = ()
    valence: float | None = Field(None, ge=-1, le=1)
    energy: float | None = Field(None, ge=0, le=1)
    tempo_bpm: float | None = Field(None, ge=40, le=220)
    tonic: int | None = Field(None, ge=0, le=11)  # pitch class, C = 0
    mode: Mode | None = None
    beats_per_bar: int | None = Field(None, ge=2, le=7)
    instruments: tuple[str, ...] = ()  # names of the catalogue that must sound
    excluded: tuple[str, ...] = ()  # names, families or roles ("drums") that must not
    solo: bool = False  # only the named instruments, no band around them
    ambience: tuple[str, ...] = ()  # names of `AMBIENCES`
    hints: tuple[
        str, ...
    ] = ()  # structure: "drop", "slow build", "no intro", "loop", "short intro"
    sections: tuple[GivenSection, ...] = ()  # the form, section by section
    duration_seconds: float | None = None  # "a 3 minute track"
    understood: tuple[Understood, ...] = ()
    ignored: tuple[str, ...] = ()  # words with no meaning here; they seed small variations
