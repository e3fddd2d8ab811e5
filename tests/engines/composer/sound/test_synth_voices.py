"""Every instrument of the catalogue, played by the product's own synthesis."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from sounding import (
    PITCHED,
    RATE,
    batch,
    centroid_hz,
    cents_off,
    fundamental_hz,
    peak_db,
    play,
    rms,
    share_between,
)

from musicgen_local.engines.composer.instruments import INSTRUMENTS, Family
from musicgen_local.engines.composer.sound.band import Sounds, open_voice
from musicgen_local.engines.composer.sound.voice import Voice
from musicgen_local.errors import ErrorCode, UserError

NOTHING = Sounds()
# Strings driven into an amplifier hardly grow louder.
AMPLIFIED = {"distorted_guitar", "lead_guitar", "palm_muted_guitar"}
# Their lowest partial lies an octave below the written note: a 16-foot stop, a sub-oscillator, the
# hum of a bell, the skin of a kettledrum.
SOUNDING_BELOW = {
    "organ", "church_organ", "rotary_organ", "saw_lead", "hoover_lead", "warm_pad", "dark_pad",
    "bells", "timpani",
}  # fmt: skip
INHARMONIC = {"singing_bowls", "glockenspiel"}  # no series: only the first partial is tuned


def synth(name: str) -> Voice:
    return open_voice(name, NOTHING)


def pitches(name: str) -> tuple[float, float, float]:
    described = INSTRUMENTS[name]
    return float(described.low), float((described.low + described.high) // 2), float(described.high)


@pytest.mark.parametrize("name", PITCHED)
def test_an_instrument_sounds_cleanly_over_its_range(name: str) -> None:
    voice = synth(name)
    assert voice.source == "synth"
    for pitch in pitches(name):
        heard = play(voice, (0.05, 0.6, pitch, 0.8))
        assert heard.dtype == np.float32
        assert heard.shape[0] == 2
        assert np.isfinite(heard).all()
        assert -32 < peak_db(heard) < 0
        assert np.abs(heard[:, : int(0.05 * RATE) - 1]).max() == 0  # nothing before its frame
        assert np.abs(heard[:, -8:]).max() < 1e-4  # ends in silence
        assert abs(float(heard.mean())) < 2e-3  # no offset


@pytest.mark.parametrize("name", PITCHED)
def test_the_middle_of_the_range_peaks_near_minus_twelve(name: str) -> None:
    middle = pitches(name)[1]
    assert peak_db(play(synth(name), (0.0, 1.5, middle, 0.8))) == pytest.approx(-12, abs=3)


@pytest.mark.parametrize("name", PITCHED)
def test_an_instrument_is_in_tune(name: str) -> None:
    voice = synth(name)
    # Detuned choirs of oscillators wander; a shakuhachi slides into its notes.
    wanders = INSTRUMENTS[name].family in (Family.SYNTH_PAD, Family.STRINGS, Family.CHOIR)
    wide = 10.0 if wanders or name in ("shakuhachi", "taiko") else 5.0
    for pitch in pitches(name):
        seconds = 1.6 if pitch > 45 else 5.0  # low partials need longer to tell apart
        heard = play(voice, (0.0, seconds, pitch, 0.7))[:, 6_000 : int((seconds - 0.02) * RATE)]
        assert abs(cents_off(heard, pitch)) < wide


@pytest.mark.parametrize("name", sorted(set(PITCHED) - INHARMONIC))
def test_a_listener_names_the_right_pitch(name: str) -> None:
    """The whole tone, not only its first partial, repeats at the pitch of the note."""
    described = INSTRUMENTS[name]
    for pitch in (described.low + 3.0, described.high - 3.0):
        wanted = 440.0 * 2.0 ** ((pitch - 69.0) / 12.0)
        heard = play(synth(name), (0.0, 1.2, pitch, 0.75))[:, int(0.1 * RATE) : int(1.15 * RATE)]
        found = fundamental_hz(heard, wanted / 2.3, min(4.5 * wanted, 9_000.0))
        below = 1200.0 if name in SOUNDING_BELOW else 0.0
        assert 1200.0 * np.log2(found / wanted) + below == pytest.approx(0.0, abs=25.0)


@pytest.mark.parametrize("name", PITCHED)
def test_velocity_brightens_and_strengthens(name: str) -> None:
    voice, middle = synth(name), pitches(name)[1]
    soft = play(voice, (0.0, 0.8, middle, 0.3))
    hard = play(voice, (0.0, 0.8, middle, 1.0))
    assert rms(hard) > (1.15 if name in AMPLIFIED else 1.4) * rms(soft)
    assert centroid_hz(hard) > 1.015 * centroid_hz(soft)


@pytest.mark.parametrize(
    "name", ["saw_lead", "supersaw", "square_lead", "electric_piano", "violin"]
)
def test_high_notes_carry_no_aliases(name: str) -> None:
    """Energy below the first partial can only come from folding (or from the noise of a bow)."""
    heard = play(synth(name), (0.0, 1.0, 96.0, 0.9))[:, 4_000:40_000]
    folded = share_between(heard * np.hanning(heard.shape[1]).astype(np.float32), 60.0, 900.0)
    assert 10 * np.log10(folded + 1e-15) < (-40 if name in ("violin", "supersaw") else -55)


def test_energy_opens_the_filter() -> None:
    for name in ("supersaw", "warm_pad", "acid_bass", "electric_piano", "nylon_guitar"):
        middle = pitches(name)[1]
        still = play(synth(name), (0.0, 1.0, middle, 0.7), energy=0.1)
        wild = play(synth(name), (0.0, 1.0, middle, 0.7), energy=0.9)
        assert centroid_hz(wild) > 1.1 * centroid_hz(still), name


@pytest.mark.parametrize("name", ["warm_pad", "electric_piano", "acoustic_guitar", "vibraphone"])
def test_threads_do_not_change_a_byte(name: str) -> None:
    voice = synth(name)
    notes = [(0.2 * i, 0.5, 55.0 + i, 0.4 + 0.05 * i) for i in range(8)]

    def once(_: int) -> bytes:
        return play(voice, *notes, seed=9).tobytes()

    alone = once(0)
    with ThreadPoolExecutor(2) as pool:
        assert set(pool.map(once, range(4))) == {alone}
    assert play(voice, *notes, seed=10).tobytes() != alone


def test_a_monophonic_player_lets_go_before_the_next_note() -> None:
    both = play(synth("sub_bass"), (0.0, 2.0, 36.0, 0.8), (0.5, 0.5, 43.0, 0.8))
    assert both.shape[1] < 1.3 * RATE
    late = both[:, int(0.75 * RATE) : RATE]
    assert share_between(late, 90.0, 106.0) > 20 * share_between(late, 58.0, 72.0)


def test_a_glide_arrives_at_its_pitch() -> None:
    for name in ("saw_lead", "808_bass", "electric_bass", "violin"):
        low, middle, _ = pitches(name)
        pitch = (low + middle) // 2 + 6
        heard = play(synth(name), (0.0, 1.6, pitch, 0.8, -7.0))
        early, late = heard[:, :6_000], heard[:, 25_000:69_000]
        assert abs(cents_off(late, pitch)) < 8, name
        wanted = 440 * 2 ** ((pitch - 69) / 12)
        below = share_between(early, wanted * 0.6, wanted * 0.96)
        assert below > 3 * share_between(late, wanted * 0.6, wanted * 0.96), name


def test_a_console_steps_through_its_pulse_widths() -> None:
    """A quarter has no fourth harmonic, a half no even one, an eighth has both."""
    heard = play(synth("pulse_lead"), (0.0, 0.4, 69.0, 0.9))
    shares = []
    for begin in (0.006, 0.04, 0.074):  # within the first three steps
        step = heard[:, int(begin * RATE) : int((begin + 0.025) * RATE)]
        step = step * np.hanning(step.shape[1]).astype(np.float32)
        even = [share_between(step, n * 440 - 60, n * 440 + 60) for n in (2, 4)]
        shares.append(even)
    eighth, quarter, half = shares
    assert min(eighth) > 0.02
    assert quarter[0] > 0.02 > 10 * quarter[1]
    assert max(half) < 0.005


def test_a_wah_opens_with_the_stroke_and_shuts_again() -> None:
    heard = play(synth("wah_guitar"), (0.0, 0.9, 52.0, 0.9))
    early, late = (
        centroid_hz(heard[:, int(a * RATE) : int(b * RATE)]) for a, b in ((0.05, 0.15), (0.6, 0.8))
    )
    assert early > 1.35 * late


def test_a_muted_palm_is_short_and_a_lead_sustains() -> None:
    muted = play(synth("palm_muted_guitar"), (0.0, 1.5, 40.0, 0.9))
    lead = play(synth("lead_guitar"), (0.0, 1.5, 64.0, 0.9))
    later, first = slice(int(0.9 * RATE), int(1.1 * RATE)), slice(0, int(0.2 * RATE))
    quiet = np.pad(muted, ((0, 0), (0, RATE)))
    assert rms(quiet[:, later]) < 0.1 * rms(quiet[:, first])
    assert rms(lead[:, later]) > 0.5 * rms(lead[:, first])


def test_basses_are_mono_and_heard_on_small_speakers() -> None:
    for name in (
        "sub_bass", "808_bass", "synth_bass", "acid_bass", "fm_bass", "rolling_bass",
        "triangle_bass",
    ):  # fmt: skip
        heard = play(synth(name), (0.0, 1.0, 36.0, 0.9))
        assert np.allclose(heard[0], heard[1], atol=1e-4), name
        assert share_between(heard, 120.0, 2_000.0) > 0.01, name


def test_pads_are_wide_and_move() -> None:
    for name in ("warm_pad", "glass_pad", "dark_pad", "choir_pad"):
        heard = play(synth(name), (0.0, 5.0, 57.0, 0.7))[:, 2 * RATE : 5 * RATE]
        assert np.corrcoef(heard[0], heard[1])[0, 1] < 0.9, name
        first, second = heard[:, :RATE], heard[:, 2 * RATE :]
        shapes = [np.abs(np.fft.rfft(part[0]))[:2_000] for part in (first, second)]
        assert np.corrcoef(shapes[0], shapes[1])[0, 1] < 0.995, name


def test_an_unknown_instrument_is_refused() -> None:
    with pytest.raises(UserError) as caught:
        open_voice("theremin of doom", NOTHING)
    assert caught.value.code is ErrorCode.NOT_FOUND


def test_no_notes_are_silence() -> None:
    empty = batch((0.0, 1.0, 60.0, 0.5))
    none = type(empty)(*(np.zeros(0) for _ in range(5)))
    for name in ("piano", "electric_piano", "lofi_kit", "transitions", "supersaw", "harp"):
        assert synth(name).play(none, sample_rate=RATE, energy=0.5, seed=1).shape == (2, 0)


@pytest.mark.parametrize(("instrument", "pitch"), [("synth_bass", 40.0), ("saw_lead", 62.0)])
def test_a_silent_note_ends_the_last_one_and_is_not_heard(instrument: str, pitch: float) -> None:
    voice = open_voice(instrument, Sounds())
    let_ring = play(voice, (0.0, 4.0, pitch, 0.8))
    ended = play(voice, (0.0, 4.0, pitch, 0.8), (1.0, 1.0, pitch + 2, 0.0))
    begin = slice(0, int(0.98 * RATE))
    np.testing.assert_array_equal(ended[:, begin], let_ring[:, begin])
    assert ended.shape[1] < 2.5 * RATE
    late = slice(3 * RATE, int(3.9 * RATE))
    assert rms(let_ring[:, late]) > 0.01
