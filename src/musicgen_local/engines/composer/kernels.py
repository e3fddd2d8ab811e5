"""Where the compiled kernels are kept, and whether this machine has any yet."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import numpy as np
import platformdirs
from numpy.typing import NDArray

from musicgen_local.config import Settings
from musicgen_local.engines.composer.sound.voice import NoteBatch
from musicgen_local.progress import CancelToken

# One instrument for each kind of tone, so that a note on each compiles every kernel.
_ONE_OF_EACH = (
    "warm_pad", "electric_piano", "clean_guitar", "distorted_guitar", "wah_guitar", "vibraphone",
    "flute", "house_kit", "piano", "transitions",
)  # fmt: skip
# A short piece with everything that a desk can have: tape, amplifiers, delays, side-chain.
_REHEARSALS = ("lofi", "rock", "house")


def never_compiled() -> bool:
    """Whether the first run on this machine, with its compile of some seconds, is still to come."""
    # Numba keeps an index file (.nbi) for each cached function.
    return all(next(folder.rglob("*.nbi"), None) is None for folder in _cache_folders())


def compile_all(settings: Settings, cancel: CancelToken) -> None:
    """Play a note on every kind of voice and a few bars through desk and master: all is compiled.

    The kernels of desk and master compile in a second process meanwhile: compiling holds
    Python's lock, and what one process has compiled the other finds on the disk.

    Raises:
        Canceled: between two of them.
    """
    with compiling_beside(f"{__name__}:compile_desk", cancel):
        _sound_every_voice(settings, cancel)


@contextmanager
def compiling_beside(task: str, cancel: CancelToken) -> Iterator[None]:
    """Run `module:function` in a process of its own while the work inside goes on.

    Nothing depends on it: what it has not compiled at its end is compiled where it is needed.
    """
    module, _, function = task.partition(":")
    command = [sys.executable, "-c", f"from {module} import {function}; {function}()"]
    # Its output is nobody's: a failure there shows again, and is told, where the work is done.
    beside = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield
        while beside.poll() is None:
            cancel.raise_if_canceled()
            time.sleep(0.05)
    finally:
        beside.kill()
        beside.wait()


def compile_desk() -> None:
    """Send bursts of noise through three desks and a master; for `compiling_beside`."""
    from musicgen_local.audio.mastering.trial import master_a_trial
    from musicgen_local.engines.composer.brief import Brief
    from musicgen_local.engines.composer.compose import compose_section
    from musicgen_local.engines.composer.mix.mixdown import Mixdown
    from musicgen_local.engines.composer.packs import load_pack
    from musicgen_local.engines.composer.planner import make_plan

    for genre in _REHEARSALS:
        planned = make_plan(Brief(prompt=genre, genre=genre), duration_seconds=5.0, seed=1)
        plan = planned.model_copy(update={"ambience": ()})
        voices = {layer.name: _Burst(layer.instrument) for layer in plan.layers}
        compose = partial(compose_section, plan)
        for _ in Mixdown(plan, compose, voices, load_pack(plan.genre).mix).blocks():
            pass
    master_a_trial()


class _Burst:
    """A voice that only makes noise, for a desk that is only to be compiled."""

    source = "synth"

    def __init__(self, instrument: str) -> None:
        self.instrument = instrument

    def play(
        self, notes: NoteBatch, *, sample_rate: int, energy: float, seed: int
    ) -> NDArray[np.float32]:
        length = int(notes.start_seconds.max(initial=0.0) + 0.3) * sample_rate + sample_rate
        noise = np.random.default_rng(seed).standard_normal((2, length), dtype=np.float32)
        return np.float32(0.1 * energy) * noise


def _sound_every_voice(settings: Settings, cancel: CancelToken) -> None:

    from musicgen_local.engines.composer.band import find_sounds
    from musicgen_local.engines.composer.sound.band import open_voice

    sounds, _ = find_sounds(settings, "auto")
    one = np.ones(1)
    note = NoteBatch(0.0 * one, 0.2 * one, 60.0 * one, 0.8 * one, 0.5 * one)
    for instrument in _ONE_OF_EACH:
        cancel.raise_if_canceled()
        open_voice(instrument, sounds).play(note, sample_rate=44_100, energy=0.5, seed=1)


def cache_problem() -> str:
    """Why compiled kernels can't be kept on this machine; empty when they can."""
    problems = [_not_writable(folder) for folder in _cache_folders()]
    return "" if "" in problems else problems[0]


def _cache_folders() -> list[Path]:
    # Numba's own order: the folder of the user's choice alone; or else `__pycache__` beside the
    # source, then the user's cache folder.
    chosen = os.environ.get("NUMBA_CACHE_DIR")
    if chosen:
        return [Path(chosen)]
    return [
        Path(__file__).parent / "sound",
        Path(platformdirs.user_cache_dir("numba", appauthor=False)),
    ]


def _not_writable(folder: Path) -> str:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return ""
    except OSError as error:
        return f"{folder}: {error.strerror}"
