"""How each format holds a cover: ID3's APIC, FLAC's PICTURE (in Ogg as a comment), MP4's covr.

All are the same picture with a few words: which it is of some twenty kinds, its type, its size.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator
from typing import Any

from mutagen import MutagenError
from mutagen.flac import FLAC, Picture
from mutagen.id3 import APIC
from mutagen.mp4 import MP4Cover

from musicgen_local.audio.covers import Cover

_FRONT = 3  # the kind that players show
_LATIN1 = 0
_OGG_KEY = "metadata_block_picture"
_COVR = "covr"
_MP4_KINDS = {"image/jpeg": MP4Cover.FORMAT_JPEG, "image/png": MP4Cover.FORMAT_PNG}


def put_into_id3(id3: Any, cover: Cover) -> None:
    """Make `cover` the front cover; pictures of other kinds stay."""
    others = [one for one in id3.getall("APIC") if one.type != _FRONT and one.desc]
    new = APIC(encoding=_LATIN1, mime=cover.mime_type, type=_FRONT, desc="", data=cover.data)
    id3.setall("APIC", [new, *others])


def of_id3(id3: Any) -> Cover | None:
    """The front cover, or the first picture there is."""
    return _best((one.type, one.data) for one in id3.getall("APIC"))


def put_into_mp4(mp4: Any, cover: Cover) -> None:
    """Make `cover` the file's only picture."""
    mp4[_COVR] = [MP4Cover(cover.data, imageformat=_MP4_KINDS[cover.mime_type])]


def of_mp4(mp4: Any) -> Cover | None:
    """The first picture, which players show."""
    return _best((_FRONT, bytes(one)) for one in mp4.get(_COVR) or ())


def put_into_vorbis(file: Any, cover: Cover) -> None:
    """Make `cover` the front cover of a FLAC or Ogg file; pictures of other kinds stay."""
    picture = Picture()
    picture.type, picture.mime, picture.data = _FRONT, cover.mime_type, cover.data
    others = [one for one in _pictures(file) if one.type != _FRONT]
    if isinstance(file, FLAC):
        file.clear_pictures()
        for one in (picture, *others):
            file.add_picture(one)
    else:
        file[_OGG_KEY] = [base64.b64encode(one.write()).decode() for one in (picture, *others)]


def of_vorbis(file: Any) -> Cover | None:
    """The front cover, or the first picture there is."""
    return _best((one.type, one.data) for one in _pictures(file))


def _pictures(file: Any) -> Iterator[Any]:
    if isinstance(file, FLAC):
        yield from file.pictures
        return
    for text in file.get(_OGG_KEY) or ():
        try:
            yield Picture(base64.b64decode(text))
        except (ValueError, MutagenError):  # what others wrote there is no picture
            continue


def _best(pictures: Iterable[tuple[int, bytes]]) -> Cover | None:
    found = [(kind, Cover.found(bytes(data))) for kind, data in pictures]
    covers = [(kind, cover) for kind, cover in found if cover is not None]
    covers.sort(key=lambda one: one[0] != _FRONT)
    return covers[0][1] if covers else None
