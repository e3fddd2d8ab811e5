"""Ogg Vorbis through libsndfile."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import numpy as np
import soundfile

from musicgen_local.audio.ogg import fix_serial_number
from musicgen_local.audio.value import FloatArray

# libsndfile lays a whole write on the stack: long ones crash.
_WRITE_FRAMES = 4096
_QUALITY = 0.6  # of 0-1, about 192 kbit/s


class _Keeper:
    """The file that libsndfile writes to; it remembers the disk's error, which libsndfile drops."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("wb+", buffering=1 << 20)
        self.error: OSError | None = None

    def write(self, data: bytes) -> int:
        try:
            return self._file.write(data)
        except OSError as error:
            self.error = error
            return 0

    def read(self, size: int = -1) -> bytes:
        return self._file.read(size)

    def seek(self, offset: int, whence: int = 0) -> int:
        try:
            return self._file.seek(offset, whence)
        except OSError as error:  # a seek writes out what is buffered
            self.error = error
            return -1

    def tell(self) -> int:
        return self._file.tell()

    def close(self) -> None:
        self._file.close()


class VorbisWriter:
    """Blocks into one Ogg Vorbis file; the file is complete after `close`."""

    def __init__(self, path: Path, *, sample_rate: int, channels: int) -> None:
        self._path = path
        self._keeper = _Keeper(path)
        self._sound = soundfile.SoundFile(
            self._keeper, "w", samplerate=sample_rate, channels=channels, format="OGG",
            subtype="VORBIS", compression_level=1.0 - _QUALITY,
        )  # fmt: skip

    def write(self, block: FloatArray) -> None:
        """Append `block` [channels, frames]."""
        for start in range(0, block.shape[1], _WRITE_FRAMES):
            part = np.clip(block[:, start : start + _WRITE_FRAMES].T, -1.0, 1.0, dtype=np.float32)
            try:
                self._sound.write(np.ascontiguousarray(part))
            except (RuntimeError, AssertionError) as error:
                self._raise_disk_error(error)
                raise
            self._raise_disk_error(None)

    def close(self) -> None:
        """Complete the file and close it."""
        self._sound.close()
        self._keeper.close()
        self._raise_disk_error(None)
        fix_serial_number(self._path)

    def abandon(self) -> None:
        """Close what is open without completing the file."""
        with suppress(OSError, RuntimeError):  # the failure that led here is the one to tell
            self._sound.close()
        with suppress(OSError):
            self._keeper.close()

    def _raise_disk_error(self, cause: BaseException | None) -> None:
        if self._keeper.error is not None:
            raise self._keeper.error from cause
