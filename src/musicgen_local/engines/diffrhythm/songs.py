"""Models that stay in memory, and the way of a song through them: style, noise, latents, sound."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from musicgen_local.audio.decode import decode_blocks, probe
from musicgen_local.engines.diffrhythm.config import (
    MAX_BATCH,
    SAMPLE_RATE,
    SAMPLES_PER_FRAME,
    STYLE_DIM,
    ModelConfig,
    Quality,
)
from musicgen_local.engines.diffrhythm.device import Arithmetic, Device, choose_device
from musicgen_local.engines.diffrhythm.held import IDLE_SECONDS, Held
from musicgen_local.engines.diffrhythm.loading import LoadedModel, LoadOptions, load_model
from musicgen_local.engines.diffrhythm.needs import WeightFiles
from musicgen_local.engines.diffrhythm.sampler import (
    OPEN_END,
    SamplerOptions,
    Song,
    Step,
    draw_noise,
    sample,
)
from musicgen_local.engines.diffrhythm.sizes import sizes_in
from musicgen_local.engines.diffrhythm.style.config import CLIP_SECONDS
from musicgen_local.engines.diffrhythm.style.encoder import StyleEncoder
from musicgen_local.engines.diffrhythm.style.mix import mixed
from musicgen_local.engines.diffrhythm.vae import (
    OVERLAP_FRAMES,
    Vae,
    at_reference_peak,
    load_vae,
)
from musicgen_local.errors import ErrorCode, MachineError
from musicgen_local.progress import CancelToken, Progress, ProgressCallback, Stage

_SAMPLING = 0.9  # of the work; the rest is decoding
# What the style encoder takes beside the others (float32); where less is free it goes after use.
_ROOMY_BYTES = 24_000_000_000

FloatArray = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Style:
    """What a song should be like: words, a recording, or both."""

    words: str
    recording: Path | None
    balance: float  # 0: the words alone, 1: the recording alone; where there are both


@dataclass(frozen=True, slots=True)
class SongOrder:
    """Everything that the models are asked for, seeds apart."""

    config: ModelConfig
    frames: int  # latent frames
    heard_frames: int  # of these, from the first on: what is turned into sound
    tokens: tuple[int, ...]  # [frames]
    style: Style
    edit: Path | None
    segments: tuple[tuple[int, int], ...]  # latent frames; of `edit`
    quality: Quality
    guidance_from: float
    guidance_to: float
    reuse_below: float
    time_limit_seconds: float | None
    load: LoadOptions
    device: str


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of a song when it is out."""

    device: str
    arithmetic: str
    weight_bytes: int  # of the transformer, in memory
    notices: tuple[str, ...]


class Singer:
    """The models of one process; one song, or one row of songs, at a time."""

    def __init__(
        self, idle_seconds: float = IDLE_SECONDS, most_together: int | None = None
    ) -> None:
        """`most_together` songs of a row are sampled at once; None: what suits the device."""
        self._most_together = most_together
        self._one_at_a_time = threading.Lock()
        self._model: Held[LoadedModel] = Held(idle_seconds)
        self._vae: Held[Vae] = Held(idle_seconds)
        self._encoder: Held[StyleEncoder] = Held(idle_seconds)
        self._styles: dict[object, FloatArray] = {}  # of the last style
        self._waiting: dict[tuple[SongOrder, int], Tensor] = {}  # latents of songs yet to be asked
        self._notices: tuple[str, ...] = ()  # of the sampling of those

    def sing(
        self,
        order: SongOrder,
        files: WeightFiles,
        seeds: Sequence[int],
        progress: ProgressCallback,
        cancel: CancelToken,
    ) -> Iterator[FloatArray | Told]:
        """The song of the first of `seeds`, float32 [2, samples] block by block, then what to tell.

        Songs of the other seeds are sampled with it where that saves time, and wait for their turn.

        Raises:
            MachineError: as loading, sampling and decoding do.
            Canceled: soon after `cancel` was set.
        """
        with self._one_at_a_time:
            try:
                yield from self._sung(order, files, seeds, progress, cancel)
            finally:
                for held in (self._model, self._vae, self._encoder):
                    held.rest()

    def _sung(
        self,
        order: SongOrder,
        files: WeightFiles,
        seeds: Sequence[int],
        progress: ProgressCallback,
        cancel: CancelToken,
    ) -> Iterator[FloatArray | Told]:
        device = choose_device(order.device)
        latents = self._waiting.pop((order, seeds[0]), None)
        if latents is None:
            latents = self._sampled(order, files, seeds, device, progress, cancel)
        loaded = self._loaded(order, files, device, progress, cancel)
        vae = self._decoder(order, files, device)
        vae.notices.clear()
        done = 0
        heard = latents[:, : min(order.heard_frames + OVERLAP_FRAMES, order.frames)]
        for block in vae.decode(heard, cancel):
            if not np.isfinite(block).all():
                raise _no_numbers("sound")
            yield np.ascontiguousarray(block[0])
            done += block.shape[2] // SAMPLES_PER_FRAME
            share = _SAMPLING + (1 - _SAMPLING) * done / heard.shape[1]
            progress(Progress(Stage.GENERATING_AUDIO, share, "Turning the song into sound"))
        notices = (*loaded.notices, *self._notices, *dict.fromkeys(vae.notices))
        yield Told(device.name, loaded.arithmetic.value, loaded.weight_bytes, notices)

    def _sampled(
        self,
        order: SongOrder,
        files: WeightFiles,
        seeds: Sequence[int],
        device: Device,
        progress: ProgressCallback,
        cancel: CancelToken,
    ) -> Tensor:
        """Latents [1, t, mel_dim] of the first seed; the others' wait."""
        self._waiting.clear()
        style = self._style(order.style, files, device, progress, cancel)
        negative = np.load(files.negative_style).reshape(-1).astype(np.float32)
        if negative.shape != (STYLE_DIM,):
            raise _damaged(files.negative_style)
        reference, segments = self._reference(order, files, device, progress, cancel)
        loaded = self._loaded(order, files, device, progress, cancel)
        # On a CPU one song already keeps every core busy; only the first would come later.
        usual = 1 if device.kind == "cpu" else MAX_BATCH
        together = seeds[: usual if self._most_together is None else self._most_together]
        song = Song(
            text=torch.tensor(order.tokens, dtype=torch.int64),
            style=torch.from_numpy(style),
            negative_style=torch.from_numpy(negative),
            reference=reference,
            segments=segments,
        )
        options = SamplerOptions(
            steps=order.quality.steps,
            guidance=order.quality.guidance,
            time_limit_seconds=order.time_limit_seconds,
            guidance_from=order.guidance_from,
            guidance_to=order.guidance_to,
            reuse_below=order.reuse_below,
        )
        many = "" if len(together) == 1 else f" of {len(together)} songs"

        def show(step: Step) -> None:
            share = _SAMPLING * step.done / step.steps
            message = f"Step {step.done} of {step.steps}{many}"
            progress(Progress(Stage.GENERATING_AUDIO, share, message))

        progress(Progress(Stage.GENERATING_AUDIO, 0.0, f"The first step{many}"))
        noise = draw_noise(together, order.frames, order.config.mel_dim)
        made = sample(loaded.model, song, noise, options, show, cancel)
        if not torch.isfinite(made.latents).all():
            raise _no_numbers("latents")
        self._notices = made.notices
        for index, seed in enumerate(together[1:], 1):
            self._waiting[order, seed] = made.latents[index : index + 1].clone()
        return made.latents[:1]

    def _loaded(
        self,
        order: SongOrder,
        files: WeightFiles,
        device: Device,
        progress: ProgressCallback,
        cancel: CancelToken,
    ) -> LoadedModel:
        key = (files.transformer, order.load, device.kind)

        def load() -> LoadedModel:
            message = "Loading DiffRhythm (its file is converted at the first use)"
            progress(Progress(Stage.LOADING_MODEL, 0.0, message))
            config = sizes_in(files.transformer, order.config)
            return load_model(files.transformer, config, device, order.load, cancel)

        return self._model.get(key, load)

    def _decoder(self, order: SongOrder, files: WeightFiles, device: Device) -> Vae:
        # Coarse numbers are heard as noise here, 45 dB below the sound: only for who asks for them.
        coarse = order.load.arithmetic is Arithmetic.BFLOAT16
        dtype = torch.bfloat16 if coarse else torch.float32
        return self._vae.get(
            (files.vae, device.kind, dtype), lambda: load_vae(files.vae, device, dtype)
        )

    def _style(
        self,
        style: Style,
        files: WeightFiles,
        device: Device,
        progress: ProgressCallback,
        cancel: CancelToken,
    ) -> FloatArray:
        """[STYLE_DIM], of length 1."""
        key = (style, files.style, _version(style.recording))
        if key in self._styles:
            return self._styles[key]
        progress(Progress(Stage.LOADING_MODEL, 0.0, "Loading the style model"))
        encoder = self._encoder.get(
            (files.style, device.kind),
            lambda: StyleEncoder.load(files.style, device, torch.float32),
        )
        cancel.raise_if_canceled()
        progress(Progress(Stage.PREPARING_PROMPT, 0.0, "Reading the style"))
        parts: list[tuple[FloatArray, float]] = []
        if style.words:
            weight = 1.0 if style.recording is None else 1 - style.balance
            parts.append((encoder.of_text(style.words), weight))
        if style.recording is not None:
            weight = style.balance if style.words else 1.0
            parts.append((encoder.of_audio(*_middle_of(style.recording)), weight))
        found = mixed(parts)
        self._styles = {key: found}
        if device.kind != "cuda" or device.total_bytes < _ROOMY_BYTES:
            self._encoder.drop()
        return found

    def _reference(
        self,
        order: SongOrder,
        files: WeightFiles,
        device: Device,
        progress: ProgressCallback,
        cancel: CancelToken,
    ) -> tuple[Tensor | None, tuple[tuple[int, int], ...]]:
        """The recording that is edited as latents [t, mel_dim], and what of it is made anew."""
        if order.edit is None:
            return None, ()
        progress(Progress(Stage.PREPARING_PROMPT, 0.0, "Listening to the recording"))
        audio = at_reference_peak(_beginning_of(order.edit, order.frames * SAMPLES_PER_FRAME))
        vae = self._decoder(order, files, device)
        dice = torch.Generator().manual_seed(0)  # of the VAE's spread: the same for every seed
        latents = vae.encode(audio, dice, cancel)[: order.frames]
        reference = torch.zeros(order.frames, latents.shape[1])
        reference[: len(latents)] = latents
        segments = order.segments
        if len(latents) < order.frames:  # what it doesn't have can't be kept
            segments = (*segments, (len(latents), OPEN_END))
        return reference, segments


def _version(path: Path | None) -> tuple[int, int]:
    """Changes when the file does."""
    if path is None:
        return 0, 0
    facts = path.stat()
    return facts.st_size, facts.st_mtime_ns


def _beginning_of(path: Path, most_samples: int) -> FloatArray:
    """A recording's first `most_samples`, float32 [2, samples] at the VAE's rate."""
    return _between(decode_blocks(path, SAMPLE_RATE, 2), 0, most_samples)


def _middle_of(path: Path) -> tuple[FloatArray, int]:
    """What the style model hears of a recording, float32 [channels, samples] at its own rate.

    Of one that is long only that is kept; the clip of a clip is the clip itself.
    """
    facts = probe(path)
    first = max(int((facts.duration_seconds or 0.0) / 2) - CLIP_SECONDS // 2, 0)
    start, stop = first * facts.sample_rate, (first + CLIP_SECONDS) * facts.sample_rate
    return _between(decode_blocks(path), start, stop), facts.sample_rate


def _between(blocks: Iterator[FloatArray], start: int, stop: int) -> FloatArray:
    kept: list[FloatArray] = []
    at = 0
    for block in blocks:
        part = block[:, max(start - at, 0) : max(stop - at, 0)]
        kept.append(part.copy())
        at += block.shape[1]
        if at >= stop:
            break
    if not kept:
        return np.zeros((2, 0), np.float32)
    return np.concatenate(kept, axis=1)


def _no_numbers(where: str) -> MachineError:
    return MachineError(
        ErrorCode.INTERNAL,
        f"The model's {where} came out as no numbers: this device's arithmetic is too coarse.",
        recovery="Ask for the arithmetic 'float32'.",
        details={"field": "arithmetic"},
    )


def _damaged(path: Path) -> MachineError:
    return MachineError(
        ErrorCode.ASSET_CORRUPT,
        f"'{path.name}' is not the negative style that was expected.",
        recovery="Run `mgl models download diffrhythm-inventory --force`.",
        details={"path": str(path)},
    )
