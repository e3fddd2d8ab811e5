"""Weights over HTTP, with a real worker and a hub on this machine: paused, resumed, verified."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from serving import Serving, serving

from hub_server import HubServer, a_hub, publish_weights
from servers import PATIENCE_SECONDS, wait_until
from web_server import Fault

MODEL = "/api/v1/models/diffrhythm-base"


@pytest.fixture
def hub() -> Iterator[HubServer]:
    with a_hub() as running:
        yield running


@pytest.fixture
def server(tmp_path: Path, hub: HubServer) -> Iterator[Serving]:
    home = str(tmp_path / "huggingface")
    with serving(tmp_path, hf_endpoint=hub.url, hf_home=home) as server:
        yield server


def test_a_download_is_paused_goes_on_and_says_how_fast_it_is(
    server: Serving, hub: HubServer
) -> None:
    body = publish_weights(hub)["diffrhythm-base"]["cfm_model.pt"]
    page = hub.large(body)
    page.faults = [Fault(halts_after=100_000)]

    def state() -> tuple[str, int]:
        model = server.client.get(MODEL).json()
        return model["state"], model["partial_bytes"]

    job = server.client.post(f"{MODEL}/download").json()
    wait_until(lambda: state()[1] >= 100_000, PATIENCE_SECONDS, "the first part of it")
    assert server.client.post(f"{MODEL}/pause").status_code == 200
    assert server.finished(job["id"])["status"] == "canceled"
    assert state() == ("paused", wait_until(lambda: state()[1], PATIENCE_SECONDS, "the part"))

    page.seconds_per_block = 0.7  # slow enough to be watched: 50 kB are left
    again = server.client.post(f"{MODEL}/resume").json()
    said = wait_until(
        lambda: re.search(
            r"DiffRhythm 1\.2, 95 s: 0\.\d MB of 0\.2 MB, \d+ kB/s, \d+ s left",
            server.job(again["id"])["message"],
        ),
        PATIENCE_SECONDS,
        "the pace of the download",
    )
    assert said
    assert server.finished(again["id"])["status"] == "completed"
    assert hub.store.ranges() == [None, "bytes=100000-"]
    model = server.client.get(MODEL).json()
    assert (model["state"], model["exact"]) == ("installed", True)
    assert server.client.post(f"{MODEL}/verify").json()["whole"]
    [path] = server.data_dir.rglob("diffrhythm-base/cfm_model.pt")
    assert path.read_bytes() == body
