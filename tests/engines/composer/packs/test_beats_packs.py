"""Beat music, measured on its scores: trap, hip hop, funk, reggae, R&B."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import combinations, pairwise

import numpy as np
import pytest

from musicgen_local.engines.composer.brief import Brief
from musicgen_local.engines.composer.compose import compose_section
from musicgen_local.engines.composer.packs import load_pack
from musicgen_local.engines.composer.plan import Layer, Plan, Role
from musicgen_local.engines.composer.planner import make_plan
from musicgen_local.engines.composer.score import ChordSpan, Note, SectionScore

BEATS = ("trap", "hip_hop", "funk", "reggae", "rnb")
KICK, RIM, SNARE, CLAP = 36, 37, 38, 39
HATS = (42, 44, 46)
_NEAR = 0.12  # beats that feel may move a stroke
_LOOSE_FORMS = ("intro", "outro", "break", "build")


@cache
def plan_of(genre: str, seed: int) -> Plan:
    brief = Brief(prompt=f"some {genre}", genre=genre, beats_per_bar=4)
    return make_plan(brief, duration_seconds=100.0, seed=seed)


@cache
def piece(genre: str, seed: int) -> tuple[Plan, tuple[SectionScore, ...]]:
    plan = plan_of(genre, seed)
    return plan, tuple(compose_section(plan, index) for index in range(len(plan.sections)))


def parts(
    genre: str, seed: int, *roles: Role
) -> Iterator[tuple[SectionScore, Layer, tuple[Note, ...]]]:
    plan, scores = piece(genre, seed)
    for score in scores:
        for layer in plan.layers:
            if layer.role in roles and score.parts.get(layer.name):
                yield score, layer, score.parts[layer.name]


def groove_bars(genre: str, seed: int) -> Iterator[list[Note]]:
    """The kit's notes of every full bar, in beats of that bar; first and last bars left out."""
    for score, _, notes in parts(genre, seed, Role.DRUMS):
        if score.section.name in _LOOSE_FORMS or score.section.energy < 0.5:
            continue
        for bar in range(1, score.section.bars - 1):
            yield [
                Note(n.start_beats - 4 * bar, n.duration_beats, n.pitch, n.velocity)
                for n in notes
                if 4 * bar - _NEAR <= n.start_beats < 4 * bar + 4 - _NEAR
            ]


def struck(notes: Sequence[Note], beat: float, *pitches: int, least: float = 0.0) -> bool:
    return any(
        abs(n.start_beats - beat) < _NEAR and n.pitch in pitches and n.velocity >= least
        for n in notes
    )


def share(truths: Sequence[bool]) -> float:
    assert truths
    return sum(truths) / len(truths)


def chord_at(score: SectionScore, beat: float) -> ChordSpan:
    return [c for c in score.chords if c.start_beats <= beat + _NEAR][-1]


def offsets_ms(genre: str, seed: int, *pitches: int) -> list[float]:
    """How far strokes on whole beats lie behind the grid, in milliseconds."""
    plan, _ = piece(genre, seed)
    return [
        (n.start_beats - round(n.start_beats)) * plan.seconds_per_beat * 1e3
        for bar in groove_bars(genre, seed)
        for n in bar
        if n.pitch in pitches and abs(n.start_beats - round(n.start_beats)) < _NEAR
    ]


# what belongs to all of them


@pytest.mark.parametrize("genre", BEATS)
def test_twenty_seeds_are_twenty_pieces_of_one_genre(genre: str) -> None:
    plans = [plan_of(genre, seed) for seed in range(20)]
    slow, _, fast = load_pack(genre).tempo_bpm
    assert all(0.99 * slow <= plan.tempo_bpm <= 1.01 * fast for plan in plans)
    assert len({round(plan.tempo_bpm) for plan in plans}) >= 6
    assert len({plan.title for plan in plans}) >= 17
    leads = {layer.instrument for p in plans for layer in p.layers if layer.role is Role.LEAD}
    bands = {tuple((x.instrument, x.manner) for x in plan.layers) for plan in plans}
    charts = {tuple(c.symbol for c in compose_section(plan, 1).chords) for plan in plans}
    assert len(leads) >= 5
    assert len(bands) == 20
    assert len(charts) >= 17
    tunes = [
        {(round(n.start_beats * 4), n.pitch) for _, _, notes in parts(genre, seed, Role.LEAD)
         for n in notes} for seed in range(8)
    ]  # fmt: skip
    for one, other in combinations(tunes, 2):
        assert len(one & other) <= 0.35 * max(1, len(one | other))


@pytest.mark.parametrize("genre", BEATS)
def test_the_bass_meets_the_kick_as_often_as_its_genre_wants(genre: str) -> None:
    for seed in range(8):
        together: list[bool] = []
        drums = {id(score): notes for score, _, notes in parts(genre, seed, Role.DRUMS)}
        for score, _, notes in parts(genre, seed, Role.BASS):
            kicks = np.array([n.start_beats for n in drums.get(id(score), ()) if n.pitch == KICK])
            if len(kicks):
                together += [float(np.abs(kicks - n.start_beats).min()) < _NEAR for n in notes]
        assert share(together) >= load_pack(genre).bass_on_kick, seed


# trap


def test_trap_counts_double_and_snaps_on_three() -> None:
    for seed in range(8):
        plan, _ = piece("trap", seed)
        assert 120 <= plan.tempo_bpm <= 160
        bars = list(groove_bars("trap", seed))
        assert share([struck(bar, 2, SNARE, CLAP, RIM) for bar in bars]) > 0.8
        assert not any(struck(bar, beat, SNARE, CLAP, least=0.5) for bar in bars for beat in (1, 3))


def test_trap_hats_roll_now_and_then_in_32nds_or_triplets() -> None:
    for seed in range(10):
        rolled: list[bool] = []
        plan, scores = piece("trap", seed)
        keepers = [x.name for x in plan.layers if x.role in (Role.DRUMS, Role.PERCUSSION)]
        for score in scores:
            if score.section.name not in ("chorus", "drop"):
                continue
            hats = sorted(
                n.start_beats for name in keepers for n in score.parts.get(name, ())
                if n.pitch in HATS
            )  # fmt: skip
            for bar in range(score.section.bars):
                inside = [h for h in hats if 4 * bar - 0.02 <= h < 4 * bar + 4]
                assert len(inside) >= 5, (seed, bar)
                quick = [a for a, b in pairwise(inside) if 0.09 < b - a < 0.2]
                rolled += [any(beat <= a - 4 * bar + 0.02 < beat + 1 for a in quick)
                           for beat in range(4)]  # fmt: skip
        assert 0.05 <= share(rolled) < 0.6, seed


def test_trap_has_one_808_that_follows_the_kick_and_slides() -> None:
    for seed in range(8):
        notes = [n for _, layer, part in parts("trap", seed, Role.BASS) for n in part
                 if layer.instrument == "808_bass"]  # fmt: skip
        assert np.median([n.pitch for n in notes]) < 44
        slides = [n for n in notes if abs(n.glide_semitones) >= 5]
        assert 0 < len(slides) < 0.35 * len(notes), seed
        assert np.median([n.duration_beats for n in notes]) > 0.5


def test_trap_is_mostly_dark() -> None:
    modes = [plan_of("trap", seed).mode for seed in range(20)]
    assert share([mode in ("minor", "phrygian", "dorian") for mode in modes]) > 0.7


# hip hop


def test_hip_hop_nods_on_two_and_four() -> None:
    halved = 0
    for seed in range(10):
        bars = list(groove_bars("hip_hop", seed))
        if not any(struck(bar, 1, SNARE, CLAP, RIM) for bar in bars):
            halved += 1  # the modern half of the family, at half time
            assert share([struck(bar, 2, SNARE, CLAP) for bar in bars]) > 0.8
            continue
        for bar in bars:
            if not struck(bar, 2, SNARE, CLAP, least=0.6):
                assert struck(bar, 1, SNARE, CLAP, RIM), seed
                assert struck(bar, 3, SNARE, CLAP, RIM), seed
        assert share([struck(bar, 0, KICK) for bar in bars]) > 0.9
        syncopated = [any(n.pitch == KICK and n.start_beats % 1 > 0.2 for n in b) for b in bars]
        assert share(syncopated) > 0.5
    assert halved <= 3


def test_hip_hop_sixteenths_swing_by_the_plans_share() -> None:
    checked = 0
    for seed in range(20):
        plan, _ = piece("hip_hop", seed)
        late = [n.start_beats % 0.5 for bar in groove_bars("hip_hop", seed) for n in bar
                if n.pitch in (KICK, SNARE) and 0.2 < n.start_beats % 0.5 < 0.4]  # fmt: skip
        if len(late) >= 8:
            checked += 1
            assert abs(float(np.mean(late)) / 0.5 - plan.swing) < 0.05, seed
    assert checked >= 5


def test_hip_hop_drums_are_a_loop() -> None:
    for seed in range(8):
        for score, _, notes in parts("hip_hop", seed, Role.DRUMS):
            if score.section.bars < 8 or score.section.name in _LOOSE_FORMS:
                continue
            kicks = [
                {round((n.start_beats - 4 * bar) * 4) for n in notes
                 if n.pitch == KICK and 4 * bar - _NEAR <= n.start_beats < 4 * bar + 4 - _NEAR}
                for bar in (0, 2, 4)
            ]  # fmt: skip
            # two-bar patterns come again; only a stroke marked as occasional may differ
            assert len(kicks[0] ^ kicks[1]) <= 2
            assert len(kicks[0] ^ kicks[2]) <= 2


# funk


def test_funk_lands_on_the_one() -> None:
    for seed in range(8):
        bars = list(groove_bars("funk", seed))
        assert share([struck(bar, 0, KICK) for bar in bars]) > 0.95
        ones: list[float] = []
        others: list[float] = []
        present: list[bool] = []
        for score, layer, notes in parts("funk", seed, Role.BASS):
            if layer.manner != "on_the_one" or score.section.ending:
                continue
            for bar in range(score.section.bars):
                inside = [n for n in notes if -_NEAR <= n.start_beats - 4 * bar < 4 - _NEAR]
                first = [n for n in inside if abs(n.start_beats - 4 * bar) < _NEAR]
                present.append(bool(first))
                ones += [n.velocity for n in first]
                others += [n.velocity for n in inside if n not in first]
        if present:
            assert share(present) > 0.85
            assert np.mean(ones) > 1.15 * np.mean(others)


def test_funk_backbeats_have_ghosts_between_them() -> None:
    ghosts = []
    for seed in range(8):
        for bar in groove_bars("funk", seed):
            assert struck(bar, 1, SNARE, RIM, CLAP)
            assert struck(bar, 3, SNARE, RIM, CLAP)
            ghosts.append(sum(n.pitch == SNARE and n.velocity < 0.45 for n in bar))
    assert np.mean(ghosts) > 1.2


def test_funk_speaks_in_sixteenths() -> None:
    for role, least in ((Role.BASS, 0.15), (Role.CHORDS, 0.25)):
        places = [
            round(n.start_beats * 4) % 2 == 1
            for seed in range(8)
            for _, _, notes in parts("funk", seed, role)
            for n in notes
        ]
        assert share(places) > least


def test_funk_stays_on_few_chords_and_all_of_them_have_sevenths() -> None:
    roots, sevenths = [], []
    for seed in range(12):
        for score in piece("funk", seed)[1]:
            if score.section.theme == "A" and not score.section.ending:
                roots.append(len({c.root for c in score.chords}))
            sevenths += [len(c.pitch_classes) >= 4 for c in score.chords]
    assert np.median(roots) <= 3
    assert share(sevenths) > 0.9


# reggae


def test_the_one_drop_leaves_one_empty_and_falls_on_two_and_four() -> None:
    drops: list[bool] = []
    for seed in range(12):
        for score, _, notes in parts("reggae", seed, Role.DRUMS):
            if score.section.name in _LOOSE_FORMS or score.section.ending:
                continue
            kicks = [n for n in notes if n.pitch == KICK and n.start_beats < score.beats - 4]
            on_one = [k for k in kicks if abs((k.start_beats + 2) % 4 - 2) < _NEAR]
            drops.append(not on_one)
            if drops[-1] and kicks:
                assert {round(k.start_beats) % 4 for k in kicks} == {1, 3}
                for kick in kicks:
                    assert struck(notes, kick.start_beats, RIM, SNARE)
    assert share(drops) > 0.5
    assert not all(drops)  # rockers and steppers are of the family too


def test_the_skank_falls_between_the_beats_and_is_short() -> None:
    total = 0
    for seed in range(10):
        plan, _ = piece("reggae", seed)
        for score, layer, notes in parts("reggae", seed, Role.CHORDS):
            if "skank" not in layer.manner:
                continue
            for note in notes:
                if score.section.ending and note.start_beats > score.beats - 4.1:
                    continue
                total += 1
                position = note.start_beats % 1
                assert 0.4 < position < 0.95, (seed, note)
                assert note.duration_beats * plan.seconds_per_beat < 0.45
            downs = [n for n in notes if abs(n.start_beats % 1 - 0.5) < 0.15]
            assert len({round(n.start_beats - 0.5) for n in downs}) >= 0.8 * (score.beats - 4)
    assert total > 1000


def test_the_organ_bubbles_on_both_sides_of_the_skank() -> None:
    found = 0
    for seed in range(10):
        for score, layer, notes in parts("reggae", seed, Role.CHORDS):
            if layer.manner != "bubble" or score.section.ending:
                continue
            found += 1
            right = [n.velocity for n in notes if 0.4 < n.start_beats % 1 < 0.6]
            left = [n.velocity for n in notes if not 0.4 < n.start_beats % 1 < 0.6]
            assert right
            assert left
            assert np.mean(right) > 1.3 * np.mean(left)
            assert not any(n.start_beats % 1 < 0.12 for n in notes)
    assert found > 10


def test_a_riddim_is_a_tune_with_holes_that_comes_again() -> None:
    covered, colours = [], []
    for seed in range(12):
        for score, layer, notes in parts("reggae", seed, Role.BASS):
            if layer.manner != "riddim" or score.section.ending or score.section.bars < 4:
                continue
            covered.append(sum(n.duration_beats for n in notes) / score.beats)
            off_root = [n for n in notes if n.pitch % 12 != chord_at(score, n.start_beats).bass]
            colours.append(len(off_root) / len(notes))
            heads = [{round(n.start_beats * 4) % 32 for n in notes
                      if 8 * pair - _NEAR <= n.start_beats < 8 * pair + 8 - _NEAR}
                     for pair in range(score.section.bars // 2)]  # fmt: skip
            for one, other in pairwise(heads):
                assert len(one & other) >= 0.6 * len(one | other)
    assert 0.4 < np.mean(covered) < 0.85
    assert 0.2 < np.mean(colours) < 0.75


def test_dub_breaks_leave_drum_and_bass_alone() -> None:
    alone = [
        {layer.role for layer in plan.layers if layer.name in section.layers}
        <= {Role.DRUMS, Role.BASS, Role.PERCUSSION}
        for plan, _ in (piece("reggae", seed) for seed in range(20))
        for section in plan.sections
        if section.name in ("break", "intro")
    ]
    assert any(alone)


# R&B


def test_rnb_chords_are_rich() -> None:
    sizes = [len(c.pitch_classes) for seed in range(12)
             for score in piece("rnb", seed)[1] for c in score.chords]  # fmt: skip
    assert share([size >= 4 for size in sizes]) > 0.95
    assert np.mean(sizes) > 4.6


def test_rnb_leans_back_from_its_own_hats() -> None:
    kicks, hats, basses = [], [], []
    for seed in range(10):
        kicks += offsets_ms("rnb", seed, KICK)
        hats += offsets_ms("rnb", seed, *HATS)
        seconds = plan_of("rnb", seed).seconds_per_beat
        basses += [
            (n.start_beats - round(n.start_beats)) * seconds * 1e3
            for score, _, notes in parts("rnb", seed, Role.BASS)
            for n in notes
            if abs(n.start_beats - round(n.start_beats)) < 0.1
        ]
    assert np.mean(kicks) > np.mean(hats) + 5
    assert np.mean(basses) > np.mean(hats) + 9


def test_rnb_keys_slide_into_chords_by_a_semitone() -> None:
    slips = 0
    for seed in range(12):
        for score, layer, notes in parts("rnb", seed, Role.CHORDS):
            if layer.manner not in ("lean", "held_slip"):
                continue
            for span in score.chords[1:]:
                before = sorted(n.pitch for n in notes
                                if -0.35 < n.start_beats - span.start_beats < -0.1
                                and n.duration_beats < 0.3)  # fmt: skip
                after = sorted(n.pitch for n in notes
                               if abs(n.start_beats - span.start_beats) < _NEAR)  # fmt: skip
                if len(before) == len(after) >= 3:
                    steps = {b - a for a, b in zip(before, after, strict=True)}
                    slips += steps in ({1}, {-1})
    assert slips >= 12


def test_rnb_basses_hold_the_pocket_and_fill_above_it() -> None:
    lengths, fills, total = [], 0, 0
    for seed in range(10):
        for score, layer, notes in parts("rnb", seed, Role.BASS):
            if layer.manner != "pocket" or score.section.ending:
                continue
            lengths += [n.duration_beats for n in notes]
            total += len(notes)
            fills += sum(n.duration_beats < 0.3 and n.pitch % 12
                         != chord_at(score, n.start_beats).bass for n in notes)  # fmt: skip
    assert np.mean(lengths) > 0.7
    assert 0.04 < fills / total < 0.4
