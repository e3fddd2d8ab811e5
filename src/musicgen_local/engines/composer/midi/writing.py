"""The score as a Standard MIDI File (type 1, *SMF 1.0*, MIDI Association RP-001)."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from dataclasses import dataclass, field

from musicgen_local.engines.composer.instruments import INSTRUMENTS, Family
from musicgen_local.engines.composer.plan import Layer, Plan
from musicgen_local.engines.composer.score import Note, SectionScore
from musicgen_local.engines.composer.writing.theory import family_of, key_fifths

TICKS_PER_BEAT = 480
_DRUM_CHANNEL = 9
_MELODIC_CHANNELS = tuple(channel for channel in range(16) if channel != _DRUM_CHANNEL)
_BEND_CENTRE = 8192
_BEND_SEMITONES = 2.0  # the range that General MIDI presets
_BEND_STEPS = 6
_BEND_SECONDS = 0.09

# order of events on one tick: bends and note-offs before note-ons
_META, _OFF, _CONTROL, _ON = range(4)
_Event = tuple[int, int, bytes]


@dataclass(slots=True)
class _Track:
    layer: Layer
    channel: int
    notes: list[tuple[int, int, Note]] = field(default_factory=list)  # on, off, note


def write_midi(plan: Plan, sections: Iterable[SectionScore]) -> bytes:
    """A type 1 file: a conductor track (tempo, metre, key, section markers, chord symbols as
    text), then one track for each layer, drum kits on channel 10.

    `sections` are the plan's sections in order; their beats are laid end to end.
    """
    tracks = _tracks(plan)
    conductor: list[_Event] = [
        (0, _META, _text(0x03, plan.title)),
        (0, _META, _tempo(plan.tempo_bpm)),
        (0, _META, b"\xff\x58\x04" + bytes((plan.beats_per_bar, 2, 24, 8))),
        (0, _META, _key_signature(plan)),
    ]
    start = 0.0
    for score in sections:
        conductor.append((_ticks(start), _META, _text(0x06, score.section.name)))
        for chord in score.chords:
            conductor.append((_ticks(start + chord.start_beats), _META, _text(0x01, chord.symbol)))
        for name, notes in score.parts.items():
            tracks[name].notes.extend(
                (
                    _ticks(start + note.start_beats),
                    _ticks(start + note.start_beats + note.duration_beats),
                    note,
                )
                for note in notes
            )
        start += score.beats
    chunks = [_chunk(conductor, _ticks(start))]
    for track in tracks.values():
        chunks.append(_chunk(_track_events(track, plan), _ticks(start)))
    header = struct.pack(">4sLHHH", b"MThd", 6, 1, len(chunks), TICKS_PER_BEAT)
    return header + b"".join(chunks)


def _tracks(plan: Plan) -> dict[str, _Track]:
    tracks: dict[str, _Track] = {}
    melodic = 0
    for layer in plan.layers:
        if INSTRUMENTS[layer.instrument].family is Family.DRUM_KIT:
            channel = _DRUM_CHANNEL
        else:
            channel = _MELODIC_CHANNELS[melodic % len(_MELODIC_CHANNELS)]
            melodic += 1
        tracks[layer.name] = _Track(layer, channel)
    return tracks


def _ticks(beats: float) -> int:
    return round(beats * TICKS_PER_BEAT)


def _track_events(track: _Track, plan: Plan) -> list[_Event]:
    instrument = INSTRUMENTS[track.layer.instrument]
    events: list[_Event] = [
        (0, _META, _text(0x03, track.layer.name)),
        (0, _CONTROL, bytes((0xC0 | track.channel, instrument.program))),
    ]
    bend_ticks = _ticks(_BEND_SECONDS / plan.seconds_per_beat)
    for on, off, note in _without_overlaps(track.notes):
        velocity = min(127, max(1, round(note.velocity * 127)))
        events.append((on, _ON, bytes((0x90 | track.channel, note.pitch, velocity))))
        events.append((off, _OFF, bytes((0x80 | track.channel, note.pitch, 0))))
        if note.glide_semitones and instrument.monophonic:
            events += _bends(on, note.glide_semitones, bend_ticks, track.channel)
    return events


def _without_overlaps(notes: list[tuple[int, int, Note]]) -> list[tuple[int, int, Note]]:
    """A key that is struck again while it sounds is let go first."""
    kept: list[tuple[int, int, Note]] = []
    last: dict[int, int] = {}
    for on, off, note in sorted(notes, key=lambda item: (item[0], item[2].pitch)):
        index = last.get(note.pitch)
        if index is not None and kept[index][1] > on:
            before = kept[index]
            if before[0] >= on:
                continue
            kept[index] = (before[0], on, before[2])
        last[note.pitch] = len(kept)
        kept.append((on, max(off, on + 1), note))
    return kept


def _bends(on: int, semitones: float, length: int, channel: int) -> list[_Event]:
    """A slide onto the note: the pitch wheel starts away from centre and comes home."""
    events: list[_Event] = []
    for step in range(_BEND_STEPS + 1):
        share = 1 - step / _BEND_STEPS
        value = _BEND_CENTRE + round(8191 * share * semitones / _BEND_SEMITONES)
        value = min(16383, max(0, value))
        data = bytes((0xE0 | channel, value & 0x7F, value >> 7))
        events.append((on + round(length * step / _BEND_STEPS), _CONTROL, data))
    return events


def _text(kind: int, text: str) -> bytes:
    data = text.encode("utf-8")
    return bytes((0xFF, kind)) + _variable_length(len(data)) + data


def _tempo(tempo_bpm: float) -> bytes:
    return b"\xff\x51\x03" + round(60_000_000 / tempo_bpm).to_bytes(3, "big")


def _key_signature(plan: Plan) -> bytes:
    minor = family_of(plan.mode) == "minor"
    # the signature of the mode's notes: dorian on D has no sharps and no flats
    sharps = key_fifths(plan.sounding_tonic, plan.mode)
    return b"\xff\x59\x02" + struct.pack(">bB", sharps, int(minor))


def _variable_length(value: int) -> bytes:
    """A number in seven-bit bytes, the last without its top bit (SMF 1.0, p. 4)."""
    data = bytearray((value & 0x7F,))
    value >>= 7
    while value:
        data.insert(0, 0x80 | (value & 0x7F))
        value >>= 7
    return bytes(data)


def _chunk(events: list[_Event], end: int) -> bytes:
    """A track chunk of events at absolute ticks, closed at or after `end`."""
    body = bytearray()
    now = 0
    for tick, _, data in sorted(events, key=lambda event: event[:2]):
        body += _variable_length(tick - now) + data
        now = tick
    body += _variable_length(max(0, end - now)) + b"\xff\x2f\x00"
    return struct.pack(">4sL", b"MTrk", len(body)) + bytes(body)
