"""Russian words as the nearest sounds that the model has learnt: an approximation.

The published model sings English and Mandarin. espeak-ng's `ru` says how a word is spoken, and
each of its phones is replaced by the symbol that is made nearest to it in the mouth: the same
place and manner first, voicing always, for vowels height and roundness before backness. Only
symbols that English or Mandarin lyrics use are taken; others of the inventory (it lists sounds of
Japanese and French as well) were never sung to the model.

Softness has no symbol of its own: a soft consonant is followed by j before a back vowel (тётя:
t j ɔː t ɪ) and is plain elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator

from musicgen_local.engines.diffrhythm.phonemes.english import joined, merged
from musicgen_local.engines.diffrhythm.phonemes.espeak import Word, spoken
from musicgen_local.engines.diffrhythm.phonemes.runs import PUNCTUATION, parts, plain

VOICE = "ru"
_SOFT = "ʲ"

_VOWELS = {
    "a": "ɑː", "ɑ": "ɑː", "ʌ": "ʌ", "ə": "ə", "e": "ɛ", "ɛ": "ɛ", "i": "iː", "ɪ": "ɪ", "ɪ^": "ɪ",
    "y": "ɪ",  # ы: high and unrounded as ɪ; espeak-ng writes it so
    "o": "ɔː", "ɔ": "ɔː", "ɵ": "ɔː", "u": "uː", 'u"': "uː",
}  # fmt: skip
_GLIDED = {"ja": ("j", "ɑː"), "ju": ("j", "uː")}
_CONSONANTS = {
    "r": "ɾ",  # rolled, and English has one tap of it ("pretty")
    "ɭ": "l", "ɕ": "ʃ", "ʑ": "ʒ",
}  # fmt: skip
_BACK = frozenset({"ɑː", "ʌ", "ə", "ɔː", "uː"})
_ALWAYS_SOFT = frozenset({"tʃ", "dʒ"})  # as soft in English


def symbols(text: str) -> list[str]:
    """Nearest phones and marks of a stretch of Russian, words parted as in English.

    Raises
    ------
    MachineError
        espeak-ng is missing.
    """
    said: list[str] = []
    # A hyphen parts words here ("что-то"); within English ones it is dropped.
    for part in parts(plain(text.replace("-", " ").replace("%", " процентов "))):
        if part in PUNCTUATION:
            said.append(part)
        else:
            said.extend(joined(merged(nearest(word)) for word in spoken(part, VOICE)))
    return said


def nearest(word: Word) -> list[str]:
    """The phones of one word, as espeak-ng gives them, by the sounds that stand for them."""
    line: list[str] = []
    softened = False
    for phone, soft in _plain_and_soft(word):
        if softened and phone in _BACK:
            line.append("j")
        if phone != "j" or line[-1:] != ["j"]:
            line.append(phone)
        softened = soft
    return line


def _plain_and_soft(word: Word) -> Iterator[tuple[str, bool]]:
    for phone in word:
        bare = phone.removesuffix(_SOFT)
        if bare in _GLIDED:
            yield from ((each, False) for each in _GLIDED[bare])
        elif bare in _VOWELS:
            yield _VOWELS[bare], False
        else:
            yield _CONSONANTS.get(bare, bare), phone != bare and bare not in _ALWAYS_SOFT
