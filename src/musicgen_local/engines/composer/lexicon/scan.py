"""A prompt cut into units: phrases, quantities, keys and unknown words."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from musicgen_local.engines.composer.lexicon.keys import Key, read_keys
from musicgen_local.engines.composer.lexicon.quantities import (
    Quantity,
    bare_tempo,
    read_quantities,
)
from musicgen_local.engines.composer.lexicon.scenes import DECADES
from musicgen_local.engines.composer.lexicon.senses import scene_senses
from musicgen_local.engines.composer.lexicon.tokens import Token, composed, tokenize
from musicgen_local.engines.composer.lexicon.vocabulary import Vocabulary, vocabulary
from musicgen_local.engines.composer.lexicon.words import Kind, Sense, Words

_CLAUSE_END = re.compile(r"[.,;:!?()\n|]")


@dataclass(slots=True)
class Unit:
    """A stretch of the prompt with one meaning, over `tokens[first:last]`."""

    first: int
    last: int
    start: int  # where its text begins in the prompt; a denied unit's text holds the denying word
    end: int
    after: str  # the gap before it: what parts it from the unit on its left
    senses: tuple[Sense, ...] = ()
    quantity: Quantity | None = None
    key: Key | None = None
    inflected: bool = False
    denied: bool = False
    at_first: bool = False  # denied only for the beginning
    degree: float = 1.0  # "very" 1.5, "slightly" 0.5
    meanings: list[str] = field(default_factory=list)

    def of(self, kind: Kind) -> Iterator[Sense]:
        """Its senses of one kind."""
        return (sense for sense in self.senses if sense.kind == kind)

    def has(self, *kinds: Kind) -> bool:
        """Whether it has a sense of any of these kinds."""
        return any(sense.kind in kinds for sense in self.senses)

    @property
    def opens_clause(self) -> bool:
        """Whether a comma, a stop or a new line stands before it."""
        return _CLAUSE_END.search(self.after) is not None

    @property
    def known(self) -> bool:
        """Whether the lexicon knows it, if only as a stop word."""
        return bool(self.senses or self.quantity or self.key)


@dataclass(frozen=True, slots=True)
class Reading:
    """A prompt with its units from left to right."""

    text: str  # NFC
    units: tuple[Unit, ...]

    def words_of(self, unit: Unit) -> str:
        """The unit as written."""
        return self.text[unit.start : unit.end]


def scan(prompt: str) -> Reading:
    """Cut any string into units, with denials and degrees yet to resolve (`resolve_denials`)."""
    text = composed(prompt)
    tokens = tokenize(text)
    words = vocabulary()
    words.mend(tokens)
    fixed = _fixed_units(text, tokens)
    units: list[Unit] = []
    at = 0
    while at < len(tokens):
        unit = fixed.get(at) or _phrase(words, tokens, at)
        units.append(unit)
        at = unit.last
    _find_bare_tempo(units, tokens)
    return Reading(text, tuple(units))


def _fixed_units(text: str, tokens: Sequence[Token]) -> dict[int, Unit]:
    """Keys and quantities by their first token; phrases are kept from running into them."""
    fixed: dict[int, Unit] = {}
    taken: set[int] = set()
    starts = [token.start for token in tokens]
    for key in read_keys(text):
        first, last = bisect_left(starts, key.start), bisect_left(starts, key.end)
        if first < last:
            unit = _unit(tokens, first, last)
            unit.key, unit.start, unit.end = key, key.start, key.end
            fixed[first] = unit
            taken.update(range(first, last))
    for quantity in read_quantities(tokens):
        span = range(quantity.first, quantity.last)
        if taken.isdisjoint(span):
            unit = _unit(tokens, quantity.first, quantity.last)
            unit.quantity, unit.senses = quantity, _decade_senses(quantity)
            fixed[quantity.first] = unit
            taken.update(span)
    for at in taken:
        tokens[at].breaks = True
        if at + 1 < len(tokens):
            tokens[at + 1].breaks = True
    return fixed


def _decade_senses(quantity: Quantity) -> tuple[Sense, ...]:
    if quantity.kind != "decade":
        return ()
    genre, moods = DECADES[int(quantity.value)]
    return tuple(sense for _, sense in scene_senses(Words(), genre, moods))


def _phrase(words: Vocabulary, tokens: Sequence[Token], at: int) -> Unit:
    length, senses = words.find(tokens, at)
    unit = _unit(tokens, at, at + max(length, 1))
    unit.senses = senses
    unit.inflected = " ".join(token.word for token in tokens[at : unit.last]) not in words.exact
    return unit


def _unit(tokens: Sequence[Token], first: int, last: int) -> Unit:
    return Unit(first, last, tokens[first].start, tokens[last - 1].end, tokens[first].gap)


def _find_bare_tempo(units: list[Unit], tokens: Sequence[Token]) -> None:
    """Take one number that ends a clause for the tempo, if a genre or a comma precedes it."""
    if any(unit.quantity is not None and unit.quantity.kind == "bpm" for unit in units):
        return
    genre_in_clause = False
    for unit in units:
        if unit.opens_clause:
            genre_in_clause = False
        number = tokens[unit.first].number
        stands_alone = not unit.known and bare_tempo(tokens, unit.first)
        if number is not None and stands_alone and (genre_in_clause or unit.opens_clause):
            unit.quantity = Quantity(unit.first, unit.last, "bpm", number)
            return
        genre_in_clause = genre_in_clause or unit.has("genre")
