"""The kinds of jobs: those of this package, and those of installed third parties.

A third party's kind is a class without arguments behind an entry point of the group
`musicgen_local.jobs`, under the kind's name.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from typing import Any

from pydantic import BaseModel, ValidationError

from musicgen_local.errors import ErrorCode, UserError
from musicgen_local.jobs.kinds.base import Kind

ENTRY_POINT_GROUP = "musicgen_local.jobs"
_OURS = {
    "generate": "GenerateKind",
    "master": "MasterKind",
    "loop": "LoopKind",
    "export": "ExportKind",
    "download": "DownloadKind",
    "prepare": "PrepareKind",
}


def kind_names() -> list[str]:
    """Names of all kinds, this package's own first."""
    theirs = {point.name for point in entry_points(group=ENTRY_POINT_GROUP)}
    return [*_OURS, *sorted(theirs - set(_OURS))]


@cache
def kind_of(name: str) -> Kind:
    """The kind called `name`.

    Raises:
        UserError: `VALIDATION` when no installed package offers it.
    """
    if name in _OURS:
        module = import_module(f"{__name__}.{name}")
        ours: Kind = getattr(module, _OURS[name])()
        return ours
    for point in entry_points(group=ENTRY_POINT_GROUP):
        if point.name == name:
            theirs: Kind = point.load()()
            return theirs
    raise UserError(
        ErrorCode.VALIDATION,
        f"There is no kind of job called '{name[:50]}'.",
        recovery=f"Choose one of: {', '.join(kind_names())}.",
        details={"field": "kind"},
    )


def parse_params(kind: Kind, given: Mapping[str, Any]) -> BaseModel:
    """`given` as the kind's own params.

    Raises:
        UserError: `VALIDATION`, naming the field.
    """
    try:
        return kind.params.model_validate(dict(given))
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        name = ".".join(str(part) for part in first["loc"]) or "params"
        why = first["msg"].removeprefix("Value error, ")
        raise UserError(
            ErrorCode.VALIDATION,
            f"{name}: {why}.",
            recovery=f"The schema of a {kind.name} job says what it takes.",
            details={"field": name},
        ) from None  # pydantic's own error quotes what was given
