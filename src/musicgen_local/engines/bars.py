"""Engines that know where the bars of their pieces lie, since they wrote them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable


@dataclass(frozen=True, slots=True)
class WrittenSection:
    """A section of a piece; sections of one theme share harmony, motif and groove."""

    name: str
    theme: str
    start_seconds: float
    bars: int
    ending: bool = False


@dataclass(frozen=True, slots=True)
class WrittenForm:
    """The bars of a piece, in one tempo from its first sample on."""

    tempo_bpm: float
    beats_per_bar: int
    sections: Sequence[WrittenSection]
    runs_into_its_start: bool  # it was made to be repeated: its end leads into its start

    @property
    def seconds_per_bar(self) -> float:
        """Length of a bar."""
        return 60 / self.tempo_bpm * self.beats_per_bar


@runtime_checkable
class FormTeller(Protocol):
    """An engine that tells the form of a piece from its stored plan."""

    def form(self, plan: Mapping[str, Any]) -> WrittenForm:
        """Where the sections of a stored plan begin, and how many bars each has.

        Raises:
            UserError: `VALIDATION` for a plan that can't be read.
        """
        ...
