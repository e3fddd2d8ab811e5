"""Chord charts: `| Dm7 G7 | Cmaj7 | % |` as bars of chords, with sections and repeats."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import groupby

from musicgen_local.engines.composer.writing.chart_chords import (
    NO_CHORD,
    ChartChord,
    read_chord,
    suggest_chord,
)
from musicgen_local.errors import ErrorCode, UserError

MOST_BARS = 1024
MOST_CHARACTERS = 20_000
MOST_IN_A_BAR = 16
HOLD = "/"  # one beat, or share of the bar, more of the chord before
_UNNAMED = "intro"  # bars before the first label of a chart that has labels
_EXAMPLE = "| Dm7 | G7 | Cmaj7 | % |"
_TOKEN = re.compile(
    r"""(?P<label>\[[^\]|\n]{1,40}\])
      | (?P<close>:(?:\|+|‖)\]?(?P<open_too>:?)[ \t]*(?:\(?[x×](?P<times>\d{1,3})\)?|
        \(?(?P<times_too>\d{1,3})[x×]\)?)?)
      | (?P<open>(?:\|+|‖):)
      | (?P<bar>\|+\]?|‖)
      | (?P<metre>\d{1,2}/\d{1,2}(?=[\s|‖]|$))
      | (?P<word>(?:[^\s|‖:(,]|,(?=[^\s(]*\))|\([^()|\n]{0,12}\))+)
      | (?P<blank>[\s,]+)
      | (?P<strange>.)""",
    re.VERBOSE,
)
_LINE_LABEL = re.compile(r"^[ \t]*([^\W\d_][\w .'’#-]{0,38}?)[ \t]*:(?=\s|$)", re.MULTILINE)
_NO_CHORDS = frozenset({"n.c.", "nc", "n.c", "n/c", "нет"})
_SAME = frozenset({"%", "𝄎", "./.", ".//."})
_HOLDS = frozenset({"/", ".", "∕"})
_DASHES = frozenset({"-", "–", "—", "->", "→", ">"})
# metres by how many quarter notes a bar has
_METRES = {(6, 8): 3, (12, 8): 6, (2, 2): 4, (4, 8): 2, (3, 2): 6}


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: chords in order, each with its share; None is `N.C.`: nobody plays chords."""

    chords: tuple[tuple[ChartChord | None, int], ...]

    @property
    def text(self) -> str:
        """The bar as charts write it."""
        return " ".join(
            " ".join([NO_CHORD if chord is None else chord.text, *[HOLD] * (share - 1)])
            for chord, share in self.chords
        )


@dataclass(frozen=True, slots=True)
class ChartSection:
    """A stretch of bars under one label."""

    label: str  # as it was written; empty in a chart without labels
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart, its repeats written out."""

    sections: tuple[ChartSection, ...]
    beats_per_bar: int | None = None  # quarter notes; None: not said
    notices: tuple[str, ...] = field(default=())  # what was read otherwise than written

    @property
    def bars(self) -> tuple[Bar, ...]:
        """All bars in order."""
        return tuple(bar for section in self.sections for bar in section.bars)

    @property
    def labelled(self) -> bool:
        """Whether the chart names its sections."""
        return any(section.label for section in self.sections)

    @property
    def chords(self) -> tuple[ChartChord, ...]:
        """All chords in order."""
        return tuple(chord for bar in self.bars for chord, _ in bar.chords if chord is not None)

    @property
    def relative(self) -> bool:
        """Whether it is written in Roman numerals, for any key."""
        return any(chord.degree is not None for chord in self.chords)


def bars_text(bars: Sequence[Bar]) -> str:
    """Bars as a chart that `parse_chart` reads."""
    return "| " + " | ".join(bar.text for bar in bars) + " |"


@dataclass(frozen=True, slots=True)
class _Row:
    """A bar on its way: the section it belongs to, by number and by name."""

    section: int
    label: str
    bar: Bar


@lru_cache(maxsize=256)
def parse_chart(text: str) -> Chart:
    """The chart in a text.

    Bars stand between `|` (or each chord is a bar where there is none), chords of a bar share it
    evenly, `/` holds a chord for a share more, `%` is the bar before, `N.C.` is no chord; `[A]` or
    a line's `Verse:` names a section, `|: ... :| x3` repeats, `3/4` is the metre. Chords may be
    letters (H is B, and B then is Bb) or Roman numerals.

    Raises:
        UserError: `VALIDATION` with the line, the bar and the word that could not be read.
    """
    if len(text) > MOST_CHARACTERS:
        raise refused(f"The chart has {len(text):,} characters.", f"Use {MOST_CHARACTERS:,}.")
    reader = _Reader(text)
    rows = reader.read()
    if not rows:
        raise refused("The chart has no chords.", f"Write bars of chords, such as {_EXAMPLE}")
    labelled = any(row.label for row in rows)
    sections = tuple(
        ChartSection(label or (_UNNAMED if labelled else ""), tuple(row.bar for row in group))
        for (_, label), group in groupby(rows, key=lambda row: (row.section, row.label))
    )
    chart = Chart(sections, reader.beats_per_bar)
    if len({chord.degree is None for chord in chart.chords}) > 1:
        raise refused(
            "The chart mixes letters and Roman numerals.",
            "Write all chords as letters, or all as numerals.",
        )
    return replace(chart, notices=tuple(_notices(chart, reader.german)))


def _notices(chart: Chart, german: bool) -> Iterator[str]:
    if german and any(chord.text.startswith("Bb") for chord in chart.chords):
        yield "The chart has an H, so its B is read as B flat."
    heard = {chord.heard_as: chord.text for chord in chart.chords if chord.heard_as}
    for written, played in heard.items():
        yield f"{written} is played as {played}."


class _Reader:
    """Reads a chart token by token, and knows where it is."""

    def __init__(self, text: str) -> None:
        self.beats_per_bar: int | None = None
        for line_end in ("\r\n", "\r", "\\n"):  # the last as shells pass it on
            text = text.replace(line_end, "\n")
        self._text = _LINE_LABEL.sub(_bracketed, text)
        self._barred = "|" in self._text or "‖" in self._text
        self.german = bool(re.search(r"(?<![A-Za-z])H", self._text))
        self._rows: list[_Row] = []
        self._words: list[str] = []
        self._section = 0
        self._label = ""
        self._repeat_from = 0
        self._opened = False  # by a sign; else what is repeated begins with its section
        self._line = 1
        self._bar_open = False  # a bar line stands before, on this line

    def read(self) -> list[_Row]:
        for token in _TOKEN.finditer(self._text):
            kind, word = str(token.lastgroup), token[0]
            if token["close"]:
                self._end_bar()
                self._repeat(int(token["times"] or token["times_too"] or 2))
                self._bar_open, self._opened = True, bool(token["open_too"])
            elif kind == "label":
                self._end_bar()
                self._begin(word[1:-1].strip())
            elif kind == "open":
                self._end_bar()
                self._repeat_from, self._bar_open = len(self._rows), True
                self._opened = True
            elif kind == "bar":
                if not self._words and self._bar_open and self._rows:
                    self._words.append("%")
                self._end_bar()
                self._bar_open = True
            elif kind == "metre":
                self._metre(word)
            elif kind == "word":
                self._word(word)
            elif kind == "blank" and "\n" in word:
                self._end_bar()
                self._bar_open = False
                self._line += word.count("\n")
            elif kind == "strange":
                raise self._wrong(word, "")
        self._end_bar()
        return self._rows

    def _begin(self, label: str) -> None:
        self._section += 1
        self._label = label
        if not self._opened:
            self._repeat_from = len(self._rows)

    def _word(self, word: str) -> None:
        if word in _DASHES and not self._barred:
            return
        if re.fullmatch(r"\(?(?:[x×]\d{1,3}|\d{1,3}[x×])\)?", word):
            raise self._wrong(word, "Put |: before what is repeated and :| after it")
        self._words.append(word)
        if not self._barred:
            self._end_bar()

    def _end_bar(self) -> None:
        words, self._words = self._words, []
        if not words:
            return
        if len(words) > MOST_IN_A_BAR:
            raise refused(
                f"Line {self._line}, bar {len(self._rows) + 1} has {len(words)} chords.",
                f"Put bar lines between them: {_EXAMPLE}",
            )
        bar = self._same() if words[0] in _SAME and len(words) == 1 else self._chords(words)
        self._add([_Row(self._section, self._label, bar)])

    def _same(self) -> Bar:
        if not self._rows:
            raise self._wrong("%", "Begin with a chord: nothing comes before it")
        return self._rows[-1].bar

    def _chords(self, words: Sequence[str]) -> Bar:
        chords: list[tuple[ChartChord | None, int]] = []
        for word in words:
            if word in _HOLDS or word in _SAME:
                if not chords:
                    chords.append((self._last_chord(word), 0))
                chord, share = chords.pop()
                chords.append((chord, share + 1))
            elif word.lower() in _NO_CHORDS:
                chords.append((None, 1))
            else:
                found = read_chord(word, german=self.german)
                if found is None:
                    near = suggest_chord(word)
                    raise self._wrong(word, f"Did you mean {near}?" if near else "")
                chords.append((found, 1))
        return Bar(tuple(chords))

    def _last_chord(self, word: str) -> ChartChord | None:
        if not self._rows:
            raise self._wrong(word, "Begin with a chord: nothing comes before it")
        return self._rows[-1].bar.chords[-1][0]

    def _repeat(self, times: int) -> None:
        again = self._rows[self._repeat_from :]
        if not again or times < 1:
            raise self._wrong(":|", "Put bars before it")
        several = len({row.section for row in again}) > 1
        for _ in range(times - 1):
            if several:  # a form that is gone through anew
                self._section += 1
                again = [replace(row, section=row.section + self._section) for row in again]
            self._add(again)
        self._section = max(self._section, self._rows[-1].section)
        self._repeat_from = len(self._rows)

    def _add(self, rows: Sequence[_Row]) -> None:
        if len(self._rows) + len(rows) > MOST_BARS:
            raise refused("The chart is too long.", f"Use at most {MOST_BARS:,} bars.")
        self._rows.extend(rows)

    def _metre(self, word: str) -> None:
        above, below = (int(number) for number in word.split("/"))
        beats = above if below == 4 and 2 <= above <= 7 else _METRES.get((above, below))
        if beats is None or self.beats_per_bar not in (None, beats):
            raise self._wrong(
                word, "Use one metre for the whole chart: 2/4 to 7/4, 6/8, 12/8, 2/2 or 3/2"
            )
        self.beats_per_bar = beats

    def _wrong(self, word: str, way_out: str) -> UserError:
        place = f"line {self._line}, bar {len(self._rows) + 1}"
        what = "is no chord" if word not in (":|", "%") and "/" not in word else "can't stand there"
        return refused(
            f"'{word[:40]}' in {place} {what}.",
            f"{way_out.rstrip('?.')}{'?' if way_out.endswith('?') else '.'}"
            if way_out
            else f"Write chords such as Dm7, Bb, F#m7b5, C/E or ii7: {_EXAMPLE}",
        )


def _bracketed(label: re.Match[str]) -> str:
    return f"[{label[1]}]"


def refused(message: str, recovery: str) -> UserError:
    """The error of a chart."""
    return UserError(ErrorCode.VALIDATION, message, recovery=recovery, details={"field": "chords"})
