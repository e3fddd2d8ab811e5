"""The lexicon compiled: phrases found in a prompt, longest first, inflected or mistyped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

from musicgen_local.engines.composer.lexicon.grammar import COMMON
from musicgen_local.engines.composer.lexicon.senses import senses
from musicgen_local.engines.composer.lexicon.stem import stem
from musicgen_local.engines.composer.lexicon.tokens import Token, words_of
from musicgen_local.engines.composer.lexicon.typos import TypoReader
from musicgen_local.engines.composer.lexicon.words import Sense

_SHORTEST_COMPOUND = 5  # letters of two words that are also known as one ("chill hop")
_FORGIVEN = frozenset(("genre", "mood", "ambience"))  # and instruments: typing errors are mended


@dataclass(slots=True)
class Vocabulary:
    """Phrases by their exact words and by their stems, each with what it means."""

    exact: dict[str, tuple[Sense, ...]] = field(default_factory=dict)
    stemmed: dict[str, tuple[Sense, ...]] = field(default_factory=dict)
    longest: dict[str, int] = field(default_factory=dict)  # by a phrase's first stem, in words
    known_stems: set[str] = field(default_factory=set)
    typos: TypoReader = field(default_factory=TypoReader)

    def find(self, tokens: Sequence[Token], at: int) -> tuple[int, tuple[Sense, ...]]:
        """The longest phrase that starts at token `at`: its length in tokens and its senses.

        `(0, ())` when none does. Phrases don't run across the end of a clause.
        """
        reach = 1
        most = max(self.longest.get(tokens[at].stem, 1), 2)
        while reach < most and at + reach < len(tokens) and not tokens[at + reach].breaks:
            reach += 1
        for length in range(reach, 0, -1):
            words = [token.word for token in tokens[at : at + length]]
            found = self.exact.get(" ".join(words))
            if found is None:
                stems = [token.stem for token in tokens[at : at + length]]
                found = self.stemmed.get(" ".join(stems))
            if found is None and length == 2:
                found = self._as_one_word("".join(words))
            if found is not None:
                return length, found
        return 0, ()

    def _as_one_word(self, word: str) -> tuple[Sense, ...] | None:
        return self.exact.get(word) if len(word) >= _SHORTEST_COMPOUND else None

    def mend(self, tokens: Sequence[Token]) -> None:
        """Replace words one letter away from a word of music by that word, in place."""
        for token in tokens:
            if token.stem not in self.known_stems and token.number is None:
                mended = self.typos.nearest(token.word, token.stem)
                if mended is not None:
                    token.word, token.stem = mended

    def add(self, words: Iterable[str], sense: Sense) -> None:
        """Teach every phrase of `words` one more sense."""
        for phrase in words:
            self._add_phrase(words_of(phrase), sense, exact_only=phrase.startswith("="))

    def _add_phrase(self, words: list[str], sense: Sense, *, exact_only: bool) -> None:
        stems, length = [stem(word) for word in words], len(words)
        self.longest[stems[0]] = max(length, self.longest.get(stems[0], 1))
        self.known_stems.update(stems)
        spelled = " ".join(words)
        _append(self.exact, spelled, sense)
        if 1 < length <= 3 and len(joined := spelled.replace(" ", "")) >= _SHORTEST_COMPOUND:
            _append(self.exact, joined, sense)
        if exact_only:
            return
        _append(self.stemmed, " ".join(stems), sense)
        if sense.kind == "instrument" or (sense.kind in _FORGIVEN and length == 1):
            for word, its_stem in zip(words, stems, strict=True):
                self.typos.add(word, its_stem)

    def settle(self) -> None:
        """Once all is taught: a phrase that means something is no stop word."""
        for index in (self.exact, self.stemmed):
            for phrase, held in index.items():
                meant = tuple(sense for sense in held if sense.kind != "stop")
                if meant and len(meant) != len(held):
                    index[phrase] = meant
        self.known_stems.update(stem(word) for word in COMMON)


def _append(index: dict[str, tuple[Sense, ...]], key: str, sense: Sense) -> None:
    held = index.get(key, ())
    if sense not in held:
        index[key] = (*held, sense)


@cache
def vocabulary() -> Vocabulary:
    """The whole lexicon, compiled at the first call."""
    compiled = Vocabulary()
    for words, sense in senses():
        compiled.add(words, sense)
    compiled.settle()
    return compiled
