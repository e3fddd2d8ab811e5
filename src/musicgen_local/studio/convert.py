"""Writes an audio file in other formats; its tags come along."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path

from musicgen_local.audio.decode import AudioInfo, decode_blocks, probe
from musicgen_local.audio.encode import encode_all
from musicgen_local.audio.formats import AudioFormat
from musicgen_local.audio.tags import Tags, read_tags
from musicgen_local.engines.base import FloatArray
from musicgen_local.errors import ErrorCode, UserError
from musicgen_local.progress import CancelToken, Progress, ProgressCallback, Stage
from musicgen_local.studio.orders import AUDIO_FORMATS, check_formats
from musicgen_local.studio.places import Place


def convert_file(
    file: Path,
    *,
    formats: Sequence[str],
    out: Path | str | None,
    progress: ProgressCallback,
    cancel: CancelToken,
) -> list[Path]:
    """Write `file` as `formats`, beside it unless `out` says else, and return the new files.

    Raises:
        MusicGenError: `NOT_FOUND`, `INVALID_AUDIO`, `VALIDATION`, `NOT_WRITABLE`, `DISK_FULL`.
    """
    info = probe(file)
    place = Place.parse(out, formats)
    check_formats(place.formats)
    targets = targets_beside(file, place, place.file_stem or file.stem)
    place.prepare()
    paths = encode_all(
        watched(decode_blocks(file), info, Stage.EXPORTING, progress, cancel),
        targets,
        info.sample_rate,
        info.channels,
        tags=tags_of(file),
        expected_seconds=info.duration_seconds,
    )
    progress(Progress(Stage.EXPORTING, 1.0, "Done"))
    return paths


def tags_of(file: Path) -> Tags | None:
    """The tags to carry over.

    None for a kind of file whose tags nothing here reads, and where the extra that reads them is
    not installed.
    """
    known = file.suffix.lower().removeprefix(".") in AUDIO_FORMATS
    return read_tags(file) if known and find_spec("mutagen") else None


def targets_beside(file: Path, place: Place, stem: str) -> dict[AudioFormat, Path]:
    """One target for each format, in the place's folder or beside `file`, never `file` itself.

    Raises:
        UserError: `CONFLICT` when a target would replace the source.
    """
    folder = place.folder or file.parent
    targets = {AudioFormat(name): folder / f"{stem}.{name}" for name in place.formats}
    for path in targets.values():
        if path.exists() and path.samefile(file):
            raise UserError(
                ErrorCode.CONFLICT,
                f"'{path}' is the file that is being read.",
                recovery="Choose another name, format or folder with --out.",
                details={"field": "out"},
            )
    return targets


def watched(
    blocks: Iterator[FloatArray],
    info: AudioInfo,
    stage: Stage,
    progress: ProgressCallback,
    cancel: CancelToken,
) -> Iterator[FloatArray]:
    """The same blocks, with progress and a look at `cancel` between them."""
    frames = max(1, round(info.duration_seconds * info.sample_rate))
    done = 0
    for block in blocks:
        cancel.raise_if_canceled()
        yield block
        done += block.shape[1]
        progress(Progress(stage, min(0.99, done / frames), stage.value.capitalize()))
