"""Genre, moods, valence and energy from the units of a prompt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from musicgen_local.engines.composer.lexicon.generic import BY_INSTRUMENT
from musicgen_local.engines.composer.lexicon.genres import NAME
from musicgen_local.engines.composer.lexicon.installed import all_genres
from musicgen_local.engines.composer.lexicon.moods import FEELS, MOODS
from musicgen_local.engines.composer.lexicon.scan import Unit

_HEAD = 0.5
_PER_EXTRA_WORD, _MOST_EXTRA = 0.1, 0.3
_FEEL_SHARE, _SPEED_SHARE, _DENIED_SHARE = 0.7, 0.5, 0.5
_FAR_IN_ENERGY, _FAR_IN_VALENCE = 0.5, 0.8  # an activity's mood this far from the named is dropped


def choose_genre(units: Sequence[Unit]) -> tuple[str | None, tuple[str, ...]]:
    """The genre with the best score, and the others, best first, as colours.

    A mention scores its strength (3 named, 2 leaned towards, 1 fitting the scene), 0.1 for each
    further word of the phrase up to 0.3, the genre's own pull (lo-fi names a treatment of any
    genre), and 0.5 where it is the head of a compound ("ambient techno" is techno) or the style
    asked for ("a soundtrack in the style of synthwave"). A genre has the score of its best
    mention; the earlier one wins a tie.
    """
    scores: dict[str, float] = {}
    refused = {sense.value for unit in units if unit.denied for sense in unit.of("genre")}
    for at, unit in enumerate(units):
        for sense in unit.of("genre"):
            if unit.denied or (sense.value in refused and sense.weight < NAME):
                continue  # "folk, but not country" is folk all the same
            score = sense.weight + all_genres()[sense.value].pull
            score += min((unit.last - unit.first - 1) * _PER_EXTRA_WORD, _MOST_EXTRA)
            is_head = sense.weight >= NAME and at > 0 and _leads_up(units[at - 1], unit)
            score += _HEAD * is_head
            scores[sense.value] = max(score, scores.get(sense.value, 0.0))
    if not scores:
        return None, ()
    ranked = sorted(scores, key=lambda genre: -scores[genre])  # stable: the earlier wins a tie
    return ranked[0], tuple(ranked[1:])


def _leads_up(before: Unit, head: Unit) -> bool:
    follows = before.has("genre") or any(sense.value == "style" for sense in before.senses)
    return follows and not head.opens_clause


def genre_of_players(instruments: Sequence[str]) -> str | None:
    """The genre that all of these players suggest when no word names one."""
    for genre, players in BY_INSTRUMENT.items():
        if instruments and set(instruments) <= set(players):
            return genre
    return None


@dataclass(frozen=True, slots=True)
class Character:
    """Moods in order of weight, and where they put the music; `None` where no word pushes."""

    moods: tuple[str, ...]
    valence: float | None
    energy: float | None


class _Mean:
    def __init__(self) -> None:
        self._sum = self._shares = 0.0

    def add(self, value: float, share: float) -> None:
        self._sum += value * share
        self._shares += share

    @property
    def value(self) -> float | None:
        return round(self._sum / self._shares, 3) if self._shares else None


def read_character(units: Sequence[Unit]) -> Character:
    """Moods named and implied; valence and energy as the means of all that pushes on them.

    Degrees scale a mood's distance from the neutral point (0, 0.5). A denied mood pushes half as
    far the other way. What an activity implies counts half, and is dropped where it contradicts
    the moods that are named.
    """
    refused = {sense.value for unit in units if unit.denied for sense in unit.of("mood")}
    shares: dict[str, float] = {}
    degrees: dict[str, float] = {}
    for unit in units:
        for sense in unit.of("mood"):
            if not unit.denied and sense.value not in refused:
                shares[sense.value] = max(sense.weight, shares.get(sense.value, 0.0))
                degrees[sense.value] = max(unit.degree, degrees.get(sense.value, 0.0))
    shares = _without_contradictions(shares)
    valence, energy = _Mean(), _Mean()
    for name, share in shares.items():
        mood = MOODS[name]
        valence.add(_clamped(mood.valence * degrees[name], -1.0), share)
        energy.add(_clamped(0.5 + (mood.energy - 0.5) * degrees[name], 0.0), share)
    for name in sorted(refused):
        mood = MOODS[name]
        valence.add(-0.5 * mood.valence, _DENIED_SHARE)
        energy.add(0.5 - 0.5 * (mood.energy - 0.5), _DENIED_SHARE)
    _add_feelings(units, valence, energy)
    ranked = sorted(shares, key=lambda name: -shares[name])
    return Character(tuple(ranked), valence.value, energy.value)


def _without_contradictions(shares: dict[str, float]) -> dict[str, float]:
    named = [MOODS[name] for name, share in shares.items() if share >= 1.0]
    if not named:
        return shares
    energy = sum(mood.energy for mood in named) / len(named)
    valence = sum(mood.valence for mood in named) / len(named)
    return {
        name: share
        for name, share in shares.items()
        if share >= 1.0
        or (
            abs(MOODS[name].energy - energy) <= _FAR_IN_ENERGY
            and abs(MOODS[name].valence - valence) <= _FAR_IN_VALENCE
        )
    }


def _add_feelings(units: Sequence[Unit], valence: _Mean, energy: _Mean) -> None:
    for unit in units:
        sign = -0.5 if unit.denied else 1.0
        for sense in unit.of("feel"):
            feel = FEELS[sense.value]
            if feel.valence is not None:
                valence.add(_clamped(sign * feel.valence * unit.degree, -1.0), _FEEL_SHARE)
            if feel.energy is not None:
                pushed = 0.5 + sign * (feel.energy - 0.5) * unit.degree
                energy.add(_clamped(pushed, 0.0), _FEEL_SHARE)
        for sense in unit.of("speed"):
            pushed = 0.5 + 0.35 * sign * sense.weight * unit.degree
            energy.add(_clamped(pushed, 0.0), _SPEED_SHARE)


def _clamped(value: float, low: float) -> float:
    return min(1.0, max(low, value))
