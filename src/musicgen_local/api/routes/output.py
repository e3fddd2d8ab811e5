"""`/output/{file}`: the library's files by the names they have in the storage."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response

from musicgen_local.api.downloads import file_answer
from musicgen_local.api.problems import problems
from musicgen_local.api.routes.files import Download, ranged
from musicgen_local.api.services import StudioDep
from musicgen_local.errors import ErrorCode, UserError
from musicgen_local.library import Track, TrackFile, is_track_id
from musicgen_local.library.identifiers import ID_LENGTH

router = APIRouter(tags=["files"])

FileName = Annotated[
    str,
    Path(
        description="`<id of the track>.<extension>`, as in the `url` of a track's file.",
        max_length=200,
        examples=["01kaj6x4mbz7h2d8e4k6s0p1ya.wav"],
    ),
]


@router.head("/output/{file}", include_in_schema=False)
@router.get(
    "/output/{file}",
    response_class=Response,
    responses=problems(ErrorCode.NOT_FOUND, ErrorCode.VALIDATION) | ranged("*/*"),
    summary="Get a file of the library",
)
def output(
    request: Request, studio: StudioDep, file: FileName, download: Download = False
) -> Response:
    """One file of a track, whole or in ranges. Only what the library knows is looked for."""
    track, found = _known(studio, file)
    path = studio.storage.path(found.name)
    return file_answer(request, path, found, track=track, name=file, download=download)


def _known(studio: StudioDep, name: str) -> tuple[Track, TrackFile]:
    track_id = name[:ID_LENGTH]
    if is_track_id(track_id) and studio.library.contains(track_id):
        track = studio.library.get(track_id)
        for file in track.files:
            if file.name.rpartition("/")[2] == name:
                return track, file
    raise UserError(
        ErrorCode.NOT_FOUND,
        "The library has no file of this name.",
        recovery="Take the name from the `url` of a track's file: GET /api/v1/tracks.",
    )
