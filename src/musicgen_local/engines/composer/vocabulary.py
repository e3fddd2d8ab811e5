"""The composer's vocabulary: every genre, mood, instrument and ambience that a prompt can name."""

from __future__ import annotations

from functools import cache

from musicgen_local.engines.composer.lexicon.installed import all_genres
from musicgen_local.engines.composer.packs import load_pack
from musicgen_local.engines.composer.vocabulary_words import (
    AMBIENCE,
    EXAMPLES,
    GENRES,
    INSTRUMENTS,
    MOODS,
    SETTLED_BY_GENRE,
    Labels,
)
from musicgen_local.engines.offering import Language, Vocabulary, Word
from musicgen_local.errors import MachineError


@cache
def composer_vocabulary(language: Language) -> Vocabulary:
    """What the composer's prompts understand; genres of installed packs come last."""
    place = 0 if language == "en" else 1
    return Vocabulary(
        genres=tuple(_genre(name, language) for name in (*GENRES, *_added())),
        moods=_words(MOODS, place),
        instruments=tuple(
            Word(name, labels[place], group=group[place])
            for group, members in INSTRUMENTS.items()
            for name, labels in members.items()
        ),
        ambience=_words(AMBIENCE, place),
        examples=EXAMPLES[place],
    )


def label_of(name: str, language: Language) -> str:
    """What people call a genre, mood, instrument or ambience; its own name where it has none."""
    return _labels(language).get(name, name.replace("_", " "))


@cache
def _labels(language: Language) -> dict[str, str]:
    known = composer_vocabulary(language)
    settled = _words(SETTLED_BY_GENRE, 0 if language == "en" else 1)
    words = (*settled, *known.ambience, *known.genres, *known.instruments, *known.moods)
    return {word.id: word.label for word in words}


def _words(labels: Labels, place: int) -> tuple[Word, ...]:
    return tuple(Word(name, label[place]) for name, label in labels.items())


def _added() -> tuple[str, ...]:
    """Genres of packs that others have written."""
    return tuple(name for name in all_genres() if name not in GENRES)


def _genre(name: str, language: Language) -> Word:
    if name not in GENRES:
        return Word(name, name.replace("_", " "), _summary(name))
    english, russian, summary = GENRES[name]
    if language == "ru":
        return Word(name, russian, summary)
    return Word(name, english, _summary(name))


def _summary(name: str) -> str:
    """What the pack says of itself; nothing where it is broken, which it tells when it plays."""
    try:
        return load_pack(name).summary
    except MachineError:
        return ""
