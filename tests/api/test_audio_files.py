"""A track's files over HTTP: ranges, conditions, names, archives; and nothing else of the disk."""

from __future__ import annotations

import io
import itertools
import json
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import formatdate
from pathlib import Path
from urllib.parse import quote, unquote

import httpx
import numpy as np
import pytest
from library_api import House, open_house

from musicgen_local import Studio
from musicgen_local.api.archives import stream_zip
from musicgen_local.api.downloads import content_disposition
from musicgen_local.audio.decode import read_audio
from musicgen_local.library import FileKind, NewTrack, Track, add_track

NO_SUCH_ID = "0" * 26


@pytest.fixture(scope="module")
def one_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with open_house(tmp_path_factory.mktemp("house")) as house:
        yield house


@pytest.fixture
def house(one_house: House) -> House:
    one_house.empty()
    return one_house


@pytest.fixture
def client(house: House) -> httpx.Client:
    return house.client


@pytest.fixture
def studio(house: House) -> Studio:
    return house.studio


@pytest.fixture
def track(house: House) -> Track:
    return house.make_track("Scale", artist="Ada", stems=True)


def _path(studio: Studio, track: Track, kind: str, format: str) -> Path:
    file = next(file for file in track.files if (file.kind, file.format) == (kind, format))
    return studio.storage.path(file.name)


def _audio(track: Track) -> str:
    return f"/api/v1/tracks/{track.id}/audio"


def test_the_best_format_is_played_and_others_by_name(
    client: httpx.Client, studio: Studio, track: Track
) -> None:
    for format, mime_type in (("wav", "audio/wav"), ("mp3", "audio/mpeg")):
        answer = client.get(_audio(track), params={"format": format})
        assert answer.status_code == 200
        assert answer.content == _path(studio, track, "audio", format).read_bytes()
        assert answer.headers["Content-Type"] == mime_type
        assert answer.headers["Accept-Ranges"] == "bytes"
    best = client.get(_audio(track))
    assert best.headers["Content-Type"] == "audio/wav"
    _path(studio, track, "audio", "wav").unlink()
    assert client.get(_audio(track)).headers["Content-Type"] == "audio/mpeg"


def test_a_format_that_is_not_there_says_which_are(client: httpx.Client, track: Track) -> None:
    answer = client.get(_audio(track), params={"format": "opus"})
    assert answer.status_code == 404
    error = answer.json()["error"]
    assert error["details"]["formats"] == ["wav", "mp3"]
    assert "/api/v1/exports" in error["recovery"]
    wanted = error["recovery"][error["recovery"].index("{") : error["recovery"].index("}") + 1]
    assert json.loads(wanted) == {"track_ids": [track.id], "formats": ["opus"]}
    assert client.get(_audio(track), params={"format": "exe"}).status_code == 422


def test_head_tells_what_get_would_send(client: httpx.Client, track: Track) -> None:
    got, told = client.get(_audio(track)), client.head(_audio(track))
    assert (told.status_code, told.content) == (200, b"")
    for name in ("Content-Length", "ETag", "Content-Type", "Last-Modified", "Content-Disposition"):
        assert told.headers[name] == got.headers[name]
    # RFC 9110, section 14.2: ranges are for GET alone.
    assert client.head(_audio(track), headers={"Range": "bytes=0-9"}).status_code == 200


def test_ranges_are_slices_of_the_file(client: httpx.Client, studio: Studio, track: Track) -> None:
    whole = _path(studio, track, "audio", "wav").read_bytes()
    size = len(whole)
    for asked, start, end in (
        ("0-0", 0, 1),
        ("100-299", 100, 300),
        (f"{size - 5}-", size - 5, size),
        ("-7", size - 7, size),
        (f"-{size * 2}", 0, size),
        (f"10-{size * 2}", 10, size),
        ("0-", 0, size),
    ):
        part = client.get(_audio(track), headers={"Range": f"bytes={asked}"})
        assert part.status_code == 206
        assert part.content == whole[start:end]
        assert part.headers["Content-Range"] == f"bytes {start}-{end - 1}/{size}"
        assert part.headers["Content-Length"] == str(end - start)


def test_several_ranges_come_as_parts(client: httpx.Client, studio: Studio, track: Track) -> None:
    whole = _path(studio, track, "audio", "wav").read_bytes()
    asked = {"Range": f"bytes=10-19, 100-109, {len(whole)}-"}  # the last lies beyond the end
    answer = client.get(_audio(track), headers=asked)
    assert answer.status_code == 206
    kind, _, boundary = answer.headers["Content-Type"].partition("; boundary=")
    assert kind == "multipart/byteranges"
    parts = answer.content.split(f"--{boundary}".encode())[1:-1]
    bodies = [part.partition(b"\r\n\r\n")[2].removesuffix(b"\r\n") for part in parts]
    assert bodies == [whole[10:20], whole[100:110]]
    assert len(answer.content) == int(answer.headers["Content-Length"])


def test_a_range_beyond_the_end_is_refused(client: httpx.Client, track: Track) -> None:
    size = track.files[0].bytes
    for asked in (f"{size}-", f"{size}-{size + 9}", "-0", f"{size}-, {size + 1}-"):
        answer = client.get(_audio(track), headers={"Range": f"bytes={asked}"})
        assert answer.status_code == 416
        assert answer.headers["Content-Range"] == f"bytes */{size}"
        assert answer.json()["error"]["details"]["bytes"] == size


def test_a_range_that_is_none_is_ignored(client: httpx.Client, track: Track) -> None:
    for header in (
        "bytes=5-2", "bytes=a-b", "bytes=1-2-3", "bytes=--3", "items=0-1", "bytes", "bytes=١-٢",
        "bytes=" + "9" * 5000 + "-", "bytes=0-1,x", "bytes = 0-1", "bytes=" + "0-0," * 300 + "0-0",
    ):  # fmt: skip
        answer = client.get(_audio(track), headers={b"Range": header.encode()})
        assert answer.status_code == 200, header
        assert len(answer.content) == track.files[0].bytes


def test_who_has_the_file_gets_no_second_copy(client: httpx.Client, track: Track) -> None:
    first = client.get(_audio(track))
    etag = first.headers["ETag"]
    assert etag == f'"{track.files[0].sha256}"'
    for conditions in (
        {"If-None-Match": etag},
        {"If-None-Match": f'"x", W/{etag}'},
        {"If-None-Match": "*"},
        {"If-Modified-Since": first.headers["Last-Modified"]},
        {"If-None-Match": etag, "Range": "bytes=0-1"},
    ):
        answer = client.get(_audio(track), headers=conditions)
        assert (answer.status_code, answer.content) == (304, b"")
        assert answer.headers["ETag"] == etag
    for conditions in (
        {"If-None-Match": '"x"'},
        {"If-None-Match": '"x"', "If-Modified-Since": first.headers["Last-Modified"]},
        {"If-Modified-Since": formatdate(1, usegmt=True)},
        {"If-Modified-Since": "yesterday"},
    ):
        assert client.get(_audio(track), headers=conditions).content == first.content
    other = client.get(_audio(track), params={"format": "mp3"}, headers={"If-None-Match": etag})
    assert other.status_code == 200


def test_a_range_of_another_version_gives_the_whole(client: httpx.Client, track: Track) -> None:
    first = client.head(_audio(track)).headers
    for same in (first["ETag"], first["Last-Modified"]):
        part = client.get(_audio(track), headers={"Range": "bytes=0-9", "If-Range": same})
        assert (part.status_code, len(part.content)) == (206, 10)
    beyond = {"Range": "bytes=99999999-"}
    for other in ('"x"', f"W/{first['ETag']}", formatdate(1, usegmt=True)):
        whole = client.get(_audio(track), headers=beyond | {"If-Range": other})
        assert (whole.status_code, len(whole.content)) == (200, track.files[0].bytes)


def test_a_file_that_was_changed_has_another_tag(
    client: httpx.Client, studio: Studio, track: Track
) -> None:
    before = client.head(_audio(track)).headers["ETag"]
    with _path(studio, track, "audio", "wav").open("ab") as file:
        file.write(b"more")
    after = client.head(_audio(track))
    assert after.headers["ETag"] != before
    assert after.headers["Content-Length"] == str(track.files[0].bytes + 4)


@pytest.mark.parametrize(
    ("artist", "title", "name"),
    [
        ("Ада", "Ночной дождь", "Ада - Ночной дождь.wav"),
        ("坂本", "雨 🌧", "坂本 - 雨 🌧.wav"),
        ("", 'A "B"; c=%20', "A B ; c=%20.wav"),
        ("AC/DC", "..\\..\\x\r\nSet-Cookie: a", "AC DC - .. .. x Set-Cookie a.wav"),
    ],
    ids=["cyrillic", "cjk-emoji", "quotes", "separators"],
)
def test_a_download_bears_a_readable_name(
    client: httpx.Client, house: House, artist: str, title: str, name: str
) -> None:
    track = house.make_track(title, artist=artist)
    shown = client.head(_audio(track)).headers["Content-Disposition"]
    saved = client.head(_audio(track), params={"download": True}).headers["Content-Disposition"]
    assert (shown.split(";")[0], saved.split(";")[0]) == ("inline", "attachment")
    assert shown.isascii()
    assert _utf8_name(saved) == name


def _utf8_name(header: str) -> str:
    """What a browser reads: filename* (RFC 8187) before filename."""
    if "filename*=" in header:
        return unquote(header.partition("filename*=UTF-8''")[2], errors="strict")
    return header.partition('filename="')[2].removesuffix('"')


def test_a_plain_name_stays_plain() -> None:
    assert content_disposition("a b.wav", attachment=True) == 'attachment; filename="a b.wav"'
    assert content_disposition("é.wav", attachment=False) == (
        "inline; filename=\"_.wav\"; filename*=UTF-8''%C3%A9.wav"
    )


def test_stems_come_one_by_one_or_all_together(
    client: httpx.Client, studio: Studio, track: Track
) -> None:
    base = f"/api/v1/tracks/{track.id}"
    wav = _path(studio, track, "stem", "wav").read_bytes()
    one = client.get(f"{base}/stems/strings")
    assert one.content == wav
    assert client.get(f"{base}/stems/strings", headers={"Range": "bytes=5-9"}).content == wav[5:10]
    together = client.get(f"{base}/stems")
    assert together.headers["Content-Type"] == "application/zip"
    assert 'filename="Ada - Scale (Stems).zip"' in together.headers["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(together.content)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["Ada - Scale (strings).wav"]
        assert archive.read("Ada - Scale (strings).wav") == wav
    assert client.get(f"{base}/stems").content == together.content
    known = {"If-None-Match": together.headers["ETag"]}
    assert client.get(f"{base}/stems", headers=known).status_code == 304
    unknown = client.get(f"{base}/stems/drums")
    assert unknown.status_code == 404
    assert unknown.json()["error"]["details"]["stems"] == ["strings"]
    _path(studio, track, "stem", "wav").unlink()
    assert client.get(f"{base}/stems").status_code == 404


def test_an_archive_of_many_files_is_whole(tmp_path: Path) -> None:
    names = ["Ночь.wav", "雨.wav", "empty", "large"]
    contents = [b"a" * 10, b"b" * 300_000, b"", bytes(range(256)) * 4096]
    entries = []
    for name, content in zip(names, contents, strict=True):
        (tmp_path / name).write_bytes(content)
        entries.append((name, tmp_path / name))
    pieces = list(stream_zip(entries, datetime(2026, 3, 1, tzinfo=UTC)))
    assert max(map(len, pieces)) < 600_000
    with zipfile.ZipFile(io.BytesIO(b"".join(pieces))) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == names
        assert [archive.read(name) for name in names] == contents


def test_a_waveform_is_the_extremes_of_each_stretch(
    client: httpx.Client, studio: Studio, track: Track
) -> None:
    path = f"/api/v1/tracks/{track.id}/waveform"
    answer = client.get(path, params={"buckets": 100})
    assert answer.status_code == 200, answer.text
    drawn = answer.json()
    assert (drawn["track_id"], drawn["buckets"]) == (track.id, 100)
    assert drawn["duration_seconds"] == track.duration_seconds
    samples = read_audio(_path(studio, track, "audio", "wav")).samples
    edges = np.ceil(np.arange(101) * samples.shape[1] / 100).astype(int)
    expected = [
        (samples[:, start:end].min(), samples[:, start:end].max())
        for start, end in itertools.pairwise(edges)
    ]
    np.testing.assert_allclose(drawn["peaks"], expected, atol=1e-4)

    etag = answer.headers["ETag"]
    assert client.get(f"{path}?buckets=100", headers={"If-None-Match": etag}).status_code == 304
    assert len(client.get(path).json()["peaks"]) == 1_000
    for buckets in (99, 4001, "x"):
        assert client.get(path, params={"buckets": buckets}).status_code == 422


def test_a_waveform_is_measured_once(client: httpx.Client, studio: Studio, track: Track) -> None:
    path = f"/api/v1/tracks/{track.id}/waveform"
    first = client.get(path, params={"buckets": 200}).json()
    wav = _path(studio, track, "audio", "wav")
    wav.write_bytes(b"damaged, and not read again")
    assert client.get(path, params={"buckets": 200}).json() == first
    refused = client.get(path, params={"buckets": 300})
    assert (refused.status_code, refused.json()["error"]["code"]) == (400, "INVALID_AUDIO")
    assert str(studio.settings.data_dir) not in refused.text


def test_what_a_track_lacks_is_said_plainly(client: httpx.Client, house: House) -> None:
    bare = house.make_track()
    for ending in ("cover", "stems", "stems/x", "midi", "plan"):
        answer = client.get(f"/api/v1/tracks/{bare.id}/{ending}")
        assert answer.status_code == 404
        error = answer.json()["error"]
        assert error["code"] == "NOT_FOUND"
        assert "A Scale" in error["message"]
        assert len(error["recovery"]) > 20


def test_cover_midi_and_plan_are_served_where_they_are(
    client: httpx.Client, studio: Studio
) -> None:
    with studio.storage.stage() as staged:
        staged.path(FileKind.COVER, "png").write_bytes(b"\x89PNG picture")
        staged.path(FileKind.MIDI, "mid").write_bytes(b"MThd notes")
        staged.path(FileKind.LYRICS, "lrc").write_bytes(b"[00:01.00]la")
        new = NewTrack(
            title="T", duration_seconds=1, sample_rate=44_100, channels=2, plan={"bars": 8}
        )
        track = add_track(studio.library, studio.storage, staged, new)
    base = f"/api/v1/tracks/{track.id}"
    shown = client.get(base).json()
    assert client.get(shown["cover"]).content == b"\x89PNG picture"
    assert client.get(shown["cover"]).headers["Content-Type"] == "image/png"
    midi = client.get(f"{base}/midi")
    assert (midi.content, midi.headers["Content-Type"]) == (b"MThd notes", "audio/midi")
    assert client.get(f"{base}/plan").json() == {"bars": 8}
    urls = {file["kind"]: file["url"] for file in shown["files"]}
    assert client.get(urls["lyrics"]).text == "[00:01.00]la"
    assert client.get(f"{base}/audio").status_code == 404


def test_a_file_that_is_gone_says_so(client: httpx.Client, studio: Studio, track: Track) -> None:
    for file in studio.files_of(track):
        file.unlink()
    for ending in ("audio", "audio?format=mp3", "stems/strings"):
        error = client.get(f"/api/v1/tracks/{track.id}/{ending}").json()["error"]
        assert error["code"] == "NOT_FOUND"
        assert "gone from the disk" in error["message"]
        assert str(studio.settings.data_dir) not in json.dumps(error)


def test_output_serves_what_the_library_knows(
    client: httpx.Client, studio: Studio, track: Track
) -> None:
    for file in track.files:
        name = file.name.rpartition("/")[2]
        content = studio.storage.path(file.name).read_bytes()
        assert client.get(f"/output/{name}").content == content
        part = client.get(f"/output/{name}", headers={"Range": "bytes=-10"})
        assert (part.status_code, part.content) == (206, content[-10:])
        assert client.head(f"/output/{name}").headers["Content-Length"] == str(len(content))
    beside = studio.storage.folder_of(track.id) / f"{track.id}.secret"
    beside.write_text("not in the library")
    assert client.get(f"/output/{beside.name}").status_code == 404


def test_no_path_leads_out_of_the_library(
    client: httpx.Client, studio: Studio, track: Track
) -> None:
    secret = studio.settings.tracks_dir / "secret.txt"
    secret.write_text("secret")
    names = [
        "../secret.txt", "..%2Fsecret.txt", "%2e%2e/secret.txt", "..%5Csecret.txt",
        "%2Fetc%2Fpasswd",
        f"{track.id}/../../secret.txt", f"{track.id}%00.wav", quote(str(secret), safe=""),
        "C:%5Cwindows", "secret.txt", f"{track.id}.wav%00", "%FF%FE", "a" * 5000,
    ]  # fmt: skip
    for base in ("/output/{}", "/api/v1/tracks/{}/audio", "/api/v1/tracks/{}/stems/x",
                 f"/api/v1/tracks/{track.id}/stems/{{}}", "/api/v1/tracks/{}/plan"):  # fmt: skip
        for name in names:
            answer = client.get(base.format(name))
            assert answer.status_code in (404, 422), (base, name)
            assert answer.json()["error"]["code"] in ("NOT_FOUND", "VALIDATION")


def test_unknown_ids_are_not_found(client: httpx.Client) -> None:
    for ending in ("audio", "cover", "midi", "stems", "stems/x", "plan"):
        assert client.get(f"/api/v1/tracks/{NO_SUCH_ID}/{ending}").status_code == 404
        assert client.get(f"/api/v1/tracks/nonsense/{ending}").status_code == 422
    assert client.get(f"/output/{NO_SUCH_ID}.wav").status_code == 404
