"""The main job on a third party's engine: what lands where, and what is left after a failure."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from musicgen_local import Studio
from musicgen_local.audio.decode import probe, read_audio
from musicgen_local.audio.loudness import measure
from musicgen_local.audio.tags import AI_DISCLOSURE, read_tags
from musicgen_local.errors import Canceled, ErrorCode, MachineError, MusicGenError, UserError
from musicgen_local.progress import CancelToken, Progress
from musicgen_local.studio.orders import MAX_SEED, GenerateOrder


def _everything_below(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_a_track_is_filed_mastered_and_tagged(pluck_engine: str) -> None:
    studio = Studio()
    made = studio.generate("plucks", duration=6, engine=pluck_engine, seed=5, artist="Ada")
    track = made.track
    assert [file.format for file in track.files] == ["wav", "mp3"]
    assert track.duration_seconds == 6
    wav = studio.audio_file_of(track)
    audio = read_audio(wav)
    assert audio.frames == 6 * 22_050
    measured = measure([audio.samples], audio.sample_rate, 2)
    assert measured.integrated_lufs == pytest.approx(-14, abs=0.5)
    assert measured.true_peak_dbtp <= -1.0 + 0.05
    assert track.loudness_lufs == pytest.approx(measured.integrated_lufs, abs=0.1)
    for path in made.files:
        tags = read_tags(path)
        assert (tags.title, tags.artist, tags.seed) == ("A Scale", "Ada", 5)
        assert (tags.prompt, tags.engine) == ("plucks", "pluck")
        assert tags.ai_disclosure == AI_DISCLOSURE
    assert studio.show("last") == track


def test_the_same_seed_gives_the_same_bytes(pluck_engine: str, tmp_path: Path) -> None:
    studio = Studio()
    for name in ("one", "two"):
        studio.generate("plucks", duration=4, engine=pluck_engine, seed=9, out=tmp_path / name)
    first, second = (
        sorted(path for path in (tmp_path / name).iterdir()) for name in ("one", "two")
    )
    assert [path.name for path in first] == ["A Scale.mp3", "A Scale.wav"]
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


def test_copies_stand_under_readable_names_and_never_replace_one_another(
    pluck_engine: str, tmp_path: Path
) -> None:
    studio = Studio()
    for _ in range(2):
        studio.generate(
            "plucks",
            duration=2,
            engine=pluck_engine,
            stems=True,
            artist="A/B",
            out=tmp_path / "out",
        )
    assert _everything_below(tmp_path / "out") == [
        "A B - A Scale (2) (Stems)/strings.wav",
        "A B - A Scale (2).mp3",
        "A B - A Scale (2).wav",
        "A B - A Scale (Stems)/strings.wav",
        "A B - A Scale.mp3",
        "A B - A Scale.wav",
    ]


def test_a_file_name_chooses_the_format(pluck_engine: str, tmp_path: Path) -> None:
    made = Studio().generate("plucks", duration=2, engine=pluck_engine, out=tmp_path / "song.flac")
    assert [path.name for path in made.files] == ["song.flac"]
    assert probe(made.files[0]).format == "flac"


def test_stems_are_the_engines_own_before_mastering(pluck_engine: str, tmp_path: Path) -> None:
    made = Studio().generate("plucks", duration=2, engine=pluck_engine, stems=True, out=tmp_path)
    stem = next(path for path in made.files if path.name == "strings.wav")
    audio = read_audio(stem)
    assert audio.frames == 2 * 22_050
    assert 0.05 < np.abs(audio.samples).max() <= 0.31  # the engine's level, not the master's


def test_the_prompt_may_name_the_length(pluck_engine: str) -> None:
    assert Studio().generate("a short one", engine=pluck_engine).track.duration_seconds == 3


def test_variations_follow_the_seed_and_share_one_progress(pluck_engine: str) -> None:
    seen: list[Progress] = []
    order = GenerateOrder("plucks", 2, engine=pluck_engine, seed=40, formats=("wav",))
    made = Studio().generate_variations(order, count=3, progress=seen.append)
    assert [one.track.seed for one in made] == [40, 41, 42]
    fractions = [value.fraction for value in seen]
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1.0
    assert len({one.track.files[0].sha256 for one in made}) == 3


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"duration": 0.5}, "duration"),
        ({"duration": 601}, "duration"),
        ({"formats": ("aiff",)}, "format"),
        ({"formats": ()}, "format"),
        ({"master": "louder"}, "master"),
        ({"seed": -1}, "seed"),
        ({"seed": MAX_SEED + 1}, "seed"),
        ({"midi": True}, "midi"),
        ({"parameters": {"lowest_hz": 5}}, "lowest_hz"),
        ({"parameters": {"colour": "red"}}, "colour"),
    ],
)
def test_what_can_not_be_done_is_refused_before_any_work(
    pluck_engine: str, change: dict[str, object], field: str
) -> None:
    studio = Studio()
    order: dict[str, object] = {"duration": 2.0, "engine": pluck_engine} | change
    with pytest.raises(UserError) as caught:
        studio.generate("plucks", **order)  # type: ignore[arg-type]
    assert caught.value.code is ErrorCode.VALIDATION
    assert caught.value.details["field"] == field
    assert caught.value.recovery
    assert not studio.settings.tracks_dir.exists()


def test_an_empty_prompt_is_refused(pluck_engine: str) -> None:
    with pytest.raises(UserError) as caught:
        Studio().generate(" ", duration=2, engine=pluck_engine)
    assert caught.value.code is ErrorCode.INVALID_PROMPT


def test_an_unknown_engine_names_those_that_are_here(pluck_engine: str) -> None:
    with pytest.raises(UserError) as caught:
        Studio().generate("plucks", engine="orchestra")
    assert caught.value.code is ErrorCode.NOT_FOUND
    assert "composer" in caught.value.recovery
    assert "pluck" in caught.value.recovery


def test_an_engine_that_fails_midway_leaves_nothing(pluck_engine: str, tmp_path: Path) -> None:
    studio = Studio()
    out = tmp_path / "out"
    with pytest.raises(MachineError) as caught:
        studio.generate(
            "plucks",
            duration=10,
            engine=pluck_engine,
            stems=True,
            out=out,
            parameters={"break_after_seconds": 5},
        )
    assert caught.value.code is ErrorCode.OUT_OF_MEMORY
    assert _everything_below(studio.settings.tracks_dir) == []
    assert _everything_below(out) == []
    assert studio.list_tracks().items == ()


@pytest.mark.parametrize("at_fraction", [0.1, 0.5, 0.7])
def test_a_stop_at_any_stage_leaves_nothing(
    pluck_engine: str, tmp_path: Path, at_fraction: float
) -> None:
    studio = Studio()
    token = CancelToken()

    def stop(value: Progress) -> None:
        if value.fraction >= at_fraction:
            token.cancel()

    with pytest.raises(Canceled):
        studio.generate(
            "plucks",
            duration=30,
            engine=pluck_engine,
            out=tmp_path / "o",
            progress=stop,
            cancel=token,
        )
    assert _everything_below(studio.settings.tracks_dir) == []
    assert _everything_below(tmp_path / "o") == []
    assert studio.list_tracks().items == ()


def test_a_full_disk_is_found_before_the_work(
    pluck_engine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(total=9, used=9, free=1000))
    studio = Studio()
    with pytest.raises(MachineError) as caught:
        studio.generate("plucks", duration=60, engine=pluck_engine)
    assert caught.value.code is ErrorCode.DISK_FULL
    assert caught.value.details["needed_bytes"] > 1_000_000


def test_a_folder_that_can_not_be_written_is_found_before_the_work(
    pluck_engine: str, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(MachineError) as caught:
        Studio().generate("plucks", duration=2, engine=pluck_engine, out=tmp_path / "file" / "out")
    assert caught.value.code is ErrorCode.NOT_WRITABLE


@pytest.mark.skipif(os.name != "posix", reason="limits of open files' sizes are POSIX")
def test_a_disk_that_fills_up_midway_leaves_nothing(
    pluck_engine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import resource
    import signal

    # A limit on file sizes is a full disk that needs no root: writes past it fail midway.
    studio = Studio()
    list(studio.list_tracks().items)  # the database is there before the disk fills
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2_000_000, before[1]))
    try:
        with pytest.raises(MusicGenError) as caught:
            studio.generate("plucks", duration=60, engine=pluck_engine, formats=("wav",))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)
    assert caught.value.code is ErrorCode.DISK_FULL
    assert _everything_below(studio.settings.tracks_dir) == []
    assert studio.list_tracks().items == ()
