"""Lyrics are read as they are written, and given times where they have none."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musicgen_local.engines.diffrhythm.layout import lay_out, seconds_needed
from musicgen_local.engines.diffrhythm.lyrics import Lyrics, clock, read_lyrics
from musicgen_local.engines.diffrhythm.syllables import syllables_of
from musicgen_local.errors import ErrorCode, UserError

VERSE = "Walking through the rain tonight\nAll the windows full of light"
SONG = f"{VERSE}\nNobody is on the street\nOnly echoes of my feet"


ERRORS_OF_THE_GUIDE = {
    "'[00:75.00]' is no time": "[00:75.00]x",
    "[offset:soon] is no number": "[offset:soon]",
    "it begins after the song's end, and so do all others": "[09:00]x",
    "it has no time, and there is no room for it": "[00:00]x\ny\n[00:00.50]z",
    "The lyrics are too long": "\n".join([VERSE] * 100),
}


def times(lyrics: Lyrics) -> list[tuple[float, str]]:
    return [(line.seconds, line.text) for line in lyrics.lines]


def wrong(text: str, seconds: float = 95) -> UserError:
    with pytest.raises(UserError) as caught:
        read_lyrics(text, seconds)
    assert caught.value.code is ErrorCode.INVALID_LYRICS
    assert caught.value.recovery
    return caught.value


def test_times_of_every_precision_are_read_in_their_order() -> None:
    lyrics = read_lyrics("[01:02.345]d\n[00:05]a\n[0:09.5] b\n[00:10.25]c\n[1:10:50]e", 95)
    assert times(lyrics) == [(5, "a"), (9.5, "b"), (10.25, "c"), (62.345, "d"), (70.5, "e")]
    assert [line.number for line in lyrics.lines] == [2, 3, 4, 1, 5]
    assert lyrics.notices == ()


def test_a_line_with_several_times_is_sung_at_each() -> None:
    lyrics = read_lyrics("[00:10][01:00.50] Chorus line\n[00:30]Verse", 95)
    assert times(lyrics) == [(10, "Chorus line"), (30, "Verse"), (60.5, "Chorus line")]


@pytest.mark.parametrize(
    ("offset", "seconds"), [("+500", 9.5), ("-250", 10.25), ("15000", 0.0), ("", 10.0), (" 0", 10)]
)
def test_the_offset_moves_all_times(offset: str, seconds: float) -> None:
    assert read_lyrics(f"[00:10]x\n[offset:{offset}]", 95).lines[0].seconds == seconds


def test_what_is_not_sung_is_left_out() -> None:
    text = (
        "\ufeff[ti:Song]\r\n[ar:Somebody]\r\n\r\n[00:05.00][Verse 1]\r\n[00:06.00]<00:06.00>Hello "
        "<00:06.40>world [x2]\r\n[00:09.00]\r\n[00:10.00]♪\r\n[00:11.00](Chorus)\r\n"
        "[00:12.00]Bridge:\r\n[00:14.00](ooh) yeah\r\n"
    )
    lyrics = read_lyrics(text, 95)
    assert times(lyrics) == [(6, "Hello world"), (14, "(ooh) yeah")]
    assert lyrics.notices == ()


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_lines_may_end_in_any_way(ending: str) -> None:
    text = ending.join(["[00:01]a", "", "[00:02]b", ""])
    assert times(read_lyrics(text, 95)) == [(1, "a"), (2, "b")]
    assert read_lyrics(text, 95).lines[1].number == 3


@pytest.mark.parametrize("text", ["", " \n\t\n", "[ti:Song]\n[Chorus]\n", "\ufeff"])
def test_no_words_are_an_instrumental(text: str) -> None:
    assert read_lyrics(text, 95) == Lyrics()


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("[00:75.00]x", "'[00:75.00]'"),
        ("[12]x", "'[12]'"),
        ("[00:10.00 x", "'[00:10.00'"),
        ("[-00:01.00]x", "'[-00:01.00]'"),
        ("[00:10][1:2:3:4]x", "'[1:2:3:4]'"),
        ("[offset:soon]", "[offset:soon]"),
    ],
)
def test_brackets_that_hold_no_time_are_told_by_their_line(line: str, named: str) -> None:
    error = wrong(f"[00:01]a\n\n{line}\n[00:20]b")
    assert error.message.startswith("Line 3 of the lyrics: ")
    assert named in error.message
    assert error.details["line"] == 3


def test_lines_after_the_end_are_left_out_and_told() -> None:
    lyrics = read_lyrics("[00:10]a\n[01:35]b\n[02:00][00:20]c", 95)
    assert times(lyrics) == [(10, "a"), (20, "c")]
    (notice,) = lyrics.notices
    assert "line 2, 3" in notice
    assert "01:35.00" in notice


def test_a_notice_names_only_the_first_of_many_lines() -> None:
    text = "\n".join([*["[09:00]x"] * 20, "[00:01]a"])
    (notice,) = read_lyrics(text, 95).notices
    assert notice.endswith(": line 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 and 8 more.")


def test_lyrics_that_begin_after_the_end_are_an_error() -> None:
    assert wrong("[03:00]a\n[03:10]b").details["line"] == 1


def test_lines_that_nobody_can_sing_in_time_are_told() -> None:
    text = f"[00:10]{VERSE.splitlines()[0]}\n[00:10.80]Rain\n[01:34.50]And on and on and on"
    assert read_lyrics(text, 95).notices == (
        "Lines 1, 3 have more words than can be sung in time.",
    )


def test_lines_without_times_are_laid_out_at_a_singers_pace() -> None:
    lyrics = read_lyrics(f"[Verse]\n{SONG}\n\n{SONG}\n\n[Chorus]\n{SONG}", 95)
    starts = [line.seconds for line in lyrics.lines]
    assert len(starts) == 12
    gaps = [after - before for before, after in pairwise(starts)]
    within = [gap for index, gap in enumerate(gaps) if index not in (3, 7)]
    assert all(3 < gap < 4.5 for gap in within)
    assert max(within) - min(within) < 0.03  # phrases are of equal length
    assert all(gap > max(within) + 3 for gap in (gaps[3], gaps[7]))  # rests between verses
    assert 6 < starts[0] < 16  # an intro
    assert 95 - starts[-1] > 5
    (notice,) = lyrics.notices
    assert "no times" in notice
    assert clock(starts[0]) in notice


def test_short_and_long_lines_take_parts_and_multiples_of_a_phrase() -> None:
    text = f"{VERSE}\nHey!\nOh my love\n{VERSE.replace(chr(10), ' and ')}\n{VERSE}"
    starts = [line.seconds for line in read_lyrics(text, 95).lines]
    phrase = starts[1] - starts[0]
    parts = [(after - before) / phrase for before, after in pairwise(starts)]
    assert parts == pytest.approx([1, 1, 0.5, 1, 2, 1], abs=0.01)


def test_many_words_are_sung_faster_and_too_many_are_an_error() -> None:
    many = read_lyrics("\n".join([SONG] * 14), 95)
    assert many.lines[-1].seconds < 95
    assert many.lines[0].seconds < 4
    error = wrong("\n".join([SONG] * 20))
    assert "80 lines need at least" in error.message
    needed = error.details["seconds_needed"]
    assert read_lyrics("\n".join([SONG] * 20), needed).lines[-1].seconds < needed
    wrong("\n".join([SONG] * 20), needed - 1)


def test_lines_without_times_go_between_those_that_have_one() -> None:
    lyrics = read_lyrics(
        "Before everything begins\n[00:20]One\nTwo\n\nThree\n[00:40]Four\nFive", 95
    )
    assert [line.text for line in lyrics.lines] == [
        "Before everything begins", "One", "Two", "Three", "Four", "Five",
    ]  # fmt: skip
    first, one, two, three, four, five = (line.seconds for line in lyrics.lines)
    assert (one, four) == (20, 40)
    assert 0 < first < 20 < two < three < 40 < five < 60
    assert three - two > two - one  # the blank line is a rest
    assert lyrics.notices == (
        "Lines 1, 3, 5, 7 have no time; laid out between those that have one.",
    )


def test_lines_without_times_that_have_no_room_are_an_error() -> None:
    assert wrong("[00:20]One\nTwo\nThree\n[00:20.50]Four").details["line"] == 2
    assert wrong("Intro words\n[00:00]One").details["line"] == 1


def test_a_verse_without_times_comes_again_with_each_time_of_its_first_line() -> None:
    lyrics = read_lyrics("[00:10][00:50]One\nTwo\n[00:30]Other\n[01:10]Last", 95)
    assert [line.text for line in lyrics.lines] == ["One", "Two", "Other", "One", "Two", "Last"]
    starts = [line.seconds for line in lyrics.lines]
    assert starts[1] - starts[0] == pytest.approx(starts[4] - starts[3])


@pytest.mark.parametrize(
    ("text", "syllables"),
    [
        ("Walking through the rain tonight", 7),
        ("I'm loved, wanted, little, faces", 8),
        ("table made of stone", 5),
        ("夜里最亮的星星", 7),
        ("Выхожу один я на дорогу", 10),
        ("1999", 6),
        ("café", 2),
        ("... ♪", 0),
    ],
)
def test_syllables_are_counted(text: str, syllables: int) -> None:
    assert syllables_of(text) == syllables


WORDS = st.text(st.sampled_from("la oh ты 你好 night and day,."), min_size=1, max_size=40).filter(
    lambda text: any(map(str.isalpha, text))
)


@given(st.lists(st.lists(WORDS, min_size=1, max_size=8), min_size=1, max_size=6), st.data())
def test_laid_out_lines_rise_and_end_before_the_song_does(
    verses: list[list[str]], data: st.DataObject
) -> None:
    least = seconds_needed(verses)
    seconds = data.draw(st.floats(least, least + 300))
    laid = lay_out(verses, 0, seconds, opens=True, ends=True)
    assert laid is not None
    starts = [start for verse in laid for start in verse]
    assert [len(verse) for verse in laid] == [len(verse) for verse in verses]
    assert all(before < after for before, after in pairwise(starts))
    assert starts[0] > 0
    assert starts[-1] < seconds
    assert lay_out(verses, 0, least - 2, opens=True, ends=True) is None


@given(st.lists(st.tuples(st.integers(0, 9400), WORDS), max_size=12))
def test_lrc_that_is_written_is_read_again(lines: list[tuple[int, str]]) -> None:
    text = "\n".join(f"[{clock(hundredths / 100)}] {words}" for hundredths, words in lines)
    lyrics = read_lyrics(text, 95)
    assert len(lyrics.lines) == len(lines)
    again = read_lyrics(lyrics.as_lrc(), 95)
    assert times(again) == times(lyrics)
    starts = [line.seconds for line in lyrics.lines]
    assert starts == sorted(starts)


@given(
    st.text(st.sampled_from("[]<>:.0123456789\n\r aя你♪offset-+x"), max_size=80), st.floats(1, 300)
)
def test_any_text_is_read_or_its_line_is_named(text: str, seconds: float) -> None:
    try:
        lines = read_lyrics(text, seconds).lines
    except UserError as error:
        lines, named = (), error.details["line"]
    else:
        named = 1
    assert 1 <= named <= len(text.splitlines()) + 1
    assert all(0 <= line.seconds < seconds and line.text for line in lines)


def test_the_example_of_the_guide_is_read() -> None:
    guide = (Path(__file__).parents[3] / "docs" / "lyrics.md").read_text("utf-8")
    (example,) = re.findall(r"```lrc\n(.*?)```", guide, re.DOTALL)
    lyrics = read_lyrics(example, 95)
    assert [line.seconds for line in lyrics.lines] == [10, 13.6, 18.2, 21.75, 35.1, 52.4, 55.95]
    assert lyrics.notices == ()
    errors = guide.partition("## Errors")[2]
    assert re.findall(r"^\| `([^`]*)` \|", errors, re.MULTILINE) == list(ERRORS_OF_THE_GUIDE)


@pytest.mark.parametrize("told", ERRORS_OF_THE_GUIDE)
def test_the_errors_of_the_guide_are_those_that_are_raised(told: str) -> None:
    message = wrong(ERRORS_OF_THE_GUIDE[told]).message.replace(" (01:35.00)", "")
    assert told in message
