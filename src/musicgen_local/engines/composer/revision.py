"""What a person wants changed of a stored plan, carried out in one order."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from musicgen_local.engines.composer.edits import (
    again_layer,
    again_section,
    lock_layers,
    new_melody,
    new_take,
    steps_to,
    transpose,
    with_tempo,
)
from musicgen_local.engines.composer.lexicon.keys import parse_key
from musicgen_local.engines.composer.lookup import find_layers, find_sections
from musicgen_local.engines.composer.plan import Plan
from musicgen_local.engines.composer.sliders import with_sliders
from musicgen_local.engines.composer.writing.seeds import stream
from musicgen_local.engines.composer.writing.theory import family_of
from musicgen_local.engines.editing import PlanChanges
from musicgen_local.errors import ErrorCode, UserError

_SEEDS = 2**31


def read_plan(stored: Mapping[str, Any]) -> Plan:
    """A plan as it was stored.

    Raises:
        UserError: `VALIDATION` when it is none of this version.
    """
    try:
        return Plan.model_validate(stored)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "plan"
        raise UserError(
            ErrorCode.VALIDATION,
            f"The plan can't be read: {place}: {first['msg']}.",
            recovery="Make the piece anew from its prompt.",
            details={"field": "plan"},
        ) from error


def revised(plan: Plan, changes: PlanChanges, seed: int) -> Plan:
    """The plan with all changes: locks first, then what is drawn again, then the whole.

    Raises:
        UserError: `VALIDATION` for sections and layers that are not there, or when nothing is
            asked for.
    """
    if changes.empty:
        raise _refused(
            "changes",
            "Nothing was asked to change.",
            "Name a section, a layer, a lock, a key, a tempo, a slider or a seed.",
        )
    if changes.key is not None and changes.transpose:
        raise _refused("key", "A key and a transposition were both given.", "Give one of them.")
    plan = plan.model_copy(update={"notices": (), "understood": (), "ignored": ()})
    held = {name for wanted in changes.lock for name in find_layers(plan, wanted)}
    drawn = [name for wanted in changes.layers for name in find_layers(plan, wanted)]
    both = sorted(held & set(drawn))
    if both:
        raise _refused(
            "lock",
            f"{', '.join(both)} can't be locked and drawn again at once.",
            "Name each layer once.",
        )
    places = [index for wanted in changes.sections for index in find_sections(plan, wanted)]
    plan = lock_layers(plan, held) if held else plan
    for turn, index in enumerate(dict.fromkeys(places)):
        plan = again_section(plan, index, _dice(seed, turn))
    for turn, name in enumerate(dict.fromkeys(drawn), len(places)):
        plan = again_layer(plan, name, _dice(seed, turn))
    if changes.new_melody:
        plan = new_melody(plan, seed)
    if not (places or drawn or changes.new_melody) and (held or changes.seed is not None):
        plan = new_take(plan, seed)
    plan = with_sliders(
        plan, energy=changes.energy, density=changes.density, brightness=changes.brightness
    )
    if changes.tempo_bpm is not None:
        plan = with_tempo(plan, changes.tempo_bpm)
    if changes.key is not None:
        return transpose(plan, _steps_to(plan, changes.key))
    return transpose(plan, changes.transpose) if changes.transpose else plan


def _steps_to(plan: Plan, text: str) -> int:
    key = parse_key(text)
    if key is None:
        raise _refused("key", f"'{text}' is no key.", "Write a key such as 'A' or 'F# minor'.")
    if key[1] is not None and family_of(key[1]) != family_of(plan.mode):
        raise _refused(
            "key",
            f"The piece is in {plan.key_name}; to move it to {text} would be another piece.",
            f"Name the tonic alone, or a {family_of(plan.mode)} key.",
        )
    return steps_to(plan, key[0])


def _dice(seed: int, turn: int) -> int:
    """The seed itself, then others that follow from it: sections must not become twins."""
    return int(stream(seed, "revision", turn).integers(_SEEDS)) if turn else seed


def _refused(field: str, message: str, recovery: str) -> UserError:
    return UserError(ErrorCode.VALIDATION, message, recovery=recovery, details={"field": field})
