"""Recordings that an order names: uploads and tracks by their ids, files by their paths."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING

from musicgen_local.engines.recordings import recording_fields
from musicgen_local.errors import ErrorCode, UserError
from musicgen_local.library.identifiers import is_track_id
from musicgen_local.studio.orders import GenerateOrder, invalid
from musicgen_local.studio.uploads import uploaded_file

if TYPE_CHECKING:
    from musicgen_local.engines.base import Engine
    from musicgen_local.studio.studio import Studio


def with_recordings(studio: Studio, order: GenerateOrder, engine: Engine) -> GenerateOrder:
    """The order with a path wherever its engine takes a recording.

    Raises:
        UserError: `NOT_FOUND`, naming the field; `VALIDATION` for a path that may not be named.
    """
    named = {
        name: order.parameters[name]
        for name in recording_fields(engine.parameters)
        if isinstance(order.parameters.get(name), str)
    }
    if not named:
        return order
    found = {name: str(_file(studio, order, name, value)) for name, value in named.items()}
    return dataclasses.replace(order, parameters={**order.parameters, **found})


def _file(studio: Studio, order: GenerateOrder, name: str, value: str) -> Path:
    if is_track_id(value):
        return _by_id(studio, name, value)
    if not order.local_files:
        raise invalid(
            name,
            f"{name} takes an upload's or a track's id.",
            "Upload the recording first, or choose a track of the library.",
        )
    path = Path(value).expanduser()
    if not path.is_file():
        raise UserError(
            ErrorCode.NOT_FOUND,
            f"There is no recording at '{value}'.",
            recovery="Check the path, or name a track by its id.",
            details={"field": name},
        )
    return path


def _by_id(studio: Studio, name: str, value: str) -> Path:
    if studio.library.contains(value):
        return studio.audio_file_of(studio.library.get(value))
    try:
        return uploaded_file(studio.settings, value)
    except UserError:
        raise UserError(
            ErrorCode.NOT_FOUND,
            f"There is no upload and no track '{value}'.",
            recovery="Upload the recording again, or choose a track of the library.",
            details={"field": name},
        ) from None
