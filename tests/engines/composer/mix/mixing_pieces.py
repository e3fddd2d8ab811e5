"""Small real voices and pieces for the desk's tests: plucks, a kit, a pad, rain."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache

import numpy as np
from numpy.typing import NDArray

from musicgen_local.engines.base import Block
from musicgen_local.engines.composer.mix.mixdown import Mixdown
from musicgen_local.engines.composer.plan import AmbienceLayer, Layer, Plan, Role, Section
from musicgen_local.engines.composer.score import Note, SectionScore, Sweep
from musicgen_local.engines.composer.sound.voice import NoteBatch, Voice

RATE = 44_100
FloatArray = NDArray[np.float32]


def hz(pitch: float) -> float:
    return float(440.0 * 2.0 ** ((pitch - 69.0) / 12.0))


def _laid_out(
    notes: NoteBatch, rate: int, sound: Callable[[int], NDArray[np.float64]]
) -> FloatArray:
    """Each note's mono sound at its start, a little off the middle by pitch."""
    sounds = [sound(index) for index in range(len(notes))]
    starts = np.rint(notes.start_seconds * rate).astype(int)
    length = max(start + len(audio) for start, audio in zip(starts, sounds, strict=True))
    out = np.zeros((2, length), dtype=np.float32)
    for start, audio, pitch in zip(starts, sounds, notes.pitch, strict=True):
        place = 0.5 + 0.2 * np.sin(pitch)
        out[0, start : start + len(audio)] += (np.sqrt(1 - place) * audio).astype(np.float32)
        out[1, start : start + len(audio)] += (np.sqrt(place) * audio).astype(np.float32)
    return out


@dataclass
class Pluck:
    """Twelve harmonics at most, the high ones dying first: the same for any seed."""

    instrument: str = "synth_pluck"
    source: str = "synth"
    level: float = 0.2
    decay_seconds: float = 0.5

    def play(self, notes: NoteBatch, *, sample_rate: int, energy: float, seed: int) -> FloatArray:
        def sound(index: int) -> NDArray[np.float64]:
            plucked = _plucked(float(notes.pitch[index]), self.decay_seconds, sample_rate)
            return self.level * float(notes.velocity[index]) * plucked

        return _laid_out(notes, sample_rate, sound)


@cache
def _plucked(pitch: float, decay_seconds: float, rate: int) -> NDArray[np.float64]:
    t = np.arange(int(3 * decay_seconds * rate)) / rate
    base = hz(pitch)
    partials = [
        np.sin(2 * np.pi * base * k * t) / k * np.exp(-t * k**0.7 / decay_seconds)
        for k in range(1, 13)
        if base * k < rate / 2.5
    ]
    fade = np.clip((t[-1] - t) / 0.02, 0, 1) * np.clip(t / 0.002, 0, 1)
    return np.asarray(fade * np.sum(partials, axis=0))


@dataclass
class Pad:
    """Saw partials held for the note's length, phases drawn from the seed."""

    instrument: str = "warm_pad"
    source: str = "synth"
    level: float = 0.1
    harmonics: int = 8

    def play(self, notes: NoteBatch, *, sample_rate: int, energy: float, seed: int) -> FloatArray:
        rng = np.random.default_rng(seed)

        def sound(index: int) -> NDArray[np.float64]:
            length = notes.duration_seconds[index] + 0.3
            t = np.arange(int(length * sample_rate)) / sample_rate
            phases = rng.uniform(0, 2 * np.pi, self.harmonics)
            base = 2 * np.pi * hz(notes.pitch[index])
            waves = [np.sin(base * k * t + phases[k - 1]) / k for k in range(1, self.harmonics + 1)]
            shape = np.clip(t / 0.1, 0, 1) * np.clip((length - t) / 0.3, 0, 1)
            return np.asarray(self.level * notes.velocity[index] * shape * np.sum(waves, axis=0))

        return _laid_out(notes, sample_rate, sound)


@dataclass
class Kit:
    """A falling sine for the kick, seeded noise for the rest."""

    instrument: str = "house_kit"
    source: str = "synth"

    def play(self, notes: NoteBatch, *, sample_rate: int, energy: float, seed: int) -> FloatArray:
        rng = np.random.default_rng(seed)

        def sound(index: int) -> NDArray[np.float64]:
            t = np.arange(int(0.35 * sample_rate)) / sample_rate
            loud = notes.velocity[index]
            if notes.pitch[index] in (35, 36):
                turns = 48 * t + 4 * (1 - np.exp(-t / 0.03))
                return np.asarray(0.8 * loud * np.sin(2 * np.pi * turns) * np.exp(-t / 0.12))
            decay = 0.03 if notes.pitch[index] >= 42 else 0.1
            return np.asarray(0.25 * loud * rng.standard_normal(len(t)) * np.exp(-t / decay))

        return _laid_out(notes, sample_rate, sound)


@dataclass
class Rain:
    """Seeded noise by blocks of a second, the same wherever one enters."""

    seed: int = 5
    level: float = 0.05

    def render(self, start_frame: int, frames: int) -> FloatArray:
        first, last = start_frame // RATE, (start_frame + frames - 1) // RATE
        seconds = [
            np.random.default_rng((self.seed, second)).standard_normal((2, RATE), dtype=np.float32)
            for second in range(first, last + 1)
        ]
        inside = start_frame - first * RATE
        joined = np.concatenate(seconds, axis=1)[:, inside : inside + frames]
        return np.asarray(np.float32(self.level) * joined, dtype=np.float32)


@dataclass
class Riser:
    """Noise that grows over the note's length and stops; short notes are hits."""

    instrument: str = "transitions"
    source: str = "synth"

    def play(self, notes: NoteBatch, *, sample_rate: int, energy: float, seed: int) -> FloatArray:
        rng = np.random.default_rng(seed)

        def sound(index: int) -> NDArray[np.float64]:
            t = np.arange(int(notes.duration_seconds[index] * sample_rate)) / sample_rate
            shape = (t / t[-1]) ** 3 if t[-1] > 1.0 else np.exp(-t / 0.2)
            return np.asarray(0.1 * notes.velocity[index] * rng.standard_normal(len(t)) * shape)

        return _laid_out(notes, sample_rate, sound)


LAYERS = (
    Layer(name="drums", role=Role.DRUMS, instrument="house_kit"),
    Layer(name="bass", role=Role.BASS, instrument="synth_bass"),
    Layer(name="pad", role=Role.PAD, instrument="warm_pad"),
    Layer(name="lead", role=Role.LEAD, instrument="synth_pluck"),
    Layer(name="transitions", role=Role.TRANSITIONS, instrument="transitions"),
)
VOICES: dict[str, Voice] = {
    "drums": Kit(),
    "bass": Pluck("synth_bass", decay_seconds=0.3, level=0.4),
    "pad": Pad(),
    "lead": Pluck(),
    "transitions": Riser(),
}
STEADY_VOICES: dict[str, Voice] = {  # that do not listen to their seed
    "drums": Pluck("house_kit", decay_seconds=0.1),
    "bass": Pluck("synth_bass", decay_seconds=0.3, level=0.4),
    "pad": Pluck("warm_pad", decay_seconds=1.5),
    "lead": Pluck(),
}


@dataclass(frozen=True)
class Piece:
    """A plan and what composes its sections."""

    plan: Plan
    sweeps: dict[int, tuple[Sweep, ...]] = field(default_factory=dict)

    def compose(self, index: int) -> SectionScore:
        section = self.plan.sections[index]
        parts = {name: _PARTS[name](section, self.plan) for name in section.layers}
        beats = float(section.bars * self.plan.beats_per_bar)
        return SectionScore(section, beats, (), parts, self.sweeps.get(index, ()))


def _notes(rows: Iterable[tuple[float, float, int, float]]) -> tuple[Note, ...]:
    return tuple(Note(*row) for row in rows)


def _drums(section: Section, plan: Plan) -> tuple[Note, ...]:
    beats = section.bars * plan.beats_per_bar
    rows: list[tuple[float, float, int, float]] = []
    for beat in range(beats):
        rows.append((beat, 0.25, 36, 0.9))
        if beat % 2:
            rows.append((beat + 0.02, 0.25, 38, 0.7))
        rows.append((beat + 0.5, 0.25, 42, 0.5))
    return _notes(rows)


def _bass(section: Section, plan: Plan) -> tuple[Note, ...]:
    beats = section.bars * plan.beats_per_bar
    return _notes((b + 0.5, 0.4, 33 + (b // 4 % 3) * 2, 0.8) for b in range(beats))


def _pad(section: Section, plan: Plan) -> tuple[Note, ...]:
    per_bar = plan.beats_per_bar
    return _notes(
        (bar * per_bar, per_bar, 57 + third + bar % 3, 0.6)
        for bar in range(section.bars)
        for third in (0, 4, 7)
    )


def _lead(section: Section, plan: Plan) -> tuple[Note, ...]:
    beats = section.bars * plan.beats_per_bar
    return _notes((b / 2 + 0.013, 0.4, 69 + (b * 5) % 12, 0.7) for b in range(2 * beats))


def _transitions(section: Section, plan: Plan) -> tuple[Note, ...]:
    beats = section.bars * plan.beats_per_bar
    return _notes([(0.0, 1.0, 48, 0.5), (beats - 10.0, 10.0, 60, 0.9)])


_PARTS = {"transitions": _transitions, "drums": _drums, "bass": _bass, "pad": _pad, "lead": _lead}


def piece(
    *section_bars: int,
    tempo_bpm: float = 113.0,
    layers: tuple[str, ...] = ("drums", "bass", "pad", "lead"),
    tail_seconds: float = 3.0,
    loop_ready: bool = False,
    sweeps: dict[int, tuple[Sweep, ...]] | None = None,
    ambience: tuple[AmbienceLayer, ...] = (),
    energies: tuple[float, ...] | None = None,
) -> Piece:
    """A piece of sections that all play the same layers."""
    bars = sum(section_bars)
    seconds = bars * 4 * 60.0 / tempo_bpm
    energies = energies or (0.7,) * len(section_bars)
    plan = Plan(
        title="Test",
        genre="house",
        tempo_bpm=tempo_bpm,
        tonic=9,
        mode="minor",
        layers=tuple(layer for layer in LAYERS if layer.name in layers),
        sections=tuple(
            Section(name="A", theme="A", bars=count, energy=energy, layers=layers)
            for count, energy in zip(section_bars, energies, strict=True)
        ),
        ambience=ambience,
        seed=7,
        duration_seconds=seconds if loop_ready else seconds + tail_seconds,
        loop_ready=loop_ready,
    )
    return Piece(plan, sweeps or {})


def whole(mixdown: Mixdown) -> tuple[FloatArray, dict[str, FloatArray]]:
    """The mix and the stems of a performance in one piece."""
    blocks: list[Block] = list(mixdown.blocks())
    mix = np.concatenate([block.mix for block in blocks], axis=1)
    names = blocks[0].stems
    return mix, {
        name: np.concatenate([block.stems[name] for block in blocks], axis=1) for name in names
    }


def level_db(audio: NDArray[np.float32] | NDArray[np.float64]) -> float:
    """RMS level, dB below full scale."""
    power = float(np.mean(np.square(np.asarray(audio, dtype=np.float64))))
    return float(10 * np.log10(power + 1e-30))
