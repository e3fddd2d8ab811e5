"""Mandarin as phones of the inventory: pinyin by `pypinyin`, an initial and a toned final each.

What is known of the inventory, from the list that Amphion's MaskGCT published (`vocab.json`, 363
symbols). DiffRhythm's front end derives from it; the two lists were not compared as files, but its
worked English lines have the same ids, and its Mandarin code names the same symbols:

- 18 initials in IPA with a sign for breath (⁼ none, ʰ some; ` curls the tongue): p⁼ pʰ m f t⁼ tʰ
  n l k⁼ kʰ x tʃ⁼ tʃʰ ʃ ts`⁼ ts`ʰ s` ɹ` ts⁼ tsʰ, and the s that English has;
- 34 finals, each alone (no tone) and with → ↑ ↓↑ ↓ for the four tones;
- "bo", "po", "mo", "fo" are one symbol each with their tone, and so are the buzzing syllables:
  "zhi" is ts`⁼ɹ, "si" is sɹ, and so on.

The published front end cuts words with jieba and asks a neural model which reading a character
has; here the phrases of pypinyin decide both. Against words cut by jieba (read by pypinyin too)
about one character in thirty differs, most of them the first of two falling-rising tones, on 36
lines; how often the neural model differs was not measured.
"""

from __future__ import annotations

import re
from itertools import pairwise

from musicgen_local.engines.diffrhythm.phonemes.extra import required
from musicgen_local.engines.diffrhythm.phonemes.mandarin_numbers import in_words
from musicgen_local.engines.diffrhythm.phonemes.runs import PUNCTUATION, parts, plain

_TONES = {"1": "→", "2": "↑", "3": "↓↑", "4": "↓", "5": ""}

_INITIALS = {
    "b": "p⁼", "p": "pʰ", "m": "m", "f": "f", "d": "t⁼", "t": "tʰ", "n": "n", "l": "l",
    "g": "k⁼", "k": "kʰ", "h": "x", "j": "tʃ⁼", "q": "tʃʰ", "x": "ʃ",
    "zh": "ts`⁼", "ch": "ts`ʰ", "sh": "s`", "r": "ɹ`", "z": "ts⁼", "c": "tsʰ", "s": "s",
}  # fmt: skip
# By the names that pypinyin's strict finals have: v is ü, "iou" that of "you" and "jiu".
_FINALS = {
    "a": "a", "o": "o", "e": "ə", "ê": "ɛ", "ai": "aɪ", "ei": "eɪ", "ao": "ɑʊ", "ou": "oʊ",
    "an": "an", "en": "ən", "ang": "ɑŋ", "eng": "əŋ", "er": "əɹ", "i": "i", "u": "u", "v": "ɥ",
    "ia": "ia", "ie": "iɛ", "iao": "iɑʊ", "iou": "ioʊ", "ian": "jɛn", "in": "in",
    "iang": "iɑŋ", "ing": "iŋ", "iong": "jʊŋ", "ua": "ua", "uo": "uo", "uai": "uaɪ",
    "uei": "ueɪ", "uan": "uan", "uen": "uən", "uang": "uɑŋ", "ueng": "ʊŋ", "ong": "ʊŋ",
    "ve": "ɥɛ", "van": "ɥæn", "vn": "ɥn",
}  # fmt: skip
_LIPS_WITH_O = {"b": "p⁼wo", "p": "pʰwo", "m": "mwo", "f": "fwo"}
_BUZZING = frozenset({"zh", "ch", "sh", "r", "z", "c", "s"})
# Cries that have no vowel in pinyin.
_WITHOUT_VOWEL = {"n": "en", "ng": "en", "m": "mu", "hm": "hen", "hng": "heng"}

# 一 keeps its level tone in numbers, and in names of days and months.
_COUNTED = frozenset("零一二三四五六七八九十月日号")
_COUNTING = frozenset("第零一二三四五六七八九十")

_PINYIN = re.compile(r"([a-zêü]+)([1-5])")


def symbols(text: str) -> list[str]:
    """Phones and marks of a stretch of Chinese; nothing parts its words.

    A character that `pypinyin` can't read is given back as it is.

    Raises
    ------
    MachineError
        `pypinyin` is missing.
    """
    pypinyin = required("pypinyin")
    said: list[str] = []
    for part in parts(plain(in_words(text)).replace(" ", "")):
        if part in PUNCTUATION:
            said.append(part)
            continue
        syllables = pypinyin.lazy_pinyin(
            part,
            style=pypinyin.Style.TONE3,
            neutral_tone_with_five=True,
            tone_sandhi=True,
            errors=list,
        )
        for syllable in _one_and_not(part, syllables):
            said.extend(of_syllable(syllable))
    return said


def _one_and_not(text: str, syllables: list[str]) -> list[str]:
    """Tones of 一 and 不, which follow from the tone after them."""
    changed = list(syllables)
    for place, (char, after) in enumerate(pairwise(text)):
        follows = syllables[place + 1][-1:]
        if char == "不":
            changed[place] = "bu2" if follows == "4" else "bu4"
        elif char == "一" and text[:place].endswith(after) and text[place - 2 : place - 1] != "一":
            changed[place] = "yi5"  # 看一看, but not 一步一步
        elif char == "一" and after not in _COUNTED and text[place - 1 : place] not in _COUNTING:
            changed[place] = "yi2" if follows in ("4", "5") else "yi4"
    return changed


def of_syllable(syllable: str) -> list[str]:
    """Phones of pinyin with the number of its tone, 5 for none: "hao3" -> ["x", "ɑʊ↓↑"]."""
    from pypinyin.contrib.tone_convert import to_finals, to_initials

    match = _PINYIN.fullmatch(syllable)
    if match is None:
        return [syllable]
    letters, tone = _WITHOUT_VOWEL.get(match[1], match[1]), _TONES[match[2]]
    initial, final = to_initials(letters), to_finals(letters).replace("ü", "v")
    if final == "o" and initial in _LIPS_WITH_O:
        return [_LIPS_WITH_O[initial] + tone]
    if final == "i" and initial in _BUZZING:
        # Without a tone the published front end leaves its initial alone ("zi" of 孩子): what the
        # model has learnt, though the inventory has a symbol for it.
        return [_INITIALS[initial] + (f"ɹ{tone}" if tone else "")]
    if final not in _FINALS:
        return [syllable]
    return [*([_INITIALS[initial]] if initial else []), _FINALS[final] + tone]
