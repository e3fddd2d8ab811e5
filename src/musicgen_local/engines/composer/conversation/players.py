"""Who plays in a plan, who is ruled out, and what in a prompt contradicts what was said."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from musicgen_local.engines.composer.casting import is_excluded, role_excluded
from musicgen_local.engines.composer.conversation.rewording import taken_out
from musicgen_local.engines.composer.instruments import INSTRUMENTS
from musicgen_local.engines.composer.lexicon.moods import MOODS
from musicgen_local.engines.composer.lexicon.players import banned, resolved
from musicgen_local.engines.composer.lexicon.scan import Reading, Unit
from musicgen_local.engines.composer.lexicon.words import Kind
from musicgen_local.engines.composer.plan import Plan, Role
from musicgen_local.engines.composer.vocabulary import label_of

_FAR_IN_ENERGY, _FAR_IN_VALENCE = 0.5, 0.8  # moods further apart don't go together
_ROLES = frozenset(role.value for role in Role)
_LINKS: tuple[Kind, ...] = ("and", "or", "degree", "only", "solo", "ensemble", "stop", "but")
_NAMED: tuple[Kind, ...] = ("instrument", "ambience", "mood")
_CLOSING: tuple[Kind, ...] = ("only", "solo", "ensemble")


def plays(plan: Plan, name: str) -> bool:
    """Whether an instrument of the catalogue plays, or anybody in a role ("drums")."""
    return any(name in (layer.instrument, layer.role.value) for layer in plan.layers)


def banned_players(plan: Plan, names: Sequence[str]) -> list[str]:
    """The layers that are ruled out by names, families or roles."""
    return [
        layer.name
        for layer in plan.layers
        if is_excluded(INSTRUMENTS[layer.instrument], names) or role_excluded(layer.role, names)
    ]


def same_music(one: Plan, other: Plan) -> bool:
    """Whether two plans are the same but for what is said of them."""
    told = {"title", "moods", "understood", "ignored", "notices"}
    return one.model_dump(exclude=told) == other.model_dump(exclude=told)


def without_contradictions(prompt: str, units: Sequence[Unit], genre: str, *, alone: bool) -> str:
    """The prompt without what these units say otherwise: the last word counts.

    With `alone` their players are the only ones.
    """
    said = _Said(units, genre)

    def contradicts(unit: Unit) -> bool:
        if unit.denied:
            return said.asks_for_denied(unit)
        if _only(unit, "instrument", "solo", "only", "ensemble"):
            return alone or said.denies_player(unit)
        if unit.has("ambience") and _only(unit, "ambience", "mood"):
            return said.denies_sound(unit)
        return unit.has("mood") and _only(unit, "mood", "feel") and said.clashes(unit)

    return taken_out(prompt, contradicts)


def clauses_of(
    bare: Reading, units: Sequence[Unit], meant: Collection[int], used: Collection[int]
) -> Iterator[str]:
    """What was meant, clause by clause: no verbs, no words nobody knows; denials come last."""
    run: list[int] = []
    denials: list[str] = []
    for at, unit in enumerate(units):
        goes_on = not unit.denied if at in meant else at not in used and _links(unit)
        if run and (unit.opens_clause or not goes_on):
            yield from _clause(bare, run, meant)
            run = []
        if goes_on:
            run.append(at)
        elif at in meant:
            denials.append(_denial(bare, at, unit))
    yield from _clause(bare, run, meant)
    yield from denials


def _clause(bare: Reading, run: Sequence[int], meant: Collection[int]) -> Iterator[str]:
    kept = list(run)
    while kept and kept[0] not in meant and not _opens(bare, kept):
        del kept[0]
    while kept and kept[-1] not in meant and not bare.units[kept[-1]].has(*_CLOSING):
        del kept[-1]
    if any(at in meant for at in kept):
        units = [bare.units[at] for at in kept]
        gaps = [one.end for one in units], [one.start for one in units[1:]]
        between = [bare.text[end:start] for end, start in zip(*gaps, strict=False)]
        words = [_in_its_first_form(bare, unit) for unit in units]
        yield "".join(part for pair in zip(words, [*between, ""], strict=True) for part in pair)


def _opens(bare: Reading, kept: Sequence[int]) -> bool:
    """Whether the first unit belongs to what follows: "only piano", "very calm", no "some"."""
    first = bare.units[kept[0]]
    scaled = len(kept) > 1 and bare.units[kept[1]].has("mood", "feel", "speed")
    return first.has("only", "solo") or (first.has("degree") and scaled)


def _in_its_first_form(bare: Reading, unit: Unit) -> str:
    """What it is called, where it was written in another case: `скрипку` is `скрипка`."""
    words = bare.words_of(unit)
    named = list(dict.fromkeys(sense.value for sense in unit.senses if sense.kind in _NAMED))
    russian = any("а" <= letter <= "я" for letter in words.lower())
    if not (russian and unit.inflected and len(named) == 1):
        return words
    if len({sense.kind for sense in unit.senses} - {"stop"}) > 1:
        return words
    return label_of(named[0], "ru")


def _denial(bare: Reading, at: int, unit: Unit) -> str:
    words = bare.words_of(bare.units[at])
    if unit.has("instrument") and any(sense.weight < 0 for sense in unit.of("instrument")):
        return words
    if not any("а" <= letter <= "я" for letter in words.lower()):
        return f"no {words}"
    said = bare.text[: bare.units[at].start].lower()
    return f"без {words}" if "без" in said.split() else f"убрать {words}"


def _links(unit: Unit) -> bool:
    return (
        unit.has(*_LINKS)
        and unit.quantity is None
        and unit.key is None
        and not unit.has("not", "without")
    )


def _only(unit: Unit, *kinds: Kind) -> bool:
    """Whether it means nothing but such things."""
    return bool(unit.senses) and all(sense.kind in (*kinds, "stop") for sense in unit.senses)


class _Said:
    """What units ask for and what they deny."""

    def __init__(self, units: Sequence[Unit], genre: str) -> None:
        self._genre = genre
        self._wanted: list[str] = []
        self._unwanted: list[str] = []
        self._sounds: set[str] = set()
        self._silenced: set[str] = set()
        self._moods: list[str] = []
        for unit in units:
            words = [sense.value for sense in unit.of("instrument")]
            sounds = {sense.value for sense in unit.of("ambience")}
            if unit.denied or any(sense.weight < 0 for sense in unit.of("instrument")):
                self._unwanted += [name for word in words for name in banned(word)]
                self._silenced |= sounds
            else:
                self._wanted += [name for word in words for name in resolved(word, genre)]
                self._sounds |= sounds
                self._moods += [sense.value for sense in unit.of("mood")]

    def asks_for_denied(self, unit: Unit) -> bool:
        gone = [name for sense in unit.of("instrument") for name in banned(sense.value)]
        sounds = {sense.value for sense in unit.of("ambience")}
        return any(_rules_out(gone, name) for name in self._wanted) or bool(
            self._sounds if "*" in sounds else sounds & self._sounds
        )

    def denies_player(self, unit: Unit) -> bool:
        players = [
            name for sense in unit.of("instrument") for name in resolved(sense.value, self._genre)
        ]
        return bool(players) and all(_rules_out(self._unwanted, name) for name in players)

    def denies_sound(self, unit: Unit) -> bool:
        sounds = {sense.value for sense in unit.of("ambience")}
        return "*" in self._silenced or bool(sounds & self._silenced)

    def clashes(self, unit: Unit) -> bool:
        return any(
            abs(MOODS[sense.value].valence - MOODS[mood].valence) > _FAR_IN_VALENCE
            or abs(MOODS[sense.value].energy - MOODS[mood].energy) > _FAR_IN_ENERGY
            for sense in unit.of("mood")
            for mood in self._moods
        )


def _rules_out(names: Sequence[str], name: str) -> bool:
    if name in names:
        return True
    if name in INSTRUMENTS:
        return is_excluded(INSTRUMENTS[name], names)
    return name in _ROLES and role_excluded(Role(name), names)
