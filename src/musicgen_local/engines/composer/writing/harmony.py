"""The chords of a section: a theme's progression, reharmonised, turned around, or brought home."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from musicgen_local.engines.composer.packs.base import Pack, Progression, ValenceClass
from musicgen_local.engines.composer.plan import Plan, Section
from musicgen_local.engines.composer.score import ChordSpan
from musicgen_local.engines.composer.writing.chart_chords import NO_CHORD
from musicgen_local.engines.composer.writing.charted import chart_spans, chart_tacets
from musicgen_local.engines.composer.writing.seeds import pick, pick_weighted, shuffled, stream
from musicgen_local.engines.composer.writing.substitutions import Key, Span, reharmonise
from musicgen_local.engines.composer.writing.theory import (
    Chord,
    Family,
    chord_symbol,
    family_of,
    make_chord,
    parse_numeral,
)

_NEIGHBOURS: dict[ValenceClass, tuple[ValenceClass, ...]] = {
    "dark": ("dark", "neutral", "bright"),
    "neutral": ("neutral", "dark", "bright"),
    "bright": ("bright", "neutral", "dark"),
}
_PEDAL_SECTIONS = frozenset({"intro", "build", "break"})
_OPENS_AT_HOME = 0.6
_HOME_SHARE = 0.25  # of the bars: enough to hear a tonic
_ENOUGH = 4  # progressions that a long piece can draw from


def valence_class(valence: float) -> ValenceClass:
    """The third of the valence axis that a pack's banks are sorted by."""
    if valence < -0.25:
        return "dark"
    return "bright" if valence > 0.3 else "neutral"


def split_theme(theme: str) -> tuple[str, int]:
    """A theme's letter and the movement it belongs to: `B.2` is `B` of the third movement."""
    letter, _, movement = theme.partition(".")
    return letter, int(movement) if movement.isdigit() else 0


def _bank(pack: Pack, valence: ValenceClass, family: Family) -> tuple[Progression, ...]:
    found: list[Progression] = []
    for name in _NEIGHBOURS[valence]:
        found += [item for item in pack.progressions.get(name, ()) if item.family == family]
        if len(found) >= _ENOUGH:
            break
    if not found:
        raise ValueError(f"pack {pack.name!r} has no {family} progressions")
    return tuple(found)


@lru_cache(maxsize=256)
def _order(bank: tuple[Progression, ...], seed: int) -> tuple[str, ...]:
    """The bank in a piece's own order, neighbours opening on different degrees where they can."""
    dice = stream(seed, "progressions")
    left = [item.chords for item in shuffled(dice, bank)]
    family = bank[0].family
    # the first theme says where home is, mostly by starting there; the others may wander
    at_home = [text for text in left if _opens_at_home(text, family)]
    if at_home and dice.random() < _OPENS_AT_HOME:
        home = at_home[0]
    else:
        home = max(left, key=lambda text: min(_tonic_share(text, family), _HOME_SHARE))
    left.remove(home)
    ordered = [home]
    while left:
        opening = ordered[-1].split()[0]
        index = next((i for i, text in enumerate(left) if text.split()[0][:2] != opening[:2]), 0)
        ordered.append(left.pop(index))
    return tuple(ordered)


def _opens_at_home(text: str, family: Family) -> bool:
    return parse_numeral(text.split()[0], 0, family).root == 0


@lru_cache(maxsize=512)
def _tonic_share(text: str, family: Family) -> float:
    """Share of a progression's bars that begin on the tonic."""
    bars = text.split("|")
    return sum(parse_numeral(bar.split()[0], 0, family).root == 0 for bar in bars) / len(bars)


def harmony_seed(plan: Plan, section: Section) -> int:
    """Whose dice choose a section's chords: its own, the harmony's or the piece's."""
    if section.seed is not None:
        return section.seed
    return plan.seed if plan.harmony_seed is None else plan.harmony_seed


def theme_progression(plan: Plan, pack: Pack, theme: str, seed: int) -> str:
    """The progression of a theme: A, B, C take different ones, and so do later movements."""
    bank = _bank(pack, valence_class(plan.valence), family_of(plan.mode))
    order = _order(bank, seed)
    letter, movement = split_theme(theme)
    place = "ABCDEFGH".find(letter)
    if place < 0:
        place = int(stream(seed, "theme", letter).integers(1, 64))
    return order[(place + 2 * movement) % len(order)]


def split_bar(count: int, beats: int) -> list[float]:
    """How `count` chords share a bar: whole beats, the longer ones first."""
    if count > beats:
        return [beats / count] * count
    share, rest = divmod(beats, count)
    return [float(share + (1 if index < rest else 0)) for index in range(count)]


def _spans(text: str, beats_per_bar: int, stretch: int, tonic: int, family: Family) -> list[Span]:
    spans: list[Span] = []
    start = 0.0
    for bar in text.split("|"):
        numerals = bar.split()
        for numeral, beats in zip(numerals, split_bar(len(numerals), beats_per_bar), strict=True):
            spans.append(Span(start, beats * stretch, parse_numeral(numeral, tonic, family)))
            start += beats * stretch
    return spans


def _merged(spans: list[Span]) -> list[Span]:
    """Repetitions of one chord become one span within the harmony's own bars."""
    merged: list[Span] = []
    for span in spans:
        if merged and merged[-1].chord == span.chord and merged[-1].duration < 8:
            last = merged.pop()
            span = Span(last.start, last.duration + span.duration, span.chord)
        merged.append(span)
    return merged


def _theme_spans(plan: Plan, pack: Pack, section: Section, tonic: int) -> list[Span]:
    if section.chords:
        return chart_spans(plan, section)
    seed = harmony_seed(plan, section)
    rhythm = pick_weighted(stream(seed, "harmonic rhythm", section.theme), pack.harmonic_rhythm)
    text = theme_progression(plan, pack, section.theme, seed)
    return _spans(text, plan.beats_per_bar, rhythm, tonic, family_of(plan.mode))


def section_tonic(plan: Plan, index: int) -> int:
    """The pitch class that a section takes for its tonic."""
    return (plan.tonic + plan.sections[index].transpose) % 12


def following_index(plan: Plan, index: int) -> int | None:
    """The section that comes next; a loop's last section is followed by its first."""
    if index + 1 < len(plan.sections):
        return index + 1
    return 0 if plan.loop_ready else None


def opening_chord(plan: Plan, pack: Pack, index: int) -> Chord:
    """The first chord of a section, cheaply: what the section before it may lead to."""
    section = plan.sections[index]
    return _theme_spans(plan, pack, section, section_tonic(plan, index))[0].chord


def section_harmony(plan: Plan, pack: Pack, index: int) -> tuple[Span, ...]:
    """The chords of a section, end to end over its whole length.

    A chart rules as it stands: nothing is substituted, and only a piece that would end away from
    home gets a last bar on its tonic.

    Raises:
        UserError: `VALIDATION` when the section's chart can't be read.
    """
    section = plan.sections[index]
    if section.chords:
        charted = chart_spans(plan, section, whole=True)
        final = charted[-1:] if section.ending else []  # struck anew, whatever came before
        return (*_merged(charted[: len(charted) - len(final)]), *final)
    tonic = section_tonic(plan, index)
    beats = float(section.bars * plan.beats_per_bar)
    cycle = _theme_spans(plan, pack, section, tonic)
    length = cycle[-1].end
    spans: list[Span] = []
    turn = 0
    while not spans or spans[-1].end < beats:
        for span in cycle:
            start = span.start + turn * length
            if start < beats:
                spans.append(Span(start, min(span.duration, beats - start), span.chord))
        turn += 1
    seed = harmony_seed(plan, section)
    rng = stream(seed, section.theme, "harmony", section.name, section.variation)
    key = Key(tonic, plan.mode, rich=max(len(span.chord.tones) for span in spans) > 4)
    following = following_index(plan, index)
    after = make_chord(tonic, "") if following is None else opening_chord(plan, pack, following)
    amount = 0.6 if section.variation == 0 else 1.2
    spans = reharmonise(spans, after, key, pack.substitutions, amount, rng)
    if section.ending:
        spans = _close(plan, pack, section, spans, tonic)
    elif following is not None and rng.random() < pack.turnaround_rate:
        spans = _turn_around(plan, pack, section, spans, after)
    if section.name in _PEDAL_SECTIONS and rng.random() < pack.pedal_rate:
        spans = [Span(s.start, s.duration, make_chord(s.chord.root, s.chord.kind, tonic))
                 for s in spans]  # fmt: skip
    return tuple(_merged(spans))


def _turn_around(
    plan: Plan, pack: Pack, section: Section, spans: list[Span], target: Chord
) -> list[Span]:
    """The last half bar or bar leads into `target`, which stands for the tonic in its numerals."""
    family: Family = "minor" if target.minor_third else "major"
    options = pack.turnarounds.get(family, ())
    if not options:
        return spans
    beats = float(section.bars * plan.beats_per_bar)
    rng = stream(harmony_seed(plan, section), "turnaround", target.root, len(spans))
    chords = [parse_numeral(text, target.root, family) for text in pick(rng, options).split()]
    room = min(float(plan.beats_per_bar), 2.0 * len(chords)) if plan.beats_per_bar != 3 else 3.0
    if beats < 2 * room:
        return spans
    start = beats - room
    if any(span.start >= start and span.chord in chords for span in spans):
        return spans  # it leads there already
    kept = [Span(s.start, min(s.duration, start - s.start), s.chord)
            for s in spans if s.start < start]  # fmt: skip
    lengths = split_bar(len(chords), int(room))
    for chord, length in zip(chords, lengths, strict=True):
        kept.append(Span(start, length, chord))
        start += length
    return kept


def _close(plan: Plan, pack: Pack, section: Section, spans: list[Span], tonic: int) -> list[Span]:
    """A cadence over the last bars; the final chord has the last bar to itself."""
    family = family_of(plan.mode)
    beats = float(section.bars * plan.beats_per_bar)
    cadence = pick(stream(harmony_seed(plan, section), "cadence"), pack.cadences[family])
    closing = _spans(cadence, plan.beats_per_bar, 1, tonic, family)
    if beats <= plan.beats_per_bar:
        final = closing[-1].chord
        if len(plan.sections) > 1:
            return [Span(0.0, beats, final)]
        half = split_bar(2, plan.beats_per_bar)
        return [Span(0.0, half[0], closing[-2].chord), Span(half[0], half[1], final)]
    length = min(closing[-1].end, beats)
    skip = closing[-1].end - length
    start = beats - length
    kept = [Span(s.start, min(s.duration, start - s.start), s.chord)
            for s in spans if s.start < start]  # fmt: skip
    kept += [Span(s.start - skip + start, s.duration, s.chord) for s in closing if s.start >= skip]
    return kept


def section_tacets(plan: Plan, index: int) -> tuple[tuple[float, float], ...]:
    """Stretches in beats where a chart says `N.C.`: the players of harmony rest."""
    section = plan.sections[index]
    return chart_tacets(plan, section) if section.chords else ()


def as_chord_spans(
    spans: tuple[Span, ...],
    tonic: int,
    mode: str,
    tacets: tuple[tuple[float, float], ...] = (),
) -> tuple[ChordSpan, ...]:
    """The chords as the score shows them, `N.C.` where harmony rests."""
    shown = [_shown(span, tonic, mode) for span in _parted(spans, tacets)]
    return tuple(
        replace(chord, symbol=NO_CHORD)
        if any(start <= chord.start_beats < end for start, end in tacets)
        else chord
        for chord in shown
    )


def _parted(spans: tuple[Span, ...], tacets: tuple[tuple[float, float], ...]) -> Iterator[Span]:
    """The spans cut where a rest begins or ends."""
    edges = sorted({edge for tacet in tacets for edge in tacet})
    for span in spans:
        inner = [edge for edge in edges if span.start < edge < span.end]
        for start, end in pairwise([span.start, *inner, span.end]):
            yield Span(start, end - start, span.chord)


def _shown(span: Span, tonic: int, mode: str) -> ChordSpan:
    return ChordSpan(
        span.start,
        span.duration,
        chord_symbol(span.chord, tonic, mode),
        span.chord.root,
        span.chord.bass,
        span.chord.tones,
    )
