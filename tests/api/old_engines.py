"""Engines by the names that the earlier products knew, which play plucks."""

from __future__ import annotations

from pydantic import ConfigDict

from third_party import PluckEngine, PluckParameters


class SongParameters(PluckParameters):
    model_config = ConfigDict(frozen=True, extra="forbid")

    lyrics: str = ""
    steps: int = 32
    guidance_scale: float = 4.0
    language: str = "en"
    genre: str = ""
    mood: str = ""
    tempo_bpm: float | None = None


class SongEngine(PluckEngine):
    name = "diffrhythm"
    parameters: type[PluckParameters] = SongParameters


class VoiceParameters(PluckParameters):
    model_config = ConfigDict(frozen=True, extra="forbid")

    voice_preset: str
    language: str = ""
    text_temp: float
    waveform_temp: float


class VoiceEngine(PluckEngine):
    name = "bark"
    parameters: type[PluckParameters] = VoiceParameters

    def natural_duration_seconds(self, prompt: str, parameters: object) -> float | None:
        return 2.0


OLD_ENGINES = {
    "pluck": "third_party:PluckEngine",
    "diffrhythm": "old_engines:SongEngine",
    "bark": "old_engines:VoiceEngine",
}
