"""What is told of a loop: in its row, and in sentences."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from typing import Any

from musicgen_local.loops.values import LoopPoints
from musicgen_local.loops.winding import Winder, Wound
from musicgen_local.studio.looping.choice import Choice
from musicgen_local.studio.looping.order import LoopOrder

_LOOP_SUFFIX = re.compile(r" \(Loop(?: [^()]*)?\)$")
SPARE_FADE_SECONDS = 5.0  # where no ending comes in time and nobody asked for a fade
_TOLD_CENTS = 0.5  # less is not worth a sentence


def loop_facts(wound: Wound, winder: Winder, choice: Choice, order: LoopOrder) -> Mapping[str, Any]:
    """The `loop` of a track's params: everything that was decided."""
    reel, points = wound.reel, winder.points
    return {
        "mode": choice.mode.value,
        **points_facts(points),
        "source_seconds": round(winder.source.shape[1] / points.sample_rate, 3),
        "crossfade_seconds": round(2 * winder.half / points.sample_rate, 4),
        "fade_in_seconds": order.fade_in_seconds,
        "fade_out_seconds": round(wound.faded_out_seconds, 3),
        "own_ending": wound.own_ending,
        "stretch_cents": round(cents(wound), 2),
        "repeats": round(wound.periods, 2),
        "frames": reel.frames,
    }


def points_facts(points: LoopPoints) -> dict[str, Any]:
    """A loop as data, its places in seconds from the recording's start."""
    rate = points.sample_rate
    return {
        "kind": points.kind.value,
        "start_seconds": round(points.start_frame / rate, 6),
        "end_seconds": round(points.end_frame / rate, 6),
        "start_frame": points.start_frame,
        "end_frame": points.end_frame,
        "length_seconds": round(points.seconds, 6),
        "sample_rate": rate,
        "bars": points.bars,
        "beats": points.beats,
        "tempo_bpm": round(points.tempo_bpm, 2),
        "correlation": round(points.correlation, 4),
        "score": round(points.score, 4),
    }


def cents(wound: Wound) -> float:
    """How much lower everything sounds for being played longer."""
    return -1200 * math.log2(wound.stretch)


def fit_notices(wound: Wound, order: LoopOrder) -> Sequence[str]:
    """What had to be done so that the length is exact."""
    notices = []
    if order.fade_out_seconds is None and not wound.own_ending:
        notices.append(
            "The recording's own ending would not come in time, so the loop fades out over "
            f"{wound.faded_out_seconds:g} s."
        )
    if abs(cents(wound)) >= _TOLD_CENTS:
        notices.append(
            f"All of it is tuned by {cents(wound):+.1f} cents, so that the ending comes in time "
            "and each period fills whole frames of the file."
        )
    return notices


def looped_title(title: str, seconds: float | None = None) -> str:
    """`Night Bus (Loop 2h 0m)`; of what is a loop already the old length is dropped.

    Without `seconds` it is one period alone: `Night Bus (Loop)`.
    """
    plain = _LOOP_SUFFIX.sub("", title)
    return f"{plain} (Loop {in_words(seconds)})" if seconds is not None else f"{plain} (Loop)"


def in_words(seconds: float) -> str:
    """`1h 0m`, `2m`, `1m 30s`."""
    minutes, second = divmod(round(seconds), 60)
    hours, minute = divmod(minutes, 60)
    if hours:
        return f"{hours}h {minute}m"
    if not minute:
        return f"{second}s"
    return f"{minute}m {second}s" if second else f"{minute}m"
