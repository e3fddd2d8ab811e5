"""How each format spells the fields of `Tags`. A field travels here as its name and its text.

Only this file and `tag_covers` import mutagen.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Collection, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

from mutagen import MutagenError as TagError
from mutagen.flac import FLAC
from mutagen.id3 import COMM, ID3, TXXX, USLT, Frames, ID3NoHeaderError
from mutagen.mp4 import MP4
from mutagen.oggopus import OggOpus
from mutagen.oggvorbis import OggVorbis

from musicgen_local.audio import tag_covers
from musicgen_local.audio.covers import Cover
from musicgen_local.audio.formats import AudioFormat
from musicgen_local.audio.riff import read_chunks, replace_chunks

__all__ = ["TagError", "read", "read_own", "write", "write_own"]

Texts = dict[str, str]

_UTF8 = 3
_LANGUAGE = "und"

_ID3_FRAMES = {
    "title": "TIT2", "artist": "TPE1", "album": "TALB", "genre": "TCON", "date": "TDRC",
    "copyright": "TCOP",
}  # fmt: skip
# Exact values of fields that the standard frames shorten, and fields that they don't know.
_ID3_OWN = {
    "tempo_bpm": "BPM", "key": "KEY", "engine": "ENGINE", "prompt": "PROMPT", "seed": "SEED",
    "ai_disclosure": "AI_DISCLOSURE",
}  # fmt: skip
_VORBIS = {
    "title": "TITLE", "artist": "ARTIST", "album": "ALBUM", "genre": "GENRE", "comment": "COMMENT",
    "tempo_bpm": "BPM", "key": "INITIALKEY", "date": "DATE", "copyright": "COPYRIGHT",
    "lyrics": "LYRICS", "engine": "ENGINE", "prompt": "PROMPT", "seed": "SEED",
    "ai_disclosure": "AI_DISCLOSURE",
}  # fmt: skip
_MP4_ATOMS = {
    "title": "\xa9nam", "artist": "\xa9ART", "album": "\xa9alb", "genre": "\xa9gen",
    "comment": "\xa9cmt", "date": "\xa9day", "copyright": "cprt", "lyrics": "\xa9lyr",
}  # fmt: skip
_MP4_OWN_PREFIX = "----:com.apple.iTunes:"
_MP4_OWN = {
    name: _MP4_OWN_PREFIX + spelling
    for name, spelling in (_ID3_OWN | {"key": "initialkey"}).items()
}
_RIFF_INFO = {
    "title": b"INAM", "artist": b"IART", "album": b"IPRD", "genre": b"IGNR", "comment": b"ICMT",
    "date": b"ICRD", "copyright": b"ICOP", "engine": b"ISFT",
}  # fmt: skip
_ID3_CHUNKS = (b"id3 ", b"ID3 ")
_KEY = re.compile(r"([A-G])([#b♯♭]?)\s+(major|minor)")


def write(
    path: Path, audio_format: AudioFormat, texts: Mapping[str, str], cover: Cover | None
) -> None:
    """Set the fields in `texts`, and the cover if there is one, and leave the others.

    Raises:
        TagError, ValueError: when the file is not of the format.
    """
    if audio_format is AudioFormat.MP3:
        id3 = _load_id3(path)
        _fill_id3(id3, texts, cover)
        id3.save(str(path), v2_version=4)
    elif audio_format is AudioFormat.WAV:
        _write_wav(path, texts, cover)
    elif audio_format is AudioFormat.M4A:
        mp4 = MP4(str(path))
        _fill_mp4(mp4, texts, cover)
        mp4.save()
    else:
        file = _VORBIS_FILES[audio_format](str(path))
        for name, text in texts.items():
            file[_VORBIS[name]] = text
        if cover is not None:
            tag_covers.put_into_vorbis(file, cover)
        file.save()


def read(path: Path, audio_format: AudioFormat) -> tuple[Texts, Cover | None]:
    """The fields that are there, and the cover.

    Raises:
        TagError, ValueError: when the file is not of the format.
    """
    if audio_format is AudioFormat.MP3:
        id3 = _load_id3(path)
        return _texts_of_id3(id3), tag_covers.of_id3(id3)
    if audio_format is AudioFormat.WAV:
        return _read_wav(path)
    if audio_format is AudioFormat.M4A:
        mp4 = MP4(str(path))
        return _texts_of_mp4(mp4), tag_covers.of_mp4(mp4)
    file = _VORBIS_FILES[audio_format](str(path))
    texts = {name: file[key][0] for name, key in _VORBIS.items() if file.get(key)}
    return texts, tag_covers.of_vorbis(file)


def write_own(path: Path, audio_format: AudioFormat, fields: Mapping[str, str]) -> None:
    """Set fields of any name, and leave all others; a WAV file has none such.

    Raises:
        TagError, ValueError: when the file is not of the format.
    """
    if audio_format is AudioFormat.MP3:
        id3 = _load_id3(path)
        for name, text in fields.items():
            id3.setall(f"TXXX:{name}", [TXXX(encoding=_UTF8, desc=name, text=[text])])
        id3.save(str(path), v2_version=4)
        return
    if audio_format is AudioFormat.M4A:
        file = MP4(str(path))
        for name, text in fields.items():
            file[_MP4_OWN_PREFIX + name] = [text.encode()]
    else:
        file = _vorbis_file(path, audio_format)
        for name, text in fields.items():
            file[name] = text
    file.save()


def read_own(path: Path, audio_format: AudioFormat, names: Collection[str]) -> Texts:
    """Those of the fields `names` that are there.

    Raises:
        TagError, ValueError: when the file is not of the format.
    """
    if audio_format is AudioFormat.MP3:
        id3 = _load_id3(path)
        found = {name: id3.getall(f"TXXX:{name}") for name in names}
        return {name: str(one[0].text[0]) for name, one in found.items() if one and one[0].text}
    if audio_format is AudioFormat.M4A:
        mp4 = MP4(str(path))
        atoms = {name: mp4.get(_MP4_OWN_PREFIX + name) for name in names}
        return {
            name: bytes(one[0]).decode("utf-8", "replace") for name, one in atoms.items() if one
        }
    file = _vorbis_file(path, audio_format)
    return {name: file[name][0] for name in names if file.get(name)}


def _vorbis_file(path: Path, audio_format: AudioFormat) -> Any:
    if audio_format not in _VORBIS_FILES:
        raise ValueError(f"{audio_format} has no fields of any name")
    return _VORBIS_FILES[audio_format](str(path))


_VORBIS_FILES: dict[AudioFormat, Any] = {
    AudioFormat.FLAC: FLAC,
    AudioFormat.OGG: OggVorbis,
    AudioFormat.OPUS: OggOpus,
}


def _load_id3(path: Path) -> Any:
    try:
        return ID3(str(path))
    except ID3NoHeaderError:
        return ID3()


def _fill_id3(id3: Any, texts: Mapping[str, str], cover: Cover | None) -> None:
    for name, frame in _ID3_FRAMES.items():
        if name in texts:
            id3.setall(frame, [Frames[frame](encoding=_UTF8, text=[texts[name]])])
    for name, description in _ID3_OWN.items():
        if name in texts:
            own = TXXX(encoding=_UTF8, desc=description, text=[texts[name]])
            id3.setall(f"TXXX:{description}", [own])
    if "comment" in texts:
        id3.delall("COMM")
        id3.add(COMM(encoding=_UTF8, lang=_LANGUAGE, desc="", text=[texts["comment"]]))
    if "lyrics" in texts:
        id3.delall("USLT")
        id3.add(USLT(encoding=_UTF8, lang=_LANGUAGE, desc="", text=texts["lyrics"]))
    if "tempo_bpm" in texts:
        id3.setall("TBPM", [Frames["TBPM"](encoding=_UTF8, text=[_whole(texts["tempo_bpm"])])])
    if short := _short_key(texts.get("key", "")):
        id3.setall("TKEY", [Frames["TKEY"](encoding=_UTF8, text=[short])])
    if cover is not None:
        tag_covers.put_into_id3(id3, cover)


def _texts_of_id3(id3: Any) -> Texts:
    texts: Texts = {}
    standard = _ID3_FRAMES | {"tempo_bpm": "TBPM", "key": "TKEY", "comment": "COMM"}
    own = {name: f"TXXX:{description}" for name, description in _ID3_OWN.items()}
    for name, frame in [*standard.items(), *own.items()]:  # the exact ones come last and stay
        for found in id3.getall(frame)[:1]:
            texts[name] = str(found.text[0]) if found.text else ""
    for lyrics in id3.getall("USLT")[:1]:
        texts["lyrics"] = str(lyrics.text)
    return texts


def _fill_mp4(mp4: Any, texts: Mapping[str, str], cover: Cover | None) -> None:
    for name, atom in _MP4_ATOMS.items():
        if name in texts:
            mp4[atom] = [texts[name]]
    for name, atom in _MP4_OWN.items():
        if name in texts:
            mp4[atom] = [texts[name].encode()]
    if "tempo_bpm" in texts:
        mp4["tmpo"] = [min(int(_whole(texts["tempo_bpm"])), 0x7FFF)]
    if cover is not None:
        tag_covers.put_into_mp4(mp4, cover)


def _texts_of_mp4(mp4: Any) -> Texts:
    texts = {name: str(mp4[atom][0]) for name, atom in _MP4_ATOMS.items() if mp4.get(atom)}
    if mp4.get("tmpo"):
        texts["tempo_bpm"] = str(mp4["tmpo"][0])
    for name, atom in _MP4_OWN.items():
        if mp4.get(atom):
            texts[name] = bytes(mp4[atom][0]).decode("utf-8", "replace")
    return texts


def _write_wav(path: Path, texts: Mapping[str, str], cover: Cover | None) -> None:
    id3 = _wav_id3(path) or ID3()
    _fill_id3(id3, texts, cover)
    packed = BytesIO()
    id3.save(packed, v2_version=4, padding=lambda _: 0)
    chunks = {b"LIST": _packed_info(_texts_of_id3(id3)), b"id3 ": packed.getvalue()}
    replace_chunks(path, chunks, stale={b"LIST", *_ID3_CHUNKS})


def _read_wav(path: Path) -> tuple[Texts, Cover | None]:
    texts: Texts = {}
    with path.open("rb") as file:
        for chunk in read_chunks(file):
            file.seek(chunk.start)
            if chunk.name == b"LIST" and file.read(4) == b"INFO":
                texts |= _unpacked_info(file.read(chunk.size - 4))
    id3 = _wav_id3(path)
    if id3 is None:
        return texts, None
    return texts | _texts_of_id3(id3), tag_covers.of_id3(id3)


def _wav_id3(path: Path) -> Any:
    with path.open("rb") as file:
        for chunk in read_chunks(file):
            if chunk.name in _ID3_CHUNKS:
                file.seek(chunk.start)
                try:
                    return ID3(BytesIO(file.read(chunk.size)))
                except ID3NoHeaderError:
                    return None
    return None


def _packed_info(texts: Mapping[str, str]) -> bytes:
    """A LIST payload. The old encoding has no name; UTF-8 is what today's readers try first."""
    parts = [b"INFO"]
    for name, key in _RIFF_INFO.items():
        if name in texts:
            data = texts[name].encode() + b"\0"
            parts.append(key + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2))
    return b"".join(parts)


def _unpacked_info(payload: bytes) -> Texts:
    names = {key: name for name, key in _RIFF_INFO.items()}
    texts: Texts = {}
    position = 0
    while position + 8 <= len(payload):
        key, size = struct.unpack_from("<4sI", payload, position)
        data = payload[position + 8 : position + 8 + size].split(b"\0")[0]
        if key in names:
            try:
                texts[names[key]] = data.decode("utf-8")
            except UnicodeDecodeError:
                texts[names[key]] = data.decode("cp1252", "replace")
        position += 8 + size + size % 2
    return texts


def _whole(tempo_bpm: str) -> str:
    return str(max(round(float(tempo_bpm)), 1))


def _short_key(key: str) -> str:
    """`D minor` as ID3's three letters allow: `Dm`."""
    match = _KEY.fullmatch(key)
    if match is None:
        return ""
    sign = match[2].replace("♯", "#").replace("♭", "b")
    return match[1] + sign + ("m" if match[3] == "minor" else "")
