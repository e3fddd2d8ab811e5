"""`mgl models` in processes of its own, against a hub on this machine."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from hub_server import HubServer, a_hub, fill_cache, publish_weights
from servers import PATIENCE_SECONDS
from web_server import Fault

BASE = "diffrhythm-base"
REVISION = "185bdeb80541b9260d266c5f041859017441f307"
RESOURCE_LIMIT = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
from musicgen_local.cli.run import run
sys.exit(run(sys.argv[1:]))
"""

Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def hub() -> Iterator[HubServer]:
    with a_hub() as running:
        yield running


@pytest.fixture
def files(hub: HubServer) -> dict[str, dict[str, bytes]]:
    """What the hub publishes, by asset and name."""
    return publish_weights(hub)


@pytest.fixture
def start(tmp_path: Path, hub: HubServer) -> Start:
    """Starts `mgl models` with a data folder of its own and the hub of this test."""

    def begin(
        *arguments: str, program: tuple[str, ...] = ("-m", "musicgen_local"), **environment: str
    ) -> subprocess.Popen[str]:
        own = {
            "MGL_DATA_DIR": str(tmp_path / "data"),
            "HF_ENDPOINT": hub.url,
            "MGL_HF_HOME": str(tmp_path / "huggingface"),
        }
        return subprocess.Popen(
            [sys.executable, *program, "models", *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            cwd=tmp_path,
            env=os.environ | own | environment,
        )

    return begin


def ended(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    """Its exit code, and what it wrote to standard output and standard error."""
    out, err = process.communicate(timeout=PATIENCE_SECONDS)
    return process.returncode, out, err


def answer(process: subprocess.Popen[str]) -> tuple[int, Any]:
    """Its exit code, and its JSON: the answer, or the error."""
    code, out, err = ended(process)
    return code, json.loads(out or err)


def path_of(tmp_path: Path, asset_id: str, name: str) -> Path:
    return tmp_path / "data" / "assets" / asset_id / name


def test_weights_are_listed_apart_from_sounds(start: Start) -> None:
    code, said = answer(start("list", "--json"))
    assert code == 0
    models = {model["id"]: model for model in said["models"]}
    assert "sonivox" not in models
    assert models[BASE]["bytes"] == 2_220_000_000
    assert not models[BASE]["exact"]
    assert not models["muq-mulan-large"]["accepted"]
    assert [bundle["id"] for bundle in said["bundles"]] == ["diffrhythm"]
    code, out, _ = ended(start("list"))
    assert code == 0
    assert "about 2.22 GB" in out
    assert "About 7.72 GB to fetch" in out


def test_weights_come_are_verified_and_go(
    start: Start, tmp_path: Path, files: dict[str, dict[str, bytes]]
) -> None:
    code, out, err = ended(start("download", BASE))
    assert code == 0, err
    assert f"{BASE}: installed" in out
    assert "DiffRhythm 1.2, 95 s: about 2.22 GB, Apache-2.0" in err  # told before it comes
    model = path_of(tmp_path, BASE, "cfm_model.pt")
    assert model.read_bytes() == files[BASE]["cfm_model.pt"]
    assert answer(start("download", BASE, "--json")) == (
        0, {"installed": {BASE: "already installed"}},
    )  # fmt: skip
    assert answer(start("verify", "--json")) == (0, {"problems": {BASE: []}})

    model.write_bytes(bytes(model.stat().st_size))
    code, out, _ = ended(start("verify"))
    assert code == 3
    assert "was changed or is damaged" in out
    assert f"mgl models download {BASE} --force" in out
    assert answer(start("download", BASE, "--force", "--json"))[0] == 0
    assert model.read_bytes() == files[BASE]["cfm_model.pt"]

    code, said = answer(start("remove", BASE, "--json"))
    assert code == 0
    assert said["removed"][BASE] > len(files[BASE]["cfm_model.pt"])
    assert not model.exists()


@pytest.mark.usefixtures("files")
def test_a_licence_is_shown_and_asked_for(start: Start, tmp_path: Path, hub: HubServer) -> None:
    code, error = answer(start("download", "muq-mulan-large", "--json"))
    assert (code, error["error"]["code"]) == (2, "VALIDATION")
    assert error["error"]["details"]["field"] == "accept_licence"
    code, _, err = ended(start("download", "muq-mulan-large"))
    assert code == 2
    assert "CC-BY-NC-4.0 AND MIT" in err
    assert "Not for commercial purposes." in err
    assert hub.front.seen == []
    assert "legalcode" in ended(start("licence", "muq-mulan-large"))[1]
    code, said = answer(start("download", "muq-mulan-large", "--accept-licence", "--json"))
    assert (code, said) == (0, {"installed": {"muq-mulan-large": "installed"}})
    pieces = path_of(tmp_path, "muq-mulan-large", "xlm-roberta-base/sentencepiece.bpe.model")
    assert pieces.is_file()
    assert answer(start("remove", "muq-mulan-large", "--json"))[0] == 0
    assert answer(start("download", "muq-mulan-large", "--json"))[0] == 0  # agreed once


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal")
def test_ctrl_c_keeps_what_has_come_and_the_next_goes_on(
    start: Start, tmp_path: Path, hub: HubServer, files: dict[str, dict[str, bytes]]
) -> None:
    body = files[BASE]["cfm_model.pt"]
    hub.large(body).faults = [Fault(halts_after=100_000)]
    process = start("download", BASE, "--json")
    parts = tmp_path / "data" / "assets" / ".parts" / BASE
    while sum(part.stat().st_size for part in parts.glob("*.part")) < 100_000:
        assert process.poll() is None
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    code, error = answer(process)
    assert (code, error["error"]["code"]) == (130, "CANCELED")
    assert "is kept" in error["error"]["recovery"]
    _, listed = answer(start("list", "--json"))
    state = next(model for model in listed["models"] if model["id"] == BASE)
    assert state["partial_bytes"] >= 100_000
    assert not state["installed"]
    assert answer(start("download", BASE, "--resume", "--json"))[0] == 0
    assert hub.store.ranges() == [None, "bytes=100000-"]
    assert path_of(tmp_path, BASE, "cfm_model.pt").read_bytes() == body
    answer(start("download", BASE, "--force", "--from-scratch", "--json"))
    assert hub.store.ranges()[-1] is None


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on a file's size")
@pytest.mark.usefixtures("files")
def test_a_full_disk_leaves_nothing_half_done(start: Start, tmp_path: Path) -> None:
    limited = ("-c", RESOURCE_LIMIT)
    code, error = answer(start("download", BASE, "--json", program=limited))
    assert (code, error["error"]["code"]) == (3, "DISK_FULL")
    assert "MGL_MODEL_CACHE_DIR" in error["error"]["recovery"]
    assert not (tmp_path / "data" / "assets" / BASE).exists()
    assert answer(start("download", BASE, "--json"))[0] == 0


def test_what_is_not_what_the_hub_announced_is_refused(
    start: Start, tmp_path: Path, hub: HubServer, files: dict[str, dict[str, bytes]]
) -> None:
    page = hub.large(files[BASE]["cfm_model.pt"])
    page.body = bytes(len(page.body))
    code, error = answer(start("download", BASE, "--json"))
    assert (code, error["error"]["code"]) == (3, "DOWNLOAD_FAILED")
    assert "other contents" in error["error"]["message"]
    assert not (tmp_path / "data" / "assets" / BASE).exists()


@pytest.mark.usefixtures("files")
def test_a_gated_repository_says_what_to_do(start: Start, hub: HubServer) -> None:
    page = hub.listing("ASLP-lab/DiffRhythm-1_2", REVISION)
    page.faults, page.forever = [Fault(401)], True
    code, error = answer(start("download", BASE, "--json"))
    assert (code, error["error"]["code"]) == (3, "DOWNLOAD_FAILED")
    assert "set HF_TOKEN" in error["error"]["recovery"]
    code, error = answer(start("download", BASE, "--json", HF_TOKEN="hf_secret"))
    assert "Make a new token" in error["error"]["recovery"]
    assert "hf_secret" not in json.dumps(error)


def test_the_cache_of_the_hubs_own_tools_needs_no_network(
    start: Start, tmp_path: Path, hub: HubServer, files: dict[str, dict[str, bytes]]
) -> None:
    cache = tmp_path / "other" / "hub"
    blobs = fill_cache(cache, "ASLP-lab/DiffRhythm-1_2", files[BASE], commit=REVISION)
    home = {"MGL_HF_HOME": str(tmp_path / "other"), "MGL_OFFLINE": "1"}
    assert answer(start("download", BASE, "--json", **home))[0] == 0
    assert hub.front.seen == []
    model = path_of(tmp_path, BASE, "cfm_model.pt")
    assert any(model.samefile(blob) for blob in blobs.iterdir())


def test_weights_are_added_from_a_folder(
    start: Start, tmp_path: Path, hub: HubServer, files: dict[str, dict[str, bytes]]
) -> None:
    brought = tmp_path / "brought"
    for asset_id in (BASE, "diffrhythm-vae"):
        for name, body in files[asset_id].items():
            (brought / asset_id).mkdir(parents=True, exist_ok=True)
            (brought / asset_id / name).write_bytes(body)
    code, error = answer(start("add", "diffrhythm", str(brought), "--json"))
    assert (code, error["error"]["details"]["assets"]) == (2, ["diffrhythm-vae"])
    code, said = answer(start("add", "diffrhythm", str(brought), "--accept-licence", "--json"))
    assert (code, said["installed"]) == (
        3,
        {
            "diffrhythm-inventory": "not in the folder",
            "diffrhythm-vae": "installed",
            "muq-mulan-large": "not in the folder",
            BASE: "installed",
            "diffrhythm-full": "not in the folder",
        },
    )
    assert answer(start("verify", "diffrhythm-vae", BASE, "--json"))[0] == 0
    assert hub.front.seen == []
