"""Music without an end: no movement twice, no seam, one loudness, and knobs that work at once."""

from __future__ import annotations

import hashlib
import threading
import tracemalloc
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice, pairwise

import numpy as np
import pytest
from numpy.typing import NDArray

from musicgen_local.audio.loudness import LoudnessMeter
from musicgen_local.audio.true_peak import TruePeakMeter
from musicgen_local.engines.composer.compose import compose_section
from musicgen_local.engines.composer.endless.change import Change, Scheduled, Wishes
from musicgen_local.engines.composer.endless.course import Course, Movement
from musicgen_local.engines.composer.endless.joining import Setup
from musicgen_local.engines.composer.endless.stream import (
    BLOCK_FRAMES,
    LEAD_SECONDS,
    EndlessStream,
    Now,
)
from musicgen_local.engines.composer.sound.band import Sounds
from musicgen_local.errors import ErrorCode, UserError

RATE = 44_100
PIANO = "solo piano, calm"
FloatArray = NDArray[np.float32]


def _stream(
    prompt: str, seed: int = 1, *, threads: int = 2, seconds: float | None = None,
    changes: tuple[Scheduled, ...] = (),
) -> EndlessStream:  # fmt: skip
    setup = Setup(Sounds(), RATE, threads, None)
    return EndlessStream(
        Wishes(prompt), setup, seed=seed, duration_seconds=seconds, changes=changes
    )


def _course(wishes: Wishes, count: int, seed: int = 1) -> list[Movement]:
    course = Course(wishes, seed)
    movements: list[Movement] = []
    for _ in range(count):
        movements.append(course.following(movements[-1] if movements else None, None))
    return movements


def _digest(audio: FloatArray) -> str:
    return hashlib.sha256(audio.tobytes()).hexdigest()


@dataclass
class _Heard:
    """What was measured of a stream while it went by."""

    nows: list[Now] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)  # of each block
    roughness: list[float] = field(default_factory=list)  # steepest bend of the wave, per block
    peaks: list[float] = field(default_factory=list)  # of each tenth of a second
    minutes_lufs: list[float] = field(default_factory=list)  # any minute, one every 15 s
    true_peak_dbtp: float = 0.0
    traced_bytes: list[int] = field(default_factory=list)  # per block
    threads: list[int] = field(default_factory=list)


def _listen(stream: Iterator[FloatArray], now: EndlessStream, seconds: float) -> _Heard:
    heard = _Heard()
    meters: list[tuple[int, LoudnessMeter]] = []
    peak = TruePeakMeter(RATE, 2)
    last = np.zeros((2, 2), dtype=np.float32)
    frames = 0
    for block in stream:
        told = now.now
        assert told is not None
        heard.nows.append(told)
        heard.starts.append(frames)
        joined = np.concatenate((last, block), axis=1)
        heard.roughness.append(float(np.abs(np.diff(joined, 2, axis=1)).max()))
        last = block[:, -2:]
        whole = block.shape[1] // 4410 * 4410
        heard.peaks += list(np.abs(block[:, :whole]).reshape(2, -1, 4410).max(axis=(0, 2)))
        peak.add(block)
        if not meters or frames - meters[-1][0] >= 15 * RATE:
            meters.append((frames, LoudnessMeter(RATE, 2)))
        for _, meter in meters:
            meter.add(block)
        if frames - meters[0][0] >= 60 * RATE - BLOCK_FRAMES:
            heard.minutes_lufs.append(meters.pop(0)[1].integrated_lufs)
        heard.traced_bytes.append(tracemalloc.get_traced_memory()[0])
        heard.threads.append(threading.active_count())
        frames += block.shape[1]
        if frames >= seconds * RATE:
            break
    heard.true_peak_dbtp = peak.peak_dbtp
    return heard


@pytest.fixture(scope="module")
def long_piano() -> Iterator[_Heard]:
    """Eight minutes of an endless stream, as measured."""
    tracemalloc.start()
    with _stream(PIANO) as stream:
        yield _listen(stream, stream, 480.0)
    tracemalloc.stop()


def _joins(heard: _Heard) -> list[int]:
    """Blocks in which another movement enters, or which follow one."""
    entering = [i for i, (a, b) in enumerate(pairwise(heard.nows)) if a.movement != b.movement]
    assert entering
    return sorted({i + step for i in entering for step in (0, 1)})


def test_movements_never_come_twice() -> None:
    movements = _course(Wishes("lo-fi with rain"), 60)
    assert len({movement.plan.seed for movement in movements}) == 60
    scores = {repr(compose_section(movement.plan, 0).parts) for movement in movements}
    assert len(scores) == 60
    titles = [movement.plan.title for movement in movements]
    assert all(len({*titles[i : i + 8]}) == 8 for i in range(52))


@pytest.mark.parametrize("prompt", ["lo-fi", "energetic house", "slow ambient", "jazz"])
def test_movements_are_near_one_another(prompt: str) -> None:
    movements = _course(Wishes(prompt), 12)
    assert len({movement.plan.genre for movement in movements}) == 1
    tempos = [movement.plan.tempo_bpm for movement in movements]
    assert max(abs(a - b) for a, b in pairwise(tempos)) <= 2.51
    assert max(tempos) - min(tempos) <= 9
    steps = {(b.plan.tonic - a.plan.tonic) % 12 for a, b in pairwise(movements)}
    assert steps <= {2, 3, 5, 7, 9, 10}
    assert len({movement.plan.tonic for movement in movements}) > 2
    assert not any(s.ending for movement in movements for s in movement.plan.sections)


def test_what_is_asked_for_stays() -> None:
    wishes = Wishes("house", key="D minor", tempo_bpm=123.0, energy=0.9)
    for movement in _course(wishes, 5):
        assert (movement.plan.key_name, movement.plan.tempo_bpm) == ("D minor", 123.0)
        assert movement.plan.energy == 0.9


def test_movements_join_without_a_click(long_piano: _Heard) -> None:
    joins = _joins(long_piano)
    assert len(joins) >= 4
    elsewhere = [r for i, r in enumerate(long_piano.roughness) if i not in joins]
    assert max(long_piano.roughness[i] for i in joins) <= max(elsewhere)


def test_nothing_is_silent_for_a_second(long_piano: _Heard) -> None:
    quiet = 0
    for peak in long_piano.peaks:
        quiet = quiet + 1 if peak < 10 ** (-50 / 20) else 0
        assert quiet < 10


def test_every_minute_is_as_loud(long_piano: _Heard) -> None:
    assert len(long_piano.minutes_lufs) > 20
    assert all(-15.0 <= lufs <= -13.0 for lufs in long_piano.minutes_lufs)
    assert long_piano.true_peak_dbtp <= -1.0


def test_memory_and_threads_do_not_grow(long_piano: _Heard) -> None:
    minutes = np.array(long_piano.traced_bytes)
    third = len(minutes) // 3
    # Floors, not peaks: while one movement is played the next is being made, now and then. A
    # movement that stayed would weigh 50 MB.
    assert np.quantile(minutes[-third:], 0.1) <= np.quantile(minutes[:third], 0.9) + 4e6
    assert max(long_piano.threads[-third:]) <= max(long_piano.threads[:third]) + 2


def test_bars_are_counted_through_movements(long_piano: _Heard) -> None:
    played = [now.bars_played for now in long_piano.nows]
    assert played[0] == 0
    assert all(0 <= b - a <= 3 for a, b in pairwise(played))
    assert played[-1] > 120


def _taken(stream: EndlessStream, blocks: int) -> FloatArray:
    return np.concatenate(list(islice(stream, blocks)), axis=1)


def _steered(threads: int) -> tuple[str, list[Now]]:
    digest = hashlib.sha256()
    nows: list[Now] = []
    with _stream(PIANO, 7, threads=threads, changes=(Scheduled(20.0, Change(key="A minor")),)) as s:
        for index, block in enumerate(islice(s, 26)):
            if index == 4:
                s.change(energy=0.9, tempo_bpm=100.0)
            digest.update(block.tobytes())
            assert s.now is not None
            nows.append(s.now)
    return digest.hexdigest(), nows


def test_equal_changes_at_equal_blocks_give_equal_bytes() -> None:
    one, nows = _steered(threads=1)
    again, _ = _steered(threads=3)
    assert one == again
    assert [now.tempo_bpm for now in nows][-1] == 100.0
    assert nows[-1].key == "A minor"


def test_a_change_is_heard_at_a_bar_line_soon_and_the_piece_goes_on() -> None:
    with _stream(PIANO, 7) as stream:
        rough = []
        for index, block in enumerate(islice(stream, 14)):
            if index == 4:
                before = stream.now
                stream.change(tempo_bpm=110.0)
            rough.append(float(np.abs(np.diff(block, 2, axis=1)).max()))
            now = stream.now
            assert now is not None
            if index >= 5 and now.tempo_bpm == 110.0:
                break
    assert before is not None
    assert now is not None
    bar = 4 * 60 / before.tempo_bpm
    # the blocks that were out, the time to get ready, the way to the bar line
    handed_out = before.seconds + BLOCK_FRAMES / RATE
    assert now.tempo_bpm == 110.0
    assert now.seconds <= handed_out + LEAD_SECONDS + bar + BLOCK_FRAMES / RATE
    assert now.title == before.title
    assert max(rough[-2:]) <= 1.5 * max(rough[:-2])


def test_a_new_prompt_brings_new_music() -> None:
    with _stream(PIANO, 7, changes=(Scheduled(6.0, Change(prompt="energetic house")),)) as stream:
        for _ in islice(stream, 9):
            pass
        assert stream.now is not None
        assert stream.now.genre == "house"
        assert stream.now.seconds < 14


def test_what_can_not_be_played_is_refused_and_the_music_goes_on() -> None:
    with _stream(PIANO, 2) as stream:
        undisturbed = _taken(stream, 6)
    with _stream(PIANO, 2) as stream:
        disturbed = [next(stream)]
        for wrong in (
            {"genre": "qwrtz"},
            {"energy": 3.0},
            {"key": "H sharp"},
            {"prompt": " "},
        ):
            with pytest.raises(UserError) as caught:
                stream.change(**wrong)
            assert caught.value.code in (ErrorCode.VALIDATION, ErrorCode.INVALID_PROMPT)
        disturbed += list(islice(stream, 5))
    assert _digest(undisturbed) == _digest(np.concatenate(disturbed, axis=1))


def test_a_length_is_kept_to_the_frame_and_ends_in_silence() -> None:
    with _stream(PIANO, 3, seconds=33.3) as stream:
        audio = np.concatenate(list(stream), axis=1)
    assert audio.shape[1] == round(33.3 * RATE)
    assert np.abs(audio[:, -2000:]).max() < 0.01
    assert np.abs(audio[:, -4 * RATE : -3 * RATE]).max() > 0.01


def test_told_to_finish_it_fades_and_ends() -> None:
    with _stream(PIANO, 3) as stream:
        played = _taken(stream, 5)
        stream.finish(2.0)
        rest = np.concatenate(list(stream), axis=1)
    assert abs(rest.shape[1] - 2 * RATE) < RATE // 10
    assert np.abs(rest[:, -500:]).max() < 1e-3 < np.abs(played).max()


def test_closing_frees_every_thread() -> None:
    before = threading.active_count()
    stream = _stream("energetic house", 4, threads=3)
    next(stream)
    stream.change(prompt="jazz")
    next(stream)
    stream.close()
    assert threading.active_count() == before
    assert list(stream) == []


def test_a_new_prompt_forgets_earlier_wishes_but_those_beside_it() -> None:
    wishes = Change(tempo_bpm=90.0, mood="sad").of(Wishes("lo-fi"))
    after = Change(prompt="house", energy=0.4).of(wishes)
    assert after == Wishes("house", energy=0.4)
    assert Change(genre="jazz").then(Change(energy=0.1)) == Change(genre="jazz", energy=0.1)


def test_changes_are_read_as_people_write_them() -> None:
    change = Change.parse("energy 0.2; Tempo 90 bpm; prompt calm piano, with rain")
    assert change == Change(prompt="calm piano, with rain", energy=0.2, tempo_bpm=90.0)
    due = Scheduled.parse("1:30:00: key F# minor")
    assert due == Scheduled(5400.0, Change(key="F# minor"))


@pytest.mark.parametrize(
    "text", ["", "energy", "energy much", "volume 3", "10m energy 0.2", "soon: energy 0.2"]
)
def test_an_unreadable_change_says_how_to_write_one(text: str) -> None:
    with pytest.raises(UserError) as caught:
        Scheduled.parse(text if ": " in text or "m e" in text else f"1m: {text}")
    assert caught.value.code is ErrorCode.VALIDATION
    assert caught.value.recovery
