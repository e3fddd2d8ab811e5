"""Pictures show what is there: where notes lie, how loud it is, which frequencies sound."""

from __future__ import annotations

import struct
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
import soundfile
from PIL import Image

from musicgen_local.engines.composer.brief import Brief
from musicgen_local.engines.composer.planner import make_plan
from musicgen_local.errors import Canceled, UserError
from musicgen_local.library import Track
from musicgen_local.progress import CancelToken
from musicgen_local.studio import Studio
from musicgen_local.studio.orders import GenerateOrder
from musicgen_local.studio.pictures import PICTURES, draw_pictures, pictures_of, write_pictures
from musicgen_local.studio.pictures.sound import COLUMNS, band_edges_hz, listen

RATE = 44_100


def tone(path: Path, *parts: tuple[float, float, float]) -> Path:
    """A file of tones one after another: (hertz, seconds, amplitude)."""
    sounds = [
        amplitude * np.sin(2 * np.pi * hz * np.arange(round(seconds * RATE)) / RATE)
        for hz, seconds, amplitude in parts
    ]
    soundfile.write(path, np.concatenate(sounds).astype(np.float32), RATE, subtype="FLOAT")
    return path


@pytest.mark.parametrize("hz", [55.0, 440.0, 7_040.0])
def test_a_tone_is_brightest_where_it_sounds(tmp_path: Path, hz: float) -> None:
    sound = listen(tone(tmp_path / "a.wav", (hz, 4.0, 0.5)), CancelToken())
    brightest = int(np.argmax(sound.spectrum_db[:, COLUMNS // 2]))
    edges = band_edges_hz()
    assert edges[brightest] / 1.12 < hz < edges[brightest + 1] * 1.12


def test_loudness_and_peaks_follow_the_recording(tmp_path: Path) -> None:
    path = tone(tmp_path / "a.wav", (1_000.0, 10.0, 0.1), (1_000.0, 10.0, 0.5))
    sound = listen(path, CancelToken())
    soft, loud = sound.loudness_lufs[COLUMNS // 4], sound.loudness_lufs[3 * COLUMNS // 4]
    assert loud - soft == pytest.approx(20 * np.log10(5), abs=0.2)
    assert soft == pytest.approx(-23.0, abs=0.5)  # a mono sine of -20 dBFS, BS.1770
    assert sound.high[COLUMNS // 4] == pytest.approx(0.1, abs=0.01)
    assert sound.low[3 * COLUMNS // 4] == pytest.approx(-0.5, abs=0.01)
    assert sound.rms[3 * COLUMNS // 4] == pytest.approx(0.5 / np.sqrt(2), rel=0.05)
    assert sound.duration_seconds == pytest.approx(20.0)


def test_even_a_short_recording_fills_the_picture(tmp_path: Path) -> None:
    sound = listen(tone(tmp_path / "a.wav", (440.0, 0.4, 0.5)), CancelToken())
    assert np.ptp(sound.spectrum_db.argmax(axis=0)[COLUMNS // 2 :]) <= 2
    assert sound.high[-1] > 0.4


def test_reading_stops_when_asked(tmp_path: Path) -> None:
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Canceled):
        listen(tone(tmp_path / "a.wav", (440.0, 5.0, 0.5)), cancel)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Studio, Track]:
    from musicgen_local.config import Settings

    studio = Studio(Settings(data_dir=tmp_path_factory.mktemp("library")))
    order = GenerateOrder("house, 124 bpm", 40.0, seed=3, parameters={"sounds": "synth"})
    return studio, studio.generate_variations(order, count=1)[0].track


def pixels(data: bytes) -> np.ndarray:
    return np.asarray(Image.open(BytesIO(data)).convert("RGB")).astype(int)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_track_is_drawn_in_four_ways(
    made: tuple[Studio, Track], tmp_path: Path, theme: str
) -> None:
    studio, track = made
    drawn = pictures_of(studio, track.id, theme="dark" if theme == "dark" else "light")
    assert [picture.kind for picture in drawn] == list(PICTURES)
    for picture in drawn:
        seen = pixels(picture.data)
        assert seen.shape[:2] == (720, 1_560)
        corner = seen[2, 2].mean()
        assert corner < 60 if theme == "dark" else corner > 240
        assert (np.abs(seen - seen[2, 2]).sum(axis=2) > 60).mean() > 0.01  # something is drawn
        assert len(picture.data) < 300_000
        assert track.title in picture.alternative
    paths = write_pictures(drawn, tmp_path / "here", "song")
    assert sorted(path.name for path in paths) == [
        "song-energy.png", "song-roll.png", "song-spectrogram.png", "song-waveform.png"
    ]  # fmt: skip
    for path in paths:
        width, height = struct.unpack(">II", path.read_bytes()[16:24])
        assert (width, height) == (1_560, 720)


def test_what_has_no_score_gets_the_other_pictures(
    made: tuple[Studio, Track], tmp_path: Path
) -> None:
    _, track = made
    path = tone(tmp_path / "a.wav", (440.0, 3.0, 0.5))
    assert [p.kind for p in draw_pictures(track, path, None)] == [
        "spectrogram", "energy", "waveform"
    ]  # fmt: skip
    with pytest.raises(UserError, match="no score to draw"):
        draw_pictures(track, path, None, kinds=("roll",))
    with pytest.raises(UserError, match="no picture 'portrait'"):
        draw_pictures(track, path, None, kinds=("portrait",))


def test_hours_are_drawn_from_their_beginning(made: tuple[Studio, Track], tmp_path: Path) -> None:
    _, track = made
    plan = make_plan(Brief(prompt="lofi", genre="lofi"), duration_seconds=10_000.0, seed=1)
    path = tone(tmp_path / "a.wav", (440.0, 3.0, 0.5))
    (roll,) = draw_pictures(track, path, plan, kinds=("roll",))
    assert len(roll.data) > 15_000
