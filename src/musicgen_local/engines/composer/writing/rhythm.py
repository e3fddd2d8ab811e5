"""Drums: a groove of the pack, bar by bar, with ghost strokes, answers, fills and crashes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from musicgen_local.engines.composer.packs.base import Groove, Pack
from musicgen_local.engines.composer.plan import Plan, Role, Section
from musicgen_local.engines.composer.score import Note
from musicgen_local.engines.composer.writing.cells import metric_strength, read_strokes
from musicgen_local.engines.composer.writing.fills import ROLLING_STYLES, fill
from musicgen_local.engines.composer.writing.seeds import pick, stream

# General MIDI percussion keys
DRUMS = {
    "kick": 36, "low_kick": 35, "snare": 38, "rim": 37, "clap": 39,
    "hat": 42, "hat_pedal": 44, "hat_open": 46, "ride": 51, "ride_bell": 53, "ride_soft": 59,
    "crash": 49, "crash_soft": 57, "splash": 55, "tom_low": 41, "tom_mid": 45, "tom_high": 48,
    "tambourine": 54, "cowbell": 56, "shaker": 70, "cabasa": 69, "conga_low": 64,
    "conga_high": 63, "conga_mute": 62, "bongo_low": 61, "bongo_high": 60, "claves": 75,
    "woodblock": 76, "triangle": 81, "brush_tap": 38, "brush_swirl": 40, "timbale": 65,
}  # fmt: skip
DRUM_OF_KEY = {key: name for name, key in reversed(DRUMS.items())}
_STROKE_BEATS = 0.2
_RINGING = {"hat_open": 0.5, "ride": 0.6, "crash": 3.0, "crash_soft": 3.0, "triangle": 1.0}
_TIMEKEEPERS = ("hat", "ride", "shaker", "cabasa", "hat_pedal", "tambourine", "ride_soft")
_BACKBEATS = ("snare", "clap", "rim")
_ACCENT_GRID = 16
_SWELLING = frozenset({"kit", "drums", "jazz", "brush", "folk", "country"})  # with real cymbals
_SWELLS_FROM = 0.12  # rise of energy
_SWELL_RATE = 0.35
_SWELL_BEATS = 2.0


def choose_groove(plan: Plan, pack: Pack, section: Section) -> Groove:
    """The groove of a theme at a section's energy; a piece keeps to the same few."""
    kit = next((layer.instrument for layer in plan.layers if layer.role is Role.DRUMS), "")
    playable = [g for g in pack.grooves if not g.kits or kit in g.kits]
    fitting = [g for g in playable if g.energy[0] <= section.energy <= g.energy[1]]
    if not fitting:
        fitting = [min(playable or pack.grooves, key=lambda g: _distance(g, section.energy))]
    return max(fitting, key=lambda g: _luck(plan.seed, section.theme, g) ** (1 / g.weight))


def _luck(seed: int, theme: str, groove: Groove) -> float:
    return float(stream(seed, "groove", theme, groove.name).random())


def _distance(groove: Groove, energy: float) -> float:
    low, high = groove.energy
    return max(low - energy, energy - high, 0.0)


def kick_beats(plan: Plan, pack: Pack, section: Section) -> list[tuple[float, ...]]:
    """Beats of the kick, bar by bar, that a bass locks to, whether or not drums play."""
    groove = choose_groove(plan, pack, section)
    row = groove.rows.get("kick") or _plain_kick(groove.steps_per_beat * groove.beats)
    bars = read_strokes(row, groove.steps_per_beat, groove.beats, plan.beats_per_bar)
    return [
        tuple(s.beat for s in bars[bar % len(bars)] if s.chance == 1.0 and s.level > 0.5)
        for bar in range(section.bars)
    ]


def _plain_kick(steps: int) -> str:
    """A stroke on the first beat and one in the middle of a bar of `steps` steps."""
    half = steps // 2
    return "x" + "." * (half - 1) + "x" + "." * (steps - half - 1)


def write_drums(
    plan: Plan,
    pack: Pack,
    section: Section,
    *,
    previous: Section | None,
    following: Section | None,
    layer: str,
    break_beat: float | None = None,
) -> list[Note]:
    """The drum part of a section, on the grid."""
    groove = choose_groove(plan, pack, section)
    beats = plan.beats_per_bar
    piece = stream(plan.seed, "drum accents")
    accents = 1.0 + 0.22 * (piece.random(_ACCENT_GRID) - 0.5)
    rng = stream(plan.seed, section.theme, layer, section.name, section.variation)
    bars = section.bars - (1 if section.ending and section.bars > 1 else 0)
    level = 0.72 + 0.28 * section.energy
    notes: list[Note] = []
    for bar in range(bars):
        answers = bar % 4 == 3 or (bar % 2 == 1 and section.energy > 0.75)
        rows = {**groove.rows, **groove.answer} if answers else groove.rows
        for name, row in rows.items():
            strokes = read_strokes(row, groove.steps_per_beat, groove.beats, beats)
            keeper = name in _TIMEKEEPERS
            for stroke in strokes[bar % len(strokes)]:
                if stroke.chance < 1 and rng.random() > stroke.chance:
                    continue
                velocity = stroke.level * level
                if keeper:
                    velocity *= accents[int(stroke.beat * 4) % _ACCENT_GRID]
                    velocity *= 0.82 + 0.18 * metric_strength(stroke.beat, beats)
                length = _RINGING.get(name, _STROKE_BEATS)
                notes.append(
                    Note(bar * beats + stroke.beat, length, DRUMS[name], min(1.0, velocity))
                )
    if pack.fills != "clap" or section.name == "break":  # a dance floor needs its kick
        _thin(notes, section, rng)
    if section.name == "build" and pack.fills in ROLLING_STYLES:
        notes = _build_roll(notes, section, beats)
    elif following is not None and not section.ending:
        notes = _with_fill(notes, plan, pack, section, following, rng)
    if break_beat is not None:
        foot = (DRUMS["kick"], *(DRUMS[name] for name in _TIMEKEEPERS))
        notes = [n for n in notes if n.start_beats < break_beat - 1e-6 or n.pitch not in foot]
    _mark_start(notes, section, previous, pack)
    if section.ending:
        _close(notes, section, beats, pack)
    return _single(notes)


def _single(notes: list[Note]) -> list[Note]:
    """One stroke where groove, fill and crash fall on the same drum at once: the loudest."""
    loudest: dict[tuple[float, int], Note] = {}
    for note in notes:
        place = (round(note.start_beats, 4), note.pitch)
        if place not in loudest or loudest[place].velocity < note.velocity:
            loudest[place] = note
    return list(loudest.values())


def _thin(notes: list[Note], section: Section, rng: np.random.Generator) -> None:
    """Quiet sections keep the timekeeper and the soft strokes and lose the weight below."""
    if section.name not in ("intro", "break", "outro") or section.energy > 0.45:
        return
    mode = pick(rng, ("no kick", "no backbeat", "timekeeper", "all"), (2, 1, 2, 1))
    kicks = {DRUMS["kick"], DRUMS["low_kick"]}
    backbeats = {DRUMS[name] for name in _BACKBEATS}
    silent = {
        "no kick": kicks, "no backbeat": backbeats, "timekeeper": kicks | backbeats, "all": set()
    }[mode]  # fmt: skip
    kept = [note for note in notes if note.pitch not in silent]
    if kept:
        notes[:] = kept


def _with_fill(
    notes: list[Note],
    plan: Plan,
    pack: Pack,
    section: Section,
    following: Section,
    rng: np.random.Generator,
) -> list[Note]:
    beats = plan.beats_per_bar
    end = float(section.bars * beats)
    grows = following.energy - section.energy
    if pack.fills == "none":
        return notes
    if rng.random() > pack.fill_rate:
        return _hinted(notes, end, rng)
    length = 1.0 if following.energy < 0.5 or grows < -0.1 else 2.0
    if grows > 0.12 and following.energy > 0.65:
        length = float(min(4, beats))
    length = min(length, float(beats))
    start = end - length
    kept = [n for n in notes if n.start_beats < start or n.pitch == DRUMS["kick"]]
    strokes = fill(pack.fills, length, max(section.energy, following.energy), rng)
    if grows > _SWELLS_FROM and pack.fills in _SWELLING and rng.random() < _SWELL_RATE:
        kept += _cymbal_swell(end, following.energy)
    return kept + [
        Note(start + beat, _STROKE_BEATS, DRUMS[name], level) for beat, level, name in strokes
    ]


def _hinted(notes: list[Note], end: float, rng: np.random.Generator) -> list[Note]:
    """Less than a fill: a stroke that lifts, or a breath, so that a new section never just comes.

    Only drums that the groove has are touched.
    """
    names = {DRUM_OF_KEY.get(note.pitch, "") for note in notes}
    snare = next((name for name in _BACKBEATS if name in names), "")
    options = ["breath"] if snare or "hat" in names else []
    options += ["open hat", "open hat"] if "hat" in names else []
    options += ["pick-up", "pick-up"] if snare else []
    if not options:
        return notes
    choice = pick(rng, options)
    if choice == "breath":
        foot = DRUMS["kick"]
        return [n for n in notes if n.start_beats < end - 1.0 - 1e-6 or n.pitch == foot]
    level = 0.62
    if choice == "open hat":
        closed = DRUMS["hat"]
        kept = [n for n in notes if n.pitch != closed or n.start_beats < end - 0.5 - 1e-6]
        return [*kept, Note(end - 0.5, _RINGING["hat_open"], DRUMS["hat_open"], level)]
    kept = [n for n in notes if n.pitch != DRUMS[snare] or n.start_beats < end - 0.5 - 1e-6]
    pair = ((0.5, 0.45), (0.25, 0.7))
    return kept + [Note(end - at, _STROKE_BEATS, DRUMS[snare], amount) for at, amount in pair]


def _cymbal_swell(end: float, energy: float) -> list[Note]:
    """Mallets on a cymbal, louder and louder up to the bar line."""
    start, count = end - _SWELL_BEATS, int(_SWELL_BEATS * 4)
    return [
        Note(start + step / 4, 1.0, DRUMS["crash_soft"], (0.1 + 0.4 * step / count) * energy)
        for step in range(count)
    ]


def _build_roll(notes: list[Note], section: Section, beats: int) -> list[Note]:
    """Claps that double their pace towards the end, over kicks that fall away before it."""
    total = section.bars * beats
    kicks = (DRUMS["kick"],)
    kept = [n for n in notes if n.pitch in kicks and n.start_beats < total - beats]
    kept += [n for n in notes if n.pitch not in (*kicks, DRUMS["clap"], DRUMS["snare"])]
    at = 0.0
    while at < total - 0.01:
        place = at / total
        step = 1.0 if place < 0.5 else 0.5 if place < 0.8 else 0.25
        drum = "clap" if place < 0.5 else "snare"
        level = (0.3 + 0.5 * place) * (0.7 + 0.3 * section.energy)
        kept.append(Note(at, _STROKE_BEATS, DRUMS[drum], level))
        at += step
    return kept


def _mark_start(notes: list[Note], section: Section, previous: Section | None, pack: Pack) -> None:
    if previous is None or pack.fills == "none" or section.energy < 0.5:
        return
    if section.energy >= previous.energy - 0.02:
        name = "crash" if section.energy > 0.6 else "crash_soft"
        notes.append(Note(0.0, _RINGING[name], DRUMS[name], 0.45 + 0.4 * section.energy))


def _close(notes: list[Note], section: Section, beats: int, pack: Pack) -> None:
    """The last stroke lies on the first beat of the final chord."""
    final = float((section.bars - 1) * beats)
    notes[:] = [note for note in notes if note.start_beats < final]
    notes.append(Note(final, _STROKE_BEATS, DRUMS["kick"], 0.62))
    if pack.fills != "none":
        cymbal = "crash" if section.energy > 0.55 else "crash_soft"
        notes.append(Note(final, 4.0, DRUMS[cymbal], 0.38 + 0.35 * section.energy))


def drum_rows(notes: Sequence[Note]) -> dict[str, list[float]]:
    """Beats of each drum, by name: for looking at a part."""
    rows: dict[str, list[float]] = {}
    for note in notes:
        rows.setdefault(DRUM_OF_KEY.get(note.pitch, str(note.pitch)), []).append(note.start_beats)
    return rows
