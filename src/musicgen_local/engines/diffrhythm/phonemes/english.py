"""English words as phones of the inventory: espeak-ng `en-us`, then the published renaming.

The renaming, the marks and the gaps are facts of the published front end (DiffRhythm's `g2p`, which
derives from that of Amphion's MaskGCT); six lines that it worked out are among the tests.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from musicgen_local.engines.diffrhythm.phonemes.english_numbers import in_words
from musicgen_local.engines.diffrhythm.phonemes.english_spelling import cry, respelled
from musicgen_local.engines.diffrhythm.phonemes.espeak import Word, spoken
from musicgen_local.engines.diffrhythm.phonemes.runs import PUNCTUATION, parts, plain

VOICE = "en-us"
BETWEEN_WORDS = "_"

# Two phones of a word that the inventory has as one.
_MERGED = frozenset({("t", "ɹ"), ("d", "ɹ"), ("t", "s"), ("d", "z"), ("ɪ", "ɹ"), ("oː", "ɹ")})
# Phones that it has not, and those that stand for them; after merging.
_RENAMED = {
    "ɐ": "ɚ", "ᵻ": "ɪ", "əl": "l", "x": "k", "ɬ": "l", "ʔ": "t", "n̩": "n",
}  # fmt: skip
# A run gets a gap after it only where its last phone ends so; the published front end leaves it
# out after "d", "z", "v" and others, and the model has learnt it like that.
_GAP_AFTER = frozenset("aeiouæɑəɛɪʊjwɥɹlmnŋfsxʃkptː⁼ʰ`")  # vowels, voiced, unvoiced, signs


def symbols(text: str) -> list[str]:
    """Phones and marks of a stretch of English, words parted by `BETWEEN_WORDS`.

    Raises
    ------
    MachineError
        espeak-ng is missing.
    """
    said: list[str] = []
    for part in parts(plain(in_words(respelled(text)))):
        if part in PUNCTUATION:
            said.append(part)
        else:
            said.extend(joined(_renamed(merged(word)) for word in _words(part)))
    return said


def _words(text: str) -> Iterator[Word]:
    for phones, words in groupby(text.split(), key=cry):
        if phones:
            yield from (phones for _ in words)
        else:
            yield from spoken(" ".join(words), VOICE)


def merged(phones: Iterable[str]) -> list[str]:
    """The phones of one word, pairs that the inventory has as one symbol put together."""
    whole: list[str] = []
    previous = ""
    for phone in phones:
        if (previous, phone) in _MERGED:
            whole[-1] += phone
            previous = ""  # what is merged merges no further
        else:
            whole.append(phone)
            previous = phone
    return whole


def joined(words: Iterable[Sequence[str]]) -> list[str]:
    """Words one after the other, with a gap between them."""
    line: list[str] = []
    for word in words:
        line += [BETWEEN_WORDS, *word] if line else word
    return line


def has_gap_after(said: Sequence[str]) -> bool:
    """Whether a gap parts an English run from one of another language that follows."""
    return bool(said) and said[-1][-1] in _GAP_AFTER


def _renamed(phones: Iterable[str]) -> list[str]:
    return [_RENAMED.get(phone, phone) for phone in phones]
