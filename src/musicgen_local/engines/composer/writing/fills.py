"""Drum fills: short figures before a section's end, fuller when the next section is louder."""

from __future__ import annotations

import numpy as np

from musicgen_local.engines.composer.writing.fill_bank import FILL_STYLES as BANK
from musicgen_local.engines.composer.writing.fill_bank import FillStyle, Stroke
from musicgen_local.engines.composer.writing.fills_band import BAND_FILLS
from musicgen_local.engines.composer.writing.seeds import pick

_KIT_BEATS = {
    "soft": (
        ((0, 0.5, "snare"), (0.5, 0.45, "tom_mid")),
        ((0.5, 0.4, "snare"), (0.75, 0.5, "snare")),
        ((0, 0.5, "rim"), (0.75, 0.45, "snare")),
    ),
    "mid": (
        ((0, 0.7, "snare"), (0.25, 0.45, "snare"), (0.5, 0.65, "tom_high"), (0.75, 0.6, "tom_mid")),
        ((0, 0.7, "tom_high"), (0.5, 0.65, "tom_mid"), (0.75, 0.7, "tom_low")),
        ((0.25, 0.5, "snare"), (0.5, 0.75, "snare"), (0.75, 0.5, "kick")),
    ),
    "loud": (
        ((0, 0.9, "snare"), (0.25, 0.7, "snare"), (0.5, 0.85, "snare"), (0.75, 0.8, "snare")),
        ((0, 0.9, "tom_high"), (0.25, 0.75, "tom_high"), (0.5, 0.85, "tom_mid"),
         (0.75, 0.8, "tom_mid")),
        ((0, 0.9, "tom_mid"), (0.25, 0.75, "tom_mid"), (0.5, 0.9, "tom_low"),
         (0.75, 0.85, "tom_low")),
        ((0, 0.9, "snare"), (0.5, 0.85, "tom_low"), (0.75, 0.9, "kick")),
    ),
}  # fmt: skip
_TRIPLET_BEATS = (
    ((0, 0.6, "snare"), (2 / 3, 0.5, "tom_high")),
    ((1 / 3, 0.45, "snare"), (2 / 3, 0.65, "snare")),
    ((0, 0.6, "tom_high"), (1 / 3, 0.5, "tom_mid"), (2 / 3, 0.6, "tom_low")),
    ((0, 0.4, "snare"), (1 / 3, 0.5, "snare"), (2 / 3, 0.65, "kick")),
)

FILL_STYLES = {**BANK, **BAND_FILLS}
STYLES = ("kit", "jazz", "clap", "gated", "drums", "brush", *FILL_STYLES)
# dance music: builds that roll up to the drop
ROLLING_STYLES = frozenset({"clap", "dnb", "trap"})


def fill(style: str, beats: float, energy: float, rng: np.random.Generator) -> list[Stroke]:
    """The strokes of a fill of `beats` beats, each at its beat from the fill's start.

    Styles: `kit` (snare and toms), `jazz` (triplets), `clap` (claps and snare rolls of dance
    music), `gated` (tom runs of the eighties), `drums` (orchestral swells), `brush` (a few taps),
    and those of `fill_bank.py`: `funk` (linear, ghosts between), `metal` (double kicks, tom
    runs), `dnb` (chopped breaks), `trap` (hat rolls), `reggae` (timbale and rim), `latin`
    (congas, timbales), `country` (train snare), `chip` (noise bursts), `disco`, `boom_bap`
    (kick stutters, drags), `folk` (stomps and claps), `blues` (shuffled triplets).

    Raises:
        KeyError: when there is no such style.
    """
    if style in FILL_STYLES:
        return _spoken(FILL_STYLES[style], beats, energy, rng)
    if style == "clap":
        return _roll(beats, energy, rng)
    if style == "drums":
        return _swell(beats, energy)
    if style == "gated":
        return _toms(beats, rng)
    if style not in STYLES:
        raise KeyError(style)
    bank = _TRIPLET_BEATS if style == "jazz" else _KIT_BEATS[_loudness(style, energy)]
    strokes: list[Stroke] = []
    for beat in range(int(beats)):
        figure = pick(rng, bank)
        growth = 0.85 + 0.15 * (beat + 1) / beats
        strokes += [(beat + at, level * growth, drum) for at, level, drum in figure]
    return strokes


def _spoken(
    style: FillStyle, beats: float, energy: float, rng: np.random.Generator
) -> list[Stroke]:
    """A body of one idea, said twice where there is room, and a close."""
    soft = energy < 0.5
    body = (style.soft_body if soft else ()) or style.body
    close = (style.soft_close if soft else ()) or style.close
    ideas = (pick(rng, body), pick(rng, body))
    count = max(1, int(beats))
    strokes: list[Stroke] = []
    for beat in range(count):
        figure = pick(rng, close) if beat == count - 1 else ideas[beat % 2]
        growth = 0.8 + 0.2 * (beat + 1) / count
        strokes += [(beat + at, level * growth, drum) for at, level, drum in figure]
    return strokes


def _loudness(style: str, energy: float) -> str:
    if style == "brush" or energy < 0.5:
        return "soft"
    return "mid" if energy < 0.75 else "loud"


def _roll(beats: float, energy: float, rng: np.random.Generator) -> list[Stroke]:
    drum = pick(rng, ("clap", "snare"), (1, 2))
    strokes: list[Stroke] = []
    for beat in range(int(beats)):
        last = beat >= beats - 2 and energy > 0.6
        for step in range(4 if last else 2):
            at = beat + step / (4 if last else 2)
            strokes.append((at, 0.35 + 0.5 * (at / beats), drum))
    return strokes


def _swell(beats: float, energy: float) -> list[Stroke]:
    steps = int(beats * 4)
    return [(i / 4, 0.2 + (0.3 + 0.4 * energy) * i / steps, "tom_low") for i in range(steps)]


def _toms(beats: float, rng: np.random.Generator) -> list[Stroke]:
    order = ("snare", "tom_high", "tom_mid", "tom_low")
    strokes: list[Stroke] = []
    for beat in range(int(beats)):
        drum = order[min(3, int(4 * beat / beats) + (1 if beats < 4 else 0))]
        for at in pick(rng, ((0, 0.25, 0.5, 0.75), (0, 0.5, 0.75), (0, 0.25, 0.5))):
            strokes.append((beat + at, 0.75 + 0.2 * float(rng.random()), drum))
    return strokes
