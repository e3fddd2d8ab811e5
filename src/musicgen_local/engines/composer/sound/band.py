"""The band: opens a voice for any instrument of the catalogue, and the ambience beds."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from musicgen_local.engines.composer.instruments import AMBIENCES, INSTRUMENTS, Family
from musicgen_local.engines.composer.sound.voice import Voice
from musicgen_local.errors import ErrorCode, UserError

if TYPE_CHECKING:
    from musicgen_local.engines.composer.sound.ambience.bed import Ambience


@dataclass(frozen=True, slots=True)
class Sounds:
    """Where recorded sounds lie; `None`: not at hand, synthesis plays instead."""

    soundfont: Path | None = None  # an SF2 or SF3 file with General MIDI presets
    drum_samples: Path | None = None  # a folder of one-shots, see `drums/one_shots.py`


def open_voice(instrument: str, sounds: Sounds) -> Voice:
    """A voice for an instrument of the catalogue, from recordings where they do it better.

    Cheap: tables, recordings and hits are made when first played, and kept for the process.

    Raises:
        UserError: when the catalogue has no such instrument.
        MachineError: when a sound file can't be read.
    """
    described = INSTRUMENTS.get(instrument)
    if described is None:
        raise UserError(
            ErrorCode.NOT_FOUND,
            f"There is no instrument called {instrument!r}.",
            recovery=f"Use one of: {', '.join(sorted(INSTRUMENTS))}.",
            details={"instrument": instrument},
        )
    if described.acoustic and sounds.soundfont is not None:
        from musicgen_local.engines.composer.sound.sampler import SampledVoice, has_preset

        if has_preset(instrument, sounds.soundfont):
            return SampledVoice(instrument, sounds.soundfont)
    if described.family is Family.DRUM_KIT:
        from musicgen_local.engines.composer.sound.drums.voice import DrumVoice

        return DrumVoice(instrument, sounds.drum_samples)
    if described.family is Family.EFFECT:
        from musicgen_local.engines.composer.sound.effects_voice import TransitionsVoice

        return TransitionsVoice(instrument)
    from musicgen_local.engines.composer.sound.patches import PATCHES
    from musicgen_local.engines.composer.sound.synth_voice import SynthVoice

    return SynthVoice(instrument, PATCHES[instrument])


def open_ambience(kind: str, seed: int, sample_rate: int = 44_100) -> Ambience:
    """A bed of weather or place that never repeats.

    Raises:
        UserError: when there is no such ambience.
    """
    if kind not in AMBIENCES:
        raise UserError(
            ErrorCode.NOT_FOUND,
            f"There is no ambience called {kind!r}.",
            recovery=f"Choose one of: {', '.join(AMBIENCES)}.",
            details={"ambience": kind},
        )
    from musicgen_local.engines.composer.sound.ambience import bed, kinds

    return bed.Ambience(kinds.KINDS[kind], seed, sample_rate)
