"""The files of a track: audio, waveform, cover, stems, MIDI, plan."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from typing import Annotated, Any, Literal

from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response, StreamingResponse

from musicgen_local.api.archives import stream_zip
from musicgen_local.api.downloads import (
    FILE_HEADERS,
    content_disposition,
    file_answer,
    gone,
    readable_name,
)
from musicgen_local.api.problems import documented, problems
from musicgen_local.api.sandbox import measure_waveform
from musicgen_local.api.schemas.fields import ShortText
from musicgen_local.api.schemas.tracks import TrackId, WaveformOut
from musicgen_local.api.services import StudioDep
from musicgen_local.errors import ErrorCode, UserError
from musicgen_local.library import FileKind, Track, TrackFile
from musicgen_local.progress import CancelToken

router = APIRouter(prefix="/api/v1/tracks/{track_id}", tags=["files"])

AudioFormatName = Literal["wav", "mp3", "flac", "opus", "m4a", "ogg"]
_BEST_FIRST = ("wav", "flac", "mp3", "m4a", "opus", "ogg")

MIN_BUCKETS, MAX_BUCKETS = 100, 4_000
# Measuring waits for a process; whoever waits holds no thread that other routes need.
_MEASURING = CapacityLimiter(2)

_PLAN = {"genre": "lofi", "tempo_bpm": 74.0, "key": "D minor", "sections": ["intro", "verse"]}

Download = Annotated[bool, Query(description="Offer it to be saved instead of played.")]


def binary(description: str, *media_types: str) -> dict[str, Any]:
    """What OpenAPI says of an answer that is a file."""
    schema = {"schema": {"type": "string", "format": "binary"}}
    return {
        "description": description,
        "content": dict.fromkeys(media_types, schema),
        "headers": dict(FILE_HEADERS),
    }


def ranged(*media_types: str) -> dict[int | str, dict[str, Any]]:
    """The answers of a route that serves a file in ranges."""
    return {
        200: binary("The file.", *media_types),
        206: binary("The ranges that were asked for.", *media_types, "multipart/byteranges"),
        304: {"description": "The client's copy is this file."},
        416: documented([ErrorCode.VALIDATION])
        | {"description": "The range lies beyond the end; `Content-Range` tells the size."},
    }


_NOT_THERE = problems(ErrorCode.NOT_FOUND, ErrorCode.VALIDATION)
_AUDIO = ranged("audio/wav", "audio/flac", "audio/mpeg", "audio/ogg", "audio/mp4")


@router.head("/audio", include_in_schema=False)
@router.get(
    "/audio", response_class=Response, responses=_NOT_THERE | _AUDIO, summary="Play a track"
)
def audio(
    request: Request,
    studio: StudioDep,
    track_id: TrackId,
    format: Annotated[
        AudioFormatName | None, Query(description="The best that there is unless set.")
    ] = None,
    download: Download = False,
) -> Response:
    """The audio of a track, whole or in ranges; a track in the trash can still be heard."""
    track = studio.library.get(track_id)
    files = _of_kind(track, FileKind.AUDIO)
    if format is not None:
        files = [file for file in files if file.format == format]
    if not files:
        raise _no_audio(track, format)
    files.sort(key=lambda file: _rank(file.format))
    there = [file for file in files if studio.storage.exists(file.name)]
    file = (there or files)[0]
    name = readable_name(track, f".{file.format}")
    path = studio.storage.path(file.name)
    return file_answer(request, path, file, track=track, name=name, download=download)


@router.get(
    "/waveform",
    responses=problems(ErrorCode.INVALID_AUDIO, ErrorCode.NOT_FOUND, ErrorCode.VALIDATION)
    | {304: {"description": "The client's copy is this waveform."}},
    response_model=WaveformOut,
    summary="Draw a track",
)
async def waveform(
    request: Request,
    response: Response,
    studio: StudioDep,
    track_id: TrackId,
    buckets: Annotated[
        int, Query(ge=MIN_BUCKETS, le=MAX_BUCKETS, description="How many stretches to draw.")
    ] = 1_000,
) -> WaveformOut | Response:
    """The lowest and highest sample of each stretch of a track; computed once, then kept."""

    def measured() -> tuple[Track, list[tuple[float, float]]]:
        from musicgen_local.studio.waveforms import track_waveform

        found = track_waveform(studio, track_id, buckets, CancelToken(), measure_waveform)
        return studio.library.get(track_id), [(_short(low), _short(high)) for low, high in found]

    track, peaks = await to_thread.run_sync(measured, limiter=_MEASURING)
    etag = f'"{sha256(repr(peaks).encode()).hexdigest()[:32]}"'
    headers = {"ETag": etag, "Cache-Control": "private, no-cache"}
    if request.headers.get("if-none-match") == etag:
        return Response(status_code=304, headers=headers)
    response.headers.update(headers)
    return WaveformOut(
        track_id=track_id,
        duration_seconds=track.duration_seconds,
        buckets=buckets,
        peaks=peaks,
    )


@router.head("/cover", include_in_schema=False)
@router.get(
    "/cover",
    response_class=Response,
    responses=_NOT_THERE | ranged("image/png", "image/jpeg", "image/webp"),
    summary="Show a track's cover",
)
def cover(
    request: Request, studio: StudioDep, track_id: TrackId, download: Download = False
) -> Response:
    """The picture of a track."""
    track = studio.library.get(track_id)
    return _single(request, studio, track, FileKind.COVER, download)


@router.head("/midi", include_in_schema=False)
@router.get(
    "/midi",
    response_class=Response,
    responses=_NOT_THERE | ranged("audio/midi"),
    summary="Get a track's MIDI",
)
def midi(
    request: Request, studio: StudioDep, track_id: TrackId, download: Download = True
) -> Response:
    """The notes of a track, where its engine has them."""
    track = studio.library.get(track_id)
    return _single(request, studio, track, FileKind.MIDI, download)


@router.head("/stems/{label}", include_in_schema=False)
@router.get(
    "/stems/{label}",
    response_class=Response,
    responses=_NOT_THERE | ranged("audio/wav"),
    summary="Get one stem",
)
def stem(
    request: Request,
    studio: StudioDep,
    track_id: TrackId,
    label: Annotated[ShortText, Path(description="A stem's name.", examples=["drums"])],
    download: Download = False,
) -> Response:
    """One instrument group of a track, unmastered."""
    track = studio.library.get(track_id)
    for file in _stems(track):
        if file.label == label:
            name = readable_name(track, f" ({label}).{file.format}")
            path = studio.storage.path(file.name)
            return file_answer(request, path, file, track=track, name=name, download=download)
    labels = ", ".join(file.label for file in _stems(track))
    raise UserError(
        ErrorCode.NOT_FOUND,
        f"'{track.title}' has no stem of that name.",
        recovery=f"Ask for one of: {labels}.",
        details={"track_id": track.id, "stems": [file.label for file in _stems(track)]},
    )


@router.get(
    "/stems",
    response_class=Response,
    responses=_NOT_THERE
    | {200: binary("A ZIP of WAV files.", "application/zip"), 304: {"description": "Unchanged."}},
    summary="Get all stems",
)
def stems(request: Request, studio: StudioDep, track_id: TrackId) -> Response:
    """All stems of a track in one ZIP, made while it is sent."""
    track = studio.library.get(track_id)
    files = _stems(track)
    for file in files:
        if not studio.storage.exists(file.name):
            raise gone(track, file)
    headers = {"etag": _etag_of_all(files), "cache-control": "private, no-cache"}
    if request.headers.get("if-none-match") == headers["etag"]:
        return Response(status_code=304, headers=headers)
    name = readable_name(track, " (Stems).zip")
    headers["content-disposition"] = content_disposition(name, attachment=True)
    entries = [
        (readable_name(track, f" ({file.label}).{file.format}"), studio.storage.path(file.name))
        for file in files
    ]
    archive = stream_zip(entries, track.created_at)
    return StreamingResponse(archive, headers=headers, media_type="application/zip")


@router.get(
    "/plan",
    responses=_NOT_THERE | {200: {"content": {"application/json": {"example": _PLAN}}}},
    summary="Read a track's plan",
)
def plan(studio: StudioDep, track_id: TrackId) -> dict[str, Any]:
    """How a track was composed: form, harmony, band, mix, as its engine wrote it down."""
    found = studio.library.plan(track_id)
    if found is None:
        track = studio.library.get(track_id)
        raise UserError(
            ErrorCode.NOT_FOUND,
            f"'{track.title}' has no plan: not every engine makes plans.",
            recovery="Make a track with the engine 'composer' to get one with a plan.",
            details={"track_id": track_id, "engine": track.engine},
        )
    return dict(found)


def _single(
    request: Request, studio: StudioDep, track: Track, kind: FileKind, download: bool
) -> Response:
    files = _of_kind(track, kind)
    if not files:
        raise _none_of(track, kind)
    file = files[0]
    name = readable_name(track, f".{file.format}")
    path = studio.storage.path(file.name)
    return file_answer(request, path, file, track=track, name=name, download=download)


def _stems(track: Track) -> list[TrackFile]:
    files = _of_kind(track, FileKind.STEM)
    if not files:
        raise _none_of(track, FileKind.STEM)
    return files


def _of_kind(track: Track, kind: FileKind) -> list[TrackFile]:
    return [file for file in track.files if file.kind is kind]


def _rank(format: str) -> int:
    return _BEST_FIRST.index(format) if format in _BEST_FIRST else len(_BEST_FIRST)


def _short(sample: Any) -> float:
    return round(float(sample), 4)


def _etag_of_all(files: Iterable[TrackFile]) -> str:
    hashes = "".join(f"{file.label}\0{file.sha256}\0" for file in files)
    return f'"{sha256(hashes.encode()).hexdigest()}"'


_WAYS = {
    FileKind.STEM: "Make the track again with `stems: true`, on an engine that has stems.",
    FileKind.MIDI: "Make the track again with `midi: true`, on an engine that writes notes.",
    FileKind.COVER: "Show a placeholder; `cover` of a track is null while it has none.",
}


def _none_of(track: Track, kind: FileKind) -> UserError:
    what = {FileKind.STEM: "stems", FileKind.MIDI: "MIDI", FileKind.COVER: "cover"}[kind]
    return UserError(
        ErrorCode.NOT_FOUND,
        f"'{track.title}' has no {what}.",
        recovery=_WAYS[kind],
        details={"track_id": track.id, "kind": kind.value},
    )


def _no_audio(track: Track, format: str | None) -> UserError:
    have = [file.format for file in _of_kind(track, FileKind.AUDIO)]
    wanted = f" as {format.upper()}" if format else ""
    instead = f"Ask for one of {', '.join(have)}; or get" if have else "Get"
    return UserError(
        ErrorCode.NOT_FOUND,
        f"'{track.title}' has no audio{wanted}.",
        recovery=f"{instead} other formats with POST /api/v1/exports "
        f'{{"track_ids": ["{track.id}"], "formats": ["{format or "mp3"}"]}}.'
        if have
        else "Delete the track, and make it again with POST /api/v1/generations.",
        details={"track_id": track.id, "format": format, "formats": have},
    )
