"""Bodies of the requests to the paths that earlier products published.

Names, ranges and defaults are theirs; what they don't know in a body is ignored, as they did.
Each request has one method that says what it means here: the params of a generation.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Any, Literal, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    field_validator,
    model_validator,
)

from musicgen_local.api.schemas.fields import EngineName, Finite, JsonObject, ShortText, Text
from musicgen_local.api.schemas.generations import Preset
from musicgen_local.api.schemas.jobs import EXAMPLE_TRACK_ID
from musicgen_local.durations import parse_duration_seconds
from musicgen_local.errors import UserError
from musicgen_local.studio.looping.order import LOOP_SECONDS, MAX_FADE_SECONDS
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


LoopFormat = Literal["mp3", "wav"]


class LoopCreateIn(BaseModel):
    """A loop of an upload or of a track."""

    model_config = _example(track_id=EXAMPLE_TRACK_ID, target_duration="2h", output_format="mp3")

    input_file: str | None = Field(None, description="Id of an upload; in a form, the file itself.")
    track_id: str | None = None
    target_duration: float | str = Field(description="Seconds, or as `90s`, `1m30s`, `2h`.")
    fade_duration: Finite = Field(
        5, ge=0, le=MAX_FADE_SECONDS, description="Seconds, at the start and at the end."
    )
    output_format: LoopFormat = "mp3"

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        if (self.input_file is None) == (self.track_id is None):
            raise ValueError("give either input_file or track_id")
        return self

    @field_validator("target_duration")
    @classmethod
    def _in_seconds(cls, value: float | str) -> float:
        try:
            return parse_duration_seconds(value)
        except UserError as error:
            raise ValueError(f"{error.message} {error.recovery}") from None

    def params(self) -> dict[str, Any]:
        """The params of the loop."""
        source = (
            {"upload_id": self.input_file} if self.track_id is None else {"track_id": self.track_id}
        )
        return source | {
            "duration_seconds": self.target_duration,
            "fade_in_seconds": self.fade_duration,
            "fade_out_seconds": self.fade_duration,
            "formats": [self.output_format],
        }


class LoopJobIn(BaseModel):
    """A loop of a track of the library."""

    model_config = _example(trackId=EXAMPLE_TRACK_ID, duration=3600, fadeInOut=True, format="mp3")

    track_id: str = Field(alias="trackId")
    duration: Finite = Field(ge=LOOP_SECONDS[0], le=LOOP_SECONDS[1], description="Seconds.")
    fade_in_out: bool = Field(
        False, alias="fadeInOut", description="Fades of five seconds at the start and the end."
    )
    format: LoopFormat = "mp3"

    def params(self) -> dict[str, Any]:
        """The params of the loop."""
        fades = {"fade_in_seconds": 5.0, "fade_out_seconds": 5.0} if self.fade_in_out else {}
        return fades | {
            "track_id": self.track_id,
            "duration_seconds": self.duration,
            "formats": [self.format],
        }
