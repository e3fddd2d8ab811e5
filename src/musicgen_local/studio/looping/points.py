"""Which loops a recording has: set by hand, written down by its composer, or found in the sound."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from musicgen_local.engines.bars import FormTeller, WrittenForm
from musicgen_local.engines.registry import open_engine
from musicgen_local.errors import UserError
from musicgen_local.loops.find import find_loops
from musicgen_local.loops.given import points_at
from musicgen_local.loops.seating import seated, with_room
from musicgen_local.loops.values import CROSSFADE_SECONDS, LoopKind, LoopPoints
from musicgen_local.studio.looping.order import MAX_PICK, LoopPlace
from musicgen_local.studio.looping.recording import (
    LEAST_SECONDS,
    LONGEST_ANALYZED_SECONDS,
    Recording,
)
from musicgen_local.studio.orders import invalid

if TYPE_CHECKING:
    from musicgen_local.library import Track
    from musicgen_local.studio.studio import Studio

_WHOLE_SECONDS = 0.1  # by which a file's length may differ from what was composed
_SAME_THEME, _OTHER_THEME = 0.95, 0.8


@dataclass(frozen=True, slots=True)
class Candidates:
    """The loops of a recording, the best first, and how they are known."""

    points: Sequence[LoopPoints]
    written: bool  # by the engine that composed it: nothing had to be searched for


def candidates(studio: Studio, track: Track | None, recording: Recording) -> Candidates:
    """The loops of a recording; of a track that was composed here, those at its own bars."""
    written = written_points(studio, track, recording.frames, recording.sample_rate)
    if written:
        return Candidates([_heard(points, recording) for points in written], True)
    if recording.seconds > LONGEST_ANALYZED_SECONDS:
        return Candidates((), False)
    return Candidates(find_loops(recording.mono(), recording.sample_rate, MAX_PICK), False)


def written_points(
    studio: Studio, track: Track | None, frames: int, sample_rate: int
) -> list[LoopPoints]:
    """The loops at the bars of a track that was composed here; none for all others.

    `frames` is how long its audio is, at `sample_rate`.
    """
    form = _form_of(studio, track)
    return [] if form is None else _written(form, frames, sample_rate)


def given(place: LoopPlace, recording: Recording) -> LoopPoints:
    """The loop that was set by hand.

    Raises:
        UserError: `VALIDATION` where it lies outside the recording, or is too short.
    """
    assert place.start_seconds is not None
    assert place.end_seconds is not None
    rate = recording.sample_rate
    start, end = round(place.start_seconds * rate), round(place.end_seconds * rate)
    place.check_within(recording.seconds)
    end = min(end, recording.frames)
    if end - start < LEAST_SECONDS / 2 * rate:
        raise invalid(
            "end_seconds",
            f"A loop of {(end - start) / rate:.2f} s is too short.",
            f"Leave {LEAST_SECONDS / 2:g} s between its start and its end.",
        )
    low = max(0, start - rate)
    near = recording.samples[:, low : end + rate].mean(axis=0)
    return points_at(near, rate, start - low, end - low).moved(low)


def _heard(points: LoopPoints, recording: Recording) -> LoopPoints:
    """Known points, with the crossfade that the sound there needs."""
    return seated(points, recording.samples) if points.kind is LoopKind.WRITTEN else points


def _form_of(studio: Studio, track: Track | None) -> WrittenForm | None:
    """The form of a piece that its engine still knows; None for all others."""
    plan = studio.library.plan(track.id) if track is not None and track.engine else None
    if plan is None or track is None:
        return None
    try:
        engine = open_engine(track.engine)
        return engine.form(plan) if isinstance(engine, FormTeller) else None
    except UserError:  # of an engine or a version that is gone: the sound tells, too
        return None


def _written(form: WrittenForm, frames: int, sample_rate: int) -> list[LoopPoints]:
    """Loops between the starts of sections, the best first."""
    sections = form.sections

    def loop(kind: LoopKind, start: int, end: int, bars: int, score: float) -> LoopPoints:
        points = LoopPoints(
            start,
            end,
            sample_rate,
            kind,
            correlation=0.0,  # not measured: it is known
            likeness=1.0,
            score=round(score, 4),
            fresh_frames=end - start,
            tempo_bpm=form.tempo_bpm,
            beats=bars * form.beats_per_bar,
            beats_per_bar=form.beats_per_bar,
            bars=bars,
            crossfade_frames=round(CROSSFADE_SECONDS[kind] * sample_rate),
        )
        return with_room(points)

    if form.runs_into_its_start:
        bars = sum(section.bars for section in sections)
        if abs(bars * form.seconds_per_bar - frames / sample_rate) > _WHOLE_SECONDS:
            return []  # it was cut, or something was added
        return [loop(LoopKind.WHOLE, 0, frames, bars, 1.0)]
    last = max(section.start_seconds for section in sections)
    found = []
    for (at, first), (to, end) in combinations(enumerate(sections), 2):
        start_frame, end_frame = (
            round(section.start_seconds * sample_rate) for section in (first, end)
        )
        seconds = end.start_seconds - first.start_seconds
        introduces = first.name == "intro" and len(sections) > 2
        room = round(CROSSFADE_SECONDS[LoopKind.WRITTEN] * sample_rate)
        if seconds < LEAST_SECONDS or end_frame + room >= frames or introduces:
            continue
        bars = sum(section.bars for section in sections[at:to])
        # Where the same theme would go on anyway, it goes on from its earlier place.
        same = first.theme == end.theme and not end.ending
        score = (_SAME_THEME if same else _OTHER_THEME) * (seconds / last) ** 0.25
        found.append(loop(LoopKind.WRITTEN, start_frame, end_frame, bars, score))
    return sorted(found, key=lambda points: (-points.score, points.start_frame))[:MAX_PICK]
