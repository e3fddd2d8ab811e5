"""What a patch is: the parameters of an instrument's tone, as data to read and to change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Shape = Literal["saw", "square", "triangle", "sine", "harmonics"]


@dataclass(frozen=True, slots=True)
class Formant:
    """A fixed resonance of a body or a mouth."""

    hz: float
    gain_db: float
    width_hz: float


@dataclass(frozen=True, slots=True)
class Spectrum:
    """The strengths of a tone's harmonics."""

    kind: Shape = "saw"
    harmonics: tuple[tuple[int, float], ...] = ()  # (number, amplitude), for kind "harmonics"
    tilt_db: float = 0.0  # per octave, on top of the shape
    lowpass_hz: float = 0.0  # 0: none
    lowpass_order: float = 2.0
    formants: tuple[Formant, ...] = ()


@dataclass(frozen=True, slots=True)
class Envelope:
    """Attack, decay (40 dB of its way), sustain level, release (60 dB), in seconds."""

    attack: float = 0.005
    decay: float = 0.5
    sustain: float = 0.7
    release: float = 0.25


@dataclass(frozen=True, slots=True)
class WavePatch:
    """Subtractive: detuned tables through saturation and a low-pass filter.

    The second shape is mixed in by `mix`, more with velocity (`mix_velocity`) and while the filter
    envelope is up (`mix_envelope`); with `pulse` it is the first shape upside down, shifted by a
    moving pulse width.
    """

    shape: Spectrum = Spectrum("saw")
    second: Spectrum | None = None
    mix: float = 0.0
    mix_velocity: float = 0.0
    mix_envelope: float = 0.0
    pulse: bool = False
    pulse_width: float = 0.5
    pulse_sway: float = 0.0  # 0-0.45
    pulse_rate_hz: float = 0.4
    pulse_steps: tuple[float, ...] = ()  # pulse widths from the note's start on; the last one stays
    pulse_step_seconds: float = 0.05
    voices: int = 1
    detune_cents: float = 0.0  # outermost voices, each way
    spread: float = 0.0  # 0 mono - 1: outermost voices at the sides
    octave_mix: float = 0.0  # strength of the middle voice, an octave up; 0: none (voices odd)
    sub: float = 0.0  # against the oscillators
    sub_shape: Spectrum = Spectrum("sine")
    sub_ratio: float = 0.5
    noise: float = 0.0  # breath or hiss, constant while held
    noise_attack: float = 0.0  # chiff: extra noise that dies away in `noise_seconds`
    noise_seconds: float = 0.06
    noise_low_hz: float = 800.0
    noise_high_hz: float = 7_000.0
    drive: float = 0.0  # 0: none; gain into the soft curve
    cutoff_hz: float = 0.0  # at middle C; 0: no filter
    stages: int = 2  # 12 dB/octave each
    resonance: float = 0.0  # 0-1
    tracking: float = 0.4  # 1: the cutoff follows the pitch
    filter_octaves: float = 0.0  # how far the filter envelope opens
    filter_velocity: float = 1.0  # octaves from velocity 0 to 1
    filter_energy: float = 1.0  # octaves from energy 0 to 1
    filter_envelope: Envelope = Envelope(0.005, 0.4, 0.3, 0.3)
    filter_sway: float = 0.0  # octaves of slow movement
    filter_rate_hz: float = 0.15
    amp: Envelope = Envelope()
    velocity_db: float = 26.0  # level from velocity 0 to 1
    vibrato_cents: float = 0.0
    vibrato_hz: float = 5.2
    vibrato_delay: float = 0.4
    tremolo: float = 0.0  # 0-1
    tremolo_hz: float = 5.5
    swell: float = 0.0  # 0-1: how far a held note grows and shrinks (bow, breath)
    drift_cents: float = 1.5
    scoop_semitones: float = 0.0  # pitch at the very start, falls or rises onto the note
    scoop_seconds: float = 0.03
    glide_seconds: float = 0.09
    octave: int = 0


@dataclass(frozen=True, slots=True)
class Operator:
    """One sine of an FM patch."""

    ratio: float
    level: float  # carrier: output; modulator: phase deviation in cycles at velocity 1
    envelope: Envelope
    velocity: float = 0.5  # 0-1: how much velocity scales the level
    tracking: float = 0.0  # dB per octave above middle C
    detune_cents: float = 0.0
    modulates: int | None = None  # index of the operator whose phase it moves; None: heard
    pan: float = 0.0  # -1 left .. 1 right, of a heard one


@dataclass(frozen=True, slots=True)
class FmPatch:
    """Phase modulation; operators are listed carriers first."""

    operators: tuple[Operator, ...]
    velocity_db: float = 24.0
    drift_cents: float = 0.8
    vibrato_cents: float = 0.0
    vibrato_hz: float = 5.0
    vibrato_delay: float = 0.5
    glide_seconds: float = 0.08
    octave: int = 0


@dataclass(frozen=True, slots=True)
class PluckPatch:
    """A plucked string with a body, two polarisations a side."""

    ring_seconds: float = 4.0  # time to fall by 60 dB at middle C
    ring_tracking: float = -0.5  # octaves of ring time per octave of pitch
    damped_seconds: float = 0.12  # after the note is let go
    brightness_hz: float = 5_000.0  # of the finger's noise at velocity 0.8
    velocity_octaves: float = 1.6
    softness: float = 0.25  # loss of highs per round, 0-0.5
    pick_position: float = 0.18  # share of the string's length
    noise: float = 0.5  # how much of the excitation is noise; the rest is a pulse
    detune_cents: float = 0.7  # between the two polarisations
    spread: float = 0.35
    body: tuple[Formant, ...] = ()
    body_mix: float = 0.5
    body_seconds: float = 0.09
    drive: float = 0.0
    drive_lowpass_hz: float = 4_800.0
    wah_hz: float = 0.0  # where a band-pass starts at velocity 0.8; 0: none
    wah_octaves: float = 0.0  # how far the pedal opens
    wah_seconds: float = 0.2  # there and back
    vibrato_cents: float = 0.0
    vibrato_hz: float = 5.0
    vibrato_delay: float = 0.3
    scoop_semitones: float = 0.0
    velocity_db: float = 26.0
    unison: tuple[float, ...] = (0.0,)  # semitones of each course (12-string, harpsichord 4')


@dataclass(frozen=True, slots=True)
class Partial:
    """One mode of a struck body, at middle C and velocity 1."""

    ratio: float
    gain_db: float
    seconds: float  # to fall by 60 dB


@dataclass(frozen=True, slots=True)
class ModalPatch:
    """A struck body: listed partials, or a stiff string (`stiffness` > 0)."""

    partials: tuple[Partial, ...] = ()
    stiffness: float = 0.0  # inharmonicity B at middle C: f_n = n f0 sqrt(1 + B n^2)
    stiff_tracking: float = 1.2  # octaves of B per octave of pitch
    ring_seconds: float = 12.0  # of the string's first partial
    ring_tracking: float = -0.6  # octaves of ring time per octave of pitch
    loss_per_khz: float = 1.0  # how much faster high partials die
    strike_position: float = 0.12
    strings: int = 1
    string_cents: float = 0.6
    aftersound_db: float = -12.0  # the slow second stage of the decay (Weinreich 1977)
    aftersound_ratio: float = 3.5
    hammer_hz: float = 2_500.0  # brightness of the blow at velocity 0.8
    hammer_velocity: float = 1.8  # octaves from velocity 0 to 1
    hammer_order: float = 2.0
    hammer_tracking: float = 0.45
    release_seconds: float = 0.25
    damper: bool = True  # False: rings on after the note
    onset_seconds: float = 0.0015
    noise_db: float = -26.0  # of the blow's knock against the tone
    noise_hz: float = 1_200.0
    noise_seconds: float = 0.03
    detune_cents: float = 1.0  # random, per partial
    spread: float = 0.35
    tremolo: float = 0.0
    tremolo_hz: float = 5.0
    velocity_db: float = 26.0
    octave: int = 0


Patch = WavePatch | FmPatch | PluckPatch | ModalPatch
Layers = tuple[tuple[Patch, float], ...]  # patches that sound together, with gains
