"""DiffRhythm as an engine: lyrics and a style become a song with voice and band."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, cast

import numpy as np
from pydantic import BaseModel

from musicgen_local.config import load_settings
from musicgen_local.engines.base import (
    Block,
    Capabilities,
    FloatArray,
    Generation,
    GenerationRequest,
    GenerationResult,
    Requirement,
)
from musicgen_local.engines.diffrhythm.config import (
    BASE_SECONDS,
    FULL_MAX_SECONDS,
    FULL_MIN_SECONDS,
    SAMPLE_RATE,
    config_of,
    frames_at,
    frames_of,
)
from musicgen_local.engines.diffrhythm.parameters import OPEN_END, DiffRhythmParameters
from musicgen_local.errors import ErrorCode, MachineError, UserError
from musicgen_local.progress import CancelToken, Progress, ProgressCallback, Stage

if TYPE_CHECKING:
    from musicgen_local.engines.diffrhythm.lyrics import Lyrics
    from musicgen_local.engines.diffrhythm.songs import Singer, SongOrder, Told

INSTALL_TORCH = "pip install 'musicgen-local[torch]'"
_SHORTEST_SECONDS = 10.0  # a beginning of the shorter model's song that is worth hearing
_FADE_SECONDS = 3.0  # of a song that is cut
_CUT_SECONDS = 0.5  # more than this is a cut, less is the model's own end
_AFTER_LAST_LINE_SECONDS = 15.0
_MOST_PROMPT = 2_000
_TITLE_CHARACTERS = 60
_PACKAGES = {"torch": "PyTorch", "safetensors": "safetensors"}


class DiffRhythmEngine:
    """Sings lyrics by a diffusion transformer; needs its published weights and PyTorch."""

    name = "diffrhythm"
    title = "DiffRhythm"
    description = "Sings your lyrics in the style that you describe or play to it: whole songs."
    licence = "Apache-2.0; its sound and style models are free with conditions, and for private use"
    capabilities = Capabilities(
        min_seconds=_SHORTEST_SECONDS,
        max_seconds=FULL_MAX_SECONDS,
        sample_rate=SAMPLE_RATE,
        lyrics=True,
        reference_audio=True,
    )
    parameters = DiffRhythmParameters

    def __init__(self) -> None:
        self._singer: Singer | None = None

    def requirements(self) -> Sequence[Requirement]:
        """PyTorch, the weights, and what reads lyrics aloud."""
        from musicgen_local.engines.diffrhythm.needs import requirements
        from musicgen_local.engines.diffrhythm.phonemes.extra import INSTALL, missing_packages

        lacking = _missing_torch()
        unread = missing_packages()
        return (
            Requirement(
                "PyTorch",
                satisfied=not lacking,
                required=True,
                explanation="Computes the models"
                + (f"; missing: {', '.join(lacking)}." if lacking else "."),
                remedy=INSTALL_TORCH if lacking else "",
            ),
            *requirements(),
            Requirement(
                "Words to sounds",
                satisfied=not unread,
                required=False,
                explanation="Reads lyrics aloud; instrumentals do without it"
                + (f". Missing: {', '.join(unread)}." if unread else "."),
                remedy=INSTALL if unread else "",
            ),
        )

    def prepare(self, progress: ProgressCallback, cancel: CancelToken) -> bool:  # noqa: ARG002
        """Nothing: the first song converts the weights, which its progress tells."""
        return False

    def natural_duration_seconds(
        self,
        prompt: str,  # noqa: ARG002
        parameters: BaseModel,
    ) -> float | None:
        """As long as the lyrics' last time asks for; else what the shorter model sings."""
        from musicgen_local.engines.diffrhythm.lyrics import read_lyrics

        lyrics = cast("DiffRhythmParameters", parameters).lyrics
        if not lyrics:
            return float(BASE_SECONDS)
        lines = read_lyrics(lyrics, FULL_MAX_SECONDS).lines
        last = lines[-1].seconds if lines and _stamped(lyrics) else 0.0
        needed = last + _AFTER_LAST_LINE_SECONDS
        if needed <= BASE_SECONDS + _AFTER_LAST_LINE_SECONDS / 2:
            return float(BASE_SECONDS)
        return float(min(max(round(needed), FULL_MIN_SECONDS), FULL_MAX_SECONDS))

    def plan(self, request: GenerationRequest) -> None:
        """No plan; but what can't be sung is refused here, before anything is queued.

        Raises:
            UserError: `INVALID_PROMPT` without any style, `INVALID_LYRICS` with the line.
            MachineError: `MODEL_NOT_INSTALLED`: what is missing, its size, its licence, and the
                command that gets it.
        """
        parameters = _parameters(request)
        _check_style(request, parameters)
        lyrics = _lyrics(request, parameters)
        _check_machine(lyrics, full=_model_seconds(request) != BASE_SECONDS)

    def generate(
        self, request: GenerationRequest, progress: ProgressCallback, cancel: CancelToken
    ) -> Generation:
        """Yield the song a few seconds at a time, when all of it is sampled.

        Raises:
            UserError: as `plan`; `INVALID_AUDIO` for recordings that can't be followed or edited.
            MachineError: `MODEL_NOT_INSTALLED`, `ASSET_CORRUPT`, `MODEL_NOT_LOADED`,
                `OUT_OF_MEMORY`, `GENERATION_TIMEOUT`.
            Canceled: soon after `cancel` was set.
        """
        progress(Progress(Stage.PREPARING_PROMPT, 0.0, "Reading the lyrics"))
        self.plan(request)
        from musicgen_local.engines.diffrhythm.needs import find_weights
        from musicgen_local.engines.diffrhythm.songs import Singer
        from musicgen_local.engines.diffrhythm.tokens import Inventory, token_track

        parameters = _parameters(request)
        seconds = _model_seconds(request)
        lyrics = _lyrics(request, parameters)
        files = find_weights(full=seconds != BASE_SECONDS)
        words = token_track(
            lyrics.lines,
            Inventory.load(files.phonemes),
            frames_of(seconds),
            drop_last_line=parameters.drop_last_line and seconds == BASE_SECONDS,
        )
        cancel.raise_if_canceled()
        order = _order(request, parameters, tuple(words.tokens.tolist()), seconds)
        self._singer = self._singer or Singer()
        song = self._singer.sing(order, files, _row_of(request), progress, cancel)
        cut = _Cut(request.duration_seconds, seconds)
        told = yield from cut.blocks(song)
        notices = (*lyrics.notices, *words.notices, *told.notices, *cut.notices)
        return GenerationResult(
            title=_title(lyrics, request.prompt),
            seed=request.seed,
            facts=_facts(parameters, lyrics, seconds, told),
            notices=tuple(dict.fromkeys(notices)),
        )


@dataclass(slots=True)
class _Cut:
    """The model's song at the length that was asked for."""

    wanted_seconds: float
    model_seconds: float

    @property
    def _fade_samples(self) -> int:
        shorter = self.model_seconds - self.wanted_seconds > _CUT_SECONDS
        return round(_FADE_SECONDS * SAMPLE_RATE) if shorter else 0

    @property
    def notices(self) -> tuple[str, ...]:
        """What was cut."""
        if not self._fade_samples:
            return ()
        return (
            f"DiffRhythm writes songs of {self.model_seconds:g} s; this is the beginning of one, "
            "faded out.",
        )

    def blocks(self, song: Iterator[FloatArray | Told]) -> Generator[Block, None, Told]:
        """The blocks of the song up to its end, and what is told behind them."""
        total = round(self.wanted_seconds * SAMPLE_RATE)
        fall = np.linspace(1, 0, max(self._fade_samples, 1), dtype=np.float32)
        at = 0
        for part in song:
            if not isinstance(part, np.ndarray):
                return part
            block = part[:, : max(total - at, 0)]
            first = total - self._fade_samples - at  # of the fade, in this block
            if self._fade_samples and first < block.shape[1]:
                block = block.copy()
                begin = max(first, 0)
                block[:, begin:] *= fall[begin - first : block.shape[1] - first]
            at += part.shape[1]
            if block.shape[1]:
                yield Block(block)
        raise AssertionError("a song tells of itself at its end")


def _parameters(request: GenerationRequest) -> DiffRhythmParameters:
    return cast("DiffRhythmParameters", request.parameters)


def _model_seconds(request: GenerationRequest) -> float:
    """The length that the model is asked for."""
    if request.duration_seconds <= BASE_SECONDS:
        return BASE_SECONDS
    return max(request.duration_seconds, FULL_MIN_SECONDS)


def _row_of(request: GenerationRequest) -> Sequence[int]:
    """This song's seed, and those of the songs after it."""
    row = request.row_seeds
    return row[row.index(request.seed) :] if request.seed in row else (request.seed,)


def _check_style(request: GenerationRequest, parameters: DiffRhythmParameters) -> None:
    words = parameters.style_words(request.prompt)
    if not words and parameters.reference_audio is None:
        raise UserError(
            ErrorCode.INVALID_PROMPT,
            "Nothing is said of the song's style.",
            recovery="Describe it in some words, or give a recording to follow.",
        )
    if len(words) > _MOST_PROMPT:
        raise UserError(
            ErrorCode.INVALID_PROMPT,
            f"A style of {len(words):,} characters is too long.",
            recovery=f"Use {_MOST_PROMPT:,} at most; lyrics have a field of their own.",
        )


def _lyrics(request: GenerationRequest, parameters: DiffRhythmParameters) -> Lyrics:
    from musicgen_local.engines.diffrhythm.lyrics import read_lyrics

    return read_lyrics(parameters.lyrics or "", request.duration_seconds)


def _stamped(lyrics: str) -> bool:
    """Whether somebody gave times, which tell how long the song is meant to be."""
    return re.search(r"\[\d+:\d", lyrics) is not None


def _missing_torch() -> tuple[str, ...]:
    return tuple(title for module, title in _PACKAGES.items() if find_spec(module) is None)


def _check_machine(lyrics: Lyrics, *, full: bool) -> None:
    from musicgen_local.engines.diffrhythm.needs import find_weights
    from musicgen_local.engines.diffrhythm.phonemes.extra import INSTALL, missing_packages

    unread = missing_packages() if lyrics.lines else ()
    for lacking, what, command in (
        (_missing_torch(), "DiffRhythm is computed by", INSTALL_TORCH),
        (unread, "Lyrics are read aloud by", INSTALL),
    ):
        if lacking:
            raise MachineError(
                ErrorCode.MODEL_NOT_INSTALLED,
                f"{what} packages that are not installed: {', '.join(lacking)}.",
                recovery=f"Run {command}",
            )
    find_weights(full=full)


def _order(
    request: GenerationRequest,
    parameters: DiffRhythmParameters,
    tokens: tuple[int, ...],
    seconds: float,
) -> SongOrder:
    from musicgen_local.engines.diffrhythm.device import Arithmetic
    from musicgen_local.engines.diffrhythm.loading import LoadOptions
    from musicgen_local.engines.diffrhythm.sampler import segment_frames
    from musicgen_local.engines.diffrhythm.songs import SongOrder, Style

    def path(name: str | None) -> Path | None:
        return None if name is None else Path(name)

    exact = None if parameters.arithmetic == "auto" else Arithmetic(parameters.arithmetic)
    last = frames_of(seconds)
    segments = tuple(
        segment_frames(start, end)
        for start, end in parameters.segments
        if frames_at(start) < last and (end == OPEN_END or frames_at(end) > frames_at(start))
    )
    return SongOrder(
        config=config_of(seconds),
        frames=last,
        heard_frames=min(last, frames_at(request.duration_seconds) + 1),
        tokens=tokens,
        style=Style(
            parameters.style_words(request.prompt),
            path(parameters.reference_audio),
            parameters.style_balance,
        ),
        edit=path(parameters.edit_audio),
        segments=segments,
        quality=parameters.quality(),
        guidance_from=parameters.guidance_from,
        guidance_to=parameters.guidance_to,
        reuse_below=parameters.reuse_below,
        time_limit_seconds=parameters.time_limit_seconds,
        load=LoadOptions(exact, parameters.compiled, parameters.reference_precision),
        device=load_settings().device,
    )


def _title(lyrics: Lyrics, prompt: str) -> str:
    """The first line that is sung, else the first words of the style."""
    words = lyrics.lines[0].text if lyrics.lines else prompt.partition(",")[0]
    words = " ".join(words.split()).strip(" ,.;:-–—")
    if len(words) > _TITLE_CHARACTERS:
        words = words[:_TITLE_CHARACTERS].rpartition(" ")[0] or words[:_TITLE_CHARACTERS]
    return words[:1].upper() + words[1:] if words else "Song"


def _facts(
    parameters: DiffRhythmParameters, lyrics: Lyrics, seconds: float, told: Told
) -> dict[str, object]:
    quality = parameters.quality()
    longest = BASE_SECONDS if seconds == BASE_SECONDS else FULL_MAX_SECONDS
    return {
        "model": f"DiffRhythm 1.2, {longest} s",
        "genre": parameters.genre or "",
        "mood": parameters.mood or "",
        "tempo_bpm": parameters.tempo_bpm,
        "language": parameters.language or "",
        "lyrics": lyrics.as_lrc(),
        "steps": quality.steps,
        "guidance_scale": quality.guidance,
        "device": told.device,
        "arithmetic": told.arithmetic,
        "weight_bytes": told.weight_bytes,
    }
