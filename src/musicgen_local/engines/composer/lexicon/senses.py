"""All of the lexicon's data as one stream of phrases and their senses."""

from __future__ import annotations

from collections.abc import Iterator

from musicgen_local.engines.composer.lexicon import (
    ambience,
    genres,
    grammar,
    instruments,
    moods,
    scenes,
    structure,
    tempo,
)
from musicgen_local.engines.composer.lexicon.installed import all_genres
from musicgen_local.engines.composer.lexicon.words import Sense, Words

_SCENE_MOOD = 0.5  # what an activity suggests counts half of what is said
_MODES = {
    "minor": Words(
        "minor, in minor, minor key, minor mode, minor scale, in a minor key, minor chords",
        "минор, минорный",
    ),
    "major": Words(
        "major, in major, major key, major mode, major scale, in a major key, major chords",
        "мажор, мажорный",
    ),
    "dorian": Words("dorian, dorian mode", "дорийский"),
    "phrygian": Words("phrygian, phrygian mode", "фригийский"),
    "lydian": Words("lydian, lydian mode", "лидийский"),
    "mixolydian": Words("mixolydian, mixolydian mode", "миксолидийский"),
    "aeolian": Words("aeolian, aeolian mode", "эолийский"),
}
_NO_MODE = Words(
    "in a major way, major way, major hit, major label, major event, major changes, major role, a "
    "major, minor details, minor changes, minor variations, minor adjustments"
)


def senses() -> Iterator[tuple[Words, Sense]]:
    """Every list of phrases with what it means; a phrase may come in several lists."""
    yield from _genres()
    yield from _moods()
    yield from _scenes()
    yield from _instruments()
    yield from _ambiences()
    yield from _structure()
    yield from _grammar()


def _genres() -> Iterator[tuple[Words, Sense]]:
    for name, genre in all_genres().items():
        yield genre.names, Sense("genre", name, genres.NAME)
        yield genre.colours, Sense("genre", name, genres.COLOUR)
        yield genre.near, Sense("genre", name, genres.NAME, nearest=True)


def _moods() -> Iterator[tuple[Words, Sense]]:
    for name, mood in moods.MOODS.items():
        yield mood.words, Sense("mood", name)
    for name, feel in moods.FEELS.items():
        yield feel.words, Sense("feel", name)
    for degree, words in moods.DEGREES.items():
        yield words, Sense("degree", "", degree)


def _scenes() -> Iterator[tuple[Words, Sense]]:
    for scene in scenes.SCENES:
        yield from scene_senses(scene.words, scene.genre, scene.moods)
    for decade, words in scenes.DECADE_WORDS.items():
        yield from scene_senses(words, *scenes.DECADES[decade])


def scene_senses(
    words: Words, genre: str, mood_names: tuple[str, ...]
) -> Iterator[tuple[Words, Sense]]:
    """The soft genre and moods of an activity, a place or a decade."""
    if genre:
        yield words, Sense("genre", genre, genres.SCENE)
    for mood in mood_names:
        yield words, Sense("mood", mood, _SCENE_MOOD)


def _instruments() -> Iterator[tuple[Words, Sense]]:
    for name, words in instruments.INSTRUMENTS.items():
        yield words, Sense("instrument", name)
    for name, words in instruments.NEAREST.items():
        yield words, Sense("instrument", name, nearest=True)
    for name, words in instruments.ONLY_DENIED.items():
        yield words, Sense("instrument", name, denied_only=True)
    for name, words in instruments.DENYING.items():
        yield words, Sense("instrument", name, -1.0)


def _ambiences() -> Iterator[tuple[Words, Sense]]:
    for name, words in ambience.SOUNDS.items():
        yield words, Sense("ambience", name)
    for name, words in ambience.IMAGES.items():
        yield words, Sense("ambience", name, image=True)
    for name, words in ambience.NEAREST.items():
        yield words, Sense("ambience", name, nearest=True)
    yield ambience.EVERYTHING, Sense("ambience", "*", denied_only=True)


def _structure() -> Iterator[tuple[Words, Sense]]:
    for name, words in structure.HINTS.items():
        yield words, Sense("hint", name)
    yield structure.VOCALS, Sense("vocals", "")
    yield structure.INSTRUMENTAL, Sense("instrumental", "")
    yield structure.SOLO, Sense("solo", "")
    yield structure.ONLY, Sense("only", "")
    yield structure.AT_FIRST, Sense("at_first", "")
    yield structure.ENSEMBLE, Sense("ensemble", "")
    for place, words in tempo.SPEEDS.items():
        yield words, Sense("speed", "", place)
    for bpm, words in tempo.MARKS_BPM.items():
        yield words, Sense("bpm", "", bpm)
    for beats, words in tempo.BEATS.items():
        yield words, Sense("beats", "", beats)
    for mode, words in _MODES.items():
        yield words, Sense("mode", mode)


def _grammar() -> Iterator[tuple[Words, Sense]]:
    yield _NO_MODE, Sense("stop", "")
    yield grammar.STYLE, Sense("stop", "style")
    yield grammar.STOP, Sense("stop", "")
    yield grammar.NOT, Sense("not", "")
    yield grammar.WITHOUT, Sense("without", "")
    yield grammar.AND, Sense("and", "")
    yield grammar.OR, Sense("or", "")
    yield grammar.BUT, Sense("but", "")
