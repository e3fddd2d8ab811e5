"""What a prompt denies: the reach of "no", "without", "not", `без`, `не`; and of "very"."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from musicgen_local.engines.composer.lexicon.scan import Unit
from musicgen_local.engines.composer.lexicon.words import Kind

_THINGS: tuple[Kind, ...] = ("instrument", "ambience", "vocals", "hint", "genre", "instrumental")
_QUALITIES: tuple[Kind, ...] = ("mood", "feel", "speed", "bpm", "mode", "beats")
_MOST_UNKNOWN = 2  # words between "without" and what it denies
_LONGEST_LIST = 12  # members looked through for an "or" that ends the list


def resolve_denials(units: Sequence[Unit]) -> None:
    """Mark denied units, and the degree ("very", "slightly") of the rest, in place."""
    for at, unit in enumerate(units):
        if unit.has("without"):
            _deny_things(units, at)
        elif unit.has("not"):
            _deny_next(units, at)
        elif unit.has("degree"):
            _scale_next(units, at)
    for denied, following in pairwise(units):
        denied.at_first = denied.denied and following.has("at_first")


def _scale_next(units: Sequence[Unit], at: int) -> None:
    if at + 1 < len(units) and not units[at + 1].opens_clause:
        following = units[at + 1]
        if following.has("mood", "feel", "speed"):
            following.degree = next(units[at].of("degree")).weight


def _deny(unit: Unit, denier: Unit | None) -> None:
    unit.denied = True
    if denier is not None:
        unit.start = denier.start


def _deny_next(units: Sequence[Unit], at: int) -> None:
    """ "Not" reaches the next word with a meaning, and words joined to it by "or"."""
    denier: Unit | None = units[at]
    place = at + 1
    while place < len(units) and not units[place].opens_clause:
        unit = units[place]
        if unit.has("but", "without", "not", "only"):
            return
        if unit.has(*_THINGS, *_QUALITIES):
            _deny(unit, denier)
            denier = None
            joined = place + 1 < len(units) and units[place + 1].has("or")
            if not joined:
                return
            place += 1
        elif not unit.has("degree", "stop") or unit.quantity is not None:
            return
        place += 1


def _deny_things(units: Sequence[Unit], at: int) -> None:
    """ "Without" passes over adjectives to the next thing, and goes on along a list of things.

    Where nothing follows it in its clause, it denies the thing before it (`барабаны не нужны`).
    """
    denier: Unit | None = units[at]
    passed: list[Unit] = []  # adjectives on the way: denied with their thing, or without one
    unknown = 0
    place = at + 1
    while place < len(units):
        unit = units[place]
        ends_here = unit.opens_clause and not _list_goes_on(units, place, started=denier is None)
        if ends_here or unit.has("without", "not", "only"):
            break
        if _is_thing(units, place):
            for adjective in passed:
                adjective.senses = ()
                adjective.meanings.append("")  # spoken for by the thing it stands with
            passed.clear()
            _deny(unit, denier)
            denier = None
            following = _joined(units, place)
            if following is None:
                return
            place = following
            continue
        if unit.has(*_QUALITIES):
            passed.append(unit)
        elif unit.has("but") or unit.quantity is not None or unit.key is not None:
            break
        elif not unit.known:
            unknown += 1
            if unknown > _MOST_UNKNOWN:
                break
        place += 1
    if denier is not None:
        for adjective in passed:
            _deny(adjective, denier)
            denier = None
    if denier is not None and at > 0 and not units[at].opens_clause and _is_thing(units, at - 1):
        units[at - 1].denied = True
        units[at - 1].end = units[at].end


def _is_thing(units: Sequence[Unit], at: int) -> bool:
    unit = units[at]
    if not unit.has(*_THINGS):
        return False
    following = units[at + 1] if at + 1 < len(units) else None
    is_adjective = (
        not unit.has("instrument", "ambience", "vocals")
        and following is not None
        and not following.opens_clause
        and following.has("instrument", "ambience")
    )
    return not is_adjective


def _joined(units: Sequence[Unit], at: int) -> int | None:
    """Where the list goes on after the thing at `at`: past "or", past "and" before a thing."""
    after = at + 1
    if after >= len(units):
        return None
    if units[after].has("or"):
        return after + 1 if after + 1 < len(units) else None
    if units[after].opens_clause:
        return after if _list_goes_on(units, after, started=True) else None
    if units[after].has("and"):
        thing = after + 1
        while thing < len(units) and units[thing].has("stop") and not units[thing].has(*_THINGS):
            thing += 1
        if thing < len(units) and units[thing].has("instrument", "ambience", "vocals"):
            return thing
    return None


def _list_goes_on(units: Sequence[Unit], at: int, *, started: bool) -> bool:
    """Whether the comma before `at` only parts the members of a denied list.

    It does in "no drums, bass or guitar", and in Russian where the next word keeps the genitive
    that `без` asked for (`без барабанов, баса`); "no drums, piano" asks for a piano.
    """
    if not started or units[at].after.strip() not in ("", ","):
        return False
    if units[at].inflected and _is_thing(units, at) and units[at].has("instrument", "ambience"):
        return True
    for member, following in pairwise(units[at : at + _LONGEST_LIST]):
        if not member.has("instrument", "ambience", "vocals"):
            return False
        if following.has("or"):
            return True
        if not following.opens_clause:
            return False
    return False
