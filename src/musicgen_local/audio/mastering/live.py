"""Mastering of what has no end: a slow gain that looks ahead, a limiter, and no second pass.

The gain follows a forecast of the next seconds' loudness, corrected by what is measured, so that
it moves before the music does, slowly enough to pass unnoticed. What limiter and forecast leave
over, the loudness of the last minute that came out (ITU-R BS.1770-5, gated) brings in.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from musicgen_local.audio.loudness import GatedLoudness, KPower, StepMeans, lufs, step_frames
from musicgen_local.audio.mastering.limiter import Limiter
from musicgen_local.audio.value import FloatArray

FORECAST_SECONDS = 12  # what the gain wants to know of the future, second by second
_PAST_SECONDS = 7.0
_DB_PER_SECOND = 0.4
_LEARN_SECONDS = 20.0  # in which the forecast is corrected
_MOST_CORRECTION_DB = 8.0
_MINUTE_STEPS = 600  # of 100 ms
_FIRST_STEPS = 100  # before them a minute's loudness says little
_TRIM_PER_SECOND = 0.02  # share of what the last minute misses
_MOST_TRIM_DB = 3.0
_MOST_GAIN_DB = 18.0
_SILENT_LUFS = -60.0


class LiveGain:
    """The slow gain. Blocks are of a second or two; equal blocks get equal gains."""

    def __init__(self, target_lufs: float, sample_rate: int) -> None:
        self._target = target_lufs
        self._rate = sample_rate
        self._power = KPower(sample_rate, 2)
        self._out_power = KPower(sample_rate, 2)
        self._out_steps = StepMeans(step_frames(sample_rate))
        self._past: deque[tuple[float, float]] = deque()  # seconds and mean power of each block
        self._minute: deque[float] = deque(maxlen=_MINUTE_STEPS)
        self._error_db = 0.0  # of the forecast, as learnt
        self._trim_db = 0.0
        self._gain_db: float | None = None

    def process(self, block: FloatArray, forecast_lufs: Sequence[float]) -> FloatArray:
        """`block` float32 [2, frames] at its gain, as a new array.

        `forecast_lufs` says how loud the input is thought to be in each second from the start of
        the block on; minus infinity for silence.
        """
        seconds = block.shape[1] / self._rate
        power = float(self._power.process(block).mean(dtype=np.float64))
        self._past.append((seconds, power))
        while sum(length for length, _ in self._past) > _PAST_SECONDS + seconds:
            self._past.popleft()
        wanted = self._target - self._expected(seconds, forecast_lufs) + self._trim_db
        wanted = min(wanted, _MOST_GAIN_DB)
        before = wanted if self._gain_db is None else self._gain_db
        most = _DB_PER_SECOND * seconds
        after = before + min(max(wanted - before, -most), most)
        self._gain_db = after
        self._learn(power, seconds, forecast_lufs)
        start, stop = 10 ** (before / 20), 10 ** (after / 20)
        return block * np.linspace(start, stop, block.shape[1], endpoint=False, dtype=np.float32)

    def hear(self, out: FloatArray) -> None:
        """Take in what became of the blocks, behind the limiter: [2, frames]."""
        self._minute.extend(self._out_steps.process(self._out_power.process(out)))
        if len(self._minute) < _FIRST_STEPS:
            return
        minute = GatedLoudness()
        minute.add(np.array(self._minute, dtype=np.float64))
        missing = self._target - minute.integrated_lufs
        if math.isfinite(missing):
            step = _TRIM_PER_SECOND * missing * out.shape[1] / self._rate
            self._trim_db = min(max(self._trim_db + step, -_MOST_TRIM_DB), _MOST_TRIM_DB)

    def _expected(self, seconds: float, forecast_lufs: Sequence[float]) -> float:
        """Loudness of the seconds around now: those that were heard, then those foretold."""
        known = [(length, power) for length, power in self._past if lufs(power) > _SILENT_LUFS]
        ahead = [
            (1.0, _power_of(value + self._error_db))
            for value in forecast_lufs[math.ceil(seconds) :]
            if value > _SILENT_LUFS
        ]
        weights: NDArray[np.float64] = np.array([*known, *ahead], dtype=np.float64).reshape(-1, 2)
        total = float(weights[:, 0].sum())
        return lufs(float(weights.prod(axis=1).sum()) / total) if total else self._target

    def _learn(self, power: float, seconds: float, forecast_lufs: Sequence[float]) -> None:
        heard, foretold = lufs(power), forecast_lufs[0] if len(forecast_lufs) else -math.inf
        if min(heard, foretold) < _SILENT_LUFS:
            return
        error = min(max(heard - foretold, -_MOST_CORRECTION_DB), _MOST_CORRECTION_DB)
        self._error_db += min(seconds / _LEARN_SECONDS, 1.0) * (error - self._error_db)


class LiveMaster:
    """Gain and limiter over an endless stream, late by `latency` frames."""

    def __init__(self, target_lufs: float, ceiling_dbtp: float, sample_rate: int) -> None:
        self._gain = LiveGain(target_lufs, sample_rate)
        self._limiter = Limiter(ceiling_dbtp, sample_rate, 2)
        self.latency = self._limiter.latency
        self._early = self._limiter.latency  # frames of silence still to be dropped

    def process(self, block: FloatArray, forecast_lufs: Sequence[float]) -> FloatArray:
        """What is ready after `block` [2, frames]: `latency` frames less after the first one."""
        return self._heard(self._limiter.process(self._gain.process(block, forecast_lufs)))

    def flush(self) -> FloatArray:
        """The rest."""
        return self._heard(self._limiter.flush())

    def _heard(self, late: FloatArray) -> FloatArray:
        dropped = min(self._early, late.shape[1])
        self._early -= dropped
        out = np.ascontiguousarray(late[:, dropped:])
        self._gain.hear(out)
        return out


def _power_of(loudness_lufs: float) -> float:
    return float(10 ** ((loudness_lufs + 0.691) / 10))
