"""What is seen of requests: their ids, their lines in the log, their numbers, their spans."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from fastapi.responses import StreamingResponse
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from serving import served

from musicgen_local.api.application import create_app
from musicgen_local.api.telemetry import trace_requests
from musicgen_local.config import Settings
from servers import wait_until

NO_SUCH_ID = "0" * 26
SAMPLE = re.compile(r"^([a-z_]+)(?:\{(.*)\})? (\S+)$", re.MULTILINE)


@pytest.fixture
def client(pluck_engine: str) -> Iterator[httpx.Client]:
    app = create_app(Settings(log_level="info", log_format="json"))

    @app.get("/stream/{id}", include_in_schema=False)
    def stream(id: str) -> StreamingResponse:
        return StreamingResponse(iter(["data: 1\n\n"]), media_type="text/event-stream")

    with served(app) as client:
        yield client


def samples(client: httpx.Client) -> dict[tuple[str, str], float]:
    """Each number of /metrics by its name and labels."""
    text = client.get("/metrics").text
    return {(name, labels): float(value) for name, labels, value in SAMPLE.findall(text)}


def lines(capfd: pytest.CaptureFixture[str], logger: str) -> list[dict[str, Any]]:
    told = capfd.readouterr().err.splitlines()
    records = [json.loads(line) for line in told if line.startswith("{")]
    return [record for record in records if record["logger"] == logger]


@pytest.mark.parametrize(
    ("given", "kept"),
    [("abc-1._Z", True), ("a" * 64, True), ("a" * 65, False), ("a b", False), ("<x>", False),
     ("a\u00e9", False), ("", False)],
)  # fmt: skip
def test_a_request_keeps_the_id_that_it_came_with(
    client: httpx.Client, given: str, kept: bool
) -> None:
    headers = httpx.Headers([(b"X-Request-ID", given.encode())])
    answer = client.get("/health/live", headers=headers).headers["x-request-id"]
    assert (answer == given) == kept
    assert re.fullmatch(r"[A-Za-z0-9._-]{1,64}", answer)


def test_requests_without_an_id_get_one_each(client: httpx.Client) -> None:
    assert len({client.get("/health/live").headers["x-request-id"] for _ in range(20)}) == 20


def test_a_request_is_one_line_without_what_was_asked(
    client: httpx.Client, capfd: pytest.CaptureFixture[str]
) -> None:
    capfd.readouterr()
    headers = {"X-Request-ID": "mine", "X-API-Key": "a-secret-key"}
    client.get(f"/api/v1/jobs/{NO_SUCH_ID}", params={"search": "my prompt"}, headers=headers)
    # The line is written when the answer is out: the client may be quicker.
    records = wait_until(lambda: lines(capfd, "musicgen_local.access"), what="the line")
    assert len(records) == 1
    record = records[0]
    assert record["message"] == "GET /api/v1/jobs/{job_id} 404"
    assert (record["status"], record["method"]) == (404, "GET")
    assert record["route"] == "/api/v1/jobs/{job_id}"
    assert record["request_id"] == "mine"
    assert record["ms"] >= 0
    for secret in ("my prompt", "my+prompt", "a-secret-key", NO_SUCH_ID):
        assert secret not in json.dumps(record)


def test_a_job_remembers_the_request_that_asked_for_it(client: httpx.Client) -> None:
    body = {"prompt": "a scale", "engine": "pluck", "duration_seconds": 2}
    headers = {"X-Request-ID": "asked-for-it"}
    assert client.post("/api/v1/generations", json=body, headers=headers).status_code == 202
    app_jobs = client.get("/metrics").text
    assert 'musicgen_jobs{kind="generate",status="queued"} 1.0' in app_jobs
    assert "musicgen_queue_depth 1.0" in app_jobs
    assert "musicgen_workers 0.0" in app_jobs
    assert "musicgen_jobs_database_up 1.0" in app_jobs


def test_requests_are_counted_by_route_and_never_by_path(client: httpx.Client) -> None:
    for number in range(3):
        client.get(f"/api/v1/jobs/{str(number) * 26}")
        client.get(f"/nowhere/{number}")
    client.request("PROPFIND", "/health/live")
    told = samples(client)
    count = "musicgen_http_requests_total"
    assert told[count, 'method="GET",route="/api/v1/jobs/{job_id}",status="4xx"'] == 3
    assert told[count, 'method="GET",route="other",status="4xx"'] == 3
    assert any('method="other"' in labels for _, labels in told)
    assert not any(re.search(r"PROPFIND|nowhere|0{26}", labels) for _, labels in told)
    timed = "musicgen_http_request_seconds_count"
    assert told[timed, 'method="GET",route="/api/v1/jobs/{job_id}"'] == 3


def test_a_stream_counts_as_a_listener_and_not_as_a_slow_request(client: httpx.Client) -> None:
    assert client.get("/stream/1").status_code == 200
    told = samples(client)
    assert told["musicgen_event_streams", ""] == 0
    streams = 'method="GET",route="/stream/{id}"'
    assert told["musicgen_http_requests_total", streams + ',status="2xx"'] == 1
    assert ("musicgen_http_request_seconds_count", streams) not in told


def test_spans_name_the_route_and_leave_out_the_query() -> None:
    app = create_app(Settings())
    exporter = InMemorySpanExporter()
    finish = trace_requests(app, exporter)
    with served(app) as client:
        client.get(f"/api/v1/jobs/{NO_SUCH_ID}", params={"search": "my prompt"})
        client.get("/health/live")
        client.get("/nowhere")
    finish()
    spans = exporter.get_finished_spans()
    assert len(spans) == 2, [span.name for span in spans]
    span = spans[0]
    assert "/api/v1/jobs/{job_id}" in span.name
    told = " ".join(str(value) for value in (span.attributes or {}).values())
    assert "404" in told
    assert "my" not in told
    assert span.resource.attributes["service.name"] == "musicgen-local"


def test_without_an_endpoint_nothing_is_traced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OTEL_EXPORTER_OTLP_ENDPOINT", raising=False)
    app = create_app(Settings())
    before = list(app.user_middleware)
    trace_requests(app)()
    assert app.user_middleware == before
    assert not getattr(app, "_is_instrumented_by_opentelemetry", False)
