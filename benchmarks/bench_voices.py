"""How fast the band plays: compile time of its kernels, and times real time of every instrument.

    python benchmarks/bench_voices.py [--soundfont FILE] [--drum-samples FOLDER] [--compile]

A polyphonic instrument plays four bars of four-note chords, a monophonic one a line, a kit a beat
of eighths; release tails are rendered but not counted. `--compile` starts a fresh interpreter with
an empty kernel cache and times the first note of every kernel.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from musicgen_local.engines.composer.instruments import AMBIENCES, INSTRUMENTS, Family, Instrument
from musicgen_local.engines.composer.sound.band import Sounds, open_ambience, open_voice
from musicgen_local.engines.composer.sound.voice import NoteBatch

RATE = 44_100
SECONDS = 8.0
# One instrument for each kernel: wave, fm, string, modal.
KERNELS = ("saw_lead", "electric_piano", "nylon_guitar", "marimba")


def phrase(instrument: Instrument) -> NoteBatch:
    """Eight seconds of what the instrument usually plays."""
    middle = (instrument.low + instrument.high) // 2
    rows: list[tuple[float, float, float]]
    if instrument.family is Family.DRUM_KIT:
        rows = [(0.25 * i, 0.1, (36, 42, 38, 42)[i % 4]) for i in range(32)]
    elif instrument.family is Family.EFFECT:
        rows = [(2.0 * i, 2.0, 36 + 2 * i) for i in range(4)]
    elif instrument.monophonic:
        rows = [(0.5 * i, 0.5, middle + (0, 2, 4, 7)[i % 4]) for i in range(16)]
    else:
        rows = [(2.0 * bar, 2.0, middle + step) for bar in range(4) for step in (-5, 0, 4, 7)]
    columns = np.array(rows, np.float64).T.copy()
    count = columns.shape[1]
    return NoteBatch(columns[0], columns[1], columns[2], np.full(count, 0.8), np.zeros(count))


def measure(name: str, sounds: Sounds) -> tuple[str, float, float]:
    """What sounds, seconds of the first phrase, and times real time afterwards."""
    notes = phrase(INSTRUMENTS[name])
    begun = time.perf_counter()
    voice = open_voice(name, sounds)
    voice.play(notes, sample_rate=RATE, energy=0.5, seed=1)
    first = time.perf_counter() - begun
    best = np.inf
    for turn in range(3):
        begun = time.perf_counter()
        voice.play(notes, sample_rate=RATE, energy=0.5, seed=2 + turn)
        best = min(best, time.perf_counter() - begun)
    return voice.source, first, SECONDS / best


def compile_seconds() -> float:
    """First notes of every kernel in a fresh process with an empty cache, imports not counted."""
    code = (
        "import sys, time; sys.path.insert(0, sys.argv[1]); import bench_voices as b\n"
        "from musicgen_local.engines.composer.sound import synth_voice, sampler\n"
        "begun = time.perf_counter()\n"
        "for name in b.KERNELS: b.measure(name, b.Sounds())\n"
        "b.compile_sampler()\n"
        "print(time.perf_counter() - begun)"
    )
    with tempfile.TemporaryDirectory() as cache:
        answer = subprocess.run(
            [sys.executable, "-c", code, str(Path(__file__).parent)],
            env={**os.environ, "NUMBA_CACHE_DIR": cache},
            capture_output=True,
            text=True,
            check=True,
        )
    return float(answer.stdout.strip().splitlines()[-1])


def compile_sampler() -> None:
    """Run the sampler's kernel once."""
    from musicgen_local.engines.composer.sound.kernels.sample import sample

    ones = np.ones(3, np.float32)
    data = np.zeros(64, np.int16)
    sample(np.zeros((2, 64), np.float32), 0, data, 0, 0, ones, ones, 1.3, ones, ones)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--soundfont", type=Path)
    parser.add_argument("--drum-samples", type=Path)
    parser.add_argument("--compile", action="store_true", help="also time a cold compile")
    parser.add_argument("names", nargs="*", help="instruments (all)")
    arguments = parser.parse_args()
    if arguments.compile:
        print(f"all kernels, cold: {compile_seconds():.2f} s")
    sounds = Sounds(arguments.soundfont, arguments.drum_samples)
    for name in arguments.names or INSTRUMENTS:
        source, first, speed = measure(name, sounds)
        print(f"{name:24s}{source:10s} first {1e3 * first:7.0f} ms   then {speed:6.0f} x real time")
    if arguments.names:
        return
    for kind in AMBIENCES:
        bed = open_ambience(kind, 1)
        begun = time.perf_counter()
        bed.render(0, 30 * RATE)
        speed = 30.0 / (time.perf_counter() - begun)
        print(f"{kind:24s}{'ambience':10s} {speed:28.0f} x real time")


if __name__ == "__main__":
    main()
