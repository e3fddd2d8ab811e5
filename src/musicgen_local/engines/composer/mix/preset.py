"""A mix as data: levels, places, inserts, sends, side-chain and bus of a genre pack."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class HighPass:
    """12 dB/octave."""

    hz: float


@dataclass(frozen=True, slots=True)
class LowPass:
    """12 dB/octave."""

    hz: float


@dataclass(frozen=True, slots=True)
class Peak:
    hz: float
    gain_db: float
    q: float = 1.0


@dataclass(frozen=True, slots=True)
class LowShelf:
    hz: float
    gain_db: float


@dataclass(frozen=True, slots=True)
class HighShelf:
    hz: float
    gain_db: float


@dataclass(frozen=True, slots=True)
class Drive:
    """Soft saturation; `amount_db` is the gain into the curve, level is made up."""

    amount_db: float


@dataclass(frozen=True, slots=True)
class AmpSim:
    """Guitar amplifier: high-pass, oversampled drive, cabinet roll-off near 5 kHz."""

    drive_db: float
    bright: float = 0.5  # 0-1


@dataclass(frozen=True, slots=True)
class Chorus:
    rate_hz: float = 0.6
    depth_ms: float = 2.5
    mix: float = 0.5


@dataclass(frozen=True, slots=True)
class Tremolo:
    """Level (or, with `pan`, left-right) movement."""

    rate_hz: float
    depth: float  # 0-1
    pan: bool = False


@dataclass(frozen=True, slots=True)
class Compressor:
    threshold_db: float
    ratio: float
    attack_ms: float = 10.0
    release_ms: float = 120.0


@dataclass(frozen=True, slots=True)
class Bitcrush:
    bits: float = 12.0
    rate_hz: float = 26_040.0


Effect = (
    HighPass | LowPass | Peak | LowShelf | HighShelf | Drive | AmpSim | Chorus | Tremolo
    | Compressor | Bitcrush
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Channel:
    """One layer's strip. Levels are loudness while the layer plays, against the loudest layer."""

    level_lu: float = 0.0
    pan: float = 0.0  # -1 left .. 1 right
    width: float = 1.0  # 0 mono .. 2: side gain
    room_db: float | None = None  # sends; None: off
    hall_db: float | None = None
    delay_db: float | None = None
    inserts: tuple[Effect, ...] = ()
    sidechain_db: float = 0.0  # how far the kick ducks this layer
    double: bool = False  # played twice, left and right, by two hands (rock guitars)


@dataclass(frozen=True, slots=True)
class Reverb:
    decay_seconds: float
    predelay_ms: float = 12.0
    highpass_hz: float = 220.0
    lowpass_hz: float = 7_500.0


@dataclass(frozen=True, slots=True)
class Delay:
    beats: float = 0.75
    feedback: float = 0.35
    lowpass_hz: float = 4_500.0
    highpass_hz: float = 250.0


@dataclass(frozen=True, slots=True)
class Tape:
    """Wow, flutter, saturation and roll-off of a worn tape, over the whole mix."""

    wow_cents: float = 6.0
    flutter_cents: float = 2.0
    drive_db: float = 3.0
    lowpass_hz: float = 9_000.0


@dataclass(frozen=True, slots=True)
class MixPreset:
    """The mix of a genre. Layers that `channels` does not name take their role's strip."""

    channels: Mapping[str, Channel]  # by layer name, or by role value
    room: Reverb = Reverb(0.6, 6.0)
    hall: Reverb = Reverb(2.2, 24.0)
    delay: Delay = Delay()
    sidechain_release_beats: float = 0.5
    bus: tuple[Effect, ...] = ()
    tape: Tape | None = None
    width: float = 1.0  # of the whole mix, above the mono bass
    mono_below_hz: float = 140.0
    master: str = "balanced"  # mastering preset that suits the genre when nobody asked for one
    ambience_level_lu: Mapping[str, float] = field(default_factory=dict)
