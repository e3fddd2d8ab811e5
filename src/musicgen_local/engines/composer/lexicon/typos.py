"""Typing errors: a long word one letter away from a word of music is taken for it."""

from __future__ import annotations

_SHORTEST_WORD = 6  # letters; in shorter words one letter makes another word
_SHORTEST_STEM = {True: 6, False: 7}  # of Cyrillic and of Latin words
_ANY_LETTER_FROM = 8  # in shorter words a letter is changed only for one that sounds like it
_EDGE = 3  # letters at the start or the end that one edit leaves alone
_SOUND_ALIKE = ("aeiouy", "аеиоуыэюя", "cks", "сз", "шщж", "тд", "бп", "гк", "вф")


class TypoReader:
    """Words within one edit (Damerau: a letter added, dropped, changed, or two swapped).

    One edit spares the first or the last letters of a word, so only words that share either are
    compared. The first letter must agree: people rarely mistype it, and it parts most chance twins.
    """

    def __init__(self) -> None:
        self._words: dict[str, list[tuple[str, str, str]]] = {}
        self._stems: dict[str, list[tuple[str, str, str]]] = {}
        self._known: set[str] = set()

    def add(self, word: str, stem: str) -> None:
        """Let `word` be found, and its inflections by its stem."""
        if len(word) < _SHORTEST_WORD or word in self._known:
            return
        self._known.add(word)
        for key in _keys(word):
            self._words.setdefault(key, []).append((word, word, stem))
        if len(stem) >= _SHORTEST_STEM[_is_cyrillic(stem)]:
            for key in _keys(stem):
                self._stems.setdefault(key, []).append((stem, word, stem))

    def nearest(self, word: str, stem: str) -> tuple[str, str] | None:
        """The known word, and its stem, that `word` was meant to be, if there is one."""
        if len(word) < _SHORTEST_WORD:
            return None
        for form, index in ((word, self._words), (stem, self._stems)):
            if len(form) < _SHORTEST_WORD:
                continue
            for key in _keys(form):
                for known, known_word, known_stem in index.get(key, ()):
                    if form[0] == known[0] and is_slip(form, known):
                        return known_word, known_stem
        return None


def _is_cyrillic(word: str) -> bool:
    return "а" <= word[:1] <= "я"


def _keys(form: str) -> tuple[str, str]:
    return "^" + form[:_EDGE], form[-_EDGE:] + "$"


def is_slip(written: str, meant: str) -> bool:
    """Whether `written` is one edit from `meant`, and in a short word a likely one."""
    if not within_one_edit(written, meant):
        return False
    changed = [pair for pair in zip(written, meant, strict=False) if pair[0] != pair[1]]
    if len(written) != len(meant) or len(changed) != 1 or len(meant) >= _ANY_LETTER_FROM:
        return True
    return any(changed[0][0] in group and changed[0][1] in group for group in _SOUND_ALIKE)


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
