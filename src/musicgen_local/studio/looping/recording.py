"""A recording laid out on disk as samples, to be looked at and cut from anywhere."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from musicgen_local.audio.atomic import disk_errors, ensure_space
from musicgen_local.audio.decode import decode_blocks, probe
from musicgen_local.audio.value import FloatArray
from musicgen_local.errors import ErrorCode, UserError
from musicgen_local.progress import CancelToken, Progress, ProgressCallback, Stage, ignore_progress
from musicgen_local.studio.derive import Source

LEAST_SECONDS = 2.0
LONGEST_ANALYZED_SECONDS = 1_200.0
_SILENT = 10 ** (-70 / 20)  # a peak below is noise of a codec or a converter


@dataclass(frozen=True, slots=True)
class Recording:
    """All samples of a recording, float32 [channels, frames], one or two channels."""

    samples: FloatArray
    sample_rate: int

    @property
    def frames(self) -> int:
        """Its length."""
        return int(self.samples.shape[1])

    @property
    def seconds(self) -> float:
        """Its length."""
        return self.frames / self.sample_rate

    def mono(self) -> FloatArray:
        """Both channels as one, [frames], in memory."""
        return np.asarray(self.samples.mean(axis=0), dtype=np.float32)

    @classmethod
    def read(
        cls, source: Source, folder: Path, progress: ProgressCallback, cancel: CancelToken
    ) -> Recording:
        """Decode a source into a file in `folder`. What is over full scale is turned down to it.

        Raises:
            UserError: `INVALID_AUDIO` when it can't be decoded, is too short, or silent.
            MachineError: `DISK_FULL` or `NOT_WRITABLE`.
        """
        rate, channels = source.info.sample_rate, min(source.info.channels, 2)
        expected = max(1, round(source.info.duration_seconds * rate))
        ensure_space(folder, expected * channels * 4)
        path = folder / "source.f32"
        frames, peak = 0, 0.0
        with disk_errors(path), path.open("wb") as file:
            for block in decode_blocks(source.path, channels=channels):
                cancel.raise_if_canceled()
                file.write(np.ascontiguousarray(block.T, dtype=np.float32).data.cast("B"))
                frames += block.shape[1]
                peak = max(peak, float(np.abs(block).max(initial=0.0)))
                done = min(1.0, frames / expected)
                progress(Progress(Stage.ANALYZING, done, "Reading the source"))
        _check(frames / rate, peak)
        samples = np.memmap(path, dtype=np.float32, mode="r+", shape=(frames, channels))
        if peak > 1.0:  # an MP3's decoder goes a little over what was encoded
            for at in range(0, frames, rate):
                samples[at : at + rate] /= peak
        return cls(samples.T, rate)

    @classmethod
    @contextmanager
    def aside(cls, source: Source) -> Iterator[Recording]:
        """A source decoded for a while, into a folder that goes away again.

        Raises:
            MusicGenError: as `read`.
        """
        with tempfile.TemporaryDirectory(prefix="mgl-loop-") as folder:
            yield cls.read(source, Path(folder), ignore_progress, CancelToken())

    @classmethod
    def read_into_memory(cls, path: Path) -> Recording:
        """Decode a file of some minutes without writing anything.

        Raises:
            UserError: as `read`; `INVALID_AUDIO` for one that is longer than is looked at.
        """
        about = probe(path)
        rate, channels = about.sample_rate, min(about.channels, 2)
        blocks: list[FloatArray] = []
        frames = 0
        for block in decode_blocks(path, channels=channels):
            blocks.append(np.array(block, dtype=np.float32))
            frames += block.shape[1]
            if frames > LONGEST_ANALYZED_SECONDS * rate:
                raise UserError(
                    ErrorCode.INVALID_AUDIO,
                    f"Recordings over {LONGEST_ANALYZED_SECONDS / 60:g} minutes are not searched.",
                    recovery="Use the mode crossfade, or set start and end yourself.",
                )
        samples = np.concatenate(blocks, axis=1) if blocks else np.zeros((1, 0), np.float32)
        peak = float(np.abs(samples).max(initial=0.0))
        _check(frames / rate, peak)
        return cls(samples / max(peak, 1.0), rate)


def _check(seconds: float, peak: float) -> None:
    if seconds < LEAST_SECONDS:
        raise UserError(
            ErrorCode.INVALID_AUDIO,
            f"A recording of {seconds:.2f} s is too short to loop.",
            recovery=f"Use one of {LEAST_SECONDS:g} s at least.",
        )
    if peak < _SILENT:
        raise UserError(
            ErrorCode.INVALID_AUDIO,
            "The recording is silent.",
            recovery="Use one in which something is heard.",
        )
