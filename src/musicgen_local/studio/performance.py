"""Draws the blocks out of an engine: stems go to their files, the mix goes on to mastering."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING

from musicgen_local.engines.base import Engine, FloatArray, GenerationRequest, GenerationResult
from musicgen_local.progress import CancelToken, Progress, ProgressCallback, Stage

if TYPE_CHECKING:
    from musicgen_local.audio.encode import Encoder
    from musicgen_local.library import StagedTrack

GENERATING_SHARE = 0.55  # of the whole; the rest is mastering and encoding


class Performance:
    """One run of an engine, with its progress and the way to stop it."""

    def __init__(
        self,
        engine: Engine,
        request: GenerationRequest,
        staged: StagedTrack,
        progress: ProgressCallback,
        cancel: CancelToken,
    ) -> None:
        self.cancel = cancel
        self.channels = engine.capabilities.channels
        self.sample_rate = engine.capabilities.sample_rate
        self._frames_wanted = max(1, round(request.duration_seconds * self.sample_rate))
        self._progress = progress
        self._staged = staged
        self._played = 0
        self._made = 0.0  # 0-1, as the engine tells it: some compute long before they play
        self._encoded = 0
        self._blocks = engine.generate(request, self._show_engine, cancel)
        self._result: GenerationResult | None = None

    @property
    def result(self) -> GenerationResult:
        """What the engine said at its end."""
        assert self._result is not None, "the engine has not finished"
        return self._result

    def mix(self) -> Iterator[FloatArray]:
        """The unmastered mix, block by block; stems are written aside as it goes."""
        with ExitStack() as stack:
            stack.callback(self._blocks.close)
            stems: dict[str, Encoder] = {}
            while True:
                try:
                    block = next(self._blocks)
                except StopIteration as end:
                    self._result = end.value
                    return
                for name, audio in block.stems.items():
                    if name not in stems:
                        stems[name] = stack.enter_context(self._stem_encoder(name))
                    stems[name].write(audio)
                self._played += block.mix.shape[1]
                yield block.mix

    def counted(self, blocks: Iterable[FloatArray]) -> Iterator[FloatArray]:
        """The mastered blocks on their way to the encoders, with progress."""
        for block in blocks:
            self.cancel.raise_if_canceled()
            yield block
            self._encoded += block.shape[1]
            self._show(Stage.EXPORTING, "Mastering and writing the files")

    def _stem_encoder(self, name: str) -> Encoder:
        from musicgen_local.audio.encode import Encoder
        from musicgen_local.audio.formats import AudioFormat
        from musicgen_local.library import FileKind

        return Encoder(
            self._staged.path(FileKind.STEM, "wav", name),
            AudioFormat.WAV,
            sample_rate=self.sample_rate,
            channels=self.channels,
            bits=32,  # a stem may peak above full scale: only the mix is held below it
        )

    def _show(self, stage: Stage, message: str) -> None:
        played = max(self._played / self._frames_wanted, self._made) * GENERATING_SHARE
        encoded = self._encoded / self._frames_wanted * (1 - GENERATING_SHARE)
        self._progress(Progress(stage, min(0.99, played + encoded), message))

    def _show_engine(self, value: Progress) -> None:
        if value.stage is Stage.GENERATING_AUDIO:
            self._made = max(self._made, min(value.fraction, 1.0))
            self._show(value.stage, value.message)
        else:
            self._progress(dataclasses.replace(value, fraction=0.0))
