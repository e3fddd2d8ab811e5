"""Numbers with a unit: tempo, length, meter, decades."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from musicgen_local.engines.composer.lexicon import tempo
from musicgen_local.engines.composer.lexicon.tokens import Token, words_of

_DASH = re.compile(r"\s*(?:-|–|—|\.\.+|…)\s*")
_ASSIGN = re.compile(r"[\s:=~≈@\-–—]*")
_DECADE_TAILS = frozenset(("s", "х", "е", "ые", "ых", "th"))
_UNIT_SECONDS = {unit: sec for sec, units in tempo.SECONDS_OF_UNIT.items() for unit in units}
_COUNTED = frozenset(("секунд", "минут", "минуты", "часа", "часов"))  # stand before their number
_UNIT_PHRASES = tuple(
    sorted(
        (tuple(words_of(unit)) for unit in tempo.TEMPO_UNITS),
        key=len,
        reverse=True,
    )
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit, over `tokens[first:last]`.

    `kind` is `bpm`, `seconds`, `meter` (then `value` is beats per bar and `note` the meter as
    written), `decade` (70 for the seventies) or `nothing`, for a number that is no wish.
    """

    first: int
    last: int
    kind: str
    value: float
    note: str = ""


def read_quantities(tokens: Sequence[Token]) -> list[Quantity]:
    """All quantities of a prompt, from left to right, none overlapping."""
    found: list[Quantity] = []
    at = 0
    while at < len(tokens):
        quantity = _decade(tokens, at) or _meter(tokens, at) or _tempo(tokens, at)
        quantity = quantity or _length(tokens, at)
        if quantity is None:
            at += 1
            continue
        found.append(quantity)
        at = quantity.last
    return found


def _word(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].word if 0 <= at < len(tokens) else ""


def _decade(tokens: Sequence[Token], at: int) -> Quantity | None:
    number = tokens[at].number
    if number is None or at + 1 >= len(tokens) or number % 10 or "." in tokens[at].word:
        return None
    tail = tokens[at + 1]
    if tail.word not in _DECADE_TAILS or tail.gap not in ("", "-", "'", "’"):
        return None
    full = 1900 <= number <= 1990
    decade = number - 1900 if full else number
    if not 20 <= decade <= 90:
        return None
    if not full and tail.word == "s" and tail.gap == "":
        seconds_meant = (
            decade < 50
            or _word(tokens, at - 1) in tempo.LENGTH_NOT_DECADE_AFTER
            or _word(tokens, at + 2) in tempo.LENGTH_NOT_DECADE_BEFORE
        )
        if seconds_meant:
            return None
    return Quantity(at, at + 2, "decade", decade)


def _meter(tokens: Sequence[Token], at: int) -> Quantity | None:
    if at + 1 >= len(tokens) or tokens[at + 1].gap.strip() != "/":
        return None
    upper, lower = tokens[at].number, tokens[at + 1].number
    if upper is None or lower is None:
        return None
    beats = tempo.BEATS_OF_METER.get((int(upper), int(lower)))
    if beats is None:
        return None
    return Quantity(at, at + 2, "meter", beats, f"{upper:.0f}/{lower:.0f}")


def _tempo(tokens: Sequence[Token], at: int) -> Quantity | None:
    """`82 bpm`, `bpm 82`, `tempo of about 90`, `75-80 bpm`, `at 128`."""
    start = at
    prefixed = _word(tokens, at) in tempo.TEMPO_PREFIXES
    loose = _word(tokens, at) == "at" or "@" in tokens[at].gap
    if prefixed or _word(tokens, at) == "at":
        at += 1
        while prefixed and _word(tokens, at) in tempo.FILLERS and at - start < 5:
            at += 1
        if prefixed and at < len(tokens) and not _ASSIGN.fullmatch(tokens[at].gap):
            return None
    number, at = _number_or_range(tokens, at)
    if number is None:
        return None
    unit = _tempo_unit(tokens, at)
    if unit:
        return Quantity(start, at + unit, "bpm", number)
    if _word(tokens, at) in _UNIT_SECONDS or not 40 <= number <= 220:
        return None
    if _word(tokens, at) in tempo.WEAK_TEMPO_UNITS:
        return Quantity(start, at + 1, "bpm", number)
    if prefixed or (loose and _word(tokens, at) not in tempo.NOT_A_TEMPO_BEFORE):
        return Quantity(start, at, "bpm", number)
    return None


def _number_or_range(tokens: Sequence[Token], at: int) -> tuple[float | None, int]:
    """The number at `at`, or the middle of a range, and the place after it."""
    if at >= len(tokens) or tokens[at].number is None:
        return None, at
    low = tokens[at].number
    after = at + 1
    if after < len(tokens) and tokens[after].number is not None:
        if _DASH.fullmatch(tokens[after].gap):
            return _middle(low, tokens[after].number), after + 1
    elif _word(tokens, after) in ("to", "до", "and", "и") and after + 1 < len(tokens):
        high = tokens[after + 1].number
        if high is not None:
            return _middle(low, high), after + 2
    return low, after


def _middle(low: float | None, high: float | None) -> float | None:
    return None if low is None or high is None else (low + high) / 2


def _tempo_unit(tokens: Sequence[Token], at: int) -> int:
    """How many tokens from `at` on are a unit of tempo."""
    for unit in _UNIT_PHRASES:
        if len(unit) <= len(tokens) - at and all(
            tokens[at + step].word == word for step, word in enumerate(unit)
        ):
            return len(unit)
    return 0


def _ends_clause(tokens: Sequence[Token], at: int) -> bool:
    return (
        at >= len(tokens)
        or tokens[at].breaks
        or _word(tokens, at) in ("with", "and", "in", "с", "и")
    )


def bare_tempo(tokens: Sequence[Token], at: int) -> bool:
    """Whether the number at `at` stands alone as musicians write a tempo: `techno 130`, `, 82,`."""
    number = tokens[at].number
    return number is not None and 55 <= number <= 200 and _ends_clause(tokens, at + 1)


def _length(tokens: Sequence[Token], at: int) -> Quantity | None:
    """`3 minutes 30 seconds`, `an hour`, `2:30`, `полчаса`."""
    whole = tempo.WHOLE_LENGTHS.get(tokens[at].word)
    if whole is not None:
        return Quantity(at, at + 1, "seconds", whole)
    clock = _clock(tokens, at)
    if clock is not None:
        return clock
    seconds, end = 0.0, at
    while (part := _number_with_unit(tokens, end)) is not None:
        seconds += part[0]
        end = part[1]
        if _word(tokens, end) in ("and", "и") and _number_with_unit(tokens, end + 1):
            end += 1
    if end == at:
        return _bare_unit(tokens, at)
    if _is_no_length(tokens, at, end) or seconds <= 0:
        return Quantity(at, end, "nothing", seconds)
    return Quantity(at, end, "seconds", seconds)


def _is_no_length(tokens: Sequence[Token], first: int, last: int) -> bool:
    return (
        _word(tokens, first - 1) in tempo.NOT_A_LENGTH_AFTER
        or _word(tokens, last) in tempo.NOT_A_LENGTH_BEFORE
    )


def _number_with_unit(tokens: Sequence[Token], at: int) -> tuple[float, int] | None:
    """Seconds and the place after them."""
    if at >= len(tokens):
        return None
    number = tokens[at].number
    spelled = number is None
    if number in tempo.MACHINES:
        return None
    if number is None:
        number = tempo.NUMBER_WORDS.get(tokens[at].word)
    if number is None:
        return None
    after = at + 1
    if spelled and _word(tokens, after) in ("a", "an") and number == 0.5:  # half an hour
        after += 1
    if tokens[at].word == "a" and _word(tokens, after) == "couple":
        number, after = 2.0, after + 1
    if _word(tokens, after) in ("х", "ти", "и", "of") and after + 1 < len(tokens):  # 3-х минутный
        after += 1
    if _word(tokens, after) in ("am", "pm"):
        return 0.0, after + 1  # a time of day
    unit = _UNIT_SECONDS.get(_word(tokens, after))
    if unit is None or (spelled and len(_word(tokens, after)) == 1):
        return None
    if _word(tokens, after) == "с" and _goes_on(tokens, after + 1):
        return None  # "with": хаус 124 с дропом
    one_letter_apart = len(_word(tokens, after)) == 1 and tokens[after].gap not in ("", " ")
    if one_letter_apart or (tokens[after].breaks and tokens[after].gap.strip()):
        return None
    return number * unit, after + 1


def _goes_on(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word that is no number follows in the same clause."""
    return at < len(tokens) and not tokens[at].gap.strip() and tokens[at].number is None


def _clock(tokens: Sequence[Token], at: int) -> Quantity | None:
    if at + 1 >= len(tokens) or tokens[at + 1].gap != ":":
        return None
    minutes, seconds = tokens[at].number, tokens[at + 1].number
    if minutes is None or seconds is None or len(tokens[at + 1].word) != 2 or seconds >= 60:
        return None
    value = minutes * 60 + seconds
    third = tokens[at + 2].number if at + 2 < len(tokens) else None
    if third is not None and tokens[at + 2].gap == ":":  # hours, minutes, seconds
        return Quantity(at, at + 3, "seconds", value * 60 + third)
    is_length = value > 0 and _word(tokens, at + 2) not in ("am", "pm")
    return Quantity(at, at + 2, "seconds" if is_length else "nothing", value)


def _bare_unit(tokens: Sequence[Token], at: int) -> Quantity | None:
    """`hour-long`, `на минуту`, `на час`, `минут на пять`, `минут пять`."""
    word = tokens[at].word
    unit = _UNIT_SECONDS.get(word)
    if unit is None or len(word) < 3:
        return None
    if word in _COUNTED:
        count_at = at + 1 + (_word(tokens, at + 1) == "на")
        if count_at < len(tokens) and not tokens[count_at].breaks:
            count = tokens[count_at].number or tempo.NUMBER_WORDS.get(tokens[count_at].word)
            if count:
                return Quantity(at, count_at + 1, "seconds", count * unit)
    if _word(tokens, at + 1) == "long" and word in ("hour", "minute"):
        return Quantity(at, at + 2, "seconds", unit)
    if _word(tokens, at - 1) == "на" and word in ("час", "минуту"):
        return Quantity(at, at + 1, "seconds", unit)
    return None
