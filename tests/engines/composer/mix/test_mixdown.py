"""The desk as a whole: what goes in comes out, once, at its level, on time, the same every run."""

from __future__ import annotations

import threading
import tracemalloc

import numpy as np
import pytest
from mixing_pieces import (
    LAYERS,
    RATE,
    STEADY_VOICES,
    VOICES,
    FloatArray,
    Pad,
    Piece,
    Rain,
    level_db,
    piece,
    whole,
)

from musicgen_local.engines.composer.mix.mixdown import Mixdown
from musicgen_local.engines.composer.mix.preset import (
    Channel,
    Chorus,
    Compressor,
    Drive,
    HighPass,
    MixPreset,
    Peak,
    Tape,
    Tremolo,
)
from musicgen_local.engines.composer.mix.soundcheck import REFERENCE_LUFS, loudness_of
from musicgen_local.engines.composer.plan import AmbienceLayer
from musicgen_local.engines.composer.score import Sweep
from musicgen_local.engines.composer.sound.voice import NoteBatch, Voice
from musicgen_local.errors import Canceled
from musicgen_local.progress import CancelToken

DRY = MixPreset(channels={}, mono_below_hz=0.0)
FULL = MixPreset(
    channels={
        "drums": Channel(0.0, room_db=-16.0),
        "bass": Channel(-2.0, inserts=(Compressor(-18.0, 3.0), Drive(4.0)), sidechain_db=6.0),
        "pad": Channel(
            -6.0,
            width=1.3,
            hall_db=-8.0,
            inserts=(HighPass(150.0), Chorus(), Tremolo(0.4, 0.3)),
            sidechain_db=8.0,
        ),
        "lead": Channel(
            -4.0, pan=0.35, delay_db=-10.0, hall_db=-12.0, inserts=(HighPass(200.0), Peak(3e3, 2.0))
        ),
    },
)
SWEEPS = {
    0: (Sweep("pad", "lowpass_hz", ((0.0, 400.0), (16.0, 8_000.0))),),
    1: (
        Sweep("mix", "highpass_hz", ((8.0, 20.0), (16.0, 400.0))),
        Sweep("lead", "reverb_db", ((0.0, 0.0), (16.0, 6.0))),
        Sweep("drums", "gain_db", ((12.0, 0.0), (16.0, -9.0))),
    ),
}


def perform(
    made: Piece, preset: MixPreset, voices: dict[str, Voice] = VOICES, **options: object
) -> tuple[FloatArray, dict[str, FloatArray]]:
    return whole(Mixdown(made.plan, made.compose, voices, preset, **options))  # type: ignore[arg-type]


def test_the_mix_is_the_sum_of_its_stems_as_long_as_the_bus_is_empty() -> None:
    made = piece(4, 4, sweeps=SWEEPS, ambience=(AmbienceLayer(kind="rain", level_lu=-14.0),))
    mix, stems = perform(made, FULL, stems=True, ambience=[Rain()])
    assert list(stems) == ["drums", "bass", "pad", "lead", "space", "ambience"]
    assert all(stem.shape == mix.shape for stem in stems.values())
    assert all(level_db(stem) > -60 for stem in stems.values())
    np.testing.assert_allclose(sum(stems.values()), mix, atol=2e-6)


def test_the_bus_colours_the_mix_and_leaves_the_stems() -> None:
    made = piece(4)
    plain, plain_stems = perform(made, FULL, stems=True)
    preset = MixPreset(FULL.channels, bus=(Compressor(-24.0, 2.0),), tape=Tape())
    mix, stems = perform(made, preset, stems=True)
    assert mix.shape == plain.shape
    assert level_db(mix - plain) > level_db(plain) - 20
    for name, stem in stems.items():
        np.testing.assert_array_equal(stem, plain_stems[name])


@pytest.mark.parametrize("seconds", [9.7, 12.3456, 21.0])
def test_the_piece_has_exactly_the_frames_of_its_plan(seconds: float) -> None:
    made = piece(5, tempo_bpm=127.3)
    plan = made.plan.model_copy(update={"duration_seconds": seconds})
    mixdown = Mixdown(plan, made.compose, STEADY_VOICES, FULL)
    mix, _ = whole(mixdown)
    assert mix.shape == (2, round(seconds * RATE)) == (2, mixdown.total_frames)
    assert mix.dtype == np.float32
    assert np.max(np.abs(mix[:, -8:])) < 1e-4  # nothing is cut off


def test_where_chunks_are_cut_cannot_be_heard() -> None:
    made = piece(4, 3, sweeps=SWEEPS)
    preset = MixPreset(FULL.channels, bus=(Compressor(-22.0, 2.0),), tape=Tape())
    coarse, _ = perform(made, preset, STEADY_VOICES, chunk_seconds=9.0)
    fine, _ = perform(made, preset, STEADY_VOICES, chunk_seconds=2.2)
    np.testing.assert_allclose(fine, coarse, atol=2e-5)


def test_any_number_of_threads_gives_the_same_bytes() -> None:
    made = piece(4, 3, sweeps=SWEEPS, ambience=(AmbienceLayer(kind="rain"),))
    mixes = [
        perform(made, FULL, threads=threads, ambience=[Rain()])[0].tobytes()
        for threads in (1, 2, 4)
    ]
    assert mixes[0] == mixes[1] == mixes[2]
    again, _ = perform(made, FULL, stems=True, ambience=[Rain()])
    assert again.tobytes() == mixes[0]


def test_another_seed_gives_another_performance() -> None:
    made = piece(2)
    first, _ = perform(made, FULL)
    other, _ = perform(Piece(made.plan.model_copy(update={"seed": 8}), made.sweeps), FULL)
    assert not np.array_equal(first, other)


def test_layers_stand_at_the_levels_of_the_preset() -> None:
    made = piece(4, 6, energies=(0.3, 0.8))
    mixdown = Mixdown(made.plan, made.compose, VOICES, FULL, stems=True)
    mix, stems = whole(mixdown)
    for name, channel in FULL.channels.items():
        level = loudness_of([stems[name]], RATE)
        assert level - REFERENCE_LUFS == pytest.approx(channel.level_lu, abs=1.0)
        assert mixdown.facts.layers[name].level_lufs == pytest.approx(level, abs=1.0)
    assert mixdown.facts.music_lufs == pytest.approx(loudness_of([mix], RATE), abs=1.5)


def test_a_layer_that_plays_now_and_then_is_heard_to_the_end_of_its_notes() -> None:
    made = piece(4, 6, 4, layers=("drums", "transitions"), energies=(0.3, 0.8, 0.5))
    preset = MixPreset({"transitions": Channel(-9.0)})
    _, stems = perform(made, preset, stems=True)
    level = loudness_of([stems["transitions"]], RATE)
    assert level - REFERENCE_LUFS == pytest.approx(-9.0, abs=1.5)


def test_the_same_level_whatever_the_voice_gives() -> None:
    made = piece(4, layers=("pad",))
    loud, _ = perform(made, DRY, {"pad": Pad(level=0.5)})
    soft, _ = perform(made, DRY, {"pad": Pad(level=0.005)})
    np.testing.assert_allclose(loud, soft, atol=1e-4)


def test_a_layer_that_never_plays_stays_silent_at_unity() -> None:
    made = piece(4, layers=("drums", "lead"))
    resting = Piece(made.plan.model_copy(update={"layers": LAYERS}), made.sweeps)
    mixdown = Mixdown(resting.plan, resting.compose, VOICES, FULL, stems=True)
    _, stems = whole(mixdown)
    assert not np.any(stems["pad"])
    assert mixdown.facts.layers["pad"].fader_db == 0.0
    assert loudness_of([stems["drums"]], RATE) == pytest.approx(REFERENCE_LUFS, abs=1.0)


def test_the_loudest_layer_that_is_there_takes_the_reference() -> None:
    made = piece(4, layers=("pad",))
    mix, _ = perform(made, MixPreset({"pad": Channel(-9.0)}, mono_below_hz=0.0))
    assert loudness_of([mix], RATE) == pytest.approx(REFERENCE_LUFS, abs=1.0)


def test_the_kick_ducks_by_the_depth_asked_for() -> None:
    made = piece(4, tempo_bpm=100)
    pressed = MixPreset({"pad": Channel(sidechain_db=9.0)}, sidechain_release_beats=0.4)
    plain = perform(made, MixPreset({}), stems=True)[1]["pad"]
    ducked = perform(made, pressed, stems=True)[1]["pad"]
    beat = 0.6 * RATE
    at_kick: list[float] = []
    between: list[float] = []
    for k in range(1, 15):
        for found, offset in ((at_kick, 0.006), (between, 0.45)):
            start = round(k * beat + offset * RATE)
            span = slice(start, start + round(0.012 * RATE))
            found.append(level_db(ducked[:, span]) - level_db(plain[:, span]))
    assert np.mean(between) - np.mean(at_kick) == pytest.approx(9.0, abs=0.7)


def test_a_doubled_layer_is_played_by_two_hands_left_and_right() -> None:
    made = piece(4, layers=("lead",))
    mix, _ = perform(made, MixPreset({"lead": Channel(double=True)}, mono_below_hz=0.0))
    single, _ = perform(made, DRY)
    span = slice(RATE, 4 * RATE)
    left, right = mix[0, span].astype(np.float64), mix[1, span].astype(np.float64)
    assert np.corrcoef(left, right)[0, 1] < 0.6
    assert np.corrcoef(single[0, span], single[1, span])[0, 1] > 0.6
    onset = np.array([np.argmax(np.abs(channel) > 1e-3) for channel in mix])
    assert 0.007 < abs(onset[0] - onset[1]) / RATE < 0.020
    fine, _ = perform(
        made, MixPreset({"lead": Channel(double=True)}, mono_below_hz=0.0), chunk_seconds=2.2
    )
    np.testing.assert_allclose(fine, mix, atol=1e-6)


def test_pan_and_mono_bass() -> None:
    made = piece(4, layers=("bass", "lead"))
    preset = MixPreset({"lead": Channel(pan=-1.0), "bass": Channel(pan=0.8)}, mono_below_hz=150.0)
    mix, stems = perform(made, preset, stems=True)
    lead = stems["lead"]
    assert level_db(lead[0]) > level_db(lead[1]) + 20
    power = np.abs(np.fft.rfft(mix[0] - mix[1])) ** 2
    both = np.abs(np.fft.rfft(mix[0] + mix[1])) ** 2
    low = np.fft.rfftfreq(mix.shape[1], 1 / RATE) < 60
    assert 10 * np.log10(np.sum(power[low]) / np.sum(both[low])) < -12


def test_ambience_lies_at_its_level_and_fades_at_both_ends() -> None:
    made = piece(6, ambience=(AmbienceLayer(kind="rain", level_lu=-12.0),))
    mixdown = Mixdown(made.plan, made.compose, VOICES, FULL, ambience=[Rain()], stems=True)
    _, stems = whole(mixdown)
    rain = stems["ambience"]
    music = sum(stem for name, stem in stems.items() if name != "ambience")
    assert isinstance(music, np.ndarray)
    steady = rain[:, 3 * RATE : -4 * RATE]
    assert loudness_of([steady], RATE) - loudness_of([music], RATE) == pytest.approx(-12.0, abs=1.5)
    assert level_db(rain[:, : RATE // 20]) < level_db(steady) - 20
    assert level_db(rain[:, -RATE // 20 :]) < level_db(steady) - 20


def test_a_sweep_reaches_the_stem() -> None:
    rise = Sweep("pad", "lowpass_hz", ((0.0, 200.0), (16.0, 12_000.0)))
    made = piece(4, layers=("pad",), sweeps={0: (rise,)})
    swept = perform(made, DRY)[0]
    plain = perform(piece(4, layers=("pad",)), DRY)[0]
    early, late = slice(RATE // 4, 2 * RATE), slice(6 * RATE, 8 * RATE)
    assert level_db(swept[:, early]) < level_db(plain[:, early]) - 3
    assert level_db(swept[:, late]) == pytest.approx(level_db(plain[:, late]), abs=0.6)


class Stubborn:
    """A voice that fails, or dawdles, after a few calls."""

    instrument = "synth_pluck"
    source = "synth"

    def __init__(self, error: Exception | None, calls_before: int = 3) -> None:
        self.error = error
        self.left = calls_before
        self.lock = threading.Lock()

    def play(self, notes: NoteBatch, *, sample_rate: int, energy: float, seed: int) -> FloatArray:
        with self.lock:
            self.left -= 1
        if self.left < 0 and self.error is not None:
            raise self.error
        return STEADY_VOICES["lead"].play(notes, sample_rate=sample_rate, energy=energy, seed=seed)


def mixing_threads() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name.startswith("mix")]


@pytest.mark.parametrize("threads", [1, 3])
def test_a_voice_that_fails_stops_everything_with_its_own_error(threads: int) -> None:
    made = piece(8, 8)
    voices: dict[str, Voice] = {**VOICES, "lead": Stubborn(ZeroDivisionError("a broken string"))}
    mixdown = Mixdown(made.plan, made.compose, voices, FULL, threads=threads)
    with pytest.raises(ZeroDivisionError, match="a broken string"):
        whole(mixdown)
    assert not mixing_threads()


@pytest.mark.parametrize("threads", [1, 3])
def test_canceling_stops_before_another_block(threads: int) -> None:
    made = piece(64, 64)
    cancel = CancelToken()
    blocks = Mixdown(
        made.plan, made.compose, STEADY_VOICES, FULL, threads=threads, cancel=cancel
    ).blocks()
    next(blocks)
    threading.Timer(0.15, cancel.cancel).start()
    late: list[bool] = []
    with pytest.raises(Canceled):
        late.extend(cancel.canceled for _ in blocks)
    assert sum(late) <= 1  # the one that was ready
    assert not mixing_threads()


def test_leaving_early_sends_everybody_home() -> None:
    made = piece(32)
    blocks = Mixdown(made.plan, made.compose, STEADY_VOICES, FULL, threads=3).blocks()
    next(blocks)
    assert mixing_threads()
    blocks.close()
    assert not mixing_threads()


def test_a_plan_without_a_voice_for_a_layer_is_refused() -> None:
    made = piece(2)
    with pytest.raises(ValueError, match="lead"):
        Mixdown(made.plan, made.compose, {"drums": VOICES["drums"]}, FULL)


@pytest.mark.no_cover  # memory is traced: that is slow enough
def test_ten_minutes_take_no_more_memory_than_one() -> None:
    def peak_bytes(bars: int) -> int:
        made = piece(*(16,) * (bars // 16), tempo_bpm=96, layers=("bass", "lead"))
        tracemalloc.start()
        frames = 0
        mixdown = Mixdown(made.plan, made.compose, STEADY_VOICES, FULL)
        for block in mixdown.blocks():
            frames += block.mix.shape[1]
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert frames == mixdown.total_frames
        return peak

    short, long = peak_bytes(32), peak_bytes(240)  # 80 s and 10 minutes
    assert long < 1.1 * short
    assert long < 60e6
