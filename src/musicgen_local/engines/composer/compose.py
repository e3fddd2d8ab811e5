"""From plan to score: any section, on its own, at the same cost.

Nothing is carried from one section to the next: what sections share (progressions, motifs,
grooves, registers) is drawn again from streams named by the plan's seed and the theme.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from itertools import pairwise

from musicgen_local.engines.composer.instruments import INSTRUMENTS, Family
from musicgen_local.engines.composer.packs import load_pack
from musicgen_local.engines.composer.packs.base import Pack
from musicgen_local.engines.composer.packs.common import COMPS, LEADS, PERCUSSION
from musicgen_local.engines.composer.plan import Layer, Plan, Role
from musicgen_local.engines.composer.score import Note, SectionScore
from musicgen_local.engines.composer.writing.bass import BEHAVIOURS, write_bass
from musicgen_local.engines.composer.writing.comping import write_chords
from musicgen_local.engines.composer.writing.context import (
    Dice,
    SectionContext,
    player,
    reseeded,
)
from musicgen_local.engines.composer.writing.feel import Feel, piece_offset_ms
from musicgen_local.engines.composer.writing.given import in_own_measure, rested, write_given
from musicgen_local.engines.composer.writing.harmony import as_chord_spans, section_tacets
from musicgen_local.engines.composer.writing.lead import write_lead
from musicgen_local.engines.composer.writing.percussion import (
    write_percussion,
    write_pitched_drums,
)
from musicgen_local.engines.composer.writing.performance import performed
from musicgen_local.engines.composer.writing.rhythm import DRUM_OF_KEY, DRUMS, write_drums
from musicgen_local.engines.composer.writing.second import COUNTERS
from musicgen_local.engines.composer.writing.sweeps import section_sweeps
from musicgen_local.engines.composer.writing.texture import (
    ARPS,
    write_arp,
    write_drone,
    write_transitions,
)
from musicgen_local.engines.composer.writing.theory import fold
from musicgen_local.engines.composer.writing.transposition import (
    transposed_notes,
    transposed_spans,
)
from musicgen_local.errors import ErrorCode, UserError

_LAST_START = 0.02  # beats before a section's end: no note begins later
_DEFAULT_MANNERS = {
    Role.BASS: "root_fifth",
    Role.CHORDS: "block",
    Role.PAD: "held_wide",
    Role.LEAD: "singing",
    Role.COUNTER: "guide",
    Role.ARP: "arp_eighths",
    Role.PERCUSSION: "shaker_soft",
}
_HOLDS_BREATH = (Role.BASS, Role.CHORDS, Role.ARP, Role.PERCUSSION)
_HARMONY = (Role.BASS, Role.CHORDS, Role.ARP, Role.PAD, Role.DRONE, Role.COUNTER)
_FEET = frozenset({DRUMS["kick"], DRUMS["low_kick"]})
_PITCHED_DRUMS = frozenset({"timpani", "taiko"})


def compose_section(plan: Plan, index: int, only: Collection[str] | None = None) -> SectionScore:
    """The notes of one section; equal plans give equal notes, whatever was composed before.

    `only` leaves out all layers but these, which play what they play among the others.

    Raises:
        UserError: `VALIDATION` when the plan names a pack, an instrument or a manner that does
            not exist.
        IndexError: when the plan has no such section.
    """
    plan = _as_announced(plan, range(len(plan.sections))[index])
    context = SectionContext(plan, load_pack(plan.genre), range(len(plan.sections))[index])
    for layer in context.layers():
        _check_instrument(layer)
    leads = _Leads(context)
    parts: dict[str, tuple[Note, ...]] = {}
    for layer in context.layers():
        if only is not None and layer.name not in only:
            continue
        desk = context.playing(layer)
        if layer.role is Role.LEAD:
            notes = leads.written(layer, context.dice_of(layer))
        else:
            notes = _write(desk, layer, leads.heard(context.heard_by(layer)))
        played = _play(desk, layer, notes)
        parts[layer.name] = transposed_notes(played, layer, plan.transpose_semitones)
    spans = transposed_spans(context.harmony, plan.transpose_semitones)
    tonic = (context.tonic + plan.transpose_semitones) % 12
    return SectionScore(
        section=context.section,
        beats=context.beats,
        chords=as_chord_spans(spans, tonic, plan.mode, section_tacets(plan, context.index)),
        parts=parts,
        sweeps=section_sweeps(context),
    )


def _as_announced(plan: Plan, index: int) -> Plan:
    """The plan as a section sees it: its neighbours as they were before any was drawn again.

    So a section that is drawn again changes no note of another.
    """
    if all(s.seed is None for s in plan.sections[:index] + plan.sections[index + 1 :]):
        return plan
    sections = tuple(
        section if place == index else section.model_copy(update={"seed": None})
        for place, section in enumerate(plan.sections)
    )
    return plan.model_copy(update={"sections": sections})


class _Leads:
    """The leads of a section as any dice draw them: others listen to them."""

    def __init__(self, context: SectionContext) -> None:
        self._context = context
        self._layers = [layer for layer in context.layers() if layer.role is Role.LEAD]
        self._written: dict[tuple[str, Dice], list[Note]] = {}

    def written(self, layer: Layer, dice: Dice) -> list[Note]:
        """A lead's notes on the grid."""
        key = (layer.name, dice)
        if key not in self._written:
            self._written[key] = _write(self._context.playing(layer, dice), layer, [])
        return list(self._written[key])

    def heard(self, dice: Dice) -> list[Note]:
        """The first lead that has notes, in the order of time."""
        for layer in self._layers:
            notes = self.written(layer, dice)
            if notes:
                return sorted(notes, key=lambda note: note.start_beats)
        return []


def _check_instrument(layer: Layer) -> None:
    if layer.instrument not in INSTRUMENTS:
        raise UserError(
            ErrorCode.VALIDATION,
            f"The layer {layer.name!r} asks for an unknown instrument, {layer.instrument!r}.",
            recovery="Use an instrument of the catalogue, for example piano, violin or saw_lead.",
            details={"field": "layers", "layer": layer.name},
        )


def manners_of(pack: Pack, role: Role) -> tuple[str, ...]:
    """The manners that a layer of a role may name in a pack."""
    tables: Mapping[Role, tuple[Mapping[str, object], ...]] = {
        Role.BASS: (BEHAVIOURS,),
        Role.CHORDS: (pack.comps, COMPS),
        Role.PAD: (pack.comps, COMPS),
        Role.LEAD: (pack.leads, LEADS),
        Role.COUNTER: (COUNTERS, pack.leads, LEADS),
        Role.ARP: (ARPS, pack.comps, COMPS),
        Role.PERCUSSION: (PERCUSSION,),
    }
    return tuple(dict.fromkeys(name for table in tables.get(role, ()) for name in table))


def _manner(context: SectionContext, layer: Layer) -> str:
    name = layer.manner or _DEFAULT_MANNERS[layer.role]
    known = manners_of(context.pack, layer.role)
    if name not in known:
        raise UserError(
            ErrorCode.VALIDATION,
            f"The layer {layer.name!r} can't play in the manner {name!r}.",
            recovery=f"Leave the manner empty or use one of: {', '.join(known)}.",
            details={"field": "layers", "layer": layer.name},
        )
    return name


def _write(context: SectionContext, layer: Layer, lead: list[Note]) -> list[Note]:
    """A layer's notes on the grid."""
    pack, role = context.pack, layer.role
    if role is Role.DRUMS:
        return _drums(context, layer)
    if role is Role.TRANSITIONS:
        return write_transitions(context)
    if role is Role.DRONE:
        return write_drone(context, layer)
    if role is Role.PERCUSSION and layer.instrument in _PITCHED_DRUMS:
        return write_pitched_drums(context, layer)
    manner = _manner(context, layer)
    if role is Role.PERCUSSION:
        return write_percussion(context, layer, PERCUSSION[manner])
    if role is Role.BASS:
        return write_bass(context, layer, manner)
    if role is Role.LEAD:
        if context.section.name == "solo" and "solo" in pack.leads:
            manner = "solo"
        voice = pack.leads.get(manner) or LEADS[manner]
        if context.section.melody:
            return write_given(context, layer, voice)
        return write_lead(context, layer, voice)
    if role is Role.COUNTER:
        if manner in COUNTERS:
            voice = pack.leads.get("counter") or LEADS["soft_counter"]
            return COUNTERS[manner](context, layer, voice, lead)
        return write_lead(context, layer, pack.leads.get(manner) or LEADS[manner])
    if role is Role.ARP and manner in ARPS:
        return write_arp(context, layer, ARPS[manner])
    return write_chords(context, layer, pack.comps.get(manner) or COMPS[manner], lead)


def _drums(context: SectionContext, layer: Layer) -> list[Note]:
    """The drums; by dice of their own they keep the kick that a bass may have locked to."""
    own = _beaten(context, layer, context.seed)
    if context.seed == context.groove_seed or not context.has_role(Role.BASS):
        return own
    agreed = _beaten(context, layer, context.groove_seed)
    return [note for note in own if note.pitch not in _FEET] + [
        note for note in agreed if note.pitch in _FEET
    ]


def _beaten(context: SectionContext, layer: Layer, seed: int) -> list[Note]:
    return write_drums(
        reseeded(context.plan, seed), context.pack, context.section,
        previous=context.previous, following=context.following, layer=layer.name,
        break_beat=context.break_beat,
    )  # fmt: skip


def _play(context: SectionContext, layer: Layer, notes: list[Note]) -> tuple[Note, ...]:
    """Notes within the instrument's range, as hands play them."""
    plan, pack = context.plan, context.pack
    instrument = player(layer)
    drums = instrument.family is Family.DRUM_KIT
    if not drums:
        notes = [_ranged(note, instrument.low, instrument.high) for note in notes]
        notes = _distinct(notes)
        if instrument.monophonic:
            notes = _one_voice(notes)
    if context.break_beat is not None and layer.role in _HOLDS_BREATH:
        notes = [_until(note, context.break_beat) for note in notes
                 if note.start_beats < context.break_beat - 1e-6]  # fmt: skip
    if layer.role in _HARMONY:
        notes = rested(notes, section_tacets(plan, context.index))
    if plan.loop_ready and context.index == len(plan.sections) - 1:
        notes = [_until(note, context.beats) for note in notes]
    feel = Feel(
        swing=plan.swing,
        swing_beats=pack.swing_beats,
        offset_ms=_offsets(context, layer, drums),
        loose_ms=pack.loose_ms,
        loose_velocity=pack.loose_velocity,
        seconds_per_beat=plan.seconds_per_beat,
    )
    context = in_own_measure(context, layer)
    return performed(context, layer, notes, feel, last_start=context.beats - _LAST_START)


def _offsets(context: SectionContext, layer: Layer, drums: bool) -> Callable[[int], float]:
    plan, pack = context.plan, context.pack
    if not drums:
        own = piece_offset_ms(plan, pack, layer.role.value)
        return lambda _: own
    table = {
        key: piece_offset_ms(plan, pack, name)
        for key, name in DRUM_OF_KEY.items()
        if name in pack.timing_ms
    }
    return lambda key: table.get(key, 0.0)


def _ranged(note: Note, low: int, high: int) -> Note:
    if low <= note.pitch <= high:
        return note
    return Note(note.start_beats, note.duration_beats, fold(note.pitch, low, high),
                note.velocity, note.glide_semitones)  # fmt: skip


def _until(note: Note, end: float) -> Note:
    """The note cut where silence begins, or where a loop starts again."""
    length = max(0.05, min(note.duration_beats, end - note.start_beats))
    return Note(note.start_beats, length, note.pitch, note.velocity, note.glide_semitones)


def _distinct(notes: list[Note]) -> list[Note]:
    """One note where two of a pitch would start together, the longer one."""
    kept: dict[tuple[float, int], Note] = {}
    for note in notes:
        place = (round(note.start_beats, 4), note.pitch)
        if place not in kept or kept[place].duration_beats < note.duration_beats:
            kept[place] = note
    return list(kept.values())


def _one_voice(notes: list[Note]) -> list[Note]:
    """A line for an instrument that plays one note at a time: the top of each chord, no overlap."""
    tops: dict[float, Note] = {}
    for note in sorted(notes, key=lambda note: (note.start_beats, note.pitch)):
        tops[round(note.start_beats, 2)] = note
    line = list(tops.values())
    joined = [
        Note(now.start_beats, min(now.duration_beats, later.start_beats - now.start_beats),
             now.pitch, now.velocity, now.glide_semitones)
        for now, later in pairwise(line)
    ]  # fmt: skip
    return [note for note in [*joined, *line[-1:]] if note.duration_beats > 0]
