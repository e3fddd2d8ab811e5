"""Lyrics: LRC, or plain lines that are given times, become lines to sing."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from musicgen_local.engines.diffrhythm.layout import lay_out, seconds_needed
from musicgen_local.engines.diffrhythm.syllables import syllables_of
from musicgen_local.errors import ErrorCode, UserError

_MOST_NAMED = 12  # lines by their numbers, in a notice
_SYLLABLES_PER_SECOND = 8  # a fast rapper's; more can't be understood

_NEW_LINE = re.compile(r"\r\n|\r|\n")
_TIME = r"(\d{1,3}):([0-5]?\d)(?:[.:](\d{1,3}))?"
_STAMP = re.compile(rf"\s*\[{_TIME}\]")
_WORD_STAMP = re.compile(rf"<{_TIME}>")
_MEANT_AS_STAMP = re.compile(r"\s*\[\s*[-+]?\d[^\]\s]*\]?")
_OFFSET = re.compile(r"\[offset:(.*)\]", re.IGNORECASE)
_BRACKETS = re.compile(r"\[[^\]]*\]")  # [ti:Song], [Chorus], [x2]: about the words, never sung
_PART = (
    r"(?:pre-?|post-?)?chorus|verse|bridge|intro|outro|hook|refrain|interlude|solo|break|"
    r"куплет|припев|бридж|вступление|проигрыш|кода|主歌|副歌|前奏|间奏|尾奏|桥段"
)
# "(Verse 2)", "Chorus:", "**Bridge**": how a part is headed where there are no brackets.
_HEADING = re.compile(
    rf"(?:\(\s*(?:{_PART})[\s\d:x×]*\)|\*+\s*(?:{_PART})[\s\d:x×]*\*+|(?:{_PART})\s*\d*\s*:)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class LyricLine:
    """A line to sing."""

    seconds: float  # when it begins
    text: str
    number: int  # of its line in the text it comes from, from 1


@dataclass(frozen=True, slots=True)
class Lyrics:
    """What is sung, in the order of time. Without lines the song is instrumental."""

    lines: tuple[LyricLine, ...] = ()
    notices: tuple[str, ...] = ()  # what was decided that the text doesn't say

    def as_lrc(self) -> str:
        """The lines as LRC, with times to hundredths of a second."""
        return "\n".join(f"[{clock(line.seconds)}]{line.text}" for line in self.lines)


@dataclass(slots=True)
class _Passage:
    """A line with its times, and those without that follow it; verse by verse."""

    stamps: list[float] = field(default_factory=list)  # none: the passage opens the text
    verses: list[list[tuple[int, str]]] = field(default_factory=lambda: [[]])

    def rest(self) -> None:
        if self.verses[-1]:
            self.verses.append([])

    def sung(self) -> list[list[tuple[int, str]]]:
        return [verse for verse in self.verses if verse]


def clock(seconds: float) -> str:
    """83.4 -> "01:23.40", as it stands in LRC."""
    hundredths = round(seconds * 100)
    return f"{hundredths // 6000:02d}:{hundredths // 100 % 60:02d}.{hundredths % 100:02d}"


def listed(numbers: Sequence[int]) -> str:
    """Numbers of lines as a notice names them: "3, 5", and only the first of many."""
    named = ", ".join(map(str, numbers[:_MOST_NAMED]))
    more = len(numbers) - _MOST_NAMED
    return f"{named} and {more} more" if more > 0 else named


def read_lyrics(text: str, duration_seconds: float) -> Lyrics:
    """Reads LRC or plain lines for a song of a length.

    Lines have times as `[mm:ss]`, `[mm:ss.xx]` or `[mm:ss.xxx]`, several where they come again.
    `[offset:]` moves them all (in ms; a positive one makes them earlier), other tags, marks of
    parts ("[Chorus]", "Verse 2:") and `<mm:ss.xx>` before words aren't sung. Lines without a time
    are laid out: over the whole song, or between their neighbours that have one; blank lines and
    marks of parts make rests there.

    Raises
    ------
    UserError
        `INVALID_LYRICS`: brackets that hold no time, or more words than the song has room for.
        The message names the line, and `details` has its number as `line`.
    """
    passages, offset = _passages(text)
    notices: list[str] = []
    for passage in passages:
        passage.stamps = [max(0.0, stamp - offset) for stamp in passage.stamps]
    late = [
        passage
        for passage in passages
        if passage.sung() and any(stamp >= duration_seconds for stamp in passage.stamps)
    ]
    if late:
        notices.append(_told_late(late, duration_seconds))
    lines = sorted(_timed(passages, duration_seconds), key=lambda line: (line.seconds, line.number))
    if late and not lines:
        number = _numbers(late)[0]
        raise _wrong(
            number,
            f"it begins after the song's end ({clock(duration_seconds)}), and so do all others",
            "Make the song longer, or give the lines earlier times.",
        )
    notices += _told_laid_out(passages, lines, duration_seconds)
    notices += _told_crowded(lines, duration_seconds)
    return Lyrics(tuple(lines), tuple(notices))


def _passages(text: str) -> tuple[list[_Passage], float]:
    """The text cut where times stand, and the offset of all times in seconds."""
    passages = [_Passage()]
    offset = 0.0
    for number, line in enumerate(_NEW_LINE.split(text.removeprefix("\ufeff")), start=1):
        stamps, rest = _stamps(line)
        if tag := _OFFSET.fullmatch(rest.strip()):
            offset = _offset(tag[1], number)
            continue
        if wrong := _MEANT_AS_STAMP.match(rest):
            raise _wrong(
                number,
                f"{wrong[0].strip()!r} is no time",
                "Write times as [mm:ss.xx], seconds below 60: [01:23.50].",
            )
        words = " ".join(_BRACKETS.sub(" ", _WORD_STAMP.sub("", rest)).split())
        if _HEADING.fullmatch(words) or not any(map(str.isalnum, words)):
            words = ""  # a mark, or a sign of music: nothing to sing
        if stamps:
            passages.append(_Passage(stamps))
        if words:
            passages[-1].verses[-1].append((number, words))
        else:
            passages[-1].rest()
    return passages, offset


def _stamps(line: str) -> tuple[list[float], str]:
    stamps, end = [], 0
    while match := _STAMP.match(line, end):
        minutes, seconds, fraction = match.groups()
        stamps.append(int(minutes) * 60 + int(seconds) + float(f"0.{fraction or 0}"))
        end = match.end()
    return stamps, line[end:]


def _offset(told: str, number: int) -> float:
    try:
        return int(told.strip() or 0) / 1000
    except ValueError:
        raise _wrong(
            number,
            f"[offset:{told}] is no number",
            "Write it in milliseconds: [offset:+250], or leave it out.",
        ) from None


def _timed(passages: Sequence[_Passage], duration_seconds: float) -> Iterable[LyricLine]:
    anchors = sorted({stamp for passage in passages for stamp in passage.stamps})
    for passage in passages:
        verses = passage.sung()
        if not verses:
            continue
        for begin in passage.stamps or [0.0]:
            if begin >= duration_seconds:
                continue
            opens = not passage.stamps
            after = 0 if opens else bisect_right(anchors, begin)
            end = min([*anchors[after : after + 1], duration_seconds])
            times = [[begin]]
            if opens or sum(map(len, verses)) > 1:
                times = _laid_out(verses, begin, end, opens=opens, ends=end == duration_seconds)
            for verse, starts in zip(verses, times, strict=True):
                for (number, words), seconds in zip(verse, starts, strict=True):
                    yield LyricLine(seconds, words, number)


def _laid_out(
    verses: Sequence[Sequence[tuple[int, str]]],
    begin: float,
    end: float,
    *,
    opens: bool,
    ends: bool,
) -> list[list[float]]:
    words = [[text for _, text in verse] for verse in verses]
    times = lay_out(words, begin, end, opens=opens, ends=ends)
    if times is not None:
        return times
    numbers = [number for verse in verses for number, _ in verse]
    if opens and ends:
        raise UserError(
            ErrorCode.INVALID_LYRICS,
            f"The lyrics are too long: {len(numbers)} lines need at least "
            f"{seconds_needed(words)} s, and the song has {end:g} s.",
            recovery="Shorten the lyrics, or make the song longer.",
            details={"line": numbers[-1], "seconds_needed": seconds_needed(words)},
        )
    raise _wrong(
        numbers[0] if opens else numbers[1],
        f"it has no time, and there is no room for it between {clock(begin)} and {clock(end)}",
        "Give it a time as [mm:ss.xx], or move the lines after it.",
    )


def _told_laid_out(
    passages: Sequence[_Passage], lines: Sequence[LyricLine], duration_seconds: float
) -> Iterable[str]:
    if not lines:
        return
    if not any(passage.stamps for passage in passages):
        yield (
            f"The lyrics have no times: their lines were laid out from {clock(lines[0].seconds)} "
            f"to the last at {clock(lines[-1].seconds)}, of {clock(duration_seconds)}."
        )
        return
    given = [number for verse in passages[0].sung() for number, _ in verse]
    for passage in passages[1:]:
        given += [number for verse in passage.sung() for number, _ in verse][1:]
    sung = {line.number for line in lines}
    if without := [number for number in given if number in sung]:
        yield f"{_lines(without)} no time; laid out between those that have one."


def _told_crowded(lines: Sequence[LyricLine], duration_seconds: float) -> Iterable[str]:
    ends = [*(line.seconds for line in lines[1:]), duration_seconds]
    crowded = {
        line.number
        for line, end in zip(lines, ends, strict=False)
        if syllables_of(line.text) > _SYLLABLES_PER_SECOND * (end - line.seconds)
    }
    if crowded:
        yield f"{_lines(sorted(crowded))} more words than can be sung in time."


def _told_late(late: Sequence[_Passage], duration_seconds: float) -> str:
    return (
        f"Left out, as it would begin after the song's end ({clock(duration_seconds)}): "
        f"line {listed(_numbers(late))}."
    )


def _numbers(passages: Iterable[_Passage]) -> list[int]:
    return [number for passage in passages for verse in passage.sung() for number, _ in verse]


def _lines(numbers: Sequence[int]) -> str:
    if len(numbers) == 1:
        return f"Line {numbers[0]} has"
    return f"Lines {listed(numbers)} have"


def _wrong(number: int, why: str, recovery: str) -> UserError:
    return UserError(
        ErrorCode.INVALID_LYRICS,
        f"Line {number} of the lyrics: {why}.",
        recovery=recovery,
        details={"line": number},
    )
