"""Server-Sent Events: how jobs go on, as it happens."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from functools import lru_cache
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Query, Response
from fastapi.responses import StreamingResponse
from fastapi.sse import EventSourceResponse, format_sse_event

from musicgen_local.api.problems import problems
from musicgen_local.api.schemas.fields import RecordId
from musicgen_local.api.schemas.jobs import JobId, job_out
from musicgen_local.api.services import ServicesDep
from musicgen_local.errors import ErrorCode, UserError
from musicgen_local.jobs.subscription import FeedEvent, Subscription

router = APIRouter(prefix="/api/v1", tags=["events"])

KEEP_ALIVE_SECONDS = 15.0
RETRY_MS = 2000
_LARGEST_REVISION = 2**63 - 1
_HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}

KindName = Annotated[str, Query(pattern=r"^[a-z][a-z0-9_-]{0,31}$")]

_ABOUT = """
Each event is `progress`, `status` (the status changed, or is final) or `removed` (the record was
cleaned up); its data is the job, or for `removed` only `{"id": ...}`. Its id is a revision: a
client that sends it back in `Last-Event-ID`, as `EventSource` does by itself, misses nothing. Only
progress that newer progress overtook is left out for clients that are slow. Every 15 s without an
event there is a comment.
"""
_EXAMPLE = (
    "event: progress\nid: 128\n"
    'data: {"id": "01kaj6x4m8v2q9t3r7w5c1n0ze", "status": "running", "progress": 41.5}\n\n'
)
_STREAM: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The events.",
        "content": {"text/event-stream": {"schema": {"type": "string"}, "example": _EXAMPLE}},
    }
}


def _since(
    header: Annotated[
        str | None,
        Header(alias="Last-Event-ID", description="The id of the last event that was received."),
    ] = None,
    query: Annotated[
        str | None,
        Query(
            alias="last_event_id",
            description="The same, for clients that can't send the header; the header goes first.",
        ),
    ] = None,
) -> int | None:
    """The revision to resume after; an empty text is what EventSource has before its first."""
    text = header or query
    if not text:
        return None
    if text.isascii() and text.isdigit() and len(text) <= 19 and int(text) <= _LARGEST_REVISION:
        return int(text)
    raise UserError(
        ErrorCode.VALIDATION,
        "Last-Event-ID is not the id of an event.",
        recovery="Send the id of the last event that was received, or leave it out.",
        details={"fields": [{"field": "Last-Event-ID", "message": "must be a whole number"}]},
    )


Since = Annotated[int | None, Depends(_since)]


@router.get(
    "/events",
    summary="Events of all jobs",
    description="How jobs go on." + _ABOUT,
    response_class=StreamingResponse,
    responses={**_STREAM, **problems(ErrorCode.VALIDATION, ErrorCode.NOT_FOUND)},
)
async def stream_events(
    services: ServicesDep,
    since: Since,
    job_id: Annotated[RecordId | None, Query(description="Of this job only.")] = None,
    batch_id: Annotated[RecordId | None, Query(description="Of this batch only.")] = None,
    kind: Annotated[list[KindName], Query(description="Of any of these kinds.")] = [],  # noqa: B006
) -> Response:
    """The stream goes on until the client leaves."""
    subscription = services.feed.subscribe(
        job_id=job_id, batch_id=batch_id, since=since, kinds=frozenset(kind) or None
    )
    return await _answer(subscription, ends_with_job=False)


@router.get(
    "/jobs/{job_id}/events",
    summary="Events of one job",
    description="How one job goes on, beginning with how it stands; the stream ends with its last "
    "event." + _ABOUT,
    response_class=StreamingResponse,
    responses={
        **_STREAM,
        204: {"description": "It is finished, and its last event was received: don't reconnect."},
        **problems(ErrorCode.VALIDATION, ErrorCode.NOT_FOUND),
    },
)
async def stream_job_events(job_id: JobId, services: ServicesDep, since: Since) -> Response:
    """An EventSource reconnects after the end too; then it is told to stop."""
    subscription = services.feed.subscribe(job_id=job_id, since=since)
    await subscription.open()
    if any(job.status.final and job.revision <= subscription.bookmark for job in subscription.jobs):
        subscription.close()
        return Response(status_code=204, headers=_HEADERS)
    return await _answer(subscription, ends_with_job=True)


async def _answer(subscription: Subscription, ends_with_job: bool) -> Response:
    await subscription.open()  # errors are answers of their own, before the stream begins
    return EventSourceResponse(_stream(subscription, ends_with_job), headers=_HEADERS)


async def _stream(subscription: Subscription, ends_with_job: bool) -> AsyncIterator[bytes]:
    async with subscription:
        yield _comment(subscription, "connected", RETRY_MS)
        while True:
            try:
                async with asyncio.timeout(KEEP_ALIVE_SECONDS):
                    event = await anext(subscription, None)
            except TimeoutError:
                yield _comment(subscription, "still here")
                continue
            if event is None:
                return
            yield _written(event)
            if ends_with_job and (event.job is None or event.job.status.final):
                return


def _comment(subscription: Subscription, text: str, retry_ms: int | None = None) -> bytes:
    """A comment with an id: it moves the client's mark on past events that are not for it."""
    return format_sse_event(comment=text, id=str(subscription.bookmark), retry=retry_ms)


@lru_cache(maxsize=256)
def _written(event: FeedEvent) -> bytes:
    """The event as it goes over the wire: made once for all who listen."""
    if event.job is None:
        data = f'{{"id":"{event.job_id}"}}'
    else:
        data = job_out(event.job).model_dump_json()
    revision = None if event.revision is None else str(event.revision)
    return format_sse_event(data_str=data, event=event.type, id=revision)
