"""The desk: a plan, its scores and its voices become the mix, chunk by chunk, at any length."""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Callable, Generator, Mapping, Sequence
from functools import partial

import numpy as np

from musicgen_local.engines.base import Block
from musicgen_local.engines.composer.mix.ambience import AmbienceSource, Beds
from musicgen_local.engines.composer.mix.automation import Automation, Moves
from musicgen_local.engines.composer.mix.bus import Colour, StereoField, fade
from musicgen_local.engines.composer.mix.crew import Crew
from musicgen_local.engines.composer.mix.curves import FloatArray, grid_points
from musicgen_local.engines.composer.mix.notes import SectionNotes
from musicgen_local.engines.composer.mix.preset import MixPreset
from musicgen_local.engines.composer.mix.rehearsal import frames_of, rehearse
from musicgen_local.engines.composer.mix.returns import Returns
from musicgen_local.engines.composer.mix.sidechain import NO_KICKS, Sidechain
from musicgen_local.engines.composer.mix.soundcheck import (
    REFERENCE_LUFS,
    Heard,
    MixFacts,
    Soundcheck,
    kick_layers,
)
from musicgen_local.engines.composer.mix.strip import Passage, Placed, Strip, channel_of
from musicgen_local.engines.composer.mix.timeline import Chunk, Timeline
from musicgen_local.engines.composer.mix.tonal_balance import (
    Reference,
    TonalBalance,
    find_balance,
)
from musicgen_local.engines.composer.plan import Plan
from musicgen_local.engines.composer.score import SectionScore
from musicgen_local.engines.composer.sound.voice import Voice
from musicgen_local.progress import CancelToken

SPACE, AMBIENCE = "space", "ambience"  # stems besides the layers
_MIX = ""  # beside the stems' names
FADE_SECONDS = 1.5  # at the end of a piece that is no loop
_CHUNK_SECONDS = 6.0
_SECTIONS_KEPT = 8
_PRE_ROLL_SECONDS = 10.0

Sound = Callable[[], FloatArray | None]  # gives, once, what a layer's player sounds for a chunk


class Mixdown:
    """One performance of a plan. `blocks()` may be taken once.

    `compose(k)` gives the score of section k, the same each time it is asked. `voices` has one
    voice for every layer of the plan, `ambience` one source for every bed, in the plan's order.
    With a `reference` the mix leans towards what records of its genre measure; the plan's
    brightness counts with and without one. The same arguments give the same bytes, whatever
    `threads` is.
    """

    def __init__(
        self,
        plan: Plan,
        compose: Callable[[int], SectionScore],
        voices: Mapping[str, Voice],
        preset: MixPreset,
        *,
        reference: Reference | None = None,
        ambience: Sequence[AmbienceSource] = (),
        sample_rate: int = 44_100,
        threads: int = 1,
        stems: bool = False,
        cancel: CancelToken | None = None,
        chunk_seconds: float = _CHUNK_SECONDS,
    ) -> None:
        missing = [layer.name for layer in plan.layers if layer.name not in voices]
        if missing:
            raise ValueError(f"no voice for {missing}")
        if len(ambience) != len(plan.ambience):
            raise ValueError("one ambience source for each ambience layer of the plan")
        self._plan = plan
        self._compose = compose
        self._voices = voices
        self._preset = preset
        self._reference = reference
        self._threads = threads
        self._stems = stems
        self._cancel = cancel or CancelToken()
        self._timeline = Timeline(plan, sample_rate, chunk_seconds)
        self._sections: OrderedDict[int, SectionNotes] = OrderedDict()
        loop = self._timeline.total_frames / sample_rate if plan.loop_ready else None
        self._strips = [self._strip(index, keep=stems) for index in range(len(plan.layers))]
        self._returns = Returns(
            preset,
            [strip.channel for strip in self._strips],
            plan.seconds_per_beat,
            sample_rate,
            loop,
        )
        self._beds = Beds(
            ambience,
            [bed.level_lu for bed in plan.ambience],
            sample_rate,
            self._timeline.total_frames,
            loop=plan.loop_ready,
        )
        self._sidechain: Sidechain | None = None
        if any(strip.channel.sidechain_db for strip in self._strips):
            self._sidechain = Sidechain(
                preset.sidechain_release_beats * plan.seconds_per_beat, sample_rate
            )
        self._mix_moves = Automation("mix", sample_rate, self._timeline.frames_per_beat)
        self._fields: dict[str, StereoField] = {}  # by stem, and `_MIX`
        self._colour = Colour(preset, sample_rate, loop)
        self.facts = MixFacts()

    @property
    def total_frames(self) -> int:
        """Frames that `blocks()` will give, all together."""
        return self._timeline.total_frames

    @property
    def stem_names(self) -> tuple[str, ...]:
        """The layers in the plan's order, then "space" and "ambience" where there are any."""
        names = [layer.name for layer in self._plan.layers]
        names += [SPACE] if self._returns else []
        names += [AMBIENCE] if self._beds else []
        return tuple(names)

    def blocks(self) -> Generator[Block, None, None]:
        """The piece, a few bars at a time, unmastered; while one is used the next is rendered.

        Raises:
            Canceled: within half a second of the token being set.
        """
        with Crew(self._threads, self._cancel) as crew:
            set_levels = self._soundcheck(crew)
            chunks = self._chunks()
            sounding = self._sound(next(chunks, None), crew)
            set_levels()
            while sounding is not None:
                passage = sounding[0]
                placed = self._place(*sounding, crew)
                sounding = self._sound(next(chunks, None), crew)
                bed, *parts = placed()
                block = self._mix(passage.chunk, parts, bed)
                if passage.chunk.start >= 0:
                    yield block
                crew.check()

    def _chunks(self) -> Generator[Chunk, None, None]:
        """The piece, after the end of its last lap when it is a loop: tails ring into the start."""
        if self._plan.loop_ready:
            yield from self._timeline.pre_roll(
                max(_PRE_ROLL_SECONDS, 2 * self._preset.hall.decay_seconds)
            )
        yield from self._timeline.chunks()

    def _sound(self, chunk: Chunk | None, crew: Crew) -> tuple[Passage, list[Sound]] | None:
        """Have the players sound a chunk's notes; chunks must come in order."""
        if chunk is None:
            return None
        crew.check()
        notes = None if chunk.section is None else self._notes(chunk.section)
        pressed = None
        if self._sidechain is not None:
            kicks = NO_KICKS
            if notes is not None:
                drums = kick_layers(self._plan)
                kicks = notes.kicks(drums, chunk, self._timeline.frames_per_beat)
            pressed = self._sidechain.press(chunk.start, chunk.grid_frames, *kicks)
        passage = Passage(chunk, notes, pressed, self._following(chunk))
        return passage, [
            crew.begin(partial(strip.sound, passage, crew.check)) for strip in self._strips
        ]

    def _following(self, chunk: Chunk) -> SectionNotes | None:
        """What is played after a section's last chunk: a loop goes round."""
        if chunk.section is None or not chunk.last:
            return None
        count = len(self._plan.sections)
        if chunk.section + 1 < count:
            return self._notes(chunk.section + 1)
        return self._notes(0) if self._plan.loop_ready else None

    def _place(
        self, passage: Passage, sounds: Sequence[Sound], crew: Crew
    ) -> Callable[[], list[Placed | None]]:
        """Bring what the players sound through the strips, when those are done with the last."""
        tasks: list[Callable[[], Placed | None]] = [partial(self._bed, passage.chunk, crew.check)]
        for strip, sound in zip(self._strips, sounds, strict=True):
            tasks.append(partial(strip.render, passage, sound, crew.check))
        return crew.start(tasks)

    def _bed(self, chunk: Chunk, check: Callable[[], None]) -> Placed | None:
        check()
        if not self._beds:
            return None
        return Placed(self._beds.render(chunk.start, chunk.grid_frames), Moves())

    def _mix(self, chunk: Chunk, placed: Sequence[Placed | None], bed: Placed | None) -> Block:
        frames = chunk.grid_frames
        sweeps = () if chunk.section is None else self._notes(chunk.section).sweeps
        moves = self._mix_moves.moves(chunk, sweeps)
        parts: list[FloatArray | None] = [None if part is None else part.audio for part in placed]
        if self._returns:
            parts.append(self._returns.process(placed, frames, chunk.start, moves))
        if self._beds:
            parts.append(None if bed is None else bed.audio)
        mix = np.zeros((2, frames), dtype=np.float32)
        for part in parts:
            if part is not None:
                mix += part
        stems: dict[str, FloatArray] = {}
        if self._stems:
            for name, part in zip(self.stem_names, parts, strict=True):
                stem = np.zeros((2, frames), dtype=np.float32) if part is None else part
                self._fields[name].process(stem, moves)
                stems[name] = self._finish(stem, chunk)
        self._fields[_MIX].process(mix, moves)
        self._colour.process(mix, chunk.start)
        return Block(self._finish(mix, chunk), stems)

    def _finish(self, audio: FloatArray, chunk: Chunk) -> FloatArray:
        """Faded at the piece's end, and without the frames past it."""
        length = min(FADE_SECONDS * self._timeline.sample_rate, self.total_frames / 2)
        if not self._plan.loop_ready and chunk.start + chunk.frames > self.total_frames - length:
            points = grid_points(chunk.start, audio.shape[1])
            left = np.clip((self.total_frames - points) / length, 0.0, 1.0)
            fade(audio, (0.5 - 0.5 * np.cos(np.pi * left)).astype(np.float32))
        return np.ascontiguousarray(audio[:, : chunk.frames])

    def _soundcheck(self, crew: Crew) -> Callable[[], None]:
        """Begin to measure every layer; what comes back waits for that and sets the faders."""
        check = Soundcheck(self._plan, self._preset, self._timeline, self._notes)
        measured = []
        for index, layer in enumerate(self._plan.layers):
            alone = self._strip(index, keep=True)
            passages = check.passages(layer)
            measured.append(crew.begin(partial(check.measure, alone, passages, crew.check)))
        beds = crew.start(self._beds.loudness())
        return lambda: self._set_up(check, [heard() for heard in measured], beds(), crew.check)

    def _set_up(
        self,
        check: Soundcheck,
        measured: Sequence[Heard],
        beds: Sequence[float],
        still_wanted: Callable[[], None],
    ) -> None:
        """Set the faders, then the tonal balance of the whole."""
        levels = check.balance([heard.level for heard in measured], self._strips)
        for strip, level in zip(self._strips, levels, strict=True):
            strip.trim_db, strip.fader_db = level.trim_db, level.fader_db
        music = check.music_lufs(levels)
        gains = self._beds.set_levels(beds, music if math.isfinite(music) else REFERENCE_LUFS)
        names = (layer.name for layer in self._plan.layers)
        faded = [Heard(level, heard.takes) for level, heard in zip(levels, measured, strict=True)]
        balance = self._find_balance(faded, still_wanted)
        rate = self._timeline.sample_rate
        for name in (_MIX, *(self.stem_names if self._stems else ())):
            self._fields[name] = StereoField(self._preset, rate, balance)
        self.facts = MixFacts(dict(zip(names, levels, strict=True)), music, tuple(gains), balance)

    def _find_balance(
        self, heard: Sequence[Heard], still_wanted: Callable[[], None]
    ) -> TonalBalance:
        rate = self._timeline.sample_rate
        expected = None
        if self._reference is not None:
            frames = frames_of(rate)
            bed = np.zeros((2, frames), dtype=np.float32)
            if self._beds:
                bed += self._beds.listen(frames)
            channels = [strip.channel for strip in self._strips]
            expected = rehearse(self._plan, self._preset, channels, heard, bed, rate, still_wanted)
        return find_balance(expected, rate, self._reference, self._plan.brightness)

    def _strip(self, index: int, *, keep: bool) -> Strip:
        layer = self._plan.layers[index]
        channel = channel_of(layer, self._preset)
        voice = self._voices[layer.name]
        return Strip(self._plan, index, voice, channel, self._timeline, keep=keep)

    def _notes(self, section: int) -> SectionNotes:
        """A section's notes; the last few stay at hand."""
        if section not in self._sections:
            self._sections[section] = SectionNotes(self._compose(section))
            if len(self._sections) > _SECTIONS_KEPT:
                self._sections.popitem(last=False)
        self._sections.move_to_end(section)
        return self._sections[section]
