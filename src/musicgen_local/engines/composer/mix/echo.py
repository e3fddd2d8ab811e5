"""The tempo-synced delay: echoes that jump from side to side and darken as they go."""

from __future__ import annotations

import numpy as np

from musicgen_local.audio.filters import BiquadCascade, high_pass, low_pass
from musicgen_local.engines.composer.mix.curves import FloatArray
from musicgen_local.engines.composer.mix.preset import Delay


class EchoReturn:
    """Ping-pong: the send enters on the left, each repeat crosses over, filters in the loop."""

    def __init__(self, delay: Delay, seconds_per_beat: float, sample_rate: int) -> None:
        frames = max(2, round(delay.beats * seconds_per_beat * sample_rate))
        self._memory = np.zeros((2, frames), dtype=np.float32)  # exactly one delay long
        self._position = 0
        self._feedback = np.float32(min(max(delay.feedback, 0.0), 0.95))
        self._filters = BiquadCascade(
            [
                high_pass(delay.highpass_hz, sample_rate=sample_rate),
                low_pass(min(delay.lowpass_hz, 0.49 * sample_rate), sample_rate=sample_rate),
            ]
        )

    def process(self, audio: FloatArray, start: int) -> FloatArray:  # noqa: ARG002
        """The echoes of a send [2, frames]."""
        out = np.empty_like(audio)
        done = 0
        while done < audio.shape[1]:
            room = self._memory.shape[1] - self._position
            count = min(room, audio.shape[1] - done)
            slot = self._memory[:, self._position : self._position + count]
            echo = self._filters.apply(slot.copy())
            fresh = audio[:, done : done + count]
            out[:, done : done + count] = echo
            np.multiply(echo[::-1], self._feedback, out=slot)
            slot[0] += np.float32(0.5) * (fresh[0] + fresh[1])
            self._position = (self._position + count) % self._memory.shape[1]
            done += count
        return out
