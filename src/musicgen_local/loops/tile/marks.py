"""Loop points in a file: where players that know of them jump back, for as long as they like.

Tags LOOPSTART and LOOPLENGTH, in samples, are what game engines read from Vorbis comments, and
others from ID3 and MP4. WAV has a chunk of its own, `smpl`: "Multimedia Data Standards Update",
Microsoft 1994.
"""

from __future__ import annotations

import shutil
import struct
from dataclasses import dataclass
from pathlib import Path

from musicgen_local.audio.atomic import (
    discard,
    disk_errors,
    no_such_file,
    settle,
    temporary_name,
)
from musicgen_local.audio.formats import AudioFormat
from musicgen_local.audio.riff import read_chunks, replace_chunks
from musicgen_local.audio.tags import read_fields, write_fields
from musicgen_local.errors import ErrorCode, UserError

_START, _LENGTH = "LOOPSTART", "LOOPLENGTH"
_SAMPLER = struct.Struct("<9I")  # ..., period in ns, note, ..., number of loops, bytes behind them
_LOOP = struct.Struct("<6I")  # name, kind, first and last sample, fraction, times (0: for ever)
_MIDDLE_C = 60
_LARGEST = 0xFFFF_FFFF


@dataclass(frozen=True, slots=True)
class LoopPoints:
    """The first frame of the loop and its length, at the file's own rate."""

    start_frame: int
    length_frames: int


def write_loop_points(
    path: Path, start_frame: int, length_frames: int, sample_rate: int, suffix: str = ""
) -> None:
    """Mark the loop in the file at `path`, on a copy that then takes its name; all else stays.

    `sample_rate` is the file's; `suffix` (".wav") says what it is where its name does not.

    Raises:
        ValueError: when the loop begins before the file or has no length.
        UserError: `NOT_FOUND`, `INVALID_AUDIO` when the file is not what its name says, or
            `TOO_LARGE` when a WAV can't count that far.
        MachineError: `DISK_FULL` or `NOT_WRITABLE`.
    """
    if start_frame < 0 or length_frames < 1:
        raise ValueError(f"no loop: {length_frames} frames from {start_frame}")
    kind = _kind(path, suffix)
    temporary = temporary_name(path)
    try:
        with disk_errors(path):
            shutil.copyfile(path, temporary)
            if kind is AudioFormat.WAV:
                _write_sampler(temporary, start_frame, length_frames, sample_rate)
            else:
                fields = {_START: str(start_frame), _LENGTH: str(length_frames)}
                write_fields(temporary, fields, kind)
            settle(temporary, path)
    finally:
        discard(temporary)


def read_loop_points(path: Path) -> LoopPoints | None:
    """The loop that the file at `path` marks, its first where a WAV has several; None: no loop.

    Raises:
        UserError: `NOT_FOUND`, or `INVALID_AUDIO` when the file is not what its name says.
    """
    kind = _kind(path)
    if kind is AudioFormat.WAV:
        return _read_sampler(path)
    fields = read_fields(path, (_START, _LENGTH), kind)
    try:
        points = LoopPoints(int(fields[_START]), int(fields[_LENGTH]))
    except (KeyError, ValueError):  # others write what they like there
        return None
    return points if points.start_frame >= 0 and points.length_frames > 0 else None


def _kind(path: Path, suffix: str = "") -> AudioFormat:
    if not path.is_file():
        raise no_such_file(path)
    try:
        return AudioFormat((suffix or path.suffix).lower().removeprefix("."))
    except ValueError as error:
        raise _unmarkable(path, "its name ends in none of the known extensions") from error


def _write_sampler(path: Path, start: int, length: int, sample_rate: int) -> None:
    last = start + length - 1
    if last > _LARGEST:
        raise UserError(
            ErrorCode.TOO_LARGE,
            "A WAV file can't mark a loop that far from its start.",
            recovery="Choose FLAC, or a loop nearer to the start.",
        )
    sampler = _SAMPLER.pack(0, 0, round(1e9 / sample_rate), _MIDDLE_C, 0, 0, 0, 1, 0)
    chunk = sampler + _LOOP.pack(0, 0, start, last, 0, 0)
    try:
        replace_chunks(path, {b"smpl": chunk}, stale={b"smpl"})
    except ValueError as error:
        raise _unmarkable(path, str(error)) from error


def _read_sampler(path: Path) -> LoopPoints | None:
    try:
        with path.open("rb") as file:
            for chunk in read_chunks(file):
                if chunk.name == b"smpl" and chunk.size >= _SAMPLER.size + _LOOP.size:
                    file.seek(chunk.start)
                    if _SAMPLER.unpack(file.read(_SAMPLER.size))[7] == 0:
                        continue
                    _, _, first, last, _, _ = _LOOP.unpack(file.read(_LOOP.size))
                    return LoopPoints(first, last - first + 1) if last >= first else None
    except ValueError as error:
        raise _unmarkable(path, str(error)) from error
    return None


def _unmarkable(path: Path, why: str) -> UserError:
    return UserError(
        ErrorCode.INVALID_AUDIO,
        f"The loop of '{path.name}' can't be read or written: {why}.",
        recovery="Use a complete WAV, FLAC, MP3, Opus, OGG or M4A file.",
        details={"path": str(path)},
    )
