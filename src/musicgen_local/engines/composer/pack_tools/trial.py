"""A trial of a pack: pieces from several seeds, judged on their scores."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Final

from musicgen_local.engines.composer.brief import Brief
from musicgen_local.engines.composer.compose import compose_section
from musicgen_local.engines.composer.measures.score_measures import (
    diversity,
    ends_properly,
    out_of_range_count,
)
from musicgen_local.engines.composer.packs import load_pack
from musicgen_local.engines.composer.plan import Plan
from musicgen_local.engines.composer.planner import make_plan
from musicgen_local.engines.composer.score import SectionScore
from musicgen_local.errors import UserError

TRIAL_SEEDS: Final = (1, 2, 3, 4, 5, 6)
_SECONDS = 90.0
_LEAST_DISTANCE = 0.4  # of any two pieces, 0 (the same) to 1 (nothing shared)
_MOODS: Final = ((-0.7, 0.2), (0.0, 0.5), (0.7, 0.9))  # valence, energy


def try_pack(name: str, seeds: Sequence[int] = TRIAL_SEEDS) -> list[str]:
    """What is wrong with pieces of the pack `name`, in plain words; empty: all well.

    One piece a seed, sad and calm to happy and wild in turn: every section is composed, notes must
    lie in their instruments' ranges, pieces must close, and no two may be alike.
    """
    slow, _, fast = load_pack(name).tempo_bpm
    problems: list[str] = []
    plans: list[Plan] = []
    scores: list[Sequence[SectionScore]] = []
    for place, seed in enumerate(seeds):
        valence, energy = _MOODS[place % len(_MOODS)]
        brief = Brief(prompt=name, genre=name, valence=valence, energy=energy)
        try:
            plan = make_plan(brief, duration_seconds=_SECONDS, seed=seed)
            written = [compose_section(plan, index) for index in range(len(plan.sections))]
        except (UserError, ValueError, LookupError) as error:
            problems.append(f"seed {seed}: it can't be composed: {error}")
            continue
        plans.append(plan)
        scores.append(written)
        if not slow * 0.98 <= plan.tempo_bpm <= fast * 1.02:
            problems.append(f"seed {seed}: {plan.tempo_bpm:g} bpm, out of the pack's own range")
        if strays := out_of_range_count(plan, written):
            problems.append(f"seed {seed}: {strays} notes that their instruments don't have")
        if not ends_properly(plan, written):
            problems.append(f"seed {seed}: the piece doesn't close")
    problems += _twins(plans, scores)
    return problems


def _twins(plans: Sequence[Plan], scores: Sequence[Sequence[SectionScore]]) -> Iterator[str]:
    pieces = list(zip(plans, scores, strict=True))
    for (one, its), (other, others) in combinations(pieces, 2):
        apart = diversity([one, other], [its, others])
        if apart < _LEAST_DISTANCE:
            yield (
                f"seeds {one.seed} and {other.seed} sound alike: {apart:.2f} apart, at least "
                f"{_LEAST_DISTANCE}; give chairs more instruments and manners, and moods more "
                "progressions"
            )
