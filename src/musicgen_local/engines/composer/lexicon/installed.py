"""The genres that prompts may name: the lexicon's own, and those of packs that were installed."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from musicgen_local.engines.composer.lexicon.genres import GENRES, Genre
from musicgen_local.engines.composer.lexicon.words import Words
from musicgen_local.engines.composer.packs import load_pack, pack_names


@cache
def all_genres() -> Mapping[str, Genre]:
    """Every genre by name. An installed pack is found by its name and by its `words`."""
    added = {name: _genre_of(name) for name in pack_names() if name not in GENRES}
    return MappingProxyType({**GENRES, **added})


def _genre_of(name: str) -> Genre:
    pack = load_pack(name)
    spoken = name.replace("_", " ")
    english = ", ".join(text for text in (spoken, pack.words.get("en", "")) if text)
    return Genre(pack.tempo_bpm, Words(english, pack.words.get("ru", "")))
