"""Casting: which instruments take which chairs, and how a brief's wishes come first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from musicgen_local.engines.composer.brief import Brief
from musicgen_local.engines.composer.instruments import INSTRUMENTS, Family, Instrument
from musicgen_local.engines.composer.packs.base import Pack, Slot
from musicgen_local.engines.composer.packs.common import GUEST_STRIPS
from musicgen_local.engines.composer.plan import Layer, Role
from musicgen_local.engines.composer.writing.seeds import pick_weighted, stream

_REQUESTED_ENTERS = 0.0
_OWN_CHAIR = "+"  # marks the seat of an instrument that no chair of the pack suits
_DRUM_WORDS = frozenset({"drums", "drum", "percussion", "drum_kit"})
ROLES_OF_FAMILY: Mapping[Family, tuple[Role, ...]] = {
    Family.KEYS: (Role.CHORDS, Role.LEAD, Role.COUNTER, Role.ARP),
    Family.MALLETS: (Role.LEAD, Role.ARP, Role.COUNTER, Role.CHORDS),
    Family.ORGAN: (Role.CHORDS, Role.PAD, Role.LEAD),
    Family.GUITAR: (Role.CHORDS, Role.LEAD, Role.ARP, Role.COUNTER),
    Family.PLUCKED: (Role.ARP, Role.LEAD, Role.CHORDS, Role.COUNTER),
    Family.BASS: (Role.BASS,),
    Family.STRINGS: (Role.PAD, Role.LEAD, Role.COUNTER, Role.CHORDS),
    Family.CHOIR: (Role.PAD, Role.COUNTER, Role.LEAD),
    Family.BRASS: (Role.COUNTER, Role.CHORDS, Role.LEAD, Role.PAD),
    Family.WIND: (Role.LEAD, Role.COUNTER),
    Family.SYNTH_LEAD: (Role.LEAD, Role.ARP, Role.COUNTER),
    Family.SYNTH_PAD: (Role.PAD, Role.CHORDS),
    Family.PERCUSSION: (Role.PERCUSSION,),
    Family.DRUM_KIT: (Role.DRUMS, Role.PERCUSSION),
    Family.EFFECT: (Role.TRANSITIONS,),
}
_SINGLE_LINE = (Role.LEAD, Role.COUNTER, Role.BASS)
_SPECIAL_ROLES: Mapping[str, tuple[Role, ...]] = {
    "synth_pluck": (Role.ARP, Role.LEAD, Role.COUNTER),
    "drone": (Role.DRONE, Role.PAD),
    "contrabass": (Role.BASS, Role.LEAD),
    "tuba": (Role.BASS, Role.LEAD),
    "soft_percussion": (Role.PERCUSSION, Role.DRUMS),
    "bongo_kit": (Role.PERCUSSION, Role.DRUMS),
    "latin_percussion": (Role.PERCUSSION, Role.DRUMS),
    "folk_percussion": (Role.PERCUSSION, Role.DRUMS),
    "pizzicato_strings": (Role.ARP, Role.CHORDS),
    "vibraphone": (Role.LEAD, Role.CHORDS, Role.COUNTER),
    "poly_synth": (Role.CHORDS, Role.PAD),
    "supersaw": (Role.CHORDS, Role.PAD, Role.LEAD),
}
# who may stand in when a brief rules out a chair's own choices
STAND_INS: Mapping[Role, tuple[str, ...]] = {
    Role.CHORDS: (
        "electric_piano",
        "piano",
        "nylon_guitar",
        "organ",
        "warm_pad",
        "harp",
        "strings",
    ),
    Role.BASS: ("electric_bass", "upright_bass", "synth_bass"),
    Role.LEAD: ("vibraphone", "flute", "piano", "soft_lead", "violin", "nylon_guitar", "trumpet"),
    Role.PAD: ("warm_pad", "slow_strings", "choir"),
    Role.COUNTER: ("celesta", "clarinet", "cello", "clean_guitar"),
    Role.ARP: ("synth_pluck", "harp", "music_box", "nylon_guitar"),
    Role.DRUMS: ("lofi_kit", "rock_kit"),
    Role.PERCUSSION: ("soft_percussion",),
}
# how a family plays chords when the pack has no word on it
_CHORD_MANNERS: Mapping[Family, tuple[str, ...]] = {
    Family.GUITAR: ("fingerpicking", "strummed"),
    Family.PLUCKED: ("arpeggio", "fingerpicking"),
    Family.ORGAN: ("held", "block"),
    Family.STRINGS: ("string_line", "pulse"),
    Family.BRASS: ("block",),
    Family.CHOIR: ("choir_pad",),
    Family.SYNTH_PAD: ("held", "pulse"),
}


@dataclass(frozen=True, slots=True)
class Chair:
    """A layer with the slot it fills; `variants` take turns from movement to movement."""

    slot: Slot
    layer: Layer
    requested: bool = False
    variants: tuple[Layer, ...] = ()


def is_excluded(instrument: Instrument, excluded: Sequence[str]) -> bool:
    """Whether a name, a family, or the last word of a name ("piano", "guitar") rules it out."""
    for word in excluded:
        if word in (instrument.name, instrument.family.value):
            return True
        if instrument.name.endswith(f"_{word}"):
            return True
        if word in _DRUM_WORDS and instrument.family in (Family.DRUM_KIT, Family.PERCUSSION):
            return True
    return False


def role_excluded(role: Role, excluded: Sequence[str]) -> bool:
    """Whether a brief rules a role out; "drums" takes the percussion with it."""
    if role in (Role.DRUMS, Role.PERCUSSION):
        return bool(_DRUM_WORDS & set(excluded))
    words = {role.value, {Role.LEAD: "melody"}.get(role, role.value)}
    return bool(words & set(excluded))


def roles_for(instrument: Instrument) -> tuple[Role, ...]:
    """Roles that suit an instrument, the best first."""
    roles = _SPECIAL_ROLES.get(instrument.name) or ROLES_OF_FAMILY[instrument.family]
    if instrument.monophonic:
        roles = tuple(role for role in roles if role in _SINGLE_LINE) or (Role.LEAD,)
        if instrument.family in (Family.STRINGS, Family.BRASS) and Role.LEAD in roles:
            roles = (Role.LEAD, *(role for role in roles if role is not Role.LEAD))
    return roles


def manner_for(slot: Slot, instrument: Instrument, rng: np.random.Generator) -> str:
    """How an instrument plays in a chair that was not made for it."""
    own = instrument.name in slot.instruments
    if slot.role is Role.CHORDS and not own:
        if instrument.name == "distorted_guitar":
            return "power_chords"
        if instrument.family in _CHORD_MANNERS:
            options = _CHORD_MANNERS[instrument.family]
            return options[int(rng.random() * len(options))]
    return pick_weighted(rng, slot.manners)


def cast_band(pack: Pack, brief: Brief, seed: int, *, long: bool) -> tuple[list[Chair], list[str]]:
    """The band of a piece and what had to be decided against the brief's letter.

    `long` pieces get second and third choices for their leads and keys, so that movements differ.
    """
    notices: list[str] = []
    wishes = _seat_requests(pack, brief)
    roles = _roles_requested(pack, brief, notices)
    chairs: list[Chair] = []
    used = {name for names in wishes.values() for name in names}
    slots = [*pack.palette, *_extra_slots(pack, wishes)]
    for slot in slots:
        rng = stream(seed, "chair", slot.name, *brief.ignored)
        luck = float(rng.random())
        wanted = wishes.get(slot.name)
        if wanted:
            chairs.append(_requested_chair(slot, wanted[0], rng))
            continue
        if role_excluded(slot.role, brief.excluded):
            continue
        if luck > slot.chance and slot.role not in roles:
            continue
        options = _shared(slot, chairs) or _options(slot, brief, used)
        if not options and slot.chance < 1:
            continue
        if not options:
            notices.append(f"Nobody is left to play {slot.name}.")
            continue
        name = pick_weighted(rng, options)
        used.add(name)
        layer = _layer(slot, name, rng)
        variants = _variants(slot, options, layer, rng) if long and not slot.same_as else ()
        if slot.role in roles:
            early = replace(slot, enters=min(slot.enters, _REQUESTED_ENTERS))
            chairs.append(Chair(early, layer, requested=True, variants=variants))
        else:
            chairs.append(Chair(slot, layer, variants=variants))
    return _distinctly_named(chairs), notices


def _distinctly_named(chairs: Sequence[Chair]) -> list[Chair]:
    """Two layers of one instrument are told apart by a number."""
    taken: set[str] = set()
    named: list[Chair] = []
    for chair in chairs:
        name, number = chair.layer.name, 2
        while name in taken:
            name, number = f"{chair.layer.name} {number}", number + 1
        taken |= {name, *(variant.name for variant in chair.variants)}
        named.append(replace(chair, layer=chair.layer.model_copy(update={"name": name})))
    return named


def _requested_chair(slot: Slot, name: str, rng: np.random.Generator) -> Chair:
    layer = _layer(slot, name, rng)
    return Chair(replace(slot, enters=_REQUESTED_ENTERS), layer, requested=True)


def _layer(slot: Slot, name: str, rng: np.random.Generator, suffix: str = "") -> Layer:
    return Layer(
        name=f"{_layer_name(slot, name)}{suffix}",
        role=slot.role,
        instrument=name,
        manner=manner_for(slot, INSTRUMENTS[name], rng),
        octave_shift=slot.octave_shift,
    )


def _layer_name(slot: Slot, instrument: str) -> str:
    """The slot's name, which the mix knows; a guest goes by its own and gets its role's strip."""
    guest = instrument not in slot.instruments
    if slot.name.startswith(_OWN_CHAIR) or (
        guest and (slot.name != slot.role.value or instrument.replace("_", " ") in GUEST_STRIPS)
    ):
        return instrument.replace("_", " ")
    return slot.names.get(instrument, slot.name)


def _options(slot: Slot, brief: Brief, used: set[str]) -> dict[str, float]:
    """Instruments a chair may take: not ruled out, and not sitting elsewhere if avoidable."""
    allowed = {
        name: weight
        for name, weight in slot.instruments.items()
        if not is_excluded(INSTRUMENTS[name], brief.excluded)
    }
    if not allowed:
        names = STAND_INS.get(slot.role, ())
        allowed = {n: 1.0 for n in names if not is_excluded(INSTRUMENTS[n], brief.excluded)}
    free = {n: w for n, w in allowed.items() if n not in used}
    # a chair that not every band has stays empty rather than double another
    return free if slot.chance < 1 else free or allowed


def _shared(slot: Slot, chairs: Sequence[Chair]) -> dict[str, float]:
    """The instrument of the chair that this one is another hand of."""
    if not slot.same_as:
        return {}
    return {chair.layer.instrument: 1.0 for chair in chairs if chair.slot.name == slot.same_as}


def _variants(
    slot: Slot, options: Mapping[str, float], first: Layer, rng: np.random.Generator
) -> tuple[Layer, ...]:
    if slot.role not in (Role.LEAD, Role.CHORDS, Role.PAD, Role.ARP):
        return ()
    left = {name: weight for name, weight in options.items() if name != first.instrument}
    variants: list[Layer] = []
    for number in range(2, 4 if slot.role is Role.LEAD else 3):
        if not left:
            break
        name = pick_weighted(rng, left)
        del left[name]
        variants.append(_layer(slot, name, rng, f" {number}"))
    return tuple(variants)


def _roles_requested(pack: Pack, brief: Brief, notices: list[str]) -> set[Role]:
    """Roles that were asked for by name ("with drums") and that the pack has chairs for."""
    asked = {Role(name) for name in brief.instruments if name in {role.value for role in Role}}
    seated = {slot.role for slot in pack.palette}
    for role in sorted(asked - seated):
        notices.append(f"Nobody plays {role.value} in {pack.name.replace('_', ' ')} here.")
    return asked & seated


def _seat_requests(pack: Pack, brief: Brief) -> dict[str, list[str]]:
    """Requested instruments by the name of the chair they take."""
    seats: dict[str, list[str]] = {}
    for name in brief.instruments:
        instrument = INSTRUMENTS.get(name)
        if instrument is None:
            continue  # a role: see `_roles_requested`
        slot = _best_slot(pack, instrument, seats)
        seats.setdefault(slot or f"{_OWN_CHAIR}{name}", []).append(name)
    return seats


def _best_slot(pack: Pack, instrument: Instrument, taken: Mapping[str, object]) -> str | None:
    roles = roles_for(instrument)
    free = [slot for slot in pack.palette if slot.name not in taken]
    fitting = (*roles, *_SINGLE_LINE)
    natural = [s for s in free if instrument.name in s.instruments and s.role in fitting]
    if natural:
        return min(natural, key=lambda s: roles.index(s.role) if s.role in roles else 9).name
    for role in roles:
        for slot in free:
            if slot.role is role:
                return slot.name
    return None


def _extra_slots(pack: Pack, wishes: Mapping[str, list[str]]) -> list[Slot]:
    """Chairs for requested instruments that found none in the pack."""
    extra: list[Slot] = []
    leads = {name: 1.0 for name in pack.leads if name != "counter"} or {"singing": 1.0}
    for seat in wishes:
        if not seat.startswith(_OWN_CHAIR):
            continue
        instrument = INSTRUMENTS[seat[1:]]
        role = roles_for(instrument)[0]
        taken = {slot.role for slot in pack.palette} | {slot.role for slot in extra}
        if role is Role.LEAD and Role.LEAD in taken:
            role = Role.COUNTER
        manners: Mapping[str, float] = {
            Role.LEAD: leads,
            Role.COUNTER: {"answer": 2.0, "harmony": 1.0, "guide": 1.0},
            Role.BASS: {"root_fifth": 1.0, "kick_lock": 1.0},
            Role.CHORDS: {"block": 1.0, "arpeggio": 1.0},
            Role.PAD: {"held_wide": 1.0},
            Role.ARP: {"arp_eighths": 1.0, "arp_up": 1.0},
            Role.PERCUSSION: {"shaker": 1.0, "congas": 1.0},
        }.get(role, {"": 1.0})
        extra.append(Slot(seat, role, {instrument.name: 1.0}, manners))
    return extra
