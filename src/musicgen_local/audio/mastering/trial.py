"""A master that nobody hears, to compile the chain before the first real one."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np

from musicgen_local.audio.mastering.run import MasteringRun
from musicgen_local.audio.mastering.settings import MasterSettings

_SECONDS = 2
_SAMPLE_RATE = 44_100


def master_a_trial() -> None:
    """Master two seconds of noise and throw them away."""
    noise = np.random.default_rng(1).standard_normal((2, _SECONDS * _SAMPLE_RATE))
    with tempfile.TemporaryDirectory() as folder:
        run = MasteringRun(
            [(0.1 * noise).astype(np.float32)],
            sample_rate=_SAMPLE_RATE,
            settings=MasterSettings(),
            spool_dir=Path(folder),
        )
        for _ in run:
            pass
