"""Sleep, meditation, classical, chiptune, corporate and bossa nova, measured on their scores."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import combinations, pairwise

import numpy as np
import pytest

from musicgen_local.engines.composer.brief import Brief
from musicgen_local.engines.composer.compose import compose_section
from musicgen_local.engines.composer.instruments import INSTRUMENTS
from musicgen_local.engines.composer.measures.score_measures import diversity
from musicgen_local.engines.composer.packs import load_pack
from musicgen_local.engines.composer.plan import Layer, Plan, Role
from musicgen_local.engines.composer.planner import make_plan
from musicgen_local.engines.composer.score import Note, SectionScore

CALM = ("sleep", "meditation", "classical", "chiptune", "corporate", "bossa_nova")
SEEDS = range(5)
QUARTET = ("violin", "violin 2", "viola", "cello")
KICK, RIM, SNARE, CLAVES = 36, 37, 38, 75
HATS = (42, 44, 46, 70)
_NEAR = 0.14  # beats that feel may move a note


@cache
def piece(genre: str, seed: int, seconds: float = 80.0) -> tuple[Plan, tuple[SectionScore, ...]]:
    brief = Brief(prompt=f"some {genre}", genre=genre)
    plan = make_plan(brief, duration_seconds=seconds, seed=seed)
    return plan, tuple(compose_section(plan, index) for index in range(len(plan.sections)))


def parts(
    genre: str, seed: int, *roles: Role
) -> Iterator[tuple[SectionScore, Layer, tuple[Note, ...]]]:
    plan, scores = piece(genre, seed)
    layers = {layer.name: layer for layer in plan.layers}
    for score in scores:
        for name, notes in score.parts.items():
            if layers[name].role in roles and notes:
                yield score, layers[name], notes


def places(notes: Sequence[Note], *pitches: int) -> list[float]:
    """Eighths of the bar on which drums are struck, in beats."""
    return [round(n.start_beats * 2) / 2 % 4 for n in notes if n.pitch in pitches]


@pytest.mark.parametrize("genre", CALM)
def test_calm_pieces_of_one_prompt_differ_and_stay_in_the_genres_tempo(genre: str) -> None:
    pieces = [piece(genre, seed) for seed in SEEDS]
    slow, _, fast = load_pack(genre).tempo_bpm
    assert all(0.98 * slow <= plan.tempo_bpm <= 1.02 * fast for plan, _ in pieces)
    assert diversity([p for p, _ in pieces], [s for _, s in pieces]) > 0.75
    assert len({plan.title for plan, _ in pieces}) >= 4


# sleep and meditation


@pytest.mark.parametrize("genre", ["sleep", "meditation"])
def test_nothing_in_the_calm_of_the_night_is_a_beat_or_a_jolt(genre: str) -> None:
    for seed in SEEDS:
        plan, scores = piece(genre, seed, 180.0)
        roles = {layer.role for layer in plan.layers}
        assert not roles & {Role.DRUMS, Role.PERCUSSION, Role.TRANSITIONS}
        energies = [section.energy for section in plan.sections]
        assert max(abs(b - a) for a, b in pairwise(energies)) <= 0.15
        assert max(energies) < 0.4
        onsets = sum(len(notes) for score in scores for notes in score.parts.values())
        assert onsets / plan.duration_seconds < 3.0
        levels = [
            float(np.mean([n.velocity for notes in score.parts.values() for n in notes]))
            for score in scores
        ]
        assert max(abs(b - a) for a, b in pairwise(levels)) < 0.15
        struck = [
            note.velocity
            for _, _, notes in parts(genre, seed, Role.PAD, Role.CHORDS, Role.LEAD, Role.DRONE)
            for note in notes
        ]
        assert max(struck) < 0.72


@pytest.mark.parametrize(("genre", "seconds"), [("sleep", 7.0), ("meditation", 6.0)])
def test_chords_of_the_night_last_long_and_keep_their_common_tones(
    genre: str, seconds: float
) -> None:
    lengths: list[float] = []
    kept: list[float] = []
    for seed in SEEDS:
        plan, scores = piece(genre, seed)
        for score in scores:
            chords = score.chords[:-1] if score.section.ending else score.chords
            lengths += [c.duration_beats * plan.seconds_per_beat for c in chords]
            kept += [
                len(set(a.pitch_classes) & set(b.pitch_classes)) / len(a.pitch_classes)
                for a, b in pairwise(score.chords)
            ]
    assert np.median(lengths) > seconds
    assert np.mean(kept) > 0.45


def test_something_sounds_all_night() -> None:
    for seed in SEEDS:
        _, scores = piece("sleep", seed, 180.0)
        for score in scores:
            sounding = sorted(
                (n.start_beats, n.start_beats + n.duration_beats)
                for notes in score.parts.values()
                for n in notes
            )
            end = 0.0
            for start, stop in sounding:
                assert start - end < 0.5, (seed, score.section.name, start)
                end = max(end, stop)


def test_drifting_voices_never_meet_twice_alike() -> None:
    gaps: set[tuple[float, ...]] = set()
    bars = 0
    for seed in range(8):
        for score, layer, notes in parts("sleep", seed, Role.PAD, Role.CHORDS):
            if layer.manner != "drift":
                continue
            for bar in range(score.section.bars):
                inside = [
                    n.start_beats - 4 * bar for n in notes if 0 <= n.start_beats - 4 * bar < 4
                ]
                bars += 1
                gaps.add((float(seed), *sorted(round(x) for x in inside)))
    assert bars > 40
    assert len(gaps) > 0.3 * bars


def test_two_bars_of_meditation_are_one_slow_breath() -> None:
    for seed in range(8):
        plan, _ = piece("meditation", seed)
        breath = 2 * plan.beats_per_bar * plan.seconds_per_beat
        assert 7.0 <= breath <= 11.0
        for score, layer, notes in parts("meditation", seed, Role.PAD):
            if not layer.manner.startswith("breath"):
                continue
            starts = [n.start_beats % 8 for n in notes if n.start_beats < score.beats - 8]
            assert np.mean([s < 4 or s > 7.8 for s in starts] or [True]) > 0.95  # in, then out


def test_bowls_open_meditations_and_the_tonic_never_leaves() -> None:
    for seed in range(8):
        plan, scores = piece("meditation", seed)
        assert any(layer.name == "bowls" for layer in plan.layers)
        home = [
            plan.tonic in {c.bass for c in score.chords} or plan.tonic in c.pitch_classes
            for score in scores
            for c in score.chords
        ]
        assert np.mean(home) > 0.7


# the string quartet


def sounding(notes: Sequence[Note], beat: float) -> int | None:
    """Pitch of a line a moment after a beat."""
    at = beat + 0.12
    over = [n for n in notes if n.start_beats - 0.05 <= at < n.start_beats + n.duration_beats]
    return over[-1].pitch if over else None


def test_a_quartet_is_four_players_who_play_one_note_each() -> None:
    ranges = dict.fromkeys(QUARTET, (200, 0))
    for seed in SEEDS:
        plan, scores = piece("classical", seed)
        assert tuple(layer.name for layer in plan.layers) == QUARTET
        for score in scores:
            assert set(score.parts) == set(QUARTET)
            for layer in plan.layers:
                notes = score.parts[layer.name]
                assert notes
                for now, later in pairwise(notes):
                    assert later.start_beats - now.start_beats > 0.05
                low, high = ranges[layer.name]
                pitches = [n.pitch for n in notes]
                ranges[layer.name] = (min(low, *pitches), max(high, *pitches))
    for layer in plan.layers:
        instrument = INSTRUMENTS[layer.instrument]
        low, high = ranges[layer.name]
        assert instrument.low <= low
        assert high <= instrument.high
        assert high - low >= 12  # each has a part to play, no mere drone
    centres = [sum(ranges[name]) for name in QUARTET]
    assert centres == sorted(centres, reverse=True)


def test_voices_of_a_quartet_keep_their_places_and_go_their_own_ways() -> None:
    crossed = rubbing = beats = parallel = motions = 0
    for seed in range(8):
        _, scores = piece("classical", seed)
        for score in scores:
            before: list[int | None] = [None] * 4
            for beat in np.arange(0.0, score.beats):
                now = [sounding(score.parts[name], float(beat)) for name in QUARTET]
                heard = [p for p in now if p is not None]
                beats += 1
                crossed += any(above < below for above, below in pairwise(heard))
                rubbing += any(abs(a - b) % 12 in (1, 11) for a, b in combinations(heard, 2))
                for one, other in combinations(range(4), 2):
                    high, low, top, bottom = before[one], before[other], now[one], now[other]
                    if high is None or low is None or top is None or bottom is None:
                        continue
                    if high == top or low == bottom:
                        continue
                    motions += 1
                    interval = (high - low) % 12
                    parallel += interval in (0, 7) and (top - bottom) % 12 == interval
                before = now
    assert motions > 400
    assert parallel / motions < 0.04
    assert crossed / beats < 0.06
    assert rubbing / beats < 0.06


def test_a_quartets_chords_are_whole_and_stand_on_the_cello() -> None:
    whole = grounded = chords = 0
    for seed in SEEDS:
        _, scores = piece("classical", seed)
        for score in scores:
            for chord in score.chords:
                if chord.duration_beats < 2:
                    continue
                heard = {
                    n.pitch % 12
                    for name in QUARTET
                    for n in score.parts[name]
                    if n.start_beats < chord.start_beats + chord.duration_beats - 0.2
                    and n.start_beats + n.duration_beats > chord.start_beats + 0.2
                }
                chords += 1
                whole += len(set(chord.pitch_classes[:3]) & heard) >= min(
                    3, len(chord.pitch_classes)
                )
                bass = sounding(score.parts["cello"], chord.start_beats)
                grounded += bass is not None and bass % 12 in chord.pitch_classes
    assert chords > 100
    assert whole / chords > 0.85
    assert grounded / chords > 0.9


def test_a_quartets_textures_change_and_its_voices_take_up_the_theme() -> None:
    rhythms: set[tuple[int, int, int]] = set()
    echoes = 0
    for seed in range(8):
        plan, scores = piece("classical", seed)
        bar = plan.beats_per_bar
        for score in scores:
            head = [round(n.start_beats * 2) for n in score.parts["violin"] if n.start_beats < bar]
            for at in range(0, score.section.bars, 4):
                spread = tuple(
                    sum(at * bar <= n.start_beats < (at + 4) * bar for n in score.parts[name])
                    for name in QUARTET[1:]
                )
                rhythms.add((spread[0], spread[1], spread[2]))
            for name in QUARTET[1:]:
                for later in range(1, score.section.bars):
                    said = [
                        round((n.start_beats - later * bar) * 2)
                        for n in score.parts[name]
                        if later * bar - 0.1 <= n.start_beats < (later + 1) * bar - 0.1
                    ]
                    echoes += len(head) >= 3 and len(set(said)) >= 3 and said == head
    assert len(rhythms) > 30
    assert echoes > 10


def test_a_quartet_closes_on_its_tonic_in_all_voices() -> None:
    for seed in range(8):
        plan, scores = piece("classical", seed)
        final = scores[-1].chords[-1]
        assert final.root == plan.tonic
        assert scores[-1].parts["cello"][-1].pitch % 12 == plan.tonic
        for name in QUARTET:
            last = scores[-1].parts[name][-1]
            assert last.pitch % 12 in final.pitch_classes
            assert last.start_beats + last.duration_beats >= scores[-1].beats - 0.5


# chiptune


def test_a_console_has_four_voices_and_one_noise_at_a_time() -> None:
    for seed in SEEDS:
        plan, scores = piece("chiptune", seed)
        assert len(plan.layers) <= 4
        for score in scores:
            for layer in plan.layers:
                notes = score.parts.get(layer.name, ())
                gaps = [b.start_beats - a.start_beats for a, b in pairwise(notes)]
                if layer.role is Role.DRUMS:
                    crowded = [n.start_beats for n in notes if n.pitch not in (KICK, 49, 57)]
                    assert np.mean([b - a < 0.02 for a, b in pairwise(crowded)] or [False]) < 0.06
                elif not score.section.ending:
                    assert min(gaps, default=1.0) > 0.02, layer.name


def test_chip_chords_are_broken_faster_than_they_are_counted() -> None:
    fast = []
    for seed in range(8):
        plan, _ = piece("chiptune", seed)
        for _, _, notes in parts("chiptune", seed, Role.ARP):
            gaps = [b.start_beats - a.start_beats for a, b in pairwise(notes)]
            fast.append(float(np.median(gaps)) * plan.seconds_per_beat)
    assert len(fast) > 20
    assert max(fast) < 0.15  # seconds: sixteenths at the slowest
    assert np.median(fast) < 0.09


def test_chip_melodies_are_quick_and_stay_on_the_grid() -> None:
    rates, astray = [], []
    for seed in SEEDS:
        plan, _ = piece("chiptune", seed)
        for score, _, notes in parts("chiptune", seed, Role.LEAD):
            rates.append(len(notes) / (score.beats * plan.seconds_per_beat))
            astray += [abs(n.start_beats - round(n.start_beats * 4) / 4) for n in notes]
    assert np.mean(rates) > 1.6
    assert np.percentile(astray, 95) * 0.43 < 0.004  # seconds: machines don't waver


# corporate


def test_corporate_pulses_in_eighths_is_bright_and_builds() -> None:
    majors = 0
    for seed in range(8):
        plan, scores = piece("corporate", seed)
        majors += plan.mode in ("major", "lydian", "mixolydian")
        counts = [len(score.parts) for score in scores]
        assert counts[0] <= min(3, max(counts) - 2)
        assert int(np.argmax(counts)) >= 1
        eighths = [
            round(n.start_beats * 2) % 2
            for _, layer, notes in parts("corporate", seed, Role.CHORDS)
            if layer.name == "guitar"
            for n in notes
        ]
        assert 0.35 < np.mean(eighths) < 0.65
    assert majors >= 7


def test_corporate_backbeats_are_light_and_the_melody_leaves_room() -> None:
    shares = []
    for seed in range(8):
        _, scores = piece("corporate", seed)
        for score, _, notes in parts("corporate", seed, Role.DRUMS):
            if score.section.energy > 0.5 and not score.section.ending:
                bars = score.section.bars - 2
                inner = [n for n in notes if 3.8 < n.start_beats < score.beats - 4]
                backbeats = places(inner, SNARE, 39, RIM)
                if bars > 0:
                    assert sum(b in (1.0, 2.0, 3.0) for b in backbeats) >= bars
        melody = [n for _, _, notes in parts("corporate", seed, Role.LEAD) for n in notes]
        if melody:
            played = sum(s.beats for s in scores)
            shares.append(sum(n.duration_beats for n in melody) / played)
    assert np.mean(shares) < 0.7


# bossa nova


def test_bossa_has_its_clave_on_the_rim_or_on_the_claves() -> None:
    claves = (
        {0.0, 1.5, 3.0, 5.0, 6.5}, {1.0, 2.5, 4.0, 5.5, 7.0}, {0.0, 1.5, 3.0, 5.5, 7.0},
    )  # fmt: skip
    good = total = 0
    for seed in range(9):
        for score, _, notes in parts("bossa_nova", seed, Role.DRUMS):
            if score.section.energy < 0.35:
                continue
            strokes = [round(n.start_beats * 2) / 2 for n in notes if n.pitch in (RIM, CLAVES)]
            for pair in range(0, score.section.bars - 2, 2):
                inside = {s - pair * 4 for s in strokes if pair * 4 <= s < pair * 4 + 8}
                total += 1
                good += any(len(inside & clave) >= 4 for clave in claves)
    assert total > 40
    assert good / total > 0.75


def test_bossa_basses_play_root_on_one_and_fifth_on_three() -> None:
    ones = threes = bars = 0
    for seed in SEEDS:
        plan, _ = piece("bossa_nova", seed)
        assert plan.beats_per_bar == 4
        assert plan.swing == 0.5
        for score, layer, notes in parts("bossa_nova", seed, Role.BASS):
            assert layer.manner == "bossa"
            for chord in score.chords:
                if chord.duration_beats < 4 or chord.start_beats % 4 or score.section.ending:
                    continue
                at = {round(n.start_beats * 2) / 2: n.pitch % 12 for n in notes}
                fifth = {(chord.root + step) % 12 for step in (6, 7, 8)}
                bars += 1
                ones += at.get(chord.start_beats) == chord.bass
                threes += at.get(chord.start_beats + 2) in {*fifth, chord.bass}
    assert bars > 40
    assert ones / bars > 0.95
    assert threes / bars > 0.95


def test_the_bossa_guitar_speaks_between_the_beats() -> None:
    off = []
    for seed in SEEDS:
        plan, _ = piece("bossa_nova", seed)
        assert any(layer.instrument == "nylon_guitar" for layer in plan.layers)
        for score, layer, notes in parts("bossa_nova", seed, Role.CHORDS):
            if layer.name == "guitar" and not score.section.ending:
                starts = {round(n.start_beats * 2) / 2 for n in notes}
                off += [s % 1 == 0.5 for s in starts]
    assert 0.3 < np.mean(off) < 0.7


def test_bossa_harmony_speaks_in_sevenths_and_ninths() -> None:
    sizes = [
        len(c.pitch_classes)
        for seed in SEEDS
        for score in piece("bossa_nova", seed)[1]
        for c in score.chords
    ]
    assert np.mean([size >= 4 for size in sizes]) > 0.95
    assert np.mean([size >= 5 for size in sizes]) > 0.5


def test_alone_the_bossa_guitarist_has_a_thumb() -> None:
    brief = Brief(prompt="bossa without bass", genre="bossa_nova", excluded=("bass",))
    plan = make_plan(brief, duration_seconds=60.0, seed=2)
    low = [
        n.pitch
        for index in range(len(plan.sections))
        for n in compose_section(plan, index).parts.get("guitar", ())
        if n.pitch < 52 and abs(n.start_beats / 2 - round(n.start_beats / 2)) < _NEAR
    ]
    assert len(low) > plan.bars
