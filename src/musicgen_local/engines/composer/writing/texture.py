"""Pads, drones, arpeggios and transitions: what surrounds the players."""

from __future__ import annotations

from dataclasses import dataclass

from musicgen_local.engines.composer.plan import Layer
from musicgen_local.engines.composer.score import Note
from musicgen_local.engines.composer.writing.context import SectionContext, player
from musicgen_local.engines.composer.writing.seeds import pick
from musicgen_local.engines.composer.writing.theory import fold, nearest_pitch
from musicgen_local.engines.composer.writing.voicing import STYLES, lead_voices


@dataclass(frozen=True, slots=True)
class Arp:
    """An arpeggio: its direction, its step in beats, octaves, and which steps rest."""

    direction: str = "up"
    step: float = 0.25
    octaves: int = 2
    gate: float = 0.7
    rests: str = "xxxxxxxx"  # `.` rests; cycles


ARPS = {
    "arp_up": Arp(),
    "arp_down": Arp("down"),
    "arp_updown": Arp("updown"),
    "arp_eighths": Arp("updown", 0.5, 2, 0.9),
    "arp_slow": Arp("up", 1.0, 2, 1.4),
    "arp_gated": Arp("up", 0.25, 2, 0.55, "x.xxx.xx"),
    "arp_synth": Arp("updown", 0.25, 2, 0.6, "xxx.xxx."),
    "arp_sparkle": Arp("random", 0.5, 2, 0.9, "x..x.x..x..xx..."),
    "arp_triplet": Arp("up", 1 / 3, 2, 0.8),
    "arp_ostinato": Arp("cell", 0.25, 1, 0.6),
    "arp_pulse": Arp("cell", 0.5, 1, 0.8),
    # consoles with too few voices for chords broke them faster than the ear counts
    "arp_chip": Arp("up", 0.125, 1, 0.95),
    "arp_chip_wide": Arp("updown", 0.125, 2, 0.95),
    "arp_chip_sixteenths": Arp("up", 0.25, 2, 0.9, "xxxxxxx."),
}
_CELLS = ((0, 1, 2, 1), (0, 2, 1, 2), (0, 0, 2, 1), (2, 1, 0, 1), (0, 2, 3, 2), (0, 1, 3, 1))


def write_arp(context: SectionContext, layer: Layer, arp: Arp) -> list[Note]:
    """An arpeggio through the section's chords; the final chord is climbed once and left."""
    instrument = player(layer)
    shift = 12 * layer.octave_shift
    low, high = max(instrument.low, 52 + shift), min(instrument.high, 91 + shift)
    if high - low < 14:
        low, high = instrument.low, instrument.high
    style = STYLES["triad"]
    chords = [span.chord for span in context.harmony]
    centre = min(high - 12.0, max(low + 6.0, 64.0 + shift))
    voicings = lead_voices(chords, style, low=low - shift, high=high - shift, centre=centre - shift)
    dice = context.theme_dice("arp", layer.name)
    whim = context.section_dice("arp", layer.name)
    cell = pick(dice, _CELLS)
    velocity = 0.5 + 0.24 * context.section.energy
    notes: list[Note] = []
    place = 0
    for span, voicing in zip(context.harmony, voicings, strict=True):
        rungs = [fold(p + shift + 12 * o, low, high) for o in range(arp.octaves) for p in voicing]
        rungs = sorted(dict.fromkeys(rungs))
        if span.start >= context.playing_beats:
            notes += _climb(context, rungs, span.start, span.duration, velocity)
            break
        for index in range(round(span.duration / arp.step)):
            at = span.start + index * arp.step
            step = round(at / arp.step)
            if arp.rests[step % len(arp.rests)] == ".":
                continue
            pitch = rungs[_rung(arp.direction, place, len(rungs), cell, float(whim.random()))]
            place += 1
            level = velocity * (1.1 if at % 1 < 1e-6 else 0.92)
            notes.append(Note(at, min(arp.step * arp.gate, span.end - at), pitch, level))
    return notes


def _rung(direction: str, place: int, count: int, cell: tuple[int, ...], chance: float) -> int:
    if direction == "down":
        return count - 1 - place % count
    if direction == "updown":
        turn = place % max(1, 2 * count - 2)
        return turn if turn < count else 2 * count - 2 - turn
    if direction == "random":
        return int(chance * count)
    if direction == "cell":
        return min(count - 1, cell[place % len(cell)])
    return place % count


def _climb(
    context: SectionContext, rungs: list[int], start: float, duration: float, velocity: float
) -> list[Note]:
    step = 0.5 if duration >= 2 else 0.25
    climb = rungs[: max(2, int(duration / step) - 1)]
    end = start + duration + context.ring_beats * 0.8
    return [
        Note(start + i * step, end - start - i * step, pitch, velocity * (0.95 - 0.08 * i))
        for i, pitch in enumerate(climb[:6])
    ]


def write_drone(context: SectionContext, layer: Layer) -> list[Note]:
    """Tonic and fifth, or the chords' common ground, held and renewed every four bars."""
    instrument = player(layer)
    low, high = instrument.low, min(instrument.high, 67)
    root = nearest_pitch(context.tonic, low + 14.0, low, high)
    notes: list[Note] = []
    at = 0.0
    turn = 0
    dice = context.theme_dice("drone")
    upper = pick(dice, ((7,), (7, 12), (12,), (7, 14), (12, 19)))
    while at < context.beats - 1e-6:
        length = min(4.0 * context.bar, context.beats - at)
        tail = context.ring_beats if context.section.ending else 1.0
        pitches = [root, *(root + gap for gap in upper[: 1 + turn % 2])]
        notes += [
            Note(at, length + tail, p, 0.5 + 0.2 * context.section.energy)
            for p in pitches
            if p <= high
        ]
        at += length
        turn += 1
    return notes


# gestures of the transitions voice, see `sound/effects_voice.py`; 48 to 84 swell at that pitch
IMPACT, RISER, FALL, REVERSE, NOISE, SUB_DROP = 36, 38, 40, 42, 44, 46
_LOWEST_SWELL = 55


def write_transitions(context: SectionContext) -> list[Note]:
    """Impact where a louder section begins, riser where one is about to, a fall where it drops."""
    section, previous, following = context.section, context.previous, context.following
    notes: list[Note] = []
    beats, bar = context.beats, float(context.bar)
    rise_before = 0.0 if previous is None else section.energy - previous.energy
    dice = context.section_dice("transitions")
    if rise_before >= 0.1:
        notes.append(Note(0.0, 4.0, IMPACT, 0.4 + 0.4 * section.energy))
        if rise_before >= 0.25 and section.energy > 0.7:
            notes.append(Note(0.0, bar, SUB_DROP, 0.5))
    elif rise_before <= -0.2:
        notes.append(Note(0.0, bar, FALL, 0.5))
    if following is None or section.ending:
        return notes
    rise = following.energy - section.energy
    if rise >= 0.1:
        length = min(beats, bar * (4 if rise > 0.3 and section.bars >= 8 else 2))
        level = 0.35 + 0.4 * following.energy
        notes.append(Note(beats - length, length, pick(dice, (RISER, NOISE)), level))
        if dice.random() < 0.5:
            swell = _LOWEST_SWELL + (context.next_chord.root - _LOWEST_SWELL) % 12
            notes.append(Note(beats - min(bar, beats), min(bar, beats), swell, level * 0.7))
    elif section.energy > 0.3 and dice.random() < 0.6:
        length = min(2.0, beats)
        notes.append(Note(beats - length, length, REVERSE, 0.4))
    return notes
