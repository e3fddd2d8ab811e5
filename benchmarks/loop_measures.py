"""What `bench_loops.py` measures, each in a process of its own: its memory is that of the work.

Run by it: python benchmarks/loop_measures.py WHAT ARGUMENTS-AS-JSON; the answer is JSON, too.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from musicgen_local.audio.encode import Encoder
from musicgen_local.audio.formats import AudioFormat
from musicgen_local.audio.value import FloatArray
from musicgen_local.loops.ends import crossfade_points
from musicgen_local.loops.find import find_loops
from musicgen_local.loops.pulse import STEPS_PER_SECOND, Strokes, struck_lag
from musicgen_local.loops.tile import step_of, write_reel
from musicgen_local.loops.values import LoopKind, LoopPoints
from musicgen_local.loops.winding import Winder, Wish
from musicgen_local.studio.looping.recording import Recording

_LOUDNESS_SECONDS = 0.4
_CLICK_SECONDS = 0.006
_TREBLE_HZ = 8_000
_SURE = 0.1  # correlation of strokes from which on they tell a phase
_STROKES_SECONDS, _STROKES_REACH = 3.0, 60


def analyzed(path: str) -> dict[str, Any]:
    """The best loop of a file; what finding it costs, and what a file costs in memory."""
    recording = Recording.read_into_memory(Path(path))
    mono = recording.mono()
    wall, busy = time.perf_counter(), time.process_time()
    found = find_loops(mono, recording.sample_rate)
    wall, busy = time.perf_counter() - wall, time.process_time() - busy
    points = found[0] if found else None
    answer: dict[str, Any] = {
        "wall": wall,
        "busy": busy,
        "peak_mb": _peak_mb(),
        "seconds": recording.seconds,
    }
    if points is not None:
        answer["loop"] = (points.start_frame, points.end_frame, points.crossfade_frames)
    return answer | {"kind": points.kind.value if points is not None else "none"}


def seam(path: str, loop: tuple[int, int, int] | None) -> dict[str, Any]:
    """The seam of a loop (start, end, crossfade in frames), as it is rendered; None: a crossfade.

    Each beside the recording itself, at both places: level of 400 ms in dB, largest step and
    treble of 6 ms as ratios, and by how many milliseconds the strokes are off.
    """
    recording = Recording.read_into_memory(Path(path))
    samples, rate, mono = recording.samples, recording.sample_rate, recording.mono()
    if loop is None:
        points = crossfade_points(mono, rate)
    else:
        start, end, fade = loop
        points = LoopPoints(
            start, end, rate, LoopKind.NEAR, 0, 0, 0, end - start, crossfade_frames=fade
        )
    winder = Winder(samples, points, points.crossfade_frames, ceiling=1.0)
    around = winder.around_the_seam(10.0)
    middle = min(round(10.0 * rate), points.end_frame)

    def stretches(half: int) -> list[FloatArray]:
        """The seam, the end that goes on by itself, and what leads to the start by itself."""
        whole = ((around, middle), (samples, points.end_frame), (samples, points.start_frame))
        return [_cut(sound, at - half, at + half) for sound, at in whole]

    heard, *own = stretches(round(_LOUDNESS_SECONDS / 2 * rate))
    usual = float(np.mean([np.mean(side**2) for side in own]))
    level = 10 * np.log10(float(np.mean(heard**2)) / usual) if usual > 1e-9 else 0.0
    click = round(_CLICK_SECONDS * rate) // 2 + 1
    seams, *sides = (_clicks(one, rate) for one in stretches(winder.half + click))
    ratios = (seams + 1e-6) / (np.max(sides, axis=0) + 1e-6)
    return {
        "level_db": level,
        "treble_ratio": float(ratios[0]),
        "step_ratio": float(ratios[1]),
        "lag_ms": _lag_ms(mono, points),
        "loop": (points.start_frame, points.end_frame, points.crossfade_frames),
    }


def _cut(audio: FloatArray, first: int, last: int) -> FloatArray:
    """The frames from `first` to `last`, silent where there is no recording."""
    part = audio[:, max(first, 0) : last]
    return np.pad(part, ((0, 0), (max(-first, 0), max(last - audio.shape[1], 0))))


def _clicks(audio: FloatArray, rate: int) -> NDArray[np.float64]:
    """The most power above 8 kHz in any 6 ms, and the largest step."""
    size = round(_CLICK_SECONDS * rate)
    pieces = np.lib.stride_tricks.sliding_window_view(audio, size, axis=1)[:, :: size // 4]
    spectrum = np.abs(np.fft.rfft(pieces * np.hanning(size), axis=2)) ** 2
    treble = spectrum[:, :, round(_TREBLE_HZ * size / rate) :].sum(axis=(0, 2)).max()
    return np.array([treble, np.abs(np.diff(audio, axis=1)).max()])


def _lag_ms(mono: FloatArray, points: LoopPoints) -> float | None:
    """By how much the strokes behind the start are off those behind the end; None: none tell."""
    struck = Strokes.heard(mono, points.sample_rate).bright
    per_step = points.sample_rate / STEPS_PER_SECOND
    half = round(_STROKES_SECONDS * STEPS_PER_SECOND)
    start, lag = round(points.start_frame / per_step), points.frames / per_step
    last = min(start + half, struck.size - round(lag) - _STROKES_REACH)
    first = max(start - half, 0)
    if last - first < STEPS_PER_SECOND:
        return None
    steps, sure = struck_lag(struck, first, last, round(lag), _STROKES_REACH)
    return steps - lag if sure >= _SURE else None


def written(source: str, loop: tuple[int, int, int], name: str, seconds: float, straight: float,
            out: str) -> dict[str, Any]:  # fmt: skip
    """A loop of a file as `seconds` of a format: the time from its samples to the finished file.

    In another file, `straight` seconds of the same are encoded from beginning to end.
    """
    recording = Recording.read_into_memory(Path(source))
    points = LoopPoints(loop[0], loop[1], recording.sample_rate, LoopKind.EXACT, 1, 1, 1, 0,
                        crossfade_frames=loop[2])  # fmt: skip
    form = AudioFormat(name)
    step = step_of(form, recording.sample_rate)
    assert step is not None
    winder = Winder(recording.samples, points, points.crossfade_frames, folder=Path(out))
    path = Path(out) / f"long.{form.extension}"
    began, busy = time.perf_counter(), time.process_time()
    wound = winder.wind(Wish(seconds), step.sample_rate, step.frames)
    result = write_reel(wound.reel, path, form)
    taken, busy = time.perf_counter() - began, time.process_time() - busy
    answer = {"seconds": taken, "busy": busy, "bytes": result.bytes, "tiled": result.tiled,
              "reason": result.reason, "peak_mb": _peak_mb(), "frames": wound.reel.frames,
              "rate": step.sample_rate, "head": wound.reel.head.shape[1],
              "body": wound.reel.body.shape[1], "times": wound.reel.times}  # fmt: skip
    if straight:
        reel = winder.wind(Wish(straight), step.sample_rate, step.frames).reel
        began = time.perf_counter()
        with Encoder(Path(out) / f"straight.{form.extension}", form,
                     sample_rate=reel.sample_rate, channels=reel.channels) as encoder:  # fmt: skip
            for block in reel.blocks():
                encoder.write(block)
        answer["straight"] = time.perf_counter() - began
    return answer


def decoded(path: str, decoder: str, head: int, body: int, times: int) -> dict[str, Any]:
    """How many frames a decoder makes of a file, and how much its copies of the body differ."""
    samples = _DECODERS[decoder](path)
    # The codec's memory of the head and of the first copy are left out.
    first, last = head + body, head + times * body
    gap = np.abs(samples[:, first : last - body] - samples[:, first + body : last])
    return {"frames": samples.shape[1], "gap_db": 20 * float(np.log10(gap.max(initial=1e-9)))}


def _by_libsndfile(path: str) -> FloatArray:
    import soundfile

    return np.asarray(soundfile.read(path, dtype="float32", always_2d=True)[0].T)


def _by_ffmpeg(path: str) -> FloatArray:
    import av

    with av.open(path) as container:
        stream = container.streams.audio[0]
        resampler = av.AudioResampler("fltp", "stereo", stream.rate)
        frames = [
            made.to_ndarray()
            for one in container.decode(stream)
            for made in resampler.resample(one)
        ]
    return np.concatenate(frames, axis=1)


def _by_mpg123(path: str) -> FloatArray:
    target = Path(path).with_suffix(".mpg123.wav")
    subprocess.run(["mpg123", "-q", "-e", "f32", "-w", str(target), path], check=True)
    try:
        return _by_libsndfile(str(target))
    finally:
        target.unlink()


_DECODERS = {"libsndfile": _by_libsndfile, "FFmpeg": _by_ffmpeg, "mpg123": _by_mpg123}


def _peak_mb() -> float:
    """The most memory that this process had, by the system's books where it keeps them apart."""
    books = Path("/proc/self/status")
    if books.is_file():  # what else there is counts the process that started this one, too
        [line] = [one for one in books.read_text().splitlines() if one.startswith("VmHWM")]
        return int(line.split()[1]) / 1024
    kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return kilobytes / (1024 if sys.platform != "darwin" else 1024**2)


if __name__ == "__main__":
    work: dict[str, Callable[..., Any]] = {
        "analyzed": analyzed,
        "seam": seam,
        "written": written,
        "decoded": decoded,
    }
    print(json.dumps(work[sys.argv[1]](**json.loads(sys.argv[2]))))
