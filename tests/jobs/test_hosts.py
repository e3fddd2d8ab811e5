"""Engine hosts: steps in real child processes, and every way in which those may end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from musicgen_local import Studio
from musicgen_local.assets.asset import ProviderFailedError
from musicgen_local.assets.failures import nobody_delivered
from musicgen_local.assets.weights import DIFFRHYTHM_BASE
from musicgen_local.config import Settings
from musicgen_local.jobs.hosts import (
    EngineHost,
    HostDied,
    HostEvent,
    HostFailed,
    HostFinished,
    HostPool,
    HostProgress,
)
from musicgen_local.jobs.hosts.failures import failed
from musicgen_local.jobs.kinds import kind_of, parse_params
from musicgen_local.library import new_track_id
from servers import PATIENCE_SECONDS, wait_until

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals and process groups")
TESTS = Path(__file__).parents[1]


@pytest.fixture
def settings(pluck_engine: str, tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "hosts-data", hf_token=SecretStr("hf_not_for_everybody"))


@pytest.fixture
def host(settings: Settings) -> Iterator[EngineHost]:
    one = EngineHost(settings, "engine-pluck")
    yield one
    one.kill()


@pytest.fixture(scope="module")
def kept() -> Iterator[list[EngineHost]]:
    """Holds the host of `steady` for the whole module: starting one takes seconds."""
    hosts: list[EngineHost] = []
    yield hosts
    for one in hosts:
        one.close()


@pytest.fixture
def steady(kept: list[EngineHost], settings: Settings) -> tuple[EngineHost, Studio]:
    """A host that no test kills, and the studio that it works in."""
    if not kept:
        kept.append(EngineHost(settings, "engine-pluck"))
    return kept[0], Studio(kept[0].settings)


def plucks(studio: Studio, **params: Any) -> dict[str, Any]:
    """Checked params of a short generation, JSON-ready."""
    asked = {"engine": "pluck", "prompt": "plucks", "duration_seconds": 2, "formats": ["wav"]}
    kind = kind_of("generate")
    checked = kind.check(studio, parse_params(kind, asked | params))
    return checked.model_dump(mode="json")


def troubled(studio: Studio, trouble: str) -> dict[str, Any]:
    return plucks(studio, parameters={"trouble": trouble})


def until_the_end(host: EngineHost, progress: list[HostProgress] | None = None) -> HostEvent:
    """Poll until the step has ended, and give its last event; `progress` takes the others."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        for event in host.poll(0.2):
            if not isinstance(event, HostProgress):
                return event
            if progress is not None:
                progress.append(event)
    raise AssertionError("the step did not end")


def until_it_plays(host: EngineHost, says: str = "") -> None:
    """Poll until the engine has sounded something, and says so."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        for event in host.poll(0.2):
            assert isinstance(event, HostProgress), event
            if event.stage == "generating_audio" and event.message.startswith(says):
                return
    raise AssertionError("the engine did not begin")


def finish_one(host: EngineHost, studio: Studio, **params: Any) -> str:
    track_id = new_track_id()
    host.start_step("job", "generate", plucks(studio, **params), [track_id], 0)
    ended = until_the_end(host)
    assert isinstance(ended, HostFinished), ended
    return track_id


def lives(pid: int) -> bool:
    """Whether the process runs; a zombie doesn't."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"


def processes_of_group(leader: int) -> set[int]:
    found = set()
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                if os.getpgid(int(entry.name)) == leader and lives(int(entry.name)):
                    found.add(int(entry.name))
            except ProcessLookupError:
                continue
    return found


def test_steps_end_as_tracks_and_the_host_stays_warm(steady: tuple[EngineHost, Studio]) -> None:
    host, studio = steady
    seen: list[HostProgress] = []
    ids = [new_track_id(), new_track_id()]
    params = plucks(studio, seed=40, count=2, duration_seconds=20)
    pids: set[int | None] = set()
    for step in (0, 1):
        host.start_step("job", "generate", params, ids, step)
        assert host.busy
        ended = until_the_end(host, seen)
        assert isinstance(ended, HostFinished)
        assert ended.result["track_id"] == ids[step]
        assert studio.library.get(ids[step]).seed == 40 + step
        assert not host.busy
        assert host.poll(0) == []
        pids.add(host.pid)
        fractions = [event.fraction for event in seen]
        assert fractions == sorted(fractions)
        assert fractions[-1] == 1.0, "the last progress is always sent"
        seen.clear()
    assert len(pids) == 1
    assert (host.memory_bytes or 0) > 20_000_000
    assert os.getpriority(os.PRIO_PROCESS, host.pid or 0) >= 5


def test_the_composer_is_stopped_at_work_and_plays_again(settings: Settings) -> None:
    studio = Studio(settings)
    host = EngineHost(settings)
    try:
        long = plucks(studio, engine="composer", duration_seconds=7_200, prompt="slow piano")
        host.start_step("job", "generate", long, [new_track_id()], 0)
        until_it_plays(host)
        pid = host.pid
        host.cancel()
        ended = until_the_end(host)
        assert isinstance(ended, HostFailed)
        assert ended.error["code"] == "CANCELED"
        assert not ended.passing
        assert studio.storage.track_ids() == set()
        finish_one(host, studio, engine="composer", duration_seconds=5, prompt="slow piano")
        assert host.pid == pid
    finally:
        host.close()
    assert not lives(pid or 0)


@pytest.mark.parametrize("trouble", ["deaf", "helper"])
def test_who_does_not_listen_is_killed_with_all_helpers(
    host: EngineHost, settings: Settings, trouble: str
) -> None:
    studio = Studio(settings)
    host.start_step("job", "generate", troubled(studio, trouble), [new_track_id()], 0)
    until_it_plays(host, says="Trouble begins")  # from here on it looks at nothing
    group = host.pid or 0
    members = 3 if trouble == "helper" else 2  # the host, its guard, and the engine's process
    wait_until(lambda: len(processes_of_group(group)) == members, what="the helper's start")
    host.cancel()
    assert not any(isinstance(event, HostFailed) for event in host.poll(0.3))
    host.kill()
    assert not host.alive
    assert host.poll(0) == []
    wait_until(lambda: not processes_of_group(group), what="the group's end")
    if trouble == "deaf":
        finish_one(host, studio)
        assert host.pid != group


@pytest.mark.parametrize(
    ("trouble", "code", "exit_code"),
    [("killed", "OUT_OF_MEMORY", -9), ("crash", "INTERNAL", -6)],
)
def test_a_host_that_dies_is_told_and_replaced(
    host: EngineHost, settings: Settings, trouble: str, code: str, exit_code: int
) -> None:
    studio = Studio(settings)
    host.start_step("job", "generate", troubled(studio, trouble), [new_track_id()], 0)
    group = host.pid or 0
    ended = until_the_end(host)
    assert isinstance(ended, HostDied)
    assert ended.exit_code == exit_code
    assert ended.error["code"] == code
    assert ended.error["recovery"]
    assert not host.alive
    wait_until(lambda: not processes_of_group(group), what="the guard's end")


def test_a_system_that_shuts_down_is_not_a_person_who_cancels(
    host: EngineHost, settings: Settings
) -> None:
    studio = Studio(settings)
    params = plucks(studio, duration_seconds=600)
    host.start_step("job", "generate", params, [new_track_id()], 0)
    until_it_plays(host)
    os.kill(host.pid or 0, signal.SIGTERM)
    ended = until_the_end(host)
    assert isinstance(ended, HostDied)
    assert ended.error["code"] == "INTERNAL"
    assert "asked to end" in ended.error["message"]
    assert studio.storage.track_ids() == set()
    assert not list((studio.settings.tracks_dir / ".staging").iterdir()), "it left in order"


@pytest.mark.parametrize(
    ("trouble", "code"), [("mistake", "INTERNAL"), ("memory", "OUT_OF_MEMORY")]
)
def test_what_was_not_foreseen_ends_the_step_and_not_the_host(
    steady: tuple[EngineHost, Studio], trouble: str, code: str
) -> None:
    host, studio = steady
    finish_one(host, studio)
    host.start_step("job-17", "generate", troubled(studio, trouble), [new_track_id()], 0)
    ended = until_the_end(host)
    assert isinstance(ended, HostFailed)
    assert (ended.error["code"], ended.passing) == (code, True)
    if trouble == "mistake":
        assert "strings / 0" not in str(ended.error), "how it came about is for the log"
        assert ended.error["details"]["reference"]
    pid = host.pid
    finish_one(host, studio)
    assert host.pid == pid


def test_the_log_tells_what_the_person_is_spared(caplog: pytest.LogCaptureFixture) -> None:
    try:
        _ = 1 / 0
    except ZeroDivisionError as error:
        told = failed(error)
    assert told.error["details"]["reference"] in caplog.text
    assert "ZeroDivisionError" in caplog.text
    assert "Zero" not in str(told.error)


@pytest.mark.parametrize(
    ("reason", "passing"),
    [
        (ProviderFailedError("the server answered 503"), True),
        (ProviderFailedError("the hub wants a token (401)", "Set HF_TOKEN."), False),
    ],
)
def test_what_a_person_has_to_do_is_not_tried_again(
    reason: ProviderFailedError, passing: bool
) -> None:
    told = failed(nobody_delivered(DIFFRHYTHM_BASE, [("the hub", reason)]))
    assert told.passing is passing
    assert told.error["code"] == "DOWNLOAD_FAILED"


def test_the_requests_own_fault_is_not_passing(steady: tuple[EngineHost, Studio]) -> None:
    host, studio = steady
    params = plucks(studio)
    host.start_step("job", "generate", params | {"engine": "orchestra"}, [new_track_id()], 0)
    ended = until_the_end(host)
    assert isinstance(ended, HostFailed)
    assert (ended.error["code"], ended.passing) == ("NOT_FOUND", False)


def test_a_host_that_died_between_jobs_is_replaced_unseen(
    host: EngineHost, settings: Settings
) -> None:
    studio = Studio(settings)
    finish_one(host, studio)
    before = host.pid or 0
    os.kill(before, signal.SIGKILL)
    wait_until(lambda: not host.alive, what="the host's end")
    finish_one(host, studio)
    assert host.pid != before


def test_a_host_outlives_the_thread_that_started_it(host: EngineHost, settings: Settings) -> None:
    params = plucks(Studio(settings), duration_seconds=300)

    def start() -> None:
        host.start_step("job", "generate", params, [new_track_id()], 0)
        until_it_plays(host)

    thread = threading.Thread(target=start)
    thread.start()
    thread.join()
    ended = until_the_end(host)
    assert isinstance(ended, HostFinished), ended


def test_no_host_outlives_its_worker(settings: Settings, tmp_path: Path) -> None:
    script = tmp_path / "worker.py"
    script.write_text(
        textwrap.dedent(
            """
            import sys, time
            from pathlib import Path
            from musicgen_local.config import Settings
            from musicgen_local.jobs.hosts import EngineHost
            from musicgen_local.library import new_track_id

            if __name__ == "__main__":
                host = EngineHost(Settings(data_dir=Path(sys.argv[1])))
                params = {"engine": "pluck", "prompt": "x", "duration_seconds": 2, "seed": 1,
                          "parameters": {"trouble": "helper"}}
                host.start_step("job", "generate", params, [new_track_id()], 0)
                print(host.pid, flush=True)
                while True:
                    host.poll(1)
            """
        )
    )
    worker = subprocess.Popen(
        [sys.executable, str(script), str(settings.data_dir)],
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )
    try:
        assert worker.stdout is not None
        group = int(worker.stdout.readline())
        wait_until(lambda: len(processes_of_group(group)) == 3, what="the helper's start")
    finally:
        worker.kill()
        worker.wait()
        worker.stdout.close()  # type: ignore[union-attr]
    wait_until(lambda: not processes_of_group(group), what="the end of host and helper")


def test_a_worker_that_ends_leaves_nobody_and_does_not_hang(
    settings: Settings, tmp_path: Path
) -> None:
    script = tmp_path / "worker.py"
    script.write_text(
        textwrap.dedent(
            """
            import sys
            from pathlib import Path
            from musicgen_local.config import Settings
            from musicgen_local.jobs.hosts import EngineHost, HostProgress
            from musicgen_local.library import new_track_id

            if __name__ == "__main__":
                host = EngineHost(Settings(data_dir=Path(sys.argv[1])))
                params = {"engine": "pluck", "prompt": "x", "duration_seconds": 2, "seed": 1,
                          "parameters": {"trouble": "deaf"}}
                host.start_step("job", "generate", params, [new_track_id()], 0)
                while not any(event.stage == "generating_audio" for event in host.poll(1)):
                    pass
                print(host.pid, flush=True)
            """
        )
    )
    done = subprocess.run(
        [sys.executable, str(script), str(settings.data_dir)],
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert done.returncode == 0, done.stderr
    group = int(done.stdout)
    wait_until(lambda: not processes_of_group(group), what="the end of the host")


def test_no_secret_shows_in_the_process_list(steady: tuple[EngineHost, Studio]) -> None:
    host, studio = steady
    token = studio.settings.hf_token
    assert token is not None
    finish_one(host, studio)
    for name in ("cmdline", "environ"):
        shown = Path(f"/proc/{host.pid}/{name}").read_bytes()
        assert token.get_secret_value().encode() not in shown


def test_a_step_that_is_carried_out_twice_makes_one_track(
    steady: tuple[EngineHost, Studio],
) -> None:
    host, studio = steady
    before = studio.library.count()
    track_id, params = new_track_id(), plucks(studio, seed=3)
    found = []
    for _ in range(2):
        host.start_step("job", "generate", params, [track_id], 0)
        ended = until_the_end(host)
        assert isinstance(ended, HostFinished)
        found.append(studio.library.get(ended.result["track_id"]))
    assert found[0] == found[1]
    assert studio.library.count() == before + 1


def test_a_pool_lends_warm_hosts_and_waits_when_all_are_lent(settings: Settings) -> None:
    pool = HostPool(settings, slots={"tools": 2}, idle_seconds=0)
    try:
        one = pool.borrow("engine-pluck")
        finish_one(one, Studio(settings))
        pool.give_back(one)
        assert pool.borrow("engine-pluck") is one
        assert pool.borrow("tools") is not pool.borrow("tools")
        facts = pool.facts()["hosts"]
        assert [(fact["lane"], fact["pid"]) for fact in facts] == [("engine-pluck", one.pid)]

        got = threading.Event()

        def wait_for_it() -> None:
            pool.borrow("engine-pluck")
            got.set()

        second = threading.Thread(target=wait_for_it)
        second.start()
        assert not got.wait(0.2)
        pid = one.pid or 0
        pool.give_back(one)
        assert got.wait(PATIENCE_SECONDS)
        second.join()
        assert pool.close_idle() == 0, "all are lent"
        assert lives(pid)
        pool.give_back(one)
        assert pool.close_idle() == 1
        assert not lives(pid)
    finally:
        pool.close()
    with pytest.raises(RuntimeError):
        pool.borrow("tools")


def test_a_host_given_back_at_work_is_killed(settings: Settings) -> None:
    pool = HostPool(settings)
    try:
        host = pool.borrow("engine-pluck")
        host.start_step("j", "generate", troubled(Studio(settings), "deaf"), [new_track_id()], 0)
        until_it_plays(host)
        pid = host.pid or 0
        pool.give_back(host)
        assert not lives(pid)
        assert pool.borrow("engine-pluck") is host
    finally:
        pool.close()
