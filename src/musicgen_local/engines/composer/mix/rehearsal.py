"""A few seconds of the whole band, mixed and mastered as it will be, before the first frame."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np

from musicgen_local.audio.loudness import LoudnessMeter
from musicgen_local.audio.mastering.chain import ToneChain
from musicgen_local.audio.mastering.run import REFERENCE_LUFS as MASTER_LUFS
from musicgen_local.audio.mastering.settings import MASTER_PRESETS
from musicgen_local.engines.composer.mix.automation import Moves
from musicgen_local.engines.composer.mix.bus import Colour, StereoField
from musicgen_local.engines.composer.mix.curves import FloatArray, db_to_gain
from musicgen_local.engines.composer.mix.preset import Channel, MixPreset
from musicgen_local.engines.composer.mix.returns import Returns
from musicgen_local.engines.composer.mix.soundcheck import Heard
from musicgen_local.engines.composer.mix.strip import Placed
from musicgen_local.engines.composer.mix.timeline import GRID
from musicgen_local.engines.composer.plan import Plan, Role

SECONDS = 8.0
_SEAM_SECONDS = 0.01  # takes are laid end to end: no click may count as treble


def rehearse(
    plan: Plan,
    preset: MixPreset,
    channels: Sequence[Channel],
    heard: Sequence[Heard],
    bed: FloatArray,
    sample_rate: int,
    check: Callable[[], None],
) -> FloatArray:
    """The soundcheck's takes of all layers together, through desk and master: float32 [2, frames].

    Each layer is as strong as its fader says, and by the share of the piece in which it plays;
    gestures that only mark joints are left out. `bed` is the ambience, [2, frames of `SECONDS`].
    """
    frames = frames_of(sample_rate)
    placed: list[Placed | None] = []
    mix = bed.copy()
    for layer, found in zip(plan.layers, heard, strict=True):
        check()
        share = sum(s.bars for s in plan.sections if layer.name in s.layers) / plan.bars
        if layer.role is Role.TRANSITIONS or not found.takes or share == 0.0:
            placed.append(None)
            continue
        gain = db_to_gain(found.level.fader_db) * math.sqrt(share)
        audio = np.float32(gain) * _laid_out(found.takes, frames, sample_rate)
        placed.append(Placed(audio, Moves()))
        mix += audio
    returns = Returns(preset, channels, plan.seconds_per_beat, sample_rate, None)
    check()
    if returns:
        mix += returns.process(placed, frames, 0, Moves())
    check()
    StereoField(preset, sample_rate).process(mix, Moves())
    Colour(preset, sample_rate, None).process(mix, 0)
    return _mastered(mix, preset.master, sample_rate)


def frames_of(sample_rate: int) -> int:
    """Length of a rehearsal, on the control grid."""
    return round(SECONDS * sample_rate) // GRID * GRID


def _laid_out(takes: Sequence[FloatArray], frames: int, sample_rate: int) -> FloatArray:
    """Takes one after the other, again and again, without clicks."""
    seam = round(_SEAM_SECONDS * sample_rate)
    ramp = np.linspace(0.0, 1.0, seam, dtype=np.float32)
    laid = np.concatenate(takes, axis=1)
    end = 0
    for take in takes:
        first, end = end, end + take.shape[1]
        if take.shape[1] > 2 * seam:
            laid[:, first : first + seam] *= ramp
            laid[:, end - seam : end] *= ramp[::-1]
    times = -(-frames // laid.shape[1])
    return np.ascontiguousarray(np.tile(laid, (1, times))[:, :frames])


def _mastered(mix: FloatArray, preset: str, sample_rate: int) -> FloatArray:
    meter = LoudnessMeter(sample_rate, 2)
    meter.add(mix)
    missing_db = MASTER_LUFS - meter.integrated_lufs
    if math.isfinite(missing_db):
        mix *= np.float32(db_to_gain(missing_db))
    return ToneChain(MASTER_PRESETS[preset], sample_rate).process(mix)
