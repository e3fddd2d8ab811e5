"""Jobs over HTTP: read, listed, stopped, tried again, moved. No worker runs, so jobs stay put."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from serving import served, served_alone

from musicgen_local.api.application import create_app
from musicgen_local.config import load_settings

CONTRACT = (  # noqa: SIM905
    "id, kind, status, stage, progress, engine, params, created_at, started_at, finished_at, "
    "queue_position, eta_seconds, attempts, track_ids, error, links"
).split(", ")
NO_SUCH_ID = "0" * 26


@pytest.fixture
def client(pluck_engine: str) -> Iterator[httpx.Client]:
    with served(create_app(load_settings())) as client:
        yield client


@pytest.fixture(scope="module")
def refusing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """One application for all requests that it is to refuse."""
    with served_alone(tmp_path_factory.mktemp("refusing")) as client:
        yield client


def queue(client: httpx.Client, prompt: str = "a scale", **more: Any) -> dict[str, Any]:
    """Ask for a generation; the job."""
    body = {"prompt": prompt, "engine": "pluck", "duration_seconds": 2, **more}
    answer = client.post("/api/v1/generations", json=body)
    assert answer.status_code == 202, answer.text
    job: dict[str, Any] = answer.json()
    return job


def read(client: httpx.Client, job: dict[str, Any]) -> dict[str, Any]:
    """The job as it stands now."""
    again: dict[str, Any] = client.get(job["links"]["self"]).json()
    return again


def waiting(client: httpx.Client) -> list[str]:
    """The prompts of the jobs that wait, next one first."""
    items = client.get("/api/v1/jobs", params={"status": "queued"}).json()["items"]
    items.sort(key=lambda job: job["queue_position"])
    assert [job["queue_position"] for job in items] == list(range(1, len(items) + 1))
    return [job["params"]["prompt"] for job in items]


def code(answer: httpx.Response) -> tuple[int, str]:
    """Status and code of a refusal, which has a message and a way out too."""
    body = answer.json()
    assert body["message"] == body["detail"] == body["error"]["message"]
    assert body["error"]["message"]
    assert body["error"]["recovery"]
    return answer.status_code, body["error"]["code"]


def test_a_job_has_the_contracts_shape(client: httpx.Client) -> None:
    job = read(client, queue(client, seed=7))
    assert set(CONTRACT) <= set(job)
    assert (job["kind"], job["status"], job["engine"]) == ("generate", "queued", "pluck")
    assert (job["progress"], job["attempts"], job["queue_position"]) == (0, 0, 1)
    assert job["params"]["seed"] == 7
    assert job["created_at"].endswith("Z")
    assert job["error"] is None
    links = job["links"]
    assert links["events"] == f"{links['self']}/events"
    assert links["cancel"] == f"{links['self']}/cancel"
    assert links["move"] == f"{links['self']}/move"
    assert links["retry"] is None
    assert links["audio"] is None


def test_an_unchanged_job_is_not_sent_again(client: httpx.Client) -> None:
    first = queue(client, "first")
    second = queue(client, "second")
    path = second["links"]["self"]
    tag = client.get(path).headers["etag"]
    unchanged = client.get(path, headers={"If-None-Match": f'"other", {tag}'})
    assert unchanged.status_code == 304
    assert unchanged.content == b""
    assert unchanged.headers["etag"] == tag
    client.post(first["links"]["cancel"])  # the second moves up, which is no change of its own
    moved_up = client.get(path, headers={"If-None-Match": tag})
    assert moved_up.status_code == 200
    assert moved_up.json()["queue_position"] == 1


def test_lists_are_filtered(client: httpx.Client) -> None:
    canceled = queue(client, "canceled")
    client.post(canceled["links"]["cancel"])
    queued = queue(client, "queued")

    def prompts(**params: Any) -> list[str]:
        items = client.get("/api/v1/jobs", params=params).json()["items"]
        return [job["params"]["prompt"] for job in items]

    assert prompts() == ["queued", "canceled"]
    assert prompts(order="asc") == ["canceled", "queued"]
    assert prompts(status="canceled") == ["canceled"]
    assert prompts(status=["canceled", "queued"]) == ["queued", "canceled"]
    assert prompts(status="running") == []
    assert prompts(kind=["export", "generate"], engine="pluck") == ["queued", "canceled"]
    assert prompts(kind="export") == []
    assert prompts(engine="composer") == []
    assert prompts(batch_id=queued["id"]) == []


@pytest.mark.parametrize("order", ["asc", "desc"])
def test_pages_show_every_job_once(client: httpx.Client, order: str) -> None:
    made = [queue(client, str(number))["id"] for number in range(5)]
    seen: list[str] = []
    params: dict[str, Any] = {"limit": 2, "order": order}
    while True:
        page = client.get("/api/v1/jobs", params=params).json()
        assert len(page["items"]) <= 2
        seen += [job["id"] for job in page["items"]]
        if page["next_cursor"] is None:
            break
        params["cursor"] = page["next_cursor"]
        queue(client, "comes between")  # newer than all: only an ascending list gets to it
        assert len(seen) < 20
        if order == "asc" and len(seen) >= 5:
            break
    expected = made if order == "asc" else made[::-1]
    assert seen[:5] == expected
    assert len(set(seen)) == len(seen)


@pytest.mark.parametrize(
    "query",
    ["limit=0", "limit=201", "limit=x", "status=done", "order=up", "cursor=%00", "cursor=bm9uZQ",
     "engine=%00", "kind=..", "batch_id=1"],
)  # fmt: skip
def test_a_list_that_cant_be_is_refused(refusing: httpx.Client, query: str) -> None:
    assert code(refusing.get(f"/api/v1/jobs?{query}")) == (422, "VALIDATION")


def test_a_waiting_job_stops_at_once_and_may_be_tried_again(client: httpx.Client) -> None:
    job = queue(client)
    stopped = client.post(job["links"]["cancel"])
    assert stopped.status_code == 200
    assert stopped.json()["status"] == "canceled"
    assert stopped.json()["finished_at"] is not None
    assert stopped.json()["queue_position"] is None
    again = client.post(job["links"]["cancel"])
    assert again.status_code == 200
    assert again.json() == stopped.json()
    retried = client.post(stopped.json()["links"]["retry"])
    assert retried.status_code == 200
    assert retried.json()["status"] == "queued"
    assert retried.json()["params"] == job["params"]
    assert code(client.post(f"{job['links']['self']}/retry")) == (409, "CONFLICT")


def test_the_queue_is_reordered(client: httpx.Client) -> None:
    jobs = {prompt: queue(client, prompt) for prompt in ("a", "b", "c")}

    def move(prompt: str, **to: str) -> list[str]:
        answer = client.post(jobs[prompt]["links"]["move"], json=to)
        assert answer.status_code == 200, answer.text
        assert answer.json()["queue_position"] == waiting(client).index(prompt) + 1
        return waiting(client)

    assert waiting(client) == ["a", "b", "c"]
    assert move("c", to="front") == ["c", "a", "b"]
    assert move("c", to="back") == ["a", "b", "c"]
    assert move("c", before=jobs["b"]["id"]) == ["a", "c", "b"]
    assert move("a", after=jobs["c"]["id"]) == ["c", "a", "b"]


def test_a_higher_priority_waits_further_ahead(client: httpx.Client) -> None:
    queue(client, "normal")
    queue(client, "low", priority="low")
    queue(client, "high", priority="high")
    assert waiting(client) == ["high", "normal", "low"]


@pytest.mark.parametrize(
    "body",
    [{}, {"to": "top"}, {"to": "front", "before": NO_SUCH_ID}, {"before": "x"}, {"up": 1}],
    ids=["nothing", "no-place", "two-places", "no-id", "unknown"],
)
def test_a_move_that_cant_be_is_refused(refusing: httpx.Client, body: dict[str, Any]) -> None:
    job = queue(refusing)
    assert code(refusing.post(job["links"]["move"], json=body)) == (422, "VALIDATION")


def test_only_waiting_jobs_move(client: httpx.Client) -> None:
    job, other = queue(client), queue(client)
    client.post(job["links"]["cancel"])
    assert code(client.post(job["links"]["move"], json={"to": "front"})) == (409, "CONFLICT")
    beside_nobody = client.post(other["links"]["move"], json={"before": NO_SUCH_ID})
    assert code(beside_nobody) == (404, "NOT_FOUND")


@pytest.mark.parametrize("path", ["", "/cancel", "/retry"])
@pytest.mark.parametrize("table", ["jobs", "batches"])
def test_what_is_not_there_is_not_found(refusing: httpx.Client, table: str, path: str) -> None:
    if (table, path) == ("batches", "/retry"):
        path = "/cancel"
    method = "POST" if path else "GET"
    unknown = refusing.request(method, f"/api/v1/{table}/{NO_SUCH_ID}{path}")
    assert code(unknown) == (404, "NOT_FOUND")
    no_id = refusing.request(method, f"/api/v1/{table}/IL{NO_SUCH_ID[2:]}{path}")
    assert code(no_id) == (422, "VALIDATION")


def test_the_queue_pauses_and_counts(client: httpx.Client) -> None:
    client.post(queue(client)["links"]["cancel"])
    queue(client)
    paused = client.post("/api/v1/queue/pause").json()
    assert paused["paused"] is True
    assert (paused["queued"], paused["running"]) == (1, 0)
    assert (paused["queue_length"], paused["active_jobs"]) == (1, 0)
    stats = client.get("/api/v1/jobs/stats").json()
    assert stats["paused"] is True
    assert stats["by_status"]["queued"] == stats["by_status"]["canceled"] == 1
    assert stats["by_kind"]["generate"]["queued"] == 1
    assert client.post("/api/v1/queue/resume").json()["paused"] is False
    assert client.get("/api/v1/queue").json()["paused"] is False


def test_a_batch_is_read_and_stopped_as_one(client: httpx.Client) -> None:
    items = [{"prompt": name, "engine": "pluck"} for name in ("a", "b", "c")]
    batch = client.post("/api/v1/generations", json={"items": items}).json()
    assert [job["params"]["prompt"] for job in batch["jobs"]] == ["a", "b", "c"]
    client.post(batch["jobs"][1]["links"]["cancel"])
    read = client.get(batch["links"]["self"]).json()
    assert (read["counts"]["queued"], read["counts"]["canceled"]) == (2, 1)
    assert read["links"]["cancel"] is not None
    stopped = client.post(batch["links"]["cancel"])
    assert stopped.status_code == 200
    assert stopped.json()["status"] == "canceled"
    assert {job["status"] for job in stopped.json()["jobs"]} == {"canceled"}
    assert (
        client.get("/api/v1/jobs", params={"batch_id": batch["id"], "status": "queued"}).json()[
            "items"
        ]
        == []
    )
