"""Loops from the outside: candidates, the seam, the job, and the names that it had before."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from serving import Serving, serving

import loop_tracks
from servers import PATIENCE_SECONDS, wait_until

NO_SUCH_ID = "0" * 26
RATE = loop_tracks.SAMPLE_RATE
TRUTH = loop_tracks.short_loop()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    with serving(tmp_path_factory.mktemp("loops")) as server:
        yield server


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("recording") / "Night Bus.wav"
    soundfile.write(path, TRUTH.samples.T, RATE, subtype="PCM_16")
    return path


@pytest.fixture(scope="module")
def upload_id(server: Serving, recording: Path) -> str:
    with recording.open("rb") as file:
        answer = server.client.post("/api/v1/uploads", files={"file": (recording.name, file)})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def audio_of(server: Serving, url: str) -> np.ndarray[Any, np.dtype[np.float64]]:
    answer = server.client.get(url)
    assert answer.status_code == 200, answer.text
    return np.asarray(soundfile.read(io.BytesIO(answer.content))[0].T)


def test_the_candidates_of_an_upload_are_found(server: Serving, upload_id: str) -> None:
    asked = server.client.get("/api/v1/loops/candidates", params={"upload_id": upload_id})
    assert asked.status_code == 200, asked.text
    told = asked.json()
    assert told["source_seconds"] == pytest.approx(TRUTH.samples.shape[1] / RATE, abs=1e-3)
    assert not told["written"]
    best = told["candidates"][0]
    assert best["end_frame"] - best["start_frame"] == TRUTH.period_frames
    assert (best["kind"], best["sample_rate"], best["beats"]) == ("exact", RATE, 16)
    assert best["tempo_bpm"] == pytest.approx(140, abs=0.1)
    assert best["length_seconds"] == pytest.approx(best["end_seconds"] - best["start_seconds"])


def test_the_seam_is_what_the_loop_will_play(server: Serving, upload_id: str) -> None:
    asked: dict[str, Any] = {"upload_id": upload_id, "start_seconds": 3.0}
    period = (TRUTH.period_frames or 0) / RATE
    answer = server.client.get("/api/v1/loops/seam", params=asked | {"end_seconds": 3.0 + period})
    assert (answer.status_code, answer.headers["content-type"]) == (200, "audio/wav")
    heard, rate = soundfile.read(io.BytesIO(answer.content))
    assert (rate, heard.shape) == (RATE, (8 * RATE, 2))
    source = TRUTH.samples.T
    np.testing.assert_allclose(heard[4 * RATE :], source[3 * RATE : 7 * RATE], atol=2e-4)
    end = 3 * RATE + (TRUTH.period_frames or 0)
    np.testing.assert_allclose(heard[: 4 * RATE], source[end - 4 * RATE : end], atol=2e-4)


@pytest.mark.parametrize(
    ("route", "params", "status", "code"),
    [
        ("candidates", {}, 422, "VALIDATION"),
        ("candidates", {"track_id": NO_SUCH_ID, "upload_id": NO_SUCH_ID}, 422, "VALIDATION"),
        ("candidates", {"track_id": NO_SUCH_ID}, 404, "NOT_FOUND"),
        ("candidates", {"upload_id": NO_SUCH_ID}, 404, "NOT_FOUND"),
        ("candidates", {"track_id": "../../etc/passwd"}, 422, "VALIDATION"),
        ("seam", {"track_id": NO_SUCH_ID}, 422, "VALIDATION"),
        ("seam", {"track_id": NO_SUCH_ID, "start_seconds": 1, "end_seconds": 9}, 404, "NOT_FOUND"),
        ("seam", {"upload_id": "UPLOAD", "start_seconds": 1, "end_seconds": 900}, 422,
         "VALIDATION"),
        ("seam", {"upload_id": "UPLOAD", "start_seconds": 9, "end_seconds": 3}, 422,
         "VALIDATION"),
    ],
)  # fmt: skip
def test_what_is_not_there_is_refused(
    server: Serving, upload_id: str, route: str, params: dict[str, Any], status: int, code: str
) -> None:
    asked = {name: upload_id if one == "UPLOAD" else one for name, one in params.items()}
    answer = server.client.get(f"/api/v1/loops/{route}", params=asked)
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)
    assert answer.json()["error"]["recovery"]


def test_a_loop_of_hours_is_served_in_ranges(server: Serving, upload_id: str) -> None:
    body = {"upload_id": upload_id, "duration_seconds": 36_000, "formats": ["m4a"]}
    queued = server.client.post("/api/v1/loops", json=body)
    assert queued.status_code == 202, queued.text
    job = server.finished(queued.json()["id"])
    assert job["status"] == "completed", job["error"]
    assert job["result"]["loop"]["kind"] == "exact"
    track = server.client.get(job["links"]["tracks"][0]).json()
    assert track["title"] == "Night Bus (Loop 10h 0m)"
    assert track["duration_seconds"] == 36_000
    [file] = track["files"]
    url = job["links"]["audio"]
    last = server.client.get(url, headers={"Range": f"bytes={file['bytes'] - 500}-"})
    assert (last.status_code, len(last.content)) == (206, 500)
    assert last.headers["content-range"].endswith(f"/{file['bytes']}")


def test_old_paths_take_a_file_in_a_form(server: Serving, recording: Path) -> None:
    for path in ("/api/loop/create", "/loop-create"):
        with recording.open("rb") as file:
            answer = server.client.post(
                path,
                data={"target_duration": "1m30s", "fade_duration": "2", "output_format": "wav"},
                files={"input_file": ("Night Bus.wav", file)},
            )
        assert answer.status_code == 202, answer.text
        told = answer.json()
        assert set(told) == {"id", "trackId", "status", "progress", "resultUrl", "error"}
        assert answer.headers["location"] == f"/api/loop/jobs/{told['id']}"
        done = finished(server, told["id"])
        assert (done["status"], done["error"], done["trackId"]) == ("completed", None, None)
        audio = audio_of(server, done["resultUrl"])
        assert audio.shape == (2, 90 * RATE)
        assert np.abs(audio[:, :100]).max() < 1e-3


def test_old_paths_take_tracks_too(server: Serving, upload_id: str) -> None:
    body = {"upload_id": upload_id, "duration_seconds": 60, "formats": ["wav"]}
    job = server.finished(server.client.post("/api/v1/loops", json=body).json()["id"])
    [track_id] = job["track_ids"]
    asked = {"trackId": track_id, "duration": 61, "fadeInOut": True, "format": "mp3"}
    answer = server.client.post("/api/loop/jobs", json=asked)
    assert (answer.status_code, answer.json()["trackId"]) == (202, track_id)
    done = finished(server, answer.json()["id"])
    assert done["status"] == "completed"
    assert done["resultUrl"].endswith(".mp3")
    named = {"track_id": track_id, "target_duration": 75}
    other = server.client.post("/api/loop/create", json=named)
    assert other.status_code == 202
    assert finished(server, other.json()["id"])["status"] == "completed"


@pytest.mark.parametrize(
    ("path", "body", "status", "code"),
    [
        ("/api/loop/create", {"target_duration": "2h"}, 422, "VALIDATION"),
        ("/api/loop/create", {"track_id": NO_SUCH_ID}, 422, "VALIDATION"),
        ("/api/loop/create", {"track_id": NO_SUCH_ID, "target_duration": "soon"}, 422,
         "VALIDATION"),
        ("/api/loop/create", {"track_id": NO_SUCH_ID, "target_duration": "2h"}, 404, "NOT_FOUND"),
        ("/api/loop/create", {"track_id": NO_SUCH_ID, "target_duration": 5}, 422, "VALIDATION"),
        ("/loop-create", ["no", "object"], 422, "VALIDATION"),
        ("/api/loop/jobs", {"trackId": NO_SUCH_ID, "duration": 60}, 404, "NOT_FOUND"),
        ("/api/loop/jobs", {"trackId": NO_SUCH_ID, "duration": 5}, 422, "VALIDATION"),
    ],
)  # fmt: skip
def test_old_paths_refuse_in_our_words(
    server: Serving, path: str, body: Any, status: int, code: str
) -> None:
    answer = server.client.post(path, json=body)
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code), answer.text


def test_old_paths_refuse_what_is_no_audio(server: Serving) -> None:
    answer = server.client.post(
        "/api/loop/create",
        data={"target_duration": "2h"},
        files={"input_file": ("song.mp3", b"no audio at all" * 100)},
    )
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "INVALID_AUDIO")
    assert answer.json()["error"]["recovery"]
    assert server.client.get(f"/api/loop/jobs/{NO_SUCH_ID}").status_code == 404


def finished(server: Serving, job_id: str) -> dict[str, Any]:
    """How the old path tells of the job when it has ended."""

    def told() -> dict[str, Any]:
        answer = server.client.get(f"/api/loop/jobs/{job_id}")
        assert answer.status_code == 200
        found: dict[str, Any] = answer.json()
        assert found["status"] in {
            "pending", "analyzing", "rendering", "exporting", "completed", "failed",
        }  # fmt: skip
        return found

    wait_until(lambda: told()["status"] in ("completed", "failed"), PATIENCE_SECONDS)
    return told()
