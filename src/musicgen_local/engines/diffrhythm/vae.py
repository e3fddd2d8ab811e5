"""Latents to audio and back, through the published TorchScript file, a stretch at a time.

Shapes: b songs, t latent frames, n = t * `SAMPLES_PER_FRAME` audio samples of each channel.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from musicgen_local.engines.diffrhythm.config import SAMPLES_PER_FRAME
from musicgen_local.engines.diffrhythm.device import (
    Device,
    free_memory,
    is_out_of_memory,
    memory_errors,
)
from musicgen_local.errors import ErrorCode, MachineError
from musicgen_local.progress import CancelToken

CHUNK_FRAMES = 128  # latent frames that go through the VAE at once
SMALL_CHUNK_FRAMES = 48  # where memory is short
OVERLAP_FRAMES = 32  # that neighbours share; an edge is no longer heard 16 frames away
REFERENCE_PEAK = 10 ** (-6 / 20)  # -6 dBFS

FloatArray = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of latent frames that is computed, and the part of it that is kept."""

    start: int
    stop: int
    keep_start: int
    keep_stop: int


def window_at(kept: int, frames: int, chunk: int) -> Window:
    """The stretch of `chunk` frames (or all `frames`) that goes on where `kept` frames are done."""
    margin = OVERLAP_FRAMES // 2
    start = max(0, min(kept - margin, frames - chunk))  # the last is as long as the others
    stop = min(start + chunk, frames)
    return Window(start, stop, kept, stop if stop == frames else stop - margin)


def at_reference_peak(audio: FloatArray) -> FloatArray:
    """`audio` at the level of the references the model learned from; silence stays."""
    peak = float(np.abs(audio).max(initial=0.0))
    return audio if peak == 0 else np.asarray(audio * (REFERENCE_PEAK / peak), dtype=np.float32)


def load_vae(path: Path, device: Device, dtype: torch.dtype = torch.float32) -> Vae:
    """The published file (`vae_model.pt`), computing in `dtype`.

    Raises:
        MachineError: `MODEL_NOT_INSTALLED` when it isn't there; `ASSET_CORRUPT` when it can't be
            read or isn't a VAE; `OUT_OF_MEMORY`.
    """
    if not path.exists():
        raise MachineError(
            ErrorCode.MODEL_NOT_INSTALLED,
            f"The VAE '{path}' is not here.",
            recovery="Run `mgl models download diffrhythm`.",
            details={"path": str(path)},
        )
    with memory_errors("The VAE", "a shorter song"):
        try:
            with warnings.catch_warnings():  # PyTorch would rather have other formats
                warnings.simplefilter("ignore", DeprecationWarning)
                load: Callable[..., Any] = torch.jit.load
                module = load(path, map_location=device.torch_device)
        except RuntimeError as error:
            if is_out_of_memory(error):
                raise
            raise _corrupt(
                path, f"it can't be read ({str(error).partition(chr(10))[0]})"
            ) from error
        if not all(hasattr(module, name) for name in ("decode_export", "encode_export")):
            raise _corrupt(path, "it can't decode and encode")
        return Vae(module.eval().to(dtype), device, dtype)


class Vae:
    """The loaded file. `notices` says what was done otherwise than asked, so far."""

    def __init__(self, module: Any, device: Device, dtype: torch.dtype) -> None:
        self.notices: list[str] = []
        self._module = module
        self._device = device.torch_device
        self._dtype = dtype
        self._chunk = CHUNK_FRAMES

    def decode(self, latents: Tensor, cancel: CancelToken) -> Iterator[FloatArray]:
        """Audio of `latents` [b, t, mel_dim], block after block: float32 [b, 2, samples].

        A block has `CHUNK_FRAMES` latent frames at most, and only one is in memory.

        Raises:
            Canceled: before the next block after `cancel` was set.
            MachineError: `OUT_OF_MEMORY` when even small chunks don't fit.
        """
        channels_first = latents.detach().transpose(1, 2)

        def decoded(window: Window) -> Tensor:
            part = channels_first[:, :, window.start : window.stop]
            audio = self._module.decode_export(part.to(self._device, self._dtype).contiguous())
            first = (window.keep_start - window.start) * SAMPLES_PER_FRAME
            last = (window.keep_stop - window.start) * SAMPLES_PER_FRAME
            return torch.as_tensor(audio)[:, :, first:last]

        for block in self._parts(decoded, channels_first.shape[2], cancel):
            yield block.float().cpu().numpy()

    def encode(self, audio: FloatArray, generator: torch.Generator, cancel: CancelToken) -> Tensor:
        """Latents of `audio` [2, samples], float32 [t, mel_dim] on the CPU, t rounded up.

        They are drawn from what the VAE says of the audio, a mean and a spread for each number,
        with noise of `generator` (a CPU's). See `at_reference_peak` for the level.

        Raises:
            As `decode`.
        """
        missing = -audio.shape[1] % SAMPLES_PER_FRAME
        padded = functional.pad(torch.from_numpy(audio)[None], (0, missing))

        def encoded(window: Window) -> Tensor:
            first, last = window.start * SAMPLES_PER_FRAME, window.stop * SAMPLES_PER_FRAME
            part = padded[:, :, first:last].to(self._device, self._dtype)
            told = torch.as_tensor(self._module.encode_export(part))
            return told[:, :, window.keep_start - window.start : window.keep_stop - window.start]

        frames = padded.shape[2] // SAMPLES_PER_FRAME
        told = torch.cat([part.float().cpu() for part in self._parts(encoded, frames, cancel)], 2)
        mean, scale = told[0].t().chunk(2, 1)  # each [t, mel_dim]
        spread = functional.softplus(scale) + 1e-4
        return mean + spread * torch.randn(mean.shape, generator=generator)

    def _parts(
        self, compute: Callable[[Window], Tensor], frames: int, cancel: CancelToken
    ) -> Iterator[Tensor]:
        """What `compute` makes of each window; the windows shrink once when memory runs out."""
        kept = 0
        while kept < frames:
            cancel.raise_if_canceled()
            window = window_at(kept, frames, self._chunk)
            part = self._computed(compute, window)
            if part is None:
                self._chunk = SMALL_CHUNK_FRAMES
                self.notices.append("Memory ran short, so the VAE worked in smaller parts, slower.")
                free_memory(self._device)
                continue
            yield part
            kept = window.keep_stop

    def _computed(self, compute: Callable[[Window], Tensor], window: Window) -> Tensor | None:
        """None where memory ran out for the first time."""
        with torch.inference_mode(), memory_errors("The VAE", "a shorter song, or one at a time"):
            try:
                return compute(window)
            except (RuntimeError, MemoryError) as error:
                if self._chunk == SMALL_CHUNK_FRAMES or not is_out_of_memory(error):
                    raise
        return None


def _corrupt(path: Path, reason: str) -> MachineError:
    return MachineError(
        ErrorCode.ASSET_CORRUPT,
        f"The VAE '{path.name}' can't be used: {reason}.",
        recovery="Delete this file and run `mgl models download diffrhythm`.",
        details={"path": str(path)},
    )
