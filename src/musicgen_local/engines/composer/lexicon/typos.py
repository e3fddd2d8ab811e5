"""Typing errors: a long word one letter away from a word of music is taken for it."""

from __future__ import annotations

_SHORTEST_WORD = 6  # letters; in shorter words one letter makes another word
_EDGE = 3  # letters at the start or the end that one edit leaves alone


class TypoReader:
    """Words within one edit (Damerau: a letter added, dropped, changed, or two swapped).

    One edit spares the first or the last letters of a word, so only words that share either are
    compared. The first letter must agree: people rarely mistype it, and it parts most chance twins.
    """

    def __init__(self) -> None:
        self._by_edge: dict[str, list[tuple[str, str, str]]] = {}
        self._known: set[str] = set()

    def add(self, word: str, stem: str) -> None:
        """Let `word` be found; its stem too, so that its inflections are."""
        for form in (word, stem):
            if len(form) < _SHORTEST_WORD or form in self._known:
                continue
            self._known.add(form)
            for key in _keys(form):
                self._by_edge.setdefault(key, []).append((form, word, stem))

    def nearest(self, word: str, stem: str) -> tuple[str, str] | None:
        """The known word, and its stem, that `word` was meant to be, if there is one."""
        for form in (word, stem):
            if len(form) < _SHORTEST_WORD:
                continue
            for key in _keys(form):
                for known, known_word, known_stem in self._by_edge.get(key, ()):
                    if form[0] == known[0] and within_one_edit(form, known):
                        return known_word, known_stem
        return None


def _keys(form: str) -> tuple[str, str]:
    return "^" + form[:_EDGE], form[-_EDGE:] + "$"


def within_one_edit(one: str, other: str) -> bool:
    """Whether a letter added, dropped or changed, or two neighbours swapped, makes `other`."""
    if one == other:
        return True
    if len(one) > len(other):
        one, other = other, one
    if len(other) - len(one) > 1:
        return False
    at = 0
    while at < len(one) and one[at] == other[at]:
        at += 1
    if len(one) < len(other):
        return one[at:] == other[at + 1 :]
    if one[at + 1 :] == other[at + 1 :]:
        return True
    swapped = one[at + 1 : at + 2] + one[at : at + 1]
    return other[at : at + 2] == swapped and one[at + 2 :] == other[at + 2 :]
