"""The main job: an order becomes a finished track, files first, row last."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Iterator
from contextlib import ExitStack
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from musicgen_local.engines.base import (
    Capabilities,
    Engine,
    FloatArray,
    GenerationRequest,
    GenerationResult,
    PlanPreview,
)
from musicgen_local.progress import CancelToken, Progress, ProgressCallback, Stage
from musicgen_local.studio.orders import GeneratedTrack, GenerateOrder
from musicgen_local.studio.places import Place, copy_into_place

if TYPE_CHECKING:
    from musicgen_local.audio.tags import Tags
    from musicgen_local.library import NewTrack, StagedTrack, Track
    from musicgen_local.studio.studio import Studio

DEFAULT_MASTER = "balanced"
# What streaming services ask for; a preset that is asked for by name keeps its own ceiling.
SAFE_CEILING_DBTP = -1.0
GENERATING_SHARE = 0.55  # of the whole, the rest is mastering and encoding
STEM_COUNT_GUESS = 9  # for the look at the free disk, before the engine has said its stems


def generate_track(
    studio: Studio,
    engine: Engine,
    order: GenerateOrder,
    request: GenerationRequest,
    place: Place,
    progress: ProgressCallback,
    cancel: CancelToken,
) -> GeneratedTrack:
    """Generate, master, encode and file one track; nothing is left behind when it fails.

    Raises:
        MusicGenError: for what can't be done, with the way out.
        Canceled: soon after `cancel` was set.
    """
    started = time.perf_counter()
    preview = engine.plan(request)
    place.prepare()
    _ensure_space(studio, order, request, place, engine.capabilities)

    from musicgen_local.library import add_track

    with studio.storage.stage() as staged:
        performance = _Performance(engine, request, staged, progress, cancel)
        master = order.master or (preview and preview.master) or DEFAULT_MASTER
        report = _master_and_encode(performance, order, master, preview, staged)
        result = performance.result
        new = _row(order, request, result, engine, report)
        notices = [*result.notices, *_write_tags(staged, new)]
        if result.midi is not None:
            from musicgen_local.library import FileKind

            staged.path(FileKind.MIDI, "mid").write_bytes(result.midi)
        cancel.raise_if_canceled()
        track = add_track(studio.library, studio.storage, staged, new)
    files = _hand_over(studio, track, place)
    progress(Progress(Stage.EXPORTING, 1.0, "Done"))
    return GeneratedTrack(
        track, files, result.preview, tuple(notices), time.perf_counter() - started
    )


class _Performance:
    """Draws the blocks out of an engine: stems go to their files, the mix goes on."""

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
        self.frames_wanted = max(1, round(request.duration_seconds * self.sample_rate))
        self._progress = progress
        self._staged = staged
        self._played = 0
        self._encoded = 0
        self._blocks = engine.generate(request, self._engine_progress, cancel)
        self._result: GenerationResult | None = None

    @property
    def result(self) -> GenerationResult:
        """What the engine said at its end."""
        assert self._result is not None, "the engine has not finished"
        return self._result

    def mix(self) -> Iterator[FloatArray]:
        """The unmastered mix, block by block."""
        from musicgen_local.audio.encode import open_encoder
        from musicgen_local.audio.formats import AudioFormat
        from musicgen_local.library import FileKind

        with ExitStack() as stack:
            stack.callback(self._blocks.close)
            stems: dict[str, Any] = {}
            while True:
                try:
                    block = next(self._blocks)
                except StopIteration as end:
                    self._result = end.value
                    return
                for name, audio in block.stems.items():
                    if name not in stems:
                        path = self._staged.path(FileKind.STEM, "wav", name)
                        writer = open_encoder(
                            path, AudioFormat.WAV, self.sample_rate, self.channels
                        )
                        stems[name] = stack.enter_context(writer)
                    stems[name].write(audio)
                self._played += block.mix.shape[1]
                yield block.mix

    def counted(self, blocks: Iterator[FloatArray]) -> Iterator[FloatArray]:
        """The mastered blocks on their way to the encoders, with progress."""
        for block in blocks:
            self.cancel.raise_if_canceled()
            yield block
            self._encoded += block.shape[1]
            self.show(Stage.EXPORTING, "Mastering and writing the files")

    def show(self, stage: Stage, message: str) -> None:
        """Progress of the whole: what is played and what is written, each with its share."""
        played = self._played / self.frames_wanted * GENERATING_SHARE
        encoded = self._encoded / self.frames_wanted * (1 - GENERATING_SHARE)
        self._progress(Progress(stage, min(0.99, played + encoded), message))

    def _engine_progress(self, value: Progress) -> None:
        if value.stage is Stage.GENERATING_AUDIO:
            self.show(value.stage, value.message)
        else:
            self._progress(dataclasses.replace(value, fraction=0.0))


def _master_and_encode(
    performance: _Performance,
    order: GenerateOrder,
    master: str,
    preview: PlanPreview | None,
    staged: StagedTrack,
) -> Any:
    from musicgen_local.audio.encode import Target, encode_all
    from musicgen_local.audio.formats import AudioFormat
    from musicgen_local.audio.mastering import MasteringRun, MasterSettings
    from musicgen_local.library import FileKind

    settings = MasterSettings(
        preset=master, ceiling_dbtp=None if order.master else SAFE_CEILING_DBTP
    )
    run = MasteringRun(
        performance.mix(),
        sample_rate=performance.sample_rate,
        settings=settings,
        spool_dir=staged.folder,
        cancel=performance.cancel,
    )
    targets = [
        Target(staged.path(FileKind.AUDIO, name), AudioFormat(name)) for name in order.formats
    ]
    encode_all(
        performance.counted(iter(run)), targets, performance.sample_rate, performance.channels
    )
    return run.report


def _row(
    order: GenerateOrder,
    request: GenerationRequest,
    result: GenerationResult,
    engine: Engine,
    report: Any,
) -> NewTrack:
    from musicgen_local.library import NewTrack

    facts = result.facts
    return NewTrack(
        title=order.title or result.title,
        artist=order.artist,
        genre=str(facts.get("genre", "")),
        mood=str(facts.get("mood", "")),
        tempo_bpm=facts.get("tempo_bpm"),
        key=str(facts.get("key", "")),
        language=str(facts.get("language", "")),
        prompt=request.prompt,
        engine=engine.name,
        model=str(facts.get("model", "")),
        seed=result.seed,
        params=_asked(order),
        plan=result.preview.plan if result.preview else None,
        duration_seconds=report.frames / engine.capabilities.sample_rate,
        sample_rate=engine.capabilities.sample_rate,
        channels=engine.capabilities.channels,
        loudness_lufs=round(report.integrated_lufs, 2),
        true_peak_dbtp=round(report.true_peak_dbtp, 2),
    )


def _asked(order: GenerateOrder) -> dict[str, Any]:
    """What was asked for besides prompt and seed, so that it can be asked for again."""
    asked = {name: value for name, value in order.parameters.items() if name != "plan"}
    return asked | {"master": order.master, "formats": list(order.formats)}


def _write_tags(staged: StagedTrack, track: NewTrack) -> list[str]:
    """Tag the staged files; the notices say what could not be written."""
    from musicgen_local.audio.tags import write_tags
    from musicgen_local.library import FileKind

    if find_spec("mutagen") is None:
        return ["The files have no tags: install them with pip install 'musicgen-local[tags]'."]
    for path in staged.written(FileKind.AUDIO):
        write_tags(path, _tags(track))
    return []


def _tags(track: NewTrack) -> Tags:
    from musicgen_local.audio.tags import Tags

    return Tags(
        title=track.title,
        artist=track.artist,
        genre=track.genre.replace("_", " "),
        tempo_bpm=track.tempo_bpm,
        key=track.key,
        engine=track.engine,
        prompt=track.prompt,
        seed=track.seed,
        ai_generated=True,
    )


def _hand_over(studio: Studio, track: Track, place: Place) -> list[Path]:
    """Copies under readable names where they were asked for; else the library's own files."""
    if place.folder is None:
        return studio.files_of(track)
    name = place.name_for(track.title, track.artist)
    copies = []
    for file in track.files:
        source = studio.storage.path(file.name)
        if file.kind == "stem":
            target = place.folder / f"{name} (Stems)" / f"{file.label}.{file.format}"
        else:
            target = place.folder / f"{name}.{file.format}"
        copies.append(copy_into_place(source, target))
    return copies


def _ensure_space(
    studio: Studio,
    order: GenerateOrder,
    request: GenerationRequest,
    place: Place,
    capabilities: Capabilities,
) -> None:
    """Find a full disk before the work, from sizes that are known beforehand."""
    from musicgen_local.audio.atomic import ensure_space
    from musicgen_local.audio.formats import AudioFormat, estimate_bytes

    rate, channels = capabilities.sample_rate, capabilities.channels
    finished = sum(
        estimate_bytes(AudioFormat(name), request.duration_seconds, rate, channels)
        for name in order.formats
    )
    if order.stems:
        wav = estimate_bytes(AudioFormat.WAV, request.duration_seconds, rate, channels)
        finished += STEM_COUNT_GUESS * wav
    ensure_space(studio.settings.tracks_dir, finished)
    if place.folder is not None:
        ensure_space(place.folder, finished)
