"""The web studio's figures: how soon its pages can be used, and how smoothly 10,000 tracks scroll.

    python benchmarks/bench_web.py [--runs 3] [--tracks 10000] [--only pages|scroll]

Lighthouse (fetched by npx) opens the pages on a real `mgl serve`, as a desktop machine and as a
phone on a slow line; of several runs the median counts. The browser is that of the web studio's
tests: `MGL_CHROMIUM`, else the system's Chromium, else the one from npm. Build the studio first.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import httpx

from bench_api import say, serving
from bench_library import fill

ROOT = Path(__file__).parents[1]
WEB = ROOT / "web"
SCRIPT = Path(__file__).with_suffix(".mjs")
LIGHTHOUSE = "lighthouse@12.8.2"
FRAME_MS = 17.0
FLAGS = "--headless --no-sandbox --disable-gpu --disable-background-networking"


def main() -> None:
    asked = _arguments()
    browser = _drive("browser").strip()
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        data.mkdir()
        fill(data / "library.sqlite3", asked.tracks)
        with serving(Path(folder)) as client:
            address = str(client.base_url)
            if asked.only != "scroll":
                track = _make_track(client)
                pages = ("/create", "/library", f"/library/{track}")
                _load(address, pages, browser, asked.runs)
            if asked.only != "pages":
                _scroll(json.loads(_drive("scroll", address)))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Figures of the web studio.")
    parser.add_argument("--runs", type=int, default=3, help="of Lighthouse, each page")
    parser.add_argument("--tracks", type=int, default=10_000)
    parser.add_argument("--only", choices=("pages", "scroll"))
    return parser.parse_args()


def _drive(*arguments: str) -> str:
    """What the script beside this one prints; it runs where the web studio's tools are."""
    return subprocess.run(
        ["node", "--input-type=module", "-", *arguments],
        cwd=WEB,
        input=SCRIPT.read_text("utf-8"),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    ).stdout


def _make_track(client: httpx.Client) -> str:
    """A track with sound, for its own page; its id."""
    body = {"prompt": "calm piano", "duration_seconds": 8, "formats": ["wav", "mp3"], "stems": True}
    job = client.post("/api/v1/generations", json=body).raise_for_status().json()
    while job["status"] in ("queued", "running"):
        time.sleep(0.2)
        job = client.get(f"/api/v1/jobs/{job['id']}").raise_for_status().json()
    track: str = job["track_ids"][0]
    return track


def _load(address: str, pages: Sequence[str], browser: str, runs: int) -> None:
    print(
        "Page, machine: score, FCP, LCP, TBT, CLS, JavaScript as it is sent, speed of the machine"
    )
    for preset in ("desktop", "mobile"):
        for page in pages:
            told = [_lighthouse(address + page, preset, browser) for _ in range(runs)]
            middle = {name: statistics.median(one[name] for one in told) for name in told[0]}
            say(
                f"  {'/library/…' if page.count('/') > 1 else page}, {preset}",
                f"{middle['score']:.0f}  {middle['fcp']:.1f} s  {middle['lcp']:.1f} s  "
                f"{middle['tbt']:.0f} ms  {middle['cls']:.3f}  {middle['js'] / 1000:.0f} kB  "
                f"{middle['speed']:.0f}",
            )


def _lighthouse(address: str, preset: str, browser: str) -> dict[str, float]:
    done = subprocess.run(
        [
            *("npx", "--yes", LIGHTHOUSE, address, "--quiet", "--output=json"),
            *("--only-categories=performance", f"--chrome-flags={FLAGS}"),
            *(["--preset=desktop"] if preset == "desktop" else []),
        ],
        cwd=tempfile.gettempdir(),
        env=os.environ | {"CHROME_PATH": browser},
        stdout=subprocess.PIPE,
        check=True,
    )
    report: dict[str, Any] = json.loads(done.stdout)
    audits = report["audits"]
    requests = audits["network-requests"]["details"]["items"]
    return {
        "score": 100 * report["categories"]["performance"]["score"],
        "fcp": audits["first-contentful-paint"]["numericValue"] / 1000,
        "lcp": audits["largest-contentful-paint"]["numericValue"] / 1000,
        "tbt": audits["total-blocking-time"]["numericValue"],
        "cls": audits["cumulative-layout-shift"]["numericValue"],
        "speed": report["environment"]["benchmarkIndex"],
        "js": sum(one["transferSize"] for one in requests if one.get("resourceType") == "Script"),
    }


def _scroll(figures: dict[str, Any]) -> None:
    print("Scrolling: ms between frames (median, p95), frames over 17 ms, work a frame, the end")
    for view, told in figures.items():
        for pixels, name in ((60, "slow"), (400, "fast")):
            times = sorted(told[name]["times"])
            late = sum(one > FRAME_MS for one in times) / len(times)
            end = f"  end after {told['endSeconds']:.1f} s" if "endSeconds" in told else ""
            say(
                f"  {view}, {pixels} px a frame",
                f"{statistics.median(times):.1f}  {times[round(0.95 * (len(times) - 1))]:.1f}  "
                f"{late:.0%}  {told[name]['work']:.1f} ms{end if name == 'fast' else ''}",
            )


if __name__ == "__main__":
    main()
