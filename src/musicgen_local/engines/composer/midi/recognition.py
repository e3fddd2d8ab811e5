"""The chords of a song, half bar by half bar: templates on what sounds, and a path through them.

Each state is a chord; what sounds is compared with its tones, and the likeliest path is found as
Viterbi does, staying where nothing speaks for a change (after Fujishima, *Realtime chord
recognition*, 1999, and Sheh & Ellis, *Chord segmentation and recognition*, 2003).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from musicgen_local.engines.composer.midi.listening import Beat, Parts
from musicgen_local.engines.composer.midi.reading import Mark, Song, SongTrack
from musicgen_local.engines.composer.writing.chart_chords import NO_CHORD, read_chord
from musicgen_local.engines.composer.writing.charts import Bar
from musicgen_local.engines.composer.writing.theory import QUALITIES, Chord, make_chord

FloatArray = NDArray[np.float64]
_Heard = tuple[SongTrack, float, float, int, float]  # track, start, end, pitch, velocity
# kinds and what speaks against them before anything sounds: the plainer, the likelier
_KINDS = {
    "": 0.0, "m": 0.0, "7": 0.03, "maj7": 0.03, "m7": 0.03, "dim": 0.05, "m7b5": 0.05,
    "dim7": 0.05, "aug": 0.09, "sus4": 0.07, "sus2": 0.09, "7sus4": 0.07, "6": 0.07, "m6": 0.07,
    "5": 0.12, "add9": 0.06, "madd9": 0.06, "9": 0.06, "maj9": 0.06, "m9": 0.06, "mMaj7": 0.09,
    "69": 0.09, "13": 0.1, "7b9": 0.09, "9sus4": 0.09, "m11": 0.09, "m69": 0.11,
}  # fmt: skip
_TONE_WEIGHTS = (1.0, 1.0, 0.75, 0.9, 0.7, 0.7)  # in the order of `QUALITIES`
_MISSING = (0.16, 0.15, 0.05, 0.13, 0.12, 0.1)
_FOREIGN = 1.0  # what a tone outside the chord weighs
_HEARD = 0.035  # share of the sound from which a tone is there
_BASS_IS_ROOT = 0.32
_BASS_INSIDE = 0.05
_MELODY_WEIGHT = 0.3
_CHANGE = 0.24  # inside a bar
_CHANGE_AT_BAR = 0.06
_WEAK_BASS = 0.6  # what the bass of a bar's later half says of its chord: it walks
_RARE, _STRANGE = 0.35, 0.15  # a tone rare in the whole song, and what a chord of such tones costs
_EARLY = 0.3  # beats by which players anticipate
_BORROWED = 0.5  # beats that a note may reach over into the next chord
_SLASH = 0.55  # share of the bass that another chord tone must have
_SILENCE = 0.08  # beats of sound in a beat, under which there is no chord
_FEW_TEXTS = 0.4  # chord names for a bar: the song's own names are complete


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Half a bar, or a whole one of three beats."""

    bar: int
    start: float
    end: float


def find_chords(song: Song, parts: Parts, beat: Beat) -> tuple[Bar, ...]:
    """The chords of each bar: the song's own names for them where it has any, else recognised."""
    return _named(song) or recognised(song, parts, beat)


def recognised(song: Song, parts: Parts, beat: Beat) -> tuple[Bar, ...]:
    """The chords of each bar from the notes that sound."""
    stretches = _stretches(song)
    sounding = _Sounding(song, parts, beat, stretches)
    chroma = np.array([sounding.chroma(*place) for place in enumerate(stretches)])
    bass = np.array([sounding.bass(*place) for place in enumerate(stretches)])
    chords = _path(stretches, chroma, bass)
    bars: list[list[str]] = [[] for _ in range(song.bars)]
    names: list[str] = []
    for index, (stretch, chord) in enumerate(zip(stretches, chords, strict=True)):
        silent = chroma[index].sum() < _SILENCE * (stretch.end - stretch.start)
        if index and chord == chords[index - 1] and not silent and names[-1] != NO_CHORD:
            names.append(names[-1])
        else:
            names.append(NO_CHORD if silent else _name(chord, bass[index : index + 2]))
        bars[stretch.bar].append(names[-1])
    return tuple(_bar(of_bar) for of_bar in bars)


def _stretches(song: Song) -> list[_Stretch]:
    beats = song.beats_per_bar
    cuts = {2: (2,), 3: (3,), 4: (2, 2), 5: (3, 2), 6: (3, 3), 7: (4, 3)}[beats]
    found: list[_Stretch] = []
    for bar in range(song.bars):
        at = bar * beats
        for length in cuts:
            found.append(_Stretch(bar, float(at), float(at + length)))
            at += length
    return found


def _share(start: float, end: float, stretch: _Stretch) -> float:
    """Beats of a note that count for a stretch; what is struck early counts from its stroke."""
    if stretch.start - _EARLY <= start < stretch.start and end > stretch.start + _EARLY:
        start = stretch.start
    if start >= stretch.end - _EARLY / 2 and end > stretch.end + _EARLY:
        return 0.0  # the next chord, struck early
    length = min(end, stretch.end) - max(start, stretch.start)
    if start < stretch.start and end < stretch.start + _BORROWED:
        return 0.0  # the last chord, let go late
    return max(0.0, length)


class _Sounding:
    """What sounds in each stretch, track by track, swing taken out."""

    def __init__(self, song: Song, parts: Parts, beat: Beat, stretches: Sequence[_Stretch]) -> None:
        self._parts = parts
        self._alone = len(song.pitched) == 1
        self._found: list[list[_Heard]] = [[] for _ in stretches]
        starts = [stretch.start for stretch in stretches]
        for track in song.pitched:
            for note in track.notes:
                start, end = beat.straight(note.start_beats), beat.straight(note.end_beats)
                first = max(0, bisect_right(starts, start) - 1)
                last = bisect_right(starts, end + _EARLY)
                if start > stretches[first].end - _EARLY:
                    last = max(last, first + 2)
                heard = (track, start, end, note.pitch, note.velocity)
                for place in range(first, min(last, len(stretches))):
                    self._found[place].append(heard)

    def chroma(self, place: int, stretch: _Stretch) -> FloatArray:
        """How long each pitch class sounds, [12]."""
        weights = np.zeros(12)
        for track, start, end, pitch, velocity in self._found[place]:
            melody = track is self._parts.melody and not self._alone
            length = _share(start, end, stretch)
            factor = _MELODY_WEIGHT if melody else 1.0
            weights[pitch % 12] += factor * length**0.8 * (0.4 + velocity)
        return weights

    def bass(self, place: int, stretch: _Stretch) -> FloatArray:
        """How long each pitch class is the lowest, [12]; a chord's beginning counts most."""
        weights = np.zeros(12)
        carrier = self._parts.bass
        notes = [heard for heard in self._found[place] if heard[0] is carrier]
        notes = notes or self._found[place]
        lowest = min((heard[3] for heard in notes), default=0)
        for _, start, end, pitch, _ in notes:
            if carrier is None and pitch > lowest + 4:
                continue
            length = _share(start, end, stretch)
            opens = start < stretch.start + _EARLY
            weights[pitch % 12] += length * (1.6 if opens else 1.0) + (
                0.5 if opens and length else 0.0
            )
        total = weights.sum()
        return weights / total if total else weights


@lru_cache(maxsize=1)
def _templates() -> tuple[tuple[Chord, ...], FloatArray, FloatArray, FloatArray]:
    """All chords; [chords, 12] what a sounding tone gives, what a missing one costs; priors."""
    chords = tuple(make_chord(root, kind) for root in range(12) for kind in _KINDS)
    gains = np.full((len(chords), 12), -_FOREIGN)
    missing = np.zeros((len(chords), 12))
    for row, chord in enumerate(chords):
        for place, step in enumerate(QUALITIES[chord.kind]):
            tone = (chord.root + step) % 12
            gains[row, tone] = _TONE_WEIGHTS[place]
            missing[row, tone] = _MISSING[place]
    return chords, gains, missing, np.array([_KINDS[chord.kind] for chord in chords])


def _path(stretches: Sequence[_Stretch], chroma: FloatArray, bass: FloatArray) -> list[Chord]:
    """The likeliest chords, one for each stretch."""
    chords, gains, missing, priors = _templates()
    roots = np.array([chord.root for chord in chords])
    inside = gains > 0
    whole = chroma.sum(axis=0)
    rare = np.clip(_RARE - whole / max(float(whole.max()), 1e-9), 0, None) / _RARE
    priors = priors + _STRANGE * (inside @ rare) / inside.sum(axis=1)
    score = np.zeros((len(stretches), len(chords)))
    for index, weights in enumerate(chroma):
        total = float(weights.sum())
        if total == 0.0:
            continue
        shares = weights / total
        absent = np.clip(1 - shares / _HEARD, 0, 1)
        score[index] = gains @ shares - missing @ absent - priors
        first = index == 0 or stretches[index].bar != stretches[index - 1].bar
        root = _BASS_IS_ROOT * (1.0 if first else _WEAK_BASS)
        score[index] += root * bass[index][roots] + _BASS_INSIDE * inside @ bass[index]
    best = score[0]
    back: list[NDArray[np.int64]] = []
    for index in range(1, len(stretches)):
        new_bar = stretches[index].bar != stretches[index - 1].bar
        leave = float(best.max()) - (_CHANGE_AT_BAR if new_bar else _CHANGE)
        stays = best >= leave
        back.append(np.where(stays, np.arange(len(chords)), int(best.argmax())))
        best = np.where(stays, best, leave) + score[index]
    at = int(best.argmax())
    path = [at]
    for came_from in reversed(back):
        at = int(came_from[at])
        path.append(at)
    return [chords[place] for place in reversed(path)]


def _name(chord: Chord, basses: FloatArray) -> str:
    """The chord's name with the bass note it is heard over; `basses` [stretches, 12]."""
    bass = basses[0]
    names = ("C", "Db", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B")
    name = names[chord.root] + chord.kind
    lowest = int(bass.argmax())
    members = [(chord.root + step) % 12 for step in QUALITIES[chord.kind][1:4]]
    if lowest in members and bass[lowest] > _SLASH and basses[-1].argmax() != chord.root:
        name += f"/{names[lowest]}"
    return name


def _bar(names: Sequence[str]) -> Bar:
    chords: list[tuple[str, int]] = []
    for name in names:
        if chords and chords[-1][0] == name:
            chords[-1] = (name, chords[-1][1] + 1)
        else:
            chords.append((name, 1))
    if len(chords) == 1:
        chords = [(chords[0][0], 1)]
    return Bar(
        tuple((None if name == NO_CHORD else read_chord(name), share) for name, share in chords)
    )


def _named(song: Song) -> tuple[Bar, ...]:
    """The bars by the chord names in the file; empty unless it names them throughout."""
    marks = [mark for mark in song.texts if read_chord(mark.text) or mark.text == NO_CHORD]
    letters = [mark for mark in marks if mark.text[:1].isupper()]
    if len(letters) < _FEW_TEXTS * song.bars or letters[0].beat >= song.beats_per_bar:
        return ()
    return tuple(_named_bar(letters, bar, song.beats_per_bar) for bar in range(song.bars))


def _named_bar(marks: Sequence[Mark], bar: int, beats: int) -> Bar:
    """The names that rule in a bar, each with the beats that it has."""
    start, end = bar * beats, (bar + 1) * beats
    ruling = [mark for mark in marks if mark.beat <= start + 0.1][-1:]
    ruling += [mark for mark in marks if start + 0.1 < mark.beat < end - 0.1]
    names: list[str] = []
    for beat in range(beats):
        now = [mark for mark in ruling if mark.beat <= start + beat + 0.1]
        names.append((now or ruling)[-1].text)
    return _bar(names)
