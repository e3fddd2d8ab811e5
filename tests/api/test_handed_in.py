"""Charts and songs over HTTP: they are queued with the order, or refused by their field."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import httpx
import mido
import pytest
from serving import served_alone

GENERATIONS = "/api/v1/generations"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    with served_alone(tmp_path_factory.mktemp("handed-in")) as client:
        yield client


def _song() -> str:
    """Five bars of one note after the other at 120 bpm, in base64."""
    track = mido.MidiTrack()
    for pitch in (60, 64, 67, 72, 67) * 4:
        track.append(mido.Message("note_on", note=pitch, velocity=80, time=0))
        track.append(mido.Message("note_off", note=pitch, time=480))
    file, out = mido.MidiFile(ticks_per_beat=480), BytesIO()
    file.tracks.append(track)
    file.save(file=out)
    return b64encode(out.getvalue()).decode()


def _asked(client: httpx.Client, parameters: dict[str, Any]) -> httpx.Response:
    return client.post(GENERATIONS, json={"prompt": "pop", "seed": 3, "parameters": parameters})


def test_a_song_decides_how_long_its_job_is(client: httpx.Client) -> None:
    answer = _asked(client, {"midi": _song()})
    assert answer.status_code == 202, answer.text
    seconds = answer.json()["params"]["duration_seconds"]
    assert 10 <= seconds <= 17  # five bars of two seconds, at most one more, and the ring


def test_a_chart_is_queued(client: httpx.Client) -> None:
    answer = _asked(client, {"chords": "| C | G | Am | F |"})
    assert answer.status_code == 202, answer.text


@pytest.mark.parametrize(
    ("parameters", "field"),
    [
        ({"chords": "| C | Qm |"}, "parameters.chords"),
        ({"chords": ""}, "parameters.chords"),
        ({"midi": "%%%"}, "parameters.midi"),
        ({"midi": b64encode(b"MThd").decode()}, "parameters.midi"),
        ({"midi": "A" * 940_000}, "parameters.midi"),
    ],
    ids=["no chord", "no chart", "no base64", "no song", "too long"],
)
def test_what_can_not_be_read_is_refused_by_its_field(
    client: httpx.Client, parameters: dict[str, str], field: str
) -> None:
    answer = _asked(client, parameters)
    assert answer.status_code == 422
    assert answer.json()["error"]["details"]["field"] == field
