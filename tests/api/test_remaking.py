"""Remakes and pieces like others over HTTP: what is queued, what becomes of it, what is refused."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from serving import served

from musicgen_local import Studio
from musicgen_local.api.application import create_app
from musicgen_local.config import load_settings
from musicgen_local.jobs.queue import JobQueue
from musicgen_local.jobs.values import JobStatus
from musicgen_local.library import Track
from workers import finished, working

NO_SUCH_ID = "0" * 26


@pytest.fixture
def app(pluck_engine: str) -> FastAPI:
    return create_app(load_settings())


@pytest.fixture
def client(app: FastAPI) -> Iterator[httpx.Client]:
    with served(app) as client:
        yield client


@pytest.fixture
def track() -> Track:
    return Studio().generate(
        "lofi, 90 bpm, in A minor", duration=12, seed=3, formats=("wav",),
        parameters={"sounds": "synth"},
    ).track  # fmt: skip


def remake(client: httpx.Client, track_id: str, **body: Any) -> httpx.Response:
    return client.post(f"/api/v1/tracks/{track_id}/remake", json=body)


def test_a_remake_is_queued_and_made(client: httpx.Client, track: Track) -> None:
    answer = remake(client, track.id, layers=["lead"], transpose=2, seed=7, formats=["flac"])
    assert answer.status_code == 202
    job = client.get(answer.headers["location"]).json()
    assert job["kind"] == "generate"
    assert job["params"]["remake_of"] == track.id
    assert job["params"]["changes"] == {
        **job["params"]["changes"], "layers": ["lead"], "transpose": 2, "seed": 7,
    }  # fmt: skip
    assert job["params"]["planned_seconds"] == pytest.approx(12.0, abs=0.1)
    queue = JobQueue.open(load_settings())
    with working(queue.settings):
        done = finished(queue, job["id"])
    queue.close()
    assert done.status is JobStatus.COMPLETED
    made = client.get(f"/api/v1/tracks/{done.track_ids[0]}").json()
    assert made["key"] == "B minor"
    assert made["title"] == f"{track.title} (Remake)"
    assert [file["format"] for file in made["files"]] == ["flac"]
    assert Studio().show(made["id"]).parent_id == track.id


def test_the_same_remake_under_one_key_is_one_job(client: httpx.Client, track: Track) -> None:
    body = {"new_melody": True, "idempotency_key": "once"}
    first, second = (remake(client, track.id, **body).json() for _ in range(2))
    assert first["id"] == second["id"]
    assert first["params"]["changes"]["seed"] is None
    assert first["params"]["seed"] is not None  # drawn once, when it was queued


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "changes"),
        ({"layers": ["theremin"]}, "layers"),
        ({"sections": ["99"]}, "sections"),
        ({"key": "H#x"}, "key"),
    ],
)
def test_changes_that_do_not_fit_are_refused_at_once(
    client: httpx.Client, track: Track, body: dict[str, Any], field: str
) -> None:
    answer = remake(client, track.id, **body)
    assert answer.status_code == 422
    error = answer.json()["error"]
    assert (error["code"], error["details"]["field"]) == ("VALIDATION", field)
    assert error["recovery"]


def test_tracks_that_can_t_be_remade(client: httpx.Client, pluck_engine: str) -> None:
    plucked = Studio().generate("plucks", duration=1, engine=pluck_engine).track
    assert remake(client, plucked.id, transpose=1).status_code == 422
    assert remake(client, NO_SUCH_ID, transpose=1).status_code == 404
    for wrong in ({"transpose": 12}, {"energy": 2}, {"layers": "lead"}, {"colour": "red"},
                  {"lock": ["\0"]}):  # fmt: skip
        assert remake(client, plucked.id, **wrong).status_code == 422


def test_a_piece_like_another_and_variations_that_keep_something(
    client: httpx.Client, track: Track
) -> None:
    asked = {"prompt": "like it", "like_track_id": track.id, "count": 2, "keep": "harmony"}
    job = client.post("/api/v1/generations", json=asked).json()
    assert job["params"]["like_track_id"] == track.id
    assert job["params"]["keep"] == "harmony"
    assert job["params"]["duration_seconds"] is None
    assert job["params"]["count"] == 2
    refused = client.post("/api/v1/generations", json=asked | {"like_track_id": NO_SUCH_ID})
    assert refused.status_code == 404
    assert refused.json()["error"]["details"]["field"] == "like_track_id"


def test_sections_and_sliders_travel_as_parameters(client: httpx.Client) -> None:
    parameters = {"sections": "verse 4, chorus 4", "energy": 0.8, "tempo_bpm": 120}
    asked = {"prompt": "rock", "parameters": parameters}
    job = client.post("/api/v1/generations", json=asked).json()
    assert 16 + 1.9 < job["params"]["duration_seconds"] < 16 + 4
    wrong = {"prompt": "rock", "parameters": {"sections": "verse 0"}}
    refused = client.post("/api/v1/generations", json=wrong)
    assert refused.status_code == 422
    error = refused.json()["error"]
    assert error["message"] == "The section 'verse' has 0 bars."
    assert error["details"]["field"] == "parameters.sections"
