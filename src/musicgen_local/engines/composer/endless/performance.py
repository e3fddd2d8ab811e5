"""A movement being played: its sound in order, levelled, and the bar lines in it."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Generator
from functools import partial

import numpy as np

from musicgen_local.audio.mastering.chain import ToneChain
from musicgen_local.audio.mastering.run import REFERENCE_LUFS
from musicgen_local.audio.mastering.settings import MASTER_PRESETS
from musicgen_local.engines.base import Block, FloatArray
from musicgen_local.engines.composer.band import open_band
from musicgen_local.engines.composer.compose import compose_section
from musicgen_local.engines.composer.endless.course import Movement
from musicgen_local.engines.composer.mix.mixdown import Mixdown
from musicgen_local.engines.composer.packs import load_pack
from musicgen_local.engines.composer.sound.band import Sounds
from musicgen_local.progress import CancelToken

# Measured over two movements of each of eight genres.
_BUSIEST_OVER_MEAN_DB = 1.3
_CALM_DB = 4.0  # for one unit of energy below the liveliest section
_CHUNK_SECONDS = 3.0  # a bar or two: what is rendered can't be changed any more


class Performance:
    """One movement at `REFERENCE_LUFS`, toned as its genre is mastered, without its ambience.

    Frames count from the movement's first. `prepare` may run in a thread of its own; after it,
    reading goes from the start to the end.
    """

    def __init__(
        self, movement: Movement, sounds: Sounds, sample_rate: int, threads: int, master: str | None
    ) -> None:
        self.movement = movement
        plan = movement.plan
        pack = load_pack(plan.genre)
        self._frames_per_bar = plan.beats_per_bar * plan.seconds_per_beat * sample_rate
        self.music_frames = round(plan.bars * self._frames_per_bar)
        self.cancel = CancelToken()
        bare = plan.model_copy(update={"ambience": ()})  # the stream has a weather of its own
        self._mixdown = Mixdown(
            bare,
            partial(compose_section, bare),
            open_band(bare, sounds, sample_rate).voices,
            pack.mix,
            reference=pack.reference,
            sample_rate=sample_rate,
            threads=threads,
            cancel=self.cancel,
            chunk_seconds=_CHUNK_SECONDS,
        )
        self.total_frames = self._mixdown.total_frames
        self._blocks: Generator[Block, None, None] = self._mixdown.blocks()
        self._tone = ToneChain(MASTER_PRESETS[master or pack.mix.master], sample_rate)
        self._gain = np.float32(1.0)
        self._ready: deque[FloatArray] = deque()
        self._frames_ready = 0

    def prepare(self) -> None:
        """Hold the soundcheck and render the first bars.

        Raises:
            Canceled: soon after `cancel` was set.
        """
        first = next(self._blocks)
        music = self._mixdown.facts.music_lufs
        if math.isfinite(music):
            self._gain = np.float32(10 ** ((REFERENCE_LUFS - music) / 20))
        self._take(first)

    def read(self, frames: int) -> FloatArray:
        """The next frames, float32 [2, frames]; silence when all are out.

        Raises:
            Canceled: soon after `cancel` was set.
        """
        while self._frames_ready < frames:
            block = next(self._blocks, None)
            if block is None:
                self._keep(np.zeros((2, frames - self._frames_ready), dtype=np.float32))
            else:
                self._take(block)
        out = np.empty((2, frames), dtype=np.float32)
        done = 0
        while done < frames:
            head = self._ready.popleft()
            count = min(frames - done, head.shape[1])
            out[:, done : done + count] = head[:, :count]
            if count < head.shape[1]:
                self._ready.appendleft(head[:, count:])
            done += count
        self._frames_ready -= frames
        return out

    def next_bar(self, frame: int) -> int:
        """The first bar line at `frame` or after it."""
        return round(math.ceil(frame / self._frames_per_bar - 1e-6) * self._frames_per_bar)

    @property
    def bar_frames(self) -> int:
        """Length of a bar."""
        return round(self._frames_per_bar)

    def bar_at(self, frame: int) -> int:
        """Bars that are over at `frame`."""
        return int(max(frame, 0) / self._frames_per_bar + 1e-6)

    def section_at(self, frame: int) -> int:
        """Index of the section that plays at `frame`; the last one in the ring-out."""
        bar = self.bar_at(frame)
        sections = self.movement.plan.sections
        for index, section in enumerate(sections):
            bar -= section.bars
            if bar < 0:
                return index
        return len(sections) - 1

    def forecast_lufs(self, frame: int) -> float:
        """How loud it should be at `frame`, from the soundcheck; minus infinity when it is over.

        The soundcheck heard each layer at its busiest: calm sections stay further below that.
        """
        facts = self._mixdown.facts
        sections = self.movement.plan.sections
        if frame >= self.music_frames or not math.isfinite(facts.music_lufs):
            return -math.inf
        section = sections[self.section_at(frame)]
        power = sum(
            10 ** (facts.layers[name].level_lufs / 10)
            for name in section.layers
            if name in facts.layers
        )
        if power <= 0.0:
            return -math.inf
        calm = max(each.energy for each in sections) - section.energy
        below = _BUSIEST_OVER_MEAN_DB + _CALM_DB * calm
        return REFERENCE_LUFS + 10 * math.log10(power) - facts.music_lufs - below

    def close(self) -> None:
        """Stop the musicians and let their threads go; nothing can be read any more."""
        self.cancel.cancel()
        self._blocks.close()

    def _take(self, block: Block) -> None:
        self._keep(self._tone.process(block.mix * self._gain))

    def _keep(self, audio: FloatArray) -> None:
        self._ready.append(audio)
        self._frames_ready += audio.shape[1]
