"""From noise to a song: exactly as published, to be stopped at any time, and the same again."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch
from golden_songs import CASES, Case, error, model_of
from torch import Tensor

from musicgen_local.engines.diffrhythm.model import DiffusionTransformer
from musicgen_local.engines.diffrhythm.sampler import (
    OPEN_END,
    Sampled,
    SamplerOptions,
    Song,
    Step,
    draw_noise,
    sample,
    segment_frames,
)
from musicgen_local.errors import Canceled, ErrorCode, MachineError
from musicgen_local.progress import CancelToken

EXACT = 5e-6


def _ignore(step: Step) -> None:
    del step


def _sampled(
    case: Case, options: SamplerOptions, song: Song | None = None, noise: Tensor | None = None
) -> Sampled:
    return sample(
        model_of(case.config),
        song or case.song(),
        case.noise() if noise is None else noise,
        options,
        _ignore,
        CancelToken(),
    )


@pytest.mark.parametrize("name", CASES)
def test_a_song_and_the_way_to_it_are_the_published_ones(name: str) -> None:
    case = Case(name)
    states: list[Tensor] = []
    sampled = sample(
        model_of(case.config),
        case.song(),
        case.noise(),
        case.options(),
        lambda step: states.append(step.latents.clone()),
        CancelToken(),
    )
    assert error(states[0], case.expected("trajectory_1")) < EXACT
    assert error(sampled.latents, case.expected("sample")) < EXACT
    assert sampled.notices == ()


def test_what_is_not_remade_stays_as_it_was() -> None:
    case = Case("edit")
    song = replace(case.song(), segments=((10, 40), (70, OPEN_END)))
    latents = _sampled(case, case.options(), song).latents[0]
    reference = case.reference()
    assert torch.equal(latents[:10], reference[:10])
    assert torch.equal(latents[40:70], reference[40:70])
    assert not torch.isclose(latents[10:40], reference[10:40]).all(1).any()
    assert not torch.isclose(latents[70:], reference[70:]).all(1).any()


def test_each_song_of_a_batch_is_the_one_of_its_seed() -> None:
    case = Case("batch")
    options = SamplerOptions(steps=4)
    together = _sampled(case, options, noise=draw_noise([7, 8, 9, 7], case.frames, 64)).latents
    alone = _sampled(case, options, noise=draw_noise([9], case.frames, 64)).latents
    assert error(together[2:3], alone) < EXACT
    assert error(together[3], together[0]) < EXACT
    assert error(together[1], together[0]) > 0.1
    again = _sampled(case, options, noise=draw_noise([9], case.frames, 64)).latents
    assert torch.equal(again, alone)


def test_noise_is_standard_normal_and_for_one_to_four_songs() -> None:
    noise = draw_noise([1, 2], 4_000, 64)
    assert abs(float(noise.mean())) < 0.01
    assert abs(float(noise.std()) - 1) < 0.01
    for seeds in ([], [1, 2, 3, 4, 5]):
        with pytest.raises(ValueError, match="songs at a time"):
            draw_noise(seeds, 8, 64)


def test_each_step_is_told() -> None:
    case = Case("base")
    told: list[tuple[int, int]] = []
    sample(
        model_of(case.config),
        case.song(),
        case.noise(),
        SamplerOptions(steps=5),
        lambda step: told.append((step.done, step.steps)),
        CancelToken(),
    )
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_a_stop_comes_before_the_next_block() -> None:
    case = Case("base")
    cancel = CancelToken()
    told: list[int] = []

    def stop_after_two(step: Step) -> None:
        told.append(step.done)
        if step.done == 2:
            cancel.cancel()

    with pytest.raises(Canceled):
        sample(
            model_of(case.config),
            case.song(),
            case.noise(),
            case.options(),
            stop_after_two,
            cancel,
        )
    assert told == [1, 2]


def test_a_time_limit_ends_the_song_and_says_how_far_it_was() -> None:
    case = Case("base")
    with pytest.raises(MachineError) as caught:
        _sampled(case, replace(case.options(), time_limit_seconds=0.0))
    assert caught.value.code is ErrorCode.GENERATION_TIMEOUT
    assert caught.value.details["steps_done"] == 0
    assert caught.value.recovery


def test_guidance_on_a_part_of_the_steps_takes_less_work_at_a_bounded_error() -> None:
    case = Case("full")
    whole = _sampled(case, case.options())
    part = _sampled(case, replace(case.options(), guidance_from=0.2, guidance_to=0.8))
    # Seven steps at 0, 1/7 ... 6/7: four of them are guided.
    assert part.row_blocks / whole.row_blocks == (4 * 2 + 3) / (7 * 2)
    assert 1e-3 < error(part.latents, whole.latents) < 1.0


def test_keeping_the_later_blocks_takes_less_work_at_a_bounded_error() -> None:
    case = Case("full")
    options = SamplerOptions(steps=24)
    whole = _sampled(case, options)
    kept = _sampled(case, replace(options, reuse_below=0.2))
    assert kept.row_blocks < 0.8 * whole.row_blocks
    assert 1e-3 < error(kept.latents, whole.latents) < 0.2
    none_kept = _sampled(case, replace(options, reuse_below=1e-9))
    assert none_kept.row_blocks == whole.row_blocks
    assert error(none_kept.latents, whole.latents) < EXACT


class _Cramped(DiffusionTransformer):
    """Has memory for a number of rows at a time, as a small device has."""

    rows_that_fit = 1

    def pass_blocks(self, hidden: Tensor, prepared: object, first: int, last: int) -> None:
        """As the model does, or out of memory."""
        if len(hidden) > self.rows_that_fit:
            raise torch.OutOfMemoryError("out of memory")
        super().pass_blocks(hidden, prepared, first, last)  # type: ignore[arg-type]


def _cramped(case: Case, rows_that_fit: int) -> _Cramped:
    model = _Cramped(case.config)
    model.load_state_dict(model_of(case.config).state_dict())
    model.rows_that_fit = rows_that_fit
    return model


def test_where_memory_is_short_the_rows_go_one_by_one_to_the_same_end() -> None:
    case = Case("batch")
    sampled = sample(
        _cramped(case, 1), case.song(), case.noise(), case.options(), _ignore, CancelToken()
    )
    assert error(sampled.latents, case.expected("sample")) < EXACT
    assert len(sampled.notices) == 1


def test_where_one_row_is_too_much_the_error_says_what_to_do() -> None:
    case = Case("batch")
    with pytest.raises(MachineError) as caught:
        sample(_cramped(case, 0), case.song(), case.noise(), case.options(), _ignore, CancelToken())
    assert caught.value.code is ErrorCode.OUT_OF_MEMORY
    assert "shorter song" in caught.value.recovery


def test_what_makes_no_sense_is_refused() -> None:
    case = Case("edit")
    song = case.song()
    for wrong in (
        replace(song, segments=()),
        replace(song, reference=None),
        replace(song, segments=((40, 40),)),
        replace(song, segments=((-2, 40),)),
        replace(song, segments=((200, OPEN_END),)),
    ):
        with pytest.raises(ValueError, match=r"segment"):
            _sampled(case, case.options(), wrong)
    with pytest.raises(ValueError, match="2 steps"):
        _sampled(case, SamplerOptions(steps=1))
    with pytest.raises(ValueError, match="frames"):
        _sampled(case, case.options(), noise=torch.zeros(1, 5, 64))


def test_segments_in_seconds_become_frames() -> None:
    assert segment_frames(10.0, 20.5) == (215, 441)
    assert segment_frames(0.0, -1) == (0, OPEN_END)
