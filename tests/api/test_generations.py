"""Music asked for over HTTP: what is queued, with which choices, and what is refused."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from pydantic import BaseModel
from serving import served, served_alone

from musicgen_local import Studio
from musicgen_local.api.application import create_app
from musicgen_local.api.schemas import alias_answers, aliases, generations, jobs, queue
from musicgen_local.config import load_settings
from musicgen_local.library import Track

GENERATIONS = "/api/v1/generations"
ASKED = {"prompt": "a falling scale", "engine": "pluck", "duration_seconds": 2}
NO_SUCH_ID = "0" * 26


@pytest.fixture
def app(pluck_engine: str) -> FastAPI:
    return create_app(load_settings())


@pytest.fixture
def client(app: FastAPI) -> Iterator[httpx.Client]:
    with served(app) as client:
        yield client


@pytest.fixture(scope="module")
def refusing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """One application for all requests that it is to refuse."""
    with served_alone(tmp_path_factory.mktemp("refusing")) as client:
        yield client


@pytest.fixture
def track(pluck_engine: str) -> Track:
    return Studio().generate("plucks", duration=1, engine=pluck_engine).track


def code(answer: httpx.Response) -> tuple[int, str]:
    """Status and code of a refusal."""
    return answer.status_code, answer.json()["error"]["code"]


def job_count(client: httpx.Client) -> int:
    """How many jobs there are."""
    return sum(client.get("/api/v1/jobs/stats").json()["by_status"].values())


def test_a_generation_is_queued_with_all_its_choices(client: httpx.Client) -> None:
    asked = ASKED | {
        "seed": 11,
        "parameters": {"lowest_hz": 220.0},
        "master": "loud",
        "formats": ["flac", "opus"],
        "stems": True,
        "artist": "Ада",
        "title": "Гамма 🎵",
        "count": 3,
    }
    answer = client.post(GENERATIONS, json=asked | {"priority": "high"})
    assert answer.status_code == 202
    job = client.get(answer.headers["location"]).json()
    assert job["id"] == answer.json()["id"]
    assert {name: job["params"][name] for name in asked} == asked
    assert (job["kind"], job["engine"], job["priority"]) == ("generate", "pluck", "high")


def test_what_is_left_out_is_drawn_once(client: httpx.Client) -> None:
    body = {"prompt": "a short scale", "engine": "pluck", "seed": None, "formats": None}
    job = client.post(GENERATIONS, json=body).json()
    assert job["params"]["duration_seconds"] == 3.0  # as the prompt says
    assert isinstance(job["params"]["seed"], int)
    assert job["params"]["formats"] == ["wav", "mp3"]


def test_preferences_fill_in_what_was_left_out(app: FastAPI, client: httpx.Client) -> None:
    app.state.services.jobs.set_preferences(
        {
            "default_engine": "pluck",
            "default_formats": ["opus"],
            "default_master": "subtle",
            "default_artist": "Ada",
        }
    )
    params = client.post(GENERATIONS, json={"prompt": "a scale"}).json()["params"]
    assert params["engine"] == "pluck"
    assert params["formats"] == ["opus"]
    assert (params["master"], params["artist"]) == ("subtle", "Ada")
    own = {"formats": ["mp3"], "master": "loud", "artist": "Bela"}
    batch = {"items": [{"prompt": "a scale"} | own, {"prompt": "another"}]}
    first, second = client.post(GENERATIONS, json=batch).json()["jobs"]
    assert {name: first["params"][name] for name in own} == own
    assert second["params"]["formats"] == ["opus"]


@pytest.mark.parametrize("place", ["body", "header", "both"])
def test_a_request_sent_again_gives_the_same_job(client: httpx.Client, place: str) -> None:
    body = ASKED | ({} if place == "header" else {"idempotency_key": "k-1"})
    headers = {} if place == "body" else {"Idempotency-Key": "k-1"}
    first = client.post(GENERATIONS, json=body, headers=headers)
    again = client.post(GENERATIONS, json=body, headers=headers)
    assert again.status_code == 202
    assert again.json()["id"] == first.json()["id"]
    assert again.json()["params"] == first.json()["params"]  # the drawn seed too
    other = client.post(GENERATIONS, json=body | {"prompt": "another"}, headers=headers)
    assert code(other) == (409, "CONFLICT")
    assert job_count(client) == 1


def test_two_keys_in_one_request_are_refused(refusing: httpx.Client) -> None:
    answer = refusing.post(
        GENERATIONS, json=ASKED | {"idempotency_key": "a"}, headers={"Idempotency-Key": "b"}
    )
    assert code(answer) == (422, "VALIDATION")


def test_one_key_at_the_same_moment_gives_one_job(client: httpx.Client) -> None:
    def ask(_: int) -> httpx.Response:
        return client.post(GENERATIONS, json=ASKED, headers={"Idempotency-Key": "at-once"})

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(ask, range(16)))
    assert {answer.status_code for answer in answers} == {202}
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert job_count(client) == 1


def test_a_batch_is_queued_in_its_order(client: httpx.Client) -> None:
    items = [ASKED | {"prompt": f"scale {number}"} for number in range(50)]
    answer = client.post(GENERATIONS, json={"items": items}, headers={"Idempotency-Key": "fifty"})
    assert answer.status_code == 202
    batch = client.get(answer.headers["location"]).json()
    assert [job["params"]["prompt"] for job in batch["jobs"]] == [one["prompt"] for one in items]
    assert {job["batch_id"] for job in batch["jobs"]} == {batch["id"]}
    assert batch["counts"]["queued"] == 50
    again = client.post(GENERATIONS, json={"items": items}, headers={"Idempotency-Key": "fifty"})
    assert again.json()["id"] == batch["id"]
    assert job_count(client) == 50


def test_a_batch_is_queued_whole_or_not_at_all(client: httpx.Client) -> None:
    items = [ASKED, ASKED | {"duration_seconds": 5_000}]
    answer = client.post(GENERATIONS, json={"items": items})
    assert code(answer) == (422, "VALIDATION")
    assert answer.json()["error"]["details"]["index"] == 1
    assert job_count(client) == 0


@pytest.mark.parametrize(
    "body",
    [
        {"items": []},
        {"items": [ASKED] * 51},
        {"items": [ASKED | {"idempotency_key": "k"}]},
        {"items": [ASKED], "prompt": "both"},
        {"items": ASKED},
    ],
    ids=["none", "too-many", "keyed-item", "both-forms", "no-list"],
)
def test_a_batch_that_cant_be_is_refused(refusing: httpx.Client, body: dict[str, Any]) -> None:
    assert code(refusing.post(GENERATIONS, json=body)) == (422, "VALIDATION")
    assert job_count(refusing) == 0


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("prompt", ""),
        ("prompt", 7),
        ("prompt", "x" * 10_001),
        ("prompt", "a\0b"),
        ("title", "\ud800"),
        ("duration_seconds", 0),
        ("duration_seconds", float("nan")),
        ("duration_seconds", float("inf")),
        ("duration_seconds", 601),
        ("engine", "../composer"),
        ("seed", -1),
        ("seed", 2**31),
        ("seed", 1.5),
        ("parameters", {"lowest_hz": 1}),
        ("parameters", {"no_such": 1}),
        ("parameters", {"lowest_hz": float("nan")}),
        ("parameters", {"a": {"b": "\0"}}),
        ("master", "louder"),
        ("formats", []),
        ("formats", ["exe"]),
        ("midi", True),  # this engine has none
        ("count", 0),
        ("count", 51),
        ("priority", "urgent"),
        ("not_before", "tomorrow"),
        ("not_before", "2026-01-01T00:00:00"),  # in which time zone?
        ("not_before", "9999-12-31T23:59:59-23:59"),
        ("idempotency_key", "x" * 201),
        ("idempotency_key", "two words"),
        ("volume", 11),
    ],
)
def test_a_field_that_cant_be_is_named(refusing: httpx.Client, field: str, value: Any) -> None:
    content = json.dumps(ASKED | {field: value}).encode()
    answer = refusing.post(
        GENERATIONS, content=content, headers={"content-type": "application/json"}
    )
    assert code(answer) == (422, "VALIDATION")
    assert field in str(answer.json()["error"]["details"])
    assert job_count(refusing) == 0


def test_an_unknown_engine_is_told_with_those_that_are_there(refusing: httpx.Client) -> None:
    answer = refusing.post(GENERATIONS, json=ASKED | {"engine": "orchestra"})
    assert code(answer) == (404, "NOT_FOUND")
    assert "pluck" in answer.json()["error"]["recovery"]


def test_a_prompt_without_words_is_an_invalid_prompt(refusing: httpx.Client) -> None:
    assert code(refusing.post(GENERATIONS, json=ASKED | {"prompt": "  "})) == (
        400,
        "INVALID_PROMPT",
    )


@pytest.mark.parametrize("hours", [-48, 5], ids=["past", "ahead"])
def test_a_start_is_kept_whatever_its_time_zone(client: httpx.Client, hours: int) -> None:
    moment = (datetime.now(UTC) + timedelta(hours=hours)).replace(microsecond=0)
    ids = set()
    for offset in (0, 7):
        there = moment.astimezone(timezone(timedelta(hours=offset))).isoformat()
        body = ASKED | {"not_before": there, "idempotency_key": "k"}
        job = client.post(GENERATIONS, json=body).json()
        assert datetime.fromisoformat(job["not_before"]) == moment
        ids.add(job["id"])
    assert len(ids) == 1


@pytest.mark.parametrize(
    ("path", "kind", "more"),
    [
        ("masters", "master", {"preset": "loud", "target_lufs": -12.0, "formats": ["flac"]}),
        ("loops", "loop", {"duration_seconds": 60.0, "fade_out_seconds": 2.0}),
    ],
)
def test_a_track_is_worked_on(
    client: httpx.Client, track: Track, path: str, kind: str, more: dict[str, Any]
) -> None:
    body = {"track_id": track.id, **more}
    answer = client.post(f"/api/v1/{path}", json=body, headers={"Idempotency-Key": kind})
    assert answer.status_code == 202, answer.text
    job = client.get(answer.headers["location"]).json()
    assert (job["kind"], job["status"]) == (kind, "queued")
    assert {name: job["params"][name] for name in body} == body
    again = client.post(f"/api/v1/{path}", json=body | {"idempotency_key": kind})
    assert again.json()["id"] == job["id"]


@pytest.mark.parametrize(("path", "more"), [("masters", {}), ("loops", {"duration_seconds": 60})])
def test_one_recording_is_needed(refusing: httpx.Client, path: str, more: dict[str, Any]) -> None:
    for given in ({}, {"track_id": NO_SUCH_ID, "upload_id": NO_SUCH_ID}):
        assert code(refusing.post(f"/api/v1/{path}", json=more | given)) == (422, "VALIDATION")
    for source in ("track_id", "upload_id"):
        gone = refusing.post(f"/api/v1/{path}", json=more | {source: NO_SUCH_ID})
        assert code(gone) == (404, "NOT_FOUND")
        no_id = refusing.post(f"/api/v1/{path}", json=more | {source: "../../etc/passwd"})
        assert code(no_id) == (422, "VALIDATION")


def test_an_export_is_queued_and_has_no_file_before_it_is_finished(
    client: httpx.Client, track: Track
) -> None:
    body = {"track_ids": [track.id], "formats": ["mp3", "wav"], "include": ["stems"]}
    answer = client.post("/api/v1/exports", json=body)
    assert answer.status_code == 202, answer.text
    job = client.get(answer.headers["location"]).json()
    assert {name: job["params"][name] for name in body} == body
    assert job["links"]["file"] is None
    assert code(client.get(f"/api/v1/exports/{job['id']}/file")) == (409, "CONFLICT")
    client.post(job["links"]["cancel"])
    assert code(client.get(f"/api/v1/exports/{job['id']}/file")) == (409, "CONFLICT")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"track_ids": []}, (422, "VALIDATION")),
        ({"track_ids": ["../x"]}, (422, "VALIDATION")),
        ({"track_ids": [NO_SUCH_ID]}, (404, "NOT_FOUND")),
        ({"track_ids": [NO_SUCH_ID], "total_seconds": 1}, (422, "VALIDATION")),
        ({"track_ids": [NO_SUCH_ID], "include": ["secrets"]}, (422, "VALIDATION")),
    ],
    ids=["none", "no-id", "unknown", "not-yours-to-say", "no-such-part"],
)
def test_an_export_that_cant_be_is_refused(
    refusing: httpx.Client, body: dict[str, Any], expected: tuple[int, str]
) -> None:
    assert code(refusing.post("/api/v1/exports", json=body)) == expected


def test_only_exports_have_an_archive(client: httpx.Client) -> None:
    job = client.post(GENERATIONS, json=ASKED).json()
    assert code(client.get(f"/api/v1/exports/{job['id']}/file")) == (404, "NOT_FOUND")
    assert code(client.get(f"/api/v1/exports/{NO_SUCH_ID}/file")) == (404, "NOT_FOUND")


def _models() -> list[type[BaseModel]]:
    found = {
        value
        for module in (jobs, queue, generations, aliases, alias_answers)
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, BaseModel) and value is not BaseModel
    }
    return sorted(found, key=lambda model: model.__name__)


@pytest.mark.parametrize("model", _models(), ids=lambda model: model.__name__)
def test_examples_are_what_they_are_examples_of(model: type[BaseModel]) -> None:
    for example in model.model_json_schema().get("examples", ()):
        assert isinstance(model.model_validate_json(json.dumps(example)), model)


OURS = {"generations", "masters", "loops", "exports", "jobs", "batches", "earlier paths"}


def test_every_body_and_answer_has_an_example(pluck_engine: str) -> None:
    document = create_app(load_settings()).openapi()
    seen, bare = set(), []
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            if not OURS & set(operation.get("tags", ())):
                continue
            seen |= set(operation["tags"])
            parts = {"body": operation.get("requestBody", {})} | operation["responses"]
            for name, part in parts.items():
                content = part.get("content", {}).get("application/json")
                if content is not None and not _has_example(content, document):
                    bare.append(f"{method} {path} {name}")
    assert seen == OURS
    assert not bare


def _has_example(content: dict[str, Any], document: dict[str, Any]) -> bool:
    """Whether the content, or every schema that it may be, is shown by an example."""
    if content.get("example") or content.get("examples"):
        return True
    schema = content.get("schema", content)
    if "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        return _has_example(schema, document)
    choices = schema.get("oneOf") or schema.get("anyOf") or []
    if schema.get("type") == "array":
        choices = [schema["items"]]
    return bool(choices) and all(_has_example(choice, document) for choice in choices)
