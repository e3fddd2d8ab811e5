"""How large a request may be, counted while it comes in."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from musicgen_local.api.failures import too_large
from musicgen_local.api.problems import problem_response

MAX_BODY_BYTES = 1_000_000
# Routes that take files; they tell the exact limit themselves.
UPLOAD_PATHS = ("/api/v1/uploads", "/api/loop/create", "/loop-create")
_FORM_BYTES = 1_000_000  # what a form adds to the file in it


class BodyLimit:
    """Middleware: answers 413 to a body beyond the limit, without reading the rest of it."""

    def __init__(self, app: ASGIApp, max_upload_bytes: int) -> None:
        self.app = app
        self._max_upload_bytes = max_upload_bytes + _FORM_BYTES

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        limit_bytes = self._limit_bytes(scope, headers)
        declared = headers.get("content-length", "")
        if declared.isdecimal() and int(declared[:20]) > limit_bytes:
            await problem_response(too_large(limit_bytes))(scope, receive, send)
            return
        received = 0

        async def count() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > limit_bytes:
                raise HTTPException(413)  # the one exception that FastAPI lets through
            return message

        await self.app(scope, count, send)

    def _limit_bytes(self, scope: Scope, headers: Headers) -> int:
        takes_files = scope["path"].rstrip("/") in UPLOAD_PATHS
        is_json = "json" in headers.get("content-type", "").lower()
        return self._max_upload_bytes if takes_files and not is_json else MAX_BODY_BYTES
