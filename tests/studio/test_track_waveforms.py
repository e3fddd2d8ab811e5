"""Waveforms of tracks: right, and computed once."""

from __future__ import annotations

import numpy as np
import pytest

from musicgen_local import Studio
from musicgen_local.audio.decode import read_audio
from musicgen_local.errors import Canceled, ErrorCode, UserError
from musicgen_local.library import new_track_id
from musicgen_local.progress import CancelToken


@pytest.mark.parametrize("format", ["wav", "opus"])
def test_a_waveform_is_that_of_the_file(pluck_engine: str, format: str) -> None:
    studio = Studio()
    track = studio.generate("plucks", duration=4, engine=pluck_engine, formats=(format,)).track
    waveform = studio.waveform(track.id, 40)
    audio = read_audio(studio.audio_file_of(track), sample_rate=track.sample_rate)
    tenth = audio.samples[:, : 4 * track.sample_rate].reshape(2, 40, -1)
    low, high = tenth.min(axis=(0, 2)), tenth.max(axis=(0, 2))
    np.testing.assert_allclose(waveform, np.stack([low, high], axis=1), atol=1e-6)


def test_it_is_kept_and_made_anew_when_what_was_kept_is_damaged(pluck_engine: str) -> None:
    studio = Studio()
    track = studio.generate("plucks", duration=2, engine=pluck_engine, formats=("wav",)).track
    first = studio.waveform(track.id, 100)
    [kept] = (studio.settings.data_dir / "cache" / "waveforms").iterdir()
    audio = studio.audio_file_of(track)
    body = audio.read_bytes()
    audio.write_bytes(b"not to be read again")
    np.testing.assert_array_equal(studio.waveform(track.id, 100), first)
    audio.write_bytes(body)
    kept.write_bytes(kept.read_bytes()[:90])
    np.testing.assert_array_equal(studio.waveform(track.id, 100), first)
    assert studio.waveform(track.id, 50).shape == (50, 2)


@pytest.mark.parametrize("buckets", [15, 8_193])
def test_too_few_or_too_many_points_are_refused(buckets: int) -> None:
    with pytest.raises(UserError) as caught:
        Studio().waveform(new_track_id(), buckets)
    assert caught.value.code is ErrorCode.VALIDATION
    assert caught.value.details["field"] == "buckets"


def test_a_track_that_is_not_there(pluck_engine: str) -> None:
    with pytest.raises(UserError) as caught:
        Studio().waveform(new_track_id(), 100)
    assert caught.value.code is ErrorCode.NOT_FOUND


def test_a_stop_keeps_nothing(pluck_engine: str) -> None:
    studio, token = Studio(), CancelToken()
    track = studio.generate("plucks", duration=2, engine=pluck_engine, formats=("wav",)).track
    token.cancel()
    with pytest.raises(Canceled):
        studio.waveform(track.id, 100, token)
    assert not (studio.settings.data_dir / "cache" / "waveforms").exists()
