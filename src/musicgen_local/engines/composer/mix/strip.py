"""A layer's strip on the desk: player, inserts, sweeps, side-chain, place and fader."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from musicgen_local.engines.composer.instruments import INSTRUMENTS, Family
from musicgen_local.engines.composer.mix.automation import Automation, Moves, SweepFilter
from musicgen_local.engines.composer.mix.curves import (
    FloatArray,
    db_to_gain,
    flat_curve,
    place,
    placement,
)
from musicgen_local.engines.composer.mix.inserts import Chain
from musicgen_local.engines.composer.mix.notes import SectionNotes
from musicgen_local.engines.composer.mix.player import Player
from musicgen_local.engines.composer.mix.preset import Channel, MixPreset
from musicgen_local.engines.composer.mix.sidechain import duck
from musicgen_local.engines.composer.mix.timeline import Chunk, Timeline
from musicgen_local.engines.composer.plan import Layer, Plan
from musicgen_local.engines.composer.sound.voice import Voice

_LOOKAHEAD_SECONDS = 4.0  # to the notes that may end one of this chunk
_ASLEEP_AFTER_SECONDS = 2.0  # of silence going in, whatever rang in the inserts is over


@dataclass(frozen=True, slots=True)
class Passage:
    """What every strip must know of a chunk."""

    chunk: Chunk
    notes: SectionNotes | None  # None in the ring-out
    pressed: NDArray[np.float64] | None  # the kick's pressure, see `Sidechain`
    following: SectionNotes | None = None  # the next section's, for a section's last chunk


@dataclass(frozen=True, slots=True)
class Placed:
    """A layer's chunk, ready for the buses."""

    audio: FloatArray  # float32 [2, frames]
    moves: Moves


def channel_of(layer: Layer, preset: MixPreset) -> Channel:
    """The strip's settings: by the layer's name, by its role, or plain."""
    return preset.channels.get(layer.name) or preset.channels.get(layer.role.value) or Channel()


class Strip:
    """One layer's strip. Chunks must come in order, one at a time, from any thread."""

    def __init__(
        self,
        plan: Plan,
        index: int,
        voice: Voice,
        channel: Channel,
        timeline: Timeline,
        *,
        keep: bool = False,
    ) -> None:
        layer = plan.layers[index]
        self.name = layer.name
        self.channel = channel
        self.trim_db = 0.0  # before the inserts: their thresholds expect the reference level
        self.fader_db = 0.0  # after them
        self._timeline = timeline
        loop = timeline.total_frames / timeline.sample_rate if plan.loop_ready else None
        self.player = Player(
            voice,
            seed=plan.seed,
            layer=index,
            double=channel.double,
            sample_rate=timeline.sample_rate,
        )
        self._chain = Chain(channel.inserts, timeline.sample_rate, loop)
        described = INSTRUMENTS[voice.instrument]
        one_at_a_time = described.monophonic or described.family is Family.DRUM_KIT
        self._lookahead = _LOOKAHEAD_SECONDS if one_at_a_time else 0.0
        self._automation = Automation(layer.name, timeline.sample_rate, timeline.frames_per_beat)
        self._sweep = SweepFilter(timeline.sample_rate)
        self._matrix = placement(channel.pan, channel.width)
        self._quiet = 0
        self._awake = False
        self._keep = keep  # chunks are handed out for good, not lent until the next one
        self._lent = np.empty(0, dtype=np.float32)

    def sound(self, passage: Passage, check: Callable[[], None]) -> FloatArray | None:
        """What the player gives for a chunk's notes, or None where there are none.

        Chunks may come in any order, several at a time: this is most of the work.

        Raises:
            Canceled: by way of `check`.
        """
        check()
        chunk, section = passage.chunk, passage.notes
        if section is None:
            return None
        timeline = self._timeline
        part = section.part(self.name)
        following = None
        if passage.following is not None and self._lookahead:
            following = passage.following.part(self.name)
        notes = part.batch(
            chunk, timeline.frames_per_beat, timeline.sample_rate, self._lookahead, following
        )
        return None if notes is None else self.player.sound(notes, chunk, section.energy)

    def render(
        self,
        passage: Passage,
        sound: Callable[[], FloatArray | None],
        check: Callable[[], None],
    ) -> Placed | None:
        """The layer's chunk in its place, or None while it sleeps; `sound` gives its notes.

        Raises:
            Canceled: by way of `check`, which is called between the steps.
        """
        fresh = sound()
        check()
        chunk, section = passage.chunk, passage.notes
        sweeps = () if section is None else section.sweeps
        moves = self._automation.moves(chunk, sweeps)
        rate = self._timeline.sample_rate
        if fresh is None and not self.player.ringing:
            self._quiet += chunk.grid_frames
            if not self._awake or self._quiet > _ASLEEP_AFTER_SECONDS * rate + chunk.grid_frames:
                self._awake = False
                return None
        else:
            self._quiet, self._awake = 0, True
        audio = self._buffer(chunk.grid_frames)
        self.player.play(fresh, db_to_gain(self.trim_db), audio)
        self.process(audio, passage, moves)
        return Placed(audio, moves)

    def play_alone(self, passage: Passage, check: Callable[[], None]) -> FloatArray:
        """What the player gives for a passage, before trim and inserts; nothing rings on."""
        audio = np.empty((2, passage.chunk.grid_frames), dtype=np.float32)
        self.player.play(self.sound(passage, check), 1.0, audio)
        self.player.stop()
        return audio

    def process(self, audio: FloatArray, passage: Passage, moves: Moves) -> None:
        """Everything after the player, in place."""
        self._chain.process(audio, passage.chunk.start)
        self._sweep.process(audio, moves)
        curve = flat_curve(audio.shape[1]) if moves.gain is None else moves.gain
        if passage.pressed is not None and self.channel.sidechain_db:
            curve = curve * duck(passage.pressed, self.channel.sidechain_db)
        place(audio, self._matrix * db_to_gain(self.fader_db), np.stack([curve, curve]))

    def _buffer(self, frames: int) -> FloatArray:
        if self._keep:
            return np.empty((2, frames), dtype=np.float32)
        if self._lent.size < 2 * frames:
            self._lent = np.empty(2 * frames, dtype=np.float32)
        return self._lent[: 2 * frames].reshape(2, frames)
