"""How many times faster than the music plays: meters, mastering, encoders, decoders.

Run: python benchmarks/bench_audio.py [--seconds 60]
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from musicgen_local.audio.decode import decode_blocks
from musicgen_local.audio.encode import encode_all
from musicgen_local.audio.formats import AudioFormat
from musicgen_local.audio.loudness import LoudnessMeter, measure
from musicgen_local.audio.mastering.run import master_blocks
from musicgen_local.audio.mastering.settings import MASTER_PRESETS, MasterSettings
from musicgen_local.audio.true_peak import TruePeakMeter

RATE = 44_100
BLOCK_FRAMES = 65_536
_COLD = """
import sys, time, pathlib, numpy
from musicgen_local.audio.mastering.run import master_blocks
from musicgen_local.audio.mastering.settings import MasterSettings
noise = numpy.random.default_rng(0).standard_normal((2, 44_100)).astype("float32") * 0.1
start = time.perf_counter()
list(master_blocks([noise], sample_rate=44_100, settings=MasterSettings("balanced"),
                   spool_dir=pathlib.Path(sys.argv[1])))
print(time.perf_counter() - start)
"""


def music(seconds: float) -> NDArray[np.float32]:
    """Drums, bass and chords of noise and sines: [2, frames], about 15 dB of crest."""
    rng = np.random.default_rng(0)
    time_s = np.arange(round(seconds * RATE)) / RATE
    kick = np.sin(2 * np.pi * 55 * time_s) * np.exp(-((time_s * 2) % 1) * 8)
    hats = rng.standard_normal((2, len(time_s))) * np.exp(-((time_s * 4) % 1) * 20) * 0.15
    pads = [
        sum(np.sin(2 * np.pi * hz * detune * time_s) for hz in (220, 261.6, 329.6)) * 0.15
        for detune in (0.999, 1.001)
    ]
    return np.asarray(0.25 * (kick + hats + np.array(pads)), dtype=np.float32)


def blocks(samples: NDArray[np.float32]) -> Iterator[NDArray[np.float32]]:
    """`samples` in blocks."""
    for start in range(0, samples.shape[1], BLOCK_FRAMES):
        yield samples[:, start : start + BLOCK_FRAMES]


def report(name: str, seconds: float, work: Callable[[], object]) -> None:
    """Time `work`, the better of two, against `seconds` of music."""
    taken = []
    for _ in range(2):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    print(f"{name:<28}{seconds / min(taken):>8.0f} x   {min(taken):>7.3f} s")


def cold_start(folder: Path) -> float:
    """Seconds the first second of mastering takes when nothing was ever compiled."""
    with tempfile.TemporaryDirectory() as cache:
        done = subprocess.run(
            [sys.executable, "-c", _COLD, str(folder)],
            env=os.environ | {"NUMBA_CACHE_DIR": cache},
            capture_output=True,
            text=True,
            check=True,
        )
    return float(done.stdout)


def main() -> None:
    """Print one line for each measure."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=60.0)
    seconds = parser.parse_args().seconds
    samples = music(seconds)

    def feed(meter: LoudnessMeter | TruePeakMeter) -> None:
        for block in blocks(samples):
            meter.add(block)

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        print(f"compiling, first time ever{cold_start(folder):>29.2f} s")
        measure(blocks(samples[:, :RATE]), RATE, 2)
        report("loudness", seconds, lambda: feed(LoudnessMeter(RATE, 2)))
        report("true peak", seconds, lambda: feed(TruePeakMeter(RATE, 2)))
        report("both", seconds, lambda: measure(blocks(samples), RATE, 2))
        for preset in MASTER_PRESETS:
            report(f"mastering, {preset}", seconds, lambda preset=preset: list(  # type: ignore[misc]
                master_blocks(blocks(samples), sample_rate=RATE,
                              settings=MasterSettings(preset), spool_dir=folder)
            ))  # fmt: skip
        for form in AudioFormat:
            path = folder / f"track.{form.extension}"
            report(f"write {form}", seconds, lambda form=form, path=path: encode_all(  # type: ignore[misc]
                blocks(samples), {form: path}, RATE, 2
            ))  # fmt: skip
            report(f"read {form}", seconds, lambda path=path: list(decode_blocks(path)))  # type: ignore[misc]
        everything = {form: folder / f"all.{form.extension}" for form in AudioFormat}
        report(
            "write all in one pass",
            seconds,
            lambda: encode_all(blocks(samples), everything, RATE, 2),
        )


if __name__ == "__main__":
    main()
