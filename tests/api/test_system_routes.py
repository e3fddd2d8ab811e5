"""The machine over HTTP: what it has, what is amiss on it, and how that is mended."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from library_api import House, open_house

from musicgen_local.api.machine import Device, device, size_below, workers_finding
from musicgen_local.jobs.values import WorkerState
from musicgen_local.library import new_track_id
from servers import wait_until
from workers import working

SYSTEM = "/api/v1/system"


@pytest.fixture(scope="module")
def one_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with open_house(tmp_path_factory.mktemp("house")) as house:
        yield house


@pytest.fixture
def client(one_house: House) -> httpx.Client:
    return one_house.client


def look(client: httpx.Client) -> dict[str, Any]:
    answer = client.get(SYSTEM)
    assert answer.status_code == 200, answer.text
    assert answer.headers["cache-control"] == "no-store"
    seen: dict[str, Any] = answer.json()
    return seen


def finding(client: httpx.Client, name: str) -> dict[str, Any] | None:
    """The finding of this name, once the last look is stale; None where all is well again."""
    return next((one for one in look(client)["findings"] if one["name"] == name), None)


def test_the_machine_tells_what_it_has(one_house: House, client: httpx.Client) -> None:
    seen = look(client)
    assert seen["version"] == client.get("/health").json()["version"]
    assert seen["cpu_count"] == os.cpu_count()
    assert len(seen["load_average"]) == 3
    assert seen["device"]["name"]
    memory = seen["memory"]
    assert 0 < memory["available_bytes"] <= memory["total_bytes"]
    assert 10e6 < memory["process_bytes"] < memory["total_bytes"]
    disk = seen["disk"]
    folder = one_house.studio.settings.data_dir
    assert disk["total_bytes"] == shutil.disk_usage(folder).total
    assert 0 < disk["free_bytes"] < disk["total_bytes"]
    assert disk["path_label"] == str(one_house.studio.settings.tracks_dir)
    assert seen["uptime_seconds"] >= 0
    assert {"numpy", "fastapi", "sqlite"} <= {part["name"] for part in seen["versions"]}
    assert look(client)["uptime_seconds"] >= seen["uptime_seconds"]


def test_the_tracks_folder_is_weighed(one_house: House, client: httpx.Client) -> None:
    track = one_house.make_track("Scale")
    least = sum(file.bytes for file in track.files)
    found = wait_until(lambda: look(client)["disk"]["library_bytes"] >= least, what="a fresh look")
    assert found


def test_the_size_of_a_folder_is_that_of_its_files(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "one").write_bytes(b"1" * 1000)
    (tmp_path / "a" / "b" / "two").write_bytes(b"2" * 234)
    assert size_below(tmp_path / "a") == 1234
    (tmp_path / "a" / "up").symlink_to(tmp_path)
    assert size_below(tmp_path / "a") < 2000, "links are not followed"
    assert size_below(tmp_path / "none") == 0


def test_an_engine_is_prepared_by_a_job_of_a_worker_that_is_told_of(
    one_house: House, client: httpx.Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = look(client)
    assert alone["queue"] == {"running": 0, "queued": 0, "paused": False, "workers": 0}
    client.post("/api/v1/queue/pause")
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "kernels"))
    queued = client.post(f"{SYSTEM}/fixes/warm-up")
    assert queued.status_code == 202
    job = queued.json()
    assert (job["kind"], job["params"]) == ("prepare", {"engine": "composer"})
    monkeypatch.delenv("NUMBA_CACHE_DIR")  # where this machine keeps what it has compiled long ago
    with working(one_house.studio.settings):
        seen = wait_until(
            lambda: seen if (seen := look(client))["queue"]["workers"] else None, what="a worker"
        )
        assert seen["queue"] == {"running": 0, "queued": 1, "paused": True, "workers": 1}
        assert seen["memory"]["process_bytes"] > alone["memory"]["process_bytes"]
        client.post("/api/v1/queue/resume")
        address = f"/api/v1/jobs/{job['id']}"
        ended = wait_until(
            lambda: ended if (ended := client.get(address).json())["finished_at"] else None,
            what="the end of the job",
        )
    assert ended["status"] == "completed", ended
    assert ended["result"]["engine"] == "composer"


@pytest.mark.parametrize(
    ("printed", "code", "found"),
    [
        (
            "NVIDIA H100 80GB HBM3, 81559",
            0,
            Device("cuda", "NVIDIA H100 80GB HBM3", 85_520_809_984),
        ),
        ("NVIDIA GB10, [N/A]", 0, Device("cuda", "NVIDIA GB10", None)),
        ("No devices were found", 6, None),
        ("", 0, None),
    ],
    ids=["card", "shared-memory", "no-card", "silent"],
)
def test_a_graphics_card_is_what_its_driver_says(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    printed: str,
    code: int,
    found: Device | None,
) -> None:
    """By a program that prints what `nvidia-smi` prints: such a card is on few machines."""
    program = tmp_path / "nvidia-smi"
    program.write_text(f"#!/bin/sh\necho '{printed}'\nexit {code}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    device.cache_clear()
    try:
        seen = device()
    finally:
        device.cache_clear()
    if found is not None:
        assert seen == found
    else:
        assert (seen.kind, seen.memory_bytes) == ("cpu", None)
        assert seen.name


def worker_with(*lanes: str) -> WorkerState:
    now = datetime.now(UTC)
    return WorkerState(
        id="a", host="here", pid=1, lanes=lanes, started_at=now, seen_at=now, alive=True
    )


@pytest.mark.parametrize(
    ("lanes", "uptime_seconds", "state", "told"),
    [
        ((), 1.0, "good", "just started"),
        ((), 3600.0, "missing", "jobs wait"),
        (("engine-composer", "tools"), 1.0, "missing", "downloads"),
        (("engine-composer", "tools", "downloads"), 3600.0, "good", "every kind"),
    ],
    ids=["starting", "none", "some", "all"],
)
def test_it_is_told_when_nobody_works(
    lanes: tuple[str, ...], uptime_seconds: float, state: str, told: str
) -> None:
    found = workers_finding([worker_with(*lanes)] if lanes else [], uptime_seconds)
    assert found.state == state
    assert told in found.message
    assert bool(found.remedy) == (state != "good")


def test_what_is_mended_at_once_is_no_finding_any_more(
    one_house: House, client: httpx.Client
) -> None:
    folder = one_house.studio.storage.folder_of(new_track_id())
    folder.mkdir(parents=True)
    os.utime(folder, (0, 0))

    def is_told() -> dict[str, Any] | None:
        told = finding(client, "library")
        return told if told is not None and told["state"] != "good" else None

    told = wait_until(is_told, what="a fresh look")
    assert told["fix"] == {"id": "tidy-library", "label": "Set leftover folders aside"}
    done = client.post(f"{SYSTEM}/fixes/{told['fix']['id']}")
    assert (done.status_code, set(done.json())) == (200, {"message"})
    told = finding(client, "library")
    assert told is not None
    assert (told["state"], told["fix"]) == ("good", None)


def test_what_takes_long_is_one_job(client: httpx.Client) -> None:
    first = client.post(f"{SYSTEM}/fixes/install-sounds")
    assert first.status_code == 202
    job = first.json()
    assert first.headers["location"] == f"/api/v1/jobs/{job['id']}"
    assert (job["kind"], job["params"]["force"]) == ("download", False)
    assert set(job["params"]["asset_ids"]) == {"musescore-general", "drum-samples"}
    assert client.post(f"{SYSTEM}/fixes/install-sounds").json()["id"] == job["id"]
    client.post(f"/api/v1/jobs/{job['id']}/cancel")
    assert client.post(f"{SYSTEM}/fixes/install-sounds").json()["id"] != job["id"]


@pytest.mark.parametrize(
    ("fix_id", "status", "code"),
    [("world-peace", 404, "NOT_FOUND"), ("No", 422, "VALIDATION"), ("a" * 200, 422, "VALIDATION")],
    ids=["unknown", "odd", "long"],
)
def test_a_fix_that_is_none_is_refused(
    client: httpx.Client, fix_id: str, status: int, code: str
) -> None:
    answer = client.post(f"{SYSTEM}/fixes/{fix_id}")
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)
