"""A MIDI file as notes in beats, with its tempo, metre, key and marks, whoever wrote it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from musicgen_local.engines.composer.midi.limits import (
    MIDI_FIELD,
    MOST_BARS,
    MOST_BYTES,
    MOST_NOTES,
)
from musicgen_local.engines.composer.writing.theory import key_fifths
from musicgen_local.errors import ErrorCode, UserError

_DRUM_CHANNEL = 9
_DEFAULT_TEMPO = 500_000  # microseconds for a quarter note (SMF 1.0)
_TEMPO_RANGE = (40.0, 220.0)
_CHANGED = 0.02  # share of the tempo that is called a change
_LONGEST_NAME = 40
_SHORTEST_BEATS, _LONGEST_BEATS = 0.02, 64.0  # of a note; a key that is never let go
_BEATS_RANGE = range(2, 8)
_SIGNATURE = re.compile(rb"\xff\x59\x02(..)", re.DOTALL)
_KEY = re.compile(r"([A-G])([#b]?)(m?)")
_LETTERS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}


@dataclass(frozen=True, slots=True)
class SongNote:
    """A note of a song, in quarter notes from its first bar line."""

    start_beats: float
    duration_beats: float
    pitch: int
    velocity: float  # 0-1

    @property
    def end_beats(self) -> float:
        """Where it stops."""
        return self.start_beats + self.duration_beats


@dataclass(frozen=True, slots=True)
class SongTrack:
    """What one instrument plays."""

    name: str
    program: int  # General MIDI, 0-127
    drums: bool
    notes: tuple[SongNote, ...]  # by start, then pitch


@dataclass(frozen=True, slots=True)
class Mark:
    """A text at a beat: a section's name, or a chord."""

    beat: float
    text: str


@dataclass(frozen=True, slots=True)
class Song:
    """A song that was read; its first note is in its first bar."""

    tracks: tuple[SongTrack, ...]
    tempo_bpm: float
    beats_per_bar: int
    fifths: int | None = None  # of the key signature: sharps, flats below zero; None: there is none
    markers: tuple[Mark, ...] = ()
    texts: tuple[Mark, ...] = ()
    notices: tuple[str, ...] = field(default=())

    @property
    def bars(self) -> int:
        """How many bars have notes that begin in them, counted from the first."""
        last = max(track.notes[-1].start_beats for track in self.tracks)
        return int((last + 0.1) // self.beats_per_bar) + 1

    @property
    def pitched(self) -> tuple[SongTrack, ...]:
        """All that are no drums."""
        return tuple(track for track in self.tracks if not track.drums)


@dataclass(slots=True)
class _Raw:
    """What is in the file, at ticks."""

    ticks_per_beat: int
    tempos: list[tuple[int, int]] = field(default_factory=list)
    metres: list[tuple[int, int, int]] = field(default_factory=list)
    keys: list[tuple[int, str]] = field(default_factory=list)
    markers: list[tuple[int, str]] = field(default_factory=list)
    texts: list[tuple[int, str]] = field(default_factory=list)
    # by track and channel: on, off, pitch, velocity
    notes: dict[tuple[int, int], list[tuple[int, int, int, int]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    programs: dict[tuple[int, int], int] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)

    @property
    def end(self) -> int:
        """The tick after which no note begins."""
        return max((note[0] for notes in self.notes.values() for note in notes), default=0)


def read_midi(data: bytes) -> Song:
    """The song in a Standard MIDI File of type 0 or 1.

    Tempo and metre are those that rule longest; where they change, a notice says so.

    Raises:
        UserError: `VALIDATION` when it is no MIDI file, is broken, or has nothing to play;
            `TOO_LARGE` when it has more bytes, notes or bars than a song has.
    """
    raw = _collect(_parse(data))
    if not any(channel != _DRUM_CHANNEL for _, channel in raw.notes):
        raise _refused(
            "The MIDI file has no notes except drums." if raw.notes else "The MIDI file is empty.",
            "Use a file with a melody or chords in it.",
        )
    notices: list[str] = []
    metre = _main_metre(raw, notices)
    beats_per_bar, stretch, origin = _bar(raw, metre, notices)
    tempo, stretch = _tempo(raw, stretch, notices)
    per_beat = raw.ticks_per_beat / stretch
    lead_in = (-origin / per_beat) % beats_per_bar if origin else 0.0
    first = min(note[0] for notes in raw.notes.values() for note in notes) / per_beat + lead_in
    shift = lead_in - (first + 0.1) // beats_per_bar * beats_per_bar

    def beat(tick: int) -> float:
        return round(tick / per_beat + shift, 5)

    if beat(raw.end) > MOST_BARS * beats_per_bar:
        raise _too_large(f"The MIDI file has more than {MOST_BARS:,} bars.")
    return Song(
        tracks=tuple(_tracks(raw, beat)),
        tempo_bpm=tempo,
        beats_per_bar=beats_per_bar,
        fifths=_fifths(raw),
        markers=_marks(raw.markers, beat),
        texts=_marks(raw.texts, beat),
        notices=tuple(notices),
    )


def _parse(data: bytes) -> Any:
    """The file as `mido` reads it."""
    if len(data) > MOST_BYTES:
        raise _too_large(f"The MIDI file has {len(data):,} bytes.")
    start = data.find(b"MThd", 0, 64)  # a RIFF file has it a little later
    if start < 0:
        raise _refused("This is no MIDI file.", "Use a Standard MIDI File (.mid).")
    from mido import KeySignatureError, MidiFile

    data = _SIGNATURE.sub(_possible_signature, data[start:])
    try:
        read = MidiFile(file=BytesIO(data), clip=True)
    except (
        OSError, EOFError, ValueError, LookupError, TypeError, ArithmeticError, KeySignatureError
    ) as error:  # fmt: skip
        raise _refused(
            "The MIDI file is broken and can't be read.",
            "Export it again from the program that wrote it.",
        ) from error
    if read.type not in (0, 1) or not 0 < read.ticks_per_beat < 1 << 15:
        raise _refused(
            "The MIDI file keeps time in a way that has no bars.",
            "Export it as type 0 or 1 with ticks for each quarter note.",
        )
    return read


def _possible_signature(found: re.Match[bytes]) -> bytes:
    """A key signature that exists: programs write others, and nothing depends on them."""
    sharps, mode = found[1][0], found[1][1]
    exists = (sharps <= 7 or sharps >= 256 - 7) and mode <= 1
    return found[0] if exists else found[0][:3] + b"\0\0"


def _collect(file: Any) -> _Raw:
    raw = _Raw(file.ticks_per_beat)
    count = 0
    for number, track in enumerate(file.tracks):
        now = 0
        sounding: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
        for message in track:
            now += max(0, int(message.time))
            if message.is_meta:
                _take_meta(raw, number, now, message)
            elif message.type == "program_change":
                raw.programs.setdefault((number, message.channel), message.program)
            elif message.type == "note_on" and message.velocity:
                sounding[message.channel, message.note].append((now, message.velocity))
                count += 1
                if count > MOST_NOTES:
                    raise _too_large(f"The MIDI file has more than {MOST_NOTES:,} notes.")
            elif message.type in ("note_on", "note_off"):
                held = sounding[message.channel, message.note]
                if held:
                    on, velocity = held.pop(0)
                    raw.notes[number, message.channel].append((on, now, message.note, velocity))
        for (channel, pitch), held in sounding.items():  # never let go
            raw.notes[number, channel].extend((on, now, pitch, level) for on, level in held)
    for place in [place for place, notes in raw.notes.items() if not notes]:
        del raw.notes[place]
    return raw


def _take_meta(raw: _Raw, number: int, now: int, message: Any) -> None:
    kind = message.type
    if kind == "set_tempo" and message.tempo > 0:
        raw.tempos.append((now, message.tempo))
    elif kind == "time_signature" and message.numerator > 0:
        raw.metres.append((now, message.numerator, message.denominator))
    elif kind == "key_signature":
        raw.keys.append((now, message.key))
    elif kind in ("marker", "cue_marker"):
        raw.markers.append((now, _clean(message.text)))
    elif kind in ("text", "lyrics"):
        raw.texts.append((now, _clean(message.text)))
    elif kind in ("track_name", "instrument_name"):
        raw.names.setdefault(number, _clean(message.name))


def _clean(text: str) -> str:
    """Printable words; files say what they like, mostly in UTF-8 that was read as Latin-1."""
    with suppress(UnicodeError):
        text = text.encode("latin-1").decode("utf-8")
    return " ".join("".join(x if x.isprintable() else " " for x in text).split())[:_LONGEST_NAME]


def _spans(starts: Sequence[tuple[int, Any]], end: int) -> Iterable[tuple[Any, int, int]]:
    """Each value with the ticks from and to which it rules; the last of one tick counts."""
    ordered = sorted(dict(starts).items())
    stops = [start for start, _ in ordered[1:]] + [end + 1]
    for (start, value), stop in zip(ordered, stops, strict=False):
        yield value, start, max(0, min(stop, end + 1) - start)


def _main_metre(raw: _Raw, notices: list[str]) -> tuple[int, int]:
    lengths: dict[tuple[int, int], int] = defaultdict(int)
    starts = [(0, (4, 4)), *((tick, (above, below)) for tick, above, below in raw.metres)]
    for metre, _, ticks in _spans(starts, raw.end):
        lengths[metre] += ticks
    main = max(lengths, key=lambda metre: lengths[metre])
    others = [metre for metre, ticks in lengths.items() if metre != main and ticks]
    if sum(lengths[metre] for metre in others) > 8 * raw.ticks_per_beat:
        notices.append(
            f"The metre of the MIDI file changes; {main[0]}/{main[1]} is counted throughout."
        )
    return main


def _bar(raw: _Raw, metre: tuple[int, int], notices: list[str]) -> tuple[int, float, int]:
    """Beats in a bar, by how much the file's quarter is stretched, and a bar line's tick."""
    above, below = metre
    origin = next((tick for tick, *signed in raw.metres if tuple(signed) == metre), 0)
    quarters = above * 4 / below
    if quarters in _BEATS_RANGE:
        return int(quarters), 1.0, origin
    if below == 8 and above in _BEATS_RANGE:  # 5/8, 7/8: the eighths are counted
        return above, 2.0, origin
    for factor in (0.5, 2.0):  # 8/4, 1/4
        if quarters * factor in _BEATS_RANGE:
            return int(quarters * factor), 1.0, origin
    notices.append(f"Nobody here counts {above}/{below}; four beats are counted instead.")
    return 4, 1.0, origin


def _tempo(raw: _Raw, stretch: float, notices: list[str]) -> tuple[float, float]:
    """The tempo that rules the middle of the song, and the stretch that brings it into range."""
    starts = [(0, _DEFAULT_TEMPO), *raw.tempos]
    lengths: dict[int, int] = defaultdict(int)
    for tempo, _, ticks in _spans(starts, raw.end):
        lengths[tempo] += ticks
    total, passed, main = sum(lengths.values()), 0, _DEFAULT_TEMPO
    for tempo in sorted(lengths):
        passed += lengths[tempo]
        main = tempo
        if 2 * passed >= total:
            break
    bpm = 60_000_000 / main * stretch
    slowest, fastest = (60_000_000 / f(t for t, n in lengths.items() if n) for f in (max, min))
    low, high = _TEMPO_RANGE
    if fastest / slowest > 1 + _CHANGED:
        notices.append(
            f"The tempo of the MIDI file goes from {slowest:.0f} to {fastest:.0f} bpm; "
            f"{bpm / stretch:.0f} bpm are kept throughout."
        )
    while bpm > high:
        bpm, stretch = bpm / 2, stretch / 2
    while bpm < low:
        bpm, stretch = bpm * 2, stretch * 2
    return round(bpm, 3), stretch


def _tracks(raw: _Raw, beat: Any) -> Iterable[SongTrack]:
    alone = {number: sum(1 for track, _ in raw.notes if track == number) for number in raw.names}
    for (number, channel), notes in sorted(raw.notes.items()):
        name = raw.names.get(number, "")
        # one track of many channels has a name for the song, not for the players
        played = sorted(
            (
                SongNote(beat(on), _length(beat(off) - beat(on)), pitch, level / 127)
                for on, off, pitch, level in notes
            ),
            key=lambda note: (note.start_beats, note.pitch),
        )
        yield SongTrack(
            name=name if alone.get(number, 1) == 1 else "",
            program=raw.programs.get((number, channel), 0),
            drums=channel == _DRUM_CHANNEL,
            notes=tuple(played),
        )


def _length(beats: float) -> float:
    return min(_LONGEST_BEATS, max(_SHORTEST_BEATS, round(beats, 5)))


def _fifths(raw: _Raw) -> int | None:
    """Sharps or flats of the key signature that rules longest."""
    lengths: dict[int, int] = defaultdict(int)
    for text, _, ticks in _spans(raw.keys, raw.end):
        found = _KEY.fullmatch(text)
        if found:
            tonic = _LETTERS[found[1]] + {"#": 1, "b": -1, "": 0}[found[2]]
            lengths[key_fifths(tonic % 12, "minor" if found[3] else "major")] += ticks
    return max(lengths, key=lambda fifths: lengths[fifths]) if lengths else None


def _marks(marks: Sequence[tuple[int, str]], beat: Any) -> tuple[Mark, ...]:
    return tuple(Mark(max(0.0, beat(tick)), text) for tick, text in sorted(marks) if text)


def _refused(message: str, recovery: str) -> UserError:
    return UserError(
        ErrorCode.VALIDATION, message, recovery=recovery, details={"field": MIDI_FIELD}
    )


def _too_large(message: str) -> UserError:
    return UserError(
        ErrorCode.TOO_LARGE,
        message,
        recovery=f"Use a song of at most {MOST_BYTES:,} bytes, {MOST_NOTES:,} notes and "
        f"{MOST_BARS:,} bars.",
        details={"field": MIDI_FIELD},
    )
