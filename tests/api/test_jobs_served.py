"""From a request to finished files: generation, master, loop and archive of one real server."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import soundfile
from serving import Serving, serving

from servers import wait_until


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    with serving(tmp_path_factory.mktemp("served")) as server:
        yield server


@pytest.fixture(scope="module")
def track_id(server: Serving) -> str:
    """A finished generation's track."""
    body = {"prompt": "plucks", "engine": "pluck", "duration_seconds": 4, "title": "Шаг 1/2 🎵"}
    job = carried_out(server, "generations", body | {"formats": ["wav", "mp3"], "stems": True})
    made: str = job["track_ids"][0]
    return made


def carried_out(server: Serving, path: str, body: dict[str, Any]) -> dict[str, Any]:
    """The job that was asked for, completed."""
    answer = server.client.post(f"/api/v1/{path}", json=body)
    assert answer.status_code == 202, answer.text
    job = server.finished(answer.json()["id"])
    assert job["status"] == "completed", job["error"]
    assert (job["progress"], job["attempts"], job["error"]) == (100, 1, None)
    assert job["started_at"] <= job["finished_at"]
    return job


def test_a_generation_leads_to_its_audio(server: Serving, track_id: str) -> None:
    track = server.client.get(f"/api/v1/tracks/{track_id}").json()
    assert track["title"] == "Шаг 1/2 🎵"
    jobs = server.client.get("/api/v1/jobs", params={"kind": "generate"}).json()["items"]
    job = next(job for job in jobs if job["track_ids"] == [track_id])
    assert job["links"]["tracks"] == [f"/api/v1/tracks/{track_id}"]
    audio = server.client.get(job["links"]["audio"])
    assert soundfile.info(io.BytesIO(audio.content)).duration == pytest.approx(4, abs=0.1)


@pytest.mark.parametrize(
    ("path", "more", "seconds"),
    [("masters", {"preset": "loud"}, 4), ("loops", {"duration_seconds": 60}, 60)],
)
def test_a_track_gets_a_child(
    server: Serving, track_id: str, path: str, more: dict[str, Any], seconds: float
) -> None:
    job = carried_out(server, path, {"track_id": track_id, **more})
    child = server.client.get(job["links"]["tracks"][0]).json()
    assert child["parent_id"] == track_id
    assert child["duration_seconds"] == pytest.approx(seconds, abs=0.1)
    assert server.client.get(job["links"]["audio"]).status_code == 200


def test_an_export_is_an_archive_that_can_be_had_in_parts(server: Serving, track_id: str) -> None:
    body = {"track_ids": [track_id], "formats": ["mp3", "flac"], "include": ["stems"]}
    job = carried_out(server, "exports", body)
    path = job["links"]["file"]
    assert path == f"/api/v1/exports/{job['id']}/file"
    whole = server.client.get(path)
    assert whole.status_code == 200
    assert whole.headers["content-type"] == "application/zip"
    assert whole.headers["content-disposition"].startswith("attachment; filename=")
    with zipfile.ZipFile(io.BytesIO(whole.content)) as archive:
        assert archive.testzip() is None
        endings = [name.rpartition(".")[2] for name in archive.namelist()]
    assert sorted(endings) == ["flac", "mp3", "wav"]  # the stem is a WAV
    first = server.client.get(path, headers={"Range": "bytes=0-99"})
    rest = server.client.get(
        path, headers={"Range": "bytes=100-", "If-Range": first.headers["etag"]}
    )
    assert (first.status_code, rest.status_code) == (206, 206)
    assert first.content + rest.content == whole.content
    unchanged = server.client.get(path, headers={"If-None-Match": whole.headers["etag"]})
    assert unchanged.status_code == 304


def test_an_archive_that_was_cleaned_up_is_not_found(server: Serving, track_id: str) -> None:
    job = carried_out(server, "exports", {"track_ids": [track_id]})
    for archive in server.data_dir.rglob(f"{job['id']}.zip"):
        archive.unlink()
    gone = server.client.get(job["links"]["file"])
    assert (gone.status_code, gone.json()["error"]["code"]) == (404, "NOT_FOUND")


def test_a_failed_job_says_why_and_may_be_tried_again(server: Serving) -> None:
    body = {
        "prompt": "breaks",
        "engine": "pluck",
        "duration_seconds": 4,
        "parameters": {"break_after_seconds": 1},
    }
    asked = server.client.post("/api/v1/generations", json=body).json()
    failed = server.finished(asked["id"])
    assert (failed["status"], failed["track_ids"]) == ("failed", [])
    assert set(failed["error"]) >= {"code", "message", "recovery"}
    assert failed["error"]["code"] == "OUT_OF_MEMORY"
    assert failed["links"]["audio"] is None
    again = server.client.post(failed["links"]["retry"])
    assert again.status_code == 200
    assert again.json()["status"] in ("queued", "running")
    assert again.json()["error"] is None
    server.client.post(failed["links"]["self"] + "/cancel")


def test_a_running_job_stops(server: Serving) -> None:
    body = {"prompt": "long", "engine": "pluck", "duration_seconds": 600}
    job = server.client.post("/api/v1/generations", json=body).json()
    wait_until(lambda: server.job(job["id"])["status"] == "running", what="the start")
    stopped = server.client.post(job["links"]["cancel"])
    assert stopped.status_code == 200
    assert stopped.json()["cancel_requested"] or stopped.json()["status"] == "canceled"
    done = server.finished(job["id"])
    assert (done["status"], done["track_ids"], done["error"]) == ("canceled", [], None)


def test_estimates_come_from_what_was_measured(server: Serving, track_id: str) -> None:
    def asked() -> httpx.Response:
        body = {"prompt": "estimated", "engine": "pluck", "duration_seconds": 4}
        return server.client.post("/api/v1/generations", json=body)

    stats = server.client.get("/api/v1/jobs/stats").json()
    measured = next(mean for mean in stats["mean_times"] if mean["engine"] == "pluck")
    assert measured["runs"] >= 1
    assert measured["seconds_per_unit"] > 0
    server.client.post("/api/v1/queue/pause")
    try:
        first, second = asked().json(), asked().json()
        assert 0 < first["eta_seconds"] < second["eta_seconds"]
    finally:
        server.client.post("/api/v1/queue/resume")
