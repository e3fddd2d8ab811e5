"""A layer being played: batches go to its voice, tails are carried from chunk to chunk."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from musicgen_local.engines.composer.mix.curves import FloatArray
from musicgen_local.engines.composer.mix.timeline import Chunk
from musicgen_local.engines.composer.sound.voice import NoteBatch, Voice

_APART_SECONDS = (0.008, 0.018)  # between the two takes of a doubled layer
_VELOCITY_SPREAD = 0.08


class Player:
    """One voice, one stream. Memory grows with the longest tail, not with the piece."""

    def __init__(
        self, voice: Voice, *, seed: int, layer: int, double: bool, sample_rate: int
    ) -> None:
        self._voice = voice
        self._seed = seed
        self._layer = layer
        self._double = double
        self._sample_rate = sample_rate
        self._tail = np.zeros((2, 0), dtype=np.float32)

    @property
    def ringing(self) -> bool:
        """Whether something of earlier notes is still to come."""
        return self._tail.shape[1] > 0

    def stop(self) -> None:
        """Forget what is still to come."""
        self._tail = np.zeros((2, 0), dtype=np.float32)

    def play(self, fresh: FloatArray | None, gain: float, out: FloatArray) -> None:
        """Fill `out` [2, frames] with a chunk; what sounds longer waits for the next one.

        `fresh` is what `sound` gave for the chunk's notes, None where it has none.
        """
        frames = out.shape[1]
        head = min(frames, 0 if fresh is None else fresh.shape[1])
        if fresh is not None:
            np.multiply(fresh[:, :head], np.float32(gain), out=out[:, :head])
        out[:, head:] = 0.0
        old = self._tail
        carried = min(frames, old.shape[1])
        out[:, :carried] += old[:, :carried]
        length = max(0 if fresh is None else fresh.shape[1], old.shape[1]) - frames
        tail = np.zeros((2, max(length, 0)), dtype=np.float32)
        if fresh is not None and fresh.shape[1] > frames:
            rest = fresh[:, frames:]
            np.multiply(rest, np.float32(gain), out=tail[:, : rest.shape[1]])
        if old.shape[1] > frames:
            tail[:, : old.shape[1] - frames] += old[:, frames:]
        self._tail = tail

    def sound(self, notes: NoteBatch, chunk: Chunk, energy: float) -> FloatArray:
        """A chunk's notes with their whole tails; chunks may come in any order, and at once."""
        if not self._double:
            return self._take(notes, chunk, energy, take=0)
        sides = []
        for take, batch in enumerate(self._two_hands(notes, chunk)):
            audio = self._take(batch, chunk, energy, take)
            sides.append(np.float32(0.5) * (audio[0] + audio[1]))
        both = np.zeros((2, max(len(side) for side in sides)), dtype=np.float32)
        for channel, side in enumerate(sides):
            both[channel, : len(side)] = side
        return both

    def _take(self, notes: NoteBatch, chunk: Chunk, energy: float, take: int) -> FloatArray:
        section = -1 if chunk.section is None else chunk.section
        words = (self._seed, self._layer, section + 1, chunk.first_bar, take)
        seed = int(np.random.SeedSequence(words).generate_state(1)[0])
        return self._voice.play(notes, sample_rate=self._sample_rate, energy=energy, seed=seed)

    def _two_hands(self, notes: NoteBatch, chunk: Chunk) -> tuple[NoteBatch, NoteBatch]:
        """The batch as two players would play it: now one is late, now the other.

        Who is late, and by how much, hangs on the note's place in the piece alone, so that it does
        not change with the way the piece is cut.
        """
        onset = np.rint(notes.start_seconds * self._sample_rate) + (chunk.start - chunk.shift)
        early, late = _APART_SECONDS
        chance = _hashed(onset, self._seed + 977 * self._layer)
        lag = (early + (late - early) * chance) * np.where(
            _hashed(onset, self._seed + 977 * self._layer + 1) < 0.5, -1.0, 1.0
        )
        lean = _VELOCITY_SPREAD * (_hashed(1024.0 * onset + notes.pitch, self._seed + 3) - 0.5)
        return (
            _shifted(notes, np.maximum(lag, 0.0), 1.0 + lean),
            _shifted(notes, np.maximum(-lag, 0.0), 1.0 - lean),
        )


def _shifted(
    notes: NoteBatch, lag: NDArray[np.float64], strength: NDArray[np.float64]
) -> NoteBatch:
    start = notes.start_seconds + lag
    order = np.argsort(start, kind="stable")
    return NoteBatch(
        start_seconds=start[order],
        duration_seconds=notes.duration_seconds[order],
        pitch=notes.pitch[order],
        velocity=np.clip(notes.velocity * strength, 0.0, 1.0)[order],
        glide_semitones=notes.glide_semitones[order],
    )


def _hashed(values: NDArray[np.float64], seed: int) -> NDArray[np.float64]:
    """0-1 for each value, as a generator would draw it (the finalizer of SplitMix64)."""
    x = values.astype(np.int64).astype(np.uint64) + np.uint64(
        (seed * 0x9E3779B97F4A7C15) & 0xFFFFFFFFFFFFFFFF
    )
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    x ^= x >> np.uint64(31)
    return (x >> np.uint64(11)).astype(np.float64) * 2.0**-53
