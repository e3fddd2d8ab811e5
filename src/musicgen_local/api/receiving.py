"""The file in a request's body, while it comes in: never more of it is kept than is allowed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

import anyio
import anyio.to_thread
from fastapi import Request
from starlette.requests import ClientDisconnect

from musicgen_local.api.uploads import Upload, Uploads, too_large
from musicgen_local.errors import ErrorCode, UserError

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks

FIELD = "file"
_WRITE_BYTES = 1024 * 1024  # at a time, in a thread
_FORM_BYTES = 64 * 1024  # what a form may hold beside the file
_NOT_FILES = ("application/x-www-form-urlencoded", "application/json")
_HOW = (
    "Send the file as the part `file` of multipart/form-data "
    "(curl -F file=@song.wav), or alone as the body (curl --data-binary @song.wav) "
    "with Content-Type: application/octet-stream."
)
# Looking into a file takes a process; others wait here and not in the threads of the other routes.
_LOOKS = anyio.CapacityLimiter(2)


async def receive(uploads: Uploads, request: Request, name: str) -> Upload:
    """Take the file of a request into the uploads; nothing of one that is refused stays.

    Raises:
        MusicGenError: as `receive_with_fields`.
    """
    return (await receive_with_fields(uploads, request, name))[0]


async def receive_with_fields(
    uploads: Uploads, request: Request, name: str = "", field: str = FIELD
) -> tuple[Upload, dict[str, str]]:
    """As `receive`, from the part `field` of a form; and the form's other fields, as text.

    Raises:
        UserError: `TOO_LARGE` as soon as the limit is passed; `VALIDATION` or `INVALID_AUDIO` for
            what isn't a file that we take, and for a request that was cut off.
        MachineError: `DISK_FULL` or `NOT_WRITABLE`.
    """
    form = _form_of(request, field)
    _check_length(request, uploads.max_bytes, form is not None)
    incoming = await anyio.to_thread.run_sync(uploads.begin)
    try:
        waiting = bytearray()
        async for data in _file_bytes(request, form):
            waiting += data
            if incoming.bytes + len(waiting) > uploads.max_bytes:
                raise too_large(uploads.max_bytes)
            if len(waiting) >= _WRITE_BYTES:
                await anyio.to_thread.run_sync(incoming.write, bytes(waiting))
                waiting.clear()
        await anyio.to_thread.run_sync(incoming.write, bytes(waiting))
        called = name or (form.file_name if form else "")
        upload = await anyio.to_thread.run_sync(incoming.finish, called, limiter=_LOOKS)
        return upload, form.fields if form else {}
    except ClientDisconnect:
        raise _bad_form("The upload was cut off.") from None
    finally:
        with anyio.CancelScope(shield=True):
            await anyio.to_thread.run_sync(incoming.discard)


async def _file_bytes(request: Request, form: MultipartFile | None) -> AsyncIterator[bytes]:
    others = 0
    async for chunk in request.stream():
        data = chunk if form is None else form.feed(chunk)
        others += len(chunk) - len(data)
        if others > _FORM_BYTES:
            raise _bad_form("The form holds too much beside the file.")
        if data:
            yield data
    if form is not None:
        form.finish()


def _form_of(request: Request, field: str) -> MultipartFile | None:
    content_type = request.headers.get("content-type", "")
    media_type = content_type.partition(";")[0].strip().lower()
    if media_type in _NOT_FILES:
        raise _bad_form(f"A body of the type {media_type} is no file.")
    return MultipartFile(content_type, field) if media_type == "multipart/form-data" else None


def _check_length(request: Request, max_bytes: int, in_form: bool) -> None:
    length = request.headers.get("content-length", "")
    if length.isdecimal() and int(length[:20]) > max_bytes + (_FORM_BYTES if in_form else 0):
        raise too_large(max_bytes)


class MultipartFile:
    """One file of a multipart/form-data body, byte by byte as it comes in; other parts are text."""

    def __init__(self, content_type: str, field: str = FIELD) -> None:
        from python_multipart.exceptions import FormParserError
        from python_multipart.multipart import MultipartParser, parse_options_header

        callbacks: MultipartCallbacks = {
            "on_part_begin": self._begin_part,
            "on_header_field": self._header_name,
            "on_header_value": self._header_value,
            "on_header_end": self._end_header,
            "on_headers_finished": self._begin_data,
            "on_part_data": self._part_data,
            "on_end": self._end,
        }
        boundary = parse_options_header(content_type)[1].get(b"boundary", b"")
        if not boundary:
            raise _bad_form("The form names no boundary between its parts.")
        try:
            self._parser = MultipartParser(boundary, callbacks)
        except FormParserError as error:
            raise _bad_form("The form's boundary is too long.") from error
        self.file_name = ""
        self._field = field
        self._texts: dict[str, bytearray] = {}
        self._text: bytearray | None = None  # of the part that is being read, if it is no file
        self._found = self._ended = self._inside = False
        self._name = self._value = self._disposition = b""
        self._taken = bytearray()

    @property
    def fields(self) -> dict[str, str]:
        """The parts beside the file."""
        return {name: bytes(text).decode("utf-8", "replace") for name, text in self._texts.items()}

    def feed(self, data: bytes) -> bytes:
        """The bytes of the file among these of the body.

        Raises:
            UserError: `VALIDATION` for what is no form, or one with several files.
        """
        from python_multipart.exceptions import FormParserError

        self._taken.clear()
        try:
            self._parser.write(data)
        except FormParserError as error:
            raise _bad_form("The form can't be read.") from error
        return bytes(self._taken)

    def finish(self) -> None:
        """Look whether the form was whole.

        Raises:
            UserError: `VALIDATION` when it was cut off, or held no file.
        """
        if not self._ended:
            raise _bad_form("The form was cut off.")
        if not self._found:
            raise _bad_form(f"The form has no part called '{self._field}'.")

    def _begin_part(self) -> None:
        self._disposition = b""
        self._inside = False
        self._text = None

    def _header_name(self, data: bytes, start: int, end: int) -> None:
        self._name += data[start:end]

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _end_header(self) -> None:
        if self._name.lower() == b"content-disposition":
            self._disposition = self._value
        self._name = self._value = b""

    def _begin_data(self) -> None:
        from python_multipart.multipart import parse_options_header

        options = parse_options_header(self._disposition)[1]
        if options.get(b"name") != self._field.encode():
            name = options.get(b"name", b"").decode("utf-8", "replace")
            self._text = self._texts.setdefault(name, bytearray())
            return
        if self._found:
            raise _bad_form("The form holds several files.")
        self._found = self._inside = True
        self.file_name = options.get(b"filename", b"").decode("utf-8", "replace")

    def _part_data(self, data: bytes, start: int, end: int) -> None:
        if self._inside:
            self._taken += data[start:end]
        elif self._text is not None:
            self._text += data[start:end]

    def _end(self) -> None:
        self._ended = True


def _bad_form(message: str) -> UserError:
    return UserError(ErrorCode.VALIDATION, message, recovery=_HOW, details={"field": FIELD})
