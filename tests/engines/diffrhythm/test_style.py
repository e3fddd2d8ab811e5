"""Styles by words and by recordings: as the published code gives them, from files in its format."""

from __future__ import annotations

import gc
import json
import subprocess
import sys
import weakref
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
from golden_songs import error
from numpy.typing import NDArray
from style_cases import TOKENS, StyleCase
from torch import Tensor

from musicgen_local.engines.diffrhythm.device import choose_device
from musicgen_local.engines.diffrhythm.style import checkpoint, config, words
from musicgen_local.engines.diffrhythm.style.config import (
    AUDIO_FILE,
    CLIP_SAMPLES,
    CLIP_SECONDS,
    JOINT_FILE,
    SAMPLE_RATE,
    TEXT_FILE,
)
from musicgen_local.engines.diffrhythm.style.encoder import StyleEncoder
from musicgen_local.engines.diffrhythm.style.mel import log_mel
from musicgen_local.errors import ErrorCode, MachineError, UserError

PLAIN, OTHER = StyleCase("plain"), StyleCase("other")
BOTH = pytest.mark.parametrize("case", [PLAIN, OTHER], ids=lambda case: str(case.name))
CPU = choose_device("cpu")
MOST = 1e-5  # relative L2 error: the rounding of float32 in a spectrum's quiet bands


def load(folder: Path, dtype: torch.dtype = torch.float32) -> StyleEncoder:
    return StyleEncoder.load(folder, CPU, dtype)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return PLAIN.write(tmp_path_factory.mktemp("mulan"))


@pytest.fixture(scope="module")
def encoder(folder: Path) -> StyleEncoder:
    return load(folder)


def likeness(one: NDArray[np.float32], other: NDArray[np.float32]) -> float:
    """The cosine of two vectors of length 1."""
    for vector in (one, other):
        assert vector.shape == (512,)
        assert vector.dtype == np.float32
        assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-6)
    return float(one @ other)


@BOTH
def test_spectra_are_those_of_the_published_code(case: StyleCase) -> None:
    mel = log_mel(torch.from_numpy(case.clip()))
    assert mel.shape == (1, config.MEL_BANDS, CLIP_SECONDS * config.MEL_RATE)
    assert error(mel[0, :, ::20], case.expected("mel")) < MOST


@BOTH
def test_a_recording_gives_the_published_vector(case: StyleCase, tmp_path: Path) -> None:
    encoder = load(case.write(tmp_path))
    assert (
        error(torch.from_numpy(encoder.of_audio(case.clip(), SAMPLE_RATE)), case.expected("audio"))
        < MOST
    )


@BOTH
@pytest.mark.parametrize("count", [3, 17])
def test_tokens_give_the_published_vector(case: StyleCase, count: int, tmp_path: Path) -> None:
    model = load(case.write(tmp_path)).model
    with torch.inference_mode():
        vector = model.read(case.ids(count))[0]
        inner = model.text.model(case.ids(17))[0]
    assert error(vector, case.expected(f"text_{count}")) < MOST
    assert error(inner, case.expected("text_hidden")) < MOST


@BOTH
def test_the_listener_is_left_at_the_published_layer(case: StyleCase, tmp_path: Path) -> None:
    tower = load(case.write(tmp_path)).model.audio
    with torch.inference_mode():
        mel = (log_mel(torch.from_numpy(case.clip())) - tower.mel_mean) / tower.mel_deviation
        heard = tower.model["model"](mel)[0]
    assert error(heard[::5], case.expected("audio_hidden")) < MOST


@pytest.mark.parametrize("text", TOKENS)
def test_words_become_the_published_tokens(text: str, folder: Path) -> None:
    tokenizer = words.Tokenizer(folder / words.FILE, config.read_config(folder).text)
    assert tokenizer.ids(text) == TOKENS[text]


def test_words_of_three_languages_become_styles(encoder: StyleEncoder, folder: Path) -> None:
    texts = ("mellow piano", "спокойное пианино", "温柔的钢琴")
    styles = [encoder.of_text(text) for text in texts]
    for i, style in enumerate(styles):
        assert likeness(style, styles[i - 1]) < 0.999
    # What was read before, or by whom, leaves nothing behind.
    again = load(folder)
    for text, style in reversed(list(zip(texts, styles, strict=True))):
        assert np.array_equal(again.of_text(text), style)


def test_clips_of_a_batch_do_not_know_one_another(encoder: StyleEncoder) -> None:
    clips = torch.from_numpy(np.concatenate((PLAIN.clip(), OTHER.clip(), PLAIN.clip()[:, ::-1])))
    with torch.inference_mode():
        together = encoder.model.hear(clips)
        for clip, vector in zip(clips, together, strict=True):
            assert error(encoder.model.hear(clip[None])[0], vector) < 1e-6


def test_only_the_middle_of_a_recording_is_heard(encoder: StyleEncoder) -> None:
    clip = PLAIN.clip()
    before, after = np.zeros((1, 7 * SAMPLE_RATE)), np.ones((1, int(7.9 * SAMPLE_RATE)))
    recording = np.concatenate((before, clip, after), axis=1).astype(np.float32)
    assert np.array_equal(
        encoder.of_audio(recording, SAMPLE_RATE), encoder.of_audio(clip, SAMPLE_RATE)
    )


def test_the_rate_and_the_channels_of_a_recording_do_not_matter(encoder: StyleEncoder) -> None:
    def chord(rate: int) -> NDArray[np.float32]:
        times = np.arange(12 * rate) / rate
        tones = [np.sin(2 * np.pi * hz * times) for hz in (220, 277.18, 329.63, 2_637)]
        return np.asarray(0.2 * np.sum(tones, axis=0, keepdims=True), dtype=np.float32)

    wanted = encoder.of_audio(chord(24_000), 24_000)
    mono = chord(44_100)
    stereo = np.concatenate((0.5 * mono, 1.5 * mono))
    for samples in (mono, stereo):
        assert likeness(encoder.of_audio(samples, 44_100), wanted) > 0.999
    assert likeness(encoder.of_audio(PLAIN.clip(), 24_000), wanted) < 0.999


def test_half_the_bits_give_nearly_the_same_style(folder: Path, encoder: StyleEncoder) -> None:
    small = load(folder, torch.bfloat16)
    assert 0.45 < small.bytes / encoder.bytes < 0.55  # the rotation's table stays as it is
    assert likeness(small.of_text("mellow piano"), encoder.of_text("mellow piano")) > 0.999
    assert (
        likeness(small.of_audio(PLAIN.clip(), 24_000), encoder.of_audio(PLAIN.clip(), 24_000))
        > 0.99
    )


def test_memory_is_told_and_given_back(folder: Path) -> None:
    state = PLAIN.state()
    used = sum(
        tensor.nbytes
        for name, tensor in state.items()
        if not checkpoint.is_training_only(name.removeprefix(checkpoint.PREFIX))
    )
    encoder = load(folder)
    assert encoder.bytes == used < sum(tensor.nbytes for tensor in state.values())
    model = weakref.ref(encoder.model)
    del encoder
    gc.collect()
    assert model() is None


def test_an_older_pickle_is_read(folder: Path, tmp_path: Path, encoder: StyleEncoder) -> None:
    older = PLAIN.write(tmp_path)
    torch.save(PLAIN.state(), older / checkpoint.FILE, _use_new_zipfile_serialization=False)
    assert np.array_equal(load(older).of_text("piano"), encoder.of_text("piano"))


def test_what_other_versions_left_in_the_file_does_not_matter(
    tmp_path: Path, encoder: StyleEncoder
) -> None:
    state = PLAIN.state()
    for name in (
        "audio.model.model.conformer.pos_conv_embed.conv.weight_g",
        "audio.model.model.conformer.pos_conv_embed.conv.weight_v",
        "audio.model.model.preprocessor_melspec_2048.mel_stft.mel_scale.fb",
        "text.model.embeddings.position_ids",
    ):
        assert checkpoint.PREFIX + name not in state
        state[checkpoint.PREFIX + name] = torch.ones(3)
    with_more = load(PLAIN.write(tmp_path, state))
    assert with_more.bytes == encoder.bytes
    assert np.array_equal(with_more.of_text("piano"), encoder.of_text("piano"))


@pytest.mark.parametrize("text", ["", " \n\t "])
def test_no_words_are_no_style(encoder: StyleEncoder, text: str) -> None:
    with pytest.raises(UserError) as caught:
        encoder.of_text(text)
    assert caught.value.code is ErrorCode.INVALID_PROMPT


def test_the_longest_text_is_read_and_a_longer_one_refused(encoder: StyleEncoder) -> None:
    room = PLAIN.told["xlm_roberta"]["max_position_embeddings"] - 4
    longest = " ".join(["x"] * (room // 2))
    assert len(encoder.tokenizer.ids(longest)) == room + 2
    encoder.of_text(longest)
    with pytest.raises(UserError) as caught:
        encoder.of_text(longest + " x")
    assert caught.value.code is ErrorCode.INVALID_PROMPT
    assert caught.value.details["at_most"] == room


def _silent_in_the_middle() -> NDArray[np.float32]:
    recording = np.tile(PLAIN.clip(), 3)
    recording[:, CLIP_SAMPLES : 2 * CLIP_SAMPLES] *= 1e-4
    return recording


@pytest.mark.parametrize(
    ("samples", "said"),
    [
        (lambda: PLAIN.clip()[:, :-1], "too short: 10.0 s"),
        (lambda: np.zeros((2, 0), np.float32), "too short: 0.0 s"),
        (_silent_in_the_middle, "silent in its middle 10 s"),
        (lambda: np.full((1, CLIP_SAMPLES), np.nan, np.float32), "damaged"),
    ],
)
def test_what_cannot_be_heard_is_said(
    encoder: StyleEncoder, samples: Callable[[], NDArray[np.float32]], said: str
) -> None:
    with pytest.raises(UserError, match=said) as caught:
        encoder.of_audio(samples(), SAMPLE_RATE)
    assert caught.value.code is ErrorCode.INVALID_AUDIO
    assert caught.value.recovery


@pytest.mark.parametrize("file", [JOINT_FILE, AUDIO_FILE, TEXT_FILE, words.FILE, checkpoint.FILE])
def test_each_file_is_missed_and_its_damage_is_told(tmp_path: Path, file: str) -> None:
    path = PLAIN.write(tmp_path) / file
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(MachineError) as caught:
        load(tmp_path)
    assert caught.value.code is ErrorCode.ASSET_CORRUPT
    assert path.name in caught.value.message
    assert "mgl models download muq-mulan-large --force" in caught.value.recovery
    path.unlink()
    with pytest.raises(MachineError) as caught:
        load(tmp_path)
    assert caught.value.code is ErrorCode.MODEL_NOT_INSTALLED
    assert caught.value.details["path"] == str(path)


def test_what_reads_pieces_of_words_is_asked_for(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "sentencepiece", None)
    with pytest.raises(MachineError) as caught:
        load(folder)
    assert caught.value.code is ErrorCode.MODEL_NOT_INSTALLED
    assert "pip install 'musicgen-local[torch]'" in caught.value.recovery


def test_a_clip_is_cut_and_styles_are_mixed_without_torch() -> None:
    package = "musicgen_local.engines.diffrhythm.style"
    code = f"import sys, {package}.clip, {package}.mix; print('torch' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stdout.split() == [b"False"]


def _without(state: dict[str, Tensor]) -> None:
    del state["mulan.text.model.embeddings.LayerNorm.bias"]


def _with_more(state: dict[str, Tensor]) -> None:
    state["mulan.audio.model.model.conformer.layers.9.ffn1.output_dense.bias"] = torch.zeros(4)


def _with_another_shape(state: dict[str, Tensor]) -> None:
    state["mulan.audio_to_latents.weight"] = torch.zeros(512, 40)


def _with_integers(state: dict[str, Tensor]) -> None:
    name = "mulan.audio.proj.bias"
    state[name] = state[name].to(torch.int64)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (_without, "missing: mulan.text.model.embeddings.LayerNorm.bias"),
        (_with_more, "unexpected: mulan.audio.model.model.conformer.layers.9.ffn1.output_dense"),
        (_with_another_shape, r"mulan.audio_to_latents.weight \[512, 40\] instead of \[512, 48\]"),
        (_with_integers, "no floats: mulan.audio.proj.bias"),
    ],
)
def test_weights_that_differ_are_named(
    tmp_path: Path, change: Callable[[dict[str, Tensor]], None], said: str
) -> None:
    state = PLAIN.state()
    change(state)
    with pytest.raises(MachineError, match=said) as caught:
        load(PLAIN.write(tmp_path, state))
    assert caught.value.code is ErrorCode.ASSET_CORRUPT


@pytest.mark.parametrize(
    ("file", "part", "name", "value"),
    [
        (JOINT_FILE, "mulan", "sr", 16_000),
        (JOINT_FILE, "audio_model", "use_layer_idx", 4),
        (AUDIO_FILE, "w2v2_config", "position_embeddings_type", "relative"),
        (AUDIO_FILE, "w2v2_config", "num_attention_heads", 3),
        (AUDIO_FILE, "stat", "melspec_2048_std", 0),
        (AUDIO_FILE, "", "label_rate", 10),
        (TEXT_FILE, "", "hidden_act", "relu"),
        (TEXT_FILE, "", "vocab_size", 404),
    ],
)
def test_settings_of_another_model_are_refused(
    tmp_path: Path, file: str, part: str, name: str, value: object
) -> None:
    path = PLAIN.write(tmp_path) / file
    told = json.loads(path.read_text("utf-8"))
    (told[part] if part else told)[name] = value
    path.write_text(json.dumps(told), "utf-8")
    with pytest.raises(MachineError, match=str(value) if name != "vocab_size" else "402") as caught:
        load(tmp_path)
    assert caught.value.code is ErrorCode.ASSET_CORRUPT
