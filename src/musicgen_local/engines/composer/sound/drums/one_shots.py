"""Recorded one-shots that a kit plays instead of, or under, its synthesized drums."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class OneShot:
    """Recordings of one drum, soft to hard, and how they are treated."""

    files: tuple[str, ...]
    semitones: float = 0.0
    seconds: float = 1.2  # longer recordings are faded out


# File names without extension, as in the CC0 collection that the asset manager installs.
ONE_SHOTS: dict[str, dict[int, OneShot]] = {
    "lofi_kit": {
        36: OneShot(("drum_bass_soft", "drum_bass_hard"), -0.5, 0.5),
        35: OneShot(("drum_bass_soft", "drum_heavy_kick"), 0.0, 0.5),
        38: OneShot(("drum_snare_soft", "drum_snare_hard"), -1.0, 0.45),
        42: OneShot(("drum_cymbal_closed",), -2.0, 0.2),
        44: OneShot(("drum_cymbal_pedal",), -2.0, 0.2),
        46: OneShot(("drum_cymbal_open",), -2.0, 1.0),
        39: OneShot(("perc_snap2",), 0.0, 0.3),
        41: OneShot(("drum_tom_lo_soft", "drum_tom_lo_hard"), -2.0, 0.8),
        45: OneShot(("drum_tom_mid_soft", "drum_tom_mid_hard"), -2.0, 0.8),
        48: OneShot(("drum_tom_hi_soft", "drum_tom_hi_hard"), -2.0, 0.8),
    },
    "house_kit": {
        36: OneShot(("bd_haus",), 0.0, 0.6),
        35: OneShot(("bd_klub",), 0.0, 0.6),
    },
}


def find(kit: str, key: int, folder: Path) -> tuple[Path, ...]:
    """The recordings of a key that are really there, soft to hard."""
    shot = ONE_SHOTS.get(kit, {}).get(key)
    if shot is None:
        return ()
    paths = (folder / f"{name}.flac" for name in shot.files)
    return tuple(path for path in paths if path.is_file())


@lru_cache(maxsize=64)
def load(path: Path, semitones: float, seconds: float, sample_rate: int) -> Floats:
    """The recording at another speed: float32 [2, frames], peak 1, from its first audible frame."""
    import soundfile

    data, rate = soundfile.read(path, dtype="float32", always_2d=True)
    mono = data.T if data.shape[1] == 2 else np.repeat(data.T, 2, axis=0)
    loud = np.abs(mono).max(axis=0)
    begin = int(np.argmax(loud > 0.004 * loud.max()))
    mono = mono[:, begin:]
    step = rate / sample_rate * 2.0 ** (semitones / 12.0)
    frames = min(int(mono.shape[1] / step), int(seconds * sample_rate))
    at = np.arange(frames) * step
    out = np.stack([np.interp(at, np.arange(mono.shape[1]), side) for side in mono])
    fade = min(frames, int(0.15 * seconds * sample_rate) + 64)
    out[:, -fade:] *= np.linspace(1.0, 0.0, fade) ** 1.5
    return np.asarray(out / max(float(np.abs(out).max()), 1e-6), dtype=np.float32)
