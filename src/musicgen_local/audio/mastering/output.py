"""The end of the chain: the limiter, its latency hidden, the meters behind it, the slow ride."""

from __future__ import annotations

import math
from functools import partial

import numpy as np

from musicgen_local.audio.loudness import LoudnessMeter
from musicgen_local.audio.mastering.beside import Beside
from musicgen_local.audio.mastering.limiter import Limiter
from musicgen_local.audio.true_peak import TruePeakMeter
from musicgen_local.audio.value import FloatArray

# How hard the ride pulls at a deviation, how far it goes, how fast: slower than anyone notices.
_PULL = 6.0
_MOST_DB = 2.0
_DB_PER_SECOND = 0.02


class LimitedOutput:
    """Limits and measures a stream; the frames come out where they went in.

    It is measured `beside`, so what comes out must not be changed.
    """

    def __init__(
        self, ceiling_dbtp: float, sample_rate: int, channels: int, beside: Beside
    ) -> None:
        self._beside = beside
        self._limiter = Limiter(ceiling_dbtp, sample_rate, channels)
        self._early = self._limiter.latency  # frames of silence still to be dropped
        self._loudness = LoudnessMeter(sample_rate, channels)
        self._peak = TruePeakMeter(sample_rate, channels)
        self.frames = 0

    def process(self, block: FloatArray) -> FloatArray:
        """What is ready after `block` [channels, frames]; possibly no frames yet."""
        return self._measured(self._limiter.process(block))

    def flush(self) -> FloatArray:
        """The rest."""
        return self._measured(self._limiter.flush())

    def _measured(self, late: FloatArray) -> FloatArray:
        dropped = min(self._early, late.shape[1])
        self._early -= dropped
        block = np.ascontiguousarray(late[:, dropped:])
        self._beside.do(partial(self._measure, block))
        self.frames += block.shape[1]
        return block

    def _measure(self, block: FloatArray) -> None:
        self._loudness.add(block)
        self._peak.add(block)

    @property
    def integrated_lufs(self) -> float:
        """Of everything that came out so far; minus infinity for silence."""
        self._beside.settle()
        return self._loudness.integrated_lufs

    @property
    def loudness_range_lu(self) -> float:
        """Of everything that came out so far."""
        self._beside.settle()
        return self._loudness.loudness_range_lu

    @property
    def true_peak_dbtp(self) -> float:
        """Of everything; read it when the last block is out."""
        self._beside.settle()
        return self._peak.peak_dbtp

    @property
    def max_reduction_db(self) -> float:
        """The most the limiter took off anywhere, in dB >= 0."""
        return self._limiter.max_reduction_db


class LoudnessRide:
    """Gain that holds the integrated loudness of an endless stream: +-2 dB, 0.02 dB per second."""

    def __init__(self, target_lufs: float, sample_rate: int) -> None:
        self._target = target_lufs
        self._rate = sample_rate
        self._now_db = 0.0

    def gains(self, frames: int, integrated_lufs: float) -> FloatArray:
        """Linear gains, float32 [frames], given the loudness of all that came out before."""
        missing = self._target - integrated_lufs if math.isfinite(integrated_lufs) else 0.0
        wanted = min(max(_PULL * missing, -_MOST_DB), _MOST_DB)
        most = _DB_PER_SECOND * frames / self._rate
        then_db = self._now_db + min(max(wanted - self._now_db, -most), most)
        ramp = np.linspace(self._now_db, then_db, frames, endpoint=False)
        self._now_db = then_db
        return np.asarray(10 ** (ramp / 20), dtype=np.float32)
