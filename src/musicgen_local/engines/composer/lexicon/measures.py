"""Tempo, key, meter, length and structure from the units of a prompt."""

from __future__ import annotations

from collections.abc import Sequence

from musicgen_local.engines.composer.brief import PITCH_CLASSES, Mode
from musicgen_local.engines.composer.lexicon.generic import PARTS_OF_A_KIT
from musicgen_local.engines.composer.lexicon.genres import ANY_TEMPO_BPM
from musicgen_local.engines.composer.lexicon.installed import all_genres
from musicgen_local.engines.composer.lexicon.scan import Unit

SLOWEST_BPM, FASTEST_BPM = 40.0, 220.0
_STRETCH = 1.3  # "very slow" goes this far beyond "slow"


def clamped_bpm(bpm: float) -> float:
    """`bpm` moved into the range that can be played."""
    return min(FASTEST_BPM, max(SLOWEST_BPM, bpm))


def read_tempo(units: Sequence[Unit], genre: str | None) -> float | None:
    """The tempo in bpm: a number if one is given, else an Italian mark, else words of speed.

    Words of speed are places in the genre's usual range; several are averaged.
    """
    numbers = [u for u in units if u.quantity is not None and u.quantity.kind == "bpm"]
    marks = [unit for unit in units if unit.has("bpm") and not unit.denied]
    speeds = [unit for unit in units if unit.has("speed")]
    tempo: float | None = None
    if numbers:
        tempo = _said_in_numbers(numbers)
    elif marks:
        tempo = next(marks[0].of("bpm")).weight
        marks[0].meanings.append(f"tempo {tempo:g} bpm")
    elif speeds:
        places = [_place(unit) for unit in speeds]
        tempo = round(clamped_bpm(_in_range(sum(places) / len(places), genre)))
        for unit in speeds:
            unit.meanings.append(f"tempo {tempo:g} bpm for {genre or 'any genre'}")
    if numbers:
        for unit in (*marks, *speeds):
            unit.meanings.append("tempo, overruled by the number")
    return tempo


def _said_in_numbers(units: Sequence[Unit]) -> float:
    tempo = 0.0
    for unit in reversed(units):
        assert unit.quantity is not None
        asked = unit.quantity.value
        tempo = clamped_bpm(asked)
        note = "" if tempo == asked else " (the range is 40-220)"
        unit.meanings.append(f"tempo {tempo:g} bpm{note}")
    for unit in units[1:]:
        unit.meanings[-1] += ", overruled by the first number"
    return tempo


def _place(unit: Unit) -> float:
    place = next(unit.of("speed")).weight
    if unit.denied:  # "not too fast" leaves the middle, and leans away a little
        return -0.25 * place
    return place * (min(unit.degree, _STRETCH) if unit.degree > 1 else unit.degree)


def _in_range(place: float, genre: str | None) -> float:
    known = all_genres().get(genre or "")
    slow, usual, fast = known.tempo_bpm if known else ANY_TEMPO_BPM
    return usual + place * ((fast - usual) if place > 0 else (usual - slow))


def read_key(units: Sequence[Unit]) -> tuple[int | None, Mode | None]:
    """Tonic as a pitch class and mode, each where it is named; the first key wins."""
    tonic: int | None = None
    mode: Mode | None = None
    for unit in units:
        if unit.key is None:
            continue
        spoken = f"key {PITCH_CLASSES[unit.key.tonic]} {unit.key.mode or ''}".strip()
        if tonic is None:
            tonic, mode = unit.key.tonic, unit.key.mode
            unit.meanings.append(spoken)
        else:
            unit.meanings.append(f"{spoken}, overruled by the first key")
    for unit in units:
        for sense in unit.of("mode"):
            if not unit.denied:
                unit.meanings.append(f"{sense.value} mode")
                mode = mode or _as_mode(sense.value)
    return tonic, mode


def _as_mode(name: str) -> Mode:
    modes: tuple[Mode, ...] = (
        "major", "minor", "dorian", "phrygian", "lydian", "mixolydian", "aeolian",
    )  # fmt: skip
    return next(mode for mode in modes if mode == name)


def read_beats(units: Sequence[Unit]) -> tuple[int | None, tuple[str, ...]]:
    """Beats per bar, a written meter before a word like waltz; and `6/8 feel` hints."""
    beats: int | None = None
    hints: tuple[str, ...] = ()
    for unit in units:
        if beats is None and unit.quantity is not None and unit.quantity.kind == "meter":
            beats = int(unit.quantity.value)
            unit.meanings.append(f"meter {unit.quantity.note}, {beats} beats per bar")
            if unit.quantity.note in ("6/8", "9/8", "12/8"):
                hints = (f"{unit.quantity.note} feel",)
    for unit in units:
        if unit.has("beats") and not unit.denied:
            counted = int(next(unit.of("beats")).weight)
            unit.meanings.append(f"{counted} beats per bar")
            beats = beats or counted
    return beats, hints


def read_length(units: Sequence[Unit]) -> float | None:
    """The length asked for in seconds; the first wins."""
    length: float | None = None
    for unit in units:
        if unit.quantity is None or unit.quantity.kind != "seconds":
            continue
        unit.meanings.append(f"length {unit.quantity.value:g} seconds")
        if length is None:
            length = unit.quantity.value
        else:
            unit.meanings[-1] += ", overruled by the first length"
    return length


def read_hints(units: Sequence[Unit]) -> tuple[str, ...]:
    """Structure hints in order; a denied one becomes `no drop`, `no intro`."""
    hints: list[str] = []
    for at, unit in enumerate(units):
        if unit.at_first:
            hints += [f"no {sense.value} at first" for sense in unit.of("instrument")]
        elif unit.denied:
            parts = (s.value for s in unit.of("instrument") if s.value in PARTS_OF_A_KIT)
            hints += [f"no {part}" for part in parts]
        for sense in unit.of("hint"):
            if sense.value == "loop" and _is_a_players_loop(units, at):
                unit.meanings.append("a repeated figure")
                continue
            hint = f"no {sense.value}" if unit.denied else sense.value
            hints.append(hint)
            unit.meanings.append(f"structure: {hint}")
    return tuple(dict.fromkeys(hints))


def _is_a_players_loop(units: Sequence[Unit], at: int) -> bool:
    """ "A piano loop" is material; "a loop", "a lo-fi loop" is the form of the piece."""
    return at > 0 and not units[at].opens_clause and units[at - 1].has("instrument")
