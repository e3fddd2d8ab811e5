"""`GET, POST, DELETE /api/v1/session`: a browser signs in with a key once, and gets a cookie."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from musicgen_local.api.keys import Doorkeeper
from musicgen_local.api.problems import problems
from musicgen_local.api.schemas.system import SessionIn, SessionOut
from musicgen_local.api.session_tokens import COOKIE, LIFETIME_SECONDS
from musicgen_local.errors import ErrorCode

router = APIRouter(prefix="/api/v1/session", tags=["session"])


@router.get("")
async def read_session(request: Request, response: Response) -> SessionOut:
    """Whether a key is wanted here, and whether this request came with one, or with a cookie."""
    doorkeeper = _doorkeeper(request)
    response.headers["Cache-Control"] = "no-store"
    signed_in = not doorkeeper.key_required or hasattr(request.state, "caller")
    return SessionOut(key_required=doorkeeper.key_required, signed_in=signed_in)


@router.post("", status_code=204, responses=problems(ErrorCode.UNAUTHORIZED))
async def sign_in(request: Request, response: Response, given: SessionIn) -> None:
    """Exchange a key for the cookie `mgl_session`, which counts as the key for 30 days.

    Where no key is wanted, nothing has to be done and no cookie is set.
    """
    response.headers["Cache-Control"] = "no-store"
    token = _doorkeeper(request).sign_in(given.key, request.scope)
    if token is not None:
        response.set_cookie(
            COOKIE,
            token,
            max_age=LIFETIME_SECONDS,
            httponly=True,
            samesite="strict",
            secure=_is_secure(request),
        )


@router.delete("", status_code=204)
async def sign_out(request: Request, response: Response) -> None:
    """Have the browser forget the cookie."""
    response.delete_cookie(COOKIE, httponly=True, samesite="strict", secure=_is_secure(request))


def _doorkeeper(request: Request) -> Doorkeeper:
    doorkeeper: Doorkeeper = request.app.state.doorkeeper
    return doorkeeper


def _is_secure(request: Request) -> bool:
    """Whether the browser speaks TLS, to us or to a proxy; who says so wrongly harms himself."""
    said = request.headers.get("x-forwarded-proto", "").partition(",")[0].strip().lower()
    return "https" in (request.url.scheme, said)
