"""Light stemming: the inflections of a word fall together, nothing more is hoped for."""

from __future__ import annotations

from functools import lru_cache

_RU_VOWELS = frozenset("аеиоуыэюя")
_EN_VOWELS = frozenset("aeiouy")

# Endings of nouns and adjectives in all cases, both numbers and the three genders, plus the
# comparative. By length, so that the longest that fits is found with four set look-ups.
_RU_ENDINGS_TEXT = (
    "а е и й о у ы ь ю я ее ие ые ое ей ий ый ой ем им ым ом их ых ую юю ая яя ою ею ев ов ье ьи "
    "еи ии ам ям ах ях ию ью ия ья ими ыми его ого ему ому ями ами иях ьях ией ием иям ьям ьев "
    "ьем ьею иями ьями"
)
_RU_ENDINGS = {
    length: frozenset(end for end in _RU_ENDINGS_TEXT.split() if len(end) == length)
    for length in (1, 2, 3, 4)
}
_SHORTEST_STEM = 3


@lru_cache(maxsize=16_384)
def stem(word: str) -> str:
    """The stem of a lower-case word; Cyrillic words by Russian endings, others by English ones."""
    return _russian(word) if "а" <= word[:1] <= "я" else _english(word)


def _russian(word: str) -> str:
    for length in (4, 3, 2, 1):
        left = len(word) - length
        if left < _SHORTEST_STEM or word[left:] not in _RU_ENDINGS[length]:
            continue
        if _RU_VOWELS.isdisjoint(word[:left]):
            continue
        word = word[:left]
        break
    if word.endswith("нн"):  # длинный, длинно, but also длин(а)
        return word[:-1]
    return word


def _english(word: str) -> str:
    if len(word) <= _SHORTEST_STEM:
        return word
    word = _without_plural(word)
    for ending in ("ness", "ingly", "edly", "ing", "ed", "ly"):
        root = word.removesuffix(ending)
        if root != word and len(root) >= _SHORTEST_STEM and not _EN_VOWELS.isdisjoint(root):
            word = root
            if ending != "ly" and word[-1] == word[-2] and word[-1] not in "lsz":
                word = word[:-1]  # trapped, humming
            break
    if len(word) > _SHORTEST_STEM and word[-1] in "yie":
        word = word[:-1]
    return word


def _without_plural(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-2]
    if word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word
