"""The score: notes in beats, section by section, before any sound."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from musicgen_local.engines.composer.plan import Section


@dataclass(frozen=True, slots=True)
class Note:
    """One note; for drum kits `pitch` is a General MIDI percussion key."""

    start_beats: float  # from the section's first beat, >= 0; swing and micro-timing are in it
    duration_beats: float
    pitch: int  # MIDI, 60 = middle C
    velocity: float  # 0-1; changes timbre as well as level
    glide_semitones: float = 0.0  # starts this far from its pitch and slides onto it (bends, 808s)


@dataclass(frozen=True, slots=True)
class ChordSpan:
    """A chord and how long it rules."""

    start_beats: float
    duration_beats: float
    symbol: str  # "Fmaj9", "C/E"
    root: int  # pitch class
    bass: int  # pitch class of the lowest note
    pitch_classes: tuple[int, ...]  # chord tones, root first, absolute pitch classes


@dataclass(frozen=True, slots=True)
class Sweep:
    """A parameter that moves while a section plays."""

    layer: str  # a layer's name, or "mix"
    parameter: str  # "lowpass_hz", "highpass_hz", "gain_db", "reverb_db"
    points: tuple[tuple[float, float], ...]  # (beat, value), straight lines between


@dataclass(frozen=True, slots=True)
class SectionScore:
    """One section written out."""

    section: Section
    beats: float
    chords: tuple[ChordSpan, ...]
    parts: Mapping[str, tuple[Note, ...]]  # by layer name, sorted by start
    sweeps: tuple[Sweep, ...] = field(default=())
