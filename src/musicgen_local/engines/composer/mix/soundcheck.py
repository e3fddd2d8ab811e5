"""The soundcheck: every layer plays alone, and its faders are set by measured loudness.

Levels are K-weighted and gated (ITU-R BS.1770) while the layer plays, so a preset means the same
with any voice: first a trim brings the player to the level that inserts expect, then the fader
brings what leaves the strip to its place in the mix.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from musicgen_local.audio.loudness import LoudnessMeter
from musicgen_local.engines.composer.mix.automation import Moves
from musicgen_local.engines.composer.mix.curves import FloatArray, db_to_gain
from musicgen_local.engines.composer.mix.notes import SectionNotes
from musicgen_local.engines.composer.mix.preset import MixPreset
from musicgen_local.engines.composer.mix.sidechain import Sidechain
from musicgen_local.engines.composer.mix.strip import Passage, Strip
from musicgen_local.engines.composer.mix.timeline import Timeline
from musicgen_local.engines.composer.plan import Plan, Role

REFERENCE_LUFS = -20.0  # of the loudest layer, and of every player before its inserts
_MOST_BARS = 4
_MOST_SECONDS = 12.0
_MOST_SECTIONS = 4  # that are looked into for a layer's notes
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
class MixFacts:
    """Levels of a mix as they were set before its first frame."""

    layers: Mapping[str, LayerLevel] = field(default_factory=dict)
    music_lufs: float = -math.inf  # all layers together, over the whole piece, before the bus
    ambience_gain_db: Sequence[float] = ()


def loudness_of(audio: FloatArray, sample_rate: int) -> float:
    """Integrated loudness of stereo frames in LUFS, -inf for silence."""
    meter = LoudnessMeter(sample_rate, 2)
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

    def passage(self, layer: str) -> Passage | None:
        """Up to four bars where the layer plays most, of its most energetic section."""
        sections = self._plan.sections
        playing = [index for index, section in enumerate(sections) if layer in section.layers]
        playing.sort(key=lambda index: (-sections[index].energy, index))
        for index in playing[:_MOST_SECTIONS]:
            notes = self._section_notes(index)
            if len(notes.part(layer)):
                return self._busiest_bars(index, notes, layer)
        return None

    def _busiest_bars(self, index: int, notes: SectionNotes, layer: str) -> Passage:
        per_bar = self._plan.beats_per_bar
        bar_seconds = per_bar * self._plan.seconds_per_beat
        total = self._plan.sections[index].bars
        bars = max(1, min(_MOST_BARS, math.floor(_MOST_SECONDS / bar_seconds), total))
        part = notes.part(layer)
        bar_of = np.minimum(part.start // per_bar, total - 1).astype(np.int64)
        weights = np.bincount(bar_of, weights=part.velocity, minlength=total)
        windows = np.convolve(weights, np.ones(bars), mode="valid")
        chunk = self._timeline.section_chunk(index, int(np.argmax(windows)), bars)
        pressed = None
        if self._preset.sidechain_release_beats > 0:
            chain = Sidechain(
                self._preset.sidechain_release_beats * self._plan.seconds_per_beat,
                self._timeline.sample_rate,
            )
            drums = kick_layers(self._plan)
            kicks = notes.kicks(drums, chunk, self._timeline.frames_per_beat)
            pressed = chain.press(chunk.start, chunk.grid_frames, *kicks)
        return Passage(chunk, notes, pressed)

    def measure(
        self, strip: Strip, passage: Passage | None, check: Callable[[], None]
    ) -> LayerLevel:
        """Play `strip` (one that is used for nothing else) with open faders."""
        silent = LayerLevel(-math.inf, 0.0, 0.0, -math.inf)
        if passage is None or passage.notes is None:
            return silent
        check()
        chunk, rate = passage.chunk, self._timeline.sample_rate
        notes = passage.notes.part(strip.name).batch(chunk, self._timeline.frames_per_beat, rate)
        audio = np.empty((2, chunk.grid_frames), dtype=np.float32)
        strip.player.play(notes, chunk, passage.notes.energy, 1.0, audio)
        check()
        played = loudness_of(audio, rate)
        if played < _SILENT_LUFS:
            return silent
        trim_db = _bounded(REFERENCE_LUFS - played)
        audio *= np.float32(db_to_gain(trim_db))
        check()
        strip.process(audio, passage, Moves())
        level = loudness_of(audio, rate)
        if level < _SILENT_LUFS:
            return silent
        return LayerLevel(played, trim_db, 0.0, level)

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
