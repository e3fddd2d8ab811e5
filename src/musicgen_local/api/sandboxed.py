"""The child process of `api.sandbox`: reads one task, looks into one file, answers, ends."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from musicgen_local.errors import MusicGenError

if TYPE_CHECKING:
    from musicgen_local.audio.decode import AudioInfo

_AV_FORMATS = {
    "mp3": "mp3",
    "m4a": "mov",
    "png": "png_pipe",
    "jpg": "jpeg_pipe",
    "webp": "webp_pipe",
}
_CONTAINERS = {"opus": "ogg"}  # where the container has another name than the format
_UNKNOWN_FRAMES = 2**62  # what libsndfile says of a stream whose header leaves the length open
_LOCAL_ONLY = {"protocol_whitelist": "file"}  # no playlist and no reference leads anywhere else
_SAMPLE_RATES_HZ = range(8_000, 384_001)
_OF_AUDIO = "Send a complete WAV, FLAC, MP3, Ogg, Opus, M4A or AIFF file."
_OF_IMAGE = "Send a complete PNG, JPEG or WebP picture."


class RefusedError(Exception):
    """The file is not what it should be; the words are for the person who sent it."""

    def __init__(self, why: str, recovery: str) -> None:
        super().__init__(why)
        self.recovery = recovery


def main() -> None:
    """Answer the task on the standard input; a task that can't be answered ends the process."""
    answer = _answer_channel()
    task = json.loads(sys.stdin.buffer.read())
    _limit_this_process(task["limits"])
    looks = {
        "audio": _look_at_audio,
        "image": _look_at_image,
        "waveform": _measure_waveform,
        "loops": _find_loops,
        "seam": _play_seam,
    }
    try:
        found = looks[task["task"]](Path(task["path"]), task)
        said: dict[str, Any] = {"found": found}
    except RefusedError as refused:
        said = {"refused": str(refused), "recovery": refused.recovery}
    except MemoryError:
        said = {
            "refused": "The file needs more memory than one upload may take.",
            "recovery": "Send a shorter or smaller one.",
        }
    answer.write(json.dumps(said).encode())
    answer.flush()


def _answer_channel() -> Any:
    """The standard output, for the answer alone: what libraries print goes nowhere."""
    channel = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return channel


def _limit_this_process(limits: Mapping[str, Any]) -> None:
    if sys.platform == "win32":
        return  # there the parent's clock is the only limit
    import resource

    def at_most(what: int, value: int) -> None:
        hardest = resource.getrlimit(what)[1]
        if hardest != resource.RLIM_INFINITY:
            value = min(value, hardest)
        with contextlib.suppress(ValueError, OSError):  # macOS knows some, but refuses to set them
            resource.setrlimit(what, (value, value))

    at_most(resource.RLIMIT_AS, int(limits["memory_bytes"]))
    at_most(resource.RLIMIT_CPU, int(limits["processor_seconds"]))
    at_most(resource.RLIMIT_FSIZE, 0)
    at_most(resource.RLIMIT_CORE, 0)


def _look_at_audio(path: Path, task: Mapping[str, Any]) -> dict[str, Any]:
    from musicgen_local.audio.decode import decode_blocks, probe

    format, limits = task["format"], task["limits"]
    try:
        if format in _AV_FORMATS:
            _check_container(path, format)
        about = probe(path)
        if about.format != _CONTAINERS.get(format, format):
            raise RefusedError("The file is not what its first bytes say.", _OF_AUDIO)
        _check_header(about, limits)
        most = int(limits["audio_seconds"] * about.sample_rate)
        frames = 0
        for block in decode_blocks(path):
            frames += block.shape[1]
            if frames > most:
                raise _too_long(limits)
    except MusicGenError as error:
        raise RefusedError(_without_name(error.message, path), _OF_AUDIO) from error
    return {
        "duration_seconds": round(frames / about.sample_rate, 6),
        "sample_rate": about.sample_rate,
        "channels": about.channels,
        "codec": about.codec,
    }


def _check_container(path: Path, format: str) -> None:
    """Whether FFmpeg finds audio in it as the container that its first bytes speak of."""
    import av

    try:
        with av.open(str(path), format=_AV_FORMATS[format], options=_LOCAL_ONLY) as container:
            streams = container.streams.audio
            if streams and next(iter(container.decode(streams[0])), None) is not None:
                return
    except (av.FFmpegError, OSError, ValueError):
        pass
    raise RefusedError("The file holds no audio that can be read.", _OF_AUDIO)


def _check_header(about: AudioInfo, limits: Mapping[str, Any]) -> None:
    if about.sample_rate not in _SAMPLE_RATES_HZ:
        raise RefusedError(
            f"The file has a sample rate of {about.sample_rate} Hz.",
            f"Send one of {_SAMPLE_RATES_HZ[0]} to {_SAMPLE_RATES_HZ[-1]} Hz.",
        )
    if not 1 <= about.channels <= limits["audio_channels"]:
        raise RefusedError(
            f"The file has {about.channels} channels.",
            f"Send one of 1 to {limits['audio_channels']} channels.",
        )
    length_is_known = about.frames is not None and about.frames < _UNKNOWN_FRAMES
    if length_is_known and about.duration_seconds > limits["audio_seconds"]:
        raise _too_long(limits)


def _too_long(limits: Mapping[str, Any]) -> RefusedError:
    hours = limits["audio_seconds"] / 3600
    return RefusedError(f"The recording is longer than {hours:g} hours.", "Send a part of it.")


def _without_name(message: str, path: Path) -> str:
    """Our own name for the file says nothing to the person who sent it."""
    return message.replace(f"'{path.name}'", "The file").replace(str(path), "the file")


def _measure_waveform(path: Path, task: Mapping[str, Any]) -> dict[str, Any]:
    from musicgen_local.progress import CancelToken
    from musicgen_local.studio.waveforms import measure_here

    try:
        found = measure_here(
            path, task["sample_rate"], task["frames"], task["buckets"], CancelToken()
        )
    except MusicGenError as error:
        raise RefusedError(_without_name(error.message, path), error.recovery) from error
    return {"peaks": found.tolist()}


def _find_loops(path: Path, _: Mapping[str, Any]) -> dict[str, Any]:
    from musicgen_local.loops.find import find_loops
    from musicgen_local.studio.looping.order import MAX_PICK
    from musicgen_local.studio.looping.recording import Recording
    from musicgen_local.studio.looping.telling import points_facts

    try:
        recording = Recording.read_into_memory(path)
    except MusicGenError as error:
        raise RefusedError(_without_name(error.message, path), error.recovery) from error
    found = find_loops(recording.mono(), recording.sample_rate, MAX_PICK)
    return {
        "source_seconds": round(recording.seconds, 3),
        "candidates": [points_facts(points) for points in found],
    }


def _play_seam(path: Path, task: Mapping[str, Any]) -> dict[str, Any]:
    import base64

    from musicgen_local.studio.looping.extras import seam_as_wav
    from musicgen_local.studio.looping.recording import Recording

    try:
        recording = Recording.read_into_memory(path)
        wav = seam_as_wav(
            recording, task["start_seconds"], task["end_seconds"], task["crossfade_seconds"]
        )
    except MusicGenError as error:
        raise RefusedError(_without_name(error.message, path), error.recovery) from error
    return {"wav": base64.b64encode(wav).decode()}


def _look_at_image(path: Path, task: Mapping[str, Any]) -> dict[str, Any]:
    import av

    from musicgen_local.api.pictures import size_of_picture

    format, limits = task["format"], task["limits"]
    with path.open("rb") as file:
        size = size_of_picture(file, format)
    if size is None:
        raise RefusedError("The picture is damaged or incomplete.", _OF_IMAGE)
    width, height = size
    if width * height > limits["image_pixels"]:
        most = limits["image_pixels"] // 1_000_000
        raise RefusedError(
            f"The picture has {width} x {height} pixels; {most} million are the most.",
            "Send a smaller one.",
        )
    try:
        with av.open(str(path), format=_AV_FORMATS[format], options=_LOCAL_ONLY) as container:
            container.streams.video[0].codec_context.thread_count = 1  # threads cost address space
            frame = next(iter(container.decode(video=0)), None)
    except (av.FFmpegError, OSError, ValueError):
        frame = None
    if frame is None or (frame.width, frame.height) != (width, height):
        raise RefusedError("The picture is damaged or incomplete.", _OF_IMAGE)
    return {"width": width, "height": height}


if __name__ == "__main__":
    main()
