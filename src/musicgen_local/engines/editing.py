"""Engines whose plans can be edited: what a person may change, and what such an engine does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Protocol, runtime_checkable

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from musicgen_local.engines.base import PlanPreview
from musicgen_local.errors import ErrorCode, UserError

Keep = Literal["harmony", "melody", "rhythm"]
KEEPS: tuple[Keep, ...] = ("harmony", "melody", "rhythm")
_MOST_NAMES = 64
_Names = tuple[str, ...]


class PlanChanges(BaseModel):
    """What is to change of a piece. Whatever is not named stays note for note."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    sections: _Names = Field(
        (),
        max_length=_MOST_NAMES,
        description="Sections to draw again: '3' is the third, 'chorus' all of that name, "
        "'chorus 2' the second of them.",
    )
    layers: _Names = Field(
        (),
        max_length=_MOST_NAMES,
        description="Layers to draw again, by name, role or instrument.",
    )
    new_melody: bool = Field(
        False, description="Draw leads and second voices again, over the same harmony and band."
    )
    lock: _Names = Field(
        (),
        max_length=_MOST_NAMES,
        description="Layers to hold as they play now. Without sections, layers or new_melody, "
        "all others are drawn again.",
    )
    transpose: int = Field(
        0, ge=-11, le=11, description="Semitones up (or down), every pitched note alike."
    )
    key: str | None = Field(
        None,
        max_length=40,
        description="Another tonic, 'A' or 'F# minor', by the shorter way; the mode stays.",
    )
    tempo_bpm: float | None = Field(
        None, ge=40, le=220, description="The same notes in another tempo; the length follows."
    )
    energy: float | None = Field(
        None, ge=0, le=1, description="Who plays where, and how hard: 0 still, 1 wild."
    )
    density: float | None = Field(
        None, ge=0, le=1, description="How much is played; 0.5 is the genre's own."
    )
    brightness: float | None = Field(
        None, ge=0, le=1, description="How bright the whole sounds; 0.5 is the genre's own."
    )
    seed: int | None = Field(
        None,
        ge=0,
        le=2**31 - 1,
        description="The dice of what is drawn again; alone, for a new take of all that is not "
        "locked. Random unless given.",
    )

    @property
    def redraws(self) -> bool:
        """Whether something is drawn again, so that dice are needed."""
        return bool(self.sections or self.layers or self.new_melody or self.lock)

    @property
    def empty(self) -> bool:
        """Whether nothing is asked for."""
        return self == PlanChanges()


def read_changes(given: Mapping[str, Any]) -> PlanChanges:
    """Changes as they were given.

    Raises:
        UserError: `VALIDATION`, naming the field.
    """
    try:
        return PlanChanges.model_validate(dict(given))
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        name = ".".join(str(part) for part in first["loc"]) or "changes"
        raise UserError(
            ErrorCode.VALIDATION,
            f"The change {name} can't be made: {first['msg']}.",
            recovery="See what can be changed, and its range, in the guide.",
            details={"field": name},
        ) from None


@runtime_checkable
class PlanEditor(Protocol):
    """An engine that can make a piece from another one's plan.

    Plans come as they were stored, and may be of an older version.
    """

    def revise(self, plan: Mapping[str, Any], changes: PlanChanges, seed: int) -> PlanPreview:
        """The plan with `changes`; what is drawn again is drawn by `seed`.

        Raises:
            UserError: `VALIDATION` for a plan that can't be read, or changes that don't fit it.
        """
        ...

    def vary(self, plan: Mapping[str, Any], keep: Keep, seed: int) -> PlanPreview:
        """Another version of the piece, which keeps its harmony, its melody or its rhythm.

        Raises:
            UserError: `VALIDATION` for a plan that can't be read.
        """
        ...

    def show(self, plan: Mapping[str, Any]) -> PlanPreview:
        """A stored plan as data and as rows to read.

        Raises:
            UserError: `VALIDATION` for a plan that can't be read.
        """
        ...

    def alike(
        self,
        plan: Mapping[str, Any],
        prompt: str,
        parameters: BaseModel,
        duration_seconds: float | None,
        seed: int,
    ) -> PlanPreview:
        """A new piece like this one: its genre, mood, form and band, a near tempo and key.

        What the prompt names and `parameters` win over the plan, and so does `duration_seconds`
        when it is given.

        Raises:
            UserError: `VALIDATION` for a plan that can't be read, or parameters that contradict
                the wish.
        """
        ...

    def like_facts(
        self, facts: Mapping[str, Any], parameters: BaseModel, seed: int
    ) -> tuple[BaseModel, str]:
        """Parameters for a new piece like a recording without a plan, and a word on it.

        `facts` are the track's own: genre, mood, tempo_bpm, key, where they are known.
        """
        ...


@runtime_checkable
class NoteWriter(Protocol):
    """An engine that can write a plan out as notes, without playing it."""

    def notes(self, plan: Mapping[str, Any]) -> bytes:
        """The score of a stored plan as a Standard MIDI File.

        Raises:
            UserError: `VALIDATION` for a plan that can't be read.
        """
        ...
