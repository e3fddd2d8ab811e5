"""The composer's figures: start-up, speed, memory, and what the music measures, by genre.

Run by `make bench-composer`; docs/performance.md keeps the results.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PROMPTS = {
    "lofi": "lo-fi hip hop with rain sounds, relaxed, 82 bpm",
    "ambient": "slow ambient, dreamy",
    "piano": "solo piano, melancholic",
    "house": "energetic house",
    "synthwave": "synthwave, night drive",
    "jazz": "smooth jazz with saxophone",
    "cinematic": "epic cinematic orchestra",
    "rock": "energetic rock",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60, help="length of each piece")
    parser.add_argument("--hours", type=float, default=0, help="also one piece of so many hours")
    parser.add_argument("--genres", default=",".join(PROMPTS))
    arguments = parser.parse_args()
    print(f"{_processor()}, {os.cpu_count()} cores, Python {platform.python_version()}\n")
    with tempfile.TemporaryDirectory() as folder:
        _startup(Path(folder))
        _genres(Path(folder), arguments.genres.split(","), arguments.seconds)
        if arguments.hours:
            _long(Path(folder), arguments.hours)


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    if info.exists():
        for line in info.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(": ")[2]
    return platform.processor()


def _mgl(*arguments: str, environment: dict[str, str]) -> tuple[float, float, str]:
    """Wall seconds, peak resident megabytes of the process itself, its output."""
    started = time.perf_counter()
    with tempfile.TemporaryFile("w+") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "musicgen_local", *arguments],
            stdout=out,
            stderr=subprocess.DEVNULL,
            env=os.environ | environment,
        )
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        out.seek(0)
        text = out.read()
    if status:
        raise SystemExit(f"mgl {' '.join(arguments)} ended with {status}: {text}")
    peak = usage.ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)
    return wall, peak, text


def _startup(folder: Path) -> None:
    data = {"MGL_DATA_DIR": str(folder / "startup")}
    for name, arguments in (("mgl --version", ["--version"]), ("mgl --help", ["--help"])):
        times = [_mgl(*arguments, environment=data)[0] for _ in range(7)]
        print(f"{name:<34}{statistics.median(times):6.2f} s")
    cold = data | {"NUMBA_CACHE_DIR": str(folder / "numba")}
    arguments = ["generate", PROMPTS["lofi"], "-d", "60", "--seed", "1", "-f", "wav", "--json"]
    _, _, text = _mgl(*arguments, environment=cold)
    again, _, _ = _mgl(*arguments, environment=cold)
    compiled = json.loads(text)["tracks"][0]["prepare_seconds"]
    print(f"{'first compile ever':<34}{compiled:6.2f} s")
    print(f"{'60 s of lo-fi, whole process':<34}{again:6.2f} s (to WAV, start-up included)\n")


def _genres(folder: Path, genres: list[str], seconds: float) -> None:
    from musicgen_local.audio.decode import read_audio
    from musicgen_local.audio.spectrum import (
        crest_factor_db,
        spectral_centroid_hz,
        spectral_tilt_db_per_octave,
        stereo_width,
    )

    data = {"MGL_DATA_DIR": str(folder / "genres"), "MGL_MODEL_CACHE_DIR": str(_assets())}
    print(
        f"{'genre':<11}{'bpm':>5}  {'key':<11}{'made in':>8}{'x real':>8}{'peak MB':>9}"
        f"{'LUFS':>7}{'dBTP':>6}{'crest':>7}{'dB/oct':>8}{'width':>7}{'centroid':>9}"
    )
    for genre in genres:
        _, peak, text = _mgl(
            "generate", PROMPTS[genre], "-d", str(seconds), "--seed", "1", "--json",
            environment=data,
        )  # fmt: skip
        made = json.loads(text)["tracks"][0]
        track = made["track"]
        audio = read_audio(Path(made["files"][0]))
        print(
            f"{genre:<11}{track['tempo_bpm']:5.0f}  {track['key']:<11}{made['wall_seconds']:7.2f}s"
            f"{made['times_real_time']:8.1f}{peak:9.0f}{track['loudness_lufs']:7.1f}"
            f"{track['true_peak_dbtp']:6.1f}{crest_factor_db(audio):7.1f}"
            f"{spectral_tilt_db_per_octave(audio):8.1f}{stereo_width(audio):7.2f}"
            f"{spectral_centroid_hz(audio):9.0f}"
        )


def _long(folder: Path, hours: float) -> None:
    data = {"MGL_DATA_DIR": str(folder / "long"), "MGL_MODEL_CACHE_DIR": str(_assets())}
    free = shutil.disk_usage(folder).free
    print(f"\n{hours:g} h of lo-fi to FLAC ({free / 1e9:.0f} GB free)")
    seconds = str(hours * 3600)
    wall, peak, text = _mgl(
        "generate", PROMPTS["lofi"], "-d", seconds, "-f", "flac", "--seed", "1", "--json",
        environment=data,
    )  # fmt: skip
    track = json.loads(text)["tracks"][0]["track"]
    print(
        f"{wall:.0f} s, {hours * 3600 / wall:.0f} x real time, peak {peak:.0f} MB, "
        f"{track['loudness_lufs']:.1f} LUFS, {track['true_peak_dbtp']:.1f} dBTP"
    )


def _assets() -> Path:
    from musicgen_local.config import load_settings

    return load_settings().assets_dir


if __name__ == "__main__":
    main()
