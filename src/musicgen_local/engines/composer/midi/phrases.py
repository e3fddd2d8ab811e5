"""The form of a song: its own marks, or phrases of eight bars that are like one another."""

from __future__ import annotations

import re
from collections.abc import Sequence

from musicgen_local.engines.composer.midi.reading import Song, SongNote
from musicgen_local.engines.composer.sections import MOST_BARS, GivenSection
from musicgen_local.engines.composer.writing.charts import Bar
from musicgen_local.engines.composer.writing.theory import family_of, make_chord

_PHRASE = 8
_LETTERS = "ABCD"
_ALIKE = 0.7  # share of the bars with the same chord, in phrases of one letter
_NAME = re.compile(r"[^\W_][\w '’.#-]{0,38}")
_LONGEST_INTRO = 8


def find_form(
    song: Song, bars: Sequence[Bar], melody: Sequence[SongNote]
) -> tuple[GivenSection, ...]:
    """Sections that cover all bars."""
    return _marked(song, len(bars)) or _phrased(song, bars, melody)


def _marked(song: Song, bars: int) -> tuple[GivenSection, ...]:
    starts: dict[int, str] = {}
    for mark in song.markers:
        name = _NAME.search(mark.text)
        bar = round(mark.beat / song.beats_per_bar)
        if name and bar < bars:
            starts.setdefault(bar, name[0].strip())
    if len(starts) < 2:
        return ()
    if 0 not in starts:
        starts[0] = "intro"
    return _sections(sorted(starts.items()), bars)


def _sections(starts: Sequence[tuple[int, str]], bars: int) -> tuple[GivenSection, ...]:
    found: list[GivenSection] = []
    for (start, name), (end, _) in zip(starts, [*starts[1:], (bars, "")], strict=True):
        while start < end:
            length = min(end - start, MOST_BARS // 2)
            found.append(GivenSection(name=name, bars=length))
            start += length
    return tuple(found)


def _phrased(
    song: Song, bars: Sequence[Bar], melody: Sequence[SongNote]
) -> tuple[GivenSection, ...]:
    total, beats = len(bars), song.beats_per_bar
    sung = [int((note.start_beats + 0.3) // beats) for note in melody]
    first = min(sung, default=0)
    starts: list[tuple[int, str]] = []
    if 2 <= first <= _LONGEST_INTRO and total - first >= _PHRASE:
        starts.append((0, "intro"))
    else:
        first = 0
    kept: list[tuple[str, list[object]]] = []
    for start in range(first, total, _PHRASE):
        if total - start < _PHRASE // 2 and starts:
            break  # a few bars at the end belong to the last phrase
        phrase = [_sound(bar) for bar in bars[start : start + _PHRASE]]
        name = next((letter for letter, like in kept if _likeness(like, phrase) >= _ALIKE), None)
        if name is None:
            name = _LETTERS[len(kept) % len(_LETTERS)]
            kept.append((name, phrase))
        starts.append((start, name))
    last, _ = starts[-1]
    if len(starts) > 2 and sung and max(sung) < last:
        starts[-1] = (last, "outro")
    return _sections(starts, total)


def _sound(bar: Bar) -> object:
    """The bar's first chord, its colour left out."""
    chord = bar.chords[0][0]
    if chord is None:
        return None
    heard = chord.at(0, family_of("major"))
    return make_chord(heard.root, "m" if heard.minor_third else "")


def _likeness(one: Sequence[object], other: Sequence[object]) -> float:
    same = sum(a == b for a, b in zip(one, other, strict=False))
    return same / max(len(one), len(other))
