"""Loops: the recording itself again and again, exactly as long as asked; nothing left behind."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import av
import numpy as np
import pytest
import soundfile

import loop_tracks
from musicgen_local import Studio
from musicgen_local.audio.decode import read_audio
from musicgen_local.audio.loudness import measure
from musicgen_local.audio.tags import AI_DISCLOSURE, read_tags
from musicgen_local.errors import Canceled, ErrorCode, MachineError, UserError
from musicgen_local.library import Track, new_track_id
from musicgen_local.progress import CancelToken, Progress
from musicgen_local.studio.looping.order import LoopMode, LoopOrder, LoopPlace
from musicgen_local.studio.looping.telling import in_words, looped_title
from servers import PATIENCE_SECONDS

RATE = 44_100
NOISE_RATE = 8_000


@cache
def truth() -> loop_tracks.Truth:
    return loop_tracks.short_loop()


@cache
def unrepeated() -> np.ndarray[Any, np.dtype[np.float32]]:
    return next(one.samples for one in loop_tracks.tracks(3) if one.name == "none")


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    """An intro, four bars three times, an ending: 24 bit."""
    path = tmp_path / "Night Bus.wav"
    soundfile.write(path, truth().samples.T, loop_tracks.SAMPLE_RATE, subtype="PCM_24")
    return path


def noise(path: Path, seconds: float, level: float = 0.5, rate: int = NOISE_RATE) -> Path:
    """By which no two stretches are alike."""
    samples = np.random.default_rng(1).uniform(-level, level, (round(seconds * rate), 2))
    soundfile.write(path, samples, rate, subtype="FLOAT")
    return path


def samples_of(track: Track) -> np.ndarray[Any, np.dtype[np.float32]]:
    return read_audio(Studio().audio_file_of(track)).samples


def wav(seconds: float = 60.0, **changes: Any) -> LoopOrder:
    asked: dict[str, Any] = {"duration_seconds": seconds, "formats": ("wav",)}
    return LoopOrder(**(asked | changes))


def test_the_recording_goes_on_bit_for_bit_and_ends_as_it_ends(recording: Path) -> None:
    track = Studio().loop_track(recording, LoopOrder(times=9, formats=("wav",))).track
    loop = track.params["loop"]
    assert (loop["kind"], loop["own_ending"], loop["stretch_cents"]) == ("exact", True, 0.0)
    source = read_audio(recording).samples
    period = truth().period_frames
    assert period is not None
    assert loop["end_frame"] - loop["start_frame"] == period
    end = loop["end_frame"]
    again = [source[:, end - period : end]] * 8
    expected = np.concatenate([source[:, :end], *again, source[:, end:]], axis=1)
    got = samples_of(track)
    assert got.shape == expected.shape
    # The crossfade joins the same samples with themselves; 24 bits round them.
    np.testing.assert_allclose(got, expected, atol=2**-22)


@pytest.mark.parametrize("ending", ["wav", "mp3", "flac", "opus", "m4a", "ogg"])
def test_any_format_is_exactly_as_long_as_asked(recording: Path, ending: str) -> None:
    track = Studio().loop_track(recording, wav(75.25, formats=(ending,))).track
    file = Studio().audio_file_of(track)
    with av.open(str(file)) as container:
        stream = container.streams.audio[0]
        frames = sum(frame.samples for frame in container.decode(stream))
        if ending == "m4a":  # its edit list says where it ends; this decoder gives whole packets
            assert stream.duration * stream.time_base == 75.25
            assert 0 <= frames - 75.25 * stream.rate < 1_024
        else:
            assert frames == 75.25 * stream.rate
    if ending != "m4a":
        with soundfile.SoundFile(file) as decoded:
            assert decoded.frames == 75.25 * decoded.samplerate
    assert track.duration_seconds == pytest.approx(75.25, abs=1e-4)
    assert track.title == "Night Bus (Loop 1m 15s)"


def test_fades_go_in_and_out(recording: Path) -> None:
    track = Studio().loop_track(recording, wav(60, fade_in_seconds=4.0, fade_out_seconds=6.0)).track
    got = samples_of(track)
    assert np.abs(got[:, :40]).max() < 1e-3
    assert np.abs(got[:, -40:]).max() < 1e-3
    source = read_audio(recording).samples
    rate = loop_tracks.SAMPLE_RATE
    np.testing.assert_allclose(
        got[:, 4 * rate : 6 * rate], source[:, 4 * rate : 6 * rate], atol=2**-22
    )
    assert track.params["loop"]["fade_out_seconds"] == 6.0


def test_one_period_alone_leads_into_itself(recording: Path) -> None:
    order = LoopOrder(loop_only=True, formats=("wav",))
    track = Studio().loop_track(recording, order).track
    got = samples_of(track)
    assert got.shape[1] == truth().period_frames
    assert track.title == "Night Bus (Loop)"
    source = read_audio(recording).samples
    start = track.params["loop"]["start_frame"]
    np.testing.assert_allclose(got, source[:, start : start + got.shape[1]], atol=2**-22)


def test_a_loop_that_is_set_by_hand_is_moved_to_where_it_fits(recording: Path) -> None:
    period = truth().period_frames
    assert period is not None
    rate = loop_tracks.SAMPLE_RATE
    place = LoopPlace(start_seconds=4.0, end_seconds=4.0 + period / rate + 0.011)
    track = Studio().loop_track(recording, wav(place=place)).track
    loop = track.params["loop"]
    assert loop["start_frame"] == 4 * rate
    assert loop["end_frame"] - loop["start_frame"] == period


def test_other_candidates_can_be_picked(recording: Path) -> None:
    studio = Studio()
    found = studio.loop_points(recording)
    assert [points.kind.value for points in found.points][:1] == ["exact"]
    assert not found.written
    assert len(found.points) > 1
    track = studio.loop_track(recording, wav(place=LoopPlace(pick=2))).track
    assert track.params["loop"]["start_frame"] == found.points[1].start_frame
    with pytest.raises(UserError, match="candidate 8"):
        studio.loop_track(recording, wav(place=LoopPlace(pick=8)))


def test_what_never_comes_back_is_told_and_crossed(tmp_path: Path) -> None:
    path = tmp_path / "through.wav"
    soundfile.write(path, unrepeated().T, loop_tracks.SAMPLE_RATE, subtype="FLOAT")
    studio = Studio()
    assert studio.loop_points(path).points == []
    with pytest.raises(UserError) as caught:
        studio.loop_track(path, wav(mode=LoopMode.SEAMLESS))
    assert caught.value.code is ErrorCode.VALIDATION
    assert "crossfade" in caught.value.recovery
    made = studio.loop_track(path, wav(200))
    assert "Nothing in this recording comes back" in made.notices[0]
    loop = made.track.params["loop"]
    assert (loop["mode"], loop["kind"]) == ("crossfade", "none")
    assert 0.5 < loop["crossfade_seconds"] <= 8
    assert samples_of(made.track).shape[1] == 200 * loop_tracks.SAMPLE_RATE
    asked = studio.loop_track(path, wav(120, mode=LoopMode.CROSSFADE, crossfade_seconds=1.0))
    assert asked.track.params["loop"]["crossfade_seconds"] == pytest.approx(1.0, abs=1e-3)
    assert not asked.notices or "comes back" not in asked.notices[0]


def test_a_jukebox_goes_its_own_way_again_by_the_same_seed(recording: Path) -> None:
    studio = Studio()

    def played(seed: int) -> Track:
        return studio.loop_track(recording, wav(90, mode=LoopMode.JUKEBOX, seed=seed)).track

    one, same, other = played(5), played(5), played(6)
    assert samples_of(one).shape[1] == 90 * loop_tracks.SAMPLE_RATE
    assert one.params["loop"]["jumps"] > 1
    assert one.files[0].sha256 == same.files[0].sha256
    assert one.files[0].sha256 != other.files[0].sha256
    too_much = wav(90, mode=LoopMode.JUKEBOX, window_seconds=3_000.0)
    with pytest.raises(UserError) as caught:
        studio.loop_track(recording, too_much)
    assert caught.value.code is ErrorCode.VALIDATION


@pytest.mark.usefixtures("installed_sounds")
def test_a_composed_piece_knows_its_bars(tmp_path: Path) -> None:
    studio = Studio()
    piece = studio.generate(
        "techno, 128 bpm",
        duration=40,
        seed=2,
        formats=("wav",),
        parameters={"sounds": "synth"},
    ).track
    found = studio.loop_points(piece.id)
    assert found.written
    bar = 4 * 60 / piece.tempo_bpm  # type: ignore[operator]
    for points in found.points:
        assert points.bars > 0
        assert points.seconds == pytest.approx(points.bars * bar, abs=1e-4)
        after_bar = (points.start_frame / RATE + 1e-4) % bar
        assert after_bar <= points.crossfade_frames / 2 / RATE + 2e-4
        assert points.start_frame >= points.crossfade_frames // 2 > 0  # room for a crossfade
    loop = studio.loop_track(piece.id, wav(120)).track
    assert loop.params["loop"]["kind"] == "written"
    assert loop.parent_id == piece.id
    whole = studio.generate(
        "techno, 128 bpm",
        duration=15,
        seed=2,
        formats=("wav",),
        parameters={"sounds": "synth", "loop_ready": True},
    ).track
    [only] = studio.loop_points(whole.id).points
    assert (only.kind.value, only.start_frame) == ("whole", 0)
    made = studio.loop_track(whole.id, LoopOrder(times=5, formats=("wav",))).track
    once = samples_of(whole)
    np.testing.assert_allclose(samples_of(made), np.tile(once, 5), atol=2**-22)


def test_a_library_track_hands_down_what_it_is(pluck_engine: str) -> None:
    studio = Studio()
    parent = studio.generate(
        "plucks", duration=12, engine=pluck_engine, artist="Ada", seed=8, formats=("mp3", "wav")
    ).track
    place = LoopPlace(start_seconds=1.0, end_seconds=9.0)
    order = LoopOrder(60.0, place=place, formats=("opus",))
    track = studio.loop_track(parent.id, order).track
    assert track.title == "A Scale (Loop 1m)"
    assert (track.parent_id, track.artist, track.genre) == (parent.id, "Ada", "folk")
    assert (track.engine, track.prompt, track.tempo_bpm) == ("", "plucks", 240)
    tags = read_tags(studio.audio_file_of(track))
    assert (tags.title, tags.ai_disclosure) == (track.title, AI_DISCLOSURE)


def test_what_it_says_of_its_loudness_is_so(recording: Path) -> None:
    track = Studio().loop_track(recording, wav(180)).track
    measured = measure([samples_of(track)], loop_tracks.SAMPLE_RATE, 2)
    assert track.loudness_lufs == pytest.approx(measured.integrated_lufs, abs=0.3)
    assert track.true_peak_dbtp == pytest.approx(measured.true_peak_dbtp, abs=0.2)


def test_the_seam_can_be_heard_and_marked(recording: Path, tmp_path: Path) -> None:
    studio = Studio()
    order = LoopOrder(loop_only=True)
    clip = studio.preview_loop(recording, order, tmp_path / "out")
    assert clip.file == tmp_path / "out" / "Night Bus (Seam).wav"
    heard = read_audio(clip.file).samples
    source = read_audio(recording).samples
    rate = loop_tracks.SAMPLE_RATE
    before = min(4 * rate, clip.points.end_frame)
    assert heard.shape[1] == before + 4 * rate
    start = clip.points.start_frame
    np.testing.assert_allclose(
        heard[:, before : before + rate], source[:, start : start + rate], atol=2**-22
    )
    marked = studio.mark_loop(recording, order, tmp_path / "out" / "game.wav")
    assert marked.file.read_bytes()[:4] == b"RIFF"
    assert b"smpl" in marked.file.read_bytes()
    np.testing.assert_array_equal(read_audio(marked.file).samples, source)
    with pytest.raises(UserError) as caught:
        studio.mark_loop(recording, order, recording)
    assert caught.value.code is ErrorCode.CONFLICT
    with pytest.raises(UserError, match="jukebox"):
        studio.preview_loop(recording, LoopOrder(60, mode=LoopMode.JUKEBOX), tmp_path)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(12, "12s"), (60, "1m"), (90, "1m 30s"), (3_600, "1h 0m"), (5_400, "1h 30m"),
     (36_000, "10h 0m")],
)  # fmt: skip
def test_the_title_tells_the_length(seconds: float, words: str) -> None:
    assert in_words(seconds) == words


def test_a_loop_of_a_loop_is_called_by_its_own_length() -> None:
    assert looped_title("Night (Live) (Loop 1h 0m)", 7_200) == "Night (Live) (Loop 2h 0m)"
    assert looped_title("Night (Loop)", 60) == "Night (Loop 1m)"
    assert looped_title("Night (Live)") == "Night (Live) (Loop)"


def test_of_hours_only_the_ends_are_searched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("musicgen_local.studio.looping.choice.LONGEST_ANALYZED_SECONDS", 60.0)
    monkeypatch.setattr("musicgen_local.studio.looping.choice._EDGE_SECONDS", 20.0)
    monkeypatch.setattr("musicgen_local.studio.looping.points.LONGEST_ANALYZED_SECONDS", 60.0)
    path = noise(tmp_path / "rain.wav", 90)
    made = Studio().loop_track(path, wav(300))
    assert "longer than the" in made.notices[0]
    loop = made.track.params["loop"]
    assert loop["start_seconds"] < 20
    assert 70 < loop["end_seconds"] <= 90


def test_progress_grows_and_ends_when_the_track_is_there(recording: Path) -> None:
    seen: list[Progress] = []
    Studio().loop_track(recording, wav(120, formats=("wav", "mp3")), progress=seen.append)
    fractions = [value.fraction for value in seen]
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1
    assert {value.stage.value for value in seen} == {"analyzing", "rendering", "exporting"}


@pytest.mark.parametrize("at_fraction", [0.05, 0.5])
def test_a_stop_leaves_nothing(recording: Path, tmp_path: Path, at_fraction: float) -> None:
    token = CancelToken()

    def stop(value: Progress) -> None:
        if value.fraction >= at_fraction:
            token.cancel()

    studio, out = Studio(), tmp_path / "out"
    with pytest.raises(Canceled):
        studio.loop_track(recording, wav(6_000), out=out, progress=stop, cancel=token)
    assert [path for path in studio.settings.tracks_dir.rglob("*") if path.is_file()] == []
    assert list(out.iterdir()) == []
    assert studio.list_tracks().items == ()


def test_the_same_reserved_id_is_made_once(recording: Path) -> None:
    studio, track_id = Studio(), new_track_id()
    first = studio.loop_track(recording, wav(), track_id=track_id).track
    assert first.id == track_id
    recording.unlink()
    assert studio.loop_track(recording, wav(), track_id=track_id).track == first


def test_a_copy_is_laid_where_it_was_asked_for(recording: Path, tmp_path: Path) -> None:
    made = Studio().loop_track(recording, wav(formats=("flac",)), out=tmp_path / "long.mp3")
    assert [path.name for path in made.files] == ["long.mp3"]
    assert made.track.files[0].format == "mp3"
    folder = Studio().loop_track(recording, wav(formats=("flac",)), out=tmp_path / "out")
    assert [path.name for path in folder.files] == ["Night Bus (Loop 1m).flac"]


def _bad_sources(folder: Path) -> dict[str, Path]:
    silent = folder / "silent.wav"
    soundfile.write(silent, np.zeros((RATE * 4, 2)), RATE)
    words = folder / "words.mp3"
    words.write_text("no audio at all")
    cut = folder / "cut.flac"
    soundfile.write(folder / "whole.flac", truth().samples.T, loop_tracks.SAMPLE_RATE)
    cut.write_bytes((folder / "whole.flac").read_bytes()[:30])
    return {"short": noise(folder / "short.wav", 1.5), "silent": silent, "words": words, "cut": cut}


@pytest.mark.parametrize("which", ["short", "silent", "words", "cut"])
def test_what_can_not_be_looped_is_refused(tmp_path: Path, which: str) -> None:
    studio = Studio()
    with pytest.raises(UserError) as caught:
        studio.loop_track(_bad_sources(tmp_path)[which], wav())
    assert caught.value.code is ErrorCode.INVALID_AUDIO
    assert caught.value.recovery
    assert studio.list_tracks().items == ()
    assert [path for path in studio.settings.tracks_dir.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize(
    "order",
    [
        wav(59.9), wav(36_000.1), wav(43_200.1, up_to_12_hours=True), wav(times=3),
        LoopOrder(), LoopOrder(times=0), LoopOrder(times=9_999), wav(fade_out_seconds=61.0),
        wav(crossfade_seconds=-1.0), wav(formats=("aiff",)), wav(place=LoopPlace(pick=0)),
        wav(place=LoopPlace(start_seconds=3.0)),
        wav(place=LoopPlace(start_seconds=3.0, end_seconds=2.0)),
        wav(place=LoopPlace(start_seconds=3.0, end_seconds=3.1)),
        wav(place=LoopPlace(start_seconds=3.0, end_seconds=900.0)),
        LoopOrder(loop_only=True, mode=LoopMode.JUKEBOX),
    ],
)  # fmt: skip
def test_what_can_not_be_meant_is_refused(recording: Path, order: LoopOrder) -> None:
    studio = Studio()
    with pytest.raises(UserError) as caught:
        studio.loop_track(recording, order)
    assert caught.value.code is ErrorCode.VALIDATION
    assert caught.value.details["field"]
    assert studio.list_tracks().items == ()


def test_a_length_below_the_loop_is_refused(tmp_path: Path) -> None:
    path = noise(tmp_path / "long.wav", 90)
    place = LoopPlace(start_seconds=5.0, end_seconds=80.0)
    with pytest.raises(UserError, match="longer than asked") as caught:
        Studio().loop_track(path, wav(60, place=place))
    assert "1m 21s" in caught.value.recovery


def test_a_folder_that_can_not_be_written_is_told(recording: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(MachineError) as caught:
        Studio().loop_track(recording, wav(), out=tmp_path / "file" / "out")
    assert caught.value.code is ErrorCode.NOT_WRITABLE


def test_a_full_disk_is_found_before_the_work(
    recording: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    free = SimpleNamespace(total=9, used=9, free=40_000_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: free)
    studio = Studio()
    with pytest.raises(MachineError) as caught:
        studio.loop_track(recording, wav(36_000))
    assert caught.value.code is ErrorCode.DISK_FULL
    assert caught.value.details["needed_bytes"] > 9e9
    assert [path for path in studio.settings.tracks_dir.rglob("*") if path.is_file()] == []


@pytest.mark.skipif(sys.platform != "linux", reason="the system's own books are kept elsewhere")
def test_ten_hours_take_no_more_memory_than_a_few_minutes(recording: Path, tmp_path: Path) -> None:
    """Of a process of its own, with all that it imports, by what the system says of it.

    `ru_maxrss` would count the process that started it, too, up to the moment it did.
    """
    program = """
import sys
from musicgen_local import Studio
Studio().loop(sys.argv[1], duration="10h", formats=("m4a",))
print(next(line for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""
    ended = subprocess.run(
        [sys.executable, "-c", program, str(recording)],
        capture_output=True, text=True, check=False, timeout=PATIENCE_SECONDS,
        env=os.environ | {"MGL_DATA_DIR": str(tmp_path / "data")},
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    assert int(ended.stdout.split()[1]) < 400_000  # kilobytes
    [file] = (tmp_path / "data").rglob("*.m4a")
    assert file.stat().st_size < 60e6
