"""The riff of a heavy band: one rhythm that guitars and bass share, locked to the kick.

Metal is written from the riff: the muted low string follows the right foot, and between its
strokes open chords stand out (Pieslak, *Re-casting Metal*, 2007; Mynett, *Metal Music Manual*,
2017, on guitars and kick as one instrument). A riff lasts two bars and turns at its end.
"""

from __future__ import annotations

from dataclasses import dataclass

from musicgen_local.engines.composer.writing.context import SectionContext
from musicgen_local.engines.composer.writing.seeds import pick, stream
from musicgen_local.engines.composer.writing.substitutions import Span
from musicgen_local.engines.composer.writing.theory import chord_scale

_RIFF_BARS = 2
_MUTED_BEATS = 0.2
_FEWEST_STROKES = 3  # in a bar, before the hand fills the gaps with eighths
_CLOSEST = 0.24  # beats between two strokes of one hand


@dataclass(frozen=True, slots=True)
class RiffStroke:
    """One stroke: where, how long, how far above the chord's root, and whether it rings."""

    beat: float  # from the section's start
    length: float
    semitones: int
    rings: bool
    span: int  # index of the chord that rules


@dataclass(frozen=True, slots=True)
class _Shape:
    """Two bars: (beat, length) of what rings, and scale steps of the last strokes."""

    rings: tuple[tuple[float, float], ...]
    tail: tuple[int, ...]


_SHAPES = (
    _Shape(((0.0, 1.0), (4.0, 1.0)), (1, 0)),
    _Shape(((0.0, 0.5), (1.5, 0.5), (3.0, 1.0), (4.0, 0.5), (5.5, 0.5), (7.0, 1.0)), ()),
    _Shape(((0.0, 0.5), (3.0, 1.0), (6.0, 1.0), (7.0, 1.0)), (2, 1)),
    _Shape(((6.0, 1.0), (7.0, 1.0)), (1, 2, 1)),
    _Shape(((0.0, 1.5), (7.0, 1.0)), (4, 3, 2, 1)),
    _Shape(((2.0, 0.5), (2.5, 0.5), (6.0, 0.5), (6.5, 0.5)), (2, 3)),
    _Shape(((0.0, 2.0),), (3, 2, 1, 0)),
)
# where a song opens up, chords ring through and the muted string goes on under them
_OPEN_SHAPES = (
    _Shape(((0.0, 4.0), (4.0, 3.0), (7.0, 1.0)), ()),
    _Shape(((0.0, 1.5), (1.5, 2.5), (4.0, 1.5), (5.5, 2.5)), ()),
    _Shape(((0.0, 3.0), (3.0, 1.0), (4.0, 3.0), (7.0, 1.0)), ()),
    _Shape(((0.0, 2.0), (2.0, 2.0), (4.0, 2.0), (6.0, 1.0), (7.0, 1.0)), ()),
)
_OPEN_SECTIONS = frozenset({"chorus", "drop", "solo"})
_RINGING_STEPS = ((0, 0, 0), (0, 2, 1), (0, 1, 0), (0, 3, 2), (0, 5, 4), (0, 0, 2))


def riff_of(context: SectionContext, spans: tuple[Span, ...]) -> list[RiffStroke]:
    """The section's riff over `spans`, stroke by stroke, in order of time.

    Equal for every player of the section; returns of a theme repeat it.
    """
    section = context.section
    seed = context.plan.seed if section.seed is None else section.seed  # not one player's own
    dice = stream(seed, section.theme, "riff")
    opened = section.name in _OPEN_SECTIONS
    shape = pick(dice, _OPEN_SHAPES if opened else _SHAPES)
    steps = (0,) if opened else pick(dice, _RINGING_STEPS)
    bars = len(context.kicks)
    strokes: list[RiffStroke] = []
    place = 0
    for bar in range(bars):
        onsets = _onsets(context, bar, shape, under=opened)
        tail = len(onsets) - len(shape.tail) if bar % _RIFF_BARS else len(onsets)
        rung = 0
        for index, (beat, length) in enumerate(onsets):
            at = bar * context.bar + beat
            if not spans or at >= spans[-1].end - 1e-6:
                break
            while spans[place].end <= at + 1e-6:
                place += 1
            step = shape.tail[index - tail] if index >= tail else 0
            if length:
                step = steps[rung % len(steps)] if index < tail else step
                rung += 1
            length = min(length or _MUTED_BEATS, spans[-1].end - at)
            away = _semitones(context, spans[place], step)
            strokes.append(RiffStroke(at, length, away, length > _MUTED_BEATS, place))
    return strokes


def _onsets(
    context: SectionContext, bar: int, shape: _Shape, *, under: bool
) -> list[tuple[float, float]]:
    """(beat, ringing length or 0) of one bar: the ringing strokes, and the kicks between them.

    `under` keeps the kicks that fall while a chord rings.
    """
    first = (bar % _RIFF_BARS) * context.bar
    rings = {beat - first: length for beat, length in shape.rings
             if first <= beat < first + context.bar}  # fmt: skip
    muted = [beat for beat in context.kicks[bar] if beat < context.bar]
    if len(muted) < _FEWEST_STROKES and context.section.energy > 0.4:
        muted = sorted({*muted, *(step / 2 for step in range(2 * context.bar))})
    free = [
        beat
        for beat in muted
        if not any(
            at - _CLOSEST < beat < at + (_CLOSEST if under else length) - 1e-6
            for at, length in rings.items()
        )
    ]
    return sorted([*rings.items(), *((beat, 0.0) for beat in free)])


def _semitones(context: SectionContext, span: Span, step: int) -> int:
    """A number of scale steps above a chord's root, in semitones."""
    scale = chord_scale(span.chord, context.tonic, context.plan.mode)
    ladder = sorted((tone - span.chord.root) % 12 for tone in scale)
    return ladder[step % len(ladder)] + 12 * (step // len(ladder))
