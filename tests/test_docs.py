"""The documentation is true: commands exist, examples run, links lead somewhere."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer
from PIL import Image

from musicgen_local.api.application import create_app
from musicgen_local.api.problems import STATUS_OF
from musicgen_local.cli.app import app
from musicgen_local.config import Settings, load_settings
from musicgen_local.errors import ErrorCode
from musicgen_local.jobs.queue import JobQueue
from musicgen_local.jobs.values import JobStatus
from servers import PATIENCE_SECONDS
from workers import finished, working

ROOT = Path(__file__).parents[1]
PAGES = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "examples" / "README.md",
    *sorted((ROOT / "docs").glob("*.md")),
]
GUIDE = ROOT / "docs" / "api.md"
_PYTHON = re.compile(r"```python\n(.*?)```", re.DOTALL)
_LENGTH = re.compile(r'duration=(?:"\d+m"|\d+)')
_LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)")
PICTURES = sorted((ROOT / "docs" / "images").glob("*.png"))
_IMAGE = re.compile(r"!\[([^\]]*)\]\([^)]*images/([^)]+)\)")
_LARGEST_BYTES = 120_000
_COMMAND = re.compile(r"\bmgl ([a-z]+)\b")
_ROUTE = re.compile(r"\b(GET|POST|PUT|PATCH|DELETE) (/[^`\s]*)")


def _commands() -> dict[str, object]:
    return dict(typer.main.get_command(app).commands)  # type: ignore[attr-defined]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_to_files(page: Path) -> None:
    for target in _LINK.findall(page.read_text("utf-8")):
        assert (page.parent / target).exists(), target


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_that_are_named_exist(page: Path) -> None:
    code = re.findall(r"```\n.*?```|`[^`\n]+`", page.read_text("utf-8"), re.DOTALL)
    named = {name for span in code for name in _COMMAND.findall(span)}
    assert named <= set(_commands())


def test_every_page_and_key_of_the_studio_is_documented() -> None:
    told = (ROOT / "docs" / "web.md").read_text("utf-8")
    app = ROOT / "web" / "src" / "app"
    paths = re.findall(r'^ +path: "(/.+)",$', (app / "router.tsx").read_text("utf-8"), re.MULTILINE)
    assert len(paths) > 8
    for path in paths:
        assert (
            f"`{re.sub(r'[$].*', lambda name: name[0][1:].removesuffix('Id').upper(), path)}`"
            in told
        )
    keys = re.findall(r'key: "(.)"', (app / "layout" / "places.ts").read_text("utf-8"))
    assert "`G`, then " + " ".join(f"`{key.upper()}`" for key in keys) in told


def test_every_command_is_documented() -> None:
    text = "\n".join(page.read_text("utf-8") for page in PAGES)
    for name in _commands():
        assert f"mgl {name}" in text, name


def test_every_option_of_generate_is_documented() -> None:
    text = (ROOT / "docs" / "composer.md").read_text("utf-8")
    for parameter in _commands()["generate"].params:  # type: ignore[attr-defined]
        for option in parameter.opts:
            if option.startswith("--"):
                assert f"`{option}" in text or f"{option}`" in text, option


@pytest.mark.parametrize("command", ["serve", "worker"])
def test_every_option_of_the_service_is_documented(command: str) -> None:
    text = "".join((ROOT / "docs" / name).read_text("utf-8") for name in ("api.md", "jobs.md"))
    named = set(re.findall(r"(?<![\w-])--[a-z-]+", text))
    for parameter in _commands()[command].params:  # type: ignore[attr-defined]
        wanted = {name for name in parameter.opts if name.startswith("--")} - {"--help"}
        if parameter.secondary_opts:  # a flag and its contrary: the one that is not the default
            wanted = set(parameter.secondary_opts) if parameter.default else wanted
        assert wanted <= named, wanted


def test_the_guide_names_every_route_and_no_other(tmp_path: Path) -> None:
    document = create_app(Settings(data_dir=tmp_path)).openapi()
    served = {(method.upper(), path) for path, item in document["paths"].items() for method in item}
    served |= {("GET", "/docs"), ("GET", "/openapi.json")}
    named = {
        (method, path)
        for method, path in _ROUTE.findall(GUIDE.read_text("utf-8"))
        if not path.endswith("...")  # several at once
    }
    assert named == served


def test_the_guide_tells_the_status_of_every_error() -> None:
    rows = re.findall(r"^\| `([A-Z_]+)` \| (\d{3}) \| \S", GUIDE.read_text("utf-8"), re.MULTILINE)
    assert {(code, int(status)) for code, status in rows} == {
        (code.value, STATUS_OF[code]) for code in ErrorCode
    }
    assert len(rows) == len(ErrorCode)


@pytest.mark.slow
@pytest.mark.parametrize("page", [ROOT / "README.md", ROOT / "docs" / "composer.md"], ids=str)
def test_the_python_examples_run(page: Path, tmp_path: Path, installed_sounds: Path) -> None:
    examples = _PYTHON.findall(page.read_text("utf-8"))
    assert examples
    for example in examples:
        quick, lengths = _LENGTH.subn("duration=15", example)  # any length is made alike
        assert lengths
        ended = subprocess.run(
            [sys.executable, "-c", quick],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE_SECONDS,
        )
        assert ended.returncode == 0, ended.stderr
        assert ended.stdout.strip()


def test_the_kind_of_job_that_is_shown_can_be_queued_and_carried_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module, order = _PYTHON.findall((ROOT / "docs" / "jobs.md").read_text("utf-8"))
    package = tmp_path / "site" / "my_package-1.0.dist-info"
    package.mkdir(parents=True)
    (package / "METADATA").write_text("Metadata-Version: 2.1\nName: my_package\nVersion: 1.0\n")
    (package / "entry_points.txt").write_text(
        "[musicgen_local.jobs]\ncensus = my_package:CensusKind\n"
    )
    (package.parent / "my_package.py").write_text(module)
    monkeypatch.syspath_prepend(str(package.parent))
    queued: dict[str, Any] = {}
    exec(order, queued)  # in this process, which has the test's data folder
    queue = JobQueue.open(load_settings())
    with working(queue.settings):
        job = finished(queue, queued["job"].id)
    queue.close()
    assert (job.kind, job.lane, job.status) == ("census", "tools", JobStatus.COMPLETED)
    assert job.result["tracks"] == 0


def test_every_dependency_has_its_line() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"].values()
    wanted = [*project["dependencies"], *(one for extra in extras for one in extra)]
    text = (ROOT / "docs" / "dependencies.md").read_text("utf-8").lower()
    for requirement in wanted:
        name = re.split(r"[<>=\[]", requirement)[0]
        assert name in text, name


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_locks_pin_with_hashes_and_name_no_host(lock: str) -> None:
    text = (ROOT / lock).read_text("utf-8")
    assert "://" not in text
    assert "--index" not in text
    pinned = re.findall(r"^[a-z0-9][^ ]*==", text, re.MULTILINE | re.IGNORECASE)
    assert len(pinned) > 30
    assert text.count("--hash=sha256:") >= len(pinned)


@pytest.mark.parametrize("picture", PICTURES, ids=lambda path: path.name)
def test_a_picture_is_small_and_told_to_those_who_cannot_see_it(picture: Path) -> None:
    assert picture.stat().st_size < _LARGEST_BYTES
    with Image.open(picture) as image:
        assert image.format == "PNG"
        assert image.width > image.height > 500
    pages = (page.read_text("utf-8") for page in PAGES)
    told = [text for page in pages for text, name in _IMAGE.findall(page) if name == picture.name]
    assert told, "no page shows it"
    assert min(len(text) for text in told) > 40
