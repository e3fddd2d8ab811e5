"""Chords of sections: they fill the time, follow the key, close well, and are voiced well."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from composing import PACKS, onset_groups, parts, piece, scores
from hypothesis import given, settings
from hypothesis import strategies as st

from musicgen_local.engines.composer.packs import load_pack
from musicgen_local.engines.composer.plan import Role
from musicgen_local.engines.composer.writing.harmony import opening_chord, section_harmony
from musicgen_local.engines.composer.writing.theory import QUALITIES, make_chord, scale_of
from musicgen_local.engines.composer.writing.voicing import STYLES, lead_voices


@pytest.mark.parametrize("genre", PACKS)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_chords_lie_end_to_end_over_each_section(genre: str, seed: int) -> None:
    for score in scores(piece(genre, seed)):
        assert score.chords[0].start_beats == 0
        for now, later in pairwise(score.chords):
            assert now.start_beats + now.duration_beats == pytest.approx(later.start_beats)
        last = score.chords[-1]
        assert last.start_beats + last.duration_beats == pytest.approx(score.beats)


@pytest.mark.parametrize("genre", PACKS)
@pytest.mark.parametrize("valence", [-0.8, 0.0, 0.8])
def test_a_piece_ends_on_its_tonic_held_over_the_last_bar(genre: str, valence: float) -> None:
    for seed in range(4):
        plan = piece(genre, seed, valence=valence)
        final = scores(plan)[-1].chords[-1]
        assert final.root == plan.tonic
        assert final.duration_beats >= plan.beats_per_bar


@pytest.mark.parametrize("genre", PACKS)
def test_most_chord_tones_belong_to_the_key(genre: str) -> None:
    inside = total = 0.0
    for seed in range(5):
        plan = piece(genre, seed)
        for score in scores(plan):
            key = scale_of((plan.tonic + score.section.transpose) % 12, plan.mode)
            for chord in score.chords:
                inside += chord.duration_beats * sum(t in key for t in chord.pitch_classes)
                total += chord.duration_beats * len(chord.pitch_classes)
    assert inside / total > (0.78 if genre == "jazz" else 0.86)


@pytest.mark.parametrize("genre", PACKS)
def test_sections_of_one_theme_share_their_progression_and_others_do_not(genre: str) -> None:
    differ = 0
    for seed in range(6):
        plan = piece(genre, seed)
        roots: dict[str, list[tuple[int, ...]]] = {}
        for score in scores(plan):
            if not score.section.ending:
                line = tuple(c.root for c in score.chords)
                roots.setdefault(score.section.theme, []).append(line)
        for lines in roots.values():
            assert {line[0] for line in lines} == {lines[0][0]}
        first = [lines[0][:4] for lines in roots.values()]
        differ += len(set(first)) == len(first)
    assert differ >= 5


def test_returns_are_reharmonised_now_and_then() -> None:
    changed = total = 0
    for seed in range(12):
        by_theme: dict[str, list[tuple[str, ...]]] = {}
        for score in scores(piece("jazz", seed)):
            if score.section.bars == 8:
                symbols = tuple(c.symbol for c in score.chords)
                by_theme.setdefault(score.section.theme, []).append(symbols)
        for versions in by_theme.values():
            total += len(versions) - 1
            changed += len(set(versions)) - 1
    assert 0.3 < changed / total <= 1


@pytest.mark.parametrize("genre", PACKS)
def test_the_opening_chord_can_be_known_without_composing(genre: str) -> None:
    plan, pack = piece(genre, 7), load_pack(genre)
    for index, section in enumerate(plan.sections):
        if not section.ending:
            opening = opening_chord(plan, pack, index)
            assert section_harmony(plan, pack, index)[0].chord.root == opening.root


@pytest.mark.parametrize("genre", PACKS)
def test_chord_layers_are_never_muddy(genre: str) -> None:
    for seed in range(4):
        for score, layer, notes in parts(piece(genre, seed), Role.CHORDS, Role.PAD):
            if layer.instrument == "distorted_guitar":
                continue
            for group in onset_groups(notes):
                for low, high in pairwise(sorted({n.pitch for n in group})):
                    if low < 48:
                        assert high - low >= 5, (layer, score.section.name, group)


@pytest.mark.parametrize(
    ("genre", "limit"), [("jazz", 3.0), ("lofi", 3.0), ("cinematic", 3.2), ("ambient", 4.0)]
)
def test_voices_move_little_from_chord_to_chord(genre: str, limit: float) -> None:
    moves: list[float] = []
    for seed in range(5):
        for score, _, notes in parts(piece(genre, seed), Role.PAD, Role.CHORDS):
            groups = [g for g in onset_groups(notes) if len(g) >= 3]
            for before, after in pairwise(groups):
                if len(before) == len(after) and not score.section.ending:
                    pairs = zip(before, after, strict=True)
                    moves.append(float(np.mean([abs(a.pitch - b.pitch) for a, b in pairs])))
    assert len(moves) > 20
    assert np.mean([m for m in moves if m]) < limit


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 11), st.sampled_from(sorted(QUALITIES))), min_size=2, max_size=8
    ),
    st.sampled_from(["close", "rootless", "spread", "choir", "drop2"]),
)
def test_voicings_hold_the_chord_and_stay_in_range(
    chords: list[tuple[int, str]], name: str
) -> None:
    style = STYLES[name]
    made = [make_chord(root, kind) for root, kind in chords]
    voiced = lead_voices(made, style, low=40, high=84, centre=style.centre)
    for chord, pitches in zip(made, voiced, strict=True):
        assert {p % 12 for p in pitches} <= set(chord.tones)
        assert all(40 <= p <= 84 for p in pitches)
        assert list(pitches) == sorted(pitches)
        third = [s for s in chord.intervals if s in (3, 4)]
        if third and len(pitches) >= 3:
            assert (chord.root + third[0]) % 12 in {p % 12 for p in pitches}


def test_parallel_fifths_are_rare_between_choir_voices() -> None:
    chords = [
        make_chord(r, k) for r, k in ((0, ""), (5, ""), (7, ""), (9, "m"), (2, "m"), (7, "7"))
    ]
    voiced = lead_voices(chords, STYLES["choir"], low=43, high=79, centre=60)
    parallels = 0
    for before, after in pairwise(voiced):
        for low in range(4):
            for high in range(low + 1, 4):
                moved = after[low] - before[low]
                same = moved == after[high] - before[high] != 0
                parallels += same and (before[high] - before[low]) % 12 in (0, 7)
    assert parallels <= 1
