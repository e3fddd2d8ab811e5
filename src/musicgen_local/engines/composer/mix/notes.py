"""Parts of a section as arrays, cut into the batches that voices play."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from musicgen_local.engines.composer.mix.sidechain import KICK_KEYS
from musicgen_local.engines.composer.mix.timeline import Chunk
from musicgen_local.engines.composer.score import Note, SectionScore, Sweep
from musicgen_local.engines.composer.sound.voice import NoteBatch


class Part:
    """One layer's notes in one section, sorted by start."""

    def __init__(self, notes: Sequence[Note]) -> None:
        table = np.array(
            [
                (n.start_beats, n.duration_beats, n.pitch, n.velocity, n.glide_semitones)
                for n in notes
            ],
            dtype=np.float64,
        ).reshape(len(notes), 5)
        table = table[np.argsort(table[:, 0], kind="stable")]
        self.start, self.duration, self.pitch, self.velocity, self.glide = (
            np.ascontiguousarray(column) for column in table.T
        )

    def __len__(self) -> int:
        return len(self.start)

    def within(self, chunk: Chunk) -> slice:
        """The notes that start in a chunk; its section's last one takes the late ones too."""
        ends = chunk.first_beat + chunk.beats
        first = np.searchsorted(self.start, chunk.first_beat)
        stop = len(self.start) if chunk.last else np.searchsorted(self.start, ends)
        return slice(int(first), int(stop))

    def frames(self, chunk: Chunk, which: slice, frames_per_beat: float) -> NDArray[np.int64]:
        """Absolute frames at which notes start, the chunk's shift included."""
        beats = chunk.section_beat + self.start[which]
        return np.rint(beats * frames_per_beat).astype(np.int64) + chunk.shift

    def batch(
        self,
        chunk: Chunk,
        frames_per_beat: float,
        sample_rate: int,
        lookahead_seconds: float = 0.0,
        following: Part | None = None,
    ) -> NoteBatch | None:
        """The notes of a chunk for a voice, counted from the chunk's first frame.

        Those that follow within `lookahead_seconds` come along with velocity 0, also those of the
        next section's part, `following`: they end what they would have ended.
        """
        which = self.within(chunk)
        if which.start == which.stop:
            return None
        ahead = self.start[which.stop - 1] + lookahead_seconds * sample_rate / frames_per_beat
        follow = max(which.stop, int(np.searchsorted(self.start, ahead)))
        count = which.stop - which.start
        own = self._cut(slice(which.start, follow), 0.0)
        own[3, count:] = 0.0
        if chunk.last and following is not None:
            ends = chunk.first_beat + chunk.beats
            after = self.start[follow - 1] - ends  # a batch is sorted, and the heard come first
            first, stop = np.searchsorted(following.start, (after, ahead - ends))
            unheard = following._cut(slice(int(first), int(stop)), ends)
            unheard[3] = 0.0
            own = np.concatenate([own, unheard], axis=1)
        offsets = np.rint((chunk.section_beat + own[0]) * frames_per_beat)
        return NoteBatch(
            start_seconds=(offsets + (chunk.shift - chunk.start)) / sample_rate,
            duration_seconds=own[1] * (frames_per_beat / sample_rate),
            pitch=own[2],
            velocity=own[3],
            glide_semitones=own[4],
        )

    def _cut(self, which: slice, later_beats: float) -> NDArray[np.float64]:
        """[5, notes]: start (moved), duration, pitch, velocity, glide of some notes, as a copy."""
        columns = (self.start + later_beats, self.duration, self.pitch, self.velocity, self.glide)
        return np.stack([column[which] for column in columns])


class SectionNotes:
    """A section's score, ready to be cut."""

    def __init__(self, score: SectionScore) -> None:
        self.energy = score.section.energy
        self.sweeps: Sequence[Sweep] = score.sweeps
        self._parts: Mapping[str, tuple[Note, ...]] = score.parts
        self._ready: dict[str, Part] = {}

    def part(self, layer: str) -> Part:
        """The notes of a layer, none when it rests."""
        if layer not in self._ready:
            self._ready[layer] = Part(self._parts.get(layer, ()))
        return self._ready[layer]

    def kicks(
        self, drum_layers: Sequence[str], chunk: Chunk, frames_per_beat: float
    ) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Frames and velocities of the bass drum in a chunk, in order."""
        frames: list[NDArray[np.int64]] = [np.empty(0, dtype=np.int64)]
        velocities: list[NDArray[np.float64]] = [np.empty(0)]
        for name in drum_layers:
            part = self.part(name)
            which = part.within(chunk)
            kick = np.isin(part.pitch[which], KICK_KEYS)
            frames.append(part.frames(chunk, which, frames_per_beat)[kick])
            velocities.append(part.velocity[which][kick])
        times, strengths = np.concatenate(frames), np.concatenate(velocities)
        order = np.argsort(times, kind="stable")
        return times[order], strengths[order]
