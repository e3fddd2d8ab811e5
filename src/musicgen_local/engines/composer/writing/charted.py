"""A section's chart as chords in time: cycled to its bars, brought home where the piece ends."""

from __future__ import annotations

from itertools import groupby

from musicgen_local.engines.composer.plan import Plan, Section
from musicgen_local.engines.composer.writing.chart_chords import ChartChord
from musicgen_local.engines.composer.writing.charts import Bar, parse_chart
from musicgen_local.engines.composer.writing.substitutions import Span
from musicgen_local.engines.composer.writing.theory import Chord, family_of, make_chord


def bar_shares(bar: Bar, beats: int) -> list[float]:
    """How long each chord of a bar rules, in beats: whole beats where they can be."""
    shares = [share for _, share in bar.chords]
    total = sum(shares)
    if total > beats:
        return [beats * share / total for share in shares]
    each, rest = divmod(beats, total)
    lengths: list[float] = []
    for share in shares:
        more = min(rest, share)
        rest -= more
        lengths.append(float(each * share + more))
    return lengths


def chart_spans(plan: Plan, section: Section, *, whole: bool = False) -> list[Span]:
    """The chords of the chart once through, or for the `whole` section, its close seen to.

    Where the chart says `N.C.` the chord before goes on in the ear.

    Raises:
        UserError: `VALIDATION` when the chart can't be read.
    """
    bars = parse_chart(section.chords).bars
    heard = _first_chord(plan, section, bars)
    spans: list[Span] = []
    start = 0.0
    for index in range(section.bars if whole else len(bars)):
        bar = bars[index % len(bars)]
        for (chord, _), length in zip(bar.chords, bar_shares(bar, plan.beats_per_bar), strict=True):
            if chord is not None:
                heard = _at(plan, section, chord)
            spans.append(Span(start, length, heard))
            start += length
    return _closed(plan, section, spans) if whole and section.ending else spans


def chart_tacets(plan: Plan, section: Section) -> tuple[tuple[float, float], ...]:
    """Stretches of `N.C.` in a section with a chart, from and to, in beats."""
    bars = parse_chart(section.chords).bars
    rests: list[tuple[float, float, bool]] = []
    start = 0.0
    played = section.bars - 1 if section.ending else section.bars
    for index in range(played):
        bar = bars[index % len(bars)]
        for (chord, _), length in zip(bar.chords, bar_shares(bar, plan.beats_per_bar), strict=True):
            rests.append((start, start + length, chord is None))
            start += length
    return tuple(
        (stretch[0][0], stretch[-1][1])
        for silent, group in groupby(rests, key=lambda rest: rest[2])
        if silent and (stretch := list(group))
    )


def _first_chord(plan: Plan, section: Section, bars: tuple[Bar, ...]) -> Chord:
    """The chord in the ear before the chart's first: its first one."""
    chord = next((chord for bar in bars for chord, _ in bar.chords if chord is not None), None)
    return _home(plan, section) if chord is None else _at(plan, section, chord)


def _at(plan: Plan, section: Section, chord: ChartChord) -> Chord:
    tonic = (plan.tonic + section.transpose) % 12
    return chord.at(tonic, family_of(plan.mode), section.transpose)


def _home(plan: Plan, section: Section) -> Chord:
    return make_chord(
        plan.tonic + section.transpose, "m" if family_of(plan.mode) == "minor" else ""
    )


def _closed(plan: Plan, section: Section, spans: list[Span]) -> list[Span]:
    """The last bar belongs to one chord: the chart's own when that is home, else the tonic."""
    beats = float(section.bars * plan.beats_per_bar)
    start = beats - plan.beats_per_bar
    home = (plan.tonic + section.transpose) % 12
    last = spans[-1].chord
    final = last if last.root == home else _tonic_chord(plan, section, spans)
    kept = [
        Span(span.start, min(span.duration, start - span.start), span.chord)
        for span in spans
        if span.start < start
    ]
    return [*kept, Span(start, float(plan.beats_per_bar), final)]


def _tonic_chord(plan: Plan, section: Section, spans: list[Span]) -> Chord:
    """The chord on the tonic as the chart colours it; a plain one where it has none."""
    home = _home(plan, section)
    own = (
        span.chord
        for span in spans
        if span.chord.root == home.root and span.chord.minor_third == home.minor_third
    )
    return next((chord for chord in own if not chord.dominant), home)
