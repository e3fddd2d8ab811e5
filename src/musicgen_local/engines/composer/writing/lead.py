"""The lead's part: the theme's motif developed over the section, with breath and touch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from musicgen_local.engines.composer.packs.base import LeadManner
from musicgen_local.engines.composer.plan import Layer, Role
from musicgen_local.engines.composer.score import Note
from musicgen_local.engines.composer.writing.cells import metric_strength
from musicgen_local.engines.composer.writing.context import SectionContext, player
from musicgen_local.engines.composer.writing.harmony import following_index
from musicgen_local.engines.composer.writing.melody import MelodyRange, find_pitches
from musicgen_local.engines.composer.writing.motif import Motif, Tone, invent
from musicgen_local.engines.composer.writing.phrases import Phrase, develop, units_for
from musicgen_local.engines.composer.writing.theory import chord_scale

_CONTRAST_RISE = 3  # semitones that a second theme lies above the first
_WIDE_RANGE = 44  # semitones; instruments with more sing in the treble, not in their middle
_TREBLE = 71.0
_ABOVE_CHORDS = 69.0
BREATH_BEATS = 0.35
_BREATH_SECONDS = 6.5  # a wind plays before it needs a rest
_BREATH_RANGE = (4.0, 8.0)  # and in beats, so that phrases are not torn
_ROOM_TO_BREATHE = 0.75  # beats to the next note
_OUT_OF_BREATH = 1.3  # of the breath: now a note is left out


def theme_motif(context: SectionContext, manner: LeadManner) -> Motif:
    """The motif that all sections of the theme share, whoever plays it."""
    return invent(manner, context.bar, context.theme_dice("motif"))


def melody_range(context: SectionContext, layer: Layer, manner: LeadManner) -> MelodyRange:
    """The span of pitches of a theme on an instrument; B lies above A."""
    instrument = player(layer)
    low, high = float(instrument.low), float(instrument.high)
    middle = low + (high - low) * manner.register
    if high - low > _WIDE_RANGE:
        middle = _TREBLE + 30 * (manner.register - 0.55)
    elif not instrument.monophonic:
        middle = max(middle, _ABOVE_CHORDS)  # over the same hands' accompaniment
    middle += 12 * layer.octave_shift
    middle = min(84.0, max(low + 7, min(middle, high - 7)))
    letter = context.section.theme[:1]
    middle += {"B": _CONTRAST_RISE, "C": -2}.get(letter, 0)
    middle += float(context.theme_dice("register").integers(-2, 3))
    bottom = max(low, middle - manner.span / 2 - 1)
    top = min(high, middle + manner.span / 2 + 1)
    return MelodyRange(round(bottom), round(top), min(max(middle, bottom + 5), top - 5))


def lead_phrase(context: SectionContext, manner: LeadManner) -> Phrase:
    """The tones of the section's melody before they have pitches."""
    section = context.section
    dice = context.theme_dice("phrases")
    motif = theme_motif(context, manner)
    bars = max(1, round(context.playing_beats / context.bar))
    closes = section.ending or (bars >= 8 and section.theme[:1] == "A")
    units = units_for(bars, manner, dice, closes=closes)
    if not any(layer.role is Role.COUNTER for layer in context.plan.layers):
        units = units.replace("r", "e" if dice.random() < 0.5 else "s")  # nobody would answer
    whim = context.section_dice("vary")
    phrase = develop(motif, units, context.bar, manner, dice, whim, section.variation)
    limit = context.playing_beats
    kept = tuple(
        replace(t, length=min(t.length, limit - t.beat))
        for t in phrase.tones
        if t.beat < limit - 1e-6
    )
    beats = {t.beat for t in kept}
    return Phrase(kept, phrase.half_cadences & beats, phrase.full_cadences & beats)


def write_lead(context: SectionContext, layer: Layer, manner: LeadManner) -> list[Note]:
    """The melody of a section; at the piece's end it comes to rest on the final chord."""
    phrase = _with_goal(context, lead_phrase(context, manner))
    pitches = _pitches(context, layer, manner, phrase)
    tones, pitches = _lead_in(context, layer, manner, list(phrase.tones), pitches)
    return touch(context, layer, manner, tones, pitches)


def _pitches(
    context: SectionContext, layer: Layer, manner: LeadManner, phrase: Phrase
) -> list[int]:
    return find_pitches(
        phrase,
        context.harmony,
        manner,
        melody_range(context, layer, manner),
        tonic=context.tonic,
        mode=context.plan.mode,
        beats_per_bar=context.bar,
    )


def _lead_in(
    context: SectionContext,
    layer: Layer,
    manner: LeadManner,
    tones: list[Tone],
    pitches: list[int],
) -> tuple[list[Tone], list[int]]:
    """After a silence, two eighths of scale that run into the next section's first note."""
    following = following_index(context.plan, context.index)
    if following is None or context.section.ending or not tones:
        return tones, pitches
    if context.section_dice("lead in").random() > manner.pickup:
        return tones, pitches
    coming = SectionContext(context.plan, context.pack, following).playing(layer)
    if layer.name not in coming.section.layers:
        return tones, pitches
    phrase = lead_phrase(coming, manner)
    start = context.beats - 1.0
    if not phrase.tones or phrase.tones[0].beat > 0.05 or tones[-1].end > start - 0.5:
        return tones, pitches
    goal = _pitches(coming, layer, manner, phrase)[0]
    scale = chord_scale(context.harmony[-1].chord, context.tonic, context.plan.mode)
    steps = [p for p in range(goal - 5, goal) if p % 12 in scale][-2:]
    if len(steps) < 2 or steps[0] < player(layer).low:
        return tones, pitches
    run = [Tone(start, 0.5, 0.0), Tone(start + 0.5, 0.5, 0.0)]
    return [*tones, *run], [*pitches, *steps]


def _with_goal(context: SectionContext, phrase: Phrase) -> Phrase:
    if not context.section.ending:
        return phrase
    final = context.harmony[-1]
    level = phrase.tones[-1].level if phrase.tones else 0.0
    goal = Tone(final.start, final.duration, min(level, 1.0))
    return Phrase((*phrase.tones, goal), phrase.half_cadences,
                  phrase.full_cadences | {goal.beat})  # fmt: skip


def breath_beats(context: SectionContext) -> float:
    """How many beats a wind plays in one breath at the piece's tempo."""
    least, most = _BREATH_RANGE
    return min(most, max(least, _BREATH_SECONDS / context.plan.seconds_per_beat))


def touch(
    context: SectionContext,
    layer: Layer,
    manner: LeadManner,
    tones: Sequence[Tone],
    pitches: Sequence[int],
) -> list[Note]:
    """Lengths, accents, slides and breath for a line of pitches."""
    instrument = player(layer)
    dice = context.section_dice("touch", layer.name)
    chances = dice.random(len(tones))
    base = manner.velocity * (0.8 + 0.28 * context.section.energy)
    top = max(pitches, default=60)
    notes: list[Note] = []
    blown, longest = 0.0, breath_beats(context)
    for index, (tone, pitch) in enumerate(zip(tones, pitches, strict=True)):
        following = tones[index + 1] if index + 1 < len(tones) else None
        length = tone.length * manner.legato
        gap = following.beat - tone.beat if following else tone.length
        if instrument.monophonic:
            length = min(length, gap)
        blown = 0.0 if gap - tone.length > 0.5 else blown + gap
        if instrument.breath:
            length = min(length, longest)
            if blown > longest and gap >= _ROOM_TO_BREATHE:
                length = min(length, gap - BREATH_BEATS)
                blown = 0.0
            elif blown > _OUT_OF_BREATH * longest and following is not None:
                blown = 0.0
                continue
        accent = 0.1 * (metric_strength(tone.beat, context.bar) - 0.5)
        shape = 0.012 * (pitch - top + 4)
        glide = 0.0
        if chances[index] < manner.ornament and tone.length >= 0.5:
            glide = -1.0 if chances[index] < manner.ornament * 0.7 else -2.0
        velocity = min(1.0, max(0.1, base + accent + shape))
        notes.append(Note(tone.beat, length, pitch, velocity, glide))
    if context.section.ending and notes and tones[-1].beat >= context.playing_beats:
        last = notes[-1]
        ring = last.duration_beats + 0.8 * context.ring_beats
        notes[-1] = Note(last.start_beats, ring, last.pitch, last.velocity * 0.9)
    return notes
