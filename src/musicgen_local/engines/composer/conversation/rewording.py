"""A prompt reworded: a wish taken out of it, or put in, and all else as it was written."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from musicgen_local.engines.composer.lexicon.denial import resolve_denials
from musicgen_local.engines.composer.lexicon.scan import Unit, scan

_JOINING = r"with|featuring|and|plus|or|some|a|an|the|on|of|in|at|for|с|со|и|или|на|в|для|под"
_DANGLING = re.compile(rf"(?:(?<=[\s,;])|^)(?:{_JOINING})\s*(?=[,;.!?]|$)", re.I)
_LED_BY = re.compile(r"(^|[,;.]\s*)(?:and|plus|or|и|или)\s+", re.I)
_DOUBLED = re.compile(r"\b(with|featuring|с|со|for|для)\s*(?:,\s*)*(?:and|or|и|или)\b", re.I)
_COMMAS = re.compile(r"\s*,(?:\s*,)*\s*")

Choice = Callable[[Unit], bool]


def read_units(text: str) -> tuple[Unit, ...]:
    """The units of a text, with what is denied resolved."""
    units = scan(text).units
    resolve_denials(units)
    return units


def taken_out(prompt: str, chosen: Choice, instead: str = "") -> str:
    """The prompt without the chosen units; the first of them makes room for `instead`.

    A denied unit goes with its denial; what else was denied with it stays denied.
    """
    reading = scan(prompt)
    bare = [(unit.start, unit.end) for unit in reading.units]
    units = reading.units
    resolve_denials(units)
    text, pieces, at, done = reading.text, [], 0, False
    for first, last in _runs(units, bare):
        members = range(first, last + 1)
        gone = [index for index in members if chosen(units[index])]
        if not gone:
            continue
        start, end = units[first].start, max(units[last].end, bare[last][1])
        kept = [index for index in members if index not in gone]
        denial = text[start : bare[first][0]].strip()
        left = ", ".join(f"{denial} {text[slice(*bare[index])]}".strip() for index in kept)
        if instead and not done:
            left, done = ", ".join(part for part in (instead, left) if part), True
        pieces += [text[at:start], left]
        at = end
    return _tidied("".join((*pieces, text[at:]))) if pieces else prompt


def _runs(units: Sequence[Unit], bare: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Stretches that go together, first and last unit: a list that is denied, or a unit alone."""
    runs: list[tuple[int, int]] = []
    denied: int | None = None  # the list that is open
    for index, unit in enumerate(units):
        if denied is not None and unit.has("and", "or", "stop"):
            continue
        if unit.denied and denied is not None and (unit.start, unit.end) == bare[index]:
            runs[denied] = (runs[denied][0], index)
            continue
        denied = len(runs) if unit.denied else None
        runs.append((index, index))
    return runs


def with_clause(prompt: str, clause: str) -> str:
    """The prompt with one more clause, which no denial before it reaches."""
    prompt = prompt.rstrip(" ,;.")
    if not prompt.strip(" ,;."):
        return clause
    units = read_units(prompt)
    return f"{prompt}{';' if units and units[-1].denied else ','} {clause}"


def _tidied(text: str) -> str:
    """The text without what is left of a wish that was taken out: "with ,", ", and"."""
    before = None
    while before != text:
        before = text
        text = _DOUBLED.sub(r"\1", text)
        text = _DANGLING.sub("", text)
        text = _LED_BY.sub(r"\1", text)
        text = _COMMAS.sub(", ", text)
        text = re.sub(r"[ \t]{2,}", " ", text).strip(" ,;")
    return text
