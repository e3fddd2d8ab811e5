"""Casting for few: named instruments alone, arranged so that nothing is missing."""

from __future__ import annotations

from musicgen_local.engines.composer.brief import Brief
from musicgen_local.engines.composer.casting import STAND_INS, Chair
from musicgen_local.engines.composer.instruments import INSTRUMENTS, Family, Instrument
from musicgen_local.engines.composer.packs.base import Pack, Slot
from musicgen_local.engines.composer.plan import Layer, Role
from musicgen_local.engines.composer.writing.seeds import pick, pick_weighted, stream

_HANDS = frozenset({Family.KEYS, Family.ORGAN, Family.PLUCKED, Family.GUITAR, Family.MALLETS})
_LOW_VOICE = 45  # an instrument that reaches below this may carry the bass of a chamber group
_SECOND_VOICES = ("guide", "figuration", "harmony")
_ACCOMPANIMENT = {
    Family.KEYS: ("left_hand", "left_hand_slow"),
    Family.ORGAN: ("left_hand_slow", "held"),
    Family.PLUCKED: ("arpeggio", "left_hand"),
    Family.GUITAR: ("fingerpicking",),
    Family.MALLETS: ("arpeggio",),
    Family.STRINGS: ("string_line", "pulse"),
    Family.CHOIR: ("choir_pad",),
    Family.SYNTH_PAD: ("held", "held_wide"),
    Family.SYNTH_LEAD: ("arpeggio",),
    Family.BRASS: ("string_line",),
}


def cast_solo(pack: Pack, brief: Brief, seed: int) -> tuple[list[Chair], list[str]]:
    """Chairs for the named instruments and nobody else."""
    notices: list[str] = []
    players = (_player(pack, name, seed) for name in brief.instruments)
    names = list(dict.fromkeys(name for name in players if name))
    if not names:
        first = next(s for s in pack.palette if s.role in (Role.CHORDS, Role.PAD, Role.LEAD))
        names = [pick_weighted(stream(seed, "solo"), first.instruments)]
        notices.append(f"No instrument was named, so {names[0].replace('_', ' ')} plays alone.")
    instruments = [INSTRUMENTS[name] for name in names]
    if len(instruments) == 1:
        return _alone(pack, instruments[0], seed), notices
    return _together(pack, instruments, seed), notices


def _player(pack: Pack, name: str, seed: int) -> str:
    """An instrument by its name; for a role ("drums"), who has it in the pack; else nobody."""
    if name in INSTRUMENTS:
        return name
    slot = next((slot for slot in pack.palette if slot.role.value == name), None)
    if slot is not None:
        return pick_weighted(stream(seed, "solo", name), slot.instruments)
    return next((p for role in Role if role.value == name for p in STAND_INS.get(role, ())), "")


def _chair(name: str, role: Role, instrument: Instrument, manner: str, shift: int = 0) -> Chair:
    slot = Slot(name, role, {instrument.name: 1.0}, {manner: 1.0}, octave_shift=shift)
    layer = Layer(name=name, role=role, instrument=instrument.name, manner=manner,
                  octave_shift=shift)  # fmt: skip
    return Chair(slot, layer, requested=True)


def _lead_manner(pack: Pack, seed: int) -> str:
    leads = next((s.manners for s in pack.palette if s.role is Role.LEAD), {"singing": 1.0})
    return pick_weighted(stream(seed, "solo lead"), leads)


def _accompaniment(pack: Pack, instrument: Instrument, seed: int) -> str:
    if instrument.family is Family.KEYS and pack.solo_manners:
        return pick(stream(seed, "solo hand"), pack.solo_manners)
    return pick(stream(seed, "solo hand"), _ACCOMPANIMENT.get(instrument.family, ("held",)))


def _alone(pack: Pack, instrument: Instrument, seed: int) -> list[Chair]:
    name = instrument.name.replace("_", " ")
    if instrument.family is Family.DRUM_KIT:
        return [_chair("drums", Role.DRUMS, instrument, "")]
    if instrument.family is Family.PERCUSSION:
        return [_chair(name, Role.PERCUSSION, instrument, "shaker")]
    if instrument.name == "drone":
        return [_chair(name, Role.DRONE, instrument, "")]
    if instrument.monophonic:
        return [_chair(name, Role.LEAD, instrument, "solo_line")]
    low = _accompaniment(pack, instrument, seed)
    hands = instrument.family in (Family.KEYS, Family.ORGAN)
    below, above = ("left hand", "right hand") if hands else ("accompaniment", "melody")
    names = (f"{name} {below}", f"{name} {above}")
    if instrument.name == "distorted_guitar":  # the mix keeps its amplifiers under these names
        names, low = ("distorted guitar", "lead guitar"), "power_chords"
    return [
        _chair(names[0], Role.CHORDS, instrument, low),
        _chair(names[1], Role.LEAD, instrument, _lead_manner(pack, seed)),
    ]


def _own_chairs(pack: Pack, instruments: list[Instrument], seed: int) -> list[Chair]:
    """The pack's own chairs when these players are its whole band, as a quartet is; else none."""
    chairs: list[Chair] = []
    for instrument in instruments:
        taken = {chair.slot.name for chair in chairs}
        slot = next(
            (slot for slot in pack.palette
             if instrument.name in slot.instruments and slot.name not in taken),
            None,
        )  # fmt: skip
        if slot is None:
            return []
        manner = pick_weighted(stream(seed, "solo", slot.name), slot.manners)
        layer = Layer(name=slot.name, role=slot.role, instrument=instrument.name, manner=manner,
                      octave_shift=slot.octave_shift)  # fmt: skip
        chairs.append(Chair(slot, layer, requested=True))
    order = [slot.name for slot in pack.palette]
    seated = {chair.slot.name for chair in chairs}
    if not {slot.name for slot in pack.palette if slot.chance >= 1} <= seated:
        return []
    return sorted(chairs, key=lambda chair: order.index(chair.slot.name))


def _together(pack: Pack, instruments: list[Instrument], seed: int) -> list[Chair]:
    """Lead to the highest line, bass to the lowest, chords to whoever has hands for them."""
    chairs = _own_chairs(pack, instruments, seed)
    lines: list[Instrument] = []
    chordal = 0
    for instrument in [] if chairs else instruments:
        name = instrument.name.replace("_", " ")
        if instrument.family is Family.DRUM_KIT:
            role = Role.PERCUSSION if instrument.name == "soft_percussion" else Role.DRUMS
            chairs.append(
                _chair(name, role, instrument, "shaker" if role is Role.PERCUSSION else "")
            )
        elif instrument.family is Family.PERCUSSION:
            chairs.append(_chair(name, Role.PERCUSSION, instrument, "shaker"))
        elif instrument.family is Family.BASS:
            manner = next((m for s in pack.palette if s.role is Role.BASS for m in s.manners), "")
            chairs.append(_chair(name, Role.BASS, instrument, manner))
        elif instrument.monophonic or (instrument.family not in _HANDS and chordal) or chordal:
            lines.append(instrument)
        else:
            manner = _accompaniment(pack, instrument, seed)
            chairs.append(_chair(name, Role.CHORDS, instrument, manner))
            chordal += 1
    lines.sort(key=lambda item: -item.low)
    has_bass = any(chair.layer.role is Role.BASS for chair in chairs) or chordal
    for place, instrument in enumerate(lines):
        name = instrument.name.replace("_", " ")
        last = place == len(lines) - 1
        if last and place and not has_bass and instrument.low <= _LOW_VOICE:
            manner = pick(stream(seed, "chamber bass"), ("sustained", "root_fifth", "pushed"))
            chairs.append(_chair(name, Role.BASS, instrument, manner))
        elif place == 0:
            chairs.append(_chair(name, Role.LEAD, instrument, _lead_manner(pack, seed)))
        else:
            manner = _SECOND_VOICES[(place - 1) % len(_SECOND_VOICES)]
            chairs.append(_chair(name, Role.COUNTER, instrument, manner))
    if not any(chair.layer.role is Role.LEAD for chair in chairs):
        hand = next((c for c in chairs if c.layer.role is Role.CHORDS), None)
        if hand is not None:
            instrument = INSTRUMENTS[hand.layer.instrument]
            chairs.append(_chair(f"{hand.layer.name} melody", Role.LEAD, instrument,
                                 _lead_manner(pack, seed)))  # fmt: skip
    return chairs
