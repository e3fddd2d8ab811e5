"""An inventory in the published format, with the published symbols and ids, built from their plan.

363 symbols: marks, English, Mandarin initials and finals with their tones, and sounds of other
languages. `test_tokens.py` checks it against phones and tokens that the published code gave.
"""

from __future__ import annotations

import json
from pathlib import Path

TONES = ("", "→", "↑", "↓↑", "↓")

_MARKS_AND_ENGLISH = """
    , . ? ! _ iː ɪ ɜː ɚ oːɹ ɔː ɔːɹ ɑː uː ʊ ɑːɹ ʌ ɛ æ eɪ aɪ ɔɪ aʊ oʊ ɪɹ ɛɹ ʊɹ p b t d k ɡ f v θ ð s z
    ʃ ʒ h tʃ dʒ m n ŋ j w ɹ l tɹ dɹ ts dz i ɔ ə ɾ iə r u oː ɛː ɪː aɪə aɪɚ ɑ̃ ç ɔ̃ ææ ɐɐ ɡʲ nʲ iːː
"""
_INITIALS = "p⁼ pʰ t⁼ tʰ k⁼ kʰ x tʃ⁼ tʃʰ ts`⁼ ts`ʰ s` ɹ` ts⁼ tsʰ"
_FINALS = """
    p⁼wo pʰwo mwo fwo jɛn ɥæn in ɥn iŋ ʊŋ jʊŋ ia iɛ iɑʊ ioʊ iɑŋ ua uo uaɪ ueɪ uan uən uɑŋ ɥɛ a o ə ɛ
    aɪ eɪ ɑʊ oʊ an ən ɑŋ əŋ əɹ i u ɥ ts`⁼ɹ ts`ʰɹ s`ɹ ɹ`ɹ ts⁼ɹ tsʰɹ sɹ
"""
_OTHERS = """
    ɯ e aː ɯː eː c\u0327 ɸ ɰᵝ ɴ g dʑ q ː bj tɕ dej tej gj gɯ çj kj kɯ mj nj pj ɾj ɕ tsɯ ɐ ɑ ɒ ɜ ɫ ʑ
    ʲ y ø œ ʁ \u0303 ɲ : ; ' …
"""


def symbols() -> list[str]:
    """All symbols in the order of their ids."""
    listed = [*_MARKS_AND_ENGLISH.split(), *_INITIALS.split()]
    for final in _FINALS.split():
        listed += [final + tone for tone in TONES if final + tone not in listed]
    return [*listed, *_OTHERS.split()]


def write_inventory(folder: Path) -> Path:
    """Writes `vocab.json` and gives its path."""
    path = folder / "vocab.json"
    vocabulary = {symbol: number for number, symbol in enumerate(symbols())}
    path.write_text(json.dumps({"vocab": vocabulary}, ensure_ascii=False), "utf-8")
    return path
