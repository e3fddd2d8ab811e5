"""The soundcheck: every layer plays alone, and its faders are set by measured loudness.

Levels are K-weighted and gated (ITU-R BS.1770) while the layer plays, so a preset means the same
with any voice: first a trim brings the player to the level that inserts expect, then the fader
brings what leaves the strip to its place in the mix.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from musicgen_local.audio.loudness import LoudnessMeter
from musicgen_local.engines.composer.mix.automation import Moves
from musicgen_local.engines.composer.mix.curves import FloatArray, db_to_gain
from musicgen_local.engines.composer.mix.notes import Part, SectionNotes
from musicgen_local.engines.composer.mix.preset import MixPreset
from musicgen_local.engines.composer.mix.sidechain import Sidechain
from musicgen_local.engines.composer.mix.strip import Passage, Strip
from musicgen_local.engines.composer.mix.timeline import Chunk, Timeline
from musicgen_local.engines.composer.mix.tonal_balance import NEUTRAL, TonalBalance
from musicgen_local.engines.composer.plan import Layer, Plan, Role

REFERENCE_LUFS = -20.0  # of the loudest layer, and of every player before its inserts
_MOST_BARS = 4  # of one layer, in one section or two
_MOST_SECONDS = 12.0
_MOST_SECTIONS = 6  # that are looked into for a layer's notes
_DENSE_NOTES_PER_BAR = 1.5  # or more: a layer is all alike
_STEADY_SHARE = 0.5  # of the time, or more, under notes: likewise
_SPARSE_SECONDS = 30.0  # of audio, enough for a layer that plays now and then
_TAIL_SECONDS = 2.0
_LONGEST_SECONDS = 16.0  # of one passage
_SILENT_LUFS = -70.0
_MOST_GAIN_DB = 48.0


@dataclass(frozen=True, slots=True)
class LayerLevel:
    """What the soundcheck found for one layer and how its strip was set."""

    played_lufs: float  # the voice by itself; -inf when it never plays
    trim_db: float
    fader_db: float
    level_lufs: float  # leaving the strip; -inf when it never plays


@dataclass(frozen=True, slots=True)
class Heard:
    """A layer's level, and what it was measured on: its strip's output with open faders."""

    level: LayerLevel
    takes: Sequence[FloatArray] = ()  # each [2, frames]; none when it never plays


@dataclass(frozen=True, slots=True)
class MixFacts:
    """A mix as it was set before its first frame."""

    layers: Mapping[str, LayerLevel] = field(default_factory=dict)
    music_lufs: float = -math.inf  # all layers together, over the whole piece, before the bus
    ambience_gain_db: Sequence[float] = ()
    balance: TonalBalance = NEUTRAL


def loudness_of(takes: Iterable[FloatArray], sample_rate: int) -> float:
    """Integrated loudness of stereo takes one after the other, in LUFS; -inf for silence."""
    meter = LoudnessMeter(sample_rate, 2)
    for audio in takes:
        meter.add(audio)
    return meter.integrated_lufs


def kick_layers(plan: Plan) -> tuple[str, ...]:
    """Names of the layers whose bass drum keys the side-chain."""
    return tuple(layer.name for layer in plan.layers if layer.role is Role.DRUMS)


class Soundcheck:
    """Finds trim and fader of each layer from a few bars at its most energetic."""

    def __init__(
        self,
        plan: Plan,
        preset: MixPreset,
        timeline: Timeline,
        section_notes: Callable[[int], SectionNotes],
    ) -> None:
        self._plan = plan
        self._preset = preset
        self._timeline = timeline
        self._section_notes = section_notes

    def passages(self, layer: Layer) -> list[Passage]:
        """Bars to listen to: the busiest of the two most energetic sections where a layer plays.

        Layers that play now and then (risers, single hits) are heard in more places and to the end
        of their tails, for no two of their notes need be alike.
        """
        sections = self._plan.sections
        playing = [index for index, section in enumerate(sections) if layer.name in section.layers]
        playing.sort(key=lambda index: (-sections[index].energy, index))
        found: list[tuple[int, SectionNotes]] = []
        for index in playing[:_MOST_SECTIONS]:
            notes = self._section_notes(index)
            if len(notes.part(layer.name)):
                found.append((index, notes))
            if len(found) == 2 and not self._is_sparse(layer, *found[0]):
                break
        if found and self._is_sparse(layer, *found[0]):
            passages: list[Passage] = []
            seconds = 0.0
            for here in found:
                passages.append(self._busiest_bars(*here, layer.name, _MOST_BARS // 2, tail=True))
                seconds += passages[-1].chunk.frames / self._timeline.sample_rate
                if seconds > _SPARSE_SECONDS:
                    break
            return passages
        bars = _MOST_BARS // max(1, len(found))
        return [self._busiest_bars(*here, layer.name, bars, tail=False) for here in found]

    def _is_sparse(self, layer: Layer, index: int, notes: SectionNotes) -> bool:
        if layer.role is Role.TRANSITIONS:
            return True
        part, bars = notes.part(layer.name), self._plan.sections[index].bars
        sounding = float(np.sum(part.duration)) / (bars * self._plan.beats_per_bar)
        return len(part) < _DENSE_NOTES_PER_BAR * bars and sounding < _STEADY_SHARE

    def _busiest_bars(
        self, index: int, notes: SectionNotes, layer: str, most_bars: int, *, tail: bool
    ) -> Passage:
        per_bar = self._plan.beats_per_bar
        bar_seconds = per_bar * self._plan.seconds_per_beat
        total = self._plan.sections[index].bars
        fitting = math.floor(_MOST_SECONDS * most_bars / _MOST_BARS / bar_seconds)
        bars = max(1, min(most_bars, fitting, total))
        part = notes.part(layer)
        busy = [self._sounding(part, first * per_bar, (first + bars) * per_bar)
                for first in range(total - bars + 1)]  # fmt: skip
        chunk = self._timeline.section_chunk(index, int(np.argmax(busy)), bars)
        if tail:
            chunk = replace(chunk, frames=self._until_silence(part, chunk))
        return Passage(chunk, notes, self._pressure(chunk, notes))

    @staticmethod
    def _sounding(part: Part, first_beat: float, last_beat: float) -> float:
        """How much sounds of the notes that begin in a stretch, by velocity and beats.

        Not how many begin: a drone that hands play a moment before the bar would be all tail.
        """
        begins = (part.start >= first_beat) & (part.start < last_beat)
        heard = np.minimum(part.duration[begins], last_beat - part.start[begins])
        return float(np.sum(part.velocity[begins] * heard))

    def _until_silence(self, part: Part, chunk: Chunk) -> int:
        """Frames from a chunk's start to the end of its longest note and a tail."""
        which = part.within(chunk)
        ends = part.start[which] + part.duration[which] - chunk.first_beat
        sounding = self._timeline.frame(max(chunk.beats, float(np.max(ends, initial=0.0))))
        rate = self._timeline.sample_rate
        return min(sounding + round(_TAIL_SECONDS * rate), round(_LONGEST_SECONDS * rate))

    def _pressure(self, chunk: Chunk, notes: SectionNotes) -> NDArray[np.float64] | None:
        release = self._preset.sidechain_release_beats * self._plan.seconds_per_beat
        chain = Sidechain(release, self._timeline.sample_rate)
        kicks = notes.kicks(kick_layers(self._plan), chunk, self._timeline.frames_per_beat)
        return chain.press(chunk.start, chunk.grid_frames, *kicks)

    def measure(
        self, strip: Strip, passages: Sequence[Passage], check: Callable[[], None]
    ) -> Heard:
        """Play `strip` (one that is used for nothing else) with open faders."""
        silent = Heard(LayerLevel(-math.inf, 0.0, 0.0, -math.inf))
        rate = self._timeline.sample_rate
        takes = []
        for passage in passages:
            check()
            takes.append(strip.play_alone(passage, check))
        played = loudness_of(takes, rate)
        if played < _SILENT_LUFS:
            return silent
        trim_db = _bounded(REFERENCE_LUFS - played)
        for passage, audio in zip(passages, takes, strict=True):
            check()
            audio *= np.float32(db_to_gain(trim_db))
            strip.process(audio, passage, Moves())
        level = loudness_of(takes, rate)
        if level < _SILENT_LUFS:
            return silent
        return Heard(LayerLevel(played, trim_db, 0.0, level), takes)

    def balance(self, levels: Sequence[LayerLevel], strips: Sequence[Strip]) -> list[LayerLevel]:
        """Faders that put each layer at its level, the loudest one at `REFERENCE_LUFS`."""
        heard = [
            strip.channel.level_lu
            for strip, level in zip(strips, levels, strict=True)
            if level.level_lufs > _SILENT_LUFS
        ]
        top = max(heard, default=0.0)
        balanced = []
        for strip, level in zip(strips, levels, strict=True):
            if level.level_lufs <= _SILENT_LUFS:
                balanced.append(level)
                continue
            wanted = REFERENCE_LUFS + strip.channel.level_lu - top
            fader_db = _bounded(wanted - level.level_lufs)
            reached = level.level_lufs + fader_db
            balanced.append(LayerLevel(level.played_lufs, level.trim_db, fader_db, reached))
        return balanced

    def music_lufs(self, levels: Sequence[LayerLevel]) -> float:
        """Loudness of the whole, from the powers of the layers that each section names."""
        power = {
            layer.name: 10 ** (level.level_lufs / 10)
            for layer, level in zip(self._plan.layers, levels, strict=True)
        }
        total = sum(
            section.bars * sum(power[name] for name in section.layers)
            for section in self._plan.sections
        )
        return 10 * math.log10(total / self._plan.bars) if total > 0 else -math.inf


def _bounded(gain_db: float) -> float:
    return min(max(gain_db, -_MOST_GAIN_DB), _MOST_GAIN_DB)
