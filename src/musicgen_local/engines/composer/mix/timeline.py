"""The piece's clock: beats to frames without drift, and the chunks a piece is rendered in."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

from musicgen_local.engines.composer.plan import Plan

GRID = 64  # frames between two points of a control curve; every chunk starts on this grid
RING_OUT_SECONDS = 8.0  # length of the chunks after the last bar


@dataclass(frozen=True, slots=True)
class Chunk:
    """Whole bars of one section, or (`section` None) a stretch of the ring-out.

    Frames count from the piece's start; a pre-roll has negative ones. `shift` is what was added to
    the frames that the beats alone give: 0, or minus whole lengths of a loop.
    """

    section: int | None
    first_bar: int  # within the section
    first_beat: float  # within the section
    beats: float
    section_beat: float  # of the section's start, from the piece's start
    last: bool  # of its section: takes notes that micro-timing pushed past the end
    start: int  # first frame, a multiple of GRID
    frames: int
    shift: int = 0

    @property
    def grid_frames(self) -> int:
        """Frames rounded up to whole grid steps; less is only kept at the very end."""
        return -(-self.frames // GRID) * GRID


class Timeline:
    """Where every bar of a plan falls, in frames. Nothing here grows with the piece's length."""

    def __init__(self, plan: Plan, sample_rate: int, chunk_seconds: float) -> None:
        self._plan = plan
        self.sample_rate = sample_rate
        self.frames_per_beat = 60.0 / plan.tempo_bpm * sample_rate
        bar_seconds = plan.beats_per_bar * plan.seconds_per_beat
        self._bars = max(1, math.floor(chunk_seconds / bar_seconds + 1e-9))
        self._music_end = self.frame(plan.bars * plan.beats_per_bar)
        if plan.loop_ready:
            self.total_frames = self._music_end
        else:
            self.total_frames = round(plan.duration_seconds * sample_rate)

    def frame(self, beat: float) -> int:
        """Frame nearest to an absolute beat; float64 keeps it exact for days."""
        return round(beat * self.frames_per_beat)

    def chunks(self) -> Iterator[Chunk]:
        """The chunks of the piece in order, without gaps, `total_frames` together."""
        beat = 0.0
        for index in range(len(self._plan.sections)):
            for chunk in self._section(index, beat, shift=0):
                if chunk.start >= self.total_frames:
                    return
                yield self._cut(chunk)
            beat += self._beats(index)
        start = _on_grid(self._music_end)
        step = _on_grid(round(RING_OUT_SECONDS * self.sample_rate))
        while start < self.total_frames and not self._plan.loop_ready:
            yield Chunk(
                section=None,
                first_bar=0,
                first_beat=0.0,
                beats=0.0,
                section_beat=beat,
                last=True,
                start=start,
                frames=min(step, self.total_frames - start),
            )
            start += step

    def pre_roll(self, seconds: float) -> list[Chunk]:
        """The piece's last bars, again and again if it is short, placed so that they end at 0."""
        wanted = seconds * self.sample_rate
        found: list[Chunk] = []
        lap = 0
        while not found or -found[-1].start < wanted:
            lap += 1
            beat = float(self._plan.bars * self._plan.beats_per_bar)
            for index in reversed(range(len(self._plan.sections))):
                beat -= self._beats(index)
                for chunk in reversed(
                    list(self._section(index, beat, shift=-lap * self.total_frames))
                ):
                    end = found[-1].start if found else 0
                    found.append(replace(chunk, frames=end - chunk.start))
                    if -chunk.start >= wanted:
                        return found[::-1]
        return found[::-1]

    def section_chunk(self, index: int, first_bar: int, bars: int) -> Chunk:
        """Some bars of a section as if they stood at the piece's start (for the soundcheck)."""
        beats = float(bars * self._plan.beats_per_bar)
        first_beat = float(first_bar * self._plan.beats_per_bar)
        return Chunk(
            section=index,
            first_bar=first_bar,
            first_beat=first_beat,
            beats=beats,
            section_beat=0.0,
            last=False,
            start=0,
            frames=self.frame(beats),
            shift=-self.frame(first_beat),
        )

    def _beats(self, index: int) -> float:
        return float(self._plan.sections[index].bars * self._plan.beats_per_bar)

    def _section(self, index: int, section_beat: float, shift: int) -> Iterator[Chunk]:
        bars = self._plan.sections[index].bars
        per_bar = self._plan.beats_per_bar
        for first in range(0, bars, self._bars):
            count = min(self._bars, bars - first)
            first_beat = float(first * per_bar)
            start = _on_grid(self.frame(section_beat + first_beat) + shift)
            end = _on_grid(self.frame(section_beat + first_beat + count * per_bar) + shift)
            yield Chunk(
                section=index,
                first_bar=first,
                first_beat=first_beat,
                beats=float(count * per_bar),
                section_beat=section_beat,
                last=first + count == bars,
                start=start,
                frames=end - start,
                shift=shift,
            )

    def _cut(self, chunk: Chunk) -> Chunk:
        """The chunk without what lies past the piece's end, or stretched to it in a loop."""
        end = chunk.start + chunk.frames
        if self._plan.loop_ready and end == _on_grid(self._music_end) and chunk.last:
            end = self.total_frames
        return replace(chunk, frames=min(end, self.total_frames) - chunk.start)


def _on_grid(frame: int) -> int:
    return frame // GRID * GRID
