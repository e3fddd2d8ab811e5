"""Who plays and who must not, who plays alone, and what sounds under the music."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from musicgen_local.engines.composer.instruments import AMBIENCES
from musicgen_local.engines.composer.lexicon.ambience import QUIET_GENRES
from musicgen_local.engines.composer.lexicon.generic import DENIED, GENERIC
from musicgen_local.engines.composer.lexicon.scan import Unit
from musicgen_local.engines.composer.lexicon.words import Sense

_ENSEMBLES = frozenset(("string_quartet", "piano_trio", "jazz_trio"))
_ALONE_BY_NATURE = frozenset((None, "piano", "classical", "ambient", "sleep", "meditation", "folk"))
_PIANOS = frozenset(("piano", "felt_piano", "bright_piano", "electric_piano"))
_CHOIRS = frozenset(("choir", "voice_oohs", "choir_pad"))


@dataclass(frozen=True, slots=True)
class Players:
    """Names and roles that must sound; names, families and roles that must not."""

    instruments: tuple[str, ...]
    excluded: tuple[str, ...]


def resolved(word: str, genre: str | None) -> tuple[str, ...]:
    """Catalogue names or roles for a word of the lexicon, in a genre."""
    choices = GENERIC.get(word)
    if choices is None:
        return (word,)
    return tuple(choices.get(genre or "", choices[""]).split())


def banned(word: str) -> tuple[str, ...]:
    """Names, families and roles that denying a word of the lexicon bans."""
    return DENIED[word] if word in DENIED else resolved(word, None)


def wanted_players(units: Sequence[Unit], genre: str | None) -> tuple[str, ...]:
    """The players asked for, in order, in the shape that `genre` gives them."""
    return _once(
        name
        for unit in units
        if not unit.denied
        for sense in unit.of("instrument")
        if _is_wish(sense)
        for name in resolved(sense.value, genre)
    )


def _is_wish(sense: Sense) -> bool:
    return sense.weight > 0 and not sense.denied_only


def read_players(units: Sequence[Unit], genre: str | None) -> Players:
    """The players asked for, in order, and all that is denied; a denial outweighs a wish."""
    wanted = wanted_players(units, genre)
    excluded: list[str] = []
    for unit in units:
        for sense in unit.of("instrument"):
            if unit.at_first:
                unit.meanings.append(f"no {_spoken(sense.value)} at first")
            elif sense.weight < 0 or (unit.denied and not sense.nearest):
                excluded += banned(sense.value)
                unit.meanings.append(f"no {_spoken(sense.value)}")
            elif unit.denied:
                unit.meanings.append(f"no {_spoken(sense.value)} in place of it")
            elif _is_wish(sense):
                unit.meanings.append(_player_meaning(resolved(sense.value, genre), sense))
        if unit.has("vocals") and unit.denied and _CHOIRS.isdisjoint(wanted):
            excluded.append("choir")
    return Players(tuple(name for name in wanted if name not in excluded), _once(excluded))


def _player_meaning(names: Sequence[str], sense: Sense) -> str:
    meaning = ", ".join(_spoken(name) for name in names)
    return f"{meaning} (the nearest here)" if sense.nearest else meaning


def _spoken(name: str) -> str:
    return name.replace("_", " ")


def read_alone(units: Sequence[Unit], genre: str | None) -> tuple[bool, bool]:
    """Whether the named players play without a band, and whether one of them takes a solo in it.

    "Solo piano", "only piano", a duet or a quartet play alone. "A guitar solo", or "guitar solo"
    in a genre of bands, is a solo section.
    """
    alone = any(
        sense.value in _ENSEMBLES
        for unit in units
        if not unit.denied
        for sense in unit.of("instrument")
    )
    section = False
    players = sum(_is_player(unit) for unit in units)
    for at, unit in enumerate(units):
        if unit.denied:
            continue
        if unit.has("ensemble"):
            alone = alone or players > 0
        if unit.has("only") and (_player_follows(units, at) or _player_ends(units, at)):
            alone = True
            unit.meanings.append("nobody else plays")
        if unit.has("solo"):
            by_itself = _solo_is_alone(units, at, genre, players)
            alone, section = alone or by_itself, section or not by_itself
            unit.meanings.append("plays alone" if by_itself else "a solo section")
    return alone, section


def _is_player(unit: Unit) -> bool:
    return not unit.denied and any(not sense.denied_only for sense in unit.of("instrument"))


def _player_follows(units: Sequence[Unit], at: int) -> bool:
    for unit in units[at + 1 :]:
        if unit.opens_clause:
            return False
        if _is_player(unit):
            return True
        if not unit.has("mood", "feel", "stop", "degree", "speed"):
            return False
    return False


def _player_ends(units: Sequence[Unit], at: int) -> bool:
    ends = at + 1 >= len(units) or units[at + 1].opens_clause
    return ends and at > 0 and not units[at].opens_clause and _is_player(units[at - 1])


def _solo_is_alone(units: Sequence[Unit], at: int, genre: str | None, players: int) -> bool:
    before = units[at - 1] if at > 0 and not units[at].opens_clause else None
    if before is None or not _is_player(before):
        following = units[at + 1] if at + 1 < len(units) else None
        if following is not None and not following.opens_clause and _is_player(following):
            return True
        return players == 1 and genre in _ALONE_BY_NATURE
    introduced = at > 1 and units[at - 2].has("stop", "but") and not before.opens_clause
    if introduced and units[at - 2].has("but"):
        return False
    is_piano = any(sense.value in _PIANOS for sense in before.of("instrument"))
    if introduced and not is_piano:
        return genre == "classical"
    return is_piano or genre in _ALONE_BY_NATURE


def read_ambience(
    units: Sequence[Unit], genre: str | None
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Ambiences that must sound and that must not. Scenes become sounds in quiet genres only."""
    wanted: list[str] = []
    excluded: list[str] = []
    for unit in units:
        for sense in unit.of("ambience"):
            names = AMBIENCES if sense.value == "*" else (sense.value,)
            if unit.denied:
                excluded += names
                spoken = "ambience" if sense.value == "*" else _ambience_meaning(sense)
                unit.meanings.append(f"no {spoken}")
            elif sense.denied_only:
                continue
            elif sense.image and genre not in QUIET_GENRES:
                unit.meanings.append(f"a scene: {sense.value}")
            else:
                wanted += names
                unit.meanings.append(_ambience_meaning(sense))
    return _once(name for name in wanted if name not in excluded), _once(excluded)


def _ambience_meaning(sense: Sense) -> str:
    return f"ambience {sense.value}" + (" (the nearest here)" if sense.nearest else "")


def _once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
