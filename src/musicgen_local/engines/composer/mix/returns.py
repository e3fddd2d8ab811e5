"""The shared effects that strips send to: room, hall and echo, and what comes back."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from musicgen_local.engines.composer.mix.automation import Moves
from musicgen_local.engines.composer.mix.curves import FloatArray, db_to_gain, flat_curve, send
from musicgen_local.engines.composer.mix.echo import EchoReturn
from musicgen_local.engines.composer.mix.inserts import BLOCK_FRAMES, Insert
from musicgen_local.engines.composer.mix.preset import Channel, MixPreset
from musicgen_local.engines.composer.mix.reverb import ReverbReturn
from musicgen_local.engines.composer.mix.strip import Placed


class Returns:
    """Only the effects that some channel sends to exist; each has one stereo bus."""

    def __init__(
        self,
        preset: MixPreset,
        channels: Sequence[Channel],
        seconds_per_beat: float,
        sample_rate: int,
        loop_seconds: float | None,
    ) -> None:
        self._effects: list[tuple[Insert, list[float]]] = []
        sends = {
            "room": [channel.room_db for channel in channels],
            "hall": [channel.hall_db for channel in channels],
            "delay": [channel.delay_db for channel in channels],
        }
        for name, levels in sends.items():
            if all(level is None for level in levels):
                continue
            effect: Insert
            if name == "delay":
                effect = EchoReturn(preset.delay, seconds_per_beat, sample_rate)
            else:
                reverb = preset.room if name == "room" else preset.hall
                effect = ReverbReturn(reverb, sample_rate, loop_seconds)
            gains = [0.0 if level is None else db_to_gain(level) for level in levels]
            self._effects.append((effect, gains))

    def __bool__(self) -> bool:
        return bool(self._effects)

    def process(
        self, placed: Sequence[Placed | None], frames: int, start: int, mix: Moves
    ) -> FloatArray:
        """The wet sound of a chunk: every effect's return, summed in one order."""
        wet = np.zeros((2, frames), dtype=np.float32)
        level = np.ones(1, dtype=np.float32) if mix.reverb is None else mix.reverb
        for effect, gains in self._effects:
            bus = np.zeros((2, frames), dtype=np.float32)
            for layer, gain in zip(placed, gains, strict=True):
                if layer is None or gain == 0.0:
                    continue
                reverb = layer.moves.reverb
                curve = flat_curve(frames) if reverb is None else reverb
                send(layer.audio, bus, curve * level * np.float32(gain))
            for first in range(0, frames, BLOCK_FRAMES):
                stretch = bus[:, first : first + BLOCK_FRAMES]
                wet[:, first : first + BLOCK_FRAMES] += effect.process(stretch, start + first)
        return wet
