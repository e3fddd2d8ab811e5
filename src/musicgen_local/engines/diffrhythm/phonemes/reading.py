"""A line of lyrics as phones of the inventory, whatever languages it mixes."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from musicgen_local.engines.diffrhythm.phonemes import english, mandarin, russian
from musicgen_local.engines.diffrhythm.phonemes.runs import Script, runs_of, unread_letters

_SYMBOLS = {
    Script.HAN: mandarin.symbols,
    Script.LATIN: english.symbols,
    Script.CYRILLIC: russian.symbols,
}


@dataclass(frozen=True, slots=True)
class Reading:
    """How a line is sung."""

    symbols: tuple[str, ...]  # phones, marks, and "_" between words
    unread_letters: int  # of scripts that can't be sung
    approximate: bool  # some of it is Russian, which the model has not learnt


def read_aloud(text: str, fallback: Script = Script.LATIN) -> Reading:
    """The sounds of a line: Han characters as Mandarin, Latin letters as English, Cyrillic ones
    as Russian.

    Parameters
    ----------
    text : str
        One line, without time stamps.
    fallback : Script
        Whose numbers are read where the line has no letter.

    Raises
    ------
    MachineError
        `MODEL_NOT_INSTALLED`: the extra `lyrics` is missing.
    """
    text = unicodedata.normalize("NFC", text)
    runs = runs_of(text, fallback)
    symbols: list[str] = []
    for index, run in enumerate(runs):
        said = _SYMBOLS[run.script](run.text)
        symbols += said
        last = index == len(runs) - 1
        if run.script is not Script.HAN and not last and english.has_gap_after(said):
            symbols.append(english.BETWEEN_WORDS)
    return Reading(
        symbols=tuple(symbols),
        unread_letters=unread_letters(text),
        approximate=any(run.script is Script.CYRILLIC for run in runs),
    )
