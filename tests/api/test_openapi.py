"""The description of the API: whole, without surprises, and readable without the network."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from asking import asking

from musicgen_local import __version__
from musicgen_local.api.application import create_app
from musicgen_local.api.problems import STATUS_OF, ProblemOut
from musicgen_local.config import Settings

METHODS = ("get", "put", "post", "delete", "patch", "head")
SESSION = "/api/v1/session"
OPEN = ("/health", "/health/live", "/health/ready", SESSION)


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    described = create_app(Settings()).openapi()
    return dict(json.loads(json.dumps(described)))


def operations(document: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (path, method, item[method])
        for path, item in document["paths"].items()
        for method in METHODS
        if method in item
    ]


def test_the_product_is_named(document: dict[str, Any]) -> None:
    assert document["info"]["title"] == "MusicGen Local"
    assert document["info"]["version"] == __version__
    assert document["info"]["license"]["identifier"] == "Apache-2.0"


def test_operations_have_short_names_of_their_own(document: dict[str, Any]) -> None:
    names = [operation["operationId"] for _, _, operation in operations(document)]
    assert len(names) == len(set(names))
    assert all(re.fullmatch(r"[a-z][a-z0-9_]{2,40}", name) for name in names), names


def test_operations_are_explained_and_sorted(document: dict[str, Any]) -> None:
    known = {tag["name"] for tag in document["tags"]}
    for path, method, operation in operations(document):
        assert operation.get("description"), f"{method} {path} has no docstring"
        assert set(operation["tags"]) <= known, f"{method} {path}: {operation['tags']}"
        assert len(operation["tags"]) == 1


def test_every_failure_has_one_shape_and_true_examples(document: dict[str, Any]) -> None:
    for path, method, operation in operations(document):
        for status, answer in operation["responses"].items():
            if int(status) < 400 or (path in OPEN and status == "503"):
                continue
            content = answer["content"]["application/json"]
            assert content["schema"]["$ref"].endswith("/ProblemOut"), f"{method} {path} {status}"
            assert list(answer["content"]) == ["application/json"], f"{method} {path} {status}"
            for name, example in content.get("examples", {}).items():
                told = ProblemOut.model_validate(example["value"])
                assert told.error.code == name


def test_usual_failures_are_told_everywhere(document: dict[str, Any]) -> None:
    for path, method, operation in operations(document):
        told = set(operation["responses"])
        assert {"422", "429", "500"} <= told, f"{method} {path}"
        wants_key = path not in OPEN or (method, path) == ("post", SESSION)
        assert ("401" in told) == wants_key, f"{method} {path}"
        assert ("413" in told) == ("requestBody" in operation), f"{method} {path}"
        assert ("403" in told) == (method not in ("get", "head")), f"{method} {path}"
    assert set(STATUS_OF.values()) <= {400, 401, 404, 408, 409, 413, 422, 429, 500, 502, 503, 507}


def test_keys_are_described(document: dict[str, Any]) -> None:
    schemes = document["components"]["securitySchemes"]
    assert schemes["key"] == {"type": "apiKey", "in": "header", "name": "X-API-Key"}
    assert schemes["cookie"] == {"type": "apiKey", "in": "cookie", "name": "mgl_session"}
    assert document["security"] == [{}, {"key": []}, {"bearer": []}, {"cookie": []}]
    assert document["paths"]["/health"]["get"]["security"] == []


def test_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    named = set(re.findall(r'"#/components/schemas/([^"]+)"', json.dumps(document)))
    assert named <= set(schemas)
    assert "HTTPValidationError" not in schemas


def test_the_page_for_people_lists_all_and_loads_nothing(document: dict[str, Any]) -> None:
    ask = asking(create_app(Settings()))
    page = ask("GET", "/docs")
    assert page.headers["content-type"].startswith("text/html")
    assert not re.findall(r"<script|src=|https?://", page.text)
    for path in document["paths"]:
        assert f"<code>{path}</code>" in page.text
