"""What all tests share: data folders of their own, and no skip that goes unnoticed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from musicgen_local.config import Settings, load_settings
from musicgen_local.engines.registry import open_engine
from servers import PostgresServer, RedisServer, postgres_server, redis_server

# Half of the usual examples: the suite runs often, and a machine that is busy is no failure.
hypothesis.settings.register_profile("suite", max_examples=50, deadline=None)
hypothesis.settings.load_profile("suite")
_MEASURED_IN_FULL = frozenset({"test_every_pack_composes_within_range_and_time"})
_COMPOSING = Path(__file__).parent / "engines"
_INSTALLED_ASSETS = Settings().assets_dir  # read before any test moves the data folder


@pytest.fixture(autouse=True)
def _own_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No test reads or writes the library, the sounds or the settings of the person who runs it."""
    for name in list(os.environ):
        if name.upper().startswith(("MGL_", "HF_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("MGL_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("MGL_HF_HOME", str(tmp_path / "huggingface"))
    load_settings.cache_clear()
    yield
    load_settings.cache_clear()


@pytest.fixture
def installed_sounds(monkeypatch: pytest.MonkeyPatch) -> Path:
    """The sounds that `make test` installed before it began."""
    folder = _INSTALLED_ASSETS
    assert folder.is_dir(), "no sounds are installed: run `make sounds`"
    monkeypatch.setenv("MGL_MODEL_CACHE_DIR", str(folder))
    load_settings.cache_clear()
    return folder


@pytest.fixture
def pluck_engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A third party's package on the path, as pip would have left it; gives the engine's name."""
    site = tmp_path / "site"
    package = site / "pluck-1.0.dist-info"
    package.mkdir(parents=True)
    (package / "METADATA").write_text("Metadata-Version: 2.1\nName: pluck\nVersion: 1.0\n")
    (package / "entry_points.txt").write_text(
        "[musicgen_local.engines]\npluck = third_party:PluckEngine\n"
    )
    monkeypatch.syspath_prepend(str(site))
    open_engine.cache_clear()
    yield "pluck"
    open_engine.cache_clear()


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A real PostgreSQL; ask it for a `new_database()`."""
    with postgres_server() as server:
        yield server


@pytest.fixture(scope="session")
def redis_at() -> Iterator[RedisServer]:
    """A real Redis; use a prefix or a database of your own."""
    with redis_server() as server:
        yield server


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """In continuous integration a skipped test is a failure: it proves nothing."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") and reporter is not None and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Measure coverage in the first case of each composer's test: others run the same lines again.

    Measuring makes what is plain Python, like composing, take more than twice as long. One test
    over all packs is measured in full, for the lines that only one genre has. Where a server's
    threads outlive a test nothing is left out: a pause would end the measuring in them for good.
    """
    seen: set[tuple[Path, str]] = set()
    for item in items:
        if not isinstance(item, pytest.Function) or _COMPOSING not in item.path.parents:
            continue
        name = (item.path, item.originalname)
        drawn = item.get_closest_marker("hypothesis") is not None
        if drawn or (name in seen and item.originalname not in _MEASURED_IN_FULL):
            item.add_marker(pytest.mark.no_cover)
        seen.add(name)
