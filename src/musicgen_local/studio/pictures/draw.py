"""The pictures themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from musicgen_local.durations import format_duration
from musicgen_local.studio.pictures.sound import HIGHEST_HZ, LOWEST_HZ, Sound, band_edges_hz
from musicgen_local.studio.pictures.style import COLOURS, Look, new_figure, quiet

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from musicgen_local.engines.composer.plan import Layer, Plan
    from musicgen_local.engines.composer.score import SectionScore

_MOST_NAMES = 12
_MOST_BARS = 96  # of a piano roll: more, and notes are dust
_DRUM_LANES: Final = (
    ("kick", (35, 36)), ("snare", (37, 38, 39, 40)), ("hats", (42, 44, 46)),
    ("cymbals", (49, 51, 52, 53, 55, 57, 59)), ("other", ()),
)  # fmt: skip
_NOTE_NAMES: Final = ("C", "Db", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B")
_QUIETEST_DB = -75.0


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above every picture."""

    title: str
    subtitle: str


def piano_roll(heading: Heading, plan: Plan, scores: Sequence[SectionScore], look: Look) -> Figure:
    """Notes over bars, a colour a player, with sections, chords and the drums below."""
    sheet = new_figure(heading.title, heading.subtitle, look)
    layers = {layer.name: layer for layer in plan.layers}
    kits = {name for name, layer in layers.items() if _is_kit(layer)}
    roll = sheet.add_axes((0.05, 0.27, 0.80, 0.53) if kits else (0.05, 0.09, 0.80, 0.71))
    drums = sheet.add_axes((0.05, 0.09, 0.80, 0.15), sharex=roll) if kits else None
    colours = {
        name: COLOURS[place % len(COLOURS)]
        for place, name in enumerate(name for name in layers if name not in kits)
    }
    beats = min(plan.bars, _MOST_BARS) * plan.beats_per_bar
    start = 0.0
    pitches: list[int] = []
    strokes: list[tuple[float, int, float]] = []
    for score in scores:
        if start >= beats:
            break
        for name, notes in score.parts.items():
            if name in kits:
                strokes += [(start + n.start_beats, n.pitch, n.velocity) for n in notes]
            elif layers[name].role.value != "transitions":
                pitches += [note.pitch for note in notes]
                roll.barh(
                    [note.pitch for note in notes],
                    [note.duration_beats for note in notes],
                    left=[start + note.start_beats for note in notes],
                    height=0.86, color=colours[name], linewidth=0,
                    alpha=0.85,
                )  # fmt: skip
        start += score.beats
    low, high = (min(pitches) - 3, max(pitches) + 3) if pitches else (48, 72)
    roll.set_ylim(low, high)
    octaves = [pitch for pitch in range(low, high + 1) if pitch % 12 == 0]
    roll.set_yticks(octaves, [f"C{pitch // 12 - 1}" for pitch in octaves])
    for pitch in octaves:
        roll.axhline(pitch - 0.5, color=look.faint, linewidth=0.4, alpha=0.5, zorder=0)
    quiet(roll, look, **({} if kits else {"x": "bar"}))
    _bars(roll, plan, beats, labels=not kits)
    _sections(roll, plan, look, beats)
    if drums is not None:
        _draw_drums(drums, strokes, look)
        quiet(drums, look, x="bar")
        drums.set_ylim(-0.6, len(_DRUM_LANES) - 0.4)
        drums.set_yticks(range(len(_DRUM_LANES)), [name for name, _ in _DRUM_LANES])
        _bars(drums, plan, beats, labels=True)
        _sections(drums, plan, look, beats, named=False)
    _chords(roll, scores, beats, look)
    _legend(sheet, [layer for name, layer in layers.items() if name in colours], colours, look)
    if plan.bars > _MOST_BARS:
        sheet.text(0.85, 0.03, f"the first {_MOST_BARS} of {plan.bars} bars", color=look.faint,
                   fontsize=9, ha="right")  # fmt: skip
    return sheet


def _is_kit(layer: Layer) -> bool:
    from musicgen_local.engines.composer.instruments import INSTRUMENTS, Family

    return INSTRUMENTS[layer.instrument].family is Family.DRUM_KIT


def _draw_drums(axes: Axes, strokes: Sequence[tuple[float, int, float]], look: Look) -> None:
    """Strokes as (beat, key, velocity): longer and darker the harder they are."""
    if not strokes:
        return
    at = np.array([beat for beat, _, _ in strokes])
    lanes = np.array([_lane(key) for _, key, _ in strokes])
    hard = np.array([velocity for _, _, velocity in strokes])
    half = 0.14 + 0.3 * hard
    lines = axes.vlines(at, lanes - half, lanes + half, color=look.ink, linewidth=1.6)
    lines.set_alpha((0.3 + 0.65 * hard).tolist())


def _lane(key: int) -> int:
    return next((i for i, (_, keys) in enumerate(_DRUM_LANES) if key in keys), 4)


def _bars(axes: Axes, plan: Plan, beats: float, *, labels: bool) -> None:
    per_bar = plan.beats_per_bar
    bars = int(beats / per_bar)
    step = next(size for size in (1, 2, 4, 8, 16) if bars / size <= 26)
    marks = list(range(0, bars, step))
    axes.set_xticks(
        [bar * per_bar for bar in marks], [str(bar + 1) for bar in marks] if labels else []
    )
    if not labels:
        axes.tick_params(labelbottom=False)
    axes.set_xlim(0, beats)


def _sections(axes: Axes, plan: Plan, look: Look, beats: float, *, named: bool = True) -> None:
    """Bands for sections, named where there is room."""
    start = free = 0.0
    for place, section in enumerate(plan.sections):
        if start >= beats:
            return
        end = min(beats, start + section.bars * plan.beats_per_bar)
        if place % 2 == 0:
            axes.axvspan(start, end, color=look.band, linewidth=0, zorder=-1)
        if named and start >= free:
            axes.text(
                start + 0.6, _over(axes, 0.045), section.name,
                transform=_above(axes), fontsize=9.5, fontweight="bold", color=look.ink,
                va="bottom", clip_on=False,
            )  # fmt: skip
            free = start + beats * (0.012 + 0.0085 * len(section.name))
        start = end


def _over(axes: Axes, share: float) -> float:
    """A place above the axes, by a share of the sheet's height."""
    return 1.0 + share / float(axes.get_position().height)


def _above(axes: Axes) -> object:
    """Data along x, share of the axes along y."""
    return axes.get_xaxis_transform()


def _chords(axes: Axes, scores: Sequence[SectionScore], beats: float, look: Look) -> None:
    spans = []
    start = 0.0
    for score in scores:
        spans += [(start + chord.start_beats, chord.symbol) for chord in score.chords]
        start += score.beats
    free = 0.0
    for at, symbol in spans:
        if free <= at < beats:
            axes.text(
                at, _over(axes, 0.008), symbol, transform=_above(axes), fontsize=7.5,
                color=look.faint, va="bottom",
            )  # fmt: skip
            free = at + beats * (0.008 + 0.0062 * len(symbol))


def _legend(
    sheet: Figure, players: Sequence[Layer], colours: Mapping[str, str], look: Look
) -> None:
    shown = [layer for layer in players if layer.role.value != "transitions"]
    for place, layer in enumerate(shown[:_MOST_NAMES]):
        y = 0.79 - 0.055 * place
        instrument = layer.instrument.replace("_", " ")
        sheet.text(
            0.862, y, "\N{BLACK SQUARE}", color=colours[layer.name], fontsize=13, va="center"
        )
        sheet.text(0.88, y, layer.name, color=look.ink, fontsize=10, va="center")
        if instrument != layer.name:
            sheet.text(0.88, y - 0.022, instrument, color=look.faint, fontsize=8.5, va="center")


def spectrogram(heading: Heading, sound: Sound, plan: Plan | None, look: Look) -> Figure:
    """Level over pitch and time."""
    sheet = new_figure(heading.title, heading.subtitle, look)
    axes = sheet.add_axes((0.06, 0.11, 0.85, 0.70))
    edges = band_edges_hz()
    times = np.linspace(0, sound.duration_seconds, sound.spectrum_db.shape[1] + 1)
    image = axes.pcolormesh(
        times, edges, sound.spectrum_db, cmap=look.heat, vmin=_QUIETEST_DB, vmax=0, rasterized=True
    )
    axes.set_yscale("log")
    axes.set_ylim(LOWEST_HZ, HIGHEST_HZ)
    ticks = (50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000)
    axes.set_yticks(ticks, [f"{hz // 1000} k" if hz >= 1_000 else str(hz) for hz in ticks])
    axes.minorticks_off()
    quiet(axes, look, y="Hz")
    _clock(axes, sound.duration_seconds)
    if plan is not None:
        _section_names(axes, plan, look)
    scale = sheet.add_axes((0.925, 0.11, 0.012, 0.70))
    bar = sheet.colorbar(image, cax=scale)
    bar.outline.set_visible(False)
    scale.tick_params(colors=look.faint, labelsize=9, length=0)
    scale.set_title("dB", color=look.faint, fontsize=9)
    return sheet


def energy_curve(
    heading: Heading,
    sound: Sound,
    plan: Plan | None,
    scores: Sequence[SectionScore],
    look: Look,
) -> Figure:
    """What was planned, how much is played, and how loud it came out."""
    sheet = new_figure(heading.title, heading.subtitle, look)
    axes = sheet.add_axes((0.06, 0.11, 0.85, 0.66))
    times = (np.arange(len(sound.loudness_lufs)) + 0.5) * (
        sound.duration_seconds / len(sound.loudness_lufs)
    )
    axes.plot(times, sound.loudness_lufs, color=COLOURS[0], linewidth=1.8)
    loudest = float(sound.loudness_lufs.max())
    axes.set_ylim(min(loudest - 24, -30), loudest + 3)
    quiet(axes, look, y="short-term loudness, LUFS")
    _clock(axes, sound.duration_seconds)
    axes.grid(axis="y", color=look.faint, linewidth=0.4, alpha=0.5)
    entries = [("loudness", COLOURS[0])]
    if plan is not None:
        second = axes.twinx()
        quiet(second, look, y="energy planned, strokes played (share of the most)")
        second.yaxis.set_label_position("right")
        second.set_ylim(0, 1.12)
        starts = np.cumsum([0.0, *(s.bars * plan.beats_per_bar for s in plan.sections)])
        planned = [section.energy for section in plan.sections]
        second.stairs(planned, starts * plan.seconds_per_beat, color=COLOURS[1], linewidth=2.2)
        entries.append(("energy planned", COLOURS[1]))
        if len(scores) == len(plan.sections):
            played = _strokes_per_bar(plan, scores)
            edges = np.arange(len(played) + 1) * plan.beats_per_bar * plan.seconds_per_beat
            share = played / max(played.max(), 1e-9)
            second.stairs(share, edges, fill=True, color=COLOURS[2], alpha=0.2)
            entries.append(("strokes played", COLOURS[2]))
        second.set_xlim(0, sound.duration_seconds)
        _section_names(axes, plan, look)
    for place, (name, colour) in enumerate(entries):
        sheet.text(0.62 + 0.13 * place, 0.945, f"\N{BLACK SQUARE} {name}", color=colour,
                   fontsize=10.5, va="center")  # fmt: skip
    return sheet


def _strokes_per_bar(plan: Plan, scores: Sequence[SectionScore]) -> np.ndarray:
    counts = np.zeros(plan.bars)
    first = 0
    for score in scores:
        bars = score.section.bars
        for notes in score.parts.values():
            struck = {round(note.start_beats, 2) for note in notes}
            for beat in struck:
                counts[min(first + int(beat / plan.beats_per_bar), first + bars - 1)] += 1
        first += bars
    return counts


def waveform(heading: Heading, sound: Sound, plan: Plan | None, look: Look) -> Figure:
    """Peaks, and the body of the sound inside them."""
    sheet = new_figure(heading.title, heading.subtitle, look)
    axes = sheet.add_axes((0.05, 0.11, 0.90, 0.70))
    times = np.linspace(0, sound.duration_seconds, len(sound.low))
    axes.fill_between(times, sound.low, sound.high, color=COLOURS[5], linewidth=0)
    axes.fill_between(times, -sound.rms, sound.rms, color=COLOURS[0], linewidth=0)
    axes.set_ylim(-1.02, 1.02)
    axes.set_yticks([-1, 0, 1])
    quiet(axes, look)
    _clock(axes, sound.duration_seconds)
    if plan is not None:
        _section_names(axes, plan, look)
    return sheet


def _section_names(axes: Axes, plan: Plan, look: Look) -> None:
    """Names where sections begin, with a hair line; those without room for them are left out."""
    start = 0.0
    room = 0.0
    for section in plan.sections:
        if start > 0:
            axes.axvline(start, color=look.faint, linewidth=0.6, alpha=0.7)
        if start >= room:
            axes.text(start, 1.012, f" {section.name}", transform=_above(axes), fontsize=9,
                      color=look.ink, va="bottom")  # fmt: skip
            room = start + plan.duration_seconds * (0.012 + 0.0075 * len(section.name))
        start += section.bars * plan.beats_per_bar * plan.seconds_per_beat


def _clock(axes: Axes, seconds: float) -> None:
    steps = (5, 10, 15, 30, 60, 120, 300, 600, 1_800, 3_600)
    step = next((size for size in steps if seconds / size <= 14), 7_200)
    marks = np.arange(0, seconds + 1e-6, step)
    axes.set_xlim(0, seconds)
    axes.set_xticks(marks, [format_duration(float(mark)) if mark else "0" for mark in marks])
