"""Reading audio through FFmpeg's libraries."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np

from musicgen_local.audio.value import FloatArray
from musicgen_local.errors import UserError

# One damaged packet is a click; a run of them is a broken file.
_MOST_BAD_PACKETS = 8


class AvReader:
    """The first audio stream of a file. It closes itself when `blocks` ends.

    Raises:
        UserError: `INVALID_AUDIO` when the file has no audio stream that can be read.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._container = av.open(str(path), metadata_errors="replace")
        except (av.FFmpegError, OSError) as error:
            raise _unreadable(path, error) from error
        streams = self._container.streams.audio
        if not streams or streams[0].codec_context is None or not streams[0].rate:
            self._container.close()
            raise _unreadable(path, "it has no audio stream")
        self._stream = streams[0]
        self.sample_rate = int(self._stream.rate)
        self.source_channels = int(self._stream.codec_context.channels)
        self.channels = 1 if self.source_channels == 1 else 2
        self.codec = str(self._stream.codec_context.codec.canonical_name)
        self.container_name = _container_name(self._container.format.name)

    @property
    def duration_seconds(self) -> float:
        """As the header says; 0 where it does not."""
        if self._stream.duration is not None and self._stream.time_base is not None:
            return float(self._stream.duration * self._stream.time_base)
        return float(self._container.duration or 0) / float(av.time_base)

    def close(self) -> None:
        """Close the file."""
        self._container.close()

    def blocks(self) -> Iterator[FloatArray]:
        """The audio, float32 [1 or 2, frames]; more channels are mixed down to two."""
        left = self._edited_frames()
        resampler = av.AudioResampler(
            format="fltp", layout="mono" if self.channels == 1 else "stereo", rate=self.sample_rate
        )
        try:
            for frame in self._frames():
                for planar in resampler.resample(frame):
                    block = np.asarray(planar.to_ndarray(), dtype=np.float32)[:, :left]
                    if left is not None:
                        left -= block.shape[1]
                    if block.shape[1]:
                        yield block
        finally:
            self.close()

    def _frames(self) -> Iterator[av.AudioFrame | None]:
        bad = 0
        packets = self._container.demux(self._stream)
        while True:
            try:
                packet = next(packets, None)
                if packet is None:
                    break
                frames = packet.decode()
            except av.InvalidDataError as error:
                bad += 1
                if bad > _MOST_BAD_PACKETS:
                    raise _unreadable(self._path, error) from error
                continue
            except (av.FFmpegError, OSError) as error:
                raise _unreadable(self._path, error) from error
            yield from frames
        yield None  # what the resampler still holds

    def _edited_frames(self) -> int | None:
        """MP4 says how much of the last frame is meant; None for containers that do not."""
        if self.container_name != "m4a" or self._stream.duration is None:
            return None
        return round(self.duration_seconds * self.sample_rate)


def _container_name(names: str) -> str:
    if "mp4" in names.split(","):
        return "m4a"
    return names.split(",")[0]


def _unreadable(path: Path, why: object) -> UserError:
    from musicgen_local.audio.decode import invalid_audio

    if isinstance(why, av.FFmpegError):
        why = why.strerror
    return invalid_audio(path, str(why)[:1].lower() + str(why)[1:].rstrip("."))
