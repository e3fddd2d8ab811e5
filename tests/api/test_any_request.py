"""Thousands of requests made from the OpenAPI document: none may be answered as our mistake."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.schemas import BaseSchema
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from serving import served_alone

from servers import PATIENCE_SECONDS

# The streams of events don't end; these two wait for a job that nobody carries out here.
WITHOUT_END = ("/events$", "^/api/generate$", "^/api/bark$")
CASES_OF_EACH = 18

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
PARTS = 4  # so that the runner's processes share the work


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BaseSchema]:
    folder: Path = tmp_path_factory.mktemp("served")
    with served_alone(folder) as client:
        loaded: BaseSchema = schemathesis.openapi.from_url(f"{client.base_url}/openapi.json")
        for path in WITHOUT_END:
            loaded = loaded.exclude(path_regex=path)
        yield loaded


@pytest.mark.slow
@pytest.mark.no_cover  # others reach the same lines; drawing cases costs twice as much measured
@pytest.mark.timeout(900)
@pytest.mark.parametrize("part", range(PARTS))
def test_no_request_is_answered_as_our_mistake(document: BaseSchema, part: int) -> None:
    operations = [found.ok() for found in document.get_all_operations() if isinstance(found, Ok)]
    assert len(operations) > 50
    sent = 0
    for operation in operations[part::PARTS]:

        @settings(
            max_examples=CASES_OF_EACH,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy())
        def ask(case: Case[Any]) -> None:
            nonlocal sent
            sent += 1
            case.call_and_validate(checks=CHECKS, timeout=PATIENCE_SECONDS)

        ask()
    assert sent > 8 * CASES_OF_EACH, "most operations take parameters, and so many requests"
