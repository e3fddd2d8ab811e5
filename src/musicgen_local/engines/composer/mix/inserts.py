"""A strip's inserts: effects as data become a chain that runs over blocks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from musicgen_local.audio.filters import (
    Biquad,
    BiquadCascade,
    high_pass,
    high_shelf,
    low_pass,
    low_shelf,
    peaking,
)
from musicgen_local.engines.composer.mix.bitcrush import BitcrushInsert
from musicgen_local.engines.composer.mix.curves import FloatArray
from musicgen_local.engines.composer.mix.dynamics import CompressorInsert
from musicgen_local.engines.composer.mix.modulation import ChorusInsert, TremoloInsert
from musicgen_local.engines.composer.mix.preset import (
    AmpSim,
    Bitcrush,
    Chorus,
    Compressor,
    Drive,
    Effect,
    HighPass,
    HighShelf,
    LowPass,
    LowShelf,
    Peak,
    Tremolo,
)
from musicgen_local.engines.composer.mix.saturation import Amplifier, Saturator

BLOCK_FRAMES = 8_192  # stays in the cache from the first insert to the last


class Insert(Protocol):
    """Something stereo runs through, block by block."""

    def process(self, audio: FloatArray, start: int) -> FloatArray:
        """`audio` [2, frames] processed, in place or as a new array; `start` is its first frame."""
        ...


class _Equalizer:
    """Neighbouring filters, in one go."""

    def __init__(self, sections: Sequence[Biquad]) -> None:
        self._cascade = BiquadCascade(sections)

    def process(self, audio: FloatArray, start: int) -> FloatArray:  # noqa: ARG002
        """Filter stereo frames in place."""
        return self._cascade.apply(audio)


class Chain:
    """Inserts in the order of the preset, over blocks that start on the control grid."""

    def __init__(
        self, effects: Sequence[Effect], sample_rate: int, loop_seconds: float | None = None
    ) -> None:
        self._inserts: list[Insert] = []
        pending: list[Biquad] = []
        for effect in effects:
            section = _filter(effect, sample_rate)
            if section is not None:
                pending.append(section)
                continue
            self._flush(pending)
            self._inserts.append(_insert(effect, sample_rate, loop_seconds))
        self._flush(pending)

    def _flush(self, pending: list[Biquad]) -> None:
        if pending:
            self._inserts.append(_Equalizer(pending))
            pending.clear()

    def __bool__(self) -> bool:
        return bool(self._inserts)

    def process(self, audio: FloatArray, start: int) -> None:
        """Run stereo frames through every insert, in place; `start` is a multiple of the grid."""
        if not self._inserts:
            return
        for first in range(0, audio.shape[1], BLOCK_FRAMES):
            block = audio[:, first : first + BLOCK_FRAMES].copy()
            for insert in self._inserts:
                block = insert.process(block, start + first)
            audio[:, first : first + BLOCK_FRAMES] = block


def _filter(effect: Effect, rate: int) -> Biquad | None:
    """The effect as a filter, or None when it is something else."""
    match effect:
        case HighPass():
            return high_pass(effect.hz, sample_rate=rate)
        case LowPass():
            return low_pass(min(effect.hz, 0.49 * rate), sample_rate=rate)
        case Peak():
            return peaking(effect.hz, effect.gain_db, effect.q, sample_rate=rate)
        case LowShelf():
            return low_shelf(effect.hz, effect.gain_db, sample_rate=rate)
        case HighShelf():
            return high_shelf(effect.hz, effect.gain_db, sample_rate=rate)
        case _:
            return None


def _insert(effect: Effect, rate: int, loop_seconds: float | None) -> Insert:
    match effect:
        case Drive():
            return Saturator(effect.amount_db)
        case AmpSim():
            return Amplifier(effect, rate)
        case Chorus():
            return ChorusInsert(effect, rate, loop_seconds)
        case Tremolo():
            return TremoloInsert(effect, rate, loop_seconds)
        case Compressor():
            return CompressorInsert(effect, rate)
        case Bitcrush():
            return BitcrushInsert(effect, rate)
        case _:
            raise TypeError(f"{effect!r} is no insert")
