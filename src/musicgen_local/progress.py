"""Progress is a value, cancellation a token; both are passed in, neither is global."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from musicgen_local.errors import Canceled


class Stage(StrEnum):
    """The steps of a piece of work, in the words of the HTTP contract."""

    LOADING_MODEL = "loading_model"
    PREPARING_PROMPT = "preparing_prompt"
    GENERATING_AUDIO = "generating_audio"
    MASTERING = "mastering"
    EXPORTING = "exporting"
    ANALYZING = "analyzing"
    RENDERING = "rendering"
    DOWNLOADING = "downloading"


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a piece of work stands: its stage, 0-1 of the whole, and a sentence for a person."""

    stage: Stage
    fraction: float
    message: str = ""


ProgressCallback = Callable[[Progress], None]


def ignore_progress(_: Progress) -> None:
    """For callers that do not watch."""


class CancelToken:
    """Set once, from any thread or signal handler; long loops look at it between blocks."""

    __slots__ = ("_event",)

    def __init__(self) -> None:
        self._event = threading.Event()

    def cancel(self) -> None:
        """Ask the work to stop at its next look."""
        self._event.set()

    @property
    def canceled(self) -> bool:
        """Whether somebody asked for a stop."""
        return self._event.is_set()

    def raise_if_canceled(self) -> None:
        """Leave the work now if somebody asked for a stop.

        Raises:
            Canceled: when `cancel` has been called.
        """
        if self._event.is_set():
            raise Canceled
