"""Where uploads lie: a folder for each, named by its id and never by what a person wrote."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

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
    with suppress(OSError, ValueError, AttributeError):
        about = json.loads((upload_folder(settings, upload_id) / ABOUT).read_text("utf-8"))
        return Path(str(about.get("name") or "")).stem.strip()
    return ""


def _not_found(upload_id: str) -> UserError:
    return UserError(
        ErrorCode.NOT_FOUND,
        f"There is no upload '{upload_id[:26]}'.",
        recovery="Upload the file again; uploads are kept for some days only.",
        details={"field": "upload_id"},
    )
