"""The string quartet: three voices written together under a first violin.

The setting (`quartet_voices.py`) is one four-part harmony of the section. Textures then speak it
as quartets of the classical period do: chorale, pulse, broken chords, off-beats, a walking bass,
imitation and dialogue (Adler, *The Study of Orchestration*, ch. 5).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from musicgen_local.engines.composer.score import Note
from musicgen_local.engines.composer.writing.quartet_desk import (
    CELLO,
    SECOND,
    VIOLA,
    Desk,
    held,
    parallel,
    pieces,
    setting_of,
    with_passing,
)
from musicgen_local.engines.composer.writing.quartet_talk import dialogue, imitation
from musicgen_local.engines.composer.writing.seeds import pick
from musicgen_local.engines.composer.writing.theory import chord_scale

if TYPE_CHECKING:
    from musicgen_local.engines.composer.writing.comping import Hands

_STRETCH_BARS = 4  # after so many bars the texture changes
_FAST_BPM = 116.0  # above it, repeated notes stay eighths
_HOME_REACH = 0.3  # of energy, beyond which a texture is a rare guest
# the energy at which each texture is at home, and how often it is taken there
_TEXTURES: dict[str, tuple[float, float]] = {
    "held": (0.12, 1.0),
    "chorale": (0.25, 1.6),
    "dialogue": (0.32, 1.4),
    "walking": (0.42, 1.3),
    "imitation": (0.48, 1.6),
    "broken": (0.57, 1.6),
    "offbeat": (0.67, 1.5),
    "pulse": (0.8, 2.2),
}
_ORDERS = ((0, 1, 0, 1), (0, 1, 2, 1), (0, 2, 1, 2), (2, 1, 0, 1))


def quartet_part(voice: int, hands: Hands) -> list[Note]:
    """One lower voice of a section: its texture every four bars, the final chord held."""
    context = hands.context
    spans = context.harmony
    desk = Desk(hands, voice, spans, setting_of(hands), hands.lead)
    notes: list[Note] = []
    for start, end, texture in _stretches(hands):
        notes += _TABLE[texture](desk, start, end)
    if context.section.ending:
        final = spans[-1]
        length = final.duration + context.ring_beats
        notes.append(desk.note(final.start, length, desk.at(len(spans) - 1), 0.92))
    return notes


def _stretches(hands: Hands) -> list[tuple[float, float, str]]:
    """Start, end and texture of each few bars up to the final chord.

    A theme comes back in the texture it first had; what follows varies with each return.
    """
    context = hands.context
    size = float(_STRETCH_BARS * context.bar)
    limit = context.playing_beats
    found: list[tuple[float, float, str]] = []
    while len(found) * size < limit - 1e-6:
        start = len(found) * size
        turn = len(found) and len(found) + 16 * context.section.variation
        found.append((start, min(limit, start + size), _texture(hands, turn)))
    return found


def _texture(hands: Hands, turn: int) -> str:
    """The luckiest of the textures that suit the section's energy."""
    dice = hands.context.theme_dice("quartet", turn)
    lucks = {name: float(dice.random()) for name in _TEXTURES}
    return max(lucks, key=lambda name: lucks[name] ** (1 / _weight(name, hands)))


def _weight(name: str, hands: Hands) -> float:
    home, weight = _TEXTURES[name]
    away = abs(hands.context.section.energy - home) / _HOME_REACH
    return weight * max(0.05, 1.0 - away) ** 2


def chorale(desk: Desk, start: float, end: float) -> list[Note]:
    """With the melody, note against note on its beats."""
    beats = {float(round(n.start_beats)) for n in desk.lead
             if abs(n.start_beats - round(n.start_beats)) < 0.05}  # fmt: skip
    notes: list[Note] = []
    for index, a, b in pieces(desk, start, end):
        onsets = [a, *sorted(beat for beat in beats if a + 0.5 < beat < b - 0.1)]
        line = [
            desk.note(at, (until - at) * 0.97, desk.at(index))
            for at, until in zip(onsets, [*onsets[1:], b], strict=True)
        ]
        notes += with_passing(desk, index, line, b)
    return notes


def pulse(desk: Desk, start: float, end: float) -> list[Note]:
    """Repeated notes in the middle, the cello on the strong beats."""
    if desk.voice == CELLO:
        return _grounded(desk, start, end)
    context = desk.hands.context
    quick = context.section.energy > 0.72 and context.plan.tempo_bpm < _FAST_BPM
    step = 0.25 if quick and desk.voice == VIOLA else 0.5
    notes: list[Note] = []
    for index, a, b in pieces(desk, start, end):
        for turn in range(round((b - a) / step)):
            at = a + turn * step
            notes.append(desk.note(at, step * 0.82, desk.at(index), 1.0 if at % 1 < 0.1 else 0.9))
    return notes


def _grounded(desk: Desk, start: float, end: float) -> list[Note]:
    """The bass on the first beat and the half bar, detached, and a step into each change."""
    strong = (0.0, 2.0) if desk.bar in (4, 6) else (0.0,)
    notes: list[Note] = []
    for index, a, b in pieces(desk, start, end):
        onsets = [a + k for k in range(round(b - a)) if k == 0 or (a + k) % desk.bar in strong]
        pitch = desk.at(index)
        line = []
        for turn, (at, until) in enumerate(zip(onsets, [*onsets[1:], b], strict=True)):
            low = pitch - 12 if turn % 2 and pitch - 12 >= 36 else pitch
            line.append(desk.note(at, min(until - at, 2.0) * 0.8, low if turn % 2 else pitch))
        notes += with_passing(desk, index, line, b)
    return notes


def broken(desk: Desk, start: float, end: float) -> list[Note]:
    """The second violin breaks the chord in eighths over long notes of the others."""
    if desk.voice != SECOND:
        return held(desk, start, end)
    order = pick(desk.hands.dice, _ORDERS)
    notes: list[Note] = []
    for index, a, b in pieces(desk, start, end):
        chord = desk.spans[index].chord
        top = desk.at(index)
        floor = desk.setting[index][VIOLA]
        rungs = sorted((p for p in range(max(55, floor), top + 1) if p % 12 in chord.tones),
                       reverse=True)[:3]  # fmt: skip
        for turn in range(round((b - a) * 2)):
            at = a + turn / 2
            rung = rungs[min(order[round(at * 2) % 4], len(rungs) - 1)]
            if notes and _forbidden(rung, desk, notes, index, at):
                ban = partial(_forbidden, desk=desk, notes=notes, index=index, at=at)
                rung = min(rungs, key=ban)
            notes.append(desk.note(at, 0.47, rung, 0.95 if turn % 2 else 1.0))
    return notes


def _forbidden(pitch: int, desk: Desk, notes: list[Note], index: int, at: float) -> bool:
    """Whether `pitch` runs parallel to another voice from the note before it or a beat ago."""
    before = [n for n in notes[-2:] if at - n.start_beats <= 1.0]
    if any(parallel(desk.lead, n.pitch, n.start_beats, pitch, at) for n in before):
        return True
    if not index or at > desk.spans[index].start + 1e-6:
        return False
    was, now = desk.setting[index - 1], desk.setting[index]
    return any(
        n.pitch != pitch
        and was[other] != now[other]
        and (n.pitch - was[other]) % 12 == (pitch - now[other]) % 12
        and (pitch - now[other]) % 12 in (0, 7)
        for n in before
        for other in (VIOLA, CELLO)
    )


def offbeat(desk: Desk, start: float, end: float) -> list[Note]:
    """Bass on the beat, the middle voices after it: waltz, march and serenade."""
    if desk.voice == CELLO:
        return _grounded(desk, start, end)
    waltz = desk.bar == 3
    notes: list[Note] = []
    for index, a, b in pieces(desk, start, end):
        for turn in range(round(b - a)):
            at = a + turn
            if waltz and at % 3 == 0:
                continue
            place = at if waltz else at + 0.5
            if place < b - 1e-6:
                notes.append(desk.note(place, 0.42, desk.at(index), 0.9))
    return notes


def walking(desk: Desk, start: float, end: float) -> list[Note]:
    """The cello walks by scale from bass note to bass note under long notes."""
    if desk.voice != CELLO:
        return held(desk, start, end)
    context = desk.hands.context
    notes: list[Note] = []
    for index, a, b in pieces(desk, start, end):
        here = desk.at(index)
        there = desk.at(min(index + 1, len(desk.spans) - 1))
        chord = desk.spans[index].chord
        scale = chord_scale(chord, context.tonic, context.plan.mode)
        for turn, pitch in enumerate(_walk(desk, a, here, there, round(b - a), scale, chord.tones)):
            notes.append(desk.note(a + turn, 0.9, pitch))
    return notes


def _walk(
    desk: Desk, start: float, here: int, there: int, count: int,
    scale: Sequence[int], tones: Sequence[int],
) -> list[int]:  # fmt: skip
    """`count` quarters from `here` that end a step from `there`; chord notes on strong ones."""
    if count <= 1:
        return [here]
    ladder = [p for p in range(36, 63) if p % 12 in scale]
    chordal = [p for p in ladder if p % 12 in tones]
    goal = there + (1 if here > there else -1) * (2 if (there + 2) % 12 in scale else 1)
    path = [here]
    for turn in range(1, count):
        last = turn == count - 1
        aim = goal if last else here + (goal - here) * turn / (count - 1) + (0, 4, 7)[turn % 3] / 2
        rungs = ladder if turn % 2 or not chordal else chordal
        free = [p for p in rungs if p != path[-1]] or ladder
        path.append(min(free, key=partial(_step_cost, aim=aim, before=path[-1], desk=desk,
                                          at=start + turn)))  # fmt: skip
    return path


def _step_cost(pitch: int, aim: float, before: int, desk: Desk, at: float) -> float:
    cost = abs(pitch - aim) + 0.4 * max(0, abs(pitch - before) - 4)
    return cost + 6.0 * parallel(desk.lead, before, at - 1.0, pitch, at)


Texture = Callable[[Desk, float, float], list[Note]]
_TABLE: dict[str, Texture] = {
    "chorale": chorale, "held": held, "dialogue": dialogue, "broken": broken,
    "walking": walking, "imitation": imitation, "offbeat": offbeat, "pulse": pulse,
}  # fmt: skip
QUARTET_FIGURES = {
    "quartet_second": partial(quartet_part, SECOND),
    "quartet_viola": partial(quartet_part, VIOLA),
    "quartet_cello": partial(quartet_part, CELLO),
}
