"""Engines that can be talked with: a piece in words, changed by more words until it is right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, runtime_checkable

from musicgen_local.engines.offering import Language


@dataclass(frozen=True, slots=True)
class Draft:
    """What an engine would be asked for, as far as it has been talked over."""

    prompt: str
    parameters: Mapping[str, Any] = field(default_factory=dict)  # the engine's own, JSON-ready
    seed: int = 0
    duration_seconds: float | None = None  # None: what the prompt names, else the studio's own
    # parameters that were found from how the piece was ("slower"), not named outright
    derived: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of something that was said."""

    draft: Draft  # the same as before where nothing was understood
    effects: tuple[str, ...] = ()  # what was done, in the language that was asked for
    refusals: tuple[str, ...] = ()  # what was understood and can't be done, and why


@runtime_checkable
class Conversation(Protocol):
    """An engine that understands what people say of a piece: "slower", "add a piano"."""

    def tell(self, draft: Draft, language: Language) -> str:
        """The draft in a line: "lo-fi, calm, 78 bpm"; empty where nothing of it was understood.

        Raises:
            UserError: when the draft can't be carried out.
        """
        ...

    def follow(self, draft: Draft, said: str, language: Language) -> Answer:
        """The draft after `said`, any text; what is not understood changes nothing.

        Raises:
            UserError: when the draft can't be carried out.
        """
        ...
