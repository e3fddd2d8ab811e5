"""The score as a Standard MIDI File (type 1, *SMF 1.0*, MIDI Association RP-001)."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from math import ceil, log2

import numpy as np

from musicgen_local.engines.composer.instruments import INSTRUMENTS, Family
from musicgen_local.engines.composer.mix.preset import Channel, MixPreset
from musicgen_local.engines.composer.packs import load_pack
from musicgen_local.engines.composer.plan import Layer, Plan, Role
from musicgen_local.engines.composer.score import Note, SectionScore, Sweep
from musicgen_local.engines.composer.writing.theory import family_of, key_fifths

TICKS_PER_BEAT = 480
_DRUM_CHANNEL = 9
_MELODIC_CHANNELS = tuple(channel for channel in range(16) if channel != _DRUM_CHANNEL)
_BEND_CENTRE = 8192
_BEND_SEMITONES = 2  # the range that General MIDI presets
_BEND_STEPS = 6
_BEND_SECONDS = 0.09
# controllers (MIDI 1.0, table 3; brightness and its neutral 64 are of General MIDI 2)
_BANK, _BANK_FINE, _VOLUME, _PAN, _EXPRESSION, _BRIGHTNESS = 0, 32, 7, 10, 11, 74
_PARAMETER, _PARAMETER_FINE, _DATA, _DATA_FINE = 101, 100, 6, 38
_FULL_VOLUME = 100
_NEUTRAL = {_EXPRESSION: 127, _BRIGHTNESS: 64}
_OPEN_HZ = 18_000.0
_STEPS_PER_OCTAVE = 10.0  # of brightness
_SWEEP_BEATS = 0.5  # between two steps of a movement

# order of events on one tick: bends and note-offs before note-ons
_META, _OFF, _CONTROL, _ON = range(4)
_Event = tuple[int, int, bytes]


@dataclass(slots=True)
class _Track:
    layer: Layer
    port: int  # a device of sixteen channels
    channel: int
    strip: Channel
    moves: list[_Event] = field(default_factory=list)
    notes: list[tuple[int, int, Note]] = field(default_factory=list)  # on, off, note


def write_midi(plan: Plan, sections: Iterable[SectionScore]) -> bytes:
    """A type 1 file: a conductor track (tempo, metre, keys, section markers, chord symbols as
    text), then one track for each layer, drum kits on channel 10.

    Tracks have their General MIDI program, level and place as in the mix, filters and swells as
    brightness and expression, slides as pitch bends. More layers than a device has channels go to
    a second port. `sections` are the plan's sections in order; their beats are laid end to end.

    Raises:
        UserError: `VALIDATION` when the plan names a pack that does not exist.
    """
    tracks = _tracks(plan, load_pack(plan.genre).mix)
    conductor: list[_Event] = [
        (0, _META, _text(0x03, plan.title)),
        (0, _META, _tempo(plan.tempo_bpm)),
        (0, _META, b"\xff\x58\x04" + bytes((plan.beats_per_bar, 2, 24, 8))),
    ]
    start = 0.0
    steps: int | None = None
    for score in sections:
        if score.section.transpose != steps:
            steps = score.section.transpose
            conductor.append((_ticks(start), _META, _key_signature(plan, steps)))
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
        for sweep in score.sweeps:
            for track in tracks.values():
                if sweep.layer in (track.layer.name, "mix"):
                    track.moves += _moves(sweep, start, score.beats, track.channel)
        start += score.beats
    chunks = [_chunk(conductor, _ticks(start))]
    for track in tracks.values():
        chunks.append(_chunk(_track_events(track, plan), _ticks(start)))
    header = struct.pack(">4sLHHH", b"MThd", 6, 1, len(chunks), TICKS_PER_BEAT)
    return header + b"".join(chunks)


def _tracks(plan: Plan, mix: MixPreset) -> dict[str, _Track]:
    tracks: dict[str, _Track] = {}
    kits: list[int] = []  # the program on channel 10 of each port
    melodic = 0
    for layer in sorted(plan.layers, key=lambda layer: layer.role is not Role.DRUMS):
        instrument = INSTRUMENTS[layer.instrument]
        if instrument.family is Family.DRUM_KIT:
            if instrument.program not in kits:
                kits.append(instrument.program)
            port, channel = kits.index(instrument.program), _DRUM_CHANNEL
        else:
            port, place = divmod(melodic, len(_MELODIC_CHANNELS))
            channel = _MELODIC_CHANNELS[place]
            melodic += 1
        strip = mix.channels.get(layer.name) or mix.channels.get(layer.role.value) or Channel()
        tracks[layer.name] = _Track(layer, port, channel, strip)
    return {layer.name: tracks[layer.name] for layer in plan.layers}


def _ticks(beats: float) -> int:
    return round(beats * TICKS_PER_BEAT)


def _track_events(track: _Track, plan: Plan) -> list[_Event]:
    instrument = INSTRUMENTS[track.layer.instrument]
    notes = _without_overlaps(track.notes)
    slides = instrument.monophonic
    widest = max((abs(note.glide_semitones) for *_, note in notes if slides), default=0.0)
    reach = max(_BEND_SEMITONES, ceil(widest))
    events: list[_Event] = [(0, _META, _text(0x03, track.layer.name))]
    if track.port:
        events.append((0, _META, bytes((0xFF, 0x21, 1, track.port))))
    events += [(0, _CONTROL, data) for data in _opening(track, instrument.program, reach)]
    events += track.moves
    bend_ticks = _ticks(_BEND_SECONDS / plan.seconds_per_beat)
    for on, off, note in notes:
        velocity = min(127, max(1, round(note.velocity * 127)))
        events.append((on, _ON, bytes((0x90 | track.channel, note.pitch, velocity))))
        events.append((off, _OFF, bytes((0x80 | track.channel, note.pitch, 0))))
        if note.glide_semitones and slides:
            events += _bends(on, note.glide_semitones / reach, bend_ticks, track.channel)
    return events


def _opening(track: _Track, program: int, reach: int) -> Iterator[bytes]:
    """What a channel is told before its first note; `reach` is its bend range in semitones."""
    level = _FULL_VOLUME * 10 ** (min(0.0, track.strip.level_lu) / 40)  # General MIDI's curve
    settings = [
        (_BANK, 0),
        (_BANK_FINE, 0),
        (_VOLUME, max(1, round(level))),
        (_PAN, min(127, max(0, round(64 + 63 * track.strip.pan)))),
    ]
    if reach != _BEND_SEMITONES:
        settings += [(_PARAMETER, 0), (_PARAMETER_FINE, 0), (_DATA, reach), (_DATA_FINE, 0)]
    yield from (_control(track.channel, *setting) for setting in settings[:2])
    yield bytes((0xC0 | track.channel, program))
    yield from (_control(track.channel, *setting) for setting in settings[2:])


def _control(channel: int, number: int, value: int) -> bytes:
    return bytes((0xB0 | channel, number, value))


def _moves(sweep: Sweep, start: float, beats: float, channel: int) -> list[_Event]:
    """A movement of the desk as a controller's, back in its place when the section is over."""
    if sweep.parameter == "lowpass_hz":
        number = _BRIGHTNESS
    elif sweep.parameter == "gain_db":
        number = _EXPRESSION
    else:
        return []
    places = [point[0] for point in sweep.points]
    values = [point[1] for point in sweep.points]
    events: list[_Event] = []
    last = _NEUTRAL[number]
    steps = int(beats / _SWEEP_BEATS)
    for step in range(steps):
        heard = float(np.interp(step * _SWEEP_BEATS, places, values))
        value = _brightness(heard) if number == _BRIGHTNESS else _expression(heard)
        if value != last:
            tick = _ticks(start + step * _SWEEP_BEATS)
            events.append((tick, _CONTROL, _control(channel, number, value)))
            last = value
    if last != _NEUTRAL[number]:
        end = _control(channel, number, _NEUTRAL[number])
        events.append((_ticks(start + beats), _CONTROL, end))
    return events


def _brightness(lowpass_hz: float) -> int:
    steps = _STEPS_PER_OCTAVE * log2(max(20.0, lowpass_hz) / _OPEN_HZ)
    return min(127, max(0, round(_NEUTRAL[_BRIGHTNESS] + steps)))


def _expression(gain_db: float) -> int:
    return min(127, max(0, round(_NEUTRAL[_EXPRESSION] * 10 ** (gain_db / 40))))


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


def _bends(on: int, away: float, length: int, channel: int) -> list[_Event]:
    """A slide onto the note: the wheel starts `away` (-1 to 1 of its reach) and comes home."""
    events: list[_Event] = []
    for step in range(_BEND_STEPS + 1):
        share = 1 - step / _BEND_STEPS
        value = _BEND_CENTRE + round(8191 * share * away)
        value = min(16383, max(0, value))
        data = bytes((0xE0 | channel, value & 0x7F, value >> 7))
        events.append((on + round(length * step / _BEND_STEPS), _CONTROL, data))
    return events


def _text(kind: int, text: str) -> bytes:
    data = text.encode("utf-8")
    return bytes((0xFF, kind)) + _variable_length(len(data)) + data


def _tempo(tempo_bpm: float) -> bytes:
    return b"\xff\x51\x03" + round(60_000_000 / tempo_bpm).to_bytes(3, "big")


def _key_signature(plan: Plan, steps: int) -> bytes:
    """The signature of the mode's notes, `steps` up: D dorian has no sharps and no flats."""
    minor = family_of(plan.mode) == "minor"
    sharps = key_fifths((plan.sounding_tonic + steps) % 12, plan.mode)
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
