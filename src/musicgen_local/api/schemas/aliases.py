"""Bodies of the requests to the paths that earlier products published.

Names, ranges and defaults are theirs; what they don't know in a body is ignored, as they did.
Each request has one method that says what it means here: the params of a generation.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag

from musicgen_local.api.schemas.fields import EngineName, Finite, JsonObject, ShortText, Text
from musicgen_local.api.schemas.generations import Preset
from musicgen_local.studio.orders import MAX_SEED

LEGACY_FORMATS = ("wav", "mp3", "flac")  # what the earlier products' downloads offer
DIFFRHYTHM = "diffrhythm"
BARK = "bark"

Quality = Literal["preview", "draft", "standard", "high", "maximum", "ultra"]
# Steps and guidance scale of each quality.
QUALITIES: Mapping[Quality, tuple[int, float]] = MappingProxyType(
    {
        "preview": (4, 2.0),
        "draft": (8, 2.5),
        "standard": (16, 3.0),
        "high": (32, 4.0),
        "maximum": (64, 5.0),
        "ultra": (100, 6.0),
    }
)


def _example(**example: Any) -> ConfigDict:
    return ConfigDict(frozen=True, json_schema_extra={"examples": [example]})


class TextToMusicIn(BaseModel):
    """A piece from a prompt."""

    model_config = _example(prompt="calm piano at night", duration=30)

    prompt: Text = Field(min_length=1)
    duration: Finite = Field(30, ge=5, le=300, description="Seconds.")
    model: EngineName | None = Field(None, description="An engine; the default one unless set.")
    parameters: JsonObject = Field(default_factory=dict, description="The engine's own.")

    def params(self) -> dict[str, Any]:
        """The params of the generation."""
        named = {} if self.model is None else {"engine": self.model}
        return named | {
            "prompt": self.prompt,
            "duration_seconds": self.duration,
            "parameters": self.parameters,
            "formats": list(LEGACY_FORMATS),
        }


class SongIn(BaseModel):
    """A song from lyrics with time stamps and a description of its style."""

    model_config = _example(
        lyrics="[00:00.50]The city sleeps below the rain",
        style_prompt="melancholic piano ballad",
        audio_length=95,
    )

    lyrics: Text = Field(min_length=10, description="LRC lines: `[mm:ss.xx]text`.")
    style_prompt: Text = Field(min_length=3)
    audio_length: Finite = Field(95, ge=95, le=285, description="Seconds.")
    batch_size: int = Field(1, ge=1, le=4, description="Songs; all are kept.")
    steps: int | None = Field(None, ge=1, le=1000, description="The preset's unless set.")
    cfg_strength: Finite | None = Field(
        None, ge=0, le=30, description="Guidance; the preset's unless set."
    )
    preset: Quality = "high"
    auto_master: bool = Field(
        True, description="False leaves the level that is safe for streaming, as every track gets."
    )
    master_preset: Preset = "balanced"

    def params(self) -> dict[str, Any]:
        """The params of the generation."""
        steps, guidance_scale = QUALITIES[self.preset]
        asked = {
            "prompt": self.style_prompt,
            "duration_seconds": self.audio_length,
            "engine": DIFFRHYTHM,
            "parameters": {
                "lyrics": self.lyrics,
                "steps": steps if self.steps is None else self.steps,
                "guidance_scale": (
                    guidance_scale if self.cfg_strength is None else self.cfg_strength
                ),
            },
            "formats": list(LEGACY_FORMATS),
            "count": self.batch_size,
        }
        return asked | ({"master": self.master_preset} if self.auto_master else {})


def _prompt_or_song(body: Any) -> str:
    song = isinstance(body, dict) and ("style_prompt" in body or "lyrics" in body)
    return "song" if song else "prompt"


GenerateBody = Annotated[
    Annotated[TextToMusicIn, Tag("prompt")] | Annotated[SongIn, Tag("song")],
    Discriminator(_prompt_or_song),
]


class DiffRhythmIn(BaseModel):
    """A piece by the engine DiffRhythm."""

    model_config = _example(prompt="warm synth pop", durationSeconds=30, language="en")

    prompt: Text = Field(min_length=1)
    duration_seconds: Finite = Field(30, alias="durationSeconds", ge=10, le=300)
    language: Literal["ru", "en"] = "en"
    genre: ShortText | None = None
    mood: ShortText | None = None
    tempo: Finite | None = Field(None, gt=0, le=400, description="Beats per minute.")
    seed: int | None = Field(None, ge=0, le=MAX_SEED)

    def params(self) -> dict[str, Any]:
        """The params of the generation."""
        wishes = {
            "language": self.language,
            "genre": self.genre,
            "mood": self.mood,
            "tempo_bpm": self.tempo,
        }
        asked = {
            "prompt": self.prompt,
            "duration_seconds": self.duration_seconds,
            "engine": DIFFRHYTHM,
            "parameters": {name: value for name, value in wishes.items() if value is not None},
            "formats": list(LEGACY_FORMATS),
        }
        return asked if self.seed is None else asked | {"seed": self.seed}


class BarkIn(BaseModel):
    """Speech or song by the engine Bark."""

    model_config = _example(text="Good evening, and welcome.", voice_preset="v2/en_speaker_6")

    text: Annotated[Text, Field(min_length=1, max_length=200)]
    voice_preset: ShortText = "v2/ru_speaker_0"
    language: ShortText | None = None
    text_temp: Finite = Field(0.7, ge=0.1, le=2)
    waveform_temp: Finite = Field(0.7, ge=0.1, le=2)

    def params(self) -> dict[str, Any]:
        """The params of the generation."""
        parameters: dict[str, Any] = {
            "voice_preset": self.voice_preset,
            "text_temp": self.text_temp,
            "waveform_temp": self.waveform_temp,
        }
        if self.language is not None:
            parameters["language"] = self.language
        return {
            "prompt": self.text,
            "engine": BARK,
            "parameters": parameters,
            "formats": list(LEGACY_FORMATS),
        }
