"""Styles are mixed by direction."""

from __future__ import annotations

import numpy as np
import pytest
from golden_songs import rng
from hypothesis import given
from hypothesis import strategies as st

from musicgen_local.engines.diffrhythm.style.mix import Embedding, mixed
from musicgen_local.errors import ErrorCode, UserError


def style(name: str) -> Embedding:
    values = rng(name).standard_normal(512)
    return np.asarray(values / np.linalg.norm(values), dtype=np.float32)


JAZZ, TECHNO, CHOIR = style("jazz"), style("techno"), style("choir")


def test_one_style_stays_as_it_is() -> None:
    assert mixed([(JAZZ, 0.3)]) == pytest.approx(JAZZ, abs=1e-7)
    assert mixed([(JAZZ, 2), (TECHNO, 0)]) == pytest.approx(JAZZ, abs=1e-7)


@given(st.tuples(st.floats(0.01, 1e6), st.floats(0.01, 1e6), st.floats(1e-3, 1e3)))
def test_a_mix_is_of_length_1_and_nearer_to_what_weighs_more(
    weights: tuple[float, float, float],
) -> None:
    first, second, scale = weights
    mix = mixed([(JAZZ, first), (TECHNO, second)])
    assert mix.dtype == np.float32
    assert np.linalg.norm(mix) == pytest.approx(1, abs=1e-6)
    assert np.sign(round(float(mix @ JAZZ - mix @ TECHNO), 5)) in (0, np.sign(first - second))
    # The order and the unit of the weights don't count.
    other = mixed([(TECHNO, second * scale), (JAZZ, first * scale)])
    assert other == pytest.approx(mix, abs=1e-6)


def test_equal_weights_lie_in_the_middle() -> None:
    mix = mixed([(JAZZ, 1), (TECHNO, 1), (CHOIR, 1)])
    summed = JAZZ + TECHNO + CHOIR
    assert mix == pytest.approx(summed / np.linalg.norm(summed), abs=1e-6)


@pytest.mark.parametrize(
    "parts",
    [
        [],
        [(JAZZ, 0.0), (TECHNO, 0.0)],
        [(JAZZ, 1.0), (TECHNO, -0.5)],
        [(JAZZ, float("nan"))],
        [(JAZZ, float("inf")), (TECHNO, 1.0)],
        [(JAZZ, 1.0), (-JAZZ, 1.0)],
    ],
)
def test_what_gives_no_direction_is_refused(parts: list[tuple[Embedding, float]]) -> None:
    with pytest.raises(UserError) as caught:
        mixed(parts)
    assert caught.value.code is ErrorCode.VALIDATION
    assert caught.value.recovery
