"""The plan: every decision about a piece before its first note, open to view and to edit."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from musicgen_local.engines.composer.brief import PITCH_CLASSES, Mode, Understood


class Role(StrEnum):
    """What a layer does in the arrangement."""

    DRUMS = "drums"
    PERCUSSION = "percussion"
    BASS = "bass"
    CHORDS = "chords"  # comping keys or guitar
    PAD = "pad"
    LEAD = "lead"
    COUNTER = "counter"  # answers the lead
    ARP = "arp"
    DRONE = "drone"
    TRANSITIONS = "transitions"  # risers, impacts


class Layer(BaseModel):
    """One player of the band; its name is the name of its stem and of its MIDI track."""

    model_config = ConfigDict(frozen=True)

    name: str
    role: Role
    instrument: str  # a name of the catalogue in `instruments.py`
    manner: str = ""  # how it plays: a behaviour that the pack names
    octave_shift: int = Field(0, ge=-3, le=3)
    seed: int | None = Field(None, ge=0)  # its own dice: it plays the same under any other seed
    locked: bool = False  # a new seed of the piece or of a section leaves it as it is


class GivenNote(BaseModel):
    """A note of a melody that was handed in, in beats from its section's start."""

    model_config = ConfigDict(frozen=True)

    start_beats: float = Field(ge=0)
    duration_beats: float = Field(gt=0)
    pitch: int = Field(ge=0, le=127)
    velocity: float = Field(0.7, gt=0, le=1)


class Section(BaseModel):
    """A stretch of whole bars with one purpose."""

    model_config = ConfigDict(frozen=True)

    name: str  # "intro", "A", "B", "verse", "chorus", "build", "drop", "break", "bridge", "outro"
    theme: str  # sections of one theme share harmony, motif and groove
    bars: int = Field(ge=1, le=64)
    energy: float = Field(ge=0, le=1)
    layers: tuple[str, ...]  # names of the layers that play
    transpose: int = Field(0, ge=-11, le=11)  # semitones from the piece's key
    variation: int = 0  # how often the theme has come before; asks for a varied return
    ending: bool = False  # the piece closes here: cadence, ritardando of density, ring-out
    seed: int | None = Field(None, ge=0)  # its own dice: drawn again without the other sections
    # dice that single layers have here, whatever theirs are elsewhere, by layer name
    layer_seeds: Mapping[str, Annotated[int, Field(ge=0)]] = Field(default_factory=dict)
    # dice of the lead that a layer listens to, where they are not its own
    hears: Mapping[str, Annotated[int, Field(ge=0)]] = Field(default_factory=dict)
    chords: str = ""  # a chart that rules here instead of the genre's chords: "Dm7 | G7 | Cmaj7"
    melody: tuple[GivenNote, ...] = ()  # what the lead plays instead of its own invention


class AmbienceLayer(BaseModel):
    """A bed of weather or place under the music."""

    model_config = ConfigDict(frozen=True)

    kind: Literal["rain", "vinyl", "cafe", "waves", "wind", "fire", "city", "forest"]
    level_lu: float = Field(-16.0, ge=-40, le=6)  # loudness against the whole mix


class Plan(BaseModel):
    """The whole piece as decisions. The same plan, seed and version give the same bytes."""

    model_config = ConfigDict(frozen=True)

    title: str
    genre: str  # the pack
    moods: tuple[str, ...] = ()
    valence: float = Field(0.0, ge=-1, le=1)
    energy: float = Field(0.5, ge=0, le=1)
    tempo_bpm: float = Field(ge=40, le=220)
    tonic: int = Field(ge=0, le=11)
    mode: Mode
    beats_per_bar: int = Field(4, ge=2, le=7)
    swing: float = Field(0.5, ge=0.5, le=0.75)  # share of the first of two eighths or sixteenths
    layers: tuple[Layer, ...] = Field(min_length=1)
    sections: tuple[Section, ...] = Field(min_length=1)
    ambience: tuple[AmbienceLayer, ...] = ()
    seed: int = Field(ge=0)
    harmony_seed: int | None = Field(None, ge=0)  # the chords' own dice; None: `seed`
    # of what the rhythm section agrees on, the kick and the breaks; None: `seed`
    groove_seed: int | None = Field(None, ge=0)
    transpose_semitones: int = Field(0, ge=-11, le=11)  # every written pitch moves by so much
    density: float = Field(0.5, ge=0, le=1)  # how much is played; 0.5 is the genre's own
    brightness: float = Field(0.5, ge=0, le=1)  # how the whole is voiced; 0.5 is the genre's own
    duration_seconds: float = Field(gt=0)
    loop_ready: bool = False  # the last bar runs into the first: no ending, no tail
    understood: tuple[Understood, ...] = ()
    ignored: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()  # what was decided against the prompt's letter, and why

    @model_validator(mode="after")
    def _sections_name_known_layers(self) -> Self:
        known = {layer.name for layer in self.layers}
        if len(known) != len(self.layers):
            raise ValueError("two layers share a name")
        for section in self.sections:
            unknown = {*section.layers, *section.layer_seeds, *section.hears} - known
            if unknown:
                raise ValueError(f"section {section.name!r} names no such layer: {sorted(unknown)}")
        return self

    @property
    def sounding_tonic(self) -> int:
        """The pitch class of the key that is heard: `tonic`, transposed."""
        return (self.tonic + self.transpose_semitones) % 12

    @property
    def key_name(self) -> str:
        """The key that is heard, as musicians write it: `F# minor`."""
        return f"{PITCH_CLASSES[self.sounding_tonic]} {self.mode}"

    @property
    def bars(self) -> int:
        """Length of the piece in bars, without the ring-out of its end."""
        return sum(section.bars for section in self.sections)

    @property
    def seconds_per_beat(self) -> float:
        """Length of one beat (a quarter note)."""
        return 60.0 / self.tempo_bpm
