"""What else is done with a loop: hear its seam, or mark it in a copy of the file."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from musicgen_local.audio.atomic import disk_errors
from musicgen_local.audio.encode import Encoder
from musicgen_local.audio.formats import AudioFormat
from musicgen_local.audio.value import FloatArray
from musicgen_local.errors import ErrorCode, UserError
from musicgen_local.loops.tile.marks import write_loop_points
from musicgen_local.loops.values import LoopPoints
from musicgen_local.loops.winding import Winder
from musicgen_local.studio.derive import Source
from musicgen_local.studio.looping.choice import Choice, choose, chosen_by_hand
from musicgen_local.studio.looping.order import LoopMode, LoopOrder, LoopPlace
from musicgen_local.studio.looping.recording import Recording
from musicgen_local.studio.orders import invalid
from musicgen_local.studio.places import copy_into_place, prepare_folder, safe_name

if TYPE_CHECKING:
    from musicgen_local.studio.studio import Studio

SEAM_SECONDS = 4.0  # heard before a seam, and behind it


@dataclass(frozen=True, slots=True)
class LoopClip:
    """A file that was made of a recording and one of its loops."""

    file: Path
    points: LoopPoints
    notices: Sequence[str]


def seam_sound(recording: Recording, choice: Choice) -> FloatArray:
    """The seam of a loop with `SEAM_SECONDS` before and behind it, [channels, frames]."""
    assert choice.points is not None
    crossfade = round(choice.crossfade_seconds * recording.sample_rate)
    winder = Winder(recording.samples, choice.points, crossfade, ceiling=1.0)
    return winder.around_the_seam(SEAM_SECONDS)


def seam_as_wav(
    recording: Recording, start_seconds: float, end_seconds: float, crossfade: float | None
) -> bytes:
    """The seam of a loop that was set by hand, as a WAV file in memory; 16 bit.

    Raises:
        UserError: `VALIDATION` where it lies outside the recording.
    """
    import io

    import soundfile

    place = LoopPlace(start_seconds=start_seconds, end_seconds=end_seconds)
    place.check()
    order = LoopOrder(loop_only=True, place=place, crossfade_seconds=crossfade)
    sound = seam_sound(recording, chosen_by_hand(recording, order))
    file = io.BytesIO()
    soundfile.write(file, sound.T, recording.sample_rate, format="WAV", subtype="PCM_16")
    return file.getvalue()


def preview_loop(studio: Studio, reference: Path | str, order: LoopOrder, out: Path) -> LoopClip:
    """Write the seam that `order` would make as a WAV: `NAME (Seam).wav`, or the file `out`.

    Raises:
        MusicGenError: `VALIDATION`, `NOT_FOUND`, `INVALID_AUDIO`, `NOT_WRITABLE`, `DISK_FULL`.
    """
    with _chosen(studio, reference, order) as (source, recording, choice):
        file = _target(out, source, "Seam", "wav")
        sound = seam_sound(recording, choice)
        rate, channels = recording.sample_rate, sound.shape[0]
        with Encoder(file, AudioFormat.WAV, sample_rate=rate, channels=channels) as encoder:
            encoder.write(sound)
        assert choice.points is not None
        return LoopClip(file, choice.points, choice.notices)


def mark_loop(studio: Studio, reference: Path | str, order: LoopOrder, out: Path) -> LoopClip:
    """Write a copy of the file with LOOPSTART and LOOPLENGTH, or a WAV's `smpl` chunk.

    Raises:
        MusicGenError: `VALIDATION`, `NOT_FOUND`, `INVALID_AUDIO`, `NOT_WRITABLE`, `DISK_FULL`;
            `CONFLICT` when the copy would replace the file itself.
    """
    with _chosen(studio, reference, order) as (source, _, choice):
        points = choice.points
        assert points is not None
        file = _target(out, source, "Loop points", source.path.suffix.removeprefix("."))
        if file.exists() and file.samefile(source.path):
            raise UserError(
                ErrorCode.CONFLICT,
                f"'{file}' is the file that is being read.",
                recovery="Choose another name or folder with --out.",
                details={"field": "out"},
            )
        with tempfile.TemporaryDirectory(prefix="mgl-loop-") as folder:
            marked = Path(folder) / f"marked{source.path.suffix}"
            with disk_errors(marked):
                shutil.copyfile(source.path, marked)
            write_loop_points(marked, points.start_frame, points.frames, points.sample_rate)
            copy_into_place(marked, file)
        return LoopClip(file, points, choice.notices)


@contextmanager
def _chosen(
    studio: Studio, reference: Path | str, order: LoopOrder
) -> Iterator[tuple[Source, Recording, Choice]]:
    """The recording and the loop of an order; a jukebox has no seam to show."""
    if order.mode is LoopMode.JUKEBOX:
        raise invalid(
            "mode",
            "A jukebox has many seams and no loop to mark.",
            "Use the mode seamless or crossfade.",
        )
    order.place.check()
    source = Source.open(studio, reference)
    with Recording.aside(source) as recording:
        yield source, recording, choose(studio, source.track, recording, order)


def _target(out: Path, source: Source, what: str, ending: str) -> Path:
    """`out` itself if it names such a file, else a readable name in that folder."""
    named = out.suffix.lower() == f".{ending.lower()}" and not out.is_dir()
    folder = out.parent if named else out
    prepare_folder(folder)
    return out if named else folder / f"{safe_name(f'{source.title} ({what})')}.{ending}"
