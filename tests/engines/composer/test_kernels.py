"""The once-per-machine preparation compiles what a first track needs, in two processes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from musicgen_local.engines.composer import kernels
from servers import PATIENCE_SECONDS


def _run(code: str, cache: Path) -> set[str]:
    """Run `code` with a kernel cache of its own; the kernels that are cached afterwards."""
    ended = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_SECONDS,
        env=os.environ | {"NUMBA_CACHE_DIR": str(cache)},
    )
    assert ended.returncode == 0, ended.stderr
    return {path.name.split("-")[0] for path in cache.rglob("*.nbi")}


@pytest.mark.slow
def test_what_is_prepared_is_all_that_a_first_track_needs(tmp_path: Path) -> None:
    prepare = (
        "from musicgen_local.config import load_settings\n"
        "from musicgen_local.engines.composer.kernels import compile_all\n"
        "from musicgen_local.progress import CancelToken\n"
        "compile_all(load_settings(), CancelToken())\n"
    )
    prepared = _run(prepare, tmp_path / "cache")
    play = (
        "from musicgen_local import Studio\n"
        "for genre in ('lofi', 'rock', 'house'):\n"
        "    Studio().generate(genre, duration=5, seed=1, formats=('wav',))\n"
    )
    assert _run(play, tmp_path / "cache") == prepared


def test_a_machine_without_cached_kernels_is_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "none"))
    assert kernels.never_compiled()
    (tmp_path / "none").mkdir()
    (tmp_path / "none" / "wave.nbi").touch()
    assert not kernels.never_compiled()


def test_a_cache_that_can_not_be_written_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))
    assert kernels.cache_problem() == ""
    (tmp_path / "file").touch()
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "file" / "cache"))
    assert str(tmp_path / "file") in kernels.cache_problem()
