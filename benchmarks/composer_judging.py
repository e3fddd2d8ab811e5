"""One genre judged: a finished piece by ears that are not the product's own, and twenty scores.

Tempo, key and players are taken from the audio; how pieces are written and how they differ from one
another is taken from their notes.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

import judges  # type: ignore[import-not-found, unused-ignore]
from composer_cases import prompt_of
from musicgen_local.audio.decode import read_audio
from musicgen_local.audio.loudness import LoudnessMeter, measure
from musicgen_local.audio.spectrum import (
    crest_factor_db,
    spectral_centroid_hz,
    spectral_tilt_db_per_octave,
    stereo_width,
)
from musicgen_local.engines.base import GenerationRequest
from musicgen_local.engines.composer.compose import compose_section
from musicgen_local.engines.composer.engine import SAMPLE_RATE, ComposerEngine
from musicgen_local.engines.composer.instruments import INSTRUMENTS
from musicgen_local.engines.composer.measures.score_measures import (
    diversity,
    longest_sameness_bars,
    repetition,
    section_contrast,
)
from musicgen_local.engines.composer.packs import load_pack
from musicgen_local.engines.composer.parameters import ComposerParameters
from musicgen_local.engines.composer.plan import Layer, Plan, Role
from musicgen_local.engines.composer.planner import make_plan
from musicgen_local.engines.composer.prompt import understand
from musicgen_local.progress import CancelToken, ignore_progress

if TYPE_CHECKING:
    from musicgen_local.engines.composer.brief import Brief

SEED: Final = 1
_JUDGES_RATE = 22_050  # what librosa's own examples use
_SCORE_SECONDS = 120.0
_AUDIBLE_LU = -30.0  # a player against the whole mix
_TEMPO_TOLERANCE = 0.04  # of a beat tracker, at the beat, half of it or twice
_KEYS_BELIEVED = 2  # the fifth above often scores as high as the tonic
_ALL_BUT_ONE = 0.95  # bars that are liker than this say one thing for ever
_APART = 0.5  # of twenty pieces, on average


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found; `inside` tells for each demand whether it is met, None where it has none."""

    pack: str
    tempo_asked_bpm: float | None
    tempo_heard_bpm: float
    key: str
    key_rank: int  # place of the plan's key (or its relative) among the 24 that were heard
    players_asked: int
    players_heard: int
    lufs: float
    true_peak_dbtp: float
    crest_db: float
    tilt_db_per_octave: float
    width: float
    centroid_hz: float
    repetition: float  # mean of the pieces, like the next
    contrast: float
    sameness_bars: float
    diversity: float
    inside: dict[str, bool | None]
    remarks: tuple[str, ...]


def judge(pack: str, audio_file: Path, seconds: float, seeds: int) -> Verdict:
    """Judge the finished piece that a pack's prompt gave with `SEED`, and `seeds` scores of it.

    The file must have come from `prompt_of(pack)`, `seconds` long.
    """
    prompt = prompt_of(pack)
    brief = understand(prompt)
    request = GenerationRequest(prompt, seconds, SEED, ComposerParameters(), stems=True)
    plan = ComposerEngine().make_plan(request)
    audio = read_audio(audio_file)
    loudness = measure([audio.samples], audio.sample_rate, audio.channels)
    crest, width = crest_factor_db(audio), stereo_width(audio)
    tilt = spectral_tilt_db_per_octave(audio)
    samples = read_audio(audio_file, _JUDGES_RATE).samples
    heard_bpm = judges.tempo_bpm(samples, _JUDGES_RATE)
    key_rank = _rank_of_key(plan, judges.keys_by_likelihood(judges.chroma(samples, _JUDGES_RATE)))
    levels = _levels(request)
    asked = [name for name in brief.instruments if _players(plan, name)]
    silent = [name for name in asked if not _is_heard(plan, name, levels)]
    remarks = [f"not understood: {word}" for word in brief.ignored]
    remarks += [f"not seated: {name}" for name in brief.instruments if name not in asked]
    remarks += [f"not heard: {name}" for name in silent]
    remarks += [f"plays unasked: {name}" for name in _unwanted(plan, brief, levels)]
    repeated, contrast, sameness, apart = _scores(brief, seeds)
    reference = load_pack(pack).reference
    return Verdict(
        pack, brief.tempo_bpm, heard_bpm, plan.key_name, key_rank,
        len(brief.instruments), len(asked) - len(silent),
        loudness.integrated_lufs, loudness.true_peak_dbtp, crest, tilt, width,
        spectral_centroid_hz(audio), repeated, contrast, sameness, apart,
        inside={
            "genre": plan.genre == pack,
            "tempo": _tempo_is_right(plan, brief, heard_bpm),
            "key": key_rank <= _KEYS_BELIEVED,
            "players": not remarks,
            "loudness": abs(loudness.integrated_lufs + 14.0) <= 0.5,
            "peak": loudness.true_peak_dbtp <= -1.0,
            "tilt": _within(tilt, reference.tilt_db_per_octave),
            "crest": _within(crest, reference.crest_db),
            "width": _within(width, reference.width),
            "motion": repeated < _ALL_BUT_ONE,
            "contrast": None if math.isnan(contrast) else contrast > 0.0,
            "diversity": apart > _APART,
        },
        remarks=tuple(remarks),
    )  # fmt: skip


def _within(value: float, bounds: tuple[float, float]) -> bool:
    return bounds[0] <= round(value, 2) <= bounds[1]


def _tempo_is_right(plan: Plan, brief: Brief, heard_bpm: float) -> bool | None:
    """The plan has the tempo that was asked for, and a beat tracker hears it where drums beat."""
    if brief.tempo_bpm is not None and abs(plan.tempo_bpm / brief.tempo_bpm - 1) > 0.01:
        return False
    if not any(layer.role is Role.DRUMS for layer in plan.layers):
        return None
    ratios = [heard_bpm / (plan.tempo_bpm * multiple) for multiple in (0.5, 1.0, 2.0)]
    return min(abs(ratio - 1) for ratio in ratios) < _TEMPO_TOLERANCE


def _rank_of_key(plan: Plan, likely: Sequence[tuple[int, str]]) -> int:
    wanted = judges.same_notes(plan.sounding_tonic, plan.mode)
    return 1 + min(likely.index(key) for key in wanted)


def _levels(request: GenerationRequest) -> dict[str, float]:
    """Loudness of every layer against the mix, in LU; minus infinity where nothing plays."""
    whole = LoudnessMeter(SAMPLE_RATE, 2)
    meters: dict[str, LoudnessMeter] = {}
    for block in ComposerEngine().generate(request, ignore_progress, CancelToken()):
        whole.add(block.mix)
        for name, stem in block.stems.items():
            meters.setdefault(name, LoudnessMeter(SAMPLE_RATE, 2)).add(stem)
    return {
        name: meter.integrated_lufs - whole.integrated_lufs
        if meter.integrated_lufs > -70
        else -math.inf
        for name, meter in meters.items()
    }


def _players(plan: Plan, wanted: str) -> list[Layer]:
    return [layer for layer in plan.layers if wanted in (layer.instrument, layer.role.value)]


def _is_heard(plan: Plan, wanted: str, levels: dict[str, float]) -> bool:
    return any(levels[layer.name] > _AUDIBLE_LU for layer in _players(plan, wanted))


def _unwanted(plan: Plan, brief: Brief, levels: dict[str, float]) -> list[str]:
    """Layers that were refused by instrument, family or role, and sound all the same."""
    return [
        layer.name
        for layer in plan.layers
        if {layer.instrument, layer.role.value, INSTRUMENTS[layer.instrument].family.value}
        & set(brief.excluded)
        and levels[layer.name] > -math.inf
    ]


def _scores(brief: Brief, seeds: int) -> tuple[float, float, float, float]:
    """Means over the pieces of one prompt: repetition, contrast, bars of sameness; diversity."""
    plans = [
        make_plan(brief, duration_seconds=_SCORE_SECONDS, seed=seed) for seed in range(1, seeds + 1)
    ]
    scores = [[compose_section(plan, k) for k in range(len(plan.sections))] for plan in plans]
    pieces = list(zip(plans, scores, strict=True))
    contrasts = [value for piece in pieces if not math.isnan(value := section_contrast(*piece))]
    return (
        float(np.mean([repetition(*piece) for piece in pieces])),
        float(np.mean(contrasts)) if contrasts else math.nan,
        float(np.mean([longest_sameness_bars(*piece) for piece in pieces])),
        diversity(plans, scores),
    )
