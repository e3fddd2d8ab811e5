"""The one error family: every failure a person can meet has a code, a sentence, and a way out."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any


class ErrorCode(StrEnum):
    """What went wrong, as a stable word that programs may match on."""

    MODEL_NOT_LOADED = "MODEL_NOT_LOADED"
    MODEL_NOT_INSTALLED = "MODEL_NOT_INSTALLED"
    OUT_OF_MEMORY = "OUT_OF_MEMORY"
    INVALID_PROMPT = "INVALID_PROMPT"
    INVALID_LYRICS = "INVALID_LYRICS"
    INVALID_AUDIO = "INVALID_AUDIO"
    GENERATION_TIMEOUT = "GENERATION_TIMEOUT"
    DOWNLOAD_FAILED = "DOWNLOAD_FAILED"
    UNREACHABLE = "UNREACHABLE"
    ASSET_CORRUPT = "ASSET_CORRUPT"
    DISK_FULL = "DISK_FULL"
    NOT_WRITABLE = "NOT_WRITABLE"
    NOT_FOUND = "NOT_FOUND"
    CONFLICT = "CONFLICT"
    TOO_LARGE = "TOO_LARGE"
    UNAUTHORIZED = "UNAUTHORIZED"
    RATE_LIMITED = "RATE_LIMITED"
    VALIDATION = "VALIDATION"
    CANCELED = "CANCELED"
    INTERNAL = "INTERNAL"


class MusicGenError(Exception):
    """A failure with a code, a message, and what the person can do about it.

    `details` holds small JSON-ready facts (the field, the line, the bytes needed), never a secret
    and never a whole prompt.
    """

    def __init__(
        self,
        code: ErrorCode,
        message: str,
        *,
        recovery: str,
        details: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.recovery = recovery
        self.details: dict[str, Any] = dict(details or {})

    def as_dict(self) -> dict[str, Any]:
        """The error as JSON-ready data, the same for the CLI's `--json` and the HTTP API."""
        return {
            "code": self.code.value,
            "message": self.message,
            "recovery": self.recovery,
            "details": self.details,
        }


class UserError(MusicGenError):
    """The request can't be carried out as it was asked; another request can."""


class MachineError(MusicGenError):
    """This machine lacks something: disk, network, permission, an asset, memory."""


class Canceled(MusicGenError):
    """The person, or the program, asked for the work to stop. Nothing half-done is left behind."""

    def __init__(self, message: str = "Stopped before it was finished.") -> None:
        super().__init__(
            ErrorCode.CANCELED, message, recovery="Nothing was kept. Start again when you like."
        )
