"""The file of weights: whatever is wrong with it is said, and it is converted once."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from golden_songs import Case, error, state_of
from safetensors import safe_open
from torch import Tensor

from musicgen_local.assets.staging import hash_file
from musicgen_local.engines.diffrhythm.config import ModelConfig
from musicgen_local.engines.diffrhythm.device import Arithmetic, choose_device
from musicgen_local.engines.diffrhythm.loading import LoadOptions, load_model
from musicgen_local.engines.diffrhythm.sampler import sample
from musicgen_local.engines.diffrhythm.weights import (
    PREFIX,
    convert_once,
    converted_path,
    read_state,
)
from musicgen_local.errors import Canceled, ErrorCode, MachineError
from musicgen_local.progress import CancelToken

SMALL = ModelConfig(dim=64, depth=2, conv_layers=1, max_frames=64)


def _published(state: dict[str, Tensor]) -> dict[str, Any]:
    return {"model_state_dict": {PREFIX + name: tensor for name, tensor in state.items()}}


@pytest.fixture(scope="module")
def small() -> dict[str, Tensor]:
    return state_of(SMALL)


@pytest.fixture
def source(tmp_path: Path, small: dict[str, Tensor]) -> Path:
    path = tmp_path / "cfm_model.pt"
    torch.save(_published(small), path)
    return path


def _refused(source: Path, code: ErrorCode = ErrorCode.ASSET_CORRUPT) -> MachineError:
    with pytest.raises(MachineError) as caught:
        convert_once(source, SMALL, CancelToken())
    assert caught.value.code is code
    assert "mgl models download diffrhythm" in caught.value.recovery
    assert [path.name for path in source.parent.iterdir() if path != source] == []
    return caught.value


def test_the_published_file_gives_the_golden_song(tmp_path: Path) -> None:
    case = Case("base")
    path = tmp_path / "cfm_model.pt"
    torch.save(_published(state_of(case.config)), path)
    options = LoadOptions(Arithmetic.FLOAT32, reference_precision=False)
    loaded = load_model(path, case.config, choose_device("cpu"), options, CancelToken())
    sampled = sample(
        loaded.model, case.song(), case.noise(), case.options(), lambda step: None, CancelToken()
    )
    assert error(sampled.latents, case.expected("sample")) < 5e-6
    assert loaded.notices == ()


@pytest.mark.parametrize("dtype", [torch.float32, torch.float16, torch.bfloat16])
@pytest.mark.parametrize("newer_format", [True, False])
def test_a_converted_file_holds_the_same_numbers(
    tmp_path: Path, small: dict[str, Tensor], dtype: torch.dtype, newer_format: bool
) -> None:
    path = tmp_path / "cfm_model.pt"
    stored = {name: tensor.to(dtype) for name, tensor in small.items()}
    torch.save(_published(stored), path, _use_new_zipfile_serialization=newer_format)
    target = convert_once(path, SMALL, CancelToken())
    state = read_state(target, SMALL)
    assert state.keys() == small.keys()
    assert all(torch.equal(state[name], stored[name]) for name in state)
    assert all(tensor.dtype is dtype for tensor in state.values())
    with safe_open(target, framework="pt") as file:
        assert file.metadata()["source_sha256"] == hash_file(path, CancelToken())


def test_it_is_converted_once_and_again_only_when_it_changed(
    source: Path, small: dict[str, Tensor]
) -> None:
    target = convert_once(source, SMALL, CancelToken())
    first = target.stat().st_ino
    assert convert_once(source, SMALL, CancelToken()).stat().st_ino == first
    os.utime(source, (1, 1))  # touched, but the same
    assert convert_once(source, SMALL, CancelToken()).stat().st_ino == first
    changed = {name: tensor + 1 for name, tensor in small.items()}
    torch.save(_published(changed), source)
    os.utime(source, (2, 2))
    state = read_state(convert_once(source, SMALL, CancelToken()), SMALL)
    assert torch.equal(state["proj_out.bias"], changed["proj_out.bias"])


def test_a_damaged_conversion_is_made_again_from_its_source(source: Path) -> None:
    target = convert_once(source, SMALL, CancelToken())
    before = read_state(target, SMALL)
    target.unlink()
    target.write_bytes(b"half a file")
    after = read_state(convert_once(source, SMALL, CancelToken()), SMALL)
    assert all(torch.equal(after[name], before[name]) for name in before)


def test_once_converted_the_source_may_go(source: Path) -> None:
    target = convert_once(source, SMALL, CancelToken())
    source.unlink()
    assert convert_once(source, SMALL, CancelToken()) == target


def test_a_damaged_conversion_without_its_source_is_said(source: Path) -> None:
    target = convert_once(source, SMALL, CancelToken())
    source.unlink()
    target.write_bytes(target.read_bytes()[:-50])
    with pytest.raises(MachineError) as caught:
        read_state(target, SMALL)
    assert caught.value.code is ErrorCode.ASSET_CORRUPT


def test_no_file_at_all_says_how_to_get_it(tmp_path: Path) -> None:
    _refused(tmp_path / "cfm_model.pt", ErrorCode.MODEL_NOT_INSTALLED)


def test_keys_that_are_missing_left_over_or_misshapen_are_named(
    source: Path, small: dict[str, Tensor]
) -> None:
    wrong = dict(small)
    del wrong["proj_out.bias"]
    wrong["extra.weight"] = torch.zeros(3)
    wrong["norm_out.linear.bias"] = torch.zeros(7)
    torch.save(_published(wrong), source)
    refused = _refused(source)
    assert "missing: transformer.proj_out.bias" in refused.message
    assert "unexpected: transformer.extra.weight" in refused.message
    assert "transformer.norm_out.linear.bias [7] instead of [128]" in refused.message
    assert refused.details["missing"] == ["transformer.proj_out.bias"]


def test_the_other_model_is_not_taken_for_this_one(source: Path) -> None:
    shorter = ModelConfig(dim=64, depth=2, conv_layers=1, max_frames=64, duration_embedding=False)
    with pytest.raises(MachineError, match=r"unexpected: transformer\.duration_time_embed"):
        convert_once(source, shorter, CancelToken())


def _truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-2_000])


def _garbled(path: Path) -> None:
    path.write_bytes(b"no weights at all")


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _without_the_key(path: Path) -> None:
    torch.save({"weights": {}}, path)


def _of_something_else(path: Path) -> None:
    torch.save([1, 2, 3], path)


def _of_words(path: Path) -> None:
    torch.save({"model_state_dict": {"transformer.proj_out.bias": "a word"}}, path)


class _Harmful:
    def __reduce__(self) -> tuple[Callable[[str], object], tuple[str]]:
        return os.mkdir, ("harm",)


def _harmful(path: Path) -> None:
    torch.save({"model_state_dict": _Harmful()}, path)


@pytest.mark.parametrize(
    "spoil",
    [
        _truncated, _garbled, _empty, _without_the_key, _of_something_else, _of_words, _harmful,
    ],
)  # fmt: skip
def test_a_file_that_is_damaged_or_no_model_is_said_and_does_no_harm(
    source: Path, spoil: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(source.parent)
    spoil(source)
    _refused(source)


def test_a_stop_leaves_nothing_behind(source: Path) -> None:
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Canceled):
        convert_once(source, SMALL, cancel)
    assert list(source.parent.iterdir()) == [source]
    assert not converted_path(source).exists()
