"""New tracks that are made from recordings: where they come from, and what they inherit."""

from __future__ import annotations

import dataclasses
import logging
import math
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from musicgen_local.audio.atomic import disk_errors
from musicgen_local.audio.decode import AudioInfo, probe
from musicgen_local.audio.formats import AudioFormat
from musicgen_local.audio.tags import Tags
from musicgen_local.library import FileKind, NewTrack, StagedTrack, Track, is_track_id
from musicgen_local.studio.convert import tags_of
from musicgen_local.studio.places import Place, copy_into_place
from musicgen_local.studio.tagging import NO_TAGS_NOTICE, can_tag, tags_for

if TYPE_CHECKING:
    from musicgen_local.studio.studio import Studio

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class MadeTrack:
    """A track that was made from a recording. Its `params` tell how."""

    track: Track
    notices: Sequence[str] = ()
    files: Sequence[Path] = ()  # where the person finds them, when a place was named


@dataclass(frozen=True, slots=True)
class Source:
    """A recording to work on."""

    path: Path
    info: AudioInfo
    title: str
    tags: Tags  # empty where the file has none, or the extra that reads them is missing
    track: Track | None  # the library's, if it is one

    @classmethod
    def open(cls, studio: Studio, reference: Path | str, title: str | None = None) -> Source:
        """The track of an id (or as `Studio.show` finds it), or the audio file at a path.

        `title` is what a file is called, when its own tags and name are not to tell.

        Raises:
            UserError: `NOT_FOUND`, or `INVALID_AUDIO` when it can't be read as audio.
        """
        if isinstance(reference, Path):
            tags = tags_of(reference) or Tags()
            name = title or tags.title or reference.stem
            return cls(reference, probe(reference), name, tags, None)
        if is_track_id(reference):
            track = studio.library.get(reference)
        else:
            track = studio.show(reference)
        path = studio.audio_file_of(track)
        return cls(path, probe(path), track.title, tags_of(path) or Tags(), track)

    def derived(self, suffix: str, channels: int) -> NewTrack:
        """The row of a track made from this one, as far as it is known beforehand."""
        if self.track is None:
            tags = self.tags
            row = NewTrack(
                title=self.title,
                artist=tags.artist,
                album=tags.album,
                genre=tags.genre,
                tempo_bpm=tags.tempo_bpm,
                key=tags.key,
                prompt=tags.prompt,
                lyrics=tags.lyrics,
                duration_seconds=self.info.duration_seconds,
                sample_rate=self.info.sample_rate,
                channels=channels,
            )
        else:
            parent = self.track
            row = NewTrack(
                title=parent.title,
                artist=parent.artist,
                album=parent.album,
                genre=parent.genre,
                mood=parent.mood,
                tempo_bpm=parent.tempo_bpm,
                key=parent.key,
                description=parent.description,
                tags=parent.tags,
                language=parent.language,
                prompt=parent.prompt,
                lyrics=parent.lyrics,
                duration_seconds=self.info.duration_seconds,
                sample_rate=self.info.sample_rate,
                channels=channels,
                parent_id=parent.id,
            )
        return dataclasses.replace(row, title=row.title + suffix)

    def tags_for(self, row: NewTrack) -> Tags | None:
        """The tags of the new files; None where nothing here writes any."""
        return tags_for(row, self.tags) if can_tag() else None


def audio_paths(staged: StagedTrack, formats: Sequence[str]) -> dict[AudioFormat, Path]:
    """Where to write the audio of a staged track."""
    return {AudioFormat(name): staged.path(FileKind.AUDIO, name) for name in formats}


def inherit_cover(studio: Studio, parent: Track | None, staged: StagedTrack) -> None:
    """Put a copy of the parent's picture among the files of a staged track, if it has one.

    Raises:
        MachineError: `NOT_WRITABLE` or `DISK_FULL`.
    """
    covers = [one for one in parent.files if one.kind is FileKind.COVER] if parent else []
    for cover in covers[:1]:
        picture = studio.storage.path(cover.name)
        if not picture.is_file():  # taken away by hand, which is no reason to lose the music
            log.warning("the cover of %s is gone", cover.name)
            continue
        copy = staged.path(FileKind.COVER, cover.format)
        with disk_errors(copy):
            shutil.copyfile(picture, copy)


def handed_over(studio: Studio, track: Track, place: Place) -> list[Path]:
    """Copies under readable names where they were asked for; else the library's own files.

    The picture stays in the library: each file has its own inside.

    Raises:
        MachineError: `NOT_WRITABLE` or `DISK_FULL`.
    """
    files = [file for file in track.files if file.kind is not FileKind.COVER]
    if place.folder is None:
        return [studio.storage.path(file.name) for file in files]
    name = place.name_for(track.title, track.artist)
    copies = []
    for file in files:
        target = place.folder / f"{name}.{file.format}"
        if file.kind is FileKind.STEM:
            target = place.folder / f"{name} (Stems)" / f"{file.label}.{file.format}"
        copies.append(copy_into_place(studio.storage.path(file.name), target))
    return copies


def tag_notices() -> tuple[str, ...]:
    """What to tell about tags that could not be written."""
    return () if can_tag() else (NO_TAGS_NOTICE,)


def finite(value: float) -> float | None:
    """`value` to two decimals; None for the minus infinity that stands for silence."""
    return round(value, 2) if math.isfinite(value) else None
