"""The loop tool's figures: what is found, how seams measure, how fast hours are written.

Three parts, in this order: `tracks` (each as WAV and as 128 kbit/s MP3; PyMusicLooper 3.6 looks at
the same files from an environment of its own in a temporary folder), `formats` (2 h and 10 h), and
`decoders` (length and periods of what was tiled, by libsndfile, FFmpeg and mpg123).

Run: python benchmarks/bench_loops.py [--quick] [--parts tracks,formats,decoders]
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from loop_cases import Case, drawn, made
from musicgen_local.audio.formats import AudioFormat, estimate_bytes

_HERE = Path(__file__).parent
_PARTS = ("tracks", "formats", "decoders")
_FORMATS = ("mp3", "opus", "flac", "m4a", "wav")
_LONG = ("wav", "flac")  # gigabytes at ten hours
_RIVAL = "pymusiclooper==3.6.*"
_STRAIGHT_SECONDS = 600.0
_DECODED_SECONDS = 600.0
_RATE = 48_000  # of the files, for the room that they need
Loop = tuple[int, int, int]


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="without ten hours of WAV and FLAC")
    parser.add_argument("--parts", default=",".join(_PARTS), help="only some of these")
    parser.add_argument("--seed", type=int, default=3, help="of the drawn recordings")
    parser.add_argument("--rival", help="a Python that has PyMusicLooper, if not one to be set up")
    parser.add_argument("--folder", type=Path, help="for the files: on the disk that is measured")
    arguments = parser.parse_args()
    parts = arguments.parts.split(",")
    if unknown := set(parts) - set(_PARTS):
        parser.error(f"there is no part {', '.join(sorted(unknown))}")
    print(f"{os.cpu_count()} cores, Python {platform.python_version()}, {_load()}")
    with tempfile.TemporaryDirectory(dir=arguments.folder) as name:
        folder = Path(name)
        known = drawn(folder, arguments.seed)
        if "tracks" in parts:
            _tracks(folder, known, arguments.rival)
        if "formats" in parts or "decoders" in parts:
            source = next(case.path for case in known if case.name == "16 bars")
            loop = _asked("analyzed", path=source)["loop"]
            if "formats" in parts:
                _formats(folder, source, loop, quick=arguments.quick)
            if "decoders" in parts:
                _decoders(folder, source, loop)
    print(f"\nAt the end: {_load()}")


def _load() -> str:
    return f"load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "load unknown"


def _asked(what: str, **arguments: Any) -> dict[str, Any]:
    """The answer of a process of its own."""
    command = [sys.executable, str(_HERE / "loop_measures.py"), what, json.dumps(arguments)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def _tracks(folder: Path, known: list[Case], python: str | None) -> None:
    rival = _Rival(folder, python)
    print(
        "\nerror: the period beside whole ones, in samples (pieces made here: beside whole bars)\n"
        "level: of 400 ms across the seam, beside the mean of both continuations; lag: of strokes\n"
        "step, treble: in 6 ms, as ratios to the recording's own; seconds of wall / processor\n"
        f"\n{'':22}{'kind':>7}{'error':>8}{'level':>8}{'lag':>9}{'step':>6}{'treble':>7}"
        f"{'seconds':>13}{'peak':>8}   PyMusicLooper 3.6: error, score, seconds, peak"
    )
    costs: list[tuple[float, float, float]] = []
    exact_hits = exact = 0
    for case in _with_made(folder, known):
        here = _asked("analyzed", path=case.path)
        loop: Loop | None = here.get("loop")
        measured = _asked("seam", path=case.path, loop=loop)
        error = case.error_frames(*loop[:2]) if loop else None
        if case.kind == "exact":
            exact, exact_hits = exact + 1, exact_hits + (error == 0)
        costs.append((here["busy"] / here["seconds"] * 180, here["wall"], here["peak_mb"]))
        label = f"{case.name}, {Path(case.path).suffix[1:]}"
        print(_row(label, here["kind"], error, measured)
              + f"{here['wall']:>6.2f} /{here['busy']:>5.2f}{here['peak_mb']:>5.0f} MB   "
              + _of_rival(case, rival.asked(case.path)), flush=True)  # fmt: skip
        if case.written:
            measured = _asked("seam", path=case.path, loop=case.written)
            print(_row("  as written", "written", case.error_frames(*case.written[:2]), measured))
    rival.stop()
    busy = sorted(cost[0] for cost in costs)
    print(
        f"\nExact repeats with 0 samples of error: {exact_hits} of {exact}. Processor seconds for "
        f"180 s of music: median {busy[len(busy) // 2]:.2f}, most {busy[-1]:.2f}. Peak memory: "
        f"{max(cost[2] for cost in costs):.0f} MB"
    )


def _row(label: str, kind: str, error: float | None, seam: dict[str, Any]) -> str:
    missed = "-" if error is None else f"{error:.0f}"
    lag = "-" if seam["lag_ms"] is None else f"{seam['lag_ms']:.2f} ms"
    return (
        f"{label:22}{kind:>7}{missed:>8}{seam['level_db']:>5.2f} dB{lag:>9}"
        f"{seam['step_ratio']:>6.2f}{seam['treble_ratio']:>7.2f}"
    )


def _of_rival(case: Case, other: dict[str, Any] | None) -> str:
    if other is None:
        return "missing"
    if "loop" not in other:
        return (
            f"none{other['wall']:>17.1f} s{other['peak_mb']:>6.0f} MB" if "wall" in other else "-"
        )
    error = case.error_frames(*other["loop"])
    missed = "-" if error is None else f"{error:.0f}"
    return f"{missed:>6}{other['score']:>8.3f}{other['wall']:>7.1f} s{other['peak_mb']:>6.0f} MB"


def _with_made(folder: Path, known: list[Case]) -> Iterator[Case]:
    yield from known
    yield from made(folder)


class _Rival:
    """PyMusicLooper, in a process that takes paths and answers with what it finds."""

    def __init__(self, folder: Path, python: str | None) -> None:
        self._process: subprocess.Popen[str] | None = None
        try:
            python = python or self._set_up(folder / "rival")
        except (subprocess.CalledProcessError, OSError) as why:
            print(f"PyMusicLooper can't be compared with: {why}")
            return
        self._process = subprocess.Popen(
            [python, str(_HERE / "loop_rival.py")],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
            env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
        )  # fmt: skip

    @staticmethod
    def _set_up(home: Path) -> str:
        venv.create(home, with_pip=True)
        python = str(home / ("Scripts/python.exe" if os.name == "nt" else "bin/python"))
        install = [python, "-m", "pip", "install", "--quiet", _RIVAL]
        subprocess.run(install, check=True, stderr=subprocess.DEVNULL)
        return python

    def asked(self, path: str) -> dict[str, Any] | None:
        """Its best loop of a file; None where it could not be installed, or has died."""
        if self._process is None:
            return None
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(path, file=self._process.stdin, flush=True)
        line = self._process.stdout.readline()
        answer: dict[str, Any] | None = json.loads(line) if line else None
        return answer

    def stop(self) -> None:
        """End its process."""
        if self._process is not None:
            self._process.communicate()


def _formats(folder: Path, source: str, loop: Loop, *, quick: bool) -> None:
    print(
        f"\nFrom samples to the file; a straight encode of {_STRAIGHT_SECONDS / 60:g} minutes is "
        "scaled to the length"
    )
    print(f"{'':12}{'seconds':>8}{'processor':>11}{'size':>10}{'peak':>9}{'straight':>10}")
    out = folder / "written"
    for name in _FORMATS:
        per_second = 0.0
        for hours in (2, 10):
            label = f"{name}, {hours} h"
            seconds = hours * 3_600.0
            if quick and hours == 10 and name in _LONG:
                print(f"{label:12}{'left out':>8}")
                continue
            room = estimate_bytes(AudioFormat(name), seconds, _RATE, 2)
            if shutil.disk_usage(folder).free < 1.2 * room:
                print(f"{label:12} needs {room / 1e9:.1f} GB, which the disk doesn't have")
                continue
            out.mkdir()
            file = _asked(
                "written", source=source, loop=loop, name=name, seconds=seconds,
                straight=0.0 if per_second else _STRAIGHT_SECONDS, out=str(out),
            )  # fmt: skip
            shutil.rmtree(out)
            per_second = per_second or file["straight"] / _STRAIGHT_SECONDS
            straight = per_second * seconds
            print(
                f"{label:12}{file['seconds']:>8.2f}{file['busy']:>11.2f}"
                f"{file['bytes'] / 1e6:>7.0f} MB{file['peak_mb']:>6.0f} MB{straight:>8.0f} s "
                f"({straight / file['seconds']:.0f}x)"
                + ("" if file["tiled"] else f" straight: {file['reason']}")
            )


def _decoders(folder: Path, source: str, loop: Loop) -> None:
    print(
        f"\nSamples of {_DECODED_SECONDS / 60:g} tiled minutes, beside what was asked for; how "
        "much the copies of the loop differ"
    )
    decoders = ("libsndfile", "FFmpeg", "mpg123")
    print(f"{'':8}" + "".join(f"{name:>20}" for name in decoders))
    missing = "" if _mpg123() else "missing"
    for name in _FORMATS:
        out = folder / "decoded"
        out.mkdir()
        file = _asked("written", source=source, loop=loop, name=name, seconds=_DECODED_SECONDS,
                      straight=0.0, out=str(out))  # fmt: skip
        (path,) = out.iterdir()
        cells = []
        for decoder in decoders:
            if (decoder == "mpg123" and name != "mp3") or (decoder, name) == ("libsndfile", "m4a"):
                cells.append("-")
            elif decoder == "mpg123" and missing:
                cells.append(missing)
            else:
                got = _asked("decoded", path=str(path), decoder=decoder, head=file["head"],
                             body=file["body"], times=file["times"])  # fmt: skip
                cells.append(f"{got['frames'] - file['frames']:+d}, {got['gap_db']:.0f} dBFS")
        print(f"{name:8}" + "".join(f"{cell:>20}" for cell in cells))
        shutil.rmtree(out)


def _mpg123() -> bool:
    """Whether mpg123 is there, perhaps since now."""
    if shutil.which("mpg123") is None and shutil.which("apt-get") is not None:
        install = ["apt-get", "install", "--yes", "--quiet", "mpg123"]
        subprocess.run(install, check=False, capture_output=True)
    return shutil.which("mpg123") is not None


if __name__ == "__main__":
    main()
