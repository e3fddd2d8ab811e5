"""Pictures of a library's track as files."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np

from musicgen_local.audio.atomic import discard, disk_errors, settle, temporary_name
from musicgen_local.errors import ErrorCode, UserError
from musicgen_local.progress import CancelToken
from musicgen_local.studio.pictures.style import LOOKS, Theme

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from musicgen_local.engines.composer.plan import Plan
    from musicgen_local.engines.composer.score import SectionScore
    from musicgen_local.library.values import Track
    from musicgen_local.studio.studio import Studio

Kind = Literal["roll", "spectrogram", "energy", "waveform"]
PICTURES: Final[tuple[Kind, ...]] = ("roll", "spectrogram", "energy", "waveform")
_DOTS_PER_INCH = 120
_COLOURS_KEPT = 96
_MOST_SECTIONS = 240  # of hours-long pieces: the roll shows the beginning, curves the plan alone


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture as a PNG file, and the sentence for those who can't see it."""

    kind: Kind
    data: bytes
    alternative: str


def pictures_of(
    studio: Studio,
    reference: str,
    *,
    kinds: Sequence[str] = PICTURES,
    theme: Theme = "light",
    cancel: CancelToken | None = None,
) -> list[Picture]:
    """Pictures of a track of the library.

    Raises:
        UserError: `NOT_FOUND` for the track or its audio; as `draw_pictures` does.
        Canceled: soon after `cancel` was set.
    """
    track = studio.show(reference)
    return draw_pictures(
        track, studio.audio_file_of(track), _plan(studio.library.plan(track.id)),
        kinds=kinds, theme=theme, cancel=cancel,
    )  # fmt: skip


def _plan(stored: Mapping[str, Any] | None) -> Plan | None:
    """The composer's plan, when the track has one."""
    from pydantic import ValidationError

    from musicgen_local.engines.composer.plan import Plan

    try:
        return None if stored is None else Plan.model_validate(dict(stored))
    except ValidationError:  # another engine's plan
        return None


def draw_pictures(
    track: Track,
    audio: Path,
    plan: Plan | None,
    *,
    kinds: Sequence[str] = PICTURES,
    theme: Theme = "light",
    cancel: CancelToken | None = None,
) -> list[Picture]:
    """Pictures of a recording; the piano roll needs the plan that it was played from.

    `audio` is the track's file. Without a plan the piano roll is left out, unless it is all that
    was asked for.

    Raises:
        UserError: `VALIDATION` for a kind that does not exist, or a piano roll without a plan;
            `NOT_FOUND` or `INVALID_AUDIO` for the file.
        Canceled: soon after `cancel` was set.
    """
    wanted = _wanted(kinds, plan)
    scores = _scores(plan)
    from musicgen_local.studio.pictures import draw
    from musicgen_local.studio.pictures.sound import listen

    sound = listen(audio, cancel or CancelToken())
    look = LOOKS[theme]
    heading = draw.Heading(track.title, _subtitle(track))
    drawn: dict[Kind, Callable[[], Figure]] = {
        "spectrogram": lambda: draw.spectrogram(heading, sound, plan, look),
        "energy": lambda: draw.energy_curve(heading, sound, plan, scores, look),
        "waveform": lambda: draw.waveform(heading, sound, plan, look),
    }
    if plan is not None:
        drawn["roll"] = lambda: draw.piano_roll(heading, plan, scores, look)
    return [Picture(kind, _png(drawn[kind]()), _told(kind, track, plan)) for kind in wanted]


def write_pictures(pictures: Sequence[Picture], folder: Path, stem: str) -> list[Path]:
    """The pictures as `STEM-KIND.png` in a folder, each whole or not there.

    Raises:
        MachineError: `DISK_FULL` or `NOT_WRITABLE`.
    """
    paths = []
    for picture in pictures:
        path = folder / f"{stem}-{picture.kind}.png"
        temporary = temporary_name(path)
        try:
            with disk_errors(path):
                folder.mkdir(parents=True, exist_ok=True)
                temporary.write_bytes(picture.data)
                settle(temporary, path)
        finally:
            discard(temporary)
        paths.append(path)
    return paths


def _wanted(kinds: Sequence[str], plan: Plan | None) -> list[Kind]:
    unknown = [kind for kind in kinds if kind not in PICTURES]
    if unknown or not kinds:
        raise UserError(
            ErrorCode.VALIDATION,
            f"There is no picture {unknown[0]!r}." if unknown else "No picture was asked for.",
            recovery=f"Use {', '.join(PICTURES)}.",
            details={"field": "kind"},
        )
    wanted: list[Kind] = [kind for kind in PICTURES if kind in kinds]
    if plan is None:
        wanted = [kind for kind in wanted if kind != "roll"]
    if not wanted:
        raise UserError(
            ErrorCode.VALIDATION,
            "There is no score to draw: this track was not made by the composer.",
            recovery="Ask for its spectrogram, its energy or its waveform.",
            details={"field": "kind"},
        )
    return wanted


def _scores(plan: Plan | None) -> list[SectionScore]:
    if plan is None:
        return []
    from musicgen_local.engines.composer.compose import compose_section

    shown = min(len(plan.sections), _MOST_SECTIONS)
    return [compose_section(plan, index) for index in range(shown)]


def _subtitle(track: Track) -> str:
    tempo = f"{track.tempo_bpm:g} bpm" if track.tempo_bpm else ""
    facts = (track.genre or "", track.key or "", tempo, track.prompt or "")
    told = "   ".join(fact.replace("_", " ") for fact in facts if fact)
    return told if len(told) <= 130 else told[:129] + "…"


def _told(kind: Kind, track: Track, plan: Plan | None) -> str:
    what = {
        "roll": "Piano roll: the notes of every player over the bars, with sections and chords",
        "spectrogram": "Spectrogram: level over frequency and time",
        "energy": "Curves of planned energy, strokes played and measured loudness over time",
        "waveform": "Waveform: peaks and level over time",
    }[kind]
    form = ", ".join(section.name for section in plan.sections[:24]) if plan else ""
    return f"{what} of “{track.title}”." + (f" Sections: {form}." if form else "")


def _png(sheet: Figure) -> bytes:
    """The sheet with a palette of its own, a third of the size of full colour."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from PIL import Image

    sheet.set_dpi(_DOTS_PER_INCH)
    canvas: Any = FigureCanvasAgg(sheet)  # its methods have no types
    canvas.draw()
    image = Image.fromarray(np.asarray(canvas.buffer_rgba())).convert("RGB")
    buffer = BytesIO()
    image.quantize(_COLOURS_KEPT, dither=Image.Dither.NONE).save(buffer, "png", optimize=True)
    return buffer.getvalue()
