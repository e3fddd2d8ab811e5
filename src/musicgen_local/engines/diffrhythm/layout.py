"""Times for lyrics that have none: a singer's pace, an opening, rests between the verses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil

from musicgen_local.engines.diffrhythm.syllables import syllables_of

_SHORTEST_LINE_SYLLABLES = 4  # a shorter one is held


@dataclass(frozen=True, slots=True)
class Pace:
    """How a song is spread over time; all in seconds."""

    opening: float  # before the first line
    syllable: float
    breath: float  # after each line
    rest: float  # between verses
    ending: float  # after the last line


# A line of eight syllables takes 1.4 s, 3.4 s and 4.4 s. The fastest is the upper end of what is
# still sung; with the slowest, the rests are six bars at 120 bpm.
FASTEST = Pace(opening=1.0, syllable=0.16, breath=0.15, rest=0.5, ending=0.5)
NATURAL = Pace(opening=8.0, syllable=0.36, breath=0.5, rest=4.0, ending=5.0)
SLOWEST = Pace(opening=15.0, syllable=0.45, breath=0.8, rest=12.0, ending=15.0)


def lay_out(
    verses: Sequence[Sequence[str]], begin: float, end: float, *, opens: bool, ends: bool
) -> list[list[float]] | None:
    """When each line of each verse begins, in seconds.

    The pace is the natural one where it fits, else as much faster or slower as the time asks for;
    what is left over after the slowest stays without words at the end.

    Parameters
    ----------
    verses : sequence of sequences of str
        Lines, with a rest between one verse and the next.
    begin, end : float
        The stretch of the song that they have.
    opens, ends : bool
        Whether the stretch is the song's first (an opening before the words) and its last.

    Returns
    -------
    list of lists of float or None
        A time for each line, rising, in `begin`..`end`; None where they don't fit at any pace.
    """
    fastest, natural, slowest = (
        replace(pace, opening=pace.opening * opens, ending=pace.ending * ends)
        for pace in (FASTEST, NATURAL, SLOWEST)
    )
    room = end - begin
    if _total(verses, fastest) > room:
        return None
    if _total(verses, natural) > room:
        pace = _between(verses, fastest, natural, room)
    elif not opens and not ends:
        pace = natural
    else:
        pace = _between(verses, natural, slowest, room)
    times: list[list[float]] = []
    now = begin + pace.opening
    for verse in verses:
        times.append([])
        for line in verse:
            times[-1].append(round(now, 2))
            now += _sung(line, pace)
        now += pace.rest
    return times


def seconds_needed(verses: Sequence[Sequence[str]]) -> int:
    """The shortest song that has room for the verses, in whole seconds."""
    return ceil(_total(verses, FASTEST))


def _total(verses: Sequence[Sequence[str]], pace: Pace) -> float:
    sung = sum(_sung(line, pace) for verse in verses for line in verse)
    return pace.opening + sung + pace.rest * (len(verses) - 1) + pace.ending


def _sung(line: str, pace: Pace) -> float:
    return max(syllables_of(line), _SHORTEST_LINE_SYLLABLES) * pace.syllable + pace.breath


def _between(verses: Sequence[Sequence[str]], fast: Pace, slow: Pace, room: float) -> Pace:
    """The pace by which the verses fill the room: its total is linear between two others."""
    low, high = _total(verses, fast), _total(verses, slow)
    share = min((room - low) / (high - low), 1.0)

    def mean(one: float, other: float) -> float:
        return one + share * (other - one)

    return Pace(
        opening=mean(fast.opening, slow.opening),
        syllable=mean(fast.syllable, slow.syllable),
        breath=mean(fast.breath, slow.breath),
        rest=mean(fast.rest, slow.rest),
        ending=mean(fast.ending, slow.ending),
    )
