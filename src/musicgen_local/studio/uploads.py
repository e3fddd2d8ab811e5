"""Where uploads lie: a folder for each, named by its id and never by what a person wrote."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

from musicgen_local.config import Settings
from musicgen_local.errors import ErrorCode, UserError
from musicgen_local.library.identifiers import is_track_id

ABOUT = "about.json"  # what the person called it, and what it is


def upload_folder(settings: Settings, upload_id: str) -> Path:
    """The folder of an upload, whether it is there or not.

    Raises:
        UserError: `NOT_FOUND` for what is no id.
    """
    if not is_track_id(upload_id):
        raise _not_found(upload_id)
    return settings.shared_dir / "uploads" / upload_id


def uploaded_file(settings: Settings, upload_id: str) -> Path:
    """The file that was uploaded, `file.<extension>` in the upload's folder.

    Raises:
        UserError: `NOT_FOUND` when there is none, or no longer.
    """
    folder = upload_folder(settings, upload_id)
    for path in sorted(folder.glob("file.*")):
        if path.is_file() and not path.is_symlink():
            return path
    raise _not_found(upload_id)


def uploaded_title(settings: Settings, upload_id: str) -> str:
    """What the person called the uploaded file, without its ending; empty when nobody knows."""
    return Path(str(_about(settings, upload_id).get("name") or "")).stem.strip()


def uploaded_seconds(settings: Settings, upload_id: str) -> float:
    """How long the uploaded audio lasts, as it was measured when it came in.

    Raises:
        UserError: `NOT_FOUND`; `INVALID_AUDIO` when it is a picture, say.
    """
    uploaded_file(settings, upload_id)
    seconds = _about(settings, upload_id).get("duration_seconds")
    if not isinstance(seconds, int | float):
        raise UserError(
            ErrorCode.INVALID_AUDIO,
            f"The upload '{upload_id}' is no audio.",
            recovery="Upload a WAV, FLAC, AIFF, OGG, MP3, Opus or M4A file.",
            details={"field": "upload_id"},
        )
    return float(seconds)


def _about(settings: Settings, upload_id: str) -> dict[str, Any]:
    with suppress(OSError, ValueError):
        about = json.loads((upload_folder(settings, upload_id) / ABOUT).read_text("utf-8"))
        if isinstance(about, dict):
            return about
    return {}


def _not_found(upload_id: str) -> UserError:
    return UserError(
        ErrorCode.NOT_FOUND,
        f"There is no upload '{upload_id[:26]}'.",
        recovery="Upload the file again; uploads are kept for some days only.",
        details={"field": "upload_id"},
    )
