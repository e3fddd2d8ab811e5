"""Song bands, measured on their scores: pop, metal, folk, country, blues."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import combinations, pairwise

import numpy as np
import pytest

from musicgen_local.engines.composer.brief import Brief
from musicgen_local.engines.composer.compose import compose_section
from musicgen_local.engines.composer.form import fit_parts
from musicgen_local.engines.composer.packs import load_pack
from musicgen_local.engines.composer.plan import Layer, Plan, Role
from musicgen_local.engines.composer.planner import make_plan
from musicgen_local.engines.composer.score import ChordSpan, Note, SectionScore

BAND = ("pop", "metal", "folk", "country", "blues")
KICK, LEFT_KICK, SNARE, RIM, CLAP = 36, 35, 38, 37, 39
_NEAR = 0.12  # beats that feel may move a stroke
_SEEDS = range(1, 9)

Piece = tuple[Plan, tuple[SectionScore, ...]]


@cache
def piece(genre: str, seed: int, mode: str | None = None) -> Piece:
    brief = Brief.model_validate(
        {"prompt": f"some {genre}", "genre": genre, "beats_per_bar": 4, "mode": mode}
    )
    plan = make_plan(brief, duration_seconds=100.0, seed=seed)
    return plan, tuple(compose_section(plan, index) for index in range(len(plan.sections)))


def parts(
    made: Piece, *roles: Role, named: str = ""
) -> Iterator[tuple[SectionScore, Layer, tuple[Note, ...]]]:
    plan, scores = made
    for score in scores:
        for layer in plan.layers:
            wanted = layer.name == named if named else layer.role in roles
            if wanted and score.parts.get(layer.name):
                yield score, layer, score.parts[layer.name]


def bars_of(notes: Sequence[Note], beats: int, count: int) -> list[list[Note]]:
    """Notes bar by bar, their starts counted from their own bar."""
    made: list[list[Note]] = [[] for _ in range(count)]
    for note in notes:
        bar = min(count - 1, int((note.start_beats + _NEAR) // beats))
        start = max(0.0, note.start_beats - bar * beats)
        made[bar].append(Note(start, note.duration_beats, note.pitch, note.velocity))
    return made


def groove_bars(made: Piece, loud: float = 0.5) -> Iterator[tuple[SectionScore, list[Note]]]:
    """The kit's full bars: first and last bars of sections left out."""
    for score, _, notes in parts(made, Role.DRUMS):
        if score.section.name in ("intro", "outro", "break", "build", "bridge"):
            continue
        if score.section.energy >= loud:
            bars = bars_of(notes, made[0].beats_per_bar, score.section.bars)
            yield from ((score, bar) for bar in bars[1:-1])


def struck(notes: Sequence[Note], beat: float, *pitches: int) -> bool:
    return any(abs(n.start_beats - beat) < _NEAR and n.pitch in pitches for n in notes)


def together(notes: Sequence[Note], window: float = 0.2) -> list[list[Note]]:
    groups: list[list[Note]] = []
    for note in sorted(notes, key=lambda note: note.start_beats):
        if groups and note.start_beats - groups[-1][0].start_beats < window:
            groups[-1].append(note)
        else:
            groups.append([note])
    return [sorted(group, key=lambda note: note.pitch) for group in groups]


def chord_at(score: SectionScore, beat: float) -> ChordSpan:
    return [c for c in score.chords if c.start_beats <= beat + _NEAR][-1]


@pytest.mark.parametrize("genre", BAND)
def test_seeds_are_different_pieces_of_one_genre(genre: str) -> None:
    made = [piece(genre, seed) for seed in _SEEDS]
    low, _, high = load_pack(genre).tempo_bpm
    assert all(0.99 * low <= plan.tempo_bpm <= 1.01 * high for plan, _ in made)
    bands = {tuple((x.instrument, x.manner) for x in plan.layers) for plan, _ in made}
    assert len(bands) >= len(made) - 1
    charts = {tuple(c.symbol for s in scores for c in s.chords) for _, scores in made}
    assert len(charts) == len(made)
    sung = []
    for plan, scores in made:
        lines = [n for s, _, part in parts((plan, scores), Role.LEAD) for n in part]
        steps = [(round(2 * (b.start_beats - a.start_beats)), b.pitch - a.pitch)
                 for a, b in pairwise(lines[:40])]  # fmt: skip
        sung.append(set(pairwise(steps)))
    for one, other in combinations(sung, 2):
        assert len(one & other) < 0.5 * len(one | other)


@pytest.mark.parametrize("genre", BAND)
def test_whoever_is_in_the_band_has_something_to_play(genre: str) -> None:
    idle = total = 0
    for seed in _SEEDS:
        made = piece(genre, seed)
        for layer in made[0].layers:
            total += 1
            idle += sum(len(notes) for *_, notes in parts(made, named=layer.name)) < 3
    assert total >= 8 * len(_SEEDS) // 2
    assert idle == 0


@pytest.mark.parametrize("genre", ["pop", "country", "metal"])
def test_returning_choruses_sing_the_same_hook(genre: str) -> None:
    kept = []
    for seed in _SEEDS:
        heads: dict[str, list[set[tuple[int, int]]]] = {}  # when, and whether it rises
        for score, _, notes in parts(piece(genre, seed), Role.LEAD):
            if score.section.name in ("chorus", "drop"):
                line = [n for n in notes if n.start_beats < 6]
                head = {
                    (round(2 * a.start_beats), int(np.sign(b.pitch - a.pitch)))
                    for a, b in pairwise(line)
                }
                heads.setdefault(score.section.theme, []).append(head)
        for found in heads.values():
            kept += [len(a & b) / max(1, len(a | b)) for a, b in pairwise(found)]
    assert len(kept) >= 5
    assert np.mean(kept) > 0.6


def test_pop_has_its_backbeat_and_a_chorus_for_everybody() -> None:
    backbeats = []
    for seed in _SEEDS:
        made = piece("pop", seed)
        for score, bar in groove_bars(made, 0.66):
            if score.section.name in ("chorus", "drop"):
                backbeats.append(all(struck(bar, b, SNARE, CLAP, RIM) for b in (1, 3)))
        sections = made[0].sections
        chorus = [len(s.layers) for s in sections if s.name in ("chorus", "drop")]
        verse = [len(s.layers) for s in sections if s.name == "verse"]
        assert max(chorus) > max(verse)
    assert np.mean(backbeats) > 0.95


def test_pop_loops_often_start_away_from_home_and_do_not_all_share_four_chords() -> None:
    pack = load_pack("pop")
    texts = [item.chords for bank in pack.progressions.values() for item in bank]
    away = [text for text in texts if not text.lower().startswith(("i ", "i|", "i7 ", "i/"))]
    assert len(away) >= 0.4 * len(texts)
    sets = {frozenset(text.replace("|", " ").split()) for text in texts}
    assert len(sets) >= 0.7 * len(texts)


def test_metal_mutes_its_strings_on_the_kick() -> None:
    on_kick = []
    for seed in _SEEDS:
        made = piece("metal", seed)
        kicks = {
            id(score): [n.start_beats for n in notes if n.pitch in (KICK, LEFT_KICK)]
            for score, _, notes in parts(made, Role.DRUMS)
        }
        for score, layer, notes in parts(made, named="chugs"):
            assert layer.instrument == "palm_muted_guitar"
            if id(score) not in kicks or score.section.energy < 0.6:
                continue
            for group in together(notes):
                assert all(note.duration_beats < 0.35 for note in group) or score.section.ending
                at = group[0].start_beats
                if at < score.beats - 2 and not score.section.ending:
                    on_kick.append(min(abs(k - at) for k in kicks[id(score)]) < 0.08)
    assert len(on_kick) > 400
    assert np.mean(on_kick) > 0.9


def test_metal_drummers_use_both_feet() -> None:
    quick = []
    for seed in _SEEDS:
        bars = 0
        for _, bar in groove_bars(piece("metal", seed), 0.6):
            feet = sorted(n.start_beats for n in bar if n.pitch in (KICK, LEFT_KICK))
            bars += sum(b - a < 0.3 for a, b in pairwise(feet)) >= 2
        quick.append(bars >= 4)
    assert np.mean(quick) > 0.8


def test_metal_guitars_play_power_chords_and_breakdowns_go_at_half_the_pace() -> None:
    halves = []
    for seed in _SEEDS:
        made = piece("metal", seed)
        for _, _, notes in parts(made, named="guitars"):
            for group in together(notes, 0.05):
                gaps = {(note.pitch - group[0].pitch) % 12 for note in group}
                assert gaps <= {0, 7}
        for score, bar in groove_bars(made, 0.4):
            if score.section.name == "breakdown":
                halves.append(struck(bar, 2, SNARE) and not struck(bar, 1, SNARE))
    assert np.mean(halves) > 0.6


def test_metal_chugs_lie_on_the_lowest_string() -> None:
    for seed in _SEEDS:
        pitches = [n.pitch for *_, notes in parts(piece("metal", seed), named="chugs")
                   for n in notes]  # fmt: skip
        assert np.median(pitches) <= 52
        bass = [n.pitch for *_, notes in parts(piece("metal", seed), Role.BASS) for n in notes]
        assert np.median(bass) <= np.median(pitches) - 5


def test_folk_is_modal_plain_and_now_and_then_in_three() -> None:
    plans = [make_plan(Brief(prompt="folk", genre="folk"), duration_seconds=60, seed=seed)
             for seed in range(40)]  # fmt: skip
    assert 0.12 < np.mean([plan.beats_per_bar == 3 for plan in plans]) < 0.5
    assert np.mean([plan.mode in ("dorian", "mixolydian") for plan in plans]) > 0.25
    sizes = [len(chord.pitch_classes) for seed in _SEEDS for score in piece("folk", seed)[1]
             for chord in score.chords]  # fmt: skip
    assert np.mean(np.array(sizes) <= 3) > 0.9


@pytest.mark.parametrize("genre", ["folk", "country"])
def test_a_picking_thumb_alternates_on_every_beat(genre: str) -> None:
    seen = 0
    for seed in range(1, 25):
        plan = make_plan(Brief(prompt=genre, genre=genre, beats_per_bar=4), duration_seconds=60,
                         seed=seed)  # fmt: skip
        layer = next((x for x in plan.layers if x.manner == "travis"), None)
        if layer is None:
            continue
        seen += 1
        index = next(i for i, s in enumerate(plan.sections) if layer.name in s.layers)
        score = compose_section(plan, index)
        notes = score.parts[layer.name]
        thumbs = [
            min(n.pitch for n in group)
            for beat in range(int(4 * (score.section.bars - 1)))
            if (group := [n for n in notes if abs(n.start_beats - beat) < _NEAR])
        ]
        assert len(thumbs) >= 3.8 * (score.section.bars - 1)
        assert np.mean([a != b for a, b in pairwise(thumbs)]) > 0.9
    assert seen >= 2


def test_country_guitars_go_boom_chick() -> None:
    booms, chicks = [], []
    for seed in range(1, 13):
        made = piece("country", seed)
        for score, layer, notes in parts(made, named="guitar"):
            if layer.manner != "boom_chick" or score.section.ending:
                continue
            for bar in bars_of(notes, 4, score.section.bars):
                for group in together(bar):
                    place = group[0].start_beats
                    if min(abs(place), abs(place - 2)) < _NEAR:
                        booms.append(len(group))
                    elif min(abs(place - 1), abs(place - 3)) < _NEAR:
                        chicks.append(len(group))
    assert len(booms) > 100
    assert np.mean(np.array(booms) == 1) > 0.9
    assert np.mean(np.array(chicks) >= 3) > 0.6  # the others are runs into the next chord


def test_country_basses_walk_in_two() -> None:
    on_one, steps = [], []
    for seed in range(1, 13):
        for score, layer, notes in parts(piece("country", seed), Role.BASS):
            if layer.manner != "country_two" or score.section.ending:
                continue
            for chord in score.chords:
                on = [n for n in notes if abs(n.start_beats - chord.start_beats) < _NEAR]
                on_one.append(bool(on) and on[0].pitch % 12 == chord.bass)
            for before, chord in pairwise(score.chords):
                run = [n for n in notes if chord.start_beats - 2.2 < n.start_beats
                       < chord.start_beats + _NEAR]  # fmt: skip
                if len(run) == 3 and before.duration_beats >= 4:
                    steps += [abs(b.pitch - a.pitch) for a, b in pairwise(run)]
    assert np.mean(on_one) > 0.97
    assert len(steps) > 20
    assert np.mean(np.array(steps) <= 2) > 0.9


def test_a_country_train_accents_between_the_beats() -> None:
    between, on = [], []
    trains = 0
    for seed in range(1, 17):
        made = piece("country", seed)
        for _, bar in groove_bars(made, 0.4):
            strokes = [n for n in bar if n.pitch == SNARE]
            if len(strokes) < 14:
                continue
            trains += 1
            for note in strokes:
                place = note.start_beats % 1
                if abs(place - 0.5) < _NEAR:
                    between.append(note.velocity)
                elif place < _NEAR:
                    on.append(note.velocity)
    assert trains >= 20
    assert np.mean(between) > 1.3 * np.mean(on)


def test_country_slides_and_plays_waltzes() -> None:
    plans = [make_plan(Brief(prompt="country", genre="country"), duration_seconds=60, seed=seed)
             for seed in range(40)]  # fmt: skip
    assert 0.03 < np.mean([plan.beats_per_bar == 3 for plan in plans]) < 0.35
    twang = {"steel_guitar", "fiddle", "clean_guitar", "banjo", "mandolin", "harmonica"}
    for plan in plans:
        assert twang & {layer.instrument for layer in plan.layers}


def strophes(made: Piece) -> Iterator[tuple[SectionScore, SectionScore]]:
    """Pairs of eight bars of call and four of answer."""
    for one, other in pairwise(made[1]):
        if (one.section.bars, other.section.bars) == (8, 4) and one.section.theme in "AEG":
            yield one, other


def test_blues_has_twelve_bars_of_three_chords() -> None:
    found = 0
    for seed in range(1, 17):
        made = piece("blues", seed)
        tonic = made[0].tonic
        for call, answer in strophes(made):
            if answer.section.theme not in "BFH":
                continue
            found += 1
            roots = [(chord_at(call, 4.0 * bar).root - tonic) % 12 for bar in range(8)]
            last = [(chord_at(answer, 4.0 * bar).root - tonic) % 12 for bar in range(4)]
            assert roots[0] == roots[2] == roots[3] == roots[6] == 0
            assert roots[1] in (0, 5)  # the quick change
            assert roots[4] == 5
            assert roots[5] in (5, 6)  # the diminished step back
            assert last[0] in (7, 8)  # the five, or the flat six of the minor form
            assert last[1] in (5, 7)
            assert last[2] == 0 or answer.section.ending
    assert found >= 24


@pytest.mark.parametrize("form", load_pack("blues").forms, ids=lambda form: str(form.name))
def test_blues_strophes_stay_whole_at_every_length(form: object) -> None:
    named = {item.name: item for item in load_pack("blues").forms}
    chosen = named[getattr(form, "name")]  # noqa: B009
    for bars in range(24, 140):
        body = [p for p in fit_parts(chosen, bars) if p.name != "intro"]
        calls = [i for i, p in enumerate(body) if p.theme in "AEG"]
        assert all(body[i].bars == 8 for i in calls)
        assert all(body[i + 1].theme in "BFH" for i in calls)
        assert all(body[i + 1].bars >= 2 for i in calls)


def test_blues_chords_are_sevenths_and_its_eighths_are_triplets() -> None:
    sevenths, offbeats = [], []
    for seed in _SEEDS:
        made = piece("blues", seed, "mixolydian")
        for score in made[1]:
            for chord in score.chords:
                above = {(tone - chord.root) % 12 for tone in chord.pitch_classes}
                sevenths += [{4, 10} <= above] * round(chord.duration_beats)
        assert made[0].swing >= 0.62
        for _, bar in groove_bars(made, 0.3):
            ticks = [n.start_beats % 1 for n in bar if n.pitch in (42, 51)]
            offbeats += [tick for tick in ticks if 0.45 < tick < 0.75]
    assert np.mean(sevenths) > 0.85
    assert len(offbeats) > 200
    assert 0.62 < float(np.median(offbeats)) < 0.68


def test_blues_guitars_rock_between_fifth_and_sixth() -> None:
    tops: list[int] = []
    for seed in range(1, 17):
        for score, layer, notes in parts(piece("blues", seed, "mixolydian"), named="guitar"):
            if layer.manner != "boogie" or score.section.ending:
                continue
            for group in together(notes):
                assert len(group) == 2
                chord = chord_at(score, group[0].start_beats)
                assert group[0].pitch % 12 == chord.root
                tops.append(group[1].pitch - group[0].pitch)
    assert len(tops) > 200
    assert set(tops) <= {6, 7, 9, 10}
    assert 0.3 < np.mean(np.array(tops) == 7) < 0.85
    assert np.mean(np.array(tops) == 9) > 0.15


def test_blues_is_call_and_response() -> None:
    overlaps = []
    for seed in range(1, 17):
        made = piece("blues", seed)
        lead = {id(s): n for s, _, n in parts(made, Role.LEAD)}
        for score, layer, notes in parts(made, Role.COUNTER):
            if layer.manner == "answer" and id(score) in lead:
                sung = lead[id(score)]
                overlaps += [
                    any(n.start_beats - 0.2 < r.start_beats < n.start_beats + 0.8 *
                        n.duration_beats for n in sung) for r in notes
                ]  # fmt: skip
    assert len(overlaps) > 60
    assert np.mean(overlaps) < 0.2
