"""Where the compiled kernels are kept, and whether this machine has any yet."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import platformdirs

from musicgen_local.config import Settings
from musicgen_local.progress import CancelToken

# One instrument for each kind of tone, so that a note on each compiles every kernel.
_ONE_OF_EACH = (
    "warm_pad", "electric_piano", "clean_guitar", "distorted_guitar", "vibraphone", "flute",
    "house_kit", "piano", "transitions",
)  # fmt: skip
# A short piece with everything that a desk can have: tape, amplifiers, delays, side-chain.
_REHEARSALS = ("lofi", "rock", "house")


def never_compiled() -> bool:
    """Whether the first run on this machine, with its compile of some seconds, is still to come."""
    # Numba keeps an index file (.nbi) for each cached function.
    return all(next(folder.rglob("*.nbi"), None) is None for folder in _cache_folders())


def compile_all(settings: Settings, cancel: CancelToken) -> None:
    """Play a note on every kind of voice and a few bars through the desk, so that all is compiled.

    Raises:
        Canceled: between two of them.
    """
    import numpy as np

    from musicgen_local.engines.composer.band import find_sounds
    from musicgen_local.engines.composer.sound.band import open_voice
    from musicgen_local.engines.composer.sound.voice import NoteBatch

    sounds, _ = find_sounds(settings, "auto")
    one = np.ones(1)
    note = NoteBatch(0.0 * one, 0.2 * one, 60.0 * one, 0.8 * one, 0.5 * one)
    for instrument in _ONE_OF_EACH:
        cancel.raise_if_canceled()
        open_voice(instrument, sounds).play(note, sample_rate=44_100, energy=0.5, seed=1)
    for genre in _REHEARSALS:
        _rehearse(genre, cancel)


def _rehearse(genre: str, cancel: CancelToken) -> None:
    from musicgen_local.engines.base import GenerationRequest
    from musicgen_local.engines.composer.engine import ComposerEngine
    from musicgen_local.engines.composer.parameters import ComposerParameters
    from musicgen_local.progress import ignore_progress

    parameters = ComposerParameters(genre=genre, sounds="synth")
    request = GenerationRequest(genre, 5.0, 1, parameters)
    for _ in ComposerEngine().generate(request, ignore_progress, cancel):
        pass


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
