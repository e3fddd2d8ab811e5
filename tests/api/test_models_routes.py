"""Models over HTTP: listed, queued for download, paused, verified, removed.

No worker runs, so jobs stay where they are; what they carry out is tested with their kind.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread
from typing import Any

import httpx
import pytest
from serving import served

from musicgen_local import Studio
from musicgen_local.api.application import create_app
from musicgen_local.assets.lock import hold_lock
from musicgen_local.config import load_settings
from musicgen_local.progress import CancelToken
from servers import PATIENCE_SECONDS

MODELS = "/api/v1/models"
MODEL = f"{MODELS}/sonivox"
INSTALLED = "drum-samples"  # what `make test` has installed


@pytest.fixture
def client() -> Iterator[httpx.Client]:
    with served(create_app(load_settings())) as client:
        yield client


@pytest.fixture
def assets_dir() -> Path:
    return load_settings().assets_dir


@pytest.fixture
def installed(installed_sounds: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of one model in the test's own data folder; where it lies."""
    monkeypatch.delenv("MGL_MODEL_CACHE_DIR")
    load_settings.cache_clear()
    status = Studio().assets.install(INSTALLED, source=installed_sounds / INSTALLED)
    assert status.path is not None
    assert installed_sounds not in status.path.parents
    return status.path


def _code(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


def _state(client: httpx.Client) -> str:
    state: str = client.get(MODEL).json()["state"]
    return state


def test_models_tell_what_is_here(client: httpx.Client) -> None:
    items = client.get(MODELS).json()["items"]
    assert {item["id"] for item in items} >= {"musescore-general", "sonivox", "drum-samples"}
    for item in items:
        assert (item["state"], item["installed"], item["bytes"]) == ("missing", False, 0)
        assert item["total_bytes"] > 0 or not item["exact"]
        assert item["accepted"] == (item["terms"] is None)
        assert item["links"]["job"] is None
        assert client.get(item["links"]["self"]).json() == item
        licence = client.get(item["links"]["licence"])
        assert licence.headers["Content-Type"].startswith("text/plain")
        assert len(licence.text) > 100


def test_a_download_is_one_job_that_can_be_paused(client: httpx.Client, assets_dir: Path) -> None:
    asked = client.post(f"{MODEL}/download")
    assert asked.status_code == 202
    job = asked.json()
    assert asked.headers["Location"] == f"/api/v1/jobs/{job['id']}"
    assert (job["kind"], job["status"]) == ("download", "queued")
    assert job["params"]["asset_ids"] == ["sonivox"]
    shown = client.get(MODEL).json()
    assert (shown["state"], shown["links"]["job"]) == ("downloading", asked.headers["Location"])
    assert client.post(f"{MODEL}/download").json()["id"] == job["id"]
    others = [item["state"] for item in client.get(MODELS).json()["items"]]
    assert others.count("downloading") == 1

    assert _code(client.delete(MODEL)) == (409, "CONFLICT")
    part = assets_dir / ".parts" / "sonivox" / "archive.deb"
    part.parent.mkdir(parents=True)
    part.write_bytes(b"half")
    paused = client.post(f"{MODEL}/pause")
    assert (paused.status_code, paused.json()["status"]) == (200, "canceled")
    shown = client.get(MODEL).json()
    assert (shown["state"], shown["partial_bytes"]) == ("paused", 4)
    assert part.read_bytes() == b"half"
    assert _code(client.post(f"{MODEL}/pause")) == (409, "CONFLICT")

    resumed = client.post(f"{MODEL}/resume")
    assert resumed.status_code == 202
    assert resumed.json()["id"] != job["id"]
    assert _state(client) == "downloading"
    client.post(f"{MODEL}/pause")
    removed = client.delete(MODEL)
    assert removed.json() == {"id": "sonivox", "freed_bytes": 4}
    assert not part.exists()
    assert _state(client) == "missing"


BUNDLE = f"{MODELS}/diffrhythm"
TERMS = {"accept_licence": True}


def _bundle(client: httpx.Client) -> dict[str, Any]:
    [bundle] = client.get(MODELS).json()["bundles"]
    assert isinstance(bundle, dict)
    return bundle


def test_a_bundle_is_one_job_for_all_that_is_missing(client: httpx.Client) -> None:
    bundle = _bundle(client)
    items = {item["id"]: item for item in client.get(MODELS).json()["items"]}
    parts = [items[part] for part in bundle["parts"]]
    assert bundle["total_bytes"] == sum(part["total_bytes"] for part in parts)
    assert (bundle["state"], bundle["installed"], bundle["accepted"]) == ("missing", False, False)
    assert not bundle["exact"]

    refused = client.post(f"{BUNDLE}/download")
    assert _code(refused) == (422, "VALIDATION")
    error = refused.json()["error"]
    assert error["details"]["field"] == "accept_licence"
    assert set(error["details"]["assets"]) == {part["id"] for part in parts if part["terms"]}
    licences = client.get(f"{BUNDLE}/licence").text
    for part in parts:
        if part["terms"]:
            assert part["terms"] in error["message"]
        assert client.get(part["links"]["licence"]).text in licences

    job = client.post(f"{BUNDLE}/download", params=TERMS).json()
    assert job["params"]["asset_ids"] == bundle["parts"]
    assert job["params"]["accept_licence"]
    assert _bundle(client)["state"] == "downloading"
    assert _bundle(client)["accepted"]
    assert client.post(f"{BUNDLE}/download").json()["id"] == job["id"]
    one = client.post(f"{MODELS}/{bundle['parts'][0]}/download").json()
    assert one["id"] == job["id"]

    assert client.post(f"{BUNDLE}/pause").json()["id"] == job["id"]
    assert _bundle(client)["state"] == "missing"
    resumed = client.post(f"{BUNDLE}/resume")  # agreed to before
    assert resumed.status_code == 202
    client.post(f"{BUNDLE}/pause")
    assert client.delete(BUNDLE).json() == {"id": "diffrhythm", "freed_bytes": 0}
    assert _code(client.post(f"{BUNDLE}/verify")) == (409, "MODEL_NOT_INSTALLED")
    assert _code(client.get(BUNDLE)) == (404, "NOT_FOUND")


def test_a_part_under_way_does_not_stand_for_its_bundle(client: httpx.Client) -> None:
    part = _bundle(client)["parts"][0]
    first = client.post(f"{MODELS}/{part}/download").json()
    whole = client.post(f"{BUNDLE}/download", params=TERMS).json()
    assert whole["id"] != first["id"]
    client.post(f"{BUNDLE}/pause")
    assert _bundle(client)["state"] == "missing"


def test_a_download_by_force_is_a_job_of_its_own(client: httpx.Client) -> None:
    first = client.post(f"{MODEL}/download").json()
    again = client.post(f"{MODEL}/download", params={"force": True}).json()
    assert again["id"] != first["id"]
    assert (first["params"]["force"], again["params"]["force"]) == (False, True)


def test_an_idempotency_key_gives_the_same_job(client: httpx.Client) -> None:
    key = {"Idempotency-Key": "once"}
    jobs = [
        client.post(f"{MODEL}/download", params={"force": True}, headers=key).json()["id"]
        for _ in range(2)
    ]
    assert jobs[0] == jobs[1]


def test_an_installed_model_is_verified_and_removed(installed: Path, client: httpx.Client) -> None:
    model = f"{MODELS}/{INSTALLED}"
    shown = client.get(model).json()
    assert (shown["state"], shown["installed"], shown["problem"]) == ("installed", True, None)
    assert shown["bytes"] >= shown["total_bytes"]
    assert client.post(f"{model}/verify").json() == {
        "id": INSTALLED, "whole": True, "problems": [],
    }  # fmt: skip

    largest = max(installed.iterdir(), key=lambda path: path.stat().st_size)
    data = bytearray(largest.read_bytes())
    data[len(data) // 2] ^= 0xFF
    largest.write_bytes(data)
    verdict = client.post(f"{model}/verify").json()
    assert not verdict["whole"]
    assert largest.name in verdict["problems"][0]
    damaged = client.get(model).json()
    assert (damaged["state"], damaged["installed"]) == ("damaged", False)
    assert damaged["problem"]

    removed = client.delete(model)
    assert removed.json()["freed_bytes"] >= len(data)
    assert not installed.exists()
    assert client.delete(model).json()["freed_bytes"] == 0
    assert _code(client.post(f"{model}/verify")) == (409, "MODEL_NOT_INSTALLED")


def test_a_model_that_another_program_installs_is_not_removed(
    client: httpx.Client, assets_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("musicgen_local.api.routes.models._LOCK_PATIENCE_SECONDS", 0.2)
    assets_dir.mkdir(parents=True)
    held, done = Event(), Event()

    def install() -> None:
        lock = assets_dir / ".locks" / "sonivox.lock"
        with hold_lock(lock, CancelToken(), lambda: None):
            held.set()
            done.wait(PATIENCE_SECONDS)

    other = Thread(target=install)
    other.start()
    try:
        assert held.wait(PATIENCE_SECONDS)
        assert _code(client.delete(MODEL)) == (409, "CONFLICT")
    finally:
        done.set()
        other.join()
    assert client.delete(MODEL).status_code == 200


def test_an_unknown_model_is_not_found(client: httpx.Client) -> None:
    for method, ending in (
        ("GET", ""), ("DELETE", ""), ("GET", "/licence"), ("POST", "/download"),
        ("POST", "/pause"), ("POST", "/resume"), ("POST", "/verify"),
    ):  # fmt: skip
        unknown = client.request(method, f"{MODELS}/no-such-model{ending}")
        assert _code(unknown) == (404, "NOT_FOUND")
        for name in ("..%2F..%2Fetc", ".parts", "%00", "a" * 200):
            answer = client.request(method, f"{MODELS}/{name}{ending}")
            assert answer.status_code in (404, 405, 422), (method, name, ending)
    assert client.get("/api/v1/jobs").json()["items"] == []
