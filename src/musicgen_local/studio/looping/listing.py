"""The loops of a recording, to choose from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from musicgen_local.loops.values import LoopPoints
from musicgen_local.studio.derive import Source
from musicgen_local.studio.looping.points import candidates
from musicgen_local.studio.looping.recording import Recording
from musicgen_local.studio.looping.telling import points_facts

if TYPE_CHECKING:
    from musicgen_local.studio.studio import Studio


@dataclass(frozen=True, slots=True)
class LoopList:
    """The loops of a recording, the best first; none where nothing comes back."""

    title: str
    source_seconds: float
    written: bool  # known from the piece's own plan, not searched for
    points: Sequence[LoopPoints]

    def as_dict(self) -> Mapping[str, Any]:
        """JSON-ready."""
        return {
            "title": self.title,
            "source_seconds": round(self.source_seconds, 3),
            "written": self.written,
            "candidates": [points_facts(points) for points in self.points],
        }


def list_loops(studio: Studio, reference: Path | str) -> LoopList:
    """The loops of a track or an audio file.

    Raises:
        MusicGenError: `NOT_FOUND`, `INVALID_AUDIO`, `DISK_FULL`, `NOT_WRITABLE`.
    """
    source = Source.open(studio, reference)
    with Recording.aside(source) as recording:
        found = candidates(studio, source.track, recording)
        return LoopList(source.title, recording.seconds, found.written, found.points)
