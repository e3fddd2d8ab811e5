"""Arrangement: who plays in each section, from the pack's thresholds and the brief's wishes."""

from __future__ import annotations

from collections.abc import Sequence

from musicgen_local.engines.composer.casting import Chair
from musicgen_local.engines.composer.form import Step
from musicgen_local.engines.composer.packs.base import Pack
from musicgen_local.engines.composer.plan import Layer, Role, Section
from musicgen_local.engines.composer.writing.seeds import stream

ENERGY_REACH = 0.6  # how far the piece's energy moves its sections'
LAYER_REACH = 0.4  # and how far it moves who plays
LEAST_ENERGY = 0.03  # of a section
_ALONE_ADDS = 0.25  # a piece of one section shows more of its band at once
_NOBODY_RESTS = 0.4  # above its genre's energy a calm piece has no parts that are kept empty
_RESTS_A_MOVEMENT = 0.35  # how often
_OUTRO_KEEPS = 0.12
_MOST_OFTEN = 0.6  # share of the bars in which a requested instrument plays at least
_DISPENSABLE = (Role.PAD, Role.COUNTER, Role.ARP, Role.PERCUSSION)
_HARMONIC = (Role.CHORDS, Role.PAD, Role.ARP, Role.DRONE)


def _plays(chair: Chair, step: Step, shift: float) -> bool:
    """Whether a chair plays in a step, in a piece whose energy is `shift` above its genre's."""
    slot, item = chair.slot, step.part
    names = (slot.role.value, slot.name)
    if shift < _NOBODY_RESTS:
        if any(name in item.without for name in names):
            return False
        if item.only and not any(name in item.only for name in names):
            return False
    return slot.enters <= _activity(step, shift) + 1e-9


def arrange(
    steps: Sequence[Step],
    chairs: Sequence[Chair],
    pack: Pack,
    energy: float,
    seed: int,
    *,
    loop_ready: bool,
) -> tuple[Section, ...]:
    """The plan's sections: each step with its players, and its energy bent by the piece's own.

    `energy` is the piece's (0-1); a loop's last section does not end.
    """
    shift = energy - pack.energy
    bands = _bands(steps, chairs, shift, seed)
    _give_requested_their_share(steps, chairs, bands)
    counts: dict[str, int] = {}
    sections = []
    for index, (step, band) in enumerate(zip(steps, bands, strict=True)):
        item = step.part
        if not band:
            band.append(_somebody(chairs))
        sections.append(
            Section(
                name=item.name,
                theme=item.theme,
                bars=step.bars,
                energy=round(min(1.0, max(LEAST_ENERGY, item.energy + ENERGY_REACH * shift)), 3),
                layers=tuple(_player(chairs[place], step, seed) for place in band),
                transpose=step.transpose,
                variation=counts.get(item.theme, 0),
                ending=index == len(steps) - 1 and not loop_ready,
            )
        )
        counts[item.theme] = counts.get(item.theme, 0) + 1
    return tuple(sections)


def _sits_out(chair: Chair, movement: int, seed: int) -> bool:
    """Movements of a long piece differ in texture: who is dispensable rests in some of them."""
    if not movement or chair.requested or chair.slot.role not in _DISPENSABLE:
        return False
    return stream(seed, "rests", movement, chair.slot.name).random() < _RESTS_A_MOVEMENT


def _bands(
    steps: Sequence[Step], chairs: Sequence[Chair], shift: float, seed: int
) -> list[list[int]]:
    """Who plays in each section, as indices of chairs."""
    bands: list[list[int]] = []
    for index, step in enumerate(steps):
        band = [
            place
            for place, chair in enumerate(chairs)
            if _plays(chair, step, shift) and not _sits_out(chair, step.movement, seed)
        ]
        if len(steps) == 1:
            lively = step.part.energy + LAYER_REACH * shift + _ALONE_ADDS
            band = [place for place, chair in enumerate(chairs) if chair.slot.enters <= lively]
        elif index and band == bands[-1] and step.part.theme == steps[index - 1].part.theme:
            band = _changed(band, chairs, index, fuller=shift >= _NOBODY_RESTS)
        bands.append(band)
    return bands


def _activity(step: Step, shift: float) -> float:
    """The energy that decides who plays; an outro keeps the band that said goodbye together."""
    kept = _OUTRO_KEEPS if step.part.name == "outro" else 0.0
    return step.part.energy + kept + LAYER_REACH * shift


def _changed(band: list[int], chairs: Sequence[Chair], index: int, *, fuller: bool) -> list[int]:
    """The band of a repeated section with one player more, or fewer unless it has to be full."""
    resting = [p for p in range(len(chairs)) if p not in band and chairs[p].slot.enters < 0.8]
    if resting:
        return sorted([*band, resting[index % len(resting)]])
    if fuller:
        return band
    spare = [p for p in band if not chairs[p].requested and chairs[p].slot.role in _DISPENSABLE]
    return [p for p in band if p != spare[index % len(spare)]] if spare else band


def _give_requested_their_share(
    steps: Sequence[Step], chairs: Sequence[Chair], bands: list[list[int]]
) -> None:
    """A requested instrument joins more sections until it plays in most of the bars."""
    total = sum(step.bars for step in steps)
    for place, chair in enumerate(chairs):
        if not chair.requested:
            continue
        played = sum(s.bars for s, band in zip(steps, bands, strict=True) if place in band)
        by_energy = sorted(range(len(steps)), key=lambda i: -steps[i].part.energy)
        for index in by_energy:
            if played >= _MOST_OFTEN * total:
                break
            if place not in bands[index]:
                bands[index].append(place)
                bands[index].sort()
                played += steps[index].bars


def _somebody(chairs: Sequence[Chair]) -> int:
    """The chair that can stand alone best."""
    for roles in (_HARMONIC, (Role.LEAD,), (Role.BASS,)):
        for place, chair in enumerate(chairs):
            if chair.slot.role in roles:
                return place
    return 0


def _player(chair: Chair, step: Step, seed: int) -> str:
    """The chair's layer in a movement: the first choice, or one of its variants."""
    if not chair.variants or step.movement == 0:
        return chair.layer.name
    order = (chair.layer, *chair.variants)
    start = int(stream(seed, "turns", chair.slot.name).integers(0, len(order)))
    return order[(step.movement + start) % len(order)].name


def used_layers(chairs: Sequence[Chair], sections: Sequence[Section]) -> tuple[Layer, ...]:
    """The layers that some section names, in the band's order."""
    used = {name for section in sections for name in section.layers}
    layers = [layer for chair in chairs for layer in (chair.layer, *chair.variants)]
    return tuple(layer for layer in layers if layer.name in used)
