"""The main job: an order becomes a finished track, files first, row last."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from musicgen_local.audio.atomic import ensure_space
from musicgen_local.audio.encode import encode_all
from musicgen_local.audio.formats import AudioFormat, estimate_bytes
from musicgen_local.audio.mastering.run import MasteringReport, MasteringRun
from musicgen_local.audio.mastering.settings import MasterSettings
from musicgen_local.audio.tags import write_tags
from musicgen_local.engines.base import Engine, GenerationRequest, GenerationResult
from musicgen_local.engines.registry import open_engine
from musicgen_local.library import FileKind, NewTrack, StagedTrack
from musicgen_local.progress import CancelToken, Progress, ProgressCallback, Stage
from musicgen_local.studio.derive import handed_over
from musicgen_local.studio.memory import use_one_heap
from musicgen_local.studio.orders import (
    GeneratedTrack,
    GenerateOrder,
    check_variations,
    first_seed,
)
from musicgen_local.studio.performance import Performance
from musicgen_local.studio.places import Place
from musicgen_local.studio.requests import Planned, facts_of, planned
from musicgen_local.studio.reserved import file_once, finished_before
from musicgen_local.studio.shares import share_of
from musicgen_local.studio.tagging import NO_TAGS_NOTICE, can_tag, tags_for

if TYPE_CHECKING:
    from musicgen_local.studio.studio import Studio

DEFAULT_MASTER = "balanced"
# What streaming services play without turning it down or clipping it.
SAFE_LUFS = -14.0
SAFE_CEILING_DBTP = -1.0
LEFTOVERS_SECONDS = 24 * 3600  # what a killed run left in the staging folder goes after a day
STEM_COUNT_GUESS = 9  # for the look at the free disk, before the engine has said its stems


def generate_in_a_row(
    studio: Studio,
    order: GenerateOrder,
    *,
    count: int,
    out: Path | str | None,
    track_id: str | None = None,
    progress: ProgressCallback,
    cancel: CancelToken,
) -> list[GeneratedTrack]:
    """Carry out `order` `count` times with seeds that follow one another.

    `track_id` is reserved for the first.

    Raises:
        MusicGenError: for what can't be done; tracks finished before stay.
    """
    use_one_heap()
    check_variations(count)
    place = Place.parse(out, order.formats)
    order = dataclasses.replace(order, formats=place.formats)
    engine = open_engine(order.engine)
    order = dataclasses.replace(order, seed=first_seed(order, count), row=max(count, order.row))
    # what can't be played is refused before anything is prepared
    asked = planned(studio, order, engine)
    place.prepare()
    started = time.perf_counter()
    prepared = engine.prepare(progress, cancel)
    prepare_seconds = time.perf_counter() - started if prepared else 0.0
    made = []
    for index in range(count):
        if index:
            order = dataclasses.replace(order, variation=order.variation + 1)
            asked = planned(studio, order, engine)
        share = share_of(progress, index, count)
        reserved = track_id if index == 0 else None
        track = generate_track(studio, engine, order, asked, place, share, cancel, reserved)
        made.append(dataclasses.replace(track, prepare_seconds=prepare_seconds))
    return made


def generate_track(
    studio: Studio,
    engine: Engine,
    order: GenerateOrder,
    asked: Planned,
    place: Place,
    progress: ProgressCallback,
    cancel: CancelToken,
    track_id: str | None = None,
) -> GeneratedTrack:
    """Generate, master, encode and file one track; nothing is left behind when it fails.

    A `track_id` that was reserved for it makes it once only, however often this is called.

    Raises:
        MusicGenError: for what can't be done, with the way out.
        Canceled: soon after `cancel` was set.
    """
    started = time.perf_counter()
    finished = finished_before(studio, track_id)
    if finished is not None:
        files = handed_over(studio, finished, place)
        return GeneratedTrack(finished, files, None, (), time.perf_counter() - started)
    request, preview = asked.request, asked.preview
    master = order.master or (preview and preview.master) or DEFAULT_MASTER
    place.prepare()
    _ensure_space(studio, engine, order, request, place)
    studio.storage.sweep(older_than_seconds=LEFTOVERS_SECONDS)
    with studio.storage.stage(track_id) as staged:
        performance = Performance(engine, request, staged, progress, cancel)
        crest_db = None if order.master or preview is None else preview.most_crest_db
        report = _master_and_encode(performance, order, master, crest_db, staged)
        new = _row(studio, engine, order, asked, performance.result, report, master)
        notices = [*asked.notices, *performance.result.notices, *_write_tags(staged, order, new)]
        if performance.result.midi is not None:
            staged.path(FileKind.MIDI, "mid").write_bytes(performance.result.midi)
        cancel.raise_if_canceled()
        track = file_once(studio, staged, new)
    files = handed_over(studio, track, place)
    progress(Progress(Stage.EXPORTING, 1.0, "Done"))
    wall_seconds = time.perf_counter() - started
    return GeneratedTrack(track, files, performance.result.preview, tuple(notices), wall_seconds)


def _master_and_encode(
    performance: Performance,
    order: GenerateOrder,
    master: str,
    most_crest_db: float | None,
    staged: StagedTrack,
) -> MasteringReport:
    # A preset that is asked for by name keeps its own loudness and ceiling.
    target_lufs, ceiling_dbtp = (None, None) if order.master else (SAFE_LUFS, SAFE_CEILING_DBTP)
    run = MasteringRun(
        performance.mix(),
        sample_rate=performance.sample_rate,
        settings=MasterSettings(master, target_lufs, ceiling_dbtp, most_crest_db),
        spool_dir=staged.folder,
        cancel=performance.cancel,
    )
    encode_all(
        performance.counted(run),
        _audio_paths(staged, order),
        performance.sample_rate,
        performance.channels,
    )
    return run.report


def _audio_paths(staged: StagedTrack, order: GenerateOrder) -> dict[AudioFormat, Path]:
    return {AudioFormat(name): staged.path(FileKind.AUDIO, name) for name in order.formats}


def _row(
    studio: Studio,
    engine: Engine,
    order: GenerateOrder,
    asked: Planned,
    result: GenerationResult,
    report: MasteringReport,
    master: str,
) -> NewTrack:
    facts = result.facts
    parent = asked.parent_id
    if parent is not None and not studio.library.contains(parent):
        parent = None  # it was removed for good meanwhile
    return NewTrack(
        title=asked.title or result.title,
        artist=order.artist,
        genre=str(facts.get("genre", "")),
        mood=str(facts.get("mood", "")),
        tempo_bpm=facts.get("tempo_bpm"),
        key=str(facts.get("key", "")),
        language=str(facts.get("language", "")),
        prompt=asked.request.prompt,
        lyrics=str(facts.get("lyrics", "")),
        engine=engine.name,
        model=str(facts.get("model", "")),
        seed=result.seed,
        params={**facts_of(order), **asked.origin, "master": master, "facts": _facts(facts)},
        parent_id=parent,
        plan=result.preview.plan if result.preview else None,
        duration_seconds=report.frames / engine.capabilities.sample_rate,
        sample_rate=engine.capabilities.sample_rate,
        channels=engine.capabilities.channels,
        loudness_lufs=round(report.integrated_lufs, 2),
        true_peak_dbtp=round(report.true_peak_dbtp, 2),
    )


def _facts(facts: Mapping[str, object]) -> dict[str, object]:
    """Those that have no column of their own size."""
    return {name: value for name, value in facts.items() if name != "lyrics"}


def _write_tags(staged: StagedTrack, order: GenerateOrder, track: NewTrack) -> list[str]:
    """Tag the staged files; the notices say what could not be written."""
    if not can_tag():
        return [NO_TAGS_NOTICE]
    for path in _audio_paths(staged, order).values():
        write_tags(path, tags_for(track))
    return []


def _ensure_space(
    studio: Studio, engine: Engine, order: GenerateOrder, request: GenerationRequest, place: Place
) -> None:
    """Find a full disk before the work, from sizes that are known beforehand."""
    formats = [AudioFormat(name) for name in order.formats]
    if order.stems:
        formats += [AudioFormat.WAV] * STEM_COUNT_GUESS
    needed = sum(
        estimate_bytes(
            one,
            request.duration_seconds,
            engine.capabilities.sample_rate,
            engine.capabilities.channels,
        )
        for one in formats
    )
    ensure_space(studio.settings.tracks_dir, needed)
    if place.folder is not None:
        ensure_space(place.folder, needed)
