"""Synthesized kits, recorded one-shots, and where the drummer puts them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile
from sounding import KITS, RATE, centroid_hz, peak_db, play, rms, share_between

from musicgen_local.engines.composer.sound.band import Sounds, open_voice
from musicgen_local.engines.composer.sound.drums.voice import LAYERS, VARIANTS, bank, place
from musicgen_local.engines.composer.sound.voice import Voice


def kit(name: str) -> Voice:
    return open_voice(name, Sounds())


def strongest_hz(audio: np.ndarray) -> float:
    spectrum = np.abs(np.fft.rfft(audio.mean(axis=0), 1 << 17))
    return float(np.fft.rfftfreq(1 << 17, 1 / RATE)[int(spectrum.argmax())])


@pytest.mark.parametrize("name", KITS)
def test_every_key_of_a_kit_sounds_cleanly(name: str) -> None:
    voice = kit(name)
    for key in range(35, 82):
        heard = play(voice, (0.01, 0.1, float(key), 0.8))
        assert np.isfinite(heard).all()
        assert -45 < peak_db(heard) < 0, key
        assert np.abs(heard[:, -4:]).max() < 1e-3, key
        assert abs(float(heard.mean())) < 3e-3, key


@pytest.mark.parametrize("name", KITS)
def test_the_kick_is_low_and_sets_the_level(name: str) -> None:
    heard = play(kit(name), (0.0, 0.1, 36.0, 0.8))
    assert peak_db(heard) == pytest.approx(-12, abs=1.5)
    assert 38 < strongest_hz(heard) < 75
    assert share_between(heard, 0, 200) > 0.6


# Hands, shakers and surdos sit where a kit has its snare, hats and kick.
PERCUSSION = {
    "orchestral_percussion", "soft_percussion", "latin_percussion", "folk_percussion", "bongo_kit",
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(set(KITS) - PERCUSSION))
def test_snares_and_hats_have_their_place_in_the_spectrum(name: str) -> None:
    voice = kit(name)
    assert centroid_hz(play(voice, (0.0, 0.1, 42.0, 0.8))) > 4_500
    snare = play(voice, (0.0, 0.1, 38.0, 0.8))
    assert 800 < centroid_hz(snare) < 7_800
    closed, opened = (play(voice, (0.0, 0.1, key, 0.8)) for key in (42.0, 46.0))
    assert opened.shape[1] > 3 * closed.shape[1]
    kick = play(voice, (0.0, 0.1, 36.0, 0.8))
    assert -26 < peak_db(closed) - peak_db(kick) < 0


def test_hits_take_turns_and_velocity_changes_their_tone() -> None:
    hits = bank("house_kit", None, RATE)
    variants = [hits.hit(38, 2, v) for v in range(VARIANTS)]
    assert len({v.tobytes() for v in variants}) == VARIANTS >= 4
    assert len(LAYERS) >= 3
    tones = [centroid_hz(hits.hit(38, layer, 0)) for layer in range(len(LAYERS))]
    assert tones == sorted(tones)
    assert tones[-1] > 1.2 * tones[0]


@pytest.mark.parametrize("name", KITS)
def test_a_harder_stroke_is_brighter_on_every_kit(name: str) -> None:
    for key in (36.0, 38.0, 42.0):
        soft, hard = (play(kit(name), (0.0, 0.1, key, v)) for v in (0.25, 1.0))
        assert centroid_hz(hard) > 1.02 * centroid_hz(soft), key
        assert rms(hard) > 2 * rms(soft), key


def stroke(name: str, key: float, velocity: float = 0.85) -> np.ndarray:
    return play(kit(name), (0.0, 0.1, key, velocity))


def test_kits_have_the_marks_of_their_genres() -> None:
    """Techno rumbles on, trance leaves room; metal clicks; dust is dull; breaks have ghosts."""
    tail = slice(int(0.26 * RATE), int(0.4 * RATE))

    def rumble(name: str) -> float:
        heard = stroke(name, 36.0)
        return rms(np.pad(heard, ((0, 0), (0, RATE)))[:, tail]) / rms(heard)

    assert rumble("techno_kit") > 2.5 * rumble("trance_kit")
    assert share_between(stroke("metal_kit", 36.0), 2_000, 9_000) > 3 * share_between(
        stroke("reggae_kit", 36.0), 2_000, 9_000
    )
    assert stroke("metal_kit", 36.0).shape[1] < 0.25 * RATE  # done before the next sixteenth
    assert centroid_hz(stroke("boom_bap_kit", 38.0)) < 0.75 * centroid_hz(stroke("dnb_kit", 38.0))
    ghost, hit = stroke("dnb_kit", 38.0, 0.2), stroke("dnb_kit", 38.0, 0.95)
    assert centroid_hz(hit) > 1.25 * centroid_hz(ghost)
    assert stroke("trap_kit", 42.0).shape[1] < 0.08 * RATE  # hats that may roll in 32nds
    assert stroke("trap_kit", 36.0).shape[1] < 0.3 * stroke("808_kit", 36.0).shape[1]


def test_the_left_foot_is_another_foot() -> None:
    right, left = stroke("metal_kit", 36.0), stroke("metal_kit", 35.0)
    assert strongest_hz(left) == pytest.approx(strongest_hz(right), rel=0.2)
    frames = min(right.shape[1], left.shape[1])
    assert np.corrcoef(right[0, :frames], left[0, :frames])[0, 1] < 0.995


def test_a_kick_ends_the_rumble_of_the_last_one() -> None:
    alone = stroke("techno_kit", 36.0)
    both = play(kit("techno_kit"), (0.0, 0.1, 36.0, 0.85), (0.2, 0.1, 36.0, 0.0))
    assert both.shape[1] < 0.24 * RATE < alone.shape[1]


def test_a_hit_starts_at_its_exact_frame() -> None:
    for start in (0.25, 0.250_03, 1.000_01):
        heard = play(kit("808_kit"), (start, 0.1, 36.0, 0.9))
        first = int(np.argmax(np.abs(heard).max(axis=0) > 0))
        assert 0 <= first - round(start * RATE) <= 2


def test_a_closed_hat_chokes_an_open_one() -> None:
    voice = kit("house_kit")
    free = play(voice, (0.0, 0.1, 46.0, 0.8))
    choked = play(voice, (0.0, 0.1, 46.0, 0.8), (0.1, 0.1, 42.0, 0.02))
    late = slice(int(0.14 * RATE), int(0.17 * RATE))
    assert rms(free[:, late]) > 1e-3
    assert rms(choked[:, late]) < 0.05 * rms(free[:, late])
    # A hit of another group rings on.
    snare = play(voice, (0.0, 0.1, 46.0, 0.8), (0.1, 0.1, 38.0, 0.02))
    assert rms(snare[:, late]) > 0.8 * rms(free[:, late])


def test_a_silent_stroke_chokes_and_is_not_heard() -> None:
    voice = kit("rock_kit")
    free = play(voice, (0.0, 0.1, 46.0, 0.8))
    choked = play(voice, (0.0, 0.1, 46.0, 0.8), (0.1, 0.1, 42.0, 0.0))
    assert choked.shape[1] < 0.14 * RATE < free.shape[1]
    begin = slice(0, int(0.1 * RATE))
    np.testing.assert_array_equal(choked[:, begin], free[:, begin])


def test_hits_that_fall_together_do_not_choke_each_other() -> None:
    ones = np.ones((2, 100), np.float32)
    both = place([(0, ones, 1.0, 1), (0, ones, 1.0, 1)], 10)
    assert both.shape == (2, 100)
    assert (both == 2.0).all()
    cut = place([(0, ones, 1.0, 1), (20, ones, 1.0, 1)], 10)
    assert (cut[:, :20] == 1.0).all()
    assert (cut[:, 30:] == 1.0).all()


def test_the_same_seed_gives_the_same_beat() -> None:
    beat = [(0.25 * i, 0.1, 42.0, 0.5 + 0.1 * (i % 3)) for i in range(16)]
    voice = kit("lofi_kit")
    assert play(voice, *beat, seed=4).tobytes() == play(voice, *beat, seed=4).tobytes()
    assert play(voice, *beat, seed=4).tobytes() != play(voice, *beat, seed=5).tobytes()


def test_recorded_one_shots_take_the_lead(tmp_path: Path) -> None:
    """A recording is recognised by its spectrum: here a tone that no synthesized snare has."""
    t = np.arange(RATE // 4) / RATE
    tone = (0.5 * np.sin(2 * np.pi * 1_234 * t) * np.exp(-12 * t)).astype(np.float32)
    for name in ("drum_snare_soft", "drum_snare_hard"):
        soundfile.write(tmp_path / f"{name}.flac", tone, RATE)
    voice = open_voice("lofi_kit", Sounds(drum_samples=tmp_path))
    assert voice.source == "samples"
    heard = play(voice, (0.0, 0.1, 38.0, 0.8))
    wanted = 1_234 * 2 ** (-1 / 12)  # the kit tunes this one-shot a semitone down
    assert share_between(heard, wanted * 0.97, wanted * 1.03) > 0.3
    assert open_voice("lofi_kit", Sounds()).source == "synth"
    assert open_voice("jazz_kit", Sounds(drum_samples=tmp_path)).source == "synth"
