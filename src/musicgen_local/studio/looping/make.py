"""A loop as a new track: read, choose, wind, write each format, file."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from musicgen_local.audio.atomic import ensure_space
from musicgen_local.audio.formats import AudioFormat, estimate_bytes
from musicgen_local.audio.loudness import measure
from musicgen_local.library import NewTrack, StagedTrack
from musicgen_local.loops.tile import Step, step_of, write_reel
from musicgen_local.loops.winding import Winder, Wish, Wound
from musicgen_local.progress import CancelToken, Progress, ProgressCallback, Stage
from musicgen_local.studio.derive import (
    MadeTrack,
    Source,
    audio_paths,
    finite,
    handed_over,
    inherit_cover,
    tag_notices,
)
from musicgen_local.studio.looping.choice import Choice, choose
from musicgen_local.studio.looping.jukebox import play_jukebox
from musicgen_local.studio.looping.order import LoopMode, LoopOrder
from musicgen_local.studio.looping.recording import Recording
from musicgen_local.studio.looping.telling import (
    SPARE_FADE_SECONDS,
    fit_notices,
    in_words,
    loop_facts,
    looped_title,
)
from musicgen_local.studio.orders import invalid
from musicgen_local.studio.places import Place
from musicgen_local.studio.reserved import file_once, finished_before

if TYPE_CHECKING:
    from musicgen_local.studio.studio import Studio

_READ, _CHOSEN, _WRITTEN = 0.1, 0.2, 0.98  # of the progress, when this is done
_TOLD_SECONDS = 600.0  # from which on it matters that a file was encoded straight


def loop_track(
    studio: Studio,
    reference: Path | str,
    order: LoopOrder,
    *,
    title: str | None,
    out: Path | str | None,
    track_id: str | None,
    progress: ProgressCallback,
    cancel: CancelToken,
) -> MadeTrack:
    """Make a track or an audio file go on for as long as `order` says, as a new track.

    Raises:
        UserError: `VALIDATION`, `NOT_FOUND`, `INVALID_AUDIO`.
        MachineError: `DISK_FULL` or `NOT_WRITABLE`; nothing is left behind when it fails.
    """
    place = Place.parse(out, order.formats)
    order = dataclasses.replace(order, formats=place.formats)
    order.check()
    finished = finished_before(studio, track_id)
    if finished is not None:
        return MadeTrack(finished, files=handed_over(studio, finished, place))
    source = Source.open(studio, reference, title)
    place.prepare()
    with studio.storage.stage(track_id) as staged:
        recording = Recording.read(source, staged.folder, _part(progress, 0.0, _READ), cancel)
        progress(Progress(Stage.ANALYZING, _READ, "Listening for what comes back"))
        choice = choose(studio, source.track, recording, order)
        cancel.raise_if_canceled()
        _ensure_space(studio, place, recording, order)
        writing = _part(progress, _CHOSEN, _WRITTEN)
        if choice.mode is LoopMode.JUKEBOX:
            write = play_jukebox
        else:
            write = _write_loop
        row, notices = write(source, recording, choice, order, staged, writing, cancel)
        cancel.raise_if_canceled()
        progress(Progress(Stage.EXPORTING, _WRITTEN, "Filing it"))
        inherit_cover(studio, source.track, staged)
        track = file_once(studio, staged, row)
    files = handed_over(studio, track, place)
    progress(Progress(Stage.EXPORTING, 1.0, "Done"))
    return MadeTrack(track, (*choice.notices, *notices, *tag_notices()), files)


def _write_loop(
    source: Source,
    recording: Recording,
    choice: Choice,
    order: LoopOrder,
    staged: StagedTrack,
    progress: ProgressCallback,
    cancel: CancelToken,
) -> tuple[NewTrack, Sequence[str]]:
    """The files of a loop with a period; the row that tells of them, and what to say."""
    points = choice.points
    assert points is not None
    winder = Winder(
        recording.samples,
        points,
        round(choice.crossfade_seconds * recording.sample_rate),
        ceiling=1.0,
        folder=staged.folder,
    )
    row = source.derived("", recording.samples.shape[0])
    wound: dict[Step, Wound] = {}
    notices: list[str] = []
    straight: dict[str, str] = {}
    for index, (audio_format, path) in enumerate(audio_paths(staged, order.formats).items()):
        share = _part(progress, index / len(order.formats), (index + 1) / len(order.formats))
        step = step_of(audio_format, recording.sample_rate) or Step(recording.sample_rate, 1)
        if step not in wound:
            wound[step] = _wound(winder, order, step)
        one = wound[step]
        if index == 0:
            row = _told(row, one, winder, choice, order)
            notices += fit_notices(one, order)
        cancel.raise_if_canceled()
        written = write_reel(
            one.reel,
            path,
            audio_format,
            tags=source.tags_for(row),
            progress=_writing(share, audio_format),
            cancel=cancel,
        )
        if not written.tiled and one.reel.frames > _TOLD_SECONDS * one.reel.sample_rate:
            straight[audio_format.value] = written.reason
    notices += [
        f"{name.upper()} was encoded from beginning to end: {reason}"
        for name, reason in straight.items()
    ]
    return row, notices


def _wound(winder: Winder, order: LoopOrder, step: Step) -> Wound:
    if order.loop_only:
        return Wound(winder.period(step.sample_rate, step.frames), True, 1.0, 1.0, 0.0)
    wish = Wish(
        order.duration_seconds,
        order.times,
        order.fade_in_seconds,
        order.fade_out_seconds,
        SPARE_FADE_SECONDS,
    )
    if order.times is not None:
        more = (order.times - 1) * winder.points.frames
        order.check_total((winder.source.shape[1] + more) / winder.points.sample_rate)
    try:
        return winder.wind(wish, step.sample_rate, step.frames)
    except ValueError:
        least = winder.points.end_frame / winder.points.sample_rate
        raise invalid(
            "duration_seconds",
            f"The loop and what comes before it last {in_words(least)}, longer than asked for.",
            f"Ask for {in_words(least + 1)} at least, or for another candidate.",
        ) from None


def _told(
    row: NewTrack, wound: Wound, winder: Winder, choice: Choice, order: LoopOrder
) -> NewTrack:
    """The row with what was made."""
    reel = wound.reel
    seconds = reel.frames / reel.sample_rate
    # Of what repeats it is enough to hear it twice: the rest weighs nothing.
    heard = measure(reel.short(min(reel.times, 2)).blocks(), reel.sample_rate, reel.channels)
    return dataclasses.replace(
        row,
        title=looped_title(row.title, None if order.loop_only else seconds),
        duration_seconds=seconds,
        sample_rate=reel.sample_rate,
        loudness_lufs=finite(heard.integrated_lufs),
        true_peak_dbtp=finite(heard.true_peak_dbtp),
        params={"loop": loop_facts(wound, winder, choice, order)},
    )


def _ensure_space(studio: Studio, place: Place, recording: Recording, order: LoopOrder) -> None:
    """Find a full disk before the work; the writers look again, when they know the exact size."""
    seconds = order.duration_seconds or recording.seconds * (order.times or 1)
    rate, channels = recording.sample_rate, recording.samples.shape[0]
    needed = sum(
        estimate_bytes(AudioFormat(name), seconds, rate, channels) for name in order.formats
    )
    ensure_space(studio.settings.tracks_dir, needed)
    if place.folder is not None:
        ensure_space(place.folder, needed)


def _writing(progress: ProgressCallback, audio_format: AudioFormat) -> Callable[[float], None]:
    name = audio_format.value.upper()
    return lambda fraction: progress(Progress(Stage.RENDERING, fraction, f"Writing {name}"))


def _part(progress: ProgressCallback, low: float, high: float) -> ProgressCallback:
    """Progress of a stretch, from `low` to `high` of the whole."""
    return lambda value: progress(
        dataclasses.replace(value, fraction=low + (high - low) * min(value.fraction, 1.0))
    )
