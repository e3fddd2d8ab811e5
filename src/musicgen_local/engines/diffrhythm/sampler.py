"""From noise to latents: Euler steps along the model's velocity, pushed away from a null song.

The velocity at each step is `pred + g * (pred - null)`: `pred` knows lyrics, style and reference,
`null` knows none of them and has the negative style. Both are rows of one evaluation.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from musicgen_local.engines.diffrhythm.config import MAX_BATCH, frames_at
from musicgen_local.engines.diffrhythm.device import (
    free_memory,
    freed_memory_kept,
    is_out_of_memory,
    memory_errors,
)
from musicgen_local.engines.diffrhythm.model import DiffusionTransformer, Moment, Prepared
from musicgen_local.errors import ErrorCode, MachineError
from musicgen_local.progress import CancelToken

OPEN_END = -1


@dataclass(frozen=True, slots=True)
class Step:
    """Where sampling stands."""

    done: int
    steps: int  # in all: one less than the points of the time grid
    latents: Tensor  # as they are now, float32 [b, t, mel_dim]; the next step changes them


StepCallback = Callable[[Step], None]


@dataclass(frozen=True, slots=True)
class Song:
    """What is asked of the model: t frames; a batch differs in its noise only."""

    text: Tensor  # phoneme ids, int64 [t]; 0 where nothing is sung
    style: Tensor  # float32 [STYLE_DIM]
    negative_style: Tensor  # float32 [STYLE_DIM]: what the song should not be like
    reference: Tensor | None = None  # latents to edit or to continue, float32 [t, mel_dim]
    segments: Sequence[tuple[int, int]] = ()  # frames of `reference` that are made anew

    @property
    def frames(self) -> int:
        """Latent frames."""
        return len(self.text)

    def remade(self) -> Tensor:
        """Which frames are made: bool [t]; all of them without a reference.

        Raises:
            ValueError: for segments without a reference, none with one, or one without frames.
        """
        if (self.reference is None) != (not self.segments):
            raise ValueError("a reference and the segments to remake come together")
        made = torch.full((self.frames,), self.reference is None)
        for start, end in self.segments:
            stop = self.frames if end == OPEN_END else min(end, self.frames)
            if not 0 <= start < stop:
                raise ValueError(f"the segment {start}..{end} holds no frames")
            made[start:stop] = True
        return made


@dataclass(frozen=True, slots=True)
class SamplerOptions:
    """How a song is sampled. The last two trade exactness for time; as they stand they don't."""

    steps: int = 32  # points of the time grid: one evaluation less
    guidance: float = 4.0
    time_limit_seconds: float | None = None
    guidance_from: float = 0.0  # part of the song's time that is guided, 0-1; the rest takes half
    guidance_to: float = 1.0  # the work, since the null rows are left out there
    reuse_below: float = 0.0  # change of the first block's answer up to which the others' is kept


@dataclass(frozen=True, slots=True)
class Sampled:
    """Latents, and what it took."""

    latents: Tensor  # float32 [b, t, mel_dim], on the model's device
    row_blocks: int  # transformer blocks passed, summed over rows; the measure of work
    notices: tuple[str, ...]  # what was done otherwise than asked


def segment_frames(start_seconds: float, end_seconds: float) -> tuple[int, int]:
    """A segment in frames; an end of -1 stays open."""
    end = OPEN_END if end_seconds == OPEN_END else frames_at(end_seconds)
    return frames_at(start_seconds), end


def draw_noise(seeds: Sequence[int], frames: int, channels: int) -> Tensor:
    """Standard normal noise, float32 [b, frames, channels]: each song's from its own seed.

    Drawn on the CPU, so that a seed gives the same noise on every device and in every batch.

    Raises:
        ValueError: unless there are 1 to `MAX_BATCH` seeds.
    """
    if not 1 <= len(seeds) <= MAX_BATCH:
        raise ValueError(f"{len(seeds)} songs at a time; 1 to {MAX_BATCH} are possible")
    return torch.stack(
        [torch.randn(frames, channels, generator=torch.Generator().manual_seed(s)) for s in seeds]
    )


def sample(
    model: DiffusionTransformer,
    song: Song,
    noise: Tensor,
    options: SamplerOptions,
    on_step: StepCallback,
    cancel: CancelToken,
) -> Sampled:
    """Make one song for each row of `noise`, float32 [b, t, mel_dim].

    Raises:
        Canceled: before the next block of the model after `cancel` was set.
        MachineError: `GENERATION_TIMEOUT` once the time limit has passed; `OUT_OF_MEMORY` when
            even one row at a time is too much.
        ValueError: for a song or options that make no sense, or too many frames.
    """
    if noise.shape[1] != song.frames:
        raise ValueError(f"noise of {noise.shape[1]} frames for a song of {song.frames}")
    if options.steps < 2:
        raise ValueError("sampling takes 2 steps at least")
    made = song.remade()
    watch = _Watch(options.time_limit_seconds, options.steps - 1, cancel)
    with (
        torch.inference_mode(),
        freed_memory_kept(),
        memory_errors("The song", "a shorter song, or fewer at a time"),
    ):
        run = _Run(model, song, options, watch.look)
        grid = torch.linspace(0, 1, options.steps)
        moments = model.moments(grid[:-1].to(model.device), song.frames)
        latents = noise.to(model.device, copy=True)
        for step, moment in enumerate(moments):
            guided = options.guidance_from <= float(grid[step]) <= options.guidance_to
            velocity = run.velocity(latents, moment, guided)
            latents.add_(velocity, alpha=float(grid[step + 1] - grid[step]))
            watch.done = step + 1
            on_step(Step(watch.done, watch.steps, latents))
        if song.reference is not None:
            kept = ~made.to(model.device)
            latents[:, kept] = song.reference.to(model.device)[kept]
    return Sampled(latents, run.row_blocks, tuple(run.notices))


class _Watch:
    """Looks, between blocks, whether to go on."""

    def __init__(self, limit_seconds: float | None, steps: int, cancel: CancelToken) -> None:
        self.done = 0
        self.steps = steps
        self._limit = limit_seconds
        self._cancel = cancel
        self._started = time.monotonic()

    def look(self) -> None:
        self._cancel.raise_if_canceled()
        if self._limit is not None and time.monotonic() - self._started > self._limit:
            raise MachineError(
                ErrorCode.GENERATION_TIMEOUT,
                f"The song took longer than {self._limit:g} s; "
                f"{self.done} of {self.steps} steps were done.",
                recovery="Choose a lower quality or a shorter song, or allow more time.",
                details={"limit_seconds": self._limit, "steps_done": self.done},
            )


@dataclass(frozen=True, slots=True)
class _Kept:
    """The last full pass of the same rows."""

    change: Tensor  # what the first block added, [rows, t, d]
    rest: Tensor  # what the other blocks added after it


class _Run:
    """One song on its way: its conditions, and what is kept from step to step."""

    def __init__(
        self,
        model: DiffusionTransformer,
        song: Song,
        options: SamplerOptions,
        look: Callable[[], None],
    ) -> None:
        self.row_blocks = 0
        self.notices: list[str] = []
        self._model = model
        self._options = options
        self._look = look
        self._together = True  # all rows in one evaluation
        self._both = _conditions(model, song)
        self._wanted = self._both.only(0)
        self._kept: dict[tuple[int, int, int], _Kept] = {}

    def velocity(self, latents: Tensor, moment: Moment, guided: bool) -> Tensor:
        """At `latents`, both float32 [b, t, mel_dim]; where memory is short, row by row."""
        try:
            return self._velocity(latents, moment, guided)
        except (RuntimeError, MemoryError) as error:
            if not self._together or not is_out_of_memory(error):
                raise
        self._together = False
        self._kept.clear()
        free_memory(self._model.device)
        self.notices.append("Memory ran short, so the song was made in smaller parts, slower.")
        return self._velocity(latents, moment, guided)

    def _velocity(self, latents: Tensor, moment: Moment, guided: bool) -> Tensor:
        if not guided:
            return self._rows(latents, self._wanted, moment, 0)[0]
        if self._together:
            pred, null = self._rows(latents, self._both, moment, 0)
        else:
            pred, null = (
                self._rows(latents, self._both.only(half), moment, half)[0] for half in (0, 1)
            )
        return torch.lerp(null, pred, 1 + self._options.guidance)

    def _rows(self, latents: Tensor, sets: Prepared, moment: Moment, half: int) -> Tensor:
        """[r, b, t, mel_dim]."""
        songs = torch.split(latents, len(latents) if self._together else 1)
        made = [
            self._evaluate(some, sets, moment, (half, len(sets.inputs), index))
            for index, some in enumerate(songs)
        ]
        return torch.cat(made, 1)

    def _evaluate(
        self, latents: Tensor, sets: Prepared, moment: Moment, rows: tuple[int, int, int]
    ) -> Tensor:
        hidden = self._model.enter(latents, sets, moment)
        if self._options.reuse_below > 0:
            self._pass_or_reuse(hidden, sets, rows)
        else:
            self._pass(hidden, sets, 0, self._model.config.depth)
        return self._model.leave(hidden, moment).view(-1, *latents.shape)

    def _pass_or_reuse(self, hidden: Tensor, sets: Prepared, rows: tuple[int, int, int]) -> None:
        """Pass the first block; the others only when its answer has changed since the last time."""
        before = hidden.clone()
        self._pass(hidden, sets, 0, 1)
        change = hidden - before
        kept = self._kept.get(rows)
        if kept is not None and _difference(change, kept.change) < self._options.reuse_below:
            hidden += kept.rest
            return
        before.copy_(hidden)
        self._pass(hidden, sets, 1, self._model.config.depth)
        self._kept[rows] = _Kept(change, torch.sub(hidden, before, out=before))

    def _pass(self, hidden: Tensor, sets: Prepared, first: int, last: int) -> None:
        for block in range(first, last):
            self._look()
            self._model.pass_blocks(hidden, sets, block, block + 1)
        self.row_blocks += len(hidden) * (last - first)


def _difference(now: Tensor, then: Tensor) -> float:
    """Mean absolute change, as a part of what there was."""
    return float((now - then).float().abs().mean() / then.float().abs().mean())


def _conditions(model: DiffusionTransformer, song: Song) -> Prepared:
    """Two sets: what is asked for, and nothing but the negative style."""
    reference = torch.zeros(song.frames, model.config.mel_dim)
    if song.reference is not None:
        reference[:] = song.reference.cpu().masked_fill(song.remade()[:, None], 0)
    return model.prepare(
        torch.stack((song.text, torch.zeros_like(song.text))).to(model.device),
        torch.stack((reference, torch.zeros_like(reference))).to(model.device),
        torch.stack((song.style, song.negative_style)).to(model.device),
    )
