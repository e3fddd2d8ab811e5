"""Foreign files are opened in a child process that can take neither the memory nor the time.

A decoder may have mistakes, and a small file may be an endless one. The child gets a task as JSON
on its standard input and answers on its standard output; it has no settings, no keys and no
database, limits on memory, processor time and what it writes, and is killed when it takes too long.
"""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from musicgen_local.errors import ErrorCode, MachineError, MusicGenError, UserError
from musicgen_local.progress import CancelToken

if TYPE_CHECKING:
    from musicgen_local.audio.value import FloatArray

_CHILD = "musicgen_local.api.sandboxed"


@dataclass(frozen=True, slots=True)
class Limits:
    """What one look into a foreign file may take."""

    memory_bytes: int = 1_000_000_000  # of address space; libraries alone take a fifth of it
    processor_seconds: int = 60
    wall_seconds: float = 90.0
    audio_seconds: float = 12 * 3600.0
    audio_channels: int = 8
    image_pixels: int = 40_000_000


LIMITS = Limits()
OF_LOOPS = Limits(memory_bytes=3_000_000_000, processor_seconds=120, wall_seconds=240.0)
OF_OUR_OWN = Limits(processor_seconds=900, wall_seconds=1200.0)  # ten hours of music take minutes


def inspect_audio(path: Path, format: str, limits: Limits = LIMITS) -> dict[str, Any]:
    """Decode the audio file at `path` to its end.

    `format` is what its first bytes say. Gives `duration_seconds`, `sample_rate`, `channels`, and
    `codec`, measured, never taken from a header alone.

    Raises:
        UserError: `INVALID_AUDIO` when it can't be decoded within the limits.
        MachineError: `INTERNAL` when no child can be started.
    """
    return _ask(ErrorCode.INVALID_AUDIO, limits, task="audio", path=str(path), format=format)


def measure_waveform(
    audio: Path, sample_rate: int, frames: int, buckets: int, cancel: CancelToken
) -> FloatArray:
    """The waveform of a track's file (see `studio.waveforms`); hours of music block nobody here.

    Raises:
        UserError: `INVALID_AUDIO` when it can't be decoded.
        MachineError: `INTERNAL` when no child can be started.
    """
    import numpy as np

    cancel.raise_if_canceled()
    found = _ask(
        ErrorCode.INVALID_AUDIO,
        OF_OUR_OWN,
        task="waveform",
        path=str(audio),
        sample_rate=sample_rate,
        frames=frames,
        buckets=buckets,
    )
    return np.asarray(found["peaks"], dtype=np.float32).reshape(buckets, 2)


def find_loops(audio: Path) -> dict[str, Any]:
    """The loops of a recording of some minutes: `source_seconds` and `candidates`, the best first.

    Raises:
        UserError: `INVALID_AUDIO` when it can't be decoded, or is silent, too short or too long.
        MachineError: `INTERNAL` when no child can be started.
    """
    return _ask(ErrorCode.INVALID_AUDIO, OF_LOOPS, task="loops", path=str(audio))


def play_seam(
    audio: Path, start_seconds: float, end_seconds: float, crossfade: float | None
) -> bytes:
    """The seam of a loop with some seconds around it, as a WAV file; see `studio.looping.extras`.

    Raises:
        UserError: `INVALID_AUDIO`, also for a loop that does not lie in the recording.
        MachineError: `INTERNAL` when no child can be started.
    """
    found = _ask(
        ErrorCode.INVALID_AUDIO,
        OF_LOOPS,
        task="seam",
        path=str(audio),
        start_seconds=start_seconds,
        end_seconds=end_seconds,
        crossfade_seconds=crossfade,
    )
    return base64.b64decode(found["wav"])


def inspect_image(path: Path, format: str, limits: Limits = LIMITS) -> dict[str, Any]:
    """Decode the picture at `path`: its `width` and `height`.

    Raises:
        UserError: `VALIDATION` when it can't be decoded within the limits.
        MachineError: `INTERNAL` when no child can be started.
    """
    return _ask(ErrorCode.VALIDATION, limits, task="image", path=str(path), format=format)


def _ask(refusal: ErrorCode, limits: Limits, **task: Any) -> dict[str, Any]:
    """The child's answer; what it can't answer is `refusal`."""
    request = json.dumps({**task, "limits": asdict(limits)})
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-X", "utf8", "-m", _CHILD],
            input=request.encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            cwd=tempfile.gettempdir(),
            timeout=limits.wall_seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise _endless(refusal, f"it took longer than {limits.wall_seconds:g} seconds") from None
    except OSError as error:
        raise MachineError(
            ErrorCode.INTERNAL,
            f"The process that looks into files can't be started: {error.strerror or error}.",
            recovery="Close other programs, and send the file again.",
        ) from error
    return _answer(done, refusal)


def _answer(done: subprocess.CompletedProcess[bytes], refusal: ErrorCode) -> dict[str, Any]:
    try:
        said: Mapping[str, Any] = json.loads(done.stdout)
    except ValueError:
        killed = done.returncode < 0
        why = "it took too much memory or time" if killed else "the decoder gave up"
        raise _endless(refusal, why) from None
    if "refused" in said:
        raise UserError(refusal, str(said["refused"]), recovery=str(said["recovery"]))
    return dict(said["found"])


def _endless(refusal: ErrorCode, why: str) -> MusicGenError:
    return UserError(
        refusal,
        f"The file could not be read to its end: {why}.",
        recovery="Send a shorter, complete file; writing it anew with another program may mend it.",
    )


def _environment() -> dict[str, str]:
    """What Python and its libraries need to start, and nothing of ours."""
    kept = ("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "PYTHONPATH", "PYTHONHOME",
            "SYSTEMROOT", "TEMP", "TMP")  # fmt: skip
    given = {name: os.environ[name] for name in kept if name in os.environ}
    return given | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2"}
