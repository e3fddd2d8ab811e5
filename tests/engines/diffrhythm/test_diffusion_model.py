"""The transformer gives what the published one gives, number by number."""

from __future__ import annotations

import json

import pytest
import torch
from golden_songs import CASES, DATA, Case, error, model_of, state_of

from musicgen_local.engines.diffrhythm.config import (
    BASE_95,
    FULL_285,
    LATENT_RATE,
    QUALITIES,
    ModelConfig,
    config_of,
    frames_of,
)
from musicgen_local.engines.diffrhythm.device import Arithmetic, choose_device
from musicgen_local.engines.diffrhythm.elementwise import EAGER, compiled, missing_compiler
from musicgen_local.engines.diffrhythm.loading import LoadOptions, ready_model
from musicgen_local.engines.diffrhythm.model import DiffusionTransformer
from musicgen_local.engines.diffrhythm.projections import (
    AnyProjection,
    Int8Projection,
    PackedProjection,
    Projection,
)
from musicgen_local.engines.diffrhythm.weights import expected_shapes
from musicgen_local.progress import CancelToken

EXACT = 5e-6


def _evaluated(case: Case, model: DiffusionTransformer, at: float, *, null: bool) -> torch.Tensor:
    text, reference, style = case.text(), case.reference(), case.song().style
    if null:
        text, reference = torch.zeros_like(text), torch.zeros_like(reference)
        style = case.song().negative_style
    with torch.inference_mode():
        prepared = model.prepare(text[None], reference[None], style[None])
        (moment,) = model.moments(torch.tensor([at]), case.frames)
        x = case.drawn("x", 1, case.frames, case.config.mel_dim)
        velocity: torch.Tensor = model(x, prepared, moment)
    return velocity[0]


@pytest.mark.parametrize("at", [0.0, 0.5, 0.96875])
@pytest.mark.parametrize("name", CASES)
def test_an_evaluation_is_the_published_one(name: str, at: float) -> None:
    case = Case(name)
    velocity = _evaluated(case, model_of(case.config), at, null=False)
    assert error(velocity, case.expected(f"forward_t{at}")) < EXACT


@pytest.mark.parametrize("name", CASES)
def test_the_evaluation_without_conditions_is_the_published_one(name: str) -> None:
    case = Case(name)
    velocity = _evaluated(case, model_of(case.config), 0.5, null=True)
    assert error(velocity, case.expected("forward_null_t0.5")) < EXACT


def test_names_and_shapes_of_the_billion_are_the_published_ones() -> None:
    published = json.loads((DATA / "state_dict_1b_full.json").read_text("utf-8"))
    wanted = {name: tuple(shape) for name, shape in published.items()}
    assert expected_shapes(FULL_285) == wanted
    without = {name for name in wanted if ".duration_time_embed." in name}
    assert len(without) == 4
    assert expected_shapes(BASE_95) == {
        name: shape for name, shape in wanted.items() if name not in without
    }


def test_reference_precision_changes_what_is_heard_a_little() -> None:
    case = Case("full")
    rounded = DiffusionTransformer(case.config, reference_precision=True)
    rounded.load_state_dict(state_of(case.config))
    velocity = _evaluated(case, rounded, 0.5, null=False)
    assert EXACT < error(velocity, case.expected("forward_t0.5")) < 0.05


@pytest.mark.parametrize(
    ("arithmetic", "bound"),
    [(Arithmetic.FLOAT32, EXACT), (Arithmetic.BFLOAT16, 0.03), (Arithmetic.INT8, 0.04)],
)
def test_each_arithmetic_keeps_within_its_stated_error(
    arithmetic: Arithmetic, bound: float
) -> None:
    case = Case("base")
    options = LoadOptions(arithmetic, reference_precision=False)
    loaded = ready_model(
        state_of(case.config), case.config, choose_device("cpu"), options, CancelToken()
    )
    found = error(_evaluated(case, loaded.model, 0.5, null=False), case.expected("forward_t0.5"))
    assert found < bound
    if arithmetic is not Arithmetic.FLOAT32:
        assert found > 1e-4  # it was computed otherwise, indeed


def test_packed_weights_give_the_published_evaluation() -> None:
    case = Case("base")
    model = DiffusionTransformer(case.config)
    model.load_state_dict(state_of(case.config))
    packed = 0
    for name, module in list(model.named_modules()):
        if isinstance(module, Projection):
            model.set_submodule(name, PackedProjection(module.weight.detach(), torch.float32))
            packed += 1
    assert packed == 7 * case.config.depth
    velocity = _evaluated(case, model, 0.5, null=False)
    assert error(velocity, case.expected("forward_t0.5")) < EXACT


def test_a_lower_arithmetic_takes_less_memory() -> None:
    case = Case("base")
    held = {
        arithmetic: ready_model(
            state_of(case.config),
            case.config,
            choose_device("cpu"),
            LoadOptions(arithmetic),
            CancelToken(),
        ).weight_bytes
        for arithmetic in (Arithmetic.FLOAT32, Arithmetic.BFLOAT16, Arithmetic.INT8)
    }
    exact = sum(tensor.nbytes for tensor in state_of(case.config).values())
    assert held[Arithmetic.FLOAT32] == exact
    assert held[Arithmetic.INT8] < held[Arithmetic.BFLOAT16] < exact


@pytest.mark.parametrize("kind", [Projection, PackedProjection, Int8Projection])
def test_every_projection_is_the_matrix_product(kind: type[AnyProjection]) -> None:
    generator = torch.Generator().manual_seed(3)
    weight = torch.randn(48, 64, generator=generator)
    x = torch.randn(10, 64, generator=generator)
    residual = torch.randn(10, 48, generator=generator)
    product = x @ weight.t()
    units = choose_device("cpu").int8_units
    made: AnyProjection
    if kind is Projection:
        made = Projection.holding(weight)
    elif kind is PackedProjection:
        made = PackedProjection(weight, torch.float32)
    else:
        made = Int8Projection(weight, torch.float32, units=units)
    bound = 0.02 if kind is Int8Projection else 1e-6
    with torch.inference_mode():
        assert error(made(made.share(x, EAGER)), product) < bound
        by_row = made(made.share(x.view(2, 5, 64), EAGER))
        assert error(by_row, product.view(2, 5, 48)) < bound
        rows = residual.clone()
        made.add_to(rows, x, EAGER)
        assert error(rows - residual, product) < bound


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of PyTorch about itself
def test_compiled_functions_are_the_same_functions() -> None:
    assert missing_compiler("cpu") == "", "a C++ compiler is needed: apt-get install g++"
    generator = torch.Generator().manual_seed(4)
    x = torch.randn(2, 24, 4, 8, generator=generator)
    cos, sin = torch.randn(2, 24, 1, 4, generator=generator)
    fast = compiled()
    with torch.inference_mode():  # the two that are written otherwise there
        turned, again = torch.empty_like(x), torch.empty_like(x)
        fast.rotate(x, cos, sin, turned)
        EAGER.rotate(x, cos, sin, again)
        assert error(turned, again) < 1e-6
        assert error(fast.gate(x, x + 1), EAGER.gate(x.clone(), x + 1)) < 1e-6


def test_what_nothing_compiles_for_is_said() -> None:
    assert "mps" in missing_compiler("mps")


@pytest.mark.parametrize(
    ("seconds", "frames", "config"),
    [(95, 2_048, BASE_95), (96, 2_067, FULL_285), (180, 3_875, FULL_285), (285, 6_136, FULL_285)],
)
def test_lengths_have_their_model(seconds: float, frames: int, config: ModelConfig) -> None:
    assert frames_of(seconds) == frames
    assert config_of(seconds) is config
    assert abs(frames / LATENT_RATE - seconds) < 0.15


@pytest.mark.parametrize("seconds", [94.9, 95.5, 285.1])
def test_other_lengths_are_refused(seconds: float) -> None:
    with pytest.raises(ValueError, match="neither"):
        config_of(seconds)


def test_more_frames_than_the_model_knows_are_refused() -> None:
    case = Case("base")
    with pytest.raises(ValueError, match="2049 frames"):
        model_of(case.config).prepare(
            torch.zeros(1, 2_049, dtype=torch.int64), torch.zeros(1, 2_049, 64), torch.zeros(1, 512)
        )


def test_better_quality_takes_more_steps_and_more_guidance() -> None:
    qualities = list(QUALITIES.values())
    assert QUALITIES["high"].steps == 32
    assert [q.steps for q in qualities] == sorted({q.steps for q in qualities})
    assert [q.guidance for q in qualities] == sorted({q.guidance for q in qualities})
