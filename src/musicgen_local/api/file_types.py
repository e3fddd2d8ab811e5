"""What a file is, by its content; nobody is believed by the name of a file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

HEAD_BYTES = 64  # that `known_by_head` wants to see
MAX_LYRICS_BYTES = 1_000_000

_MPEG_LAYER_3 = 0b01
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x9f]")
_LRC_LINE = re.compile(r"^\[\d{1,3}:\d{2}(?:[.:]\d{1,3})?\]", re.MULTILINE)


class UploadKind(StrEnum):
    """What an upload can be used as."""

    AUDIO = "audio"
    IMAGE = "image"
    LYRICS = "lyrics"


@dataclass(frozen=True, slots=True)
class FileType:
    """What a file is used as, and its format, which is its extension too."""

    kind: UploadKind
    format: str


def known_by_head(head: bytes) -> FileType | None:
    """The type that the first `HEAD_BYTES` of a file speak of; None for text and the unknown."""
    form = head[8:12]
    if head[:4] in (b"RIFF", b"RF64") and form == b"WAVE":
        return FileType(UploadKind.AUDIO, "wav")
    if head[:4] == b"RIFF" and form == b"WEBP":
        return FileType(UploadKind.IMAGE, "webp")
    if head[:4] == b"FORM" and form in (b"AIFF", b"AIFC"):
        return FileType(UploadKind.AUDIO, "aiff")
    if head[:4] == b"fLaC":
        return FileType(UploadKind.AUDIO, "flac")
    if head[:4] == b"OggS":
        return FileType(UploadKind.AUDIO, "opus" if b"OpusHead" in head else "ogg")
    if head[4:8] == b"ftyp":
        return FileType(UploadKind.AUDIO, "m4a")
    if head[:3] == b"ID3" or _is_mp3_frame(head):
        return FileType(UploadKind.AUDIO, "mp3")
    if head[:8] == b"\x89PNG\r\n\x1a\n":
        return FileType(UploadKind.IMAGE, "png")
    if head[:3] == b"\xff\xd8\xff":
        return FileType(UploadKind.IMAGE, "jpg")
    return None


def lyrics_type(data: bytes) -> FileType | None:
    """The type of a whole file that is UTF-8 text: `lrc` when a line begins with a time."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    if not text.strip() or _CONTROL.search(text):
        return None
    return FileType(UploadKind.LYRICS, "lrc" if _LRC_LINE.search(text) else "txt")


def _is_mp3_frame(head: bytes) -> bool:
    """A frame header of MPEG audio layer III (ISO/IEC 11172-3, section 2.4.1.3)."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return False
    version_known = head[1] >> 3 & 3 != 1
    layer = head[1] >> 1 & 3
    bit_rate, sample_rate = head[2] >> 4, head[2] >> 2 & 3
    return version_known and layer == _MPEG_LAYER_3 and bit_rate != 15 and sample_rate != 3
