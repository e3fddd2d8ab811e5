"""The composer's figures: what every genre measures against what it should, and what it costs.

Run by `make bench-composer`; docs/performance.md keeps the results. Speeds want an idle machine:
what is timed runs alone, what is only judged runs side by side afterwards.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from composer_judging import Verdict

PARTS = ("startup", "genres", "profile", "stream", "long")
PROMPT = "lo-fi hip hop with rain sounds, relaxed, 82 bpm"
PROFILED = "lofi,cinematic,techno"
STREAM_SECONDS = 300.0


@dataclass(frozen=True, slots=True)
class Made:
    """A piece that a process of its own made."""

    file: Path
    wall_seconds: float  # after start-up
    times_real_time: float
    busy_seconds: float  # of processor time, start-up included
    peak_mb: float
    track: dict[str, Any]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60, help="length of each piece")
    parser.add_argument("--packs", default="", help="only these genres, with commas (all)")
    parser.add_argument("--seeds", type=int, default=20, help="pieces whose scores are compared")
    parser.add_argument("--hours", type=float, default=1, help="of the long piece")
    parser.add_argument("--profile", default=PROFILED, help="genres whose time is taken apart")
    parser.add_argument("--parts", default=",".join(PARTS), help="only some of these")
    arguments = parser.parse_args()
    parts = arguments.parts.split(",")
    if unknown := set(parts) - set(PARTS):
        parser.error(f"there is no part {', '.join(sorted(unknown))}")
    print(f"{_processor()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    packs = _chosen(parser, arguments.packs)
    profiled = _chosen(parser, arguments.profile)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if "startup" in parts:
            _startup(folder)
        if "genres" in parts:
            _genres(folder, packs, arguments.seconds, arguments.seeds)
        if "profile" in parts:
            _profiles(folder, profiled, arguments.seconds)
        if "stream" in parts:
            _stream(folder)
        if "long" in parts:
            _long(folder, arguments.hours)


def _chosen(parser: argparse.ArgumentParser, names: str) -> list[str]:
    from musicgen_local.engines.composer.packs import pack_names

    chosen = names.split(",") if names else list(pack_names())
    if unknown := set(chosen) - set(pack_names()):
        parser.error(f"there is no pack {', '.join(sorted(unknown))}")
    return chosen


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    if info.exists():
        for line in info.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(": ")[2]
    return platform.processor()


def _mgl(*arguments: str, environment: dict[str, str]) -> tuple[float, float, float, str]:
    """Wall and processor seconds, peak resident megabytes of the process itself, its output."""
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
    return wall, usage.ru_utime + usage.ru_stime, peak, text


def _generate(prompt: str, seconds: float, formats: str, environment: dict[str, str]) -> Made:
    arguments = ["generate", prompt, "-d", f"{seconds:g}", "--seed", "1", "--json"]
    for each in formats.split(","):
        arguments += ["-f", each]
    _, busy, peak, text = _mgl(*arguments, environment=environment)
    made = json.loads(text)["tracks"][0]
    wall, speed = made["wall_seconds"], made["times_real_time"]
    return Made(Path(made["files"][0]), wall, speed, busy, peak, made["track"])


def _data(folder: Path, name: str) -> dict[str, str]:
    return {"MGL_DATA_DIR": str(folder / name), "MGL_MODEL_CACHE_DIR": str(_assets())}


def _startup(folder: Path) -> None:
    print("\nStart-up, and short pieces of lo-fi")
    data = _data(folder, "startup")
    for name, arguments in (("mgl --version", ["--version"]), ("mgl --help", ["--help"])):
        times = [_mgl(*arguments, environment=data)[0] for _ in range(7)]
        print(f"  {name:<34}{statistics.median(times):6.2f} s")
    cold = data | {"NUMBA_CACHE_DIR": str(folder / "numba")}
    arguments = ["generate", PROMPT, "-d", "60", "--seed", "1", "-f", "wav", "--json"]
    _, _, _, text = _mgl(*arguments, environment=cold)
    again, _, _, _ = _mgl(*arguments, environment=cold)
    compiled = json.loads(text)["tracks"][0]["prepare_seconds"]
    print(f"  {'first compile ever':<34}{compiled:6.2f} s")
    print(f"  {'60 s to WAV, the whole process':<34}{again:6.2f} s")
    for name, formats in (("3 min to WAV", "wav"), ("3 min to WAV and MP3", "wav,mp3")):
        made = _generate(PROMPT, 180, formats, data)
        print(f"  {name:<34}{made.wall_seconds:6.2f} s, {made.times_real_time:.0f} x real time")


def _genres(folder: Path, packs: list[str], seconds: float, seeds: int) -> None:
    from composer_cases import prompt_of

    print(f"\nEvery genre, {seconds:g} s to WAV and MP3, seed 1")
    data = _data(folder, "genres")
    made = {}
    print(f"{'genre':<15}{'made in':>9}{'x real':>8}{'CPU':>8}{'peak MB':>9}")
    for pack in packs:
        made[pack] = _generate(prompt_of(pack), seconds, "wav,mp3", data)
        cost = made[pack]
        print(
            f"{pack:<15}{cost.wall_seconds:8.2f}s{cost.times_real_time:8.1f}"
            f"{cost.busy_seconds:7.2f}s{cost.peak_mb:9.0f}",
            flush=True,
        )
    verdicts = _judged(data, {pack: one.file for pack, one in made.items()}, seconds, seeds)
    _print_sound(verdicts)
    _print_writing(verdicts, seeds)
    _print_summary(verdicts)


def _judged(
    data: dict[str, str], files: dict[str, Path], seconds: float, seeds: int
) -> list[Verdict]:
    """Verdicts on the pieces, as many at a time as there are cores."""
    spawn = multiprocessing.get_context("spawn")
    workers = min(len(files), os.cpu_count() or 1)
    alone = {**data, "MGL_THREADS": "1"}
    with ProcessPoolExecutor(workers, spawn, _settle_in, (alone,)) as pool:
        judge = partial(_judge, seconds=seconds, seeds=seeds)
        return list(pool.map(judge, files.keys(), files.values()))


def _settle_in(environment: dict[str, str]) -> None:
    os.environ.update(environment)


def _judge(pack: str, file: Path, *, seconds: float, seeds: int) -> Verdict:
    from composer_judging import judge

    return judge(pack, file, seconds, seeds)


def _print_sound(verdicts: list[Verdict]) -> None:
    print("\nAs asked, and as measured; * is outside of what the genre's records measure")
    print(
        f"{'genre':<15}{'bpm':>5}{'heard':>7}  {'key':<11}{'rank':>4}{'players':>9}"
        f"{'LUFS':>7}{'dBTP':>6}{'crest':>8}{'dB/oct':>8}{'width':>8}{'centroid':>9}"
    )
    for one in verdicts:
        asked = "" if one.tempo_asked_bpm is None else f"{one.tempo_asked_bpm:.0f}"
        heard = f"{one.tempo_heard_bpm:.0f}" + _mark(one.inside["tempo"])
        if one.inside["tempo"] is None:
            heard = "no beat"
        players = f"{one.players_heard}/{one.players_asked}" + _mark(one.inside["players"])
        print(
            f"{one.pack:<15}{asked:>5}{heard:>8} {one.key:<11}"
            f"{str(one.key_rank) + _mark(one.inside['key']):>4}{players:>9}"
            f"{one.lufs:7.1f}{one.true_peak_dbtp:6.1f}"
            f"{f'{one.crest_db:.1f}' + _mark(one.inside['crest']):>8}"
            f"{f'{one.tilt_db_per_octave:.1f}' + _mark(one.inside['tilt']):>8}"
            f"{f'{one.width:.2f}' + _mark(one.inside['width']):>8}{one.centroid_hz:9.0f}"
        )
    for one in verdicts:
        for remark in one.remarks:
            print(f"  {one.pack}: {remark}")


def _mark(inside: bool | None) -> str:
    return "*" if inside is False else " "


def _print_writing(verdicts: list[Verdict], seeds: int) -> None:
    print(f"\nAs written: {seeds} seeds of each prompt, two minutes each")
    print(f"{'genre':<15}{'repetition':>11}{'contrast':>10}{'same bars':>11}{'diversity':>11}")
    for one in verdicts:
        print(
            f"{one.pack:<15}{one.repetition:11.2f}{one.contrast:10.2f}"
            f"{one.sameness_bars:11.1f}{one.diversity:11.2f}"
        )


def _print_summary(verdicts: list[Verdict]) -> None:
    print("\nInside")
    for demand in verdicts[0].inside:
        judged = [one for one in verdicts if one.inside[demand] is not None]
        outside = [one.pack for one in judged if not one.inside[demand]]
        met = f"{len(judged) - len(outside)} of {len(judged)}"
        print(f"  {demand:<12}{met:>9}" + (f"   not {', '.join(outside)}" if outside else ""))
    whole = sum(all(met is not False for met in one.inside.values()) for one in verdicts)
    print(f"  everything  {f'{whole} of {len(verdicts)}':>9}")


def _profiles(folder: Path, packs: list[str], seconds: float) -> None:
    from composer_profile import profile

    for pack in packs:
        profile(pack, seconds, folder / "profile", _assets())


def _stream(folder: Path) -> None:
    from musicgen_local.config import Settings
    from musicgen_local.studio import Studio

    studio = Studio(Settings(data_dir=folder / "stream", model_cache_dir=_assets()))
    for seed in (2, 1):  # the first brings imports, sound tables and kernels
        called = time.perf_counter()
        with studio.stream(PROMPT, seed=seed) as stream:
            next(stream)
            first = time.perf_counter() - called
    target = str(folder / "stream.flac")
    arguments = ["stream", PROMPT, "--seed", "1", "--to", target, "-d", f"{STREAM_SECONDS:g}"]
    wall, _, peak, _ = _mgl(*arguments, environment=_data(folder, "stream"))
    print(
        f"\nStream: first sound after {first:.2f} s; {STREAM_SECONDS / 60:g} min of lo-fi to FLAC, "
        f"the whole process, {STREAM_SECONDS / wall:.0f} x real time, peak {peak:.0f} MB"
    )


def _long(folder: Path, hours: float) -> None:
    free = shutil.disk_usage(folder).free
    print(f"\n{hours:g} h of lo-fi to FLAC ({free / 1e9:.0f} GB free)", flush=True)
    made = _generate(PROMPT, hours * 3600, "flac", _data(folder, "long"))
    print(
        f"  {made.wall_seconds:.0f} s, {made.times_real_time:.0f} x real time, "
        f"peak {made.peak_mb:.0f} MB, {made.track['loudness_lufs']:.1f} LUFS, "
        f"{made.track['true_peak_dbtp']:.1f} dBTP"
    )


def _assets() -> Path:
    from musicgen_local.config import load_settings

    return load_settings().assets_dir


if __name__ == "__main__":
    main()
