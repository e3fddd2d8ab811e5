"""MIDI files, read back by another program's reader."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from composing import piece, scores
from symusic import Score

from musicgen_local.engines.composer.instruments import INSTRUMENTS, Family
from musicgen_local.engines.composer.midi import write_midi


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
