"""Independent judges of a render: key, tempo, sameness. None of them is used by the product."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

# Krumhansl & Kessler (1982), probe-tone ratings of the twelve pitch classes from the tonic up.
_MAJOR = (6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88)
_MINOR = (6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17)
_MAJOR_LIKE = {"major", "lydian", "mixolydian"}


def chroma(samples: NDArray[np.float32], sample_rate: int) -> NDArray[np.float64]:
    """Chroma energies [12, frames] of a recording [channels, frames], about 11 a second."""
    import librosa

    mono = samples.mean(axis=0)
    return np.asarray(
        librosa.feature.chroma_cqt(y=mono, sr=sample_rate, hop_length=4096, n_octaves=6),
        dtype=np.float64,
    )


def keys_by_likelihood(chroma_energies: NDArray[np.float64]) -> list[tuple[int, str]]:
    """All 24 keys as (tonic, 'major' or 'minor'), the most likely first (Krumhansl-Schmuckler)."""
    profile = chroma_energies.mean(axis=1)
    scores = {
        (tonic, mode): float(np.corrcoef(np.roll(weights, tonic), profile)[0, 1])
        for mode, weights in (("major", _MAJOR), ("minor", _MINOR))
        for tonic in range(12)
    }
    return sorted(scores, key=lambda key: -scores[key])


def same_notes(tonic: int, mode: str) -> set[tuple[int, str]]:
    """The key itself and its relative, which have the same notes."""
    if mode in _MAJOR_LIKE:
        return {(tonic, "major"), ((tonic + 9) % 12, "minor")}
    return {(tonic, "minor"), ((tonic + 3) % 12, "major")}


def tempo_bpm(samples: NDArray[np.float32], sample_rate: int) -> float:
    """Tempo by librosa's beat tracker."""
    from librosa.beat import beat_track

    tempo, _ = beat_track(y=samples.mean(axis=0), sr=sample_rate)
    return float(np.atleast_1d(tempo)[0])


def bar_chroma(
    chroma_energies: NDArray[np.float64], frames_per_second: float, bar_seconds: float
) -> NDArray[np.float64]:
    """One unit chroma vector for each whole bar: [bars, 12]."""
    per_bar = frames_per_second * bar_seconds
    bars = int(chroma_energies.shape[1] / per_bar)
    edges = np.round(np.arange(bars + 1) * per_bar).astype(int)
    means = np.stack([chroma_energies[:, a:b].mean(axis=1) for a, b in pairwise(edges)])
    unit: NDArray[np.float64] = means / np.maximum(
        np.linalg.norm(means, axis=1, keepdims=True), 1e-9
    )
    return unit
