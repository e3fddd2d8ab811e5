"""Collections: made, filled, emptied, forgotten."""

from __future__ import annotations

from fastapi import APIRouter, Response

from musicgen_local.api.problems import problems
from musicgen_local.api.schemas.collections import (
    CollectionId,
    CollectionIn,
    CollectionList,
    CollectionOut,
    CollectionPatch,
    ForgottenCollectionOut,
    collection_out,
    collection_path,
    collections_out,
    forgotten_out,
)
from musicgen_local.api.schemas.track_batches import TracksIn
from musicgen_local.api.services import ServicesDep, StudioDep, read
from musicgen_local.errors import ErrorCode

router = APIRouter(prefix="/api/v1/collections", tags=["collections"])

_NOT_THERE = problems(ErrorCode.NOT_FOUND, ErrorCode.VALIDATION)
_LOCATION = {"headers": {"Location": {"schema": {"type": "string"}, "description": "Its path."}}}


@router.get("", summary="List collections")
async def list_collections(services: ServicesDep) -> CollectionList:
    """All collections, by name."""
    return collections_out(await read(services, services.studio.library.collections.list))


@router.post(
    "",
    status_code=201,
    responses=problems(ErrorCode.NOT_FOUND, ErrorCode.CONFLICT, ErrorCode.VALIDATION)
    | {201: _LOCATION},
    summary="Make a collection",
)
def create_collection(studio: StudioDep, body: CollectionIn, response: Response) -> CollectionOut:
    """Make a collection, of tracks or empty. No two have the same name, in whatever case."""
    made = studio.library.collections.create(body.name, body.description, body.track_ids)
    response.headers["Location"] = collection_path(made.id)
    return collection_out(made)


@router.get("/{collection_id}", responses=_NOT_THERE, summary="Read a collection")
async def read_collection(services: ServicesDep, collection_id: CollectionId) -> CollectionOut:
    """One collection; `GET /api/v1/tracks?collection=` lists its tracks."""
    collections = services.studio.library.collections
    return collection_out(await read(services, lambda: collections.get(collection_id)))


@router.patch(
    "/{collection_id}",
    responses=_NOT_THERE | problems(ErrorCode.CONFLICT),
    summary="Change a collection",
)
def change_collection(
    studio: StudioDep, collection_id: CollectionId, patch: CollectionPatch
) -> CollectionOut:
    """Change name or description."""
    collections = studio.library.collections
    return collection_out(collections.update(collection_id, **patch.changes()))


@router.delete("/{collection_id}", responses=_NOT_THERE, summary="Delete a collection")
def delete_collection(studio: StudioDep, collection_id: CollectionId) -> ForgottenCollectionOut:
    """Forget a collection; its tracks stay in the library. What it was is answered."""
    return forgotten_out(studio.library.collections.delete(collection_id))


@router.post(
    "/{collection_id}/tracks:add", responses=_NOT_THERE, summary="Add tracks to a collection"
)
def add_to_collection(
    studio: StudioDep, collection_id: CollectionId, body: TracksIn
) -> CollectionOut:
    """Put tracks at its end, in this order; those that are in it stay where they are.

    When one of them is unknown, none is added.
    """
    return collection_out(studio.library.collections.add(collection_id, body.track_ids))


@router.post(
    "/{collection_id}/tracks:remove",
    responses=_NOT_THERE,
    summary="Take tracks out of a collection",
)
def remove_from_collection(
    studio: StudioDep, collection_id: CollectionId, body: TracksIn
) -> CollectionOut:
    """Take tracks out; they stay in the library. Tracks that aren't in it don't matter."""
    return collection_out(studio.library.collections.remove(collection_id, body.track_ids))
