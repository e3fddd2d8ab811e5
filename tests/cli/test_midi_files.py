"""Charts and MIDI files at the terminal: in, out, and what is said of those that can't be read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import mido
import pytest

from musicgen_local.cli.run import run

_SONG = ((0, 1, 76), (1, 1, 74), (2, 2, 72), (4, 2, 69), (6, 2, 77), (8, 3, 76), (11, 1, 72),
         (12, 2, 74), (14, 1, 71), (15, 1, 67))  # fmt: skip
_CHORDS = ((57, 60, 64), (53, 57, 60), (48, 52, 55), (55, 59, 62))  # Am F C G
QUICK = ("--sounds", "synth", "--seed", "3", "--format", "wav", "--json")


@pytest.fixture
def song(tmp_path: Path) -> Path:
    """Four bars of a melody over Am F C G at 120 bpm."""
    notes = [(2.0 * start, 2.0 * size, pitch) for start, size, pitch in _SONG]
    notes += [(8.0 * bar, 7.6, pitch) for bar in range(4) for pitch in _CHORDS[bar]]
    events = sorted(
        event
        for start, length, pitch in notes
        for event in ((start, "note_on", pitch), (start + length - 0.1, "note_off", pitch))
    )
    file, track, now = mido.MidiFile(ticks_per_beat=480), mido.MidiTrack(), 0
    for beat, kind, pitch in events:
        tick = round(beat * 240)
        track.append(mido.Message(kind, note=pitch, velocity=80, time=tick - now))
        now = tick
    file.tracks.append(track)
    path = tmp_path / "song.mid"
    file.save(path)
    return path


def _told(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


def test_a_song_goes_in_and_its_arrangement_comes_out(
    song: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["generate", "lofi", "--from-midi", str(song), *QUICK]) == 0
    track = _told(capsys)["tracks"][0]["track"]
    assert (track["tempo_bpm"], track["key"]) == (120, "A minor")
    assert run(["midi", "last", "--out", str(tmp_path / "out" / "mine.mid")]) == 0
    written = Path(capsys.readouterr().out.strip())
    assert written == tmp_path / "out" / "mine.mid"
    texts = [m.text for m in mido.MidiFile(written).tracks[0] if m.type == "text"]
    assert texts[:4] == ["Am", "F", "C", "G"]


def test_the_score_of_a_track_is_the_same_with_and_without_asking_at_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written = []
    for more in ((), ("--midi",)):
        assert run(["generate", "house", "--chords", "Am F C G", "-d", "6", *more, *QUICK]) == 0
        capsys.readouterr()
        assert run(["midi", "--out", str(tmp_path), "--json"]) == 0
        path = Path(_told(capsys)["path"])
        assert path.parent == tmp_path
        written.append(path.read_bytes())
    assert written[0] == written[1]


def test_a_chart_is_read_from_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    chart = tmp_path / "chart.txt"
    chart.write_text("[Verse]\n| Dm7 | G7 | Cmaj7 | % |\n", "utf-8")
    assert run(["plan", "bossa nova", "--chords", str(chart), "--json"]) == 0
    sections = _told(capsys)["sections"]
    assert {section["chords"] for section in sections} == {"| Dm7 | G7 | Cmaj7 | Cmaj7 |"}
    assert {section["name"] for section in sections} == {"verse"}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--chords", "| C | Xy |"), ("'Xy' in line 1, bar 2", "Write chords")),
        (("--chords", "nowhere.txt"), ("no chart at nowhere.txt", "path")),
        (("--from-midi", "nowhere.mid"), ("no MIDI file at nowhere.mid", "path")),
        (("--from-midi", __file__), ("no MIDI file", ".mid")),
    ],
    ids=["chord", "chart", "song", "text"],
)
def test_what_can_not_be_read_is_said_with_the_way_out(
    arguments: tuple[str, str], words: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["plan", "pop", *arguments]) == 2
    told = capsys.readouterr()
    for word in words:
        assert word in told.err + told.out
