"""Edits of a plan: draw a part of it again, lock a part, move its key or tempo; the rest stays.

All are pure. What is not named by an edit is played note for note as before: each player's dice
are written into the plan (`Layer.seed`, `Section.layer_seeds`), and so is whose lead it listens
to (`Section.hears`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from musicgen_local.engines.composer.compose import compose_section
from musicgen_local.engines.composer.lookup import find_layers, find_sections
from musicgen_local.engines.composer.packs import load_pack
from musicgen_local.engines.composer.plan import Layer, Plan, Role, Section
from musicgen_local.engines.composer.writing.context import SectionContext
from musicgen_local.engines.composer.writing.harmony import opening_chord
from musicgen_local.engines.composer.writing.seeds import stream
from musicgen_local.engines.editing import Keep
from musicgen_local.errors import ErrorCode, UserError

TEMPO_BPM = (40.0, 220.0)
MOST_SEMITONES = 11
_TRIES = 64  # dice thrown until a section opens as it did and is another one
_LAYER_TRIES = 4  # and until a part is another one
_HEARD_SECTIONS = 4  # in which a part is compared with what it was
_GRID = 4  # places in a beat that count as different
_MELODIC = (Role.LEAD, Role.COUNTER)
_RHYTHMIC = (Role.DRUMS, Role.PERCUSSION)
_LISTENING = (Role.CHORDS, Role.PAD, Role.COUNTER, Role.ARP)
_SEEDS = 2**31


def again_section(plan: Plan, index: int, seed: int) -> Plan:
    """The plan with one section drawn again: its chords, melody, bass, drums.

    It opens on the chord on which it opened before, since the section before leads there. Where a
    locked layer plays, the chords stay too.

    Raises:
        UserError: `VALIDATION` when there is no such section.
    """
    if not 0 <= index < len(plan.sections):
        find_sections(plan, str(index + 1))
    led_to = opening_chord(plan, load_pack(plan.genre), index) if _is_led_to(plan, index) else None
    fallback = None
    for dice in _throws(seed, _TRIES):
        fresh = _section_by(plan, index, dice)
        if led_to is not None and opening_chord(fresh, load_pack(plan.genre), index) != led_to:
            continue
        fallback = fallback or fresh
        if _differ(plan, fresh, (index,), plan.sections[index].layers):
            return fresh
    return fallback or _section_by(plan, index, seed)


def again_layer(plan: Plan, name: str, seed: int) -> Plan:
    """The plan with one layer drawn again; every other layer plays what it played.

    A layer whose manner leaves nothing to chance takes another manner of the genre, and a notice
    says so. New drums keep the kick where a bass plays.

    Raises:
        UserError: `VALIDATION` when there is no such layer.
    """
    layer = _layer(plan, name)
    places = _places(plan, [name])
    for dice in _throws(seed, _LAYER_TRIES):
        fresh = _layers_by(plan, [name], dice)
        if _differ(plan, fresh, places, [name]):
            return fresh
    for manner in _other_manners(plan, layer):
        fresh = _with_manner(_layers_by(plan, [name], seed), name, manner)
        if _differ(plan, fresh, places, [name]):
            return _with_notice(fresh, f"The {name} now plays {manner.replace('_', ' ')}.")
    return _with_notice(
        _layers_by(plan, [name], seed), f"The {name} has nothing to play otherwise here."
    )


def new_melody(plan: Plan, seed: int) -> Plan:
    """The plan with its melodies (leads and second voices) anew over the same harmony and band.

    A melody that was handed in goes, unless a lead that plays it is locked.

    Raises:
        UserError: `VALIDATION` when nobody plays a melody that may change.
    """
    names = [layer.name for layer in plan.layers if layer.role in _MELODIC and not layer.locked]
    if not names:
        raise UserError(
            ErrorCode.VALIDATION,
            "Nobody plays a melody in this piece that may change.",
            recovery=f"Its layers are: {', '.join(_told(layer) for layer in plan.layers)}.",
            details={"field": "new_melody"},
        )
    places = _places(plan, names)
    leads = {layer.name for layer in plan.layers if layer.role is Role.LEAD}
    free = without_melody(plan) if leads <= set(names) else plan
    fresh = free
    for dice in _throws(seed, _LAYER_TRIES):
        fresh = _layers_by(free, names, dice, together=True)
        if _differ(plan, fresh, places, names):
            break
    return fresh


def without_melody(plan: Plan) -> Plan:
    """The plan with leads that invent what they play."""
    sections = tuple(section.model_copy(update={"melody": ()}) for section in plan.sections)
    return _changed(plan, sections=sections)


def new_take(plan: Plan, seed: int) -> Plan:
    """The plan under another seed: all that is not locked is drawn again; form and band stay."""
    if any(layer.locked for layer in plan.layers):
        return _take_around_locks(plan, seed)
    layers = tuple(layer.model_copy(update={"seed": None}) for layer in plan.layers)
    fresh: dict[str, object] = {"seed": None, "layer_seeds": {}, "hears": {}}
    sections = tuple(section.model_copy(update=fresh) for section in plan.sections)
    return _changed(
        plan, seed=seed, harmony_seed=None, groove_seed=None, layers=layers, sections=sections
    )


def _take_around_locks(plan: Plan, seed: int) -> Plan:
    """Another seed for what is not locked; the chords and the kick below the rest stay with it."""
    held = {layer.name for layer in plan.layers if layer.locked}
    layers = tuple(
        layer if layer.locked else layer.model_copy(update={"seed": None}) for layer in plan.layers
    )
    sections = tuple(
        _around_locks(plan, index, held, section.seed is not None, seed)
        for index, section in enumerate(plan.sections)
    )
    return _changed(plan, seed=seed, layers=layers, sections=sections)


def lock_layers(plan: Plan, names: Iterable[str]) -> Plan:
    """The plan with these layers held as they play now, with the harmony and kick they stand on.

    Raises:
        UserError: `VALIDATION` when there is no such layer.
    """
    held = set(names)
    for name in sorted(held):
        _layer(plan, name)
    layers = tuple(
        layer.model_copy(
            update={"seed": plan.seed if layer.seed is None else layer.seed, "locked": True}
        )
        if layer.name in held
        else layer
        for layer in plan.layers
    )
    free = {layer.name for layer in plan.layers if layer.name in held and layer.seed is None}
    sections = tuple(
        section
        if section.seed is None
        else section.model_copy(
            update={"layer_seeds": dict.fromkeys(free, section.seed) | dict(section.layer_seeds)}
        )
        for section in plan.sections
    )
    return _changed(
        plan,
        layers=layers,
        sections=sections,
        harmony_seed=plan.seed if plan.harmony_seed is None else plan.harmony_seed,
        groove_seed=plan.seed if plan.groove_seed is None else plan.groove_seed,
    )


def vary(plan: Plan, keep: Keep, seed: int) -> Plan:
    """Another version of a piece: the same key, tempo, form and band, and what `keep` names.

    `harmony` keeps the chords, `melody` the leads with their chords, `rhythm` drums and percussion;
    the band stops and ends alike where one of them has to.
    """
    roles: Mapping[str, tuple[Role, ...]] = {
        "harmony": (),
        "melody": _MELODIC,
        "rhythm": _RHYTHMIC,
    }
    held = [layer.name for layer in plan.layers if layer.role in roles[keep]]
    if roles[keep] and not held:
        plan = _with_notice(plan, f"Nobody plays a {keep} here that could be kept.")
    version = _take_around_locks(lock_layers(plan, held), seed)
    locked_before = {layer.name: layer.locked for layer in plan.layers}
    layers = tuple(
        layer.model_copy(update={"locked": locked_before[layer.name]}) for layer in version.layers
    )
    if any(locked_before.values()):  # what they stand on stays, whatever else is asked for
        return _changed(version, layers=layers)
    return _changed(
        version,
        layers=layers,
        harmony_seed=None if keep == "rhythm" else version.harmony_seed,
        groove_seed=None if keep == "harmony" else version.groove_seed,
    )


def transpose(plan: Plan, semitones: int) -> Plan:
    """The plan `semitones` (-11 to 11) higher; more than an octave in all comes back by one.

    Raises:
        UserError: `VALIDATION` when `semitones` is out of range.
    """
    if not -MOST_SEMITONES <= semitones <= MOST_SEMITONES:
        raise UserError(
            ErrorCode.VALIDATION,
            f"{semitones:+d} semitones are too far.",
            recovery=f"Use -{MOST_SEMITONES} to +{MOST_SEMITONES}.",
            details={"field": "transpose"},
        )
    total = plan.transpose_semitones + semitones
    if abs(total) > MOST_SEMITONES:
        total -= 12 if total > 0 else -12
    return _changed(plan, transpose_semitones=total)


def steps_to(plan: Plan, tonic: int) -> int:
    """Semitones to another tonic (0-11, C = 0) by the shorter way, -5 to 6."""
    return (tonic - plan.sounding_tonic + 5) % 12 - 5


def with_tempo(plan: Plan, tempo_bpm: float) -> Plan:
    """The same notes in another tempo (40-220); the length follows, the last ring stays.

    Raises:
        UserError: `VALIDATION` when the tempo is out of range.
    """
    if not TEMPO_BPM[0] <= tempo_bpm <= TEMPO_BPM[1]:
        raise UserError(
            ErrorCode.VALIDATION,
            f"A tempo of {tempo_bpm:g} bpm is out of range.",
            recovery=f"Use {TEMPO_BPM[0]:g} to {TEMPO_BPM[1]:g}.",
            details={"field": "tempo_bpm"},
        )
    beats = plan.bars * plan.beats_per_bar
    ring = plan.duration_seconds - beats * plan.seconds_per_beat
    return _changed(
        plan, tempo_bpm=tempo_bpm, duration_seconds=max(ring, 0.0) + beats * 60.0 / tempo_bpm
    )


def _section_by(plan: Plan, index: int, seed: int) -> Plan:
    """One section by other dice, its locked layers apart."""
    section = plan.sections[index]
    held = {layer.name for layer in plan.layers if layer.locked and layer.name in section.layers}
    if held:
        return _with_section(plan, index, _around_locks(plan, index, held, True, seed))
    own = {layer.name: seed for layer in plan.layers
           if layer.seed is not None and layer.name in section.layers}  # fmt: skip
    fresh = {"seed": seed, "layer_seeds": own, "hears": {}}
    return _with_section(plan, index, section.model_copy(update=fresh))


def _around_locks(plan: Plan, index: int, held: set[str], own: bool, seed: int) -> Section:
    """A section whose layers but the locked get the dice `seed` (`own`: here alone)."""
    section = plan.sections[index]
    context = SectionContext(plan, load_pack(plan.genre), index)
    dice = {name: value for name, value in section.layer_seeds.items() if name in held}
    hears = {name: value for name, value in section.hears.items() if name in held}
    lead = _lead_of(plan, section)
    for layer in context.layers():
        if layer.name in held:
            continue
        if own:
            dice[layer.name] = seed
        if lead is not None and lead.name in held and layer.role in _LISTENING:
            hears[layer.name] = context.dice_of(lead).section
    return section.model_copy(update={"layer_seeds": dice, "hears": hears})


def _layers_by(plan: Plan, names: Sequence[str], seed: int, *, together: bool = False) -> Plan:
    """Layers by other dice; they listen to the lead there is, or to one another's `together`."""
    layers = tuple(
        layer.model_copy(update={"seed": seed, "locked": False}) if layer.name in names else layer
        for layer in plan.layers
    )
    sections = []
    for index, section in enumerate(plan.sections):
        dice = {name: value for name, value in section.layer_seeds.items() if name not in names}
        hears = {name: value for name, value in section.hears.items() if name not in names}
        lead = _lead_of(plan, section)
        if lead is not None and (lead.name not in names or not together):
            context = SectionContext(plan, load_pack(plan.genre), index)
            listening = [layer.name for layer in context.layers()
                         if layer.name in names and layer.role in _LISTENING]  # fmt: skip
            hears |= dict.fromkeys(listening, context.dice_of(lead).section)
        changed = dice != section.layer_seeds or hears != section.hears
        update = {"layer_seeds": dice, "hears": hears}
        sections.append(section.model_copy(update=update) if changed else section)
    # the groove was agreed on by the old dice, and so were the chords
    return _changed(plan, layers=layers, sections=tuple(sections))


def _lead_of(plan: Plan, section: Section) -> Layer | None:
    present = set(section.layers)
    return next((x for x in plan.layers if x.role is Role.LEAD and x.name in present), None)


def _other_manners(plan: Plan, layer: Layer) -> list[str]:
    """What else the genre lets players of this role do, in its own order."""
    slots = [slot for slot in load_pack(plan.genre).palette if slot.role is layer.role]
    slots.sort(key=lambda slot: layer.instrument not in slot.instruments)
    names = [name for slot in slots for name in slot.manners]
    return [name for name in dict.fromkeys(names) if name != layer.manner]


def _with_manner(plan: Plan, name: str, manner: str) -> Plan:
    layers = tuple(
        layer.model_copy(update={"manner": manner}) if layer.name == name else layer
        for layer in plan.layers
    )
    return _changed(plan, layers=layers)


def _with_section(plan: Plan, index: int, section: Section) -> Plan:
    return _changed(plan, sections=(*plan.sections[:index], section, *plan.sections[index + 1 :]))


def _with_notice(plan: Plan, notice: str) -> Plan:
    return _changed(plan, notices=(*plan.notices, notice))


def _changed(plan: Plan, **update: object) -> Plan:
    """The plan with other values, checked as a plan that is read."""
    return Plan.model_validate({**{n: getattr(plan, n) for n in Plan.model_fields}, **update})


def _layer(plan: Plan, name: str) -> Layer:
    found = next((layer for layer in plan.layers if layer.name == name), None)
    return found if found is not None else _layer(plan, find_layers(plan, name)[0])


def _told(layer: Layer) -> str:
    return f"{layer.name} (locked)" if layer.locked else layer.name


def _is_led_to(plan: Plan, index: int) -> bool:
    return index > 0 or (plan.loop_ready and len(plan.sections) > 1)


def _throws(seed: int, tries: int) -> Iterable[int]:
    """The dice asked for, then others that follow from them."""
    yield seed
    for turn in range(1, tries):
        yield int(stream(seed, "again", turn).integers(_SEEDS))


def _places(plan: Plan, names: Sequence[str]) -> tuple[int, ...]:
    """The first sections in which one of the layers plays."""
    wanted = set(names)
    return tuple(i for i, s in enumerate(plan.sections) if wanted & set(s.layers))[:_HEARD_SECTIONS]


def _differ(one: Plan, other: Plan, places: Iterable[int], names: Collection[str]) -> bool:
    """Whether layers play other tones in one of these sections; touch is left aside."""
    return any(_tones(one, place, names) != _tones(other, place, names) for place in places)


def _tones(plan: Plan, index: int, names: Collection[str]) -> set[tuple[str, int, int]]:
    """What layers play in a section: name, place on a grid, pitch."""
    return {
        (name, round(note.start_beats * _GRID), note.pitch)
        for name, notes in compose_section(plan, index, names).parts.items()
        for note in notes
    }
