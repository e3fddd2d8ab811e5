"""Answers that are written at once, for the routes that are asked most."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import Response
from pydantic import BaseModel


def json_answer(model: BaseModel, headers: Mapping[str, str] | None = None) -> Response:
    """The model as JSON, as it is.

    A model that a route returns FastAPI checks once more against the route's own before it writes
    it, which takes longer than everything else for a page of tracks. Routes that use this declare
    `response_model`, and the tests hold their answers to it.
    """
    return Response(
        model.model_dump_json(), media_type="application/json", headers=dict(headers or {})
    )
