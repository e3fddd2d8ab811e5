"""How a recording is to go on: the loop that was asked for, or the best there is."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from musicgen_local.loops.ends import crossfade_points
from musicgen_local.loops.values import LoopPoints
from musicgen_local.studio.looping.order import LoopMode, LoopOrder
from musicgen_local.studio.looping.points import candidates, given
from musicgen_local.studio.looping.recording import LONGEST_ANALYZED_SECONDS, Recording
from musicgen_local.studio.orders import invalid

if TYPE_CHECKING:
    from musicgen_local.library import Track
    from musicgen_local.studio.studio import Studio


_EDGE_SECONDS = 300.0


@dataclass(frozen=True, slots=True)
class Choice:
    """The loop to make; a jukebox has no points."""

    mode: LoopMode
    points: LoopPoints | None
    crossfade_seconds: float
    notices: Sequence[str] = ()


def choose(studio: Studio, track: Track | None, recording: Recording, order: LoopOrder) -> Choice:
    """The loop that an order means.

    Raises:
        UserError: `VALIDATION` when the recording has no such loop, with what it has instead.
    """
    if order.mode is LoopMode.JUKEBOX:
        return Choice(LoopMode.JUKEBOX, None, 0.0)
    if order.place.given:
        return chosen_by_hand(recording, order)
    if order.mode is LoopMode.CROSSFADE:
        return _crossed(recording, order)
    found = candidates(studio, track, recording)
    if not found.points:
        return _without(recording, order)
    if order.place.pick > len(found.points):
        raise invalid(
            "pick",
            f"There is no candidate {order.place.pick}: {len(found.points)} were found.",
            f"Use 1 to {len(found.points)}.",
        )
    return _chosen(LoopMode.SEAMLESS, found.points[order.place.pick - 1], order)


def chosen_by_hand(recording: Recording, order: LoopOrder) -> Choice:
    """The loop whose start and end the order gives.

    Raises:
        UserError: `VALIDATION` where it lies outside the recording, or is too short.
    """
    points = given(order.place, recording)
    return _chosen(order.mode or LoopMode.SEAMLESS, points, order)


def _without(recording: Recording, order: LoopOrder) -> Choice:
    """Nothing comes back: an error for who insists, else the next best, and a word on it."""
    long = recording.seconds > LONGEST_ANALYZED_SECONDS
    why = "Nothing in this recording comes back"
    if long:
        why = f"The recording is longer than the {LONGEST_ANALYZED_SECONDS / 60:g} minutes that "
        why += "are searched for a loop"
    if order.mode is LoopMode.SEAMLESS:
        raise invalid(
            "mode",
            f"{why}, so it has no seamless loop.",
            "Use the mode crossfade, or jukebox; or set start and end yourself.",
        )
    notice = f"{why}: its end goes over into its start."
    return dataclasses.replace(_crossed(recording, order), notices=(notice,))


def _crossed(recording: Recording, order: LoopOrder) -> Choice:
    rate = recording.sample_rate
    if recording.seconds <= LONGEST_ANALYZED_SECONDS:
        points = crossfade_points(recording.mono(), rate)
    else:  # only its start and its end are looked at, as if they followed each other
        edge = round(_EDGE_SECONDS * rate)
        start, end = recording.samples[:, :edge], recording.samples[:, -edge:]
        both = np.concatenate([start.mean(axis=0), end.mean(axis=0)]).astype(np.float32)
        found = crossfade_points(both, rate)
        left_out = recording.frames - both.size
        points = dataclasses.replace(
            found, end_frame=found.end_frame + left_out, beats=0, bars=0, beats_per_bar=0
        )
    return _chosen(LoopMode.CROSSFADE, points, order)


def _chosen(mode: LoopMode, points: LoopPoints, order: LoopOrder) -> Choice:
    seconds = order.crossfade_seconds
    if seconds is None:
        seconds = points.crossfade_frames / points.sample_rate
    return Choice(mode, points, seconds)
