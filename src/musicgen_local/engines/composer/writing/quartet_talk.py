"""How the voices of a quartet talk: the melody's opening taken up, and answered."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from musicgen_local.engines.composer.packs.common import LEADS
from musicgen_local.engines.composer.score import Note
from musicgen_local.engines.composer.writing.melody import MelodyRange, find_pitches
from musicgen_local.engines.composer.writing.motif import Tone
from musicgen_local.engines.composer.writing.phrases import Phrase
from musicgen_local.engines.composer.writing.quartet_desk import (
    CELLO,
    SECOND,
    VIOLA,
    Desk,
    held,
    parallel,
    rubs,
)
from musicgen_local.engines.composer.writing.seeds import shuffled
from musicgen_local.engines.composer.writing.theory import nearest_pitch

_PLACES = (MelodyRange(57, 77, 67.0), MelodyRange(50, 70, 60.0), MelodyRange(38, 60, 48.0))
_STATEMENT = 1.14  # how much a voice with the theme stands out


def imitation(desk: Desk, start: float, end: float) -> list[Note]:
    """The melody's opening comes back in one voice after another, a bar or two apart."""
    delay = float(desk.bar)
    order = shuffled(desk.hands.context.theme_dice("quartet entries"), (SECOND, VIOLA, CELLO))
    entry = start + delay * (1 + order.index(desk.voice))
    head = _head(desk, start, delay)
    if not head or entry + delay > end + 1e-6:
        return held(desk, start, end)
    said = _say(desk, head, entry)
    around = [n for n in held(desk, start, end) if n.start_beats < entry - 0.1]
    around = [desk.note(n.start_beats, min(n.duration_beats, entry - n.start_beats), n.pitch)
              for n in around]  # fmt: skip
    after = entry + delay
    return [*around, *said, *(held(desk, after, end) if after < end - 1e-6 else [])]


def dialogue(desk: Desk, start: float, end: float) -> list[Note]:
    """Long notes; where the melody rests, one of the voices answers with its opening."""
    base = held(desk, start, end)
    head = _head(desk, 0.0, float(desk.bar)) or _head(desk, start, float(desk.bar))
    order = shuffled(desk.hands.context.theme_dice("quartet answers"), (VIOLA, CELLO, SECOND))
    for turn, (a, b) in enumerate(_rests(desk.lead, start, end)):
        if order[turn % 3] != desk.voice or not head:
            continue
        at = float(int(a + 0.75))
        answer = [n for n in _say(desk, head, at) if n.start_beats < b]
        if not answer:
            continue
        stop = max(n.start_beats + n.duration_beats for n in answer)
        base = [*_cleared(base, at, stop), *answer]
    return base


def _cleared(notes: Sequence[Note], start: float, end: float) -> list[Note]:
    """The notes without what sounds between two beats."""
    kept = []
    for note in notes:
        over = note.start_beats + note.duration_beats
        if note.start_beats >= end or over <= start:
            kept.append(note)
            continue
        if note.start_beats < start - 0.25:
            kept.append(Note(note.start_beats, start - note.start_beats, note.pitch, note.velocity))
        if over > end + 0.5:
            kept.append(Note(end, over - end, note.pitch, note.velocity))
    return kept


def _rests(lead: Sequence[Note], start: float, end: float) -> list[tuple[float, float]]:
    """Silences of a beat and a half or more."""
    found = []
    at = start
    for note in lead:
        over = note.start_beats + note.duration_beats
        if over <= start or note.start_beats >= end:
            continue
        if note.start_beats - at >= 1.5:
            found.append((at, note.start_beats))
        at = max(at, over)
    if end - at >= 1.5:
        found.append((at, end))
    return found


def _head(desk: Desk, start: float, beats: float) -> list[Note]:
    """The melody's notes of a stretch's beginning, from beat 0."""
    return [
        Note(n.start_beats - start, min(n.duration_beats, start + beats - n.start_beats),
             n.pitch, n.velocity)
        for n in desk.lead
        if start - 0.05 <= n.start_beats < start + beats - 0.05
    ]  # fmt: skip


def _say(desk: Desk, head: Sequence[Note], at: float) -> list[Note]:
    """An idea in the voice's own register, over the chords it meets there."""
    context = desk.hands.context
    mean = sum(n.pitch for n in head) / len(head)
    tones = tuple(
        Tone(at + n.start_beats, n.duration_beats, (n.pitch - mean) / LEADS["plain"].steps)
        for n in head
    )
    pitches = find_pitches(
        Phrase(tones, frozenset(), frozenset()), desk.spans, LEADS["plain"], _PLACES[desk.voice],
        tonic=context.tonic, mode=context.plan.mode, beats_per_bar=context.bar,
    )  # fmt: skip
    said: list[Note] = []
    place = _PLACES[desk.voice]
    for tone, pitch in zip(tones, pitches, strict=True):
        before = said[-1] if said else None
        cost = partial(_friction, here=pitch, before=before, desk=desk, tone=tone)
        if cost(pitch) > 0:
            chord = next(s.chord for s in reversed(desk.spans) if s.start <= tone.beat + 1e-6)
            options = [nearest_pitch(t, pitch, place.low, place.high) for t in chord.tones[:4]]
            pitch = min([pitch, *options], key=cost)
        said.append(desk.note(tone.beat, tone.length * 0.95, pitch, _STATEMENT))
    return said


def _friction(pitch: int, here: int, before: Note | None, desk: Desk, tone: Tone) -> float:
    """How much a note of an answer rubs against the melody or runs along with it."""
    cost = 0.5 * abs(pitch - here)
    if tone.length >= 0.5 and rubs(pitch, desk.lead, tone.beat):
        cost += 20.0
    if before is not None and parallel(
        desk.lead, before.pitch, before.start_beats, pitch, tone.beat
    ):
        cost += 12.0
    return cost
