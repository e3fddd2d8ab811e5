"""Melodies: chord tones where it counts, steps, rests, ranges, a motif that returns."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from composing import PACKS, chord_at, likeness, melody_shape, parts, piece, scores
from hypothesis import given, settings
from hypothesis import strategies as st

from musicgen_local.engines.composer.instruments import INSTRUMENTS
from musicgen_local.engines.composer.packs.base import LeadManner
from musicgen_local.engines.composer.packs.common import LEADS
from musicgen_local.engines.composer.plan import Role
from musicgen_local.engines.composer.writing.motif import (
    SHAPES,
    augment,
    head,
    invent,
    invert,
    ornament,
    sequence,
    simplify,
)
from musicgen_local.engines.composer.writing.seeds import stream

SEEDS = range(8)


@pytest.mark.parametrize("genre", PACKS)
def test_strong_beats_rest_on_chord_tones(genre: str) -> None:
    inside = total = 0
    for seed in SEEDS:
        plan = piece(genre, seed)
        for score, _, notes in parts(plan, Role.LEAD):
            for note in notes:
                beat = (note.start_beats + 0.15) % plan.beats_per_bar
                if beat < 0.3 or (plan.beats_per_bar == 4 and 2 <= beat < 2.3):
                    total += 1
                    inside += note.pitch % 12 in chord_at(score, note.start_beats).pitch_classes
    assert total > 50
    assert inside / total >= 0.7


@pytest.mark.parametrize("genre", PACKS)
def test_melodies_move_mostly_by_step_and_recover_from_leaps(genre: str) -> None:
    moves: list[int] = []
    leaps = recovered = 0
    for seed in SEEDS:
        for _, _, notes in parts(piece(genre, seed), Role.LEAD):
            steps = [b.pitch - a.pitch for a, b in pairwise(notes)]
            moves += [abs(step) for step in steps]
            for leap, after in pairwise(steps):
                if abs(leap) >= 6:
                    leaps += 1
                    recovered += leap * after < 0
    sizes = np.array(moves)
    assert np.mean(sizes <= 4) > 0.7
    assert np.mean(sizes > 7) < 0.1
    assert np.mean(sizes == 0) < 0.3
    assert recovered / max(1, leaps) > 0.5


@pytest.mark.parametrize("genre", PACKS)
def test_a_lead_leaves_space_and_keeps_a_singable_span(genre: str) -> None:
    silence, spans = [], []
    for seed in SEEDS:
        for score, _, notes in parts(piece(genre, seed), Role.LEAD):
            if len(notes) > 3:
                sounding = sum(min(n.duration_beats, score.beats - n.start_beats) for n in notes)
                silence.append(1 - sounding / score.beats)
                spans.append(max(n.pitch for n in notes) - min(n.pitch for n in notes))
    assert 0.05 < np.mean(silence) < 0.65
    assert 7 <= np.mean(spans) <= 19
    assert max(spans) <= 26


@pytest.mark.parametrize("genre", PACKS)
def test_long_notes_seldom_clash_a_semitone_above_a_chord_tone(genre: str) -> None:
    clashes = total = 0
    for seed in SEEDS:
        for score, _, notes in parts(piece(genre, seed), Role.LEAD):
            for note in notes:
                if note.duration_beats >= 0.9:
                    tones = chord_at(score, note.start_beats).pitch_classes
                    total += 1
                    clashes += (note.pitch - 1) % 12 in tones and note.pitch % 12 not in tones
    assert clashes <= 0.04 * total


@pytest.mark.parametrize("genre", ["lofi", "jazz", "piano", "synthwave", "cinematic", "rock"])
def test_a_theme_is_known_by_its_motif(genre: str) -> None:
    own, foreign = [], []
    for seed in range(14):
        plan = piece(genre, seed, 160.0)
        opening: dict[str, list[set[tuple[int, int]]]] = {}
        for score, _, notes in parts(plan, Role.LEAD):
            if score.section.bars == 8 and not score.section.ending and len(notes) > 4:
                shape = melody_shape(notes, 8.0)
                opening.setdefault(score.section.theme, []).append(shape)
        for versions in opening.values():
            own += [likeness(a, b) for a, b in pairwise(versions)]
        if {"A", "B"} <= set(opening):
            foreign.append(likeness(opening["A"][0], opening["B"][0]))
    assert np.mean(own) > 0.7
    assert np.mean(foreign) < 0.45
    assert np.mean(own) > 2 * np.mean(foreign)


def test_returns_are_varied() -> None:
    same = total = 0
    for seed in range(12):
        versions: dict[str, list[tuple[int, ...]]] = {}
        for score, _, notes in parts(piece("lofi", seed, 160.0), Role.LEAD):
            if score.section.bars == 8:
                pitches = tuple(n.pitch for n in notes)
                versions.setdefault(score.section.theme, []).append(pitches)
        for melodies in versions.values():
            for before, after in pairwise(melodies):
                total += 1
                same += before == after
    assert same / total < 0.4


@pytest.mark.parametrize("name", ["flute", "trumpet", "tenor_sax", "clarinet"])
def test_winds_breathe_and_play_one_note_at_a_time(name: str) -> None:
    plan = piece("jazz", 3, instruments=(name,))
    instrument = INSTRUMENTS[name]
    played = 0
    for score, layer, notes in parts(plan, Role.LEAD, Role.COUNTER):
        if layer.instrument != name:
            continue
        played += len(notes)
        longest = run = 0.0
        for now, later in pairwise(notes):
            assert now.start_beats + now.duration_beats <= later.start_beats + 0.12
            gap = later.start_beats - now.start_beats - now.duration_beats
            run = 0.0 if gap > 0.2 else run + now.duration_beats
            longest = max(longest, run)
        assert longest < 13, score.section.name
        assert all(instrument.low <= n.pitch <= instrument.high for n in notes)
    assert played > 20


def test_the_lead_comes_home() -> None:
    for genre in ("lofi", "jazz", "piano", "cinematic", "synthwave"):
        for seed in range(6):
            plan = piece(genre, seed)
            last = scores(plan)[-1]
            for layer in plan.layers:
                notes = last.parts.get(layer.name, ())
                if layer.role is Role.LEAD and notes:
                    steps = (notes[-1].pitch - plan.tonic) % 12
                    assert steps in (0, 2, 3, 4, 7), (genre, seed, steps)


@settings(deadline=None)
@given(st.integers(0, 10_000), st.sampled_from(sorted(LEADS)), st.integers(2, 7))
def test_motifs_and_their_developments_keep_their_time(seed: int, name: str, beats: int) -> None:
    manner: LeadManner = LEADS[name]
    rng = stream(seed, "motif")
    motif = invent(manner, beats, rng)
    assert motif.tones
    assert all(t.beat >= 0 and t.end <= motif.beats + 1e-6 for t in motif.tones)
    for made in (sequence(motif, 2), invert(motif), ornament(motif, rng), simplify(motif, rng)):
        assert made.beats == motif.beats
        assert all(a.end <= b.beat + 1e-6 for a, b in pairwise(made.tones))
        assert sum(t.length for t in made.tones) <= motif.beats + 1e-6
    assert augment(motif).beats == 2 * motif.beats
    assert all(t.end <= 2 + 1e-6 for t in head(motif, 2.0).tones)
    twice = invert(invert(motif))
    assert [t.level for t in twice.tones] == pytest.approx([t.level for t in motif.tones])


@settings(deadline=None)
@given(st.integers(0, 1000), st.sampled_from(sorted(SHAPES)), st.integers(1, 16))
def test_contours_have_a_level_for_every_note(seed: int, name: str, count: int) -> None:
    assert len(SHAPES[name](count, stream(seed, "shape"))) == count
