"""Engines that help people to ask: words that their prompts understand, and pieces to start from.

All three are optional; an engine offers what it has.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol, runtime_checkable

Language = Literal["en", "ru"]


@dataclass(frozen=True, slots=True)
class Word:
    """Something that can be asked for, and the words that ask for it in one language."""

    id: str
    label: str  # typed into a prompt, it is understood as `id`
    summary: str = ""  # a line on what to expect
    group: str = ""  # words of one kind stand together: "Guitars"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What an engine's prompts understand, in one language; empty where it keeps no list."""

    genres: tuple[Word, ...] = ()
    moods: tuple[Word, ...] = ()
    instruments: tuple[Word, ...] = ()
    ambience: tuple[Word, ...] = ()
    examples: tuple[str, ...] = ()  # whole prompts


@dataclass(frozen=True, slots=True)
class Preset:
    """A good place to start from."""

    id: str
    label_en: str
    label_ru: str
    prompt: str
    parameters: Mapping[str, Any] = field(default_factory=dict)


@runtime_checkable
class Titled(Protocol):
    """An engine with a name for people."""

    title: str


@runtime_checkable
class VocabularyOwner(Protocol):
    """An engine that can tell which words it understands."""

    def vocabulary(self, language: Language) -> Vocabulary:
        """The words of one language."""
        ...


@runtime_checkable
class PresetOwner(Protocol):
    """An engine with pieces to start from."""

    def presets(self) -> Sequence[Preset]:
        """The most useful ones first."""
        ...


def title_of(engine: object) -> str:
    """The engine's name for people; its technical one, capitalised, where it has none."""
    if isinstance(engine, Titled):
        return engine.title
    name = str(getattr(engine, "name", ""))
    return name[:1].upper() + name[1:].replace("_", " ").replace("-", " ")


def vocabulary_of(engine: object, language: Language) -> Vocabulary:
    """What the engine understands in a language; empty where it doesn't say."""
    if isinstance(engine, VocabularyOwner):
        return engine.vocabulary(language)
    return Vocabulary()


def presets_of(engine: object) -> tuple[Preset, ...]:
    """The engine's pieces to start from, if it has any."""
    return tuple(engine.presets()) if isinstance(engine, PresetOwner) else ()
