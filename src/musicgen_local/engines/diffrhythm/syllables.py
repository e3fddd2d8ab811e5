"""How long a line takes to sing, roughly: its syllables, counted by the letters alone."""

from __future__ import annotations

import re

_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_KANA_OR_HANGUL = re.compile(r"[\u3040-\u30ff\uac00-\ud7af]")
_CYRILLIC_VOWEL = re.compile(r"[аеёиоуыэюяіїєў]", re.IGNORECASE)
_LATIN_WORD = re.compile(r"[^\W\d_\u0400-\uffff\U00010000-\U0010ffff]+(?:'[a-z]+)?", re.IGNORECASE)
_VOWELS = re.compile(r"[aeiouyà-æè-ïò-öø-üý]+", re.IGNORECASE)
_SILENT_END = re.compile(r"(?<=[^aeiouy])(?:e|es|ed)$", re.IGNORECASE)
_SOUNDED_END = re.compile(r"(?:[^aeiouy]le|[td]ed|(?:[scxz]|sh|ch|g)es)$", re.IGNORECASE)
_DIGIT = re.compile(r"\d")


def syllables_of(text: str) -> int:
    """About how many syllables a line has.

    A Chinese, Japanese or Korean character is one; a Russian word has as many as vowels; an
    English one as groups of vowels, without a silent ending; a digit counts as one and a half.
    """
    whole = sum(len(sign.findall(text)) for sign in (_HAN, _KANA_OR_HANGUL, _CYRILLIC_VOWEL))
    whole += sum(map(_of_latin_word, _LATIN_WORD.findall(text)))
    return whole + (3 * len(_DIGIT.findall(text)) + 1) // 2


def _of_latin_word(word: str) -> int:
    bare = word.split("'")[0]
    groups = len(_VOWELS.findall(bare))
    if groups > 1 and _SILENT_END.search(bare) and not _SOUNDED_END.search(bare):
        groups -= 1
    return max(groups, 1)
