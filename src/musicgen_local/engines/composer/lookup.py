"""Which layers and sections of a plan a person means."""

from __future__ import annotations

from collections.abc import Callable

from musicgen_local.engines.composer.plan import Layer, Plan
from musicgen_local.errors import ErrorCode, UserError


def find_layers(plan: Plan, name: str) -> tuple[str, ...]:
    """Names of the layers that a person means: by a layer's name, its role or its instrument.

    Raises:
        UserError: `VALIDATION` when there is none; it lists those there are.
    """
    wanted = " ".join(name.lower().replace("_", " ").split())
    ways: tuple[Callable[[Layer], str], ...] = (
        lambda layer: layer.name,
        lambda layer: layer.role.value,
        lambda layer: layer.instrument.replace("_", " "),
    )
    for called in ways:
        found = tuple(layer.name for layer in plan.layers if called(layer).lower() == wanted)
        if found:
            return found
    raise UserError(
        ErrorCode.VALIDATION,
        f"Nobody is called {name!r} in this piece.",
        recovery=f"Its layers are: {', '.join(layer.name for layer in plan.layers)}.",
        details={"field": "layers", "layer": name[:100]},
    )


def find_sections(plan: Plan, name: str) -> tuple[int, ...]:
    """Indices of the sections that a person means.

    `3` is the third; `chorus` is every section of that name, and `chorus 2` the second of them.

    Raises:
        UserError: `VALIDATION` when there is none; it lists those there are.
    """
    wanted = " ".join(name.lower().split())
    count = len(plan.sections)
    if wanted.isdecimal() and 1 <= int(wanted) <= count:
        return (int(wanted) - 1,)
    for spoken, number in ((wanted, ""), wanted.rpartition(" ")[::2]):
        found = tuple(
            i for i, section in enumerate(plan.sections) if section.name.lower() == spoken
        )
        if found and not number:
            return found
        if found and number.isdecimal() and 1 <= int(number) <= len(found):
            return (found[int(number) - 1],)
    shown = ", ".join(f"{i} {section.name}" for i, section in enumerate(plan.sections[:24], 1))
    more = f" and {count - 24} more" if count > 24 else ""
    raise UserError(
        ErrorCode.VALIDATION,
        f"There is no section {name!r} in this piece.",
        recovery=f"Its sections are: {shown}{more}.",
        details={"field": "sections", "section": name[:100]},
    )
