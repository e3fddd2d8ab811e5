"""The paths of earlier products, from the outside: a real server, a real worker, real files."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import soundfile
from old_engines import OLD_ENGINES
from serving import Serving, served_alone, serving

from servers import wait_until

LRC = "[00:00.50]The city sleeps\n[00:04.00]below the rain\n"
NO_SUCH_ID = "0" * 26
STAGES = {
    "pending",
    "loading_model",
    "preparing_prompt",
    "generating_audio",
    "exporting",
    "completed",
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """A server whose default engine is quick, with engines by the old names too."""
    with serving(tmp_path_factory.mktemp("aliases"), OLD_ENGINES) as server:
        changed = server.client.patch("/api/v1/settings", json={"default_engine": "pluck"})
        assert changed.status_code == 200
        yield server


@pytest.fixture
def client(server: Serving) -> httpx.Client:
    return server.client


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A server that hasn't got the old engines."""
    with served_alone(tmp_path_factory.mktemp("bare")) as client:
        yield client


@contextmanager
def paused(client: httpx.Client) -> Iterator[None]:
    """No job starts inside."""
    client.post("/api/v1/queue/pause")
    try:
        yield
    finally:
        client.post("/api/v1/queue/resume")


@contextmanager
def meanwhile(ask: Callable[[], httpx.Response]) -> Iterator[Future[httpx.Response]]:
    """A request that is under way inside."""
    with ThreadPoolExecutor(1) as thread:
        yield thread.submit(ask)


def code(answer: httpx.Response) -> tuple[int, str]:
    """Status and code of a refusal, which says the same in the keys of old."""
    body = answer.json()
    assert body["detail"] == body["message"] == body["error"]["message"]
    return answer.status_code, body["error"]["code"]


def waiting_job(client: httpx.Client, prompt: str) -> dict[str, Any]:
    """The job of this prompt, once it is queued."""

    def queued() -> Any:
        items = client.get("/api/v1/jobs", params={"limit": 200}).json()["items"]
        return next((job for job in items if job["params"].get("prompt") == prompt), None)

    job: dict[str, Any] = wait_until(queued, what="the job")
    return job


def seconds_of(answer: httpx.Response) -> float:
    """How long the audio lasts that was answered."""
    assert answer.status_code == 200, answer.text
    return float(soundfile.info(io.BytesIO(answer.content)).duration)


def test_generate_waits_for_the_track(client: httpx.Client) -> None:
    body = {"prompt": "waited for", "duration": 5, "parameters": {"lowest_hz": 220}, "extra": 1}
    answer = client.post("/api/generate", json=body)
    assert answer.status_code == 201, answer.text
    made = answer.json()
    assert set(made) == {"track_id", "audio_url", "duration", "device", "created_at"}
    assert made["duration"] == pytest.approx(5, abs=0.1)
    assert made["device"] == "cpu"
    assert made["audio_url"].startswith("/output/")
    assert seconds_of(client.get(made["audio_url"])) == pytest.approx(5, abs=0.1)
    track = client.get(f"/api/track/{made['track_id']}").json()
    assert track == {
        "track_id": made["track_id"],
        "prompt": "waited for",
        "duration": made["duration"],
        "status": "completed",
        "audio_url": made["audio_url"],
        "file_size": int(client.head(made["audio_url"]).headers["content-length"]),
        "created_at": made["created_at"],
    }


def test_a_track_in_the_trash_is_not_found(client: httpx.Client) -> None:
    made = client.post("/api/generate", json={"prompt": "thrown away", "duration": 5}).json()
    assert client.delete(f"/api/v1/tracks/{made['track_id']}").is_success
    assert code(client.get(f"/api/track/{made['track_id']}")) == (404, "NOT_FOUND")


def test_the_job_goes_on_when_the_client_leaves(server: Serving, client: httpx.Client) -> None:
    with paused(client), pytest.raises(httpx.ReadTimeout):
        client.post("/api/generate", json={"prompt": "left alone", "duration": 5}, timeout=1)
    done = server.finished(waiting_job(client, "left alone")["id"])
    assert done["status"] == "completed"
    assert client.get(done["links"]["audio"]).status_code == 200


def test_a_failed_job_answers_with_its_error(client: httpx.Client) -> None:
    body = {"prompt": "breaks", "duration": 5, "parameters": {"break_after_seconds": 1}}
    answer = client.post("/api/generate", json=body)
    assert code(answer) == (507, "OUT_OF_MEMORY")
    assert answer.json()["error"]["recovery"] == "Mend it."


def test_a_canceled_job_answers_so(client: httpx.Client) -> None:
    body = {"prompt": "called off", "duration": 5}
    with paused(client), meanwhile(lambda: client.post("/api/generate", json=body)) as answer:
        client.post(waiting_job(client, "called off")["links"]["cancel"])
        assert code(answer.result()) == (409, "CANCELED")


def test_many_may_wait_and_the_server_answers_still(client: httpx.Client) -> None:
    crowd = 60  # more than there are threads for requests

    def ask(number: int) -> httpx.Response:
        return client.post("/api/generate", json={"prompt": f"crowd {number}", "duration": 5})

    with paused(client), ThreadPoolExecutor(crowd) as threads:
        answers = [threads.submit(ask, number) for number in range(crowd)]

        def queued() -> list[str] | None:
            items = client.get("/api/v1/jobs?status=queued&limit=200").json()["items"]
            ids = [job["id"] for job in items if job["params"]["prompt"].startswith("crowd")]
            return ids if len(ids) == crowd else None

        for job_id in wait_until(queued, what="the crowd"):
            assert client.post(f"/api/v1/jobs/{job_id}/cancel").status_code == 200
        assert {code(answer.result()) for answer in answers} == {(409, "CANCELED")}


@pytest.mark.slow
def test_a_server_that_stops_sends_home_who_waits(tmp_path: Path) -> None:
    body = {"prompt": "interrupted", "model": "pluck", "duration": 5}
    with serving(tmp_path, OLD_ENGINES) as server:
        server.client.post("/api/v1/queue/pause")
        with meanwhile(lambda: server.client.post("/api/generate", json=body)) as answer:
            job = waiting_job(server.client, "interrupted")
            assert server.stop() == 0
            assert answer.result().status_code == 503
            assert answer.result().json()["error"]["details"]["job_id"] == job["id"]
    with serving(tmp_path, OLD_ENGINES) as server:
        server.client.post("/api/v1/queue/resume")
        assert server.finished(job["id"])["status"] == "completed"


@pytest.mark.slow
@pytest.mark.parametrize("path", ["/api/generate", "/api/v1/generate"])
def test_songs_are_queued_and_all_are_kept(server: Serving, path: str) -> None:
    body = {"lyrics": LRC, "style_prompt": f"ballad by {path}", "batch_size": 2, "cfg_strength": 5}
    answer = server.client.post(path, json=body)
    assert answer.status_code == 200, answer.text
    queued = answer.json()
    assert set(queued) == {
        "job_id",
        "status",
        "queue_position",
        "estimated_wait_minutes",
        "message",
    }
    assert queued["status"] in ("pending", "processing")
    job = server.job(queued["job_id"])
    assert (job["engine"], job["params"]["count"], job["params"]["master"]) == (
        "diffrhythm",
        2,
        "balanced",
    )
    assert job["params"]["duration_seconds"] == 95
    assert job["params"]["parameters"] == {"lyrics": LRC, "steps": 32, "guidance_scale": 5}
    if path == "/api/generate":
        server.client.post(f"/api/v1/jobs/{job['id']}/cancel")
        return  # the two differ in nothing but the path
    assert server.finished(job["id"])["status"] == "completed"
    status = server.client.get(f"/api/v1/status/{job['id']}").json()
    assert (status["status"], status["stage"], status["progress"]) == ("completed",) * 2 + (100,)
    first = server.client.get(f"/api/v1/download/{job['id']}")
    second = server.client.get(f"/api/v1/download/{job['id']}?format=flac&index=1")
    assert seconds_of(first) == pytest.approx(95, abs=0.1)
    assert seconds_of(second) == pytest.approx(95, abs=0.1)
    third = server.client.get(f"/api/v1/download/{job['id']}?index=2")
    assert code(third) == (404, "NOT_FOUND")


@pytest.mark.parametrize(
    ("preset", "steps", "guidance"),
    [
        ("preview", 4, 2.0),
        ("draft", 8, 2.5),
        ("standard", 16, 3.0),
        ("high", 32, 4.0),
        ("maximum", 64, 5.0),
        ("ultra", 100, 6.0),
    ],
)
def test_a_quality_is_steps_and_guidance(
    client: httpx.Client, preset: str, steps: int, guidance: float
) -> None:
    body = {"lyrics": LRC, "style_prompt": "pop", "preset": preset, "auto_master": False}
    with paused(client):
        job_id = client.post("/api/v1/generate", json=body).json()["job_id"]
        params = client.post(f"/api/v1/jobs/{job_id}/cancel").json()["params"]
    assert (params["parameters"]["steps"], params["parameters"]["guidance_scale"]) == (
        steps,
        guidance,
    )
    assert params["master"] is None


def test_a_diffrhythm_job_is_followed_to_its_files(server: Serving) -> None:
    client = server.client
    body = {"prompt": "warm synth", "durationSeconds": 10, "genre": "pop", "tempo": 90, "seed": 5}
    with paused(client):
        answer = client.post("/api/diffrhythm/jobs", json=body)
        assert answer.status_code == 202, answer.text
        job = answer.json()
        assert (job["status"], job["stage"], job["progress"]) == ("pending", "pending", 0)
        assert job["durationSeconds"] == 10
        assert client.get(f"/api/jobs/{job['id']}").json()["status"] == "pending"
        pending = client.get("/api/jobs", params={"status": "pending"}).json()
        assert job["id"] in [one["id"] for one in pending]
        unfinished = client.get(f"/api/download/{job['id']}/mp3")
        assert code(unfinished) == (400, "CONFLICT")
    params = server.finished(job["id"])["params"]
    assert params["parameters"] == {"language": "en", "genre": "pop", "tempo_bpm": 90.0}
    assert params["seed"] == 5
    done = client.get(f"/api/jobs/{job['id']}").json()
    assert (done["status"], done["stage"], done["progress"]) == ("completed", "completed", 100)
    assert client.get(done["audioUrl"]).status_code == 200
    for audio_format in ("wav", "mp3", "flac"):
        answer = client.get(f"/api/download/{job['id']}/{audio_format}")
        assert seconds_of(answer) == pytest.approx(10, abs=0.1)
        assert answer.headers["content-disposition"].startswith("attachment")
        part = client.get(
            f"/api/download/{job['id']}/{audio_format}", headers={"Range": "bytes=0-3"}
        )
        assert part.status_code == 206
        assert part.content == answer.content[:4]
    assert code(client.get(f"/api/download/{job['id']}/exe")) == (422, "VALIDATION")


def test_only_old_statuses_and_stages_are_told(client: httpx.Client) -> None:
    with paused(client):
        stopped = client.post("/generate", json={"prompt": "stopped", "duration": 5}).json()
        client.post(f"/api/v1/jobs/{stopped['job_id']}/cancel")
    listed = client.get("/api/jobs").json()
    assert stopped["job_id"] in [job["id"] for job in listed]
    assert {job["status"] for job in listed} <= {"pending", "processing", "completed", "failed"}
    assert {job["stage"] for job in listed} <= STAGES
    failed = client.get("/api/jobs", params={"status": "failed", "limit": 1}).json()
    assert [job["status"] for job in failed] == ["failed"]
    assert failed[0]["error"]


def test_generate_status_result(server: Serving) -> None:
    client = server.client
    with paused(client):
        answer = client.post("/generate", json={"prompt": "three steps", "duration": 5, "x": "y"})
        assert answer.status_code == 200
        assert set(answer.json()) == {"job_id", "status", "message"}
        job_id = answer.json()["job_id"]
        status = client.get(f"/status/{job_id}").json()
        assert (status["job_id"], status["status"], status["progress"]) == (job_id, "pending", 0)
        assert code(client.get(f"/result/{job_id}")) == (400, "CONFLICT")
        assert code(client.get(f"/api/v1/download/{job_id}")) == (400, "CONFLICT")
    server.finished(job_id)
    result = client.get(f"/result/{job_id}").json()
    assert (result["job_id"], result["status"]) == (job_id, "completed")
    assert {file["format"] for file in result["files"]} == {"wav", "mp3", "flac"}
    for file in result["files"]:
        assert len(client.get(file["url"]).content) == file["file_size"]
    assert result["audio_url"] in {file["url"] for file in result["files"]}
    assert client.get(f"/status/{job_id}").json()["status"] == "completed"


def test_bark_speaks(client: httpx.Client) -> None:
    answer = client.post("/api/bark", json={"text": "Good evening.", "text_temp": 0.5})
    assert answer.status_code == 201, answer.text
    job = waiting_job(client, "Good evening.")
    assert job["params"]["parameters"] == {
        "voice_preset": "v2/ru_speaker_0",
        "text_temp": 0.5,
        "waveform_temp": 0.7,
    }
    assert answer.json()["track_id"] == job["track_ids"][0]


def test_health_tells_of_the_worker(server: Serving, bare: httpx.Client) -> None:
    health = server.client.get("/api/v1/health")
    assert health.status_code == 200
    assert set(health.json()) == {
        "status",
        "models_loaded",
        "device",
        "queue_length",
        "active_jobs",
        "version",
    }
    assert (health.json()["status"], health.json()["device"]) == ("healthy", "cpu")
    without_worker = bare.get("/api/v1/health")
    assert without_worker.status_code == 200
    assert without_worker.json()["status"] == "degraded"
    assert without_worker.json()["models_loaded"] == []


def test_the_queue_is_told_in_old_words(client: httpx.Client) -> None:
    with paused(client):
        before = client.get("/api/v1/queue").json()["queue_length"]
        job = client.post("/generate", json={"prompt": "counted", "duration": 5}).json()
        queue = client.get("/api/v1/queue").json()
        client.post(f"/api/v1/jobs/{job['job_id']}/cancel")
    assert queue["queue_length"] == queue["queued"] == before + 1
    assert queue["active_jobs"] == queue["running"]


@pytest.mark.parametrize(
    ("path", "body", "engine"),
    [
        ("/api/bark", {"text": "Hello."}, "bark"),
        ("/api/generate", {"prompt": "pop", "model": "musicgen-large"}, "musicgen-large"),
        ("/generate", {"prompt": "pop", "model": "musicgen-large"}, "musicgen-large"),
    ],
)
def test_an_engine_that_is_not_here_is_named(
    bare: httpx.Client, path: str, body: dict[str, Any], engine: str
) -> None:
    answer = bare.post(path, json=body)
    assert code(answer) == (409, "MODEL_NOT_INSTALLED")
    assert answer.json()["error"]["details"]["engine"] == engine
    assert answer.json()["error"]["details"]["installed"] == ["composer", "diffrhythm", "pluck"]
    assert bare.get("/api/v1/jobs").json()["items"] == []


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/api/diffrhythm/jobs", {"prompt": "pop", "language": "ru", "tempo": 90}),
        ("/api/v1/generate", {"lyrics": LRC, "style_prompt": "pop"}),
        ("/api/generate", {"lyrics": LRC, "style_prompt": "pop"}),
    ],
)
def test_an_engine_without_its_weights_says_what_gets_them(
    bare: httpx.Client, path: str, body: dict[str, Any]
) -> None:
    answer = bare.post(path, json=body)
    assert code(answer) == (409, "MODEL_NOT_INSTALLED")
    error = answer.json()["error"]
    assert "diffrhythm-base" in error["details"]["assets"]
    assert "mgl models download diffrhythm" in error["recovery"]
    assert bare.get("/api/v1/jobs").json()["items"] == []


SONG = {"lyrics": LRC, "style_prompt": "pop"}


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/api/generate", {}),
        ("/api/generate", {"prompt": ""}),
        ("/api/generate", {"prompt": "x", "duration": 4.9}),
        ("/api/generate", {"prompt": "x", "duration": 301}),
        ("/api/generate", {"lyrics": LRC}),
        ("/generate", {"prompt": "x", "duration": 4.9}),
        ("/api/diffrhythm/jobs", {"prompt": ""}),
        ("/api/diffrhythm/jobs", {"prompt": "x", "durationSeconds": 9}),
        ("/api/diffrhythm/jobs", {"prompt": "x", "durationSeconds": 301}),
        ("/api/diffrhythm/jobs", {"prompt": "x", "language": "fr"}),
        ("/api/v1/generate", SONG | {"lyrics": "[00:01]la"}),
        ("/api/v1/generate", SONG | {"style_prompt": "ab"}),
        ("/api/v1/generate", SONG | {"audio_length": 94}),
        ("/api/v1/generate", SONG | {"audio_length": 286}),
        ("/api/v1/generate", SONG | {"batch_size": 0}),
        ("/api/v1/generate", SONG | {"batch_size": 5}),
        ("/api/v1/generate", SONG | {"preset": "best"}),
        ("/api/v1/generate", SONG | {"master_preset": "louder"}),
        ("/api/bark", {"text": ""}),
        ("/api/bark", {"text": "x" * 201}),
        ("/api/bark", {"text": "x", "text_temp": 0.05}),
        ("/api/bark", {"text": "x", "waveform_temp": 2.1}),
    ],
    ids=lambda value: value if isinstance(value, str) else "-".join(value) or "empty",
)
def test_a_body_out_of_range_is_refused_before_anything_else(
    bare: httpx.Client, path: str, body: dict[str, Any]
) -> None:
    assert code(bare.post(path, json=body)) == (422, "VALIDATION")


@pytest.mark.parametrize(
    "path",
    ["/api/track/{}", "/api/jobs/{}", "/api/download/{}/wav", "/status/{}", "/result/{}",
     "/api/v1/status/{}", "/api/v1/download/{}"],
)  # fmt: skip
@pytest.mark.parametrize("job_id", [NO_SUCH_ID, "42", "%00", "..%5C..%5Cetc"])
def test_an_unknown_id_is_not_found(bare: httpx.Client, path: str, job_id: str) -> None:
    assert code(bare.get(path.format(job_id))) == (404, "NOT_FOUND")
