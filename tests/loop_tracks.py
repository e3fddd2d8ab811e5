"""Recordings whose loops are known: drawn from a seed, for tests and for `make bench-loops`.

Each is a small band (drums, bass, chords, a lead) of plain oscillators and noise: what matters is
that bars come back exactly, nearly, or not at all, and that the truth is known to the sample.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

SAMPLE_RATE = 44_100
_CHORDS = ((0, 4, 7), (9, 12, 16), (5, 9, 12), (7, 11, 14), (2, 5, 9), (4, 7, 11))

Samples = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Truth:
    """A recording and what is true of it."""

    name: str
    samples: Samples = field(repr=False)  # [2, frames]
    period_frames: int | None  # None: nothing comes back
    kind: str  # "exact", "near" or "none"
    starts: tuple[int, ...] = ()  # of the bodies, where they differ in length
    sample_rate: int = SAMPLE_RATE

    def lag_at(self, frame: int) -> float:
        """How much later what is heard at `frame` comes again."""
        if not self.starts:
            return float(self.period_frames or 0)
        place = int(np.searchsorted(self.starts, frame, side="right")) - 1
        first, following, last = self.starts[place : place + 3]
        return following + (frame - first) / (following - first) * (last - following) - frame


@dataclass(frozen=True, slots=True)
class _Band:
    """One body of music: its tempo, its bars, and how the players stray."""

    tempo_bpm: float
    bars: int
    beats_per_bar: int = 4
    stray_seconds: float = 0.0  # of each note, either way
    ambient: bool = False

    @property
    def frames(self) -> int:
        return round(self.bars * self.beats_per_bar * 60 / self.tempo_bpm * SAMPLE_RATE)

    def play(
        self,
        score: np.random.Generator,
        touch: np.random.Generator,
        lead: np.random.Generator | None = None,
        stretch: float = 1.0,
    ) -> Samples:
        """The body with its tails, longer than `frames` by two seconds.

        `score` draws the notes, `touch` how they are played, `lead` the melody where it has dice
        of its own; `stretch` slows the whole down.
        """
        beat = 60 / self.tempo_bpm * SAMPLE_RATE * stretch
        out = np.zeros((2, round(self.frames * stretch) + 2 * SAMPLE_RATE), np.float32)
        chords = [_CHORDS[score.integers(len(_CHORDS))] for _ in range(self.bars)]
        melody = score if lead is None else lead

        def put(note: Samples, beats: float, pan: float, gain: float) -> None:
            at = beats * beat
            if self.stray_seconds:
                at += touch.normal(0, self.stray_seconds / 2) * SAMPLE_RATE
                gain *= 10 ** (touch.normal(0, 1.5) / 20)
            start = max(0, round(at))
            stop = min(start + note.size, out.shape[1])
            out[0, start:stop] += note[: stop - start] * gain * (1 - pan)
            out[1, start:stop] += note[: stop - start] * gain * (1 + pan)

        for bar, chord in enumerate(chords):
            first = bar * self.beats_per_bar
            length = self.beats_per_bar * beat
            for place, tone in enumerate(chord):
                pad = _tone(48 + tone, length * (1.3 if self.ambient else 0.95), 6, self.ambient)
                put(pad, first, (place - 1) * 0.4, 0.06)
            if self.ambient:
                continue
            for step in range(self.beats_per_bar):
                put(_tone(24 + chord[0] % 12 + 12, beat * 0.8, 3), first + step, 0.0, 0.2)
                put(_drum("kick" if step % 2 == 0 else "snare", touch), first + step, 0.0, 0.4)
                for half in (0.0, 0.5):
                    put(_drum("hat", touch), first + step + half, 0.3, 0.1)
            for step in range(2 * self.beats_per_bar):
                if melody.random() < 0.6:
                    tone = chord[melody.integers(3)] + 12 * int(melody.integers(1, 3))
                    put(_tone(48 + tone, beat * 0.45, 4), first + step / 2, -0.3, 0.09)
        return out


def _tone(pitch: int, frames: float, partials: int, soft: bool = False) -> Samples:
    return _drawn_tone(pitch, int(frames), partials, soft)


@lru_cache(maxsize=256)
def _drawn_tone(pitch: int, n: int, partials: int, soft: bool) -> Samples:
    seconds = np.arange(n) / SAMPLE_RATE
    hertz = 440 * 2 ** ((pitch - 69) / 12)
    wave = sum(
        np.sin(2 * np.pi * hertz * (k + 1) * seconds) / (k + 1) ** 1.3 for k in range(partials)
    )
    attack = min(n, int((0.8 if soft else 0.005) * SAMPLE_RATE))
    envelope = np.minimum(1.0, np.arange(n) / max(attack, 1)) * np.minimum(
        1.0, np.arange(n)[::-1] / max(min(n, int(0.03 * SAMPLE_RATE)), 1)
    )
    if not soft:
        envelope = envelope * np.exp(-seconds * 2.5)
    return np.asarray(wave * envelope, dtype=np.float32)


def _drum(name: str, touch: np.random.Generator) -> Samples:
    n = int({"kick": 0.25, "snare": 0.18, "hat": 0.05}[name] * SAMPLE_RATE)
    seconds = np.arange(n) / SAMPLE_RATE
    if name == "kick":
        phase = 2 * np.pi * (50 * seconds + 6 * (1 - np.exp(-seconds * 30)))
        return np.asarray(np.sin(phase) * np.exp(-seconds * 14), dtype=np.float32)
    noise = touch.standard_normal(n)
    if name == "hat":
        noise = np.diff(noise, prepend=0.0)
    return np.asarray(noise * np.exp(-seconds * (22 if name == "snare" else 80)), dtype=np.float32)


def _wrapped(body: Samples, frames: int) -> Samples:
    """The body as it sounds when it comes again and again: its tail sounds over its start."""
    out = body[:, :frames].copy()
    tail = body[:, frames:]
    out[:, : tail.shape[1]] += tail
    return out


def _strung(bodies: list[Samples], frames: list[int]) -> Samples:
    """Bodies one after the other, each with its tail over the next."""
    total = sum(frames) + 2 * SAMPLE_RATE
    out = np.zeros((2, total), np.float32)
    at = 0
    for body, length in zip(bodies, frames, strict=True):
        stop = min(at + body.shape[1], total)
        out[:, at:stop] += body[:, : stop - at]
        at += length
    return out


def _levelled(samples: Samples) -> Samples:
    return np.asarray(samples * (0.7 / np.abs(samples).max()), dtype=np.float32)


def exact(
    name: str,
    band: _Band,
    times: int,
    seed: int,
    intro_bars: int = 0,
    outro: bool = True,
) -> Truth:
    """`times` times the same to the sample, possibly behind an intro and before an ending."""
    dice = np.random.default_rng(seed)
    body = _wrapped(band.play(dice, dice), band.frames)
    parts = [np.tile(body, times)]
    if intro_bars:
        before = _Band(band.tempo_bpm, intro_bars, band.beats_per_bar, ambient=band.ambient)
        parts.insert(0, before.play(dice, dice)[:, : before.frames])
    if outro:
        ending = _Band(band.tempo_bpm, 2, band.beats_per_bar, ambient=band.ambient)
        parts.append(ending.play(dice, dice))
    samples = _levelled(np.concatenate(parts, axis=1))
    return Truth(name, samples, band.frames, "exact")


def faded_twice(seed: int) -> Truth:
    """A game's music as it is sold: the loop twice, the second time fading out."""
    band = _Band(126, 16)
    dice = np.random.default_rng(seed)
    body = _wrapped(band.play(dice, dice), band.frames)
    twice = np.tile(body, 2)
    fade = np.ones(twice.shape[1], np.float32)
    long = int(8 * SAMPLE_RATE)
    fade[-long:] = np.linspace(1, 0, long)
    return Truth("twice, fading", _levelled(twice * fade), band.frames, "exact")


def hissing(seed: int) -> Truth:
    """An exact loop under tape hiss 46 dB below its peak."""
    made = exact("hiss", _Band(98, 8), 4, seed, intro_bars=2)
    hiss = (
        np.random.default_rng(seed + 1).standard_normal(made.samples.shape) * 0.7 * 10 ** (-46 / 20)
    )
    return Truth("hiss", np.asarray(made.samples + hiss, np.float32), made.period_frames, "exact")


def behind_a_vamp(seed: int, bars: int, times: int) -> Truth:
    """A section of sixteen bars twice, behind a shorter vamp that comes more often."""
    dice = np.random.default_rng(seed)
    bodies = []
    for length, again in ((bars, times), (16, 2)):
        band = _Band(120, length)
        bodies.append(np.tile(_wrapped(band.play(dice, dice), band.frames), again))
    ending = _Band(120, 2).play(dice, dice)
    samples = _levelled(np.concatenate([*bodies, ending], axis=1))
    return Truth("vamp", samples, _Band(120, 16).frames, "exact")


def humanised(seed: int) -> Truth:
    """The same notes each time, each played a little early or late, louder or softer."""
    band = _Band(104, 8, stray_seconds=0.008)
    touch = np.random.default_rng(seed + 1)
    bodies = [band.play(np.random.default_rng(seed), touch) for _ in range(5)]
    samples = _levelled(_strung(bodies, [band.frames] * 5))
    return Truth("humanised", samples, band.frames, "near")


def varied_lead(seed: int) -> Truth:
    """The same accompaniment to the sample, another melody each time."""
    band = _Band(112, 8)
    lead = np.random.default_rng(seed + 1)
    bodies = []
    for _ in range(4):
        score = np.random.default_rng(seed)
        bodies.append(band.play(score, np.random.default_rng(seed + 2), lead))
    samples = _levelled(_strung(bodies, [band.frames] * 4))
    return Truth("varied lead", samples, band.frames, "near")


def drifting(seed: int) -> Truth:
    """Each time slower than the last by a thousandth."""
    band = _Band(100, 8)
    bodies, frames = [], []
    for time in range(5):
        stretch = 1.001**time
        dice = np.random.default_rng(seed)
        bodies.append(band.play(dice, dice, stretch=stretch))
        frames.append(round(band.frames * stretch))
    starts = (0, *(int(start) for start in np.cumsum(frames)))
    return Truth("drift", _levelled(_strung(bodies, frames)), band.frames, "near", starts)


def through_composed(seed: int) -> Truth:
    """Nothing comes back: other chords, other notes, and another tempo in every stretch."""
    dice = np.random.default_rng(seed)
    bodies, frames = [], []
    for _ in range(9):
        band = _Band(
            float(dice.uniform(70, 140)), int(dice.integers(3, 6)), int(dice.integers(3, 6))
        )
        bodies.append(band.play(dice, dice) * np.float32(2 ** dice.uniform(-0.5, 0.5)))
        frames.append(band.frames)
    return Truth("none", _levelled(_strung(bodies, frames)), None, "none")


def _makers(seed: int) -> dict[str, Callable[[], Truth]]:
    def looped(name: str, more: int, band: _Band, times: int, intro_bars: int = 0) -> None:
        makers[name] = lambda: exact(name, band, times, seed + more, intro_bars)

    makers: dict[str, Callable[[], Truth]] = {}
    looped("4 bars", 0, _Band(120, 4), 6)
    looped("8 bars", 10, _Band(90, 8), 4, intro_bars=4)
    looped("16 bars", 20, _Band(128, 16), 3, intro_bars=8)
    looped("3/4", 30, _Band(142, 12, 3), 5, intro_bars=2)
    looped("odd tempo", 40, _Band(93.7, 8), 4, intro_bars=3)
    looped("ambient", 50, _Band(66, 8, ambient=True), 3, intro_bars=1)
    return makers | {
        "twice, fading": lambda: faded_twice(seed + 60),
        "hiss": lambda: hissing(seed + 70),
        "humanised": lambda: humanised(seed + 80),
        "varied lead": lambda: varied_lead(seed + 90),
        "drift": lambda: drifting(seed + 100),
        "none": lambda: through_composed(seed + 110),
    }


def tracks(seed: int = 1) -> list[Truth]:
    """The whole list, the same for the same seed."""
    return [make() for make in _makers(seed).values()]


@lru_cache(maxsize=16)
def named(name: str, seed: int = 1) -> Truth:
    """One of them, drawn once: drawing takes longer than much of what is tested with it."""
    return _makers(seed)[name]()


def short_loop(seed: int = 1) -> Truth:
    """An intro, four bars three times, an ending: for tests that want a loop and little else."""
    return exact("short", _Band(140, 4), 3, seed, intro_bars=1)


def noted(seed: int, frames: int, sample_rate: int) -> Samples:
    """`frames` of notes over soft noise, [2, frames], for encoders to work on."""
    dice = np.random.default_rng(seed)
    out = dice.standard_normal((2, frames)) * 0.003
    seconds = np.arange(sample_rate // 2) / sample_rate
    for start in range(0, frames - seconds.size, sample_rate // 6):
        hertz = 220 * 2 ** (dice.integers(0, 24) / 12)
        note = np.sin(2 * np.pi * hertz * seconds) * np.exp(-6 * seconds)
        out[:, start : start + seconds.size] += note * dice.uniform(0.05, 0.3, (2, 1))
    return np.asarray(out, dtype=np.float32)
