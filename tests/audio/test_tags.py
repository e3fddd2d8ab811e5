from __future__ import annotations

import re
import shutil
import string
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import mutagen
import numpy as np
import pytest
import soundfile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

import musicgen_local.audio
from musicgen_local.audio.decode import read_audio
from musicgen_local.audio.encode import encode_all
from musicgen_local.audio.formats import AudioFormat
from musicgen_local.audio.tags import AI_DISCLOSURE, Tags, read_tags, retag, write_tags
from musicgen_local.errors import ErrorCode, MachineError, UserError

FULL = Tags(
    title="Дождь над Токио 東京の雨 🎧",
    artist="MusicGen Local",
    album="Ночные этюды",
    genre="Lo-fi",
    comment="Two lines\nof comment",
    tempo_bpm=82.5,
    key="D minor",
    date="2026-07-01",
    copyright="CC BY 4.0",
    lyrics="[00:01.00]Тихо\n[00:05.50]静か",
    engine="composer",
    prompt="calm lo-fi, rain, no drums",
    seed=2**63 + 7,
    ai_disclosure=AI_DISCLOSURE,
)

_TEXT = st.text(
    st.characters(codec="utf-8") | st.sampled_from("Ёжмяг東京🎵\n\t\r;/\\=\0"), max_size=40
)
_TAGS = st.builds(
    Tags,
    **dict.fromkeys(("title", "artist", "album", "comment", "key", "copyright", "lyrics"), _TEXT),
    genre=_TEXT.filter(lambda text: not re.search(r"[0-9(]|RX|CR", text)),  # numbered genres of ID3
    **dict.fromkeys(("engine", "prompt", "ai_disclosure"), _TEXT),
    tempo_bpm=st.none() | st.floats(20, 400),
    date=st.just("") | st.dates().map(str) | st.integers(1000, 9999).map(str),
    seed=st.none() | st.integers(-(2**64), 2**64),
)


@pytest.fixture(scope="module")
def untagged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a fifth of a second of each format, without tags."""
    folder = tmp_path_factory.mktemp("untagged")
    targets = {form: folder / f"a.{form.extension}" for form in AudioFormat}
    noise = np.random.default_rng(0).standard_normal((2, 9000)).astype(np.float32) * 0.1
    encode_all([noise], targets, 44_100, 2)
    return folder


def _file(folder: Path, form: AudioFormat, untagged: Path) -> Path:
    name = f"a.{form.extension}"
    return Path(shutil.copyfile(untagged / name, folder / name))


@pytest.mark.parametrize("form", AudioFormat)
def test_all_fields_come_back_and_the_audio_stays(
    form: AudioFormat, untagged: Path, tmp_path: Path
) -> None:
    path = _file(tmp_path, form, untagged)
    before = read_audio(path)
    write_tags(path, FULL)
    assert read_tags(path) == FULL
    assert read_audio(path).equals(before)


@pytest.mark.parametrize("form", AudioFormat)
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(tags=_TAGS)
def test_any_text_comes_back_as_it_was_cleaned(
    form: AudioFormat, tags: Tags, untagged: Path, tmp_path: Path
) -> None:
    path = _file(tmp_path, form, untagged)
    write_tags(path, tags)
    assert read_tags(path) == tags.cleaned()


@given(tags=_TAGS)
def test_cleaning_twice_is_cleaning_once(tags: Tags) -> None:
    assert tags.cleaned().cleaned() == tags.cleaned()


@pytest.mark.parametrize("form", AudioFormat)
def test_writing_some_fields_leaves_the_others(
    form: AudioFormat, untagged: Path, tmp_path: Path
) -> None:
    path = _file(tmp_path, form, untagged)
    write_tags(path, FULL)
    write_tags(path, Tags(title="Other", tempo_bpm=100))
    assert read_tags(path) == replace(FULL, title="Other", tempo_bpm=100)


def test_a_file_in_use_is_retagged_whole_or_not_at_all(untagged: Path, tmp_path: Path) -> None:
    path = _file(tmp_path, AudioFormat.MP3, untagged)
    with path.open("rb") as in_use:
        before = in_use.read(100)
        retag(path, FULL)
        in_use.seek(0)
        assert in_use.read(100) == before
    assert read_tags(path) == FULL
    broken = tmp_path / "b.flac"
    broken.write_bytes(b"no flac at all")
    with pytest.raises(UserError):
        retag(broken, FULL)
    assert broken.read_bytes() == b"no flac at all"
    assert sorted(tmp_path.iterdir()) == [path, broken]


def test_tags_may_be_asked_for_when_the_audio_has_ended(tmp_path: Path) -> None:
    ended = False

    def blocks() -> Iterator[NDArray[np.float32]]:
        nonlocal ended
        yield np.zeros((2, 9000), dtype=np.float32)
        ended = True

    def tags() -> Tags:
        assert ended
        return FULL

    targets = {form: tmp_path / f"a.{form}" for form in AudioFormat}
    encode_all(blocks(), targets, 44_100, 2, tags=tags)
    assert all(read_tags(path) == FULL for path in targets.values())


def test_other_programs_find_the_standard_fields(untagged: Path, tmp_path: Path) -> None:
    for form in AudioFormat:
        write_tags(_file(tmp_path, form, untagged), FULL)
    mp3 = mutagen.File(tmp_path / "a.mp3")
    assert str(mp3["TIT2"]) == FULL.title
    assert (str(mp3["TBPM"]), str(mp3["TKEY"])) == ("82", "Dm")
    m4a = mutagen.File(tmp_path / "a.m4a")
    assert (m4a["\xa9nam"], m4a["tmpo"]) == ([FULL.title], [82])
    flac = mutagen.File(tmp_path / "a.flac")
    assert (flac["title"], flac["bpm"]) == ([FULL.title], ["82.5"])
    with soundfile.SoundFile(tmp_path / "a.wav") as wav:
        assert wav.title == FULL.title
        assert wav.artist == FULL.artist
    assert str(mutagen.File(tmp_path / "a.wav")["TIT2"]) == FULL.title


def test_a_file_without_tags_has_none(untagged: Path, tmp_path: Path) -> None:
    for form in AudioFormat:
        assert read_tags(_file(tmp_path, form, untagged)) == Tags()


def test_what_others_wrote_oddly_is_left_out_not_an_error(untagged: Path, tmp_path: Path) -> None:
    path = _file(tmp_path, AudioFormat.FLAC, untagged)
    file = mutagen.File(path)
    file["bpm"], file["date"], file["seed"] = "fast", "1999-13-99T00:00", "0x12"
    file.save()
    assert read_tags(path) == Tags(date="1999-13-99")


def test_the_wrong_file_is_told_as_such(untagged: Path, tmp_path: Path) -> None:
    with pytest.raises(UserError) as missing:
        read_tags(tmp_path / "none.mp3")
    assert missing.value.code is ErrorCode.NOT_FOUND
    (tmp_path / "a.txt").write_text("text")
    for name, form in (("a.txt", None), *(("a.txt", form) for form in AudioFormat)):
        if form is AudioFormat.MP3:
            continue  # anything may follow an ID3 tag
        with pytest.raises(UserError) as wrong:
            write_tags(tmp_path / name, FULL, form)
        assert wrong.value.code is ErrorCode.INVALID_AUDIO


@pytest.mark.parametrize("date", ["yesterday", "2026-7-1", string.digits])
def test_a_date_is_a_date(date: str) -> None:
    with pytest.raises(ValueError, match="date"):
        Tags(date=date)


def test_without_mutagen_one_is_told_how_to_get_it(
    untagged: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = _file(tmp_path, AudioFormat.MP3, untagged)
    monkeypatch.delitem(sys.modules, "musicgen_local.audio.tag_formats", raising=False)
    monkeypatch.delattr(musicgen_local.audio, "tag_formats", raising=False)
    monkeypatch.setitem(sys.modules, "mutagen", None)
    with pytest.raises(MachineError, match="mutagen") as caught:
        read_tags(path)
    assert "pip install" in caught.value.recovery


def test_a_tempo_is_above_zero() -> None:
    with pytest.raises(ValueError, match="tempo"):
        Tags(tempo_bpm=0)
