"""Masters a recording: the same chain that the engines' mixes go through."""

from __future__ import annotations

import dataclasses
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from musicgen_local.audio.decode import AudioInfo, decode_blocks, probe
from musicgen_local.audio.encode import encode_all
from musicgen_local.audio.formats import AudioFormat
from musicgen_local.audio.mastering.run import MasteringReport, MasteringRun
from musicgen_local.audio.mastering.settings import MasterSettings
from musicgen_local.audio.tags import Tags
from musicgen_local.progress import CancelToken, Progress, ProgressCallback, Stage
from musicgen_local.studio.convert import tags_of, targets_beside
from musicgen_local.studio.derive import (
    MadeTrack,
    Source,
    audio_paths,
    finite,
    inherit_cover,
    tag_notices,
)
from musicgen_local.studio.orders import check_formats, check_master_preset
from musicgen_local.studio.places import Place
from musicgen_local.studio.reserved import file_once, finished_before

if TYPE_CHECKING:
    from musicgen_local.studio.studio import Studio

_MASTERED_SHARE = 0.99  # of the whole; then the files are completed


@dataclass(frozen=True, slots=True)
class MasteredFile:
    """A mastered recording, and what mastering did to it."""

    files: Sequence[Path]
    input_lufs: float
    output_lufs: float
    true_peak_dbtp: float
    gain_db: float
    max_reduction_db: float  # the most that the limiter took off


def master_file(
    file: Path,
    *,
    preset: str,
    target_lufs: float | None,
    formats: Sequence[str],
    out: Path | str | None,
    progress: ProgressCallback,
    cancel: CancelToken,
) -> MasteredFile:
    """Master `file` as `NAME (Master).EXT` beside it, unless `out` says else.

    Raises:
        MusicGenError: `NOT_FOUND`, `INVALID_AUDIO`, `VALIDATION`, `NOT_WRITABLE`, `DISK_FULL`.
    """
    check_master_preset(preset)
    settings = MasterSettings(preset=preset, target_lufs=target_lufs)
    info = probe(file)
    place = Place.parse(out, formats or ("wav",))
    check_formats(place.formats)
    targets = targets_beside(file, place, place.file_stem or f"{file.stem} (Master)")
    place.prepare()
    with tempfile.TemporaryDirectory(prefix="mgl-master-") as spool:
        report = _master(
            file, info, settings, Path(spool), targets, tags_of(file), progress, cancel
        )
    progress(Progress(Stage.EXPORTING, 1.0, "Done"))
    return MasteredFile(
        files=list(targets.values()),
        input_lufs=report.input_lufs,
        output_lufs=report.integrated_lufs,
        true_peak_dbtp=report.true_peak_dbtp,
        gain_db=report.gain_db,
        max_reduction_db=report.max_limiter_reduction_db,
    )


def master_track(
    studio: Studio,
    reference: Path | str,
    *,
    title: str | None,
    preset: str,
    target_lufs: float | None,
    formats: Sequence[str],
    track_id: str | None,
    progress: ProgressCallback,
    cancel: CancelToken,
) -> MadeTrack:
    """Master a track or an audio file into a new track of the library.

    Raises:
        MusicGenError: as `master_file`; nothing is left behind when it fails.
    """
    check_master_preset(preset)
    check_formats(formats)
    settings = MasterSettings(preset=preset, target_lufs=target_lufs)
    finished = finished_before(studio, track_id)
    if finished is not None:
        return MadeTrack(finished)
    source = Source.open(studio, reference, title)
    row = source.derived(" (Master)", channels=2)
    with studio.storage.stage(track_id) as staged:
        report = _master(
            source.path,
            source.info,
            settings,
            staged.folder,
            audio_paths(staged, formats),
            source.tags_for(row),
            progress,
            cancel,
        )
        measured = dataclasses.replace(
            row,
            duration_seconds=report.frames / source.info.sample_rate,
            loudness_lufs=finite(report.integrated_lufs),
            true_peak_dbtp=finite(report.true_peak_dbtp),
            params={
                "master": preset,
                "target_lufs": report.target_lufs,
                "input_lufs": finite(report.input_lufs),
                "gain_db": finite(report.gain_db),
            },
        )
        cancel.raise_if_canceled()
        inherit_cover(studio, source.track, staged)
        track = file_once(studio, staged, measured)
    progress(Progress(Stage.EXPORTING, 1.0, "Done"))
    return MadeTrack(track, tag_notices())


def _master(
    file: Path,
    info: AudioInfo,
    settings: MasterSettings,
    spool_dir: Path,
    targets: Mapping[AudioFormat, Path],
    tags: Tags | None,
    progress: ProgressCallback,
    cancel: CancelToken,
) -> MasteringReport:
    run = MasteringRun(
        decode_blocks(file, channels=2),
        sample_rate=info.sample_rate,
        settings=settings,
        spool_dir=spool_dir,
        cancel=cancel,
        on_progress=_before_the_end(progress),
        expected_frames=round(info.duration_seconds * info.sample_rate),
    )
    encode_all(
        run,
        targets,
        info.sample_rate,
        2,
        tags=tags,
        expected_seconds=info.duration_seconds,
        cancel=cancel,
    )
    return run.report


def _before_the_end(progress: ProgressCallback) -> ProgressCallback:
    """The end is told when the files are in their place."""
    return lambda value: progress(
        dataclasses.replace(value, fraction=min(_MASTERED_SHARE, value.fraction))
    )
