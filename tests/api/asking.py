"""Asks an application without a server: from any address, to any address."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import httpx
from fastapi import FastAPI

LOCAL = "http://127.0.0.1:8000"
PEER = ("127.0.0.1", 40_000)
Ask = Callable[..., httpx.Response]


def asking(app: FastAPI, server: str = LOCAL, client: tuple[str, int] = PEER) -> Ask:
    """Sends requests straight into the application, as if they came from `client` to `server`."""

    def ask(method: str, path: str, **request: Any) -> httpx.Response:
        async def send() -> httpx.Response:
            transport = httpx.ASGITransport(app, client=client)
            async with httpx.AsyncClient(transport=transport, base_url=server) as sender:
                return await sender.request(method, path, **request)

        return asyncio.run(send())

    return ask
