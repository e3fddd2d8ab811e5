"""`GET /api/v1/health`: how the product stands, in the words of an earlier one."""

from __future__ import annotations

from fastapi import APIRouter

from musicgen_local import __version__
from musicgen_local.api.legacy import health_out
from musicgen_local.api.schemas.alias_answers import EarlierHealthOut
from musicgen_local.api.services import ServicesDep

router = APIRouter(prefix="/api/v1", tags=["earlier paths"])


@router.get("/health", summary="How the product stands", deprecated=True)
def read_health(services: ServicesDep) -> EarlierHealthOut:
    """Degraded while no worker is alive or the queue can't be read. New: `GET /health`."""
    return health_out(services.jobs, __version__)
