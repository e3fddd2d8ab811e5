"""Who plays what in a song: the melody, the bass, and where the beat lies under the players."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from statistics import fmean, median

import numpy as np

from musicgen_local.engines.composer.midi.reading import Song, SongNote, SongTrack
from musicgen_local.engines.composer.writing.feel import swung

_SINGING = re.compile(
    r"melod|lead|vocal|voice|vox|sing|solo|theme|soprano|right hand|мелод|вокал|голос|соло", re.I
)
_SERVING = re.compile(
    r"bass|pad|chord|comp|accomp|left hand|string|arp|rhythm|drone|sequence|counter|back"
    r"|harmony|answer|бас|аккорд|аккомп",
    re.I,
)
_BASS_NAME = re.compile(r"bass(?!oon)|\bбас", re.I)
_BASS_PROGRAMS = range(32, 40)
_PAD_PROGRAMS = range(88, 96)
_EFFECT_PROGRAMS = range(112, 128)
_SOLO_PROGRAMS = frozenset({*range(40, 43), *range(56, 80), *range(80, 88)})
_TOGETHER = 0.08  # beats between notes that are struck as one
_FEWEST = 4  # notes of a melody
_SWINGS = tuple(np.arange(0.5, 0.705, 0.01))
_STRAIGHT_ENOUGH = 0.012  # beats that a swing has to save to be believed
_NEAR = 0.11  # beats from the grid that are a matter of feel
_TRIPLET_ADVANTAGE = 0.03
_GRID, _TRIPLET = 0.25, 1 / 3


@dataclass(frozen=True, slots=True)
class Parts:
    """A song by what its tracks do; None where nobody does it."""

    melody: SongTrack | None
    bass: SongTrack | None


def find_parts(song: Song) -> Parts:
    """The tracks that sing and that carry."""
    tracks = [track for track in song.pitched if track.program not in _EFFECT_PROGRAMS]
    bass = max(tracks, key=_bassness, default=None)
    if bass is not None and _bassness(bass) <= 0:
        bass = None
    rest = [track for track in tracks if track is not bass and len(track.notes) >= _FEWEST]
    best = max(rest, key=lambda track: _singing(track, song), default=None)
    if best is None or (len(tracks) > 1 and _singing(best, song) < 0):
        return Parts(None, bass)
    return Parts(best, bass)


def _bassness(track: SongTrack) -> float:
    pitch = fmean(note.pitch for note in track.notes)
    score = (50 - pitch) / 12
    score += 2.0 * (track.program in _BASS_PROGRAMS) + 2.0 * bool(_BASS_NAME.search(track.name))
    return score - 3.0 * (1 - _lone_share(track.notes))


def _singing(track: SongTrack, song: Song) -> float:
    """How much a track is like a melody; below zero it is none."""
    notes = track.notes
    name = track.name
    score = 1.6 * (_lone_share(notes) - 0.5)
    score += 1.5 * bool(_SINGING.search(name)) - 1.0 * bool(_SERVING.search(name))
    score += 0.3 * (track.program in _SOLO_PROGRAMS) - 0.6 * (track.program in _PAD_PROGRAMS)
    score -= 2.0 * (track.program in _BASS_PROGRAMS)
    score += min(0.8, max(-1.5, (fmean(n.pitch for n in notes) - 62) / 14))
    played = {int(note.start_beats // song.beats_per_bar) for note in notes}
    score += 1.2 * min(1.0, 1.6 * len(played) / song.bars)
    gaps = [round(4 * (b.start_beats - a.start_beats)) for a, b in pairwise(notes)]
    busy = len(notes) / max(1, len(played)) / song.beats_per_bar
    return score + 0.9 * (_variety(gaps) - 0.45) - 0.5 * max(0.0, busy - 2.2)


def _variety(gaps: Sequence[int]) -> float:
    """Entropy of the rhythm, 0 (an arpeggio's) to 1."""
    gaps = [gap for gap in gaps if gap > 0]
    counts = np.array(list(Counter(gaps).values()), dtype=float)
    if len(counts) < 2:
        return 0.0
    shares = counts / counts.sum()
    return min(1.0, float(-(shares * np.log2(shares)).sum()) / 2.0)


def _lone_share(notes: Sequence[SongNote]) -> float:
    """Share of the strokes that are one note over no other."""
    strokes = [list(group) for group in _strokes(notes)]
    lone = 0
    for now, later in pairwise([*strokes, []]):
        held = now[0].end_beats - (later[0].start_beats if later else now[0].end_beats)
        lone += len(now) == 1 and held < 0.5 * max(0.25, now[0].duration_beats)
    return lone / max(1, len(strokes))


def _strokes(notes: Iterable[SongNote]) -> Iterable[list[SongNote]]:
    """Notes that are struck together, lowest first."""
    group: list[SongNote] = []
    for note in notes:
        if group and note.start_beats - group[0].start_beats > _TOGETHER:
            yield sorted(group, key=lambda one: one.pitch)
            group = []
        group.append(note)
    if group:
        yield sorted(group, key=lambda one: one.pitch)


def top_line(track: SongTrack) -> tuple[SongNote, ...]:
    """The line that is heard on top of a track: one note at a time.

    Of a part that is one line it is the part; of chords, what lies over what still sounds.
    """
    line: list[SongNote] = []
    chordal = _lone_share(track.notes) < 0.6
    centre = median(stroke[-1].pitch for stroke in _strokes(track.notes))
    for stroke in _strokes(track.notes):
        top = stroke[-1]
        if chordal and top.pitch < centre - 12:
            continue  # the other hand, alone
        if line and line[-1].end_beats > top.start_beats:
            before = line[-1]
            over = before.end_beats - top.start_beats
            if chordal and before.pitch > top.pitch + 2 and over > 0.3:
                continue  # an inner voice under a held note
            line[-1] = replace(before, duration_beats=max(0.05, before.duration_beats - over))
        line.append(top)
    return tuple(line)


@dataclass(frozen=True, slots=True)
class Beat:
    """How a song lies against its grid."""

    swing: float = 0.5  # share of the first of two units
    unit: float = 0.5  # beats: eighths or sixteenths
    late_beats: float = 0.0

    def straight(self, beat: float) -> float:
        """Where a moment of the song is written on an even grid."""
        beat -= self.late_beats
        pair = 2 * self.unit
        base = beat // pair * pair
        place = (beat - base) / pair
        if place < self.swing:
            return base + self.unit * place / self.swing
        return base + self.unit * (1 + (place - self.swing) / (1 - self.swing))


def find_beat(song: Song) -> Beat:
    """The swing that all players share, if any."""
    starts = np.array([note.start_beats for track in song.tracks for note in track.notes])
    if len(starts) > 4_000:
        starts = starts[:: len(starts) // 4_000 + 1]
    best, cost = Beat(), _distance(starts, Beat())
    for unit in (0.5, 0.25):
        for swing in _SWINGS[1:]:
            beat = Beat(float(swing), unit)
            found = _distance(starts, beat) + _STRAIGHT_ENOUGH
            if found < cost:
                best, cost = beat, found
    return best


def _distance(starts: np.ndarray, beat: Beat) -> float:
    """Mean distance in beats of played onsets to the grid, swung."""
    grid = np.array([swung(step * _GRID, beat.swing, beat.unit) for step in range(5)])
    places = starts % 1.0
    return float(np.abs(places[:, None] - grid[None, :]).min(axis=1).mean())


def lateness(notes: Sequence[SongNote], beat: Beat) -> Beat:
    """The beat as one player feels it: a little late, or early."""
    off = [
        straight - round(straight / _GRID) * _GRID
        for note in notes
        if abs((straight := beat.straight(note.start_beats)) * 4 - round(straight * 4)) < 0.44
    ]
    return replace(beat, late_beats=median(off) if off else 0.0)


def on_grid(notes: Sequence[SongNote], beat: Beat) -> tuple[SongNote, ...]:
    """A line on the even grid of sixteenths, or triplets; what is far from both stays there."""
    placed: list[SongNote] = []
    for note in notes:
        start = max(0.0, _snapped(beat.straight(note.start_beats)))
        end = beat.straight(note.end_beats)
        placed.append(replace(note, start_beats=start, duration_beats=max(0.1, end - start)))
    line: list[SongNote] = []
    for _, group in groupby(placed, key=lambda note: round(note.start_beats, 3)):
        note = max(group, key=lambda one: one.duration_beats)
        if line and line[-1].end_beats > note.start_beats:
            gap = note.start_beats - line[-1].start_beats
            line[-1] = replace(line[-1], duration_beats=gap)
        line.append(note)
    return tuple(line)


def _snapped(beat: float) -> float:
    even = round(beat / _GRID) * _GRID
    third = round(beat / _TRIPLET) * _TRIPLET
    if abs(beat - third) + _TRIPLET_ADVANTAGE < abs(beat - even):
        return round(third, 5)
    return even if abs(beat - even) < _NEAR else round(beat, 5)
