"""Songs for the tests of MIDI reading, written by another program's writer."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

import mido

TICKS = 480
Struck = tuple[float, float, int, int]  # start and length in beats, pitch, velocity


def voice(
    name: str, channel: int, program: int, notes: Iterable[Struck], *marks: Any
) -> mido.MidiTrack:
    """A track of one instrument; `marks` are (beat, meta message)."""
    timed: list[tuple[float, int, Any]] = [
        (0.0, 0, mido.MetaMessage("track_name", name=name)),
        (0.0, 1, mido.Message("program_change", channel=channel, program=program)),
    ]
    timed += [(beat, 0, message) for beat, message in marks]
    for start, length, pitch, velocity in notes:
        on = mido.Message("note_on", channel=channel, note=pitch, velocity=velocity)
        off = mido.Message("note_off", channel=channel, note=pitch)
        timed += [(start, 3, on), (start + length, 2, off)]
    timed.sort(key=lambda item: (item[0], item[1]))
    track = mido.MidiTrack()
    now = 0
    for beat, _, message in timed:
        tick = round(beat * TICKS)
        track.append(message.copy(time=tick - now))
        now = tick
    return track


def conductor(*marks: Any, bpm: float = 100.0, metre: tuple[int, int] = (4, 4)) -> mido.MidiTrack:
    """A track of tempo, metre and (beat, meta message) marks."""
    tempo = mido.MetaMessage("set_tempo", tempo=mido.bpm2tempo(bpm))
    signature = mido.MetaMessage("time_signature", numerator=metre[0], denominator=metre[1])
    first = [(0.0, tempo), (0.0, signature)]
    return voice("Song", 0, 0, (), *first, *marks)


def song_bytes(*tracks: mido.MidiTrack, type: int = 1) -> bytes:
    """The file."""
    file = mido.MidiFile(type=type, ticks_per_beat=TICKS)
    file.tracks.extend(tracks)
    out = BytesIO()
    file.save(file=out)
    return out.getvalue()


def in_base64(data: bytes) -> str:
    """A file as the engine's parameter takes it."""
    return base64.b64encode(data).decode()


CHORDS = ((57, 60, 64), (53, 57, 60), (55, 60, 64), (55, 59, 62))  # Am F C G
TUNE = ((0, 1.5, 76), (1.5, 0.5, 74), (2, 2, 72), (4, 1, 69), (5, 0.5, 72), (5.5, 2.5, 77),
        (8, 3, 76), (11, 1, 72), (12, 2, 74), (14, 0.75, 71), (15, 1, 67))  # fmt: skip


def band(bars: int = 16, beats: int = 4, late: float = 0.0) -> list[mido.MidiTrack]:
    """Melody, chords, bass and drums over Am F C G, the melody `late` beats behind."""
    turns = range(bars // 4)
    length = 4 * beats
    tune: Sequence[Struck] = [
        (turn * length + start * beats / 4 + late, 0.9 * size * beats / 4, pitch, 96)
        for turn in turns
        for start, size, pitch in TUNE
    ]
    chords = [
        (bar * beats + beat, 0.9 * beats / 2, pitch, 70)
        for bar in range(bars)
        for beat in (0, beats / 2)
        for pitch in CHORDS[bar % 4]
    ]
    roots = (45, 41, 48, 43)
    bass = [
        (bar * beats + beat, 0.9, roots[bar % 4], 90)
        for bar in range(bars)
        for beat in range(beats)
    ]
    hats = [(float(beat), 0.1, 42, 80) for beat in range(bars * beats)]
    return [
        voice("Melody", 3, 73, tune), voice("Keys", 1, 0, chords),
        voice("Bass", 2, 33, bass), voice("Drums", 9, 0, hats),
    ]  # fmt: skip
