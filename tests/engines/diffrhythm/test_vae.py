"""The VAE works in stretches, and nobody hears where they meet."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import torch
from small_vae import SmallVae, save
from torch import Tensor, nn

from musicgen_local.engines.diffrhythm.config import SAMPLES_PER_FRAME
from musicgen_local.engines.diffrhythm.device import choose_device
from musicgen_local.engines.diffrhythm.vae import (
    CHUNK_FRAMES,
    Vae,
    at_reference_peak,
    load_vae,
    window_at,
)
from musicgen_local.errors import Canceled, ErrorCode, MachineError
from musicgen_local.progress import CancelToken


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("vae") / "vae_model.pt"
    save(SmallVae(), path)
    return path


@pytest.fixture
def vae(file: Path) -> Vae:
    return load_vae(file, choose_device("cpu"))


def _latents(songs: int, frames: int) -> Tensor:
    return torch.randn(songs, frames, 64, generator=torch.Generator().manual_seed(frames))


def _whole(latents: Tensor) -> np.ndarray:
    with torch.inference_mode():
        return SmallVae().decode_export(latents.transpose(1, 2)).numpy()


@pytest.mark.parametrize(
    ("songs", "frames"), [(1, 1), (1, 40), (2, 127), (1, 128), (1, 129), (1, 225), (3, 301)]
)
def test_audio_in_stretches_is_the_audio_at_once(vae: Vae, songs: int, frames: int) -> None:
    latents = _latents(songs, frames)
    blocks = list(vae.decode(latents, CancelToken()))
    audio = np.concatenate(blocks, axis=2)
    assert audio.dtype == np.float32
    assert audio.shape == (songs, 2, frames * SAMPLES_PER_FRAME)
    assert max(block.shape[2] for block in blocks) <= CHUNK_FRAMES * SAMPLES_PER_FRAME
    assert np.abs(audio - _whole(latents)).max() < 1e-5


@pytest.mark.parametrize("samples", [1, 2_048, 100_000, 300 * 2_048 + 1])
def test_latents_in_stretches_are_the_latents_at_once(vae: Vae, samples: int) -> None:
    dice = np.random.default_rng(samples)
    audio = dice.uniform(-0.5, 0.5, (2, samples)).astype(np.float32)
    latents = vae.encode(audio, torch.Generator().manual_seed(5), CancelToken())
    frames = -(-samples // SAMPLES_PER_FRAME)
    assert latents.shape == (frames, 64)
    padded = np.zeros((1, 2, frames * SAMPLES_PER_FRAME), dtype=np.float32)
    padded[0, :, :samples] = audio
    with torch.inference_mode():
        mean, scale = SmallVae().encode_export(torch.from_numpy(padded))[0].t().chunk(2, 1)
    noise = torch.randn(frames, 64, generator=torch.Generator().manual_seed(5))
    expected = mean + (nn.functional.softplus(scale) + 1e-4) * noise
    assert (latents - expected).abs().max() < 1e-5


def test_the_first_block_comes_before_the_rest_is_computed(vae: Vae) -> None:
    cancel = CancelToken()
    blocks: Iterator[np.ndarray] = vae.decode(_latents(1, 400), cancel)
    assert next(blocks).shape[2] == (CHUNK_FRAMES - 16) * SAMPLES_PER_FRAME
    cancel.cancel()
    with pytest.raises(Canceled):
        next(blocks)


@pytest.mark.parametrize("frames", [1, 47, 48, 128, 129, 500, 2_048, 6_144])
@pytest.mark.parametrize("chunk", [48, 128])
def test_windows_cover_everything_once_with_room_around(frames: int, chunk: int) -> None:
    made = [window_at(0, frames, chunk)]
    while made[-1].keep_stop < frames:
        made.append(window_at(made[-1].keep_stop, frames, chunk))
    assert made[0].keep_start == 0
    assert all(one.keep_stop == two.keep_start for one, two in pairwise(made))
    for window in made:
        assert window.stop - window.start == min(chunk, frames)
        assert window.keep_start - window.start >= 16 or window.start == 0
        assert window.stop - window.keep_stop == 16 or window.stop == frames


class _Cramped(SmallVae):
    """Has memory for stretches up to a length."""

    frames_that_fit = 48

    def decode_export(self, latents: Tensor) -> Tensor:
        """As the VAE does, or out of memory."""
        if latents.shape[2] > self.frames_that_fit:
            raise torch.OutOfMemoryError("out of memory")
        return super().decode_export(latents)


def test_where_memory_is_short_the_stretches_shrink_to_the_same_end() -> None:
    vae = Vae(_Cramped(), choose_device("cpu"), torch.float32)
    latents = _latents(1, 201)
    audio = np.concatenate(list(vae.decode(latents, CancelToken())), axis=2)
    assert np.abs(audio - _whole(latents)).max() < 1e-5
    assert len(vae.notices) == 1


def test_where_even_that_is_too_much_the_error_says_what_to_do() -> None:
    module = _Cramped()
    module.frames_that_fit = 8
    vae = Vae(module, choose_device("cpu"), torch.float32)
    with pytest.raises(MachineError) as caught:
        list(vae.decode(_latents(1, 201), CancelToken()))
    assert caught.value.code is ErrorCode.OUT_OF_MEMORY
    assert "shorter song" in caught.value.recovery


def test_a_file_that_is_none_is_said(tmp_path: Path, file: Path) -> None:
    path = tmp_path / "vae_model.pt"
    with pytest.raises(MachineError) as missing:
        load_vae(path, choose_device("cpu"))
    assert missing.value.code is ErrorCode.MODEL_NOT_INSTALLED
    path.write_bytes(file.read_bytes()[:5_000])
    with pytest.raises(MachineError) as damaged:
        load_vae(path, choose_device("cpu"))
    assert damaged.value.code is ErrorCode.ASSET_CORRUPT
    save(nn.Linear(2, 2), path)
    with pytest.raises(MachineError, match="can't decode and encode"):
        load_vae(path, choose_device("cpu"))


def test_references_come_to_the_level_that_the_model_knows() -> None:
    audio = np.random.default_rng(1).uniform(-0.1, 0.1, (2, 1_000)).astype(np.float32)
    assert np.abs(at_reference_peak(audio)).max() == pytest.approx(10 ** (-6 / 20), rel=1e-6)
    assert not at_reference_peak(np.zeros((2, 10), dtype=np.float32)).any()
