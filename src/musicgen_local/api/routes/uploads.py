"""Send files: recordings to loop or master, pictures, lyrics."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from musicgen_local.api.problems import problems
from musicgen_local.api.receiving import FIELD, receive
from musicgen_local.api.schemas.fields import ShortText
from musicgen_local.api.schemas.uploads import UploadId, UploadOut, upload_out, upload_path
from musicgen_local.api.services import ServicesDep
from musicgen_local.errors import ErrorCode

router = APIRouter(prefix="/api/v1/uploads", tags=["uploads"])

_BINARY = {"type": "string", "format": "binary"}
_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": [FIELD],
                    "properties": {FIELD: _BINARY},
                }
            },
            "application/octet-stream": {"schema": _BINARY},
        },
    }
}
_NOT_THERE = problems(ErrorCode.NOT_FOUND, ErrorCode.VALIDATION)
_LOCATION = {"headers": {"Location": {"schema": {"type": "string"}, "description": "Its path."}}}


@router.post(
    "",
    status_code=201,
    responses=problems(
        ErrorCode.INVALID_AUDIO,
        ErrorCode.TOO_LARGE,
        ErrorCode.VALIDATION,
        ErrorCode.DISK_FULL,
        ErrorCode.NOT_WRITABLE,
    )
    | {201: _LOCATION},
    openapi_extra=_BODY,
    summary="Upload a file",
)
async def create_upload(
    request: Request,
    response: Response,
    services: ServicesDep,
    name: Annotated[
        ShortText, Query(description="What the file is called, where the form doesn't say.")
    ] = "",
) -> UploadOut:
    """Send audio, a picture or lyrics, in a form or as the bare body, of any length up to a limit.

    What it is shows by its content. Audio is decoded to its end before it is accepted.
    """
    upload = await receive(services.uploads, request, name)
    response.headers["Location"] = upload_path(upload.id)
    return upload_out(upload)


@router.get("/{upload_id}", responses=_NOT_THERE, summary="Read an upload")
def read_upload(services: ServicesDep, upload_id: UploadId) -> UploadOut:
    """What was uploaded under this id."""
    return upload_out(services.uploads.get(upload_id))


@router.delete(
    "/{upload_id}",
    responses=_NOT_THERE | problems(ErrorCode.NOT_WRITABLE),
    summary="Delete an upload",
)
def delete_upload(services: ServicesDep, upload_id: UploadId) -> UploadOut:
    """Remove an upload now; without this it is removed in some days."""
    return upload_out(services.uploads.delete(upload_id))
