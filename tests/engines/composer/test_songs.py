"""Other people's MIDI files: what is in them is found, what is broken is refused in words."""

from __future__ import annotations

from io import BytesIO
from itertools import pairwise
from typing import Any

import mido
import pytest
from composing import piece, scores
from hypothesis import given, settings
from hypothesis import strategies as st
from songs import CHORDS, TUNE, band, conductor, song_bytes, voice

from musicgen_local.engines.composer.midi import write_midi
from musicgen_local.engines.composer.midi.listening import (
    find_beat,
    find_parts,
    lateness,
    on_grid,
    top_line,
)
from musicgen_local.engines.composer.midi.phrases import find_form
from musicgen_local.engines.composer.midi.reading import Song, SongNote, read_midi
from musicgen_local.engines.composer.midi.recognition import find_chords
from musicgen_local.errors import ErrorCode, UserError


def _melody(song: Song) -> tuple[SongNote, ...]:
    track = find_parts(song).melody
    assert track is not None
    line = top_line(track)
    return on_grid(line, lateness(line, find_beat(song)))


def _chords(song: Song) -> list[str]:
    return [bar.text for bar in find_chords(song, find_parts(song), find_beat(song))]


def test_tempo_metre_and_parts_are_found() -> None:
    song = read_midi(song_bytes(conductor(bpm=96), *band()))
    assert song.tempo_bpm == pytest.approx(96, abs=0.01)
    assert (song.beats_per_bar, song.bars) == (4, 16)
    assert song.notices == ()
    parts = find_parts(song)
    assert parts.melody is not None
    assert parts.bass is not None
    assert (parts.melody.name, parts.bass.name) == ("Melody", "Bass")
    assert _chords(song) == ["Am", "F", "C", "G"] * 4


def test_parts_are_found_by_what_they_play_when_nobody_named_them() -> None:
    tracks = band()
    for track in tracks:
        track[0].name = ""
        for message in track:
            if message.type == "program_change":
                message.program = 0
    song = read_midi(song_bytes(conductor(), *tracks))
    parts = find_parts(song)
    assert parts.melody is not None
    assert parts.bass is not None
    assert max(note.pitch for note in parts.melody.notes) == 77
    assert max(note.pitch for note in parts.bass.notes) == 48
    assert _chords(song) == ["Am", "F", "C", "G"] * 4


def test_a_late_melody_comes_onto_the_grid_note_for_note() -> None:
    song = read_midi(song_bytes(conductor(), *band(late=0.06)))
    found = _melody(song)
    assert [(n.start_beats, n.pitch) for n in found[: len(TUNE)]] == [
        (start, pitch) for start, _, pitch in TUNE
    ]
    assert len(found) == 4 * len(TUNE)


@pytest.mark.parametrize("share", [0.5, 0.6, 0.66])
def test_swing_is_taken_out_of_the_notes(share: float) -> None:
    straight = [step / 2 for step in range(64)]
    swung = [beat if beat % 1 == 0 else beat - 0.5 + share for beat in straight]
    tune = [(beat, 0.3, 72 + index % 5, 90) for index, beat in enumerate(swung)]
    song = read_midi(song_bytes(conductor(), voice("lead", 0, 73, tune)))
    assert find_beat(song).swing == pytest.approx(share, abs=0.015)
    assert [note.start_beats for note in _melody(song)] == straight


def test_one_track_of_type_0_is_taken_apart_by_channels() -> None:
    tracks = band()
    merged = mido.merge_tracks([conductor(bpm=120), *tracks])
    song = read_midi(song_bytes(merged, type=0))
    assert len(song.tracks) == 4
    assert sum(track.drums for track in song.tracks) == 1
    assert _chords(song)[:4] == ["Am", "F", "C", "G"]
    assert [note.pitch for note in _melody(song)][:11] == [pitch for *_, pitch in TUNE]


def test_a_piano_s_right_hand_is_heard_on_top_of_its_chords() -> None:
    melody, keys, *_ = band()
    notes: Any = mido.merge_tracks([keys, melody])
    for message in notes:
        if not message.is_meta:
            message.channel = 0
    song = read_midi(song_bytes(conductor(), notes))
    found = {(note.start_beats, note.pitch) for note in _melody(song)}
    wanted = {(16 * turn + start, pitch) for turn in range(4) for start, _, pitch in TUNE}
    assert len(wanted & found) >= 0.95 * len(wanted)
    assert len(found) <= 1.3 * len(wanted)


def test_the_main_tempo_rules_and_a_change_is_told() -> None:
    slower = (48.0, mido.MetaMessage("set_tempo", tempo=mido.bpm2tempo(80)))
    song = read_midi(song_bytes(conductor(slower, bpm=120), *band()))
    assert song.tempo_bpm == pytest.approx(120, abs=0.01)
    assert any("80 to 120 bpm" in notice for notice in song.notices)


@pytest.mark.parametrize(
    ("metre", "beats", "tempo"),
    [((3, 4), 3, 100), ((6, 8), 3, 100), ((7, 8), 7, 200), ((2, 2), 4, 100)],
)
def test_metres(metre: tuple[int, int], beats: int, tempo: float) -> None:
    tune = [(float(beat), 0.9, 60 + beat % 12, 90) for beat in range(42)]
    song = read_midi(song_bytes(conductor(metre=metre), voice("lead", 0, 73, tune)))
    assert song.beats_per_bar == beats
    assert song.tempo_bpm == pytest.approx(tempo, abs=0.01)


def test_a_pick_up_in_a_bar_of_its_own_moves_the_bar_lines() -> None:
    whole = mido.MetaMessage("time_signature", numerator=4, denominator=4)
    tune = [(float(beat), 0.9, 60 + beat % 12, 90) for beat in range(33)]
    song = read_midi(song_bytes(conductor((1.0, whole), metre=(1, 4)), voice("lead", 0, 73, tune)))
    assert song.beats_per_bar == 4
    assert song.tracks[0].notes[0].start_beats == 3.0


def test_silence_before_the_song_is_left_out() -> None:
    tune = [(8.0 + beat, 0.9, 60 + beat, 90) for beat in range(12)]
    song = read_midi(song_bytes(conductor(), voice("lead", 0, 73, tune)))
    assert song.tracks[0].notes[0].start_beats == 0.0
    assert song.bars == 3


def test_a_tempo_beyond_what_is_played_is_halved_with_its_beats() -> None:
    song = read_midi(song_bytes(conductor(bpm=250), *band()))
    assert song.tempo_bpm == pytest.approx(125, abs=0.01)
    assert song.bars == 8


def test_marks_make_the_form() -> None:
    names = ((0.0, "Verse 1"), (32.0, "Chorus"), (48.0, "Coda"))
    marks = [(beat, mido.MetaMessage("marker", text=text)) for beat, text in names]
    song = read_midi(song_bytes(conductor(*marks), *band()))
    chords = find_chords(song, find_parts(song), find_beat(song))
    form = find_form(song, chords, _melody(song))
    assert [(s.name, s.bars) for s in form] == [("Verse 1", 8), ("Chorus", 4), ("Coda", 4)]


def test_phrases_that_are_alike_share_a_letter() -> None:
    other = ((50, 53, 57), (55, 59, 62), (52, 55, 59), (57, 60, 64))  # Dm G Em Am
    bars = [(CHORDS if bar // 8 != 1 else other)[bar % 4] for bar in range(24)]
    chords = [(4.0 * bar, 3.8, pitch, 80) for bar, chord in enumerate(bars) for pitch in chord]
    melody, _, bass, _ = band(24)
    song = read_midi(song_bytes(conductor(), melody, voice("Keys", 1, 0, chords)))
    assert bass is not None
    found = find_chords(song, find_parts(song), find_beat(song))
    form = find_form(song, found, _melody(song))
    assert [(s.name, s.bars) for s in form] == [("A", 8), ("B", 8), ("A", 8)]


def test_chord_names_in_the_file_win_over_guesses() -> None:
    names = ["Am9", "Fmaj7", "C6/E", "G13"] * 4
    marks = [(4.0 * bar, mido.MetaMessage("text", text=name)) for bar, name in enumerate(names)]
    song = read_midi(song_bytes(conductor(*marks), *band()))
    assert _chords(song) == names


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize(
    ("genre", "least"),
    [("pop", 0.95), ("folk", 0.95), ("bossa_nova", 0.9), ("piano", 0.8), ("lofi", 0.8)],
)
def test_chords_are_recognised_by_their_notes(genre: str, least: float, seed: int) -> None:
    """The root and the third of what rules longest, bar for bar, without the file's own names."""
    plan = piece(genre, seed, 60.0)
    song = _without_texts(write_midi(plan, scores(plan)))
    right = total = 0
    bars = iter(find_chords(song, find_parts(song), find_beat(song)))
    for score in scores(plan):
        for bar in range(score.section.bars):
            at = bar * plan.beats_per_bar
            wanted = {
                (chord.root, (chord.root + 3) % 12 in chord.pitch_classes)
                for chord in score.chords
                if chord.start_beats < at + plan.beats_per_bar - 0.1
                and chord.start_beats + chord.duration_beats > at + 0.1
            }
            chords = [chord.at(0, "major") for chord, _ in next(bars).chords if chord is not None]
            total += 1
            right += bool(wanted & {(chord.root, chord.minor_third) for chord in chords})
    assert right / total >= least


def _without_texts(data: bytes) -> Song:
    file = mido.MidiFile(file=BytesIO(data))
    file.tracks[0] = mido.MidiTrack(
        message for message in file.tracks[0] if message.type not in ("text", "marker")
    )
    return read_midi(song_bytes(*file.tracks))


def test_a_key_signature_that_does_not_exist_is_passed_over() -> None:
    key = mido.MetaMessage("key_signature", key="Am")
    data = song_bytes(conductor((0.0, key)), *band())
    assert data.count(b"\xff\x59\x02\x00\x01") == 1
    song = read_midi(data.replace(b"\xff\x59\x02\x00\x01", b"\xff\x59\x02\x30\x09"))
    assert song.bars == 16


_SONG = song_bytes(conductor(bpm=96), *band(8))


@given(
    st.integers(0, len(_SONG)),
    st.lists(st.tuples(st.integers(0, len(_SONG) - 1), st.integers(0, 255)), max_size=12),
)
@settings(max_examples=250, deadline=None)
def test_broken_files_are_read_or_refused_but_never_crash(
    length: int, changes: list[tuple[int, int]]
) -> None:
    data = bytearray(_SONG)
    for place, value in changes:
        data[place] = value
    try:
        song = read_midi(bytes(data[:length]))
    except UserError:
        return
    parts, beat = find_parts(song), find_beat(song)
    bars = find_chords(song, parts, beat)
    melody = on_grid(top_line(parts.melody), beat) if parts.melody else ()
    assert sum(section.bars for section in find_form(song, bars, melody)) == len(bars) == song.bars
    assert all(later.start_beats > now.start_beats for now, later in pairwise(melody))


@pytest.mark.parametrize(
    ("data", "code", "message"),
    [
        (b"", ErrorCode.VALIDATION, "no MIDI file"),
        (b"RIFFxxxxWAVE", ErrorCode.VALIDATION, "no MIDI file"),
        (_SONG[:200], ErrorCode.VALIDATION, "broken"),
        (song_bytes(conductor()), ErrorCode.VALIDATION, "empty"),
        (song_bytes(conductor(), band()[3]), ErrorCode.VALIDATION, "except drums"),
        (b"MThd" + bytes(800_000), ErrorCode.TOO_LARGE, "800,004 bytes"),
        (song_bytes(voice("x", 0, 0, [(0, 1, 60, 9), (9_000, 1, 60, 9)])), ErrorCode.TOO_LARGE,
         "1,024 bars"),
    ],
    ids=["nothing", "a recording", "cut off", "no notes", "drums", "bytes", "bars"],
)  # fmt: skip
def test_what_can_not_be_arranged_is_refused(data: bytes, code: ErrorCode, message: str) -> None:
    with pytest.raises(UserError, match=message) as caught:
        read_midi(data)
    assert caught.value.code is code
    assert caught.value.details["field"] == "parameters.midi"
