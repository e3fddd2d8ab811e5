"""Whatever goes wrong, a client gets one shape, the right status and a way out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from serving import served, served_alone

from musicgen_local.api.application import create_app
from musicgen_local.api.body_limit import MAX_BODY_BYTES
from musicgen_local.api.problems import (
    STATUS_OF,
    ProblemOut,
    Refusal,
    problem_response,
    problems,
    status_of,
)
from musicgen_local.config import load_settings
from musicgen_local.errors import Canceled, ErrorCode, MachineError, UserError

CONTRACT = {
    "MODEL_NOT_LOADED": 503, "MODEL_NOT_INSTALLED": 409, "OUT_OF_MEMORY": 507,
    "INVALID_PROMPT": 400, "INVALID_LYRICS": 400, "INVALID_AUDIO": 400,
    "GENERATION_TIMEOUT": 408, "DOWNLOAD_FAILED": 503, "DISK_FULL": 507, "NOT_FOUND": 404,
    "CONFLICT": 409, "TOO_LARGE": 413, "UNAUTHORIZED": 401, "RATE_LIMITED": 429,
    "VALIDATION": 422, "INTERNAL": 500,
}  # fmt: skip
NUL = '{"prompt": "a\\u0000b"}'
SURROGATE = '{"prompt": "a\\ud800b"}'
STRANGE_NAME = '{"prompt": "piano", "\\ud800": 1}'


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    with served_alone(tmp_path_factory.mktemp("problems")) as client:
        yield client


def problem(answer: httpx.Response) -> dict[str, Any]:
    """The error of an answer that has the contract's shape."""
    assert answer.headers["content-type"] == "application/json"
    body = answer.json()
    ProblemOut.model_validate(body)
    assert body["detail"] == body["message"] == body["error"]["message"]
    assert body["error"]["recovery"]
    error: dict[str, Any] = body["error"]
    return error


def test_every_code_has_its_status() -> None:
    assert {code.value for code in ErrorCode} == {code.value for code in STATUS_OF}
    told = {code.value: status_of(UserError(code, "No.", recovery="Yes.")) for code in ErrorCode}
    assert told | CONTRACT == told
    assert status_of(Canceled()) == 409


@pytest.mark.parametrize(
    "body",
    ["", "{", "[]", "null", '"text"', "{'prompt': 1}", NUL, SURROGATE, STRANGE_NAME, "\ufeff{}",
     "[" * 200_000, '{"prompt": ' + '{"a": ' * 5000 + "1" + "}" * 5001,
     '{"prompt": "x", "seed": ' + "9" * 5000 + "}", '{"prompt": "x", "seed": 1e999}',
     '{"prompt": "x", "duration_seconds": NaN}', '{"prompt": {"a": 1}}', '{"prompt": []}'],
    ids=["empty", "broken", "list", "null", "text", "quotes", "NUL", "surrogate", "strange-name",
         "bom", "deep-list", "deep-object", "endless-number", "infinite", "nan", "object", "array"],
)  # fmt: skip
def test_a_body_that_cannot_be_used_is_the_clients_mistake(client: httpx.Client, body: str) -> None:
    answer = client.post(
        "/api/v1/generations", content=body.encode(), headers={"Content-Type": "application/json"}
    )
    assert 400 <= answer.status_code < 500, answer.text
    assert problem(answer)["code"] in ("VALIDATION", "INVALID_PROMPT")


@pytest.mark.parametrize(
    "headers",
    [{"Content-Type": "text/plain"}, {"Content-Type": "application/xml"}, {"Content-Type": "///"},
     {"Content-Type": "application/json; charset=nope"}, {}],
    ids=["text", "xml", "no-type", "charset", "none"],
)  # fmt: skip
def test_another_kind_of_body_breaks_nothing(client: httpx.Client, headers: dict[str, str]) -> None:
    answer = client.post("/api/v1/generations", content=b"\xff\xfe{", headers=headers)
    assert answer.status_code == 422
    assert problem(answer)["code"] == "VALIDATION"


def test_fields_are_named_in_plain_words(client: httpx.Client) -> None:
    answer = client.get("/api/v1/jobs", params={"limit": "many"})
    assert answer.status_code == 422
    fields = problem(answer)["details"]["fields"]
    assert [field["field"] for field in fields] == ["limit"]
    assert fields[0]["message"].startswith("must be a valid integer")
    assert "many" not in answer.text, "what was sent may be secret"


@pytest.mark.parametrize("declared", [True, False], ids=["declared", "streamed"])
def test_a_body_beyond_the_limit_is_cut_off(client: httpx.Client, declared: bool) -> None:
    text = b'{"prompt": "' + b"a" * MAX_BODY_BYTES + b'"}'
    content = text if declared else iter([text[:600_000], text[600_000:]])
    answer = client.post(
        "/api/v1/generations", content=content, headers={"Content-Type": "application/json"}
    )
    assert answer.status_code == 413
    assert problem(answer)["code"] == "TOO_LARGE"
    assert client.get("/health/live").status_code == 200


def test_an_address_without_a_route(client: httpx.Client) -> None:
    answer = client.get("/api/v1/nothing/../here")
    assert answer.status_code == 404
    assert problem(answer)["code"] == "NOT_FOUND"


def test_a_method_that_is_not_taken_tells_which_are(client: httpx.Client) -> None:
    for path, taken in (("/health", "GET"), ("/api/v1/settings", "GET, PATCH"), ("/docs", "GET")):
        answer = client.put(path)
        assert answer.status_code == 405
        assert answer.headers["allow"] == taken
        assert taken in problem(answer)["recovery"]


def test_what_nobody_foresaw_is_logged_and_not_shown(capfd: pytest.CaptureFixture[str]) -> None:
    app = create_app(load_settings())

    @app.get("/broken")
    def broken() -> None:
        raise ZeroDivisionError("the secret of the house")

    with served(app) as client:
        answer = client.get("/broken", headers={"X-Request-ID": "asked-by-me"})
    assert answer.status_code == 500
    error = problem(answer)
    assert error["code"] == "INTERNAL"
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["x-request-id"] == "asked-by-me"
    logged = capfd.readouterr().err
    assert error["details"]["reference"] in logged
    assert "ZeroDivisionError" in logged
    assert "request_id=asked-by-me" in logged


@pytest.mark.parametrize(
    ("error", "status", "headers"),
    [
        (MachineError(ErrorCode.CONFLICT, "Busy.", recovery="Wait.", details={"database": "x"}),
         503, {"Retry-After": "5"}),
        (MachineError(ErrorCode.INTERNAL, "Away.", recovery="Wait.", details={"database": "x"}),
         503, {"Retry-After": "5"}),
        (UserError(ErrorCode.CONFLICT, "Done.", recovery="Fine.", details={"database": "x"}),
         409, {}),
        (UserError(ErrorCode.RATE_LIMITED, "Slow.", recovery="Wait.",
                   details={"retry_after_seconds": 12.2}), 429, {"Retry-After": "13"}),
        (UserError(ErrorCode.UNAUTHORIZED, "Key?", recovery="Key!"),
         401, {"WWW-Authenticate": 'Bearer realm="MusicGen Local"'}),
        (Refusal(418, ErrorCode.VALIDATION, "Tea.", recovery="Pot.", headers={"X-Pot": "1"}),
         418, {"X-Pot": "1"}),
    ],
    ids=["busy-database", "database-away", "conflict", "rate", "key", "refusal"],
)  # fmt: skip
def test_an_error_brings_its_headers(
    error: MachineError | UserError, status: int, headers: dict[str, str]
) -> None:
    answer = problem_response(error)
    assert answer.status_code == status
    assert {name: answer.headers.get(name) for name in headers} == headers
    assert ("Retry-After" in answer.headers) == ("Retry-After" in headers)


@given(
    st.text(alphabet=st.characters(), max_size=20),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters())
        | st.binary() | st.dates(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters()), inner),
        max_leaves=8,
    ),
)  # fmt: skip
def test_any_error_can_be_sent(message: str, detail: Any) -> None:
    error = UserError(
        ErrorCode.VALIDATION, message + "\ud800", recovery="Try.", details={"it": detail}
    )
    body = json.loads(bytes(problem_response(error).body).decode(), parse_constant=pytest.fail)
    ProblemOut.model_validate(body)


def test_routes_document_each_code_under_its_status() -> None:
    documented = problems(ErrorCode.NOT_FOUND, ErrorCode.CONFLICT, ErrorCode.ASSET_CORRUPT)
    assert list(documented) == [404, 409]
    examples = documented[409]["content"]["application/json"]["examples"]
    assert list(examples) == ["CONFLICT", "ASSET_CORRUPT"]
    for code in ErrorCode:
        for entry in problems(code).values():
            example = entry["content"]["application/json"]["examples"][code.value]["value"]
            assert ProblemOut.model_validate(example).error.code is code
