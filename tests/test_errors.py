from __future__ import annotations

import json
from pathlib import Path

import pytest

from musicgen_local.errors import Canceled, ErrorCode, MachineError, MusicGenError, UserError
from musicgen_local.progress import CancelToken


def test_an_error_is_the_same_data_for_the_terminal_and_for_http() -> None:
    error = UserError(
        ErrorCode.INVALID_PROMPT, "Empty.", recovery="Say something.", details={"field": "prompt"}
    )
    assert json.loads(json.dumps(error.as_dict())) == {
        "code": "INVALID_PROMPT",
        "message": "Empty.",
        "recovery": "Say something.",
        "details": {"field": "prompt"},
    }


def test_the_family_has_one_root() -> None:
    for kind in (UserError, MachineError, Canceled):
        assert issubclass(kind, MusicGenError)


def test_a_canceled_token_stops_work_at_its_next_look() -> None:
    token = CancelToken()
    token.raise_if_canceled()
    token.cancel()
    assert token.canceled
    with pytest.raises(Canceled) as caught:
        token.raise_if_canceled()
    assert caught.value.code is ErrorCode.CANCELED


def test_every_error_code_is_documented() -> None:
    text = (Path(__file__).parents[1] / "docs" / "troubleshooting.md").read_text("utf-8")
    for code in ErrorCode:
        assert f"| `{code.value}` |" in text
