"""MIDI files, read back by another program's reader."""

from __future__ import annotations

import dataclasses
from io import BytesIO
from pathlib import Path
from typing import Any

import mido
import pytest
from composing import piece, scores
from symusic import Score

from musicgen_local.engines.composer.instruments import INSTRUMENTS, Family
from musicgen_local.engines.composer.midi import write_midi
from musicgen_local.engines.composer.plan import Role
from musicgen_local.engines.composer.score import Note


@pytest.mark.parametrize("genre", ["lofi", "jazz", "rock", "ambient"])
def test_a_reader_finds_every_note_where_it_was_written(genre: str, tmp_path: Path) -> None:
    plan = piece(genre, 2)
    path = tmp_path / "piece.mid"
    path.write_bytes(write_midi(plan, scores(plan)))
    read: Any = Score(path)
    assert read.ticks_per_quarter == 480
    assert read.tempos[0].qpm == pytest.approx(plan.tempo_bpm, rel=1e-4)
    signature = read.time_signatures[0]
    assert (signature.numerator, signature.denominator) == (plan.beats_per_bar, 4)
    assert [m.text for m in read.markers] == [s.name for s in plan.sections]
    by_name = {track.name: track for track in read.tracks}
    starts = []
    at = 0.0
    for score in scores(plan):
        starts.append(at)
        at += score.beats
    for layer in plan.layers:
        written = sorted(
            (round((start + note.start_beats) * 480), note.pitch)
            for start, score in zip(starts, scores(plan), strict=True)
            for note in score.parts.get(layer.name, ())
        )
        if not written:
            continue
        track = by_name[layer.name]
        found = sorted((note.time, note.pitch) for note in track.notes)
        assert len(set(written) - set(found)) <= 0.01 * len(written)
        assert len(found) <= len(written)
        drums = INSTRUMENTS[layer.instrument].family is Family.DRUM_KIT
        assert track.is_drum == drums
        assert track.program == INSTRUMENTS[layer.instrument].program


def test_chord_symbols_stand_in_the_conductor_track() -> None:
    plan = piece("jazz", 1)
    data = write_midi(plan, scores(plan))
    for score in scores(plan):
        for chord in score.chords:
            symbol = chord.symbol.encode()
            assert b"\xff\x01" + bytes((len(symbol),)) + symbol in data


def test_key_signature_and_header() -> None:
    plan = piece("piano", 1, tonic=2, mode="minor")
    data = write_midi(plan, scores(plan))
    assert data[:4] == b"MThd"
    assert data[8:10] == b"\x00\x01"
    assert b"\xff\x59\x02\xff\x01" in data  # one flat, minor


def test_the_same_score_gives_the_same_bytes() -> None:
    plan = piece("house", 4)
    assert write_midi(plan, scores(plan)) == write_midi(plan, scores(plan))


def _messages(data: bytes) -> list[list[Any]]:
    return [list(track) for track in mido.MidiFile(file=BytesIO(data)).tracks]


def test_a_second_reader_agrees_and_each_channel_is_set_up() -> None:
    plan = piece("lofi", 2)
    tracks = _messages(write_midi(plan, scores(plan)))
    assert len(tracks) == 1 + len(plan.layers)
    for layer, track in zip(plan.layers, tracks[1:], strict=True):
        assert track[0].name == layer.name
        controls = {m.control: m.value for m in track if m.type == "control_change"}
        assert {0, 32, 7, 10} <= set(controls)
        assert 1 <= controls[7] <= 100
        channels = {m.channel for m in track if not m.is_meta}
        drums = INSTRUMENTS[layer.instrument].family is Family.DRUM_KIT
        assert (channels == {9}) == drums


def test_filters_that_move_are_brightness_and_come_back() -> None:
    plan = piece("house", 4)
    moved = 0
    for track in _messages(write_midi(plan, scores(plan))):
        values = [m.value for m in track if m.type == "control_change" and m.control == 74]
        if values:
            moved += 1
            assert min(values) < 50
            assert values[-1] == 64
    assert moved


def test_wide_slides_widen_the_bend_range_and_end_in_tune() -> None:
    plan = piece("trap", 3)
    score = scores(plan)[0]
    bass = next(layer.name for layer in plan.layers if layer.role is Role.BASS)
    slide = Note(0.0, 2.0, 36, 0.8, glide_semitones=-7.0)
    section = dataclasses.replace(score, parts={bass: (slide,)})
    tracks = _messages(write_midi(plan, [section]))
    track = next(t for t in tracks if t[0].name == bass)
    controls = [(m.control, m.value) for m in track if m.type == "control_change"]
    at = controls.index((101, 0))
    assert controls[at : at + 3] == [(101, 0), (100, 0), (6, 7)]
    bends = [m.pitch for m in track if m.type == "pitchwheel"]
    assert bends[0] == pytest.approx(-8191, abs=2)
    assert bends[-1] == 0


def test_more_layers_than_channels_go_to_a_second_port() -> None:
    plan = piece("cinematic", 1)
    pad = next(layer for layer in plan.layers if layer.role is Role.PAD)
    many = tuple(pad.model_copy(update={"name": f"pad {number}"}) for number in range(18))
    plan = plan.model_copy(update={"layers": (*plan.layers, *many)})
    tracks = _messages(write_midi(plan, scores(piece("cinematic", 1))))[1:]
    places = set()
    melodic = 0
    for layer, track in zip(plan.layers, tracks, strict=True):
        if INSTRUMENTS[layer.instrument].family is Family.DRUM_KIT:
            continue
        melodic += 1
        port = next((m.port for m in track if m.type == "midi_port"), 0)
        places.add((port, next(m.channel for m in track if m.type == "program_change")))
    assert melodic > 15
    assert len(places) == melodic


def test_the_signature_is_of_the_key_that_is_heard() -> None:
    plan = piece("piano", 1, tonic=2, mode="minor").model_copy(update={"transpose_semitones": 2})
    data = write_midi(plan, scores(plan))
    assert b"\xff\x59\x02\x01\x01" in data  # E minor: one sharp
