"""The drummer: picks a rendered hit for every note and places it at its exact frame."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from musicgen_local.engines.composer.sound.drums import one_shots
from musicgen_local.engines.composer.sound.drums.kits import KITS
from musicgen_local.engines.composer.sound.drums.recipe import Recipe, render
from musicgen_local.engines.composer.sound.players.note import decibels
from musicgen_local.engines.composer.sound.synth_voice import PEAK
from musicgen_local.engines.composer.sound.voice import NoteBatch

Floats = NDArray[np.float32]

VARIANTS = 4  # hits that take turns
LAYERS = (0.3, 0.6, 0.85, 1.0)  # velocities at which the tone is rendered
_CHOKE_SECONDS = 0.03
_SILENT: Floats = np.zeros((2, 0), np.float32)


class HitBank:
    """Hits of one kit at one rate, each rendered when first struck and kept. Safe for threads."""

    def __init__(self, kit: str, folder: Path | None, sample_rate: int) -> None:
        """`folder` holds recorded one-shots, or is None."""
        self._kit = kit
        self._folder = folder
        self._rate = sample_rate
        self._lock = threading.Lock()
        self._hits: dict[tuple[int, int, int], Floats] = {}
        self._level = np.float32(1.0)
        kick = self.hit(36, 2, 0)
        self._level = np.float32(PEAK / float(np.abs(kick).max()))
        self._hits.clear()

    def recipe(self, key: int) -> Recipe:
        """The drum of a key; keys outside the kit take the nearest one's."""
        kit = KITS[self._kit]
        return kit.get(key) or kit[min(kit, key=lambda known: abs(known - key))]

    def hit(self, key: int, layer: int, variant: int) -> Floats:
        """float32 [2, frames] at the level of velocity 1 of the kit's balance."""
        recipe = self.recipe(key)
        name = (key, layer, variant)
        with self._lock:
            found = self._hits.get(name)
            if found is None:
                rng = np.random.default_rng([key, layer, variant, 303])
                recorded = self._recorded(key, layer, variant)
                found = render(recipe, LAYERS[layer], self._rate, rng, recorded)
                found *= self._level * np.float32(decibels(recipe.gain_db))
                self._hits[name] = found
            return found

    def _recorded(self, key: int, layer: int, variant: int) -> Floats | None:
        if self._folder is None:
            return None
        paths = one_shots.find(self._kit, key, self._folder)
        if not paths:
            return None
        shot = one_shots.ONE_SHOTS[self._kit][key]
        path = paths[min(layer * len(paths) // len(LAYERS), len(paths) - 1)]
        # Turns of one recording differ as a drummer's strokes do: a hair of pitch.
        cents = (-12.0, 5.0, -3.0, 11.0)[variant]
        return one_shots.load(path, shot.semitones + cents / 100.0, shot.seconds, self._rate)


_banks: dict[tuple[str, Path | None, int], HitBank] = {}
_banks_lock = threading.Lock()


def bank(kit: str, folder: Path | None, sample_rate: int) -> HitBank:
    """The kit's bank, one per process, folder and rate."""
    with _banks_lock:
        name = (kit, folder, sample_rate)
        if name not in _banks:
            _banks[name] = HitBank(kit, folder, sample_rate)
        return _banks[name]


class DrumVoice:
    """A kit of synthesized drums, over recorded one-shots where there are any."""

    def __init__(self, instrument: str, folder: Path | None = None) -> None:
        """`folder` holds recorded one-shots, or is None."""
        self.instrument = instrument
        self._folder = folder
        keys = one_shots.ONE_SHOTS.get(instrument, {})
        found = folder is not None and any(one_shots.find(instrument, k, folder) for k in keys)
        self.source = "samples" if found else "synth"

    def play(self, notes: NoteBatch, *, sample_rate: int, energy: float, seed: int) -> Floats:
        """Strike the notes; their durations don't matter, drums ring: float32 [2, frames]."""
        hits = bank(self.instrument, self._folder, sample_rate)
        rng = np.random.default_rng([seed & 0xFFFFFFFF, 17])
        last = rng.integers(0, VARIANTS, 128)
        placed: list[tuple[int, Floats, float, int]] = []
        for i in range(len(notes)):
            key = int(np.clip(round(float(notes.pitch[i])), 0, 127))
            velocity = float(np.clip(notes.velocity[i], 0.0, 1.0))
            touch = velocity + 0.15 * (energy - 0.5)
            layer = int(np.argmin([abs(center - touch) for center in LAYERS]))
            # Any other than the last: the ear notices the same stroke twice running.
            last[key] = (last[key] + rng.integers(1, VARIANTS)) % VARIANTS
            variant = int(last[key])
            recipe = hits.recipe(key)
            start = round(float(notes.start_seconds[i]) * sample_rate)
            # Rendered hits stand for velocity 0.8; the exact velocity sets the exact level.
            gain = decibels(recipe.velocity_db * (velocity - 0.8))
            hit = hits.hit(key, layer, variant) if velocity > 0.0 else _SILENT
            placed.append((start, hit, gain, recipe.choke))
        return place(placed, int(_CHOKE_SECONDS * sample_rate))


def place(hits: list[tuple[int, Floats, float, int]], fade: int) -> Floats:
    """Add up hits `(start frame, [2, frames], gain, choke group)`, sorted by start.

    A hit of a choke group other than 0 is faded out within `fade` frames of the group's next hit.
    """
    ends: list[int] = []
    next_start: dict[int, int] = {}
    for start, hit, _, group in reversed(hits):
        end = start + hit.shape[1]
        if group and group in next_start and next_start[group] > start:
            end = min(end, next_start[group] + fade)
        if group and next_start.get(group) != start:
            next_start[group] = start
        ends.append(end)
    ends.reverse()
    sounding = (end for (_, hit, _, _), end in zip(hits, ends, strict=True) if hit.shape[1])
    out = np.zeros((2, max(sounding, default=0)), np.float32)
    for (start, hit, gain, _), end in zip(hits, ends, strict=True):
        count = end - start
        if count <= 0:
            continue
        part = hit[:, :count] * np.float32(gain)
        if count < hit.shape[1]:
            faded = min(fade, count)
            part[:, -faded:] *= np.linspace(1.0, 0.0, faded, dtype=np.float32) ** 2
        out[:, start:end] += part
    return out
