"""Uploads over HTTP: what is taken, what is refused, and that nothing of it stays."""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import socket
import struct
import time
import wave
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest
import soundfile
from library_api import House, open_house
from sent_pictures import encoded, png

from musicgen_local import Studio
from musicgen_local.api.sandbox import Limits, _environment, inspect_audio
from musicgen_local.api.uploads import Uploads, shown_name
from musicgen_local.audio.encode import Encoder
from musicgen_local.audio.formats import AudioFormat
from musicgen_local.errors import ErrorCode, UserError
from servers import wait_until

UPLOADS = "/api/v1/uploads"
LIMIT_BYTES = 2_000_000
RATE = 44_100


@pytest.fixture(scope="module")
def recordings(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """One second and a half of a tone in every format we take."""
    folder = tmp_path_factory.mktemp("recordings")
    tone = 0.3 * np.sin(np.arange(RATE * 3 // 2) * 0.06).astype(np.float32)
    both = np.stack([tone, tone])
    found = {}
    for format in AudioFormat:
        path = folder / f"tone.{format.extension}"
        with Encoder(path, format, sample_rate=RATE, channels=2) as encoder:
            encoder.write(both)
        found[format.extension] = path
    found["aiff"] = folder / "tone.aiff"
    soundfile.write(found["aiff"], both.T, RATE)
    return found


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    limit_mb = LIMIT_BYTES / 1e6
    with open_house(tmp_path_factory.mktemp("house"), max_upload_mb=limit_mb) as house:
        yield house


@pytest.fixture
def studio(house: House) -> Studio:
    shutil.rmtree(Uploads(house.studio.settings).folder, ignore_errors=True)
    return house.studio


@pytest.fixture
def client(house: House, studio: Studio) -> httpx.Client:
    return house.client


def _kept(studio: Studio) -> list[str]:
    """Every file below the uploads, by its name."""
    folder = Uploads(studio.settings).folder
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def _refused(answer: httpx.Response, status: int, code: str) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    error: dict[str, Any] = answer.json()["error"]
    assert error["code"] == code
    assert error["recovery"]
    return error


def test_every_format_is_known_by_its_content(
    client: httpx.Client, studio: Studio, recordings: dict[str, Path]
) -> None:
    for format, path in recordings.items():
        sent = {"file": ("Песня 🎵.txt", path.read_bytes(), "text/plain")}
        answer = client.post(UPLOADS, files=sent)
        assert answer.status_code == 201, answer.text
        upload = answer.json()
        assert answer.headers["Location"] == f"{UPLOADS}/{upload['id']}"
        assert (upload["kind"], upload["format"]) == ("audio", format)
        assert upload["name"] == "Песня 🎵.txt"
        assert upload["bytes"] == path.stat().st_size
        assert upload["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
        assert upload["channels"] == 2
        assert upload["sample_rate"] == (48_000 if format == "opus" else RATE)
        assert upload["duration_seconds"] == pytest.approx(1.5, abs=0.06)
        kept = datetime.fromisoformat(upload["expires_at"]) - datetime.fromisoformat(
            upload["created_at"]
        )
        assert kept == timedelta(days=studio.settings.file_retention_days)
        stored = studio.settings.shared_dir / "uploads" / upload["id"] / f"file.{format}"
        assert stored.read_bytes() == path.read_bytes()
        assert client.get(answer.headers["Location"]).json() == upload


def test_a_bare_body_is_an_upload_too(client: httpx.Client, recordings: dict[str, Path]) -> None:
    data = recordings["flac"].read_bytes()
    for headers in ({}, {"Content-Type": "audio/flac"}, {"Content-Type": "image/png"}):
        upload = client.post(UPLOADS, content=data, headers=headers, params={"name": "a.flac"})
        assert upload.status_code == 201
        assert (upload.json()["format"], upload.json()["name"]) == ("flac", "a.flac")


def test_pictures_and_lyrics_are_taken(client: httpx.Client) -> None:
    sent = {
        "png": png(30, 20),
        "jpg": encoded(30, 20, "mjpeg"),
        "webp": encoded(30, 20, "libwebp"),
        "lrc": "\ufeff[ti:Дождь]\n[00:12.50]Первая строка\n".encode(),
        "txt": "Just words,\nin två lines".encode(),
    }
    for format, data in sent.items():
        answer = client.post(UPLOADS, files={"file": ("x", data)})
        assert answer.status_code == 201, answer.text
        upload = answer.json()
        assert upload["format"] == format
        if format in ("lrc", "txt"):
            assert upload["kind"] == "lyrics"
        else:
            assert (upload["kind"], upload["width"], upload["height"]) == ("image", 30, 20)
        assert upload["duration_seconds"] is None


def test_an_upload_can_be_removed(
    client: httpx.Client, studio: Studio, recordings: dict[str, Path]
) -> None:
    upload = client.post(UPLOADS, content=recordings["mp3"].read_bytes()).json()
    path = upload["links"]["self"]
    assert client.delete(path).json() == upload
    assert _kept(studio) == []
    for answer in (client.get(path), client.delete(path)):
        _refused(answer, 404, "NOT_FOUND")


def test_what_cant_be_used_is_refused_and_leaves_nothing(
    client: httpx.Client, studio: Studio, recordings: dict[str, Path]
) -> None:
    wav, picture = recordings["wav"].read_bytes(), png(30, 20)
    for data, code in (
        (b"", "VALIDATION"),
        (b"MZ\x90\x00 a program", "VALIDATION"),
        (b"PK\x03\x04 an archive", "VALIDATION"),
        (b"%PDF-1.7\n\xe2\xe3\xcf\xd3", "VALIDATION"),
        (b"\x1f\x8b\x08 compressed", "VALIDATION"),
        (b"text with \x00 in it", "VALIDATION"),
        ("текст".encode("cp1251"), "VALIDATION"),
        (b" \n\t", "VALIDATION"),
        (b"lyrics " * 200_000, "VALIDATION"),
        (wav[:40], "INVALID_AUDIO"),
        (b"fLaC" + b"\x00" * 500, "INVALID_AUDIO"),
        (b"OggS" + b"\x00" * 500, "INVALID_AUDIO"),
        (b"ID3\x04" + b"\x00" * 500, "INVALID_AUDIO"),
        (b"\xff\xfb\x90\x64" + b"\x00" * 500, "INVALID_AUDIO"),
        (b"\x00\x00\x00\x20ftypM4A " + b"\x00" * 500, "INVALID_AUDIO"),
        (b"ID3\x04\x00\x00\x00\x00\x00\x00#EXTM3U\nhttp://127.0.0.1:9/a\n", "INVALID_AUDIO"),
        (b"RIFF\x00\x00\x00\x00WAVEfmt " + b"\xff" * 100, "INVALID_AUDIO"),
        (recordings["flac"].read_bytes()[:-3000], "INVALID_AUDIO"),
        (picture[: len(picture) // 2], "VALIDATION"),
        (b"\xff\xd8\xff\xe0" + b"\x00" * 100, "VALIDATION"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 " + b"\x00" * 100, "VALIDATION"),
    ):
        answer = client.post(UPLOADS, files={"file": ("song.wav", data, "audio/wav")})
        error = _refused(answer, 400 if code == "INVALID_AUDIO" else 422, code)
        assert str(studio.settings.data_dir) not in json.dumps(error)
        assert _kept(studio) == []


def test_a_form_without_one_whole_file_is_refused(client: httpx.Client, studio: Studio) -> None:
    words = ("a.txt", b"words")
    multipart = "multipart/form-data; boundary=X"
    part = b'--X\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nwords'
    for request in (
        {"files": {"other": words}},
        {"files": [("file", words), ("file", words)]},
        {"files": {"file": words}, "data": {"more": "x" * 100_000}},
        {"data": {"file": "words"}},
        {"json": {"file": "words"}},
        {"content": part, "headers": {"Content-Type": multipart}},
        {"content": part + b"\r\n--X", "headers": {"Content-Type": multipart}},
        {"content": b"words", "headers": {"Content-Type": multipart}},
        {"content": b"", "headers": {"Content-Type": multipart}},
        {"content": part, "headers": {"Content-Type": "multipart/form-data"}},
        {"content": part, "headers": {"Content-Type": multipart + "x" * 300}},
    ):
        options: dict[str, Any] = request
        _refused(client.post(UPLOADS, **options), 422, "VALIDATION")
        assert _kept(studio) == []
    whole = part + b"\r\n--X--\r\n"
    answer = client.post(UPLOADS, content=whole, headers={"Content-Type": multipart})
    assert answer.status_code == 201


def test_the_limit_holds_for_what_is_announced(client: httpx.Client, studio: Studio) -> None:
    """The server refuses by the header alone, before any of the body was sent."""
    for kind in ("application/octet-stream", "multipart/form-data; boundary=X"):
        with socket.create_connection((client.base_url.host, client.base_url.port or 0)) as wire:
            wire.settimeout(60)
            wire.sendall(
                f"POST {UPLOADS} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {kind}\r\n"
                f"Content-Length: {10**10}\r\n\r\n".encode()
            )
            answer = wire.recv(65_536)
        assert answer.startswith(b"HTTP/1.1 413")
    assert _kept(studio) == []


def test_the_limit_holds_for_what_comes_in_pieces(client: httpx.Client, studio: Studio) -> None:
    """The answer comes while the body, whose length nobody announced, has not ended yet."""
    begin = b'--X\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n'
    for kind, first in (
        ("application/octet-stream", b"RIFF"),
        ("multipart/form-data; boundary=X", begin + b"RIFF"),
    ):
        with socket.create_connection((client.base_url.host, client.base_url.port or 0)) as wire:
            wire.settimeout(60)
            wire.sendall(
                f"POST {UPLOADS} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {kind}\r\n"
                "Transfer-Encoding: chunked\r\n\r\n".encode()
            )
            for data in (first, bytes(LIMIT_BYTES - 4), b"one more"):
                wire.sendall(b"%x\r\n%b\r\n" % (len(data), data))
            answer = wire.recv(65_536)
        assert answer.startswith(b"HTTP/1.1 413")
        wait_until(lambda: not _incoming(studio), what="the removal of what was received")
    assert _kept(studio) == []


def test_the_limit_is_exact(client: httpx.Client) -> None:
    silence = _wav(LIMIT_BYTES)
    assert len(silence) == LIMIT_BYTES
    assert client.post(UPLOADS, content=silence).status_code == 201
    assert client.post(UPLOADS, files={"file": ("a.wav", silence)}).status_code == 201
    _refused(client.post(UPLOADS, content=silence + b"\0"), 413, "TOO_LARGE")
    _refused(client.post(UPLOADS, files={"file": ("a", silence + b"\0")}), 413, "TOO_LARGE")


def test_an_upload_that_is_cut_off_leaves_nothing(client: httpx.Client, studio: Studio) -> None:
    with socket.create_connection((client.base_url.host, client.base_url.port or 0)) as wire:
        wire.sendall(
            f"POST {UPLOADS} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1500000\r\n"
            "Content-Type: audio/wav\r\n\r\n".encode()
        )
        wire.sendall(_wav(1_200_000))
        wait_until(lambda: _incoming(studio), what="the start of the upload")
    wait_until(lambda: not _incoming(studio), what="the removal of what was received")
    assert _kept(studio) == []


def test_audio_bombs_are_refused(
    client: httpx.Client, studio: Studio, recordings: dict[str, Path]
) -> None:
    many_channels = bytearray(_wav(10_000))
    struct.pack_into("<HIIH", many_channels, 22, 1000, RATE, RATE * 2000, 2000)
    two_days = 2 * 86_400 * RATE
    for data, words in (
        (_claiming(recordings["flac"], two_days), "longer than 12 hours"),
        (bytes(many_channels), ""),
        (_wav(10_000, sample_rate=1), "sample rate"),
        (_wav(10_000, sample_rate=10_000_000), "sample rate"),
    ):
        error = _refused(client.post(UPLOADS, content=data), 400, "INVALID_AUDIO")
        assert words in error["message"]
        assert _kept(studio) == []


def test_a_long_recording_that_hides_its_length_is_found_out(tmp_path: Path) -> None:
    hour = tmp_path / "hour.flac"
    soundfile.write(hour, np.zeros(8000 * 3600, dtype=np.int16), 8000)
    assert hour.stat().st_size < 200_000
    hidden = tmp_path / "hidden.flac"
    hidden.write_bytes(_claiming(hour, 0))  # 0: unknown
    for path in (hour, hidden):
        with pytest.raises(UserError, match=r"longer than 0\.5 hours"):
            inspect_audio(path, "flac", Limits(audio_seconds=1800))
    assert inspect_audio(hour, "flac")["duration_seconds"] == 3600


def test_a_header_that_lies_is_not_believed(
    client: httpx.Client, recordings: dict[str, Path]
) -> None:
    mp3 = bytearray(recordings["mp3"].read_bytes())
    at = max(mp3.find(b"Xing"), mp3.find(b"Info"))
    assert at > 0
    struct.pack_into(">I", mp3, at + 8, 2**31)  # frames: years of music
    answer = client.post(UPLOADS, content=bytes(mp3))
    assert answer.status_code == 201, answer.text
    assert answer.json()["duration_seconds"] == pytest.approx(1.5, abs=0.1)
    wav = bytearray(recordings["wav"].read_bytes())
    struct.pack_into("<I", wav, wav.index(b"data") + 4, 2**31)
    answer = client.post(UPLOADS, content=bytes(wav))
    if answer.status_code == 201:
        assert answer.json()["duration_seconds"] == pytest.approx(1.5, abs=0.1)
    else:
        _refused(answer, 400, "INVALID_AUDIO")


def test_a_picture_bomb_is_refused(client: httpx.Client, studio: Studio) -> None:
    for bomb in (png(60_000, 60_000, empty=True), png(2**31 - 1, 2**31 - 1, empty=True)):
        assert len(bomb) < 1000
        error = _refused(client.post(UPLOADS, content=bomb), 422, "VALIDATION")
        assert "pixels" in error["message"]
    assert _kept(studio) == []


def test_the_child_is_stopped_at_each_of_its_limits(recordings: dict[str, Path]) -> None:
    for limits in (
        Limits(wall_seconds=0.01),
        Limits(processor_seconds=0),
        Limits(memory_bytes=100_000_000),
    ):
        with pytest.raises(UserError) as caught:
            inspect_audio(recordings["wav"], "wav", limits)
        assert caught.value.code is ErrorCode.INVALID_AUDIO
        assert caught.value.recovery
    assert inspect_audio(recordings["wav"], "wav")["channels"] == 2


def test_the_child_sees_nothing_of_ours(
    recordings: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MGL_API_KEY", "secret")
    monkeypatch.setenv("HF_TOKEN", "secret")
    assert "secret" not in _environment().values()
    # A module that lies in the working directory must not become the child's.
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    (tmp_path / "json.py").write_text("raise SystemExit(3)")
    assert inspect_audio(recordings["wav"], "wav")["channels"] == 2


def test_old_uploads_are_swept(client: httpx.Client, studio: Studio) -> None:
    upload = client.post(UPLOADS, content=b"words").json()
    store = Uploads(studio.settings)
    killed = store.begin()
    killed.write(b"half")
    assert store.sweep(older_than_days=1) == 0
    assert client.get(upload["links"]["self"]).status_code == 200
    assert killed.folder.exists()
    old = time.time() - 3 * 86_400
    for path in store.folder.rglob("*"):
        _set_time(path, old)
    assert store.sweep(older_than_days=2) == 1
    assert client.get(upload["links"]["self"]).status_code == 404
    assert not killed.folder.exists()
    killed.discard()


def test_names_are_for_showing_only(client: httpx.Client, studio: Studio) -> None:
    for name, shown in (
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\a\\song.wav", "song.wav"),
        ("a\x00b\r\nc", "abc"),
        ("雨 🌧.txt", "雨 🌧.txt"),
        ("..", "upload.txt"),
        ("", "upload.txt"),
        ("a" * 500, "a" * 200),
    ):
        assert shown_name(name, "txt") == shown
        if len(name) <= 300 and "\x00" not in name:
            upload = client.post(UPLOADS, content=b"words", params={"name": name}).json()
            assert upload["name"] == shown
    assert set(_kept(studio)) == {"about.json", "file.txt"}


@pytest.mark.parametrize("upload_id", ["x", "0" * 26, "..%2F..%2Fetc", ".incoming", "%00" * 26])
def test_what_is_no_upload_is_not_found(client: httpx.Client, upload_id: str) -> None:
    for method in ("GET", "DELETE"):
        assert client.request(method, f"{UPLOADS}/{upload_id}").status_code in (404, 422)


def _incoming(studio: Studio) -> list[Path]:
    return list((Uploads(studio.settings).folder / ".incoming").glob("*"))


def _set_time(path: Path, moment: float) -> None:
    os.utime(path, (moment, moment))


def _wav(size: int, sample_rate: int = RATE) -> bytes:
    """Silence as a mono WAV file of exactly `size` bytes."""
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(sample_rate)
        file.writeframes(bytes(size - 44))
    return out.getvalue()


def _claiming(flac: Path, frames: int) -> bytes:
    """A FLAC file whose STREAMINFO says that it has so many frames (RFC 9639, section 8.2)."""
    data = bytearray(flac.read_bytes())
    data[21] = data[21] & 0xF0 | frames >> 32
    data[22:26] = struct.pack(">I", frames & 0xFFFFFFFF)
    return bytes(data)
