"""A small client for MusicGen Local: ask for a track, follow it, fetch it. It needs only httpx.

    python examples/client.py "calm piano at night" --out song.mp3

The server's address is taken from MGL_URL (http://127.0.0.1:8000 unless set), the key from
MGL_API_KEY where the server wants one.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Self

import httpx

Job = dict[str, Any]
UNFINISHED = ("queued", "running")
PATIENCE_SECONDS = 60.0  # for the server to come back while a job is followed
# The server breaks a silence in its events every 15 s.
TIMEOUT = httpx.Timeout(30.0, read=45.0)


class Failed(Exception):
    """The server said no, or the job failed; `code` is one of those in docs/api.md."""

    def __init__(self, code: str, message: str, recovery: str, status: int = 0) -> None:
        super().__init__(f"{message} {recovery}".strip())
        self.code = code
        self.status = status  # of the answer over HTTP; 0 where the job failed


class Client:
    """One server. Use it as a context manager, or close it."""

    def __init__(self, url: str | None = None, api_key: str | None = None) -> None:
        """`url` and `api_key` come from the environment unless they are given."""
        url = url or os.environ.get("MGL_URL") or "http://127.0.0.1:8000"
        key = api_key or os.environ.get("MGL_API_KEY")
        headers = {"X-API-Key": key} if key else {}
        self._http = httpx.Client(base_url=url, headers=headers, timeout=TIMEOUT)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the connection."""
        self._http.close()

    def generate(self, prompt: str, *, idempotency_key: str | None = None, **more: Any) -> Job:
        """Queue a generation; `more` is what else POST /api/v1/generations takes.

        Sent again with the same key, it gives the same job.
        """
        headers = {"Idempotency-Key": idempotency_key} if idempotency_key else {}
        body = {"prompt": prompt, **more}
        return self._json("POST", "/api/v1/generations", json=body, headers=headers)

    def retry(self, job: Job) -> Job:
        """Queue a failed or canceled job again."""
        return self._json("POST", f"/api/v1/jobs/{job['id']}/retry")

    def follow(self, job: Job) -> Iterator[Job]:
        """The job each time that it changed, until it is finished.

        A connection that is lost is taken up again where it was, for a minute.
        """
        mark = ""  # the id of the last event
        give_up = time.monotonic() + PATIENCE_SECONDS
        while job["status"] in UNFINISHED:
            try:
                for mark_now, data in self._events(job["id"], mark):
                    mark, give_up = mark_now, time.monotonic() + PATIENCE_SECONDS
                    if data:
                        job = json.loads(data)
                        yield job
                if job["status"] in UNFINISHED:  # the stream ended without its end: look again
                    job = self._json("GET", f"/api/v1/jobs/{job['id']}")
                    yield job
            except (httpx.TransportError, Failed) as error:
                passing = not isinstance(error, Failed) or error.status == 503
                if not passing or time.monotonic() > give_up:
                    raise
            if job["status"] in UNFINISHED:
                time.sleep(1.0)

    def wait(self, job: Job, on_change: Callable[[Job], None] = lambda _: None) -> Job:
        """The job once it is completed.

        Raises:
            Failed: with the job's error, or `CANCELED`.
        """
        last = job
        for last in self.follow(job):
            on_change(last)
        if last["status"] == "completed":
            return last
        error = last["error"] or {"code": "CANCELED", "message": "The job was canceled."}
        raise Failed(error["code"], error["message"], error.get("recovery", ""))

    def download(self, track_id: str, target: Path, audio_format: str = "mp3") -> Path:
        """Write a track's audio to `target`, which is only there once it is whole."""
        part = target.with_name(f"{target.name}.part")
        path = f"/api/v1/tracks/{track_id}/audio"
        with self._http.stream("GET", path, params={"format": audio_format}) as answer:
            _check(answer)
            with part.open("wb") as file:
                for block in answer.iter_bytes():
                    file.write(block)
        return part.replace(target)

    def _events(self, job_id: str, mark: str) -> Iterator[tuple[str, str]]:
        """Id and data of each event after `mark`; the data of a comment is empty."""
        headers = {"Last-Event-ID": mark} if mark else {}
        with self._http.stream("GET", f"/api/v1/jobs/{job_id}/events", headers=headers) as answer:
            _check(answer)
            fields: dict[str, str] = {}
            for line in answer.iter_lines():
                if line:
                    name, _, value = line.partition(":")
                    fields[name] = value.removeprefix(" ")
                    continue
                mark = fields.get("id", mark)
                if fields.get("event") == "removed":
                    raise Failed("NOT_FOUND", "The record of the job was cleaned up.", "")
                yield mark, fields.get("data", "")
                fields = {}

    def _json(self, method: str, path: str, **request: Any) -> Job:
        answer = self._http.request(method, path, **request)
        _check(answer)
        found: Job = answer.json()
        return found


def _check(answer: httpx.Response) -> None:
    if answer.is_success:
        return
    answer.read()
    try:
        error: Mapping[str, str] = answer.json()["error"]
        failed = Failed(error["code"], error["message"], error["recovery"], answer.status_code)
    except (ValueError, KeyError, TypeError):  # a proxy in between has its own words
        status = answer.status_code
        failed = Failed("INTERNAL", f"The server answered {status}.", "", status)
    raise failed


def _show(job: Job) -> None:
    left = "" if job["eta_seconds"] is None else f", about {job['eta_seconds']:.0f} s left"
    sys.stderr.write(f"{job['status']} {job['progress']:3.0f} % {job['message']}{left}\n")


def main() -> int:
    """The command line; the exit code."""
    parser = argparse.ArgumentParser(description="Ask MusicGen Local for a track, and fetch it.")
    parser.add_argument("prompt", help="the music, in words")
    parser.add_argument("--out", type=Path, default=Path("song.mp3"), help="the file to write")
    parser.add_argument("--duration", type=float, help="seconds; else what the prompt says")
    parser.add_argument("--seed", type=int, help="the same seed gives the same music")
    asked = parser.parse_args()
    audio_format = asked.out.suffix.removeprefix(".").lower() or "mp3"
    wishes = {"duration_seconds": asked.duration, "seed": asked.seed, "formats": [audio_format]}
    try:
        with Client() as client:
            job = client.wait(client.generate(asked.prompt, **wishes), _show)
            song = client.download(job["track_ids"][0], asked.out, audio_format)
    except (Failed, httpx.TransportError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"{song}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
