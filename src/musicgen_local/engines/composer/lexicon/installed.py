"""The genres that prompts may name: the lexicon's own, and those of packs that were installed."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from musicgen_local.engines.composer.lexicon.genres import ANY_TEMPO_BPM, GENRES, Genre
from musicgen_local.engines.composer.lexicon.words import Words
from musicgen_local.engines.composer.packs import load_pack, pack_names
from musicgen_local.errors import MachineError


@cache
def all_genres() -> Mapping[str, Genre]:
    """Every genre by name. An installed pack is found by its name and by its `words`."""
    added = {name: _genre_of(name) for name in pack_names() if name not in GENRES}
    return MappingProxyType({**GENRES, **added})


def _genre_of(name: str) -> Genre:
    spoken = name.replace("_", " ")
    try:
        pack = load_pack(name)
    except MachineError:  # told to whoever asks for it by name; others still get their music
        return Genre(ANY_TEMPO_BPM, Words(spoken))
    english = ", ".join(text for text in (spoken, pack.words.get("en", "")) if text)
    return Genre(pack.tempo_bpm, Words(english, pack.words.get("ru", "")))
