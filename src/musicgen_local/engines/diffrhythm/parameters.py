"""What DiffRhythm lets a person set besides the style's words; its schema draws forms and flags."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from musicgen_local.engines.diffrhythm.config import FULL_MAX_SECONDS, QUALITIES, Quality
from musicgen_local.engines.recordings import RECORDING

MOST_LYRICS_CHARACTERS = 20_000
MOST_SEGMENTS = 64
OPEN_END = -1.0

PresetName = Literal["preview", "draft", "standard", "high", "maximum", "ultra"]
Segment = tuple[
    Annotated[float, Field(ge=0, le=FULL_MAX_SECONDS)],
    Annotated[float, Field(ge=OPEN_END, le=FULL_MAX_SECONDS)],
]


class DiffRhythmParameters(BaseModel):
    """Every field is optional; without lyrics the piece is instrumental."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    lyrics: str | None = Field(
        None,
        max_length=MOST_LYRICS_CHARACTERS,
        title="Lyrics",
        json_schema_extra={"contentMediaType": "text/x-lrc"},
        description="Lines to sing, with times ([mm:ss.xx]) or without: those are laid out over "
        "the song. English, Chinese, or Russian by approximation. None: an instrumental.",
    )
    reference_audio: str | None = Field(
        None,
        title="Recording to follow",
        json_schema_extra=dict(RECORDING),
        description="A recording of 10 s at least whose style is followed (its middle 10 s): an "
        "upload's or a track's id; on the command line a file.",
    )
    style_balance: float = Field(
        0.5,
        ge=0,
        le=1,
        title="Words or recording",
        description="Where both describe the style: 0 follows the words alone, 1 the recording.",
    )
    genre: str | None = Field(
        None, max_length=200, title="Genre", description="Added to the words of the style."
    )
    mood: str | None = Field(
        None, max_length=200, title="Mood", description="Added to the words of the style."
    )
    tempo_bpm: float | None = Field(
        None,
        gt=0,
        le=400,
        title="Tempo",
        description="Beats per minute, added to the words of the style: a wish, not a clock.",
    )
    language: Literal["en", "zh", "ru"] | None = Field(
        None,
        title="Language",
        description="Added to the words of the style; how lyrics are read is seen from their "
        "letters.",
    )
    preset: PresetName = Field(
        "high",
        title="Quality",
        description="How many steps, and how closely conditions are followed: from preview "
        "(4 steps) to ultra (100).",
    )
    steps: int | None = Field(
        None, ge=2, le=1_000, title="Steps", description="The preset's unless set."
    )
    guidance_scale: float | None = Field(
        None,
        ge=0,
        le=30,
        title="Guidance",
        description="How far the song is led away from the one without conditions; the preset's "
        "unless set.",
    )
    edit_audio: str | None = Field(
        None,
        title="Recording to edit",
        json_schema_extra=dict(RECORDING),
        description="A recording of which parts are made anew, or that goes on: an upload's or a "
        "track's id; on the command line a file.",
    )
    segments: tuple[Segment, ...] = Field(
        (),
        max_length=MOST_SEGMENTS,
        title="Parts to make anew",
        description="[start, end] in seconds, -1 for an open end. Without any, what comes after "
        "the recording's end.",
    )
    guidance_from: float = Field(
        0.0,
        ge=0,
        le=1,
        title="Guidance from",
        description="Leaves guidance out of the first part of the sampling: faster, not exact.",
    )
    guidance_to: float = Field(
        1.0,
        ge=0,
        le=1,
        title="Guidance to",
        description="Leaves guidance out of the last part of the sampling: faster, not exact.",
    )
    reuse_below: float = Field(
        0.0,
        ge=0,
        le=1,
        title="Reuse below",
        description="Keeps what most blocks said a step ago while the first one's answer changes "
        "by less than this: faster, not exact.",
    )
    arithmetic: Literal["auto", "float32", "float16", "bfloat16", "int8"] = Field(
        "auto",
        title="Arithmetic",
        description="Of the large products; 'auto' takes what the device is fast at, and never "
        "int8.",
    )
    compiled: bool = Field(
        False,
        title="Compile",
        description="Compile the rest at its first use, where there is a C++ compiler.",
    )
    reference_precision: bool = Field(
        True,
        title="Tables as published",
        description="Two tables rounded as in the published program, which the weights were "
        "heard with.",
    )
    drop_last_line: bool = Field(
        False,
        title="Drop the last line",
        description="As the published program does in songs of 95 s; here it is sung if it fits.",
    )
    time_limit_seconds: float | None = Field(
        None,
        gt=0,
        le=86_400,
        title="Time limit",
        description="Seconds that the sampling may take before it is given up.",
    )

    @model_validator(mode="after")
    def _make_sense(self) -> DiffRhythmParameters:
        if self.segments and self.edit_audio is None:
            raise ValueError("segments need a recording to edit (edit_audio)")
        for start, end in self.segments:
            if end != OPEN_END and end <= start:
                raise ValueError(f"the segment {start:g} to {end:g} s ends before it begins")
        if self.guidance_to < self.guidance_from:
            raise ValueError("guidance_to is before guidance_from")
        return self

    def quality(self) -> Quality:
        """Steps and guidance: those that were set, else the preset's."""
        preset = QUALITIES[self.preset]
        return Quality(
            preset.steps if self.steps is None else self.steps,
            preset.guidance if self.guidance_scale is None else self.guidance_scale,
        )

    def style_words(self, prompt: str) -> str:
        """The prompt and what else is said of the style, in one line."""
        languages = {"en": "sung in English", "zh": "sung in Chinese", "ru": "sung in Russian"}
        said = (
            prompt.strip(),
            self.genre,
            self.mood,
            None if self.tempo_bpm is None else f"{self.tempo_bpm:g} bpm",
            None if self.language is None else languages[self.language],
        )
        return ", ".join(part for part in said if part)
