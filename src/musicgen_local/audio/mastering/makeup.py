"""How much gain a mix needs in front of the limiter to come out at a given loudness."""

from __future__ import annotations

import math

import numpy as np

from musicgen_local.audio.loudness import GatedLoudness, KPower, StepMeans
from musicgen_local.audio.mastering.limiter import LimiterGain
from musicgen_local.audio.true_peak import TruePeakDetector
from musicgen_local.audio.value import FloatArray

MOST_GAIN_DB = 18.0
_HOP_FRAMES = 16
_CLOSE_ENOUGH_LU = 0.02
_NOTICEABLE_LU = 0.3
_MOST_TRIES = 12
_MOST_LIMITING_DB = 12.0  # asking the limiter for more than this only makes dirt


class LoudnessModel:
    """A mix reduced to the peak and the K-weighted power of every 16 frames.

    That is 8 bytes per hop (13 MB for ten minutes), enough to foretell the limiter's output
    within a few hundredths of a dB and cheap enough to try many gains.
    """

    def __init__(self, sample_rate: int, channels: int) -> None:
        self._hop_rate = sample_rate / _HOP_FRAMES
        self._detector = TruePeakDetector(channels)
        self._power = KPower(sample_rate, channels)
        self._peaks: list[FloatArray] = []
        self._powers: list[FloatArray] = []
        self._squares = 0.0
        self._samples = 0

    def add(self, block: FloatArray) -> None:
        """Take in `block` [channels, frames]; only the last may have frames that fill no hop."""
        self._squares += float(np.vdot(block, block))
        self._samples += block.size
        self._peaks.append(_by_hop(np.maximum, self._detector.process(block)))
        self._powers.append(_by_hop(np.add, self._power.process(block)) / np.float32(_HOP_FRAMES))

    @property
    def rms_db(self) -> float:
        """RMS of all channels, in dB of full scale; minus infinity for silence."""
        mean = self._squares / max(self._samples, 1)
        return 10 * math.log10(mean) if mean > 0 else -math.inf

    def gain_for(self, target_lufs: float, limit: float) -> tuple[float, bool]:
        """Gain in dB that makes the limited mix `target_lufs` loud; and is that out of reach?

        `limit` is the linear level the limiter holds. Silence gets 0 dB.
        """
        peaks, powers = np.concatenate(self._peaks), np.concatenate(self._powers)
        unlimited = self._limited_lufs(peaks, powers, 0.0, np.inf)
        if not np.isfinite(unlimited):
            return 0.0, False
        straight = target_lufs - unlimited
        most = min(straight + _MOST_LIMITING_DB, MOST_GAIN_DB)
        gain = min(straight, most)
        for _ in range(_MOST_TRIES):
            missing = target_lufs - self._limited_lufs(peaks, powers, gain, limit)
            if abs(missing) < _CLOSE_ENOUGH_LU or (missing > 0 and gain >= most):
                break
            # Once the limiter works, a dB in gives less than a dB out.
            gain = min(gain + (1.3 * missing if missing > 0 else missing), most)
        return gain, missing > _NOTICEABLE_LU

    def _limited_lufs(
        self, peaks: FloatArray, powers: FloatArray, gain_db: float, limit: float
    ) -> float:
        gain = 10 ** (gain_db / 20)
        limiter = LimiterGain(self._hop_rate)
        padded = np.pad(peaks, (0, limiter.latency)) * np.float32(gain / limit)
        limited = powers * np.square(limiter.process(padded)[limiter.latency :] * np.float32(gain))
        loudness = GatedLoudness()
        loudness.add(StepMeans(round(self._hop_rate / 10)).process(limited))
        return loudness.integrated_lufs


def _by_hop(combine: np.ufunc, values: FloatArray) -> FloatArray:
    """`values` [frames] combined over each hop, two halves at a time: numpy is slow at short rows.

    Frames that are missing in the last hop count as zeros.
    """
    missing = -len(values) % _HOP_FRAMES
    combined = np.pad(values, (0, missing)) if missing else values
    while len(combined) * _HOP_FRAMES > len(values) + missing:
        combined = combine(combined[0::2], combined[1::2])
    return combined
