"""Parameters that name a recording: people give an upload, a track or a file; engines get a file.

An engine marks such a field by `RECORDING` in its schema; whoever opens the engine puts the path
there before it is asked for anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from pydantic import BaseModel

_MARK: Final = "x-recording"
RECORDING: Final[Mapping[str, Any]] = {_MARK: True}


def recording_fields(parameters: type[BaseModel]) -> tuple[str, ...]:
    """The names of the fields that take a recording."""
    return tuple(
        name
        for name, field in parameters.model_fields.items()
        if isinstance(field.json_schema_extra, dict) and field.json_schema_extra.get(_MARK)
    )
