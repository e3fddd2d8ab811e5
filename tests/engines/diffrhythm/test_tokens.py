"""Lines become tokens in frames: none overlaps another, none goes beyond the end."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from phoneme_inventory import symbols, write_inventory

from musicgen_local.engines.diffrhythm.config import frames_at
from musicgen_local.engines.diffrhythm.lyrics import LyricLine, read_lyrics
from musicgen_local.engines.diffrhythm.phonemes.reading import read_aloud
from musicgen_local.engines.diffrhythm.tokens import (
    COMMA,
    FILLER,
    LINE_END,
    VOCABULARY,
    Inventory,
    token_track,
)
from musicgen_local.errors import ErrorCode, MachineError

WORKED = json.loads(
    (Path(__file__).parents[2] / "data" / "diffrhythm" / "tokens_en.json").read_text("utf-8")
)
KNOWN = Inventory({symbol: number + 1 for number, symbol in enumerate(symbols())})


def line(seconds: float, text: str, number: int = 1) -> LyricLine:
    return LyricLine(seconds, text, number)


def test_the_published_inventory_is_loaded(tmp_path: Path) -> None:
    inventory = Inventory.load(write_inventory(tmp_path))
    assert inventory.tokens == KNOWN.tokens
    assert len(inventory.tokens) == VOCABULARY - 1
    assert (inventory.tokens[","], inventory.tokens["…"]) == (1, 363)


@pytest.mark.parametrize(
    "text",
    ["", "[]", '{"vocab": 3}', '{"vocab": {"a": "x"}}', '{"vocab": {",": 0, ".": 1, "a": 363}}',
     '{"vocab": {"a": 0}}', '{"vocab": {",": 0, ".": 1, "a": -1}}'],
)  # fmt: skip
def test_a_damaged_inventory_is_told(tmp_path: Path, text: str) -> None:
    path = tmp_path / "vocab.json"
    path.write_text(text, "utf-8")
    with pytest.raises(MachineError) as caught:
        Inventory.load(path)
    assert caught.value.code is ErrorCode.ASSET_CORRUPT


def test_a_missing_inventory_is_told(tmp_path: Path) -> None:
    with pytest.raises(MachineError) as caught:
        Inventory.load(tmp_path / "vocab.json")
    assert caught.value.code is ErrorCode.MODEL_NOT_INSTALLED
    assert "mgl models download diffrhythm" in caught.value.recovery


@pytest.mark.parametrize("text", WORKED)
def test_english_lines_have_the_published_tokens(text: str) -> None:
    tokens, unknown = KNOWN.of_line(read_aloud(text).symbols)
    published = [COMMA if token == LINE_END else token for token in WORKED[text]["tokens"]]
    assert tokens == [*published, LINE_END]
    assert unknown == []


def test_a_full_stop_within_a_line_is_a_comma_and_its_end_is_a_full_stop() -> None:
    assert KNOWN.of_line(["m", ".", "m"]) == ([45, COMMA, 45, LINE_END], [])
    assert KNOWN.of_line(["m", "§"]) == ([45, LINE_END], ["§"])
    assert KNOWN.of_line(["§"]) == ([], ["§"])


def test_lines_are_written_from_the_frames_of_their_times() -> None:
    track = token_track([line(1, "Hello world"), line(4.34, "go")], KNOWN, 2048)
    assert track.tokens.dtype == np.int64
    assert track.tokens.shape == (2048,)
    expected = np.zeros(2048, np.int64)
    expected[21:31] = [42, 58, 51, 24, 5, 49, 8, 51, 31, LINE_END]
    expected[93:96] = [33, 24, LINE_END]
    np.testing.assert_array_equal(track.tokens, expected)
    assert track.notices == ()


def test_an_instrumental_is_filler() -> None:
    track = token_track([], KNOWN, 6144)
    assert track.tokens.shape == (6144,)
    assert not track.tokens.any()
    assert FILLER == 0


def test_a_line_waits_for_the_one_before_and_is_told_when_long() -> None:
    words = "so many words that nobody can sing them all in such a little while"
    track = token_track([line(0, words), line(0.1, "go", 2)], KNOWN, 2048)
    ends = np.flatnonzero(track.tokens == LINE_END)
    assert len(ends) == 2
    assert list(track.tokens[ends[0] + 1 : ends[0] + 4]) == [33, 24, LINE_END]
    (notice,) = track.notices
    assert "line 2" in notice


def test_words_beyond_the_end_are_cut_and_told() -> None:
    track = token_track([line(0, "Hello world", 7)], KNOWN, 4)
    assert list(track.tokens) == [42, 58, 51, 24]
    (notice,) = track.notices
    assert "line 7" in notice


def test_the_last_line_is_kept_unless_asked_otherwise() -> None:
    lines = [line(1, "go"), line(5, "go", 2)]
    kept = token_track(lines, KNOWN, 2048)
    dropped = token_track(lines, KNOWN, 2048, drop_last_line=True)
    assert (kept.tokens == LINE_END).sum() == 2
    assert (dropped.tokens == LINE_END).sum() == 1
    assert kept.notices == ()
    assert "Line 2 is left out" in dropped.notices[0]
    assert token_track([], KNOWN, 8, drop_last_line=True).notices == ()


def test_what_is_not_sung_as_written_is_told() -> None:
    track = token_track([line(1, "привет さく"), line(5, "你好")], KNOWN, 2048)
    russian, letters = track.notices
    assert "approximation" in russian
    assert letters.startswith("Left out 2 letters")
    few = Inventory({",": 1, ".": 2, "h": 42})
    (unknown,) = token_track([line(1, "hello"), line(2, "yellow")], few, 2048).notices
    assert unknown == "Left out 7 sounds that the model doesn't know: l, oʊ, ə, j, ɛ."


def test_numbers_alone_are_read_in_the_language_of_the_song() -> None:
    chinese = token_track([line(1, "1"), line(3, "你好"), line(5, "1 2 3")], KNOWN, 2048)
    english = token_track(
        [line(1, "1"), line(2, "9"), line(3, "hello"), line(5, "1 2 3")], KNOWN, 2048
    )
    at = frames_at(5)
    assert chinese.tokens[at] in {KNOWN.tokens["i" + tone] for tone in "→↑↓"}
    assert english.tokens[at] == KNOWN.tokens["w"]


def test_a_mandarin_song_is_all_known_to_the_model() -> None:
    text = "[00:01]窗外的雨，轻轻地下\n[00:06]我在等你，等你回家\n[00:12]2024年100%快乐"
    track = token_track(read_lyrics(text, 95).lines, KNOWN, 2048)
    assert track.notices == ()
    assert (track.tokens == LINE_END).sum() == 3


LINES = st.lists(
    st.tuples(
        st.floats(0, 100),
        st.sampled_from(["oh", "Hello, world.", "你好。", "да", "さ", "go 25", "?!"]),
    ),
    max_size=20,
)


@given(LINES, st.integers(1, 2200))
@settings(deadline=None)
def test_lines_follow_each_other_within_the_song(
    lines: list[tuple[float, str]], frames: int
) -> None:
    given_lines = sorted(
        (line(seconds, text, number) for number, (seconds, text) in enumerate(lines)),
        key=lambda one: one.seconds,
    )
    tokens = token_track(given_lines, KNOWN, frames).tokens
    assert tokens.shape == (frames,)
    assert tokens.min() >= 0
    assert tokens.max() < VOCABULARY
    free = 0
    for one in given_lines:
        begin = frames_at(one.seconds)
        if begin >= frames:
            continue
        written, _ = KNOWN.of_line(read_aloud(one.text).symbols)
        begin = max(begin, free)
        assert not tokens[free:begin].any()  # nothing but filler between lines
        free = min(begin + len(written), frames)
        assert list(tokens[begin:free]) == written[: max(free - begin, 0)]
    assert not tokens[free:].any()
