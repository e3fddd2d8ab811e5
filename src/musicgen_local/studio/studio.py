"""The studio: settings, library and sounds at hand, one method for each use case."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from musicgen_local.config import Settings, load_settings
from musicgen_local.engines.registry import engine_names, open_engine
from musicgen_local.progress import CancelToken, ProgressCallback, ignore_progress
from musicgen_local.studio.engine_facts import engine_facts
from musicgen_local.studio.making import Making
from musicgen_local.studio.orders import DEFAULT_FORMATS

if TYPE_CHECKING:
    from musicgen_local.assets import AssetManager
    from musicgen_local.engines.base import FloatArray
    from musicgen_local.engines.composer.endless.stream import EndlessStream
    from musicgen_local.library import Library, LibraryCheck, Page, Track, TrackStorage
    from musicgen_local.studio.derive import MadeTrack
    from musicgen_local.studio.doctor import Finding
    from musicgen_local.studio.export import Archive
    from musicgen_local.studio.looping.extras import LoopClip
    from musicgen_local.studio.looping.listing import LoopList
    from musicgen_local.studio.looping.order import LoopOrder
    from musicgen_local.studio.master import MasteredFile


class Studio(Making):
    """Everything the product does, as plain calls.

    >>> from musicgen_local import Studio
    >>> made = Studio().generate("calm piano at night", duration=60)  # doctest: +SKIP
    >>> made.files  # doctest: +SKIP

    Every method that works longer than a blink takes `progress` and `cancel`; failures are
    `MusicGenError`s with a code and the way out.
    """

    def __init__(self, settings: Settings | None = None) -> None:
        self.settings = settings or load_settings()

    @cached_property
    def library(self) -> Library:
        """The database of tracks, opened (and migrated) when first used."""
        from musicgen_local.library import Library

        return Library.open(self.settings.library_url)

    @cached_property
    def storage(self) -> TrackStorage:
        """The folder of the tracks' files."""
        from musicgen_local.library import TrackStorage

        return TrackStorage(self.settings.tracks_dir)

    @cached_property
    def assets(self) -> AssetManager:
        """Sounds and weights, installed and installable."""
        from musicgen_local.assets import AssetManager

        return AssetManager.from_settings(self.settings)

    def stream(
        self,
        prompt: str,
        *,
        duration: float | str | None = None,
        progress: ProgressCallback = ignore_progress,
        cancel: CancelToken | None = None,
        **order: Any,
    ) -> EndlessStream:
        """Music without an end, as float32 blocks [2, frames] at 44,100 Hz, mastered.

        `duration` ends it with a real ending; see `StreamOrder` for the rest. Iterate it, use it
        in a `with`, `change` it while it plays; `now` says what plays.

        Raises:
            MusicGenError: for what can't be done, with the way out.
        """
        from musicgen_local.durations import parse_duration_seconds
        from musicgen_local.studio.stream import StreamOrder, open_stream

        seconds = None if duration is None else parse_duration_seconds(duration)
        wanted = StreamOrder(prompt, duration_seconds=seconds, **order)
        return open_stream(self, wanted, progress, cancel or CancelToken())

    def engines(self) -> list[dict[str, Any]]:
        """Each engine as JSON-ready data: what it can do and what it needs here."""
        return [engine_facts(open_engine(name)) for name in engine_names()]

    def engine(self, name: str) -> dict[str, Any]:
        """One engine as JSON-ready data.

        Raises:
            UserError: `NOT_FOUND`.
        """
        return engine_facts(open_engine(name))

    def master(
        self,
        file: Path | str,
        *,
        preset: str = "balanced",
        target_lufs: float | None = None,
        formats: Sequence[str] = (),
        out: Path | str | None = None,
        progress: ProgressCallback = ignore_progress,
        cancel: CancelToken | None = None,
    ) -> MasteredFile:
        """Master a recording into `out` (beside it, as `NAME (Master).EXT`, when not given).

        Raises:
            MusicGenError: `NOT_FOUND`, `INVALID_AUDIO`, `VALIDATION`, `NOT_WRITABLE`, `DISK_FULL`.
        """
        from musicgen_local.studio.master import master_file

        return master_file(
            Path(file),
            preset=preset,
            target_lufs=target_lufs,
            formats=formats,
            out=out,
            progress=progress,
            cancel=cancel or CancelToken(),
        )

    def master_track(
        self,
        source: Path | str,
        *,
        title: str | None = None,
        preset: str = "balanced",
        target_lufs: float | None = None,
        formats: Sequence[str] = DEFAULT_FORMATS,
        track_id: str | None = None,
        progress: ProgressCallback = ignore_progress,
        cancel: CancelToken | None = None,
    ) -> MadeTrack:
        """Master a track (its id) or an audio file (a `Path`) into a new track of the library.

        Raises:
            MusicGenError: as `master`.
        """
        from musicgen_local.studio.master import master_track

        return master_track(
            self, source, title=title, preset=preset, target_lufs=target_lufs, formats=formats,
            track_id=track_id, progress=progress, cancel=cancel or CancelToken(),
        )  # fmt: skip

    def loop(
        self,
        source: Path | str,
        *,
        duration: float | str | None = None,
        out: Path | str | None = None,
        progress: ProgressCallback = ignore_progress,
        cancel: CancelToken | None = None,
        **order: Any,
    ) -> MadeTrack:
        """Make a track or an audio file go on for `duration`: seconds, or `"2h"`.

        `source` is a file's path, or a track's id; `out` is a folder, or a file name whose ending
        chooses the format; the rest is as in `LoopOrder`, with `start_seconds`, `end_seconds` and
        `pick` of its place.

        Raises:
            MusicGenError: see `studio.looping.make.loop_track`.
        """
        from musicgen_local.studio.looping.order import loop_order

        path = Path(source)
        return self.loop_track(
            path if path.is_file() else source, loop_order(duration, **order), out=out,
            progress=progress, cancel=cancel,
        )  # fmt: skip

    def loop_track(
        self,
        source: Path | str,
        order: LoopOrder,
        *,
        title: str | None = None,
        out: Path | str | None = None,
        track_id: str | None = None,
        progress: ProgressCallback = ignore_progress,
        cancel: CancelToken | None = None,
    ) -> MadeTrack:
        """Make a track (its id) or an audio file (a `Path`) go on for hours, as a new track.

        Raises:
            MusicGenError: see `studio.looping.make.loop_track`.
        """
        from musicgen_local.studio.looping.make import loop_track

        return loop_track(
            self, source, order, title=title, out=out, track_id=track_id,
            progress=progress, cancel=cancel or CancelToken(),
        )  # fmt: skip

    def loop_points(self, source: Path | str) -> LoopList:
        """The loops of a track (its id or title) or an audio file (a `Path`), the best first.

        Raises:
            MusicGenError: `NOT_FOUND`, `INVALID_AUDIO`, `DISK_FULL`, `NOT_WRITABLE`.
        """
        from musicgen_local.studio.looping.listing import list_loops

        return list_loops(self, source)

    def preview_loop(self, source: Path | str, order: LoopOrder, out: Path | str) -> LoopClip:
        """Write a short WAV around the seam that `order` would make; 4 s before it, 4 s behind.

        Raises:
            MusicGenError: as `loop_track`.
        """
        from musicgen_local.studio.looping.extras import preview_loop

        return preview_loop(self, source, order, Path(out))

    def mark_loop(self, source: Path | str, order: LoopOrder, out: Path | str) -> LoopClip:
        """Write a copy of the audio file that carries its loop for players and games to find.

        Raises:
            MusicGenError: as `loop_track`; `VALIDATION` for a format that has no place for it.
        """
        from musicgen_local.studio.looping.extras import mark_loop

        return mark_loop(self, source, order, Path(out))

    def export_tracks(
        self,
        track_ids: Sequence[str],
        formats: Sequence[str],
        out: Path,
        *,
        include: Sequence[str] = (),
        progress: ProgressCallback = ignore_progress,
        cancel: CancelToken | None = None,
    ) -> Archive:
        """Write the audio of tracks into the ZIP archive `out`; see `studio.export.export_tracks`.

        Raises:
            MusicGenError: `VALIDATION`, `NOT_FOUND`, `NOT_WRITABLE`, `DISK_FULL`.
        """
        from musicgen_local.studio.export import export_tracks

        return export_tracks(
            self, track_ids, formats, out, include=include,
            progress=progress, cancel=cancel or CancelToken(),
        )  # fmt: skip

    def waveform(
        self, track_id: str, buckets: int = 1_000, cancel: CancelToken | None = None
    ) -> FloatArray:
        """Lowest and highest sample of each of `buckets` (16 to 8192) stretches, [buckets, 2].

        Computed once for each file, then kept.

        Raises:
            MusicGenError: `VALIDATION`, `NOT_FOUND`, `INVALID_AUDIO`, `NOT_WRITABLE`, `DISK_FULL`.
        """
        from musicgen_local.studio.waveforms import track_waveform

        return track_waveform(self, track_id, buckets, cancel or CancelToken())

    def convert(
        self,
        file: Path | str,
        *,
        formats: Sequence[str] = (),
        out: Path | str | None = None,
        progress: ProgressCallback = ignore_progress,
        cancel: CancelToken | None = None,
    ) -> list[Path]:
        """Write `file` in other formats, with its tags.

        Raises:
            MusicGenError: `NOT_FOUND`, `INVALID_AUDIO`, `VALIDATION`, `NOT_WRITABLE`, `DISK_FULL`.
        """
        from musicgen_local.studio.convert import convert_file

        return convert_file(
            Path(file), formats=formats, out=out, progress=progress, cancel=cancel or CancelToken()
        )

    def list_tracks(
        self,
        *,
        text: str = "",
        genre: str | None = None,
        engine: str | None = None,
        limit: int = 20,
        cursor: str | None = None,
    ) -> Page[Track]:
        """The library's tracks, newest first, page by page."""
        from musicgen_local.library import TrackQuery

        return self.library.list(
            TrackQuery(
                search=text,
                genres=() if genre is None else (genre,),
                engines=() if engine is None else (engine,),
                limit=limit,
                cursor=cursor,
            )
        )

    def show(self, reference: str) -> Track:
        """The track with this id, beginning of an id, or `last`.

        Raises:
            UserError: `NOT_FOUND`, or `CONFLICT` when several ids begin so.
        """
        return self.library.resolve(reference)

    def files_of(self, track: Track) -> list[Path]:
        """Where a track's files lie."""
        return [self.storage.path(file.name) for file in track.files]

    def audio_file_of(self, track: Track) -> Path:
        """The track's best audio file that is still there.

        Raises:
            UserError: `NOT_FOUND` when all are gone.
        """
        from musicgen_local.studio.audio_files import best_audio_file

        return best_audio_file(self.storage, track)

    def delete(self, reference: str, *, forever: bool = False) -> None:
        """Move a track to the trash, or remove it and its files for good.

        Raises:
            UserError: `NOT_FOUND` or `CONFLICT`.
        """
        track = self.library.resolve(reference, trashed=None if forever else False)
        if forever:
            from musicgen_local.library import purge_track

            purge_track(self.library, self.storage, track.id)
        else:
            self.library.delete(track.id)

    def restore(self, reference: str) -> Track:
        """Take a track back out of the trash.

        Raises:
            UserError: `NOT_FOUND` or `CONFLICT`.
        """
        return self.library.restore(self.library.resolve(reference, trashed=True).id)

    def check_library(self) -> LibraryCheck:
        """Where the database and the files disagree."""
        return self.library.check(self.storage)

    def install_assets(
        self,
        ids: Sequence[str] = (),
        *,
        everything: bool = False,
        source: Path | None = None,
        force: bool = False,
        accept_licence: bool = False,
        progress: ProgressCallback = ignore_progress,
        cancel: CancelToken | None = None,
    ) -> dict[str, str]:
        """Install sounds and weights; see `studio.sounds.install_assets`."""
        from musicgen_local.studio.sounds import install_assets

        return install_assets(
            self.assets,
            ids,
            everything=everything,
            source=source,
            force=force,
            accept_licence=accept_licence,
            progress=progress,
            cancel=cancel or CancelToken(),
        )

    def verify_assets(self, ids: Sequence[str] = ()) -> dict[str, list[str]]:
        """Read installed assets back: what is wrong with each, empty where it is whole."""
        from musicgen_local.studio.sounds import verify_assets

        return verify_assets(self.assets, ids)

    def doctor(self) -> list[Finding]:
        """What works on this machine, what is missing, and the command that mends it."""
        from musicgen_local.studio.doctor import examine

        return examine(self)
