from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musicgen_local.studio.places import Place, safe_name


@pytest.mark.parametrize(
    ("out", "folder", "stem", "formats"),
    [
        (None, None, None, ("wav", "mp3")),
        ("demo/", Path("demo"), None, ("wav", "mp3")),
        ("song.mp3", Path(), "song", ("mp3",)),
        ("a/b/Song.FLAC", Path("a/b"), "Song", ("flac",)),
        ("night.music", Path("night.music"), None, ("wav", "mp3")),
    ],
)
def test_out_is_a_folder_or_a_file_by_its_ending(
    out: str | None, folder: Path | None, stem: str | None, formats: tuple[str, ...]
) -> None:
    place = Place.parse(out, ("wav", "mp3"))
    assert (place.folder, place.file_stem, place.formats) == (folder, stem, formats)


@given(st.text())
def test_any_title_makes_a_name_that_every_system_takes(title: str) -> None:
    name = safe_name(title)
    assert 0 < len(name) <= 126
    assert not set(name) & set('<>:"/\\|?*\0\n')
    assert name == name.strip(". ")
    assert name.upper() not in {"CON", "PRN", "AUX", "NUL", "COM1", "LPT9"}


def test_cyrillic_and_emoji_titles_stay_as_they_are() -> None:
    assert safe_name("Дождь над городом 🌧") == "Дождь над городом 🌧"
