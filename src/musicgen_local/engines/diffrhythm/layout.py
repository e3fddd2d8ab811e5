"""Times for lyrics that have none: a singer's pace, an opening, rests between the verses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil
from statistics import median

from musicgen_local.engines.diffrhythm.syllables import syllables_of

_SHORTEST_PHRASE_SYLLABLES = 4
_INTERJECTION = 0.4  # of a phrase: a shorter line ("Hey!") takes half of one
_CROWDED = 0.2  # of a phrase: so much more is sung in it before the line takes longer

_Phrases = list[list[tuple[float, float]]]  # by verse and line: syllables of a phrase, phrases


@dataclass(frozen=True, slots=True)
class Pace:
    """How a song is spread over time; all in seconds."""

    opening: float  # before the first line
    syllable: float
    breath: float  # after each phrase
    rest: float  # between verses
    ending: float  # after the last line


# A phrase of eight syllables takes 1.4 s, 3.4 s and 4.2 s. The fastest is the upper end of what is
# still sung; with the slowest, the rests are ten bars at 120 bpm.
FASTEST = Pace(opening=1.0, syllable=0.16, breath=0.15, rest=0.5, ending=0.5)
NATURAL = Pace(opening=8.0, syllable=0.36, breath=0.5, rest=4.0, ending=5.0)
SLOWEST = Pace(opening=20.0, syllable=0.42, breath=0.8, rest=20.0, ending=25.0)


def lay_out(
    verses: Sequence[Sequence[str]], begin: float, end: float, *, opens: bool, ends: bool
) -> list[list[float]] | None:
    """When each line of each verse begins, in seconds.

    Lines take equal time, as phrases of music do; only much shorter or longer ones take half a
    phrase, or one and a half. The pace is the natural one where it fits, else as much faster or
    slower as the time asks for; what is left over after the slowest stays without words at the end.

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
    phrases = _phrases(verses)
    if _total(phrases, fastest) > room:
        return None
    if _total(phrases, natural) > room:
        pace = _between(phrases, fastest, natural, room)
    elif not opens and not ends:
        pace = natural
    else:
        pace = _between(phrases, natural, slowest, room)
    times: list[list[float]] = []
    now = begin + pace.opening
    for verse in phrases:
        times.append([])
        for syllables, lengths in verse:
            times[-1].append(round(now, 2))
            now += _sung(syllables, lengths, pace)
        now += pace.rest
    return times


def seconds_needed(verses: Sequence[Sequence[str]]) -> int:
    """The shortest song that has room for the verses, in whole seconds."""
    return ceil(_total(_phrases(verses), FASTEST))


def _phrases(verses: Sequence[Sequence[str]]) -> _Phrases:
    """The lines as phrases: syllables of a usual one, and how many of those each line takes."""
    counts = [[syllables_of(line) for line in verse] for verse in verses]
    usual = max(median(count for verse in counts for count in verse), _SHORTEST_PHRASE_SYLLABLES)
    return [[(usual, _lengths(count / usual)) for count in verse] for verse in counts]


def _lengths(share: float) -> float:
    if share <= _INTERJECTION:
        return 0.5
    return max(ceil(2 * (share - _CROWDED)) / 2, 1.0)


def _total(phrases: _Phrases, pace: Pace) -> float:
    sung = sum(_sung(*phrase, pace) for verse in phrases for phrase in verse)
    return pace.opening + sung + pace.rest * (len(phrases) - 1) + pace.ending


def _sung(syllables: float, lengths: float, pace: Pace) -> float:
    return lengths * (syllables * pace.syllable + pace.breath)


def _between(phrases: _Phrases, fast: Pace, slow: Pace, room: float) -> Pace:
    """The pace by which the verses fill the room: its total is linear between two others."""
    low, high = _total(phrases, fast), _total(phrases, slow)
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
