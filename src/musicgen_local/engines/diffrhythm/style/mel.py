"""What MuQ is given to see: the loudness of mel bands over time, in decibels."""

from __future__ import annotations

from functools import cache

import torch
from torch import Tensor

from musicgen_local.engines.diffrhythm.style.config import (
    MEL_BANDS,
    MEL_HOP,
    MEL_WINDOW,
    SAMPLE_RATE,
)

_FLOOR = 1e-10  # power, at -100 dB


@cache
def mel_filters() -> Tensor:
    """Triangles over the bins of a spectrum, float32 [MEL_BANDS, MEL_WINDOW / 2 + 1].

    Each has height 1 and its feet at the centres of its neighbours, which are evenly spaced in mel
    by O'Shaughnessy's formula, `2595 log10(1 + f / 700)`, from 0 Hz to half the sample rate.
    """
    bins = torch.linspace(0, SAMPLE_RATE / 2, MEL_WINDOW // 2 + 1, dtype=torch.float64)
    top = 2_595 * torch.log10(torch.tensor(1 + SAMPLE_RATE / 2 / 700, dtype=torch.float64))
    mels = torch.linspace(0, 1, MEL_BANDS + 2, dtype=torch.float64) * top
    corners = 700 * (10 ** (mels / 2_595) - 1)
    low, centre, high = (corners[i : i + MEL_BANDS, None] for i in range(3))
    rising, falling = (bins - low) / (centre - low), (high - bins) / (high - centre)
    return torch.minimum(rising, falling).clamp(min=0).float()


def log_mel(audio: Tensor) -> Tensor:
    """`audio` float32 [b, n] at `SAMPLE_RATE` as decibels [b, MEL_BANDS, n // MEL_HOP]."""
    spectrum = torch.stft(
        audio,
        MEL_WINDOW,
        MEL_HOP,
        window=torch.hann_window(MEL_WINDOW),
        center=True,
        pad_mode="reflect",
        return_complex=True,
    )
    # The last frame lies beyond the audio by half.
    power = spectrum.abs().square()[..., : audio.shape[-1] // MEL_HOP]
    return 10 * torch.log10((mel_filters() @ power).clamp(min=_FLOOR))
