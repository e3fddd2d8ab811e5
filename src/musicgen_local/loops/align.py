"""How far apart two stretches of a recording lie, to the sample, and how alike they are."""

from __future__ import annotations

import numpy as np

from musicgen_local.loops.spectra import Mono, products_within

_PRE_EMPHASIS = 0.95  # lifts the treble, where the peak of a correlation is sharp


def best_lag(mono: Mono, start: int, stop: int, lag: int, reach: int) -> tuple[int, float]:
    """The lag within `lag` +- `reach` at which `mono[start:stop]` comes again, and its correlation.

    The correlation is normalised (-1..1), that of the recording itself at that lag; the lag is
    found with the treble lifted. Everything asked for lies within the recording.
    """
    first = max(start + lag - reach, 0)
    last = min(stop + lag + reach, mono.size)
    part = _sharp(mono[start:stop])
    whole = _sharp(mono[first:last])
    products = products_within(whole, part)
    energy = np.concatenate([[0.0], np.cumsum(whole.astype(np.float64) ** 2)])
    heard = energy[part.size :] - energy[: products.size]
    found = int(np.argmax(products / np.sqrt(np.maximum(heard, 1e-12)))) + first - start
    return found, correlation(mono, start, stop, found)


def correlation(mono: Mono, start: int, stop: int, lag: int) -> float:
    """How `mono[start:stop]` correlates with what is `lag` frames later; 0 for silence."""
    here, there = mono[start:stop], mono[start + lag : stop + lag]
    here = here[: there.size]
    scale = float(np.sqrt(np.dot(here, here) * np.dot(there, there)))
    return float(np.dot(here, there)) / scale if scale > 1e-9 else 0.0


def _sharp(mono: Mono) -> Mono:
    return np.asarray(mono[1:] - _PRE_EMPHASIS * mono[:-1], dtype=np.float32)
