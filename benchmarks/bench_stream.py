"""The stream's figures: first sound, speed to a file, memory, loudness of each minute, seams.

Run it on an idle machine; docs/streaming.md tells what it gave.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from musicgen_local.audio.loudness import LoudnessMeter
from musicgen_local.audio.true_peak import TruePeakMeter
from musicgen_local.studio import Studio
from musicgen_local.studio.stream import SAMPLE_RATE

PROMPTS = (
    "lo-fi hip hop with rain", "slow ambient", "solo piano", "energetic house", "synthwave",
    "jazz with saxophone", "epic cinematic orchestra", "energetic rock",
)  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10, help="of each genre")
    parser.add_argument("--file-minutes", type=float, default=20, help="of each file format")
    parser.add_argument("--formats", default="wav,flac,mp3")
    arguments = parser.parse_args()
    columns = f"{'x real':>8}{'CPU/min':>9}{'minutes LUFS':>16}{'dBTP':>7}"
    print(f"{'prompt':<26}{'first':>7}{'late':>7}{columns}")
    for prompt in PROMPTS:
        _listen(prompt, arguments.minutes * 60)
    print(f"\n{'to a file':<12}{'x real':>8}{'peak MB':>9}")
    for name in arguments.formats.split(","):
        _file(name, arguments.file_minutes * 60)


def _listen(prompt: str, seconds: float) -> None:
    """First block, most lateness behind a player that started with it, speed, loudness."""
    with Studio().stream(prompt, seed=2) as warming:
        next(warming)  # imports, sound tables and kernels are there from now on
    called = time.perf_counter()
    worked = time.process_time()
    stream = Studio().stream(prompt, seed=1)
    first = waited = late = 0.0
    played = frames = 0
    meters: list[tuple[int, LoudnessMeter]] = []
    minutes: list[float] = []
    peak = TruePeakMeter(SAMPLE_RATE, 2)
    with stream:
        while played < seconds * SAMPLE_RATE:
            asked = time.perf_counter()
            block = next(stream)
            took = time.perf_counter() - asked
            waited += took
            if not played:
                first = time.perf_counter() - called
            else:  # a player that asks for each block when it begins to play the one before
                late = max(late, took - frames / SAMPLE_RATE)
            frames = block.shape[1]
            if not meters or played - meters[-1][0] >= 10 * SAMPLE_RATE:
                meters.append((played, LoudnessMeter(SAMPLE_RATE, 2)))
            for _, meter in meters:
                meter.add(block)
            if played - meters[0][0] >= 60 * SAMPLE_RATE - frames:
                minutes.append(meters.pop(0)[1].integrated_lufs)
            peak.add(block)
            played += frames
    span = f"{min(minutes):.1f} {max(minutes):.1f}"
    speed = played / SAMPLE_RATE / waited
    busy = (time.process_time() - worked) / (played / SAMPLE_RATE) * 60
    print(
        f"{prompt:<26}{first:6.2f}s{max(late, 0.0):6.2f}s{speed:8.0f}{busy:8.2f}s"
        f"{span:>16}{peak.peak_dbtp:7.2f}",
        flush=True,
    )


def _file(name: str, seconds: float) -> None:
    with tempfile.TemporaryDirectory() as folder:
        command = [
            sys.executable, "-m", "musicgen_local", "stream", PROMPTS[0], "--seed", "1",
            "--to", str(Path(folder) / f"a.{name}"), "--duration", str(seconds),
        ]  # fmt: skip
        started = time.perf_counter()
        process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
    if status:
        raise SystemExit(f"mgl stream ended with {status}")
    peak = usage.ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)
    print(f"{name:<12}{seconds / wall:8.0f}{peak:9.0f}", flush=True)


if __name__ == "__main__":
    main()
