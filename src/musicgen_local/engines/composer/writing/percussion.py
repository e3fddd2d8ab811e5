"""Hand percussion by a groove, and drums that have pitches: timpani and taiko."""

from __future__ import annotations

from musicgen_local.engines.composer.packs.base import Groove
from musicgen_local.engines.composer.plan import Layer
from musicgen_local.engines.composer.score import Note
from musicgen_local.engines.composer.writing.cells import read_strokes
from musicgen_local.engines.composer.writing.context import SectionContext, player
from musicgen_local.engines.composer.writing.rhythm import DRUMS
from musicgen_local.engines.composer.writing.seeds import pick
from musicgen_local.engines.composer.writing.theory import nearest_pitch

_TIMPANI = (
    "X.......o.......|X.......o...o.oo",
    "X...............|X.......x...x...",
    "X.....o.X.......",
)
_TAIKO = (
    "X..x..x.X..x..x.|X..x..x.X.xxXxxx", "X...x.x.X...x...|X...x.x.X.x.xxxx",
    "X.ooX.ooX.ooXoXo", "X..o..X.o..oX...|X..o..X.o.oXXooo",
)  # fmt: skip


def write_percussion(context: SectionContext, layer: Layer, groove: Groove) -> list[Note]:
    """Shakers, congas and bells through the section, resting under the final chord."""
    dice = context.section_dice("percussion", layer.name)
    level = 0.6 + 0.3 * context.section.energy
    notes: list[Note] = []
    for bar in range(context.section.bars):
        for name, row in groove.rows.items():
            strokes = read_strokes(row, groove.steps_per_beat, groove.beats, context.bar)
            for stroke in strokes[bar % len(strokes)]:
                at = bar * context.bar + stroke.beat
                if at >= context.playing_beats or dice.random() > stroke.chance:
                    continue
                notes.append(Note(at, 0.2, DRUMS[name], stroke.level * level))
    return notes


def write_pitched_drums(context: SectionContext, layer: Layer) -> list[Note]:
    """Timpani on roots and fifths, taiko on a low and a high skin; a roll into louder sections."""
    instrument = player(layer)
    timpani = layer.instrument == "timpani"
    rows = _TIMPANI if timpani else _TAIKO
    row = pick(context.theme_dice("drums", layer.name), rows)
    bars = read_strokes(row, 4, 4, context.bar)
    level = 0.5 + 0.45 * context.section.energy
    notes: list[Note] = []
    for span in context.harmony:
        low = nearest_pitch(span.chord.bass, 43.0, instrument.low, instrument.high)
        high = low + 7 if low + 7 <= instrument.high else low
        if not timpani:
            low, high = 41, 50
        if span.start >= context.playing_beats:
            notes.append(Note(span.start, 4.0, low, level))
            continue
        first = int(span.start // context.bar)
        for bar in range(first, first + 1 + int(span.duration // context.bar)):
            for stroke in bars[bar % len(bars)]:
                at = bar * context.bar + stroke.beat
                if span.start <= at < min(span.end, context.playing_beats) - 1e-6:
                    pitch = low if stroke.level > 0.7 else high
                    notes.append(Note(at, 0.9, pitch, stroke.level * level))
    following = context.following
    if following is not None and following.energy > context.section.energy + 0.1:
        start = context.beats - min(2.0, context.beats)
        root = nearest_pitch(context.next_chord.bass, 43.0, instrument.low, instrument.high)
        notes = [note for note in notes if note.start_beats < start]
        notes += [Note(start + i / 8, 0.2, root, 0.25 + 0.04 * i) for i in range(16)]
    return notes
