"""The sliders and the tempo: energy is heard, and every genre plays from 60 to 200 bpm."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from composing import piece, scores
from scipy.stats import spearmanr

from musicgen_local.engines.base import GenerationRequest
from musicgen_local.engines.composer.describe import preview
from musicgen_local.engines.composer.engine import ComposerEngine
from musicgen_local.engines.composer.packs import load_pack, pack_names
from musicgen_local.engines.composer.parameters import ComposerParameters
from musicgen_local.engines.composer.plan import Plan
from musicgen_local.engines.composer.sliders import with_sliders

STEPS = (0.0, 0.25, 0.5, 0.75, 1.0)
SEEDS = (1, 2, 3)


def heard(plan: Plan) -> tuple[float, float, float]:
    """Notes in a second, players at a time, and how hard they strike on average."""
    played = scores(plan)
    beats = sum(score.beats for score in played)
    notes = [note for score in played for part in score.parts.values() for note in part]
    players = sum(len(score.section.layers) * score.beats for score in played) / beats
    velocity = float(np.mean([note.velocity for note in notes]))
    return len(notes) / (beats * plan.seconds_per_beat), players, velocity


@pytest.mark.parametrize("genre", pack_names())
def test_energy_is_heard_in_onsets_players_and_touch(genre: str) -> None:
    seconds = 45.0 if load_pack(genre).tempo_bpm[1] > 80 else 100.0  # several sections
    rows = [
        np.mean([heard(piece(genre, seed, seconds, energy=energy)) for seed in SEEDS], axis=0)
        for energy in STEPS
    ]
    onsets, players, velocity = np.array(rows).T
    for name, values, least in (("onsets", onsets, 1.15), ("velocity", velocity, 1.05)):
        assert spearmanr(STEPS, values).statistic > 0.89, (name, values)
        assert values[-1] > least * values[0], (name, values)
    # a fixed ensemble is a fixed ensemble; a hair less is the chance of a form
    assert all(after >= 0.95 * before for before, after in pairwise(players)), players
    assert players[-1] > players[0] or np.ptp(players) == 0


@pytest.mark.parametrize("tempo", [60.0, 100.0, 140.0, 200.0])
@pytest.mark.parametrize("genre", pack_names())
def test_every_genre_plays_at_any_tempo_that_is_promised(genre: str, tempo: float) -> None:
    plan = piece(genre, 4, 20.0, tempo_bpm=tempo)
    assert plan.tempo_bpm == tempo
    assert plan.bars * plan.beats_per_bar * plan.seconds_per_beat <= 20.0
    for score in scores(plan):
        assert any(score.parts.values())
        for notes in score.parts.values():
            assert all(0 <= note.start_beats < score.beats for note in notes)
            assert all(note.duration_beats > 0 and 0 < note.velocity <= 1 for note in notes)


def test_parameters_move_the_sliders_of_a_plan_and_the_summary_shows_them() -> None:
    parameters = ComposerParameters(energy=0.9, density=0.7, brightness=0.2)
    plan = ComposerEngine().make_plan(GenerationRequest("calm lofi", 40.0, 3, parameters))
    assert (plan.energy, plan.density, plan.brightness) == (0.9, 0.7, 0.2)
    rows = preview(plan).summary
    assert (rows["Energy"], rows["Density"], rows["Brightness"]) == ("90%", "70%", "20%")
    plain = ComposerEngine().make_plan(
        GenerationRequest("calm lofi", 40.0, 3, ComposerParameters())
    )
    assert (plain.density, plain.brightness) == (0.5, 0.5)
    assert "Density" not in preview(plain).summary


def test_energy_moves_a_finished_plan_and_leaves_its_form_and_tempo() -> None:
    plan = piece("cinematic", 2, 100.0)
    moved = [with_sliders(plan, energy=energy) for energy in STEPS]
    for before, after in pairwise(moved):
        assert heard(after)[1] >= heard(before)[1]
        assert heard(after)[2] > heard(before)[2]
    assert heard(moved[-1])[0] > 1.3 * heard(moved[0])[0]
    for one in moved:
        assert (one.tempo_bpm, one.bars, one.key_name) == (plan.tempo_bpm, plan.bars, plan.key_name)
        assert [score.chords for score in scores(one)] == [score.chords for score in scores(plan)]
    assert with_sliders(plan, energy=plan.energy) == plan
