"""What has to be done once on a machine before its first track."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

import numpy as np

from musicgen_local.engines.base import Engine
from musicgen_local.progress import CancelToken, ProgressCallback

_TRIAL_SECONDS = 2


def prepare_engine(engine: Engine, progress: ProgressCallback, cancel: CancelToken) -> float:
    """Prepare the engine, and the mastering chain with it; the seconds that it took, mostly 0.

    Raises:
        Canceled: soon after `cancel` was set.
    """
    started = time.perf_counter()
    if not engine.prepare(progress, cancel):
        return 0.0
    _master_a_trial(engine.capabilities.sample_rate, cancel)
    return time.perf_counter() - started


def _master_a_trial(sample_rate: int, cancel: CancelToken) -> None:
    from musicgen_local.audio.mastering.run import MasteringRun
    from musicgen_local.audio.mastering.settings import MasterSettings

    noise = np.random.default_rng(1).standard_normal((2, _TRIAL_SECONDS * sample_rate))
    with tempfile.TemporaryDirectory() as folder:
        run = MasteringRun(
            [(0.1 * noise).astype(np.float32)],
            sample_rate=sample_rate,
            settings=MasterSettings(),
            spool_dir=Path(folder),
            cancel=cancel,
        )
        for _ in run:
            pass
