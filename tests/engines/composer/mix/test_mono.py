"""Every genre's mix survives a phone's one speaker and a club's mono bass."""

from __future__ import annotations

from functools import partial
from itertools import pairwise

import numpy as np
import pytest
from mixing_pieces import RATE, FloatArray, whole

from musicgen_local.engines.composer.band import open_band
from musicgen_local.engines.composer.brief import Brief
from musicgen_local.engines.composer.compose import compose_section
from musicgen_local.engines.composer.mix.mixdown import Mixdown
from musicgen_local.engines.composer.mix.soundcheck import loudness_of
from musicgen_local.engines.composer.packs import load_pack, pack_names
from musicgen_local.engines.composer.planner import make_plan
from musicgen_local.engines.composer.sound.band import Sounds

_BANDS_HZ = 60.0 * 2.0 ** np.arange(8)  # octaves from 60 Hz to 7.7 kHz


def perform(genre: str) -> FloatArray:
    planned = make_plan(Brief(prompt=genre, genre=genre), duration_seconds=9.0, seed=3)
    plan = planned.model_copy(update={"ambience": ()})
    band = open_band(plan, Sounds(), RATE)
    pack = load_pack(genre)
    compose = partial(compose_section, plan)
    return whole(Mixdown(plan, compose, band.voices, pack.mix, reference=pack.reference))[0]


def power_of_bands(audio: np.ndarray) -> np.ndarray:
    """Power of each octave, [bands]; `audio` is [frames]."""
    spectrum = np.square(np.abs(np.fft.rfft(audio)))
    f = np.fft.rfftfreq(len(audio), 1 / RATE)
    return np.array([spectrum[(f >= low) & (f < high)].sum() for low, high in pairwise(_BANDS_HZ)])


@pytest.mark.parametrize("genre", pack_names())
def test_a_mix_translates_to_mono(genre: str) -> None:
    mix = perform(genre)
    middle = mix.mean(axis=0)
    folded = np.stack([middle, middle])
    assert loudness_of([mix], RATE) - loudness_of([folded], RATE) < 3.0
    stereo = 0.5 * (power_of_bands(mix[0]) + power_of_bands(mix[1]))
    heard = stereo > 1e-7 * stereo.max()
    lost_db = 10 * np.log10(stereo[heard] / power_of_bands(middle)[heard])
    assert lost_db.max() < 6.0
    f = np.fft.rfftfreq(mix.shape[1], 1 / RATE)
    low = np.fft.irfft(np.fft.rfft(mix) * (f < 120.0), mix.shape[1])
    assert np.corrcoef(low[0], low[1])[0, 1] > 0.9
