"""Masters a recording: the same chain that the engines' mixes go through."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from musicgen_local.audio.decode import decode_blocks, probe
from musicgen_local.audio.encode import encode_all
from musicgen_local.audio.mastering.run import MasteringRun
from musicgen_local.audio.mastering.settings import MasterSettings
from musicgen_local.progress import CancelToken, Progress, ProgressCallback, Stage
from musicgen_local.studio.convert import tags_of, targets_beside, watched
from musicgen_local.studio.orders import check_formats, check_master_preset
from musicgen_local.studio.places import Place


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
        run = MasteringRun(
            watched(decode_blocks(file, channels=2), info, Stage.MASTERING, progress, cancel),
            sample_rate=info.sample_rate,
            settings=settings,
            spool_dir=Path(spool),
            cancel=cancel,
        )
        files = encode_all(
            run,
            targets,
            info.sample_rate,
            2,
            tags=tags_of(file),
            expected_seconds=info.duration_seconds,
        )
    progress(Progress(Stage.EXPORTING, 1.0, "Done"))
    report = run.report
    return MasteredFile(
        files=files,
        input_lufs=report.input_lufs,
        output_lufs=report.integrated_lufs,
        true_peak_dbtp=report.true_peak_dbtp,
        gain_db=report.gain_db,
        max_reduction_db=report.max_limiter_reduction_db,
    )
