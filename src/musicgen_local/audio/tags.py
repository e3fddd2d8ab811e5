"""Tags: what a file says of itself, the same fields in every format.

MP3 and WAV carry ID3v2.4 (WAV a RIFF INFO list too), FLAC and Ogg Vorbis comments, M4A iTunes
atoms. All of them can carry a cover. Importing this module is light; mutagen, an optional
dependency, loads when a file is touched.
"""

from __future__ import annotations

import math
import re
import shutil
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from pathlib import Path
from types import ModuleType
from typing import Any

from musicgen_local.audio.atomic import (
    discard,
    disk_errors,
    no_such_file,
    settle,
    temporary_name,
)
from musicgen_local.audio.covers import Cover
from musicgen_local.audio.formats import AudioFormat
from musicgen_local.errors import ErrorCode, MachineError, UserError

AI_DISCLOSURE = "AI-generated music"

_WITH_LINES = frozenset({"comment", "lyrics", "prompt"})
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_LINE_END = re.compile(r"\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_UNWRITABLE = re.compile(r"[\x00-\x08\x0e-\x1b\x1f\x7f\ud800-\udfff\ufeff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Tags:
    """All fields may stay empty; an empty text and one that is not there are the same to a file.

    Raises:
        ValueError: when `date` is neither empty nor `2026`, `2026-07` or `2026-07-01`, or
            `tempo_bpm` is not a finite number above zero.
    """

    title: str = ""
    artist: str = ""
    album: str = ""
    genre: str = ""  # in MP3 and WAV a number means one of ID3's numbered genres
    comment: str = ""
    tempo_bpm: float | None = None
    key: str = ""  # "D minor"
    date: str = ""
    copyright: str = ""
    lyrics: str = ""
    engine: str = ""
    prompt: str = ""
    seed: int | None = None
    ai_disclosure: str = ""  # `AI_DISCLOSURE`, unless somebody says it better
    cover: Cover | None = None

    def __post_init__(self) -> None:
        if self.date and not _DATE.fullmatch(self.date):
            raise ValueError(f"'{self.date}' is not a date like 2026-07-01")
        tempo = self.tempo_bpm
        if tempo is not None and not (math.isfinite(tempo) and tempo > 0):
            raise ValueError("a tempo is above zero")

    def cleaned(self) -> Tags:
        """The tags as files hold them: no control characters, nothing around.

        Comment, lyrics and prompt may have lines, ended by `\\n`; the others are one line.
        """
        texts: dict[str, Any] = {
            name: _cleaned(value, lines=name in _WITH_LINES) for name, value in self.texts().items()
        }
        return replace(self, **texts)

    def texts(self) -> dict[str, str]:
        """The fields that are text, by name."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value for name, value in values.items() if isinstance(value, str)}


def _cleaned(text: str, *, lines: bool) -> str:
    text = _UNWRITABLE.sub("", _LINE_END.sub("\n", text)).strip()
    return text if lines else " ".join(text.split())


def write_tags(path: Path, tags: Tags, audio_format: AudioFormat | None = None) -> None:
    """Give the file at `path` the fields of `tags` that are set; its other tags stay.

    `audio_format` says what the file is where its name does not.

    Raises:
        UserError: `NOT_FOUND`, or `INVALID_AUDIO` when the file is not what it should be.
        MachineError: `DISK_FULL` or `NOT_WRITABLE`; `NOT_FOUND` where mutagen is not installed.
    """
    kind = _format_of(path, audio_format)
    tag_formats = _tag_formats()
    with _tag_errors(path, tag_formats), disk_errors(path):
        tag_formats.write(path, kind, _as_texts(tags.cleaned()), tags.cover)


def retag(path: Path, tags: Tags) -> None:
    """As `write_tags`, on a copy that then takes the name: a file in use is never half-written.

    Raises:
        UserError: `NOT_FOUND`, or `INVALID_AUDIO` when the file is not what it should be.
        MachineError: `DISK_FULL` or `NOT_WRITABLE`.
    """
    kind = _format_of(path, None)
    temporary = temporary_name(path)
    try:
        with disk_errors(path):
            shutil.copyfile(path, temporary)
            write_tags(temporary, tags, kind)
            settle(temporary, path)
    finally:
        discard(temporary)


def read_tags(path: Path, audio_format: AudioFormat | None = None) -> Tags:
    """The fields that the file at `path` has; `audio_format` as in `write_tags`.

    Raises:
        UserError: `NOT_FOUND`, or `INVALID_AUDIO` when the file is not what it should be.
    """
    kind = _format_of(path, audio_format)
    tag_formats = _tag_formats()
    with _tag_errors(path, tag_formats):
        texts, cover = tag_formats.read(path, kind)
        return replace(_from_texts(texts), cover=cover)


def write_fields(
    path: Path, fields: Mapping[str, str], audio_format: AudioFormat | None = None
) -> None:
    """Give the file at `path`, no WAV, fields of any name; all its other tags stay.

    They are Vorbis comments, ID3 TXXX frames, or iTunes atoms of free form.

    Raises:
        UserError: `NOT_FOUND`, or `INVALID_AUDIO` when the file is not what it should be.
        MachineError: `DISK_FULL` or `NOT_WRITABLE`; `NOT_FOUND` where mutagen is not installed.
    """
    kind = _format_of(path, audio_format)
    tag_formats = _tag_formats()
    with _tag_errors(path, tag_formats), disk_errors(path):
        tag_formats.write_own(path, kind, fields)


def read_fields(
    path: Path, names: Collection[str], audio_format: AudioFormat | None = None
) -> dict[str, str]:
    """Those of the fields `names` that the file at `path`, no WAV, has.

    Raises:
        UserError: `NOT_FOUND`, or `INVALID_AUDIO` when the file is not what it should be.
    """
    kind = _format_of(path, audio_format)
    tag_formats = _tag_formats()
    with _tag_errors(path, tag_formats):
        found: dict[str, str] = tag_formats.read_own(path, kind, names)
    return found


def _as_texts(tags: Tags) -> dict[str, str]:
    texts = {name: value for name, value in tags.texts().items() if value}
    if tags.tempo_bpm is not None:
        texts["tempo_bpm"] = format(tags.tempo_bpm, ".17g").removesuffix(".0")
        if float(short := format(tags.tempo_bpm, ".6g")) == tags.tempo_bpm:
            texts["tempo_bpm"] = short
    if tags.seed is not None:
        texts["seed"] = str(tags.seed)
    return texts


def _from_texts(texts: Mapping[str, str]) -> Tags:
    """What others wrote is taken where it makes sense, and left out where it does not."""
    known: dict[str, Any] = dict(texts)
    date = _DATE.match(texts.get("date", ""))
    known["date"] = date.group() if date else ""
    known["tempo_bpm"] = _number(texts.get("tempo_bpm", ""))
    seed = texts.get("seed", "")
    known["seed"] = int(seed) if re.fullmatch(r"-?\d{1,400}", seed) else None
    return Tags(**known).cleaned()


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) and number > 0 else None


def _format_of(path: Path, audio_format: AudioFormat | None) -> AudioFormat:
    if not path.is_file():
        raise no_such_file(path)
    if audio_format is not None:
        return audio_format
    try:
        return AudioFormat(path.suffix.lower().removeprefix("."))
    except ValueError as error:
        raise _no_tags(path, "its name ends in none of the known extensions") from error


def _tag_formats() -> ModuleType:
    try:
        from musicgen_local.audio import tag_formats
    except ModuleNotFoundError as error:
        raise MachineError(
            ErrorCode.NOT_FOUND,
            "Tags need the package mutagen, which is not installed.",
            recovery="Install it: pip install 'musicgen-local[tags]'",
        ) from error
    return tag_formats


@contextmanager
def _tag_errors(path: Path, tag_formats: ModuleType) -> Iterator[None]:
    try:
        yield
    except tag_formats.TagError as error:
        if isinstance(error.__context__, OSError):
            with disk_errors(path):
                raise error.__context__ from error
        raise _no_tags(path, str(error) or type(error).__name__) from error
    except ValueError as error:
        raise _no_tags(path, str(error)) from error


def _no_tags(path: Path, why: str) -> UserError:
    return UserError(
        ErrorCode.INVALID_AUDIO,
        f"The tags of '{path.name}' can't be read or written: {why}.",
        recovery="Use a complete WAV, FLAC, MP3, Opus, OGG or M4A file.",
        details={"path": str(path)},
    )
