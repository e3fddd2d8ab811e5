"""Songs from end to end, by small models in files of the published formats."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import small_weights
import soundfile
import torch

from musicgen_local.assets import AssetManager
from musicgen_local.audio.tags import read_tags
from musicgen_local.engines.base import GenerationRequest, GenerationResult
from musicgen_local.engines.diffrhythm import needs
from musicgen_local.engines.diffrhythm.config import SAMPLE_RATE
from musicgen_local.engines.diffrhythm.engine import DiffRhythmEngine
from musicgen_local.engines.diffrhythm.held import Held
from musicgen_local.engines.diffrhythm.parameters import DiffRhythmParameters
from musicgen_local.engines.diffrhythm.songs import Singer
from musicgen_local.errors import Canceled, ErrorCode, MachineError, UserError
from musicgen_local.progress import CancelToken, Progress, Stage

LYRICS = "[00:01.00]Hello world\n[00:04.50]Walking through the rain tonight\n"


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_weights.write_source(tmp_path_factory.mktemp("weights"))


@pytest.fixture(scope="module")
def assets(source: Path, tmp_path_factory: pytest.TempPathFactory) -> AssetManager:
    return small_weights.manager(tmp_path_factory.mktemp("assets"), source)


@pytest.fixture
def engine(assets: AssetManager, monkeypatch: pytest.MonkeyPatch) -> DiffRhythmEngine:
    """The engine on a machine that has its weights, small ones."""
    monkeypatch.setattr(needs, "_manager", lambda: assets)
    return DiffRhythmEngine()


@pytest.fixture(autouse=True)
def _two_threads() -> Iterator[None]:
    before = torch.get_num_threads()
    torch.set_num_threads(2)
    yield
    torch.set_num_threads(before)


def asked(seconds: float = 6, seed: int = 7, row: Sequence[int] = (), **parameters: object):  # type: ignore[no-untyped-def]
    given = {"preset": "preview", "steps": 2, **parameters}
    return GenerationRequest(
        "warm synth pop", seconds, seed, DiffRhythmParameters.model_validate(given), row_seeds=row
    )


def made(
    engine: DiffRhythmEngine,
    request: GenerationRequest,
    progress: list[Progress] | None = None,
    cancel: CancelToken | None = None,
) -> tuple[np.ndarray, GenerationResult]:
    """The song [2, samples], and what is told of it."""
    told: list[Progress] = [] if progress is None else progress
    song = engine.generate(request, told.append, cancel or CancelToken())
    blocks = []
    while True:
        try:
            blocks.append(next(song).mix)
        except StopIteration as end:
            return np.concatenate(blocks, axis=1), end.value


def test_the_terminal_makes_a_tagged_track_with_its_words(
    assets: AssetManager, source: Path, tmp_path: Path
) -> None:
    (tmp_path / "song.lrc").write_text(LYRICS, "utf-8")
    done = subprocess.run(
        [
            sys.executable, small_weights.__file__, str(assets.root), str(source),
            "generate", "warm synth pop", "--engine", "diffrhythm", "--lyrics", "song.lrc",
            "--duration", "12", "--quality", "preview", "--seed", "5", "--set", "steps=3",
            "--out", "songs/", "--format", "wav,mp3", "--json",
        ],
        cwd=tmp_path,
        env=os.environ | {"MGL_DATA_DIR": str(tmp_path / "data"), "MGL_DEVICE": "cpu"},
        capture_output=True,
        text=True,
        timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    [made_track] = json.loads(done.stdout)["tracks"]
    track = made_track["track"]
    assert (track["engine"], track["seed"], track["title"]) == ("diffrhythm", 5, "Hello world")
    wav, mp3 = (next((tmp_path / "songs").glob(f"*.{kind}")) for kind in ("wav", "mp3"))
    sound, rate = soundfile.read(wav, always_2d=True)
    assert (rate, sound.shape) == (SAMPLE_RATE, (12 * SAMPLE_RATE, 2))
    assert np.abs(sound[: 8 * rate]).max() > 0.05
    assert np.abs(sound[-rate // 50 :]).max() < 0.02  # the beginning of a longer song, faded out
    tags = read_tags(mp3)
    assert tags.lyrics.startswith("[00:01.00]Hello world")
    assert tags.prompt == "warm synth pop"
    assert "95 s" in done.stdout


def test_the_same_seed_gives_the_same_song(engine: DiffRhythmEngine) -> None:
    first, told = made(engine, asked(lyrics=LYRICS))
    again, _ = made(DiffRhythmEngine(), asked(lyrics=LYRICS))
    other, _ = made(engine, asked(lyrics=LYRICS, seed=8))
    mute, _ = made(engine, asked())
    assert first.shape == (2, 6 * SAMPLE_RATE)
    np.testing.assert_array_equal(first, again)
    for different in (other, mute):
        assert np.abs(first - different).max() > 0.01
    assert told.facts["lyrics"] == LYRICS.strip()
    assert (told.facts["steps"], told.facts["model"]) == (2, "DiffRhythm 1.2, 95 s")
    assert int(str(told.facts["weight_bytes"])) > 100_000


def test_longer_songs_come_from_the_larger_model(engine: DiffRhythmEngine) -> None:
    sound, told = made(engine, asked(seconds=100, steps=2))
    assert told.facts["model"] == "DiffRhythm 1.2, 285 s"
    assert sound.shape[1] == pytest.approx(100 * SAMPLE_RATE, abs=2_048)
    assert not [notice for notice in told.notices if "beginning" in notice]


def test_songs_of_a_row_are_those_that_are_made_alone(engine: DiffRhythmEngine) -> None:
    row = (3, 4, 5)
    alone = [made(engine, asked(seed=seed))[0] for seed in row]
    together = DiffRhythmEngine()
    together._singer = Singer(most_together=3)
    steps: list[Progress] = []
    for seed, expected in zip(row, alone, strict=True):
        sound, _ = made(together, asked(seed=seed, row=row), steps)
        np.testing.assert_allclose(sound, expected, atol=1e-4)
    assert sum("Step 1 of 1 of 3 songs" in step.message for step in steps) == 1


def test_words_and_a_recording_both_tell_the_style(
    engine: DiffRhythmEngine, tmp_path: Path
) -> None:
    seconds = np.arange(12 * 22_050) / 22_050
    recording = tmp_path / "played.wav"
    soundfile.write(recording, 0.3 * np.sin(2 * np.pi * 330 * seconds), 22_050)
    words, _ = made(engine, asked())
    heard: dict[str, Any] = {"reference_audio": str(recording)}
    none_of_it, _ = made(engine, asked(**heard, style_balance=0))
    both, _ = made(engine, asked(**heard))
    np.testing.assert_allclose(none_of_it, words, atol=1e-5)
    assert np.abs(both - words).max() > 1e-3
    soundfile.write(recording, 0.3 * np.sin(2 * np.pi * 330 * seconds[: 9 * 22_050]), 22_050)
    with pytest.raises(UserError) as caught:
        made(engine, asked(**heard))
    assert caught.value.code is ErrorCode.INVALID_AUDIO


def test_a_recording_goes_on_and_parts_of_it_are_made_anew(
    engine: DiffRhythmEngine, tmp_path: Path
) -> None:
    recording = tmp_path / "begun.wav"
    noise = np.random.default_rng(1).standard_normal((8 * SAMPLE_RATE, 2)) * 0.1
    soundfile.write(recording, noise, SAMPLE_RATE)
    on, _ = made(engine, asked(seconds=10, edit_audio=str(recording)))
    other, _ = made(engine, asked(seconds=10, seed=9, edit_audio=str(recording)))
    parts = asked(seconds=10, seed=9, edit_audio=str(recording), segments=[[2.0, 4.0]])
    remade, _ = made(engine, parts)
    kept = slice(0, 7 * SAMPLE_RATE)
    np.testing.assert_allclose(on[:, kept], other[:, kept], atol=1e-5)
    assert np.abs(on[:, 9 * SAMPLE_RATE :] - other[:, 9 * SAMPLE_RATE :]).max() > 0.01
    anew = slice(round(2.5 * SAMPLE_RATE), round(3.5 * SAMPLE_RATE))
    assert np.abs(remade[:, anew] - on[:, anew]).max() > 0.01
    before = slice(0, SAMPLE_RATE)
    np.testing.assert_allclose(remade[:, before], on[:, before], atol=1e-5)


def test_progress_tells_the_steps_and_never_goes_back(engine: DiffRhythmEngine) -> None:
    told: list[Progress] = []
    made(engine, asked(steps=5), told)
    shares = [one.fraction for one in told if one.stage is Stage.GENERATING_AUDIO]
    assert shares == sorted(shares)
    assert shares[-1] == pytest.approx(1.0)
    assert [one.message for one in told].count("Step 4 of 4") == 1
    assert Stage.LOADING_MODEL in {one.stage for one in told}


def test_a_stop_between_steps_ends_the_song_and_the_next_one_works(
    engine: DiffRhythmEngine,
) -> None:
    cancel = CancelToken()

    class Stopping(list[Progress]):
        def append(self, value: Progress) -> None:
            if value.message == "Step 2 of 7":
                cancel.cancel()
            super().append(value)

    told = Stopping()
    with pytest.raises(Canceled):
        made(engine, asked(steps=8), told, cancel)
    assert not [one for one in told if one.message == "Step 4 of 7"]
    assert made(engine, asked())[0].shape[1] == 6 * SAMPLE_RATE


def test_a_song_that_takes_too_long_is_given_up(engine: DiffRhythmEngine) -> None:
    with pytest.raises(MachineError) as caught:
        made(engine, asked(time_limit_seconds=0.001))
    assert caught.value.code is ErrorCode.GENERATION_TIMEOUT


@pytest.mark.parametrize(
    ("prompt", "seconds", "parameters", "code"),
    [
        ("", 95, {}, ErrorCode.INVALID_PROMPT),
        ("x" * 3_000, 95, {}, ErrorCode.INVALID_PROMPT),
        ("pop", 95, {"lyrics": "[00:02.00]fine\n[00:7x]no time"}, ErrorCode.INVALID_LYRICS),
    ],
)
def test_what_can_not_be_sung_is_refused_at_once(
    engine: DiffRhythmEngine,
    prompt: str,
    seconds: float,
    parameters: dict[str, Any],
    code: ErrorCode,
) -> None:
    request = GenerationRequest(prompt, seconds, 1, DiffRhythmParameters.model_validate(parameters))
    with pytest.raises(UserError) as caught:
        engine.plan(request)
    assert caught.value.code is code
    if code is ErrorCode.INVALID_LYRICS:
        assert caught.value.details["line"] == 2


def test_a_machine_without_weights_is_told_before_anything_starts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(needs, "_manager", lambda: AssetManager(tmp_path))
    with pytest.raises(MachineError) as caught:
        DiffRhythmEngine().plan(asked())
    assert caught.value.code is ErrorCode.MODEL_NOT_INSTALLED
    assert "mgl models download diffrhythm" in caught.value.recovery


def test_a_machine_without_pytorch_is_told_how_to_get_it(tmp_path: Path) -> None:
    script = (
        "import sys; sys.modules['torch'] = None\n"
        "from musicgen_local.engines.diffrhythm.engine import DiffRhythmEngine as Engine\n"
        "from musicgen_local.engines.base import GenerationRequest\n"
        "from musicgen_local.errors import MachineError\n"
        "engine = Engine()\n"
        "need = engine.requirements()[0]\n"
        "print(need.name, need.satisfied, need.remedy)\n"
        "try:\n"
        "    engine.plan(GenerationRequest('pop', 95, 1, engine.parameters()))\n"
        "except MachineError as error:\n"
        "    print(error.code, error.recovery)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env=os.environ | {"MGL_DATA_DIR": str(tmp_path)},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    told, refused = done.stdout.splitlines()
    assert told == "PyTorch False pip install 'musicgen-local[torch]'"
    assert refused.startswith("MODEL_NOT_INSTALLED")
    assert "musicgen-local[torch]" in refused


@pytest.mark.parametrize(
    ("lyrics", "seconds"),
    [
        (None, 95),
        ("some words\nwithout times", 95),
        ("[01:10.00]early", 95),
        ("[02:30.00]late", 165),
        ("[04:44.00]at the end", 285),
    ],
)
def test_lyrics_with_times_tell_how_long_the_song_is(lyrics: str | None, seconds: int) -> None:
    parameters = DiffRhythmParameters(lyrics=lyrics)
    assert DiffRhythmEngine().natural_duration_seconds("pop", parameters) == seconds


@pytest.mark.parametrize(
    "wrong",
    [
        {"segments": [[1, 2]]},
        {"segments": [[5, 2]], "edit_audio": "x.wav"},
        {"guidance_from": 0.8, "guidance_to": 0.2},
        {"steps": 1},
        {"preset": "best"},
    ],
)
def test_parameters_that_make_no_sense_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong))):
        DiffRhythmParameters.model_validate(wrong)


def test_what_nobody_uses_is_let_go() -> None:
    loads: list[str] = []

    def load() -> str:
        loads.append("loaded")
        return "thing"

    held: Held[str] = Held(idle_seconds=0.05)
    assert held.get("a", load) == held.get("a", load) == "thing"
    assert (held.loaded, len(loads)) == (True, 1)
    held.rest()
    deadline = time.monotonic() + 10
    while held.loaded and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not held.loaded
    held.get("a", load)
    held.get("b", load)
    assert len(loads) == 3
