"""`mgl serve --open` shows the studio, in whatever browser there is."""

from __future__ import annotations

from pathlib import Path

import pytest
from serving import serving

from servers import wait_until


def test_the_studio_is_opened_when_it_is_ready(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A browser of the terminal lasts as long as somebody reads: the server answers meanwhile."""
    shown = tmp_path / "shown.txt"
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" >"{shown}"\nexec sleep 600\n')
    browser.chmod(0o755)
    monkeypatch.setenv("BROWSER", f"{browser} %s")
    with serving(tmp_path, options=("--open", "--no-worker")) as server:
        address = wait_until(lambda: shown.exists() and shown.read_text().strip(), what="a browser")
        assert address == server.url
        page = server.client.get("/", headers={"Accept": "text/html"})
        assert page.status_code == 200
        assert page.headers["content-type"].startswith("text/html")
