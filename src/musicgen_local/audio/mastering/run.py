"""A run of the mastering chain over a stream, to a loudness that is known only at its end.

Up to ten minutes of input are spooled to disk and measured, brought to the level the chain's
thresholds are made for, run through it, and measured again: from that the gain in front of the
limiter is solved. What lies behind the ten minutes streams straight through the same chain, a very
slow correction holding the integrated loudness. Memory is constant.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice
from pathlib import Path

import numpy as np

from musicgen_local.audio.blocks import rechunk, with_channels
from musicgen_local.audio.loudness import LoudnessMeter
from musicgen_local.audio.mastering.beside import Beside
from musicgen_local.audio.mastering.chain import ToneChain
from musicgen_local.audio.mastering.limiter import limit_of
from musicgen_local.audio.mastering.makeup import LoudnessModel
from musicgen_local.audio.mastering.output import LimitedOutput, LoudnessRide
from musicgen_local.audio.mastering.settings import MasterSettings
from musicgen_local.audio.mastering.spool import Spool
from musicgen_local.audio.value import FloatArray
from musicgen_local.errors import ErrorCode, UserError
from musicgen_local.progress import (
    CancelToken,
    Progress,
    ProgressCallback,
    Stage,
    ignore_progress,
)

SPOOL_SECONDS = 600
BLOCK_FRAMES = 16_384  # a multiple of the multiband's hop
REFERENCE_LUFS = -18.0  # where the multiband's thresholds mean what they say
_MOST_PRE_GAIN_DB = 30.0
_MOST_LOWERING_DB = 4.0  # of the ceiling, for the sake of a genre's crest factor


@dataclass(frozen=True, slots=True)
class MasteringReport:
    """What was done, and how the result measures; minus infinity stands for silence."""

    integrated_lufs: float  # of the output, like the next two
    true_peak_dbtp: float
    loudness_range_lu: float
    target_lufs: float
    ceiling_dbtp: float
    input_lufs: float  # of the first ten minutes
    gain_db: float  # all fixed gain between input and limiter
    max_limiter_reduction_db: float
    gain_capped: bool  # the target would take more gain, or more limiting, than is sane
    silent: bool  # nothing above -70 LUFS: the gain was left alone
    frames: int


@dataclass(frozen=True, slots=True)
class _Level:
    """Gain before and behind the tone chain."""

    input_lufs: float
    pre_gain_db: float
    makeup_db: float
    ceiling_dbtp: float  # of the limiter: the one that was asked for, or below it
    capped: bool


class MasteringRun:
    """Iterate it once for the mastered blocks; `report` is there when they are out.

    Exactly as many frames come out as go in, at the same place in time; the same input gives the
    same bytes however it is cut into blocks. The first block comes when the input has ended or ten
    minutes of it are measured. `expected_frames`, where known, makes `on_progress` exact.
    """

    def __init__(
        self,
        blocks: Iterable[FloatArray],
        *,
        sample_rate: int,
        settings: MasterSettings,
        spool_dir: Path,
        cancel: CancelToken | None = None,
        on_progress: ProgressCallback = ignore_progress,
        expected_frames: int | None = None,
        spool_seconds: float = SPOOL_SECONDS,
    ) -> None:
        self._input = rechunk(blocks, BLOCK_FRAMES)
        self._rate = sample_rate
        self._preset = settings.chosen
        self._most_crest_db = settings.most_crest_db
        self._spool_dir = spool_dir
        self._cancel = cancel or CancelToken()
        self._on_progress = on_progress
        self._expected_frames = expected_frames
        self._spool_blocks = max(round(spool_seconds * sample_rate / BLOCK_FRAMES), 1)
        self._report: MasteringReport | None = None

    @property
    def report(self) -> MasteringReport:
        """What was done.

        Raises:
            RuntimeError: before the last block is out.
        """
        if self._report is None:
            raise RuntimeError("the report is there when the last block is out")
        return self._report

    def __iter__(self) -> Iterator[FloatArray]:
        """The mastered blocks, each a fresh float32 array [channels, frames].

        Raises:
            Canceled: at the first block after `cancel` was set.
            MachineError: `DISK_FULL` or `NOT_WRITABLE` for the spool.
            UserError: `INVALID_AUDIO` when the input has no frames, or values that are no numbers.
        """
        first = next(self._input, None)
        if first is None:
            raise _unusable("there is no audio to master")
        channels = first.shape[0]
        blocks = self._checked(chain([first], self._input))
        tone = ToneChain(self._preset, self._rate)
        with Beside() as beside:
            with Spool(self._spool_dir, channels) as spool:
                level = self._prepare(spool, blocks, tone, beside)
                makeup = np.float32(_linear(level.makeup_db))
                output = LimitedOutput(level.ceiling_dbtp, self._rate, channels, beside)
                for toned in spool.blocks():
                    self._tell(0.5, output.frames, spool.frames)
                    yield output.process(toned * makeup)
            ride = LoudnessRide(self._preset.target_lufs, self._rate)
            for block in blocks:
                self._tell(0.5, output.frames, output.frames)
                toned = self._toned(tone, block, level.pre_gain_db) * makeup
                toned *= ride.gains(block.shape[1], output.integrated_lufs)
                yield output.process(toned)
            yield output.flush()
            self._report = self._reported(level, output)

    def _prepare(
        self, spool: Spool, blocks: Iterator[FloatArray], tone: ToneChain, beside: Beside
    ) -> _Level:
        """Fill `spool` with the toned start of `blocks`, and find the gains."""
        meter: LoudnessMeter | None = None
        for block in islice(blocks, self._spool_blocks):
            meter = meter or LoudnessMeter(self._rate, block.shape[0])
            meter.add(block)
            spool.append(block)
        input_lufs = meter.integrated_lufs if meter else -math.inf
        missing = REFERENCE_LUFS - input_lufs if math.isfinite(input_lufs) else 0.0
        pre_gain = min(missing, _MOST_PRE_GAIN_DB)
        model = LoudnessModel(self._rate, spool.channels)
        done = 0
        for index, block in enumerate(spool.blocks()):
            self._cancel.raise_if_canceled()
            self._tell(0.0, done, spool.frames)
            toned = self._toned(tone, block, pre_gain)
            beside.do(partial(model.add, toned))
            spool.replace(index, toned)
            done += block.shape[1]
        beside.settle()
        asked = self._preset.ceiling_dbtp
        makeup, out_of_reach = model.gain_for(self._preset.target_lufs, limit_of(asked))
        ceiling = self._ceiling_for(model.rms_db + makeup)
        if ceiling < asked:  # lower peaks let the body be a little louder
            makeup, out_of_reach = model.gain_for(self._preset.target_lufs, limit_of(ceiling))
        return _Level(input_lufs, pre_gain, makeup, ceiling, out_of_reach)

    def _ceiling_for(self, rms_db: float) -> float:
        """The ceiling, lowered where peaks would stand too far above the body of the sound."""
        asked = self._preset.ceiling_dbtp
        if self._most_crest_db is None or not math.isfinite(rms_db):
            return asked
        return max(asked - _MOST_LOWERING_DB, min(asked, rms_db + self._most_crest_db))

    def _toned(self, tone: ToneChain, block: FloatArray, gain_db: float) -> FloatArray:
        stereo = with_channels(block, 2) * np.float32(_linear(gain_db))
        return tone.process(stereo)[: block.shape[0]]

    def _checked(self, blocks: Iterable[FloatArray]) -> Iterator[FloatArray]:
        for block in blocks:
            self._cancel.raise_if_canceled()
            if not np.isfinite(block).all():
                raise _unusable("the audio to master holds values that are no numbers")
            yield block

    def _tell(self, base: float, frames: int, least_total: int) -> None:
        self._cancel.raise_if_canceled()
        total = max(self._expected_frames or 0, least_total, 1)
        fraction = min(base + 0.5 * frames / total, 1.0)
        self._on_progress(Progress(Stage.MASTERING, fraction, f"Mastering ({self._preset.name})"))

    def _reported(self, level: _Level, output: LimitedOutput) -> MasteringReport:
        return MasteringReport(
            integrated_lufs=output.integrated_lufs,
            true_peak_dbtp=output.true_peak_dbtp,
            loudness_range_lu=output.loudness_range_lu,
            target_lufs=self._preset.target_lufs,
            ceiling_dbtp=self._preset.ceiling_dbtp,
            input_lufs=level.input_lufs,
            gain_db=level.pre_gain_db + level.makeup_db,
            max_limiter_reduction_db=output.max_reduction_db,
            gain_capped=level.capped,
            silent=not math.isfinite(output.integrated_lufs),
            frames=output.frames,
        )


def master_blocks(
    blocks: Iterable[FloatArray],
    *,
    sample_rate: int,
    settings: MasterSettings,
    spool_dir: Path,
    cancel: CancelToken | None = None,
    on_progress: ProgressCallback = ignore_progress,
    expected_frames: int | None = None,
) -> MasteringRun:
    """Master `blocks` ([1 or 2, frames] each): iterate what you get, then read its `report`.

    `spool_dir` is a folder that exists, for a temporary file of up to ten minutes (8 bytes a
    frame). Errors are those of `MasteringRun`.
    """
    return MasteringRun(
        blocks,
        sample_rate=sample_rate,
        settings=settings,
        spool_dir=spool_dir,
        cancel=cancel,
        on_progress=on_progress,
        expected_frames=expected_frames,
    )


def _linear(gain_db: float) -> float:
    return float(10 ** (gain_db / 20))


def _unusable(message: str) -> UserError:
    return UserError(
        ErrorCode.INVALID_AUDIO,
        message[0].upper() + message[1:] + ".",
        recovery="Make or choose the audio again.",
    )
