"""Titles: two or three words from a pack's banks, in the brief's language."""

from __future__ import annotations

import numpy as np

from musicgen_local.engines.composer.packs.base import Pack, TitleWords
from musicgen_local.engines.composer.writing.seeds import pick

_PLACES = {
    "en": {
        "rain": ("in the Rain", "Under Wet Roofs", "Before the Rain Stops"),
        "vinyl": ("on Side B", "at Thirty-Three"),
        "cafe": ("at the Corner Table", "Before Closing Time"),
        "waves": ("by the Water", "at Low Tide"),
        "wind": ("in the Wind", "on the Ridge"),
        "fire": ("by the Fire", "Among Embers"),
        "city": ("Across Town", "Over the Rooftops"),
        "forest": ("Under the Pines", "Among Ferns"),
    },
    "ru": {
        "rain": ("под дождём", "под мокрой крышей"),
        "vinyl": ("на второй стороне",),
        "cafe": ("за угловым столиком",),
        "waves": ("у воды", "в час отлива"),
        "wind": ("на ветру",),
        "fire": ("у огня",),
        "city": ("над крышами", "через весь город"),
        "forest": ("под соснами", "среди папоротников"),
    },
}
_GENDERS = {"m": 0, "f": 1, "n": 2, "pl": 3}


def make_title(
    pack: Pack, language: str, ambience: tuple[str, ...], prompt: str, rng: np.random.Generator
) -> str:
    """A title that is not the prompt; ambience that was asked for may colour it."""
    words = pack.titles.get(language) or pack.titles["en"]
    places = words.places
    asked = [p for kind in ambience for p in _PLACES.get(language, {}).get(kind, ())]
    if asked and rng.random() < 0.6:
        places = tuple(asked)
    for _ in range(8):
        title = _compose(words, places, language, rng)
        words_of = title.casefold().split()
        if title.casefold() not in prompt.casefold() and len(set(words_of)) == len(words_of):
            return title
    return title


def _compose(
    words: TitleWords, places: tuple[str, ...], language: str, rng: np.random.Generator
) -> str:
    noun, _, gender = pick(rng, words.nouns).partition(":")
    forms = pick(rng, words.adjectives).split("/")
    adjective = forms[_GENDERS.get(gender, 0) % len(forms)]
    shape = rng.random()
    if shape < 0.5:
        title = f"{adjective} {noun}"
    elif shape < 0.85:
        title = f"{noun} {pick(rng, places)}"
    else:
        title = f"{adjective} {noun} {pick(rng, places)}"
    return title[0].upper() + title[1:] if language == "ru" else title
