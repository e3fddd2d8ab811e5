"""The recordings of `bench_loops.py`: drawn ones, whose truth is known, and pieces made here."""

from __future__ import annotations

import dataclasses
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import av
import numpy as np
import soundfile

from composer_cases import prompt_of
from musicgen_local.audio.value import FloatArray

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

import loop_tracks  # type: ignore[import-not-found, unused-ignore]

PACKS: Final = ("ambient", "chiptune", "cinematic", "disco", "folk", "house", "jazz", "lofi",
                "techno", "trap")  # fmt: skip
MADE_SECONDS = 40.0
MP3_BITS_PER_SECOND = 128_000


@dataclass(frozen=True, slots=True)
class Case:
    """A recording as a file, and what is true of it.

    A loop is right when it lasts a whole number of `unit_frames`: of periods in drawn recordings,
    of bars in pieces made here. `kind` is "exact", "near", "none" or "made". `written` are start,
    end and crossfade in frames of the loop that the composer knows of its piece.
    """

    name: str
    path: str
    kind: str
    unit_frames: float | None
    starts: tuple[int, ...] = ()  # of bodies that differ in length
    written: tuple[int, int, int] | None = None

    def error_frames(self, start: int, end: int) -> float | None:
        """By how much the loop `[start, end)` misses whole periods or bars; None: there are none.

        Where the tempo drifts the period is that at the loop's start.
        """
        if self.unit_frames is None:
            return None
        truth = loop_tracks.Truth("", np.zeros((2, 0), np.float32), round(self.unit_frames),
                                  "near", self.starts)  # fmt: skip
        unit = truth.lag_at(start) if self.starts else self.unit_frames
        times = max(1, round((end - start) / unit))
        return end - start - times * unit


def drawn(folder: Path, seed: int) -> list[Case]:
    """The drawn recordings, each as WAV and as an MP3 of 128 kbit/s, in `folder`."""
    return _by_process({}, "drawn", str(folder), str(seed))


def made(folder: Path) -> list[Case]:
    """Ten pieces of the composer, as WAV and MP3, out of a library in `folder`."""
    from musicgen_local.config import load_settings

    own = {
        "MGL_DATA_DIR": str(folder / "data"),
        "MGL_MODEL_CACHE_DIR": str(load_settings().assets_dir),
    }
    return _by_process(own, "made")


def _by_process(environment: dict[str, str], *arguments: str) -> list[Case]:
    """What a process of its own makes: a process begins with the peak memory of its parent."""
    done = subprocess.run(
        [sys.executable, __file__, *arguments],
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return [Case(**case) for case in json.loads(done.stdout)]


def _draw(folder: Path, seed: int) -> Iterator[Case]:
    for truth in loop_tracks.tracks(seed):
        path = folder / f"{truth.name.replace('/', ' in ')}.wav"
        soundfile.write(path, truth.samples.T, truth.sample_rate, subtype="PCM_16")
        case = Case(truth.name, str(path), truth.kind, truth.period_frames, truth.starts)
        yield case
        yield _as_mp3(case)


def _as_mp3(case: Case) -> Case:
    samples, rate = soundfile.read(case.path, dtype="float32", always_2d=True)
    path = Path(case.path).with_suffix(".mp3")
    _write_mp3(path, samples.T, rate)
    return dataclasses.replace(case, path=str(path), written=None)


def _write_mp3(path: Path, samples: FloatArray, sample_rate: int) -> None:
    """`samples` [2, frames] at 128 kbit/s."""
    with av.open(str(path), "w", format="mp3") as container:
        stream = container.add_stream("libmp3lame", rate=sample_rate, layout="stereo")
        stream.bit_rate = MP3_BITS_PER_SECOND
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples), "fltp", "stereo")
        frame.sample_rate = sample_rate
        for one in (frame, None):
            container.mux(stream.encode(one))


def _make() -> Iterator[Case]:
    from musicgen_local import Studio
    from musicgen_local.engines.bars import FormTeller
    from musicgen_local.engines.registry import open_engine
    from musicgen_local.studio.looping.points import written_points

    studio = Studio()
    for pack in PACKS:
        piece = studio.generate(prompt_of(pack), duration=MADE_SECONDS, seed=1, formats=("wav",))
        plan, engine = studio.library.plan(piece.track.id), open_engine(piece.track.engine)
        assert plan is not None
        assert isinstance(engine, FormTeller)
        form = engine.form(plan)
        assert form is not None
        info = soundfile.info(piece.files[0])
        written = written_points(studio, piece.track, info.frames, info.samplerate)
        best = (
            (written[0].start_frame, written[0].end_frame, written[0].crossfade_frames)
            if written
            else None
        )
        bar = form.seconds_per_bar * info.samplerate
        case = Case(pack, str(piece.files[0]), "made", bar, written=best)
        yield case
        yield _as_mp3(case)


if __name__ == "__main__":
    makers = _draw(Path(sys.argv[2]), int(sys.argv[3])) if sys.argv[1] == "drawn" else _make()
    print(json.dumps([dataclasses.asdict(case) for case in makers]))
