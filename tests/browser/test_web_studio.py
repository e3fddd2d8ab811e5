"""The web studio: its own tests, its client against the API's document, and its weight."""

from __future__ import annotations

import gzip
import json
import os
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
WEB = ROOT / "web"
BUILT = ROOT / "src" / "musicgen_local" / "web_dist"
MOST_ENTRY_BYTES = 250_000  # JavaScript, gzipped, before the first page can be used
PATIENCE_SECONDS = 1_200
PERMISSIVE = {
    "MIT",
    "ISC",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "Apache-2.0",
    "0BSD",
    "OFL-1.1",
    "Unlicense",
}
SPECS = sorted(path.name for path in (WEB / "e2e").glob("*.spec.ts"))


def run(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A command of the web studio's own, in its folder."""
    bare = {name: value for name, value in os.environ.items() if not name.startswith("MGL_")}
    path = f"{ROOT / '.venv' / 'bin'}{os.pathsep}{bare['PATH']}"
    return subprocess.run(
        command,
        cwd=WEB,
        env=bare | {"PATH": path} | environment,
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )


def test_units_hold(tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    done = run(
        "npx",
        "vitest",
        "run",
        "--reporter=default",
        "--reporter=json",
        f"--outputFile.json={report}",
    )
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-4000:]
    told = json.loads(report.read_text())
    assert told["numPassedTests"] == told["numTotalTests"] > 0, "some test was skipped"


def test_the_client_is_made_from_the_api_as_it_is(tmp_path: Path) -> None:
    from musicgen_local.api import app

    document = tmp_path / "openapi.json"
    document.write_text(json.dumps(app.openapi(), ensure_ascii=False, sort_keys=True))
    made = tmp_path / "schema.ts"
    done = run(
        "npx",
        "openapi-typescript",
        str(document),
        "--output",
        str(made),
        "--alphabetize",
        "--root-types",
    )
    assert done.returncode == 0, done.stderr
    kept = WEB / "src" / "lib" / "api" / "schema.ts"
    assert made.read_text() == kept.read_text(), "the API has changed: run `make web-client`"


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_entry_is_light(language: str) -> None:
    """The page, what it imports, and what these load at first sight: words, and the create page."""
    page = (BUILT / "index.html").read_text()
    entry = re.findall(r'src="/([^"]+\.js)"', page)
    assert entry, "the page loads no script"
    manifest = json.loads((BUILT / ".vite" / "manifest.json").read_text())
    words = {f"src/lib/i18n/frame-{language}.ts", f"src/locales/{language}/create.json"}
    first = {"index.html", "src/features/create/page.tsx", *words}
    assert first <= manifest.keys()
    files = set(entry) | set(re.findall(r'href="/(assets/[^"]+\.js)"', page))
    waiting, seen = list(first), set(first)
    while waiting:
        part = manifest[waiting.pop()]
        files.add(part["file"])
        more = set(part.get("imports", [])) - seen
        waiting += more
        seen |= more
    sizes = {name: len(gzip.compress((BUILT / name).read_bytes())) for name in files}
    assert sum(sizes.values()) <= MOST_ENTRY_BYTES, sizes


def test_the_page_has_words_for_all_that_the_composer_understands() -> None:
    from musicgen_local.engines.composer.lexicon.moods import FEELS
    from musicgen_local.engines.composer.lexicon.structure import HINTS

    for language in ("en", "ru"):
        words = json.loads((WEB / "src" / "locales" / language / "create.json").read_text("utf-8"))
        assert words["feels"].keys() == FEELS.keys()
        assert words["hints"].keys() == HINTS.keys()


def test_the_lock_file_pins_with_hashes_and_names_no_host() -> None:
    text = (WEB / "package-lock.json").read_text()
    assert "://registry" not in text
    assert '"resolved"' not in text
    parts = {name: part for name, part in json.loads(text)["packages"].items() if name}
    assert len(parts) > 100
    loose = [name for name, part in parts.items() if not part.keys() & {"integrity", "inBundle"}]
    assert loose == []


def test_every_dependency_has_its_line_and_what_is_shipped_is_permissive() -> None:
    told = (ROOT / "docs" / "dependencies.md").read_text("utf-8")
    package = json.loads((WEB / "package.json").read_text())
    for name in [*package["dependencies"], *package["devDependencies"]]:
        assert re.search(rf"[ |`]{re.escape(name)}[ ,|`]", told), name
    parts = json.loads((WEB / "package-lock.json").read_text())["packages"]
    shipped = {
        name: part.get("license") for name, part in parts.items() if name and not part.get("dev")
    }
    strange = {
        name: licence
        for name, licence in shipped.items()
        if not PERMISSIVE.issuperset(str(licence).split(" AND "))
    }
    assert strange == {}


@pytest.mark.parametrize("spec", SPECS)
def test_in_a_real_browser(spec: str, tmp_path: Path, installed_sounds: Path) -> None:
    report = tmp_path / "report.json"
    done = run(
        "npx",
        "playwright",
        "test",
        f"e2e/{spec}",  # a bare name would also choose those that end like it
        f"--output={tmp_path / 'results'}",
        MGL_E2E_REPORT=str(report),
        MGL_E2E_SOUNDS=str(installed_sounds),
    )
    assert done.returncode == 0, done.stdout[-12000:] + done.stderr[-4000:]
    told = json.loads(report.read_text())["stats"]
    assert told["expected"] > 0
    assert (told["unexpected"], told["skipped"], told["flaky"]) == (0, 0, 0)
