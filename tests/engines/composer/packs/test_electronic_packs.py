"""Dance floors, measured on their scores: deep house, techno, trance, drum and bass, disco."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import combinations, pairwise
from typing import Any

import numpy as np
import pytest

from musicgen_local.engines.composer.brief import Brief
from musicgen_local.engines.composer.compose import compose_section
from musicgen_local.engines.composer.plan import Layer, Plan, Role
from musicgen_local.engines.composer.planner import make_plan
from musicgen_local.engines.composer.score import Note, SectionScore

ELECTRONIC = ("deep_house", "techno", "trance", "drum_and_bass", "disco")
FOUR_TO_THE_FLOOR = ("deep_house", "techno", "trance", "disco")
KICK, RIM, SNARE, CLAP, HAT, OPEN_HAT, RIDE, SHAKER = 36, 37, 38, 39, 42, 46, 51, 70
TEMPO_BPM = {
    "deep_house": (113, 127),
    "techno": (124, 142),
    "trance": (127, 146),
    "drum_and_bass": (165, 178),
    "disco": (109, 127),
}
_SEEDS = range(1, 7)
_NEAR = 0.12  # beats that feel may move a note
_GROOVELESS = ("intro", "outro", "build", "break", "bridge")

Piece = tuple[Plan, tuple[SectionScore, ...]]
Part = tuple[SectionScore, Layer, tuple[Note, ...]]


@cache
def piece(genre: str, seed: int, seconds: float = 100.0, **wishes: Any) -> Piece:
    brief = Brief(prompt=f"some {genre}", genre=genre, **wishes)
    plan = make_plan(brief, duration_seconds=seconds, seed=seed)
    return plan, tuple(compose_section(plan, i) for i in range(len(plan.sections)))


def parts(made: Piece, *roles: Role) -> Iterator[Part]:
    plan, scores = made
    layers = {layer.name: layer for layer in plan.layers}
    for score in scores:
        for name, notes in score.parts.items():
            if layers[name].role in roles:
                yield score, layers[name], notes


def manner_parts(genre: str, *manners: str) -> Iterator[Part]:
    """Parts of the layers that play in one of the manners, over all seeds; not the last section."""
    for seed in _SEEDS:
        for score, layer, notes in parts(piece(genre, seed), *Role):
            if layer.manner in manners and not score.section.ending:
                yield score, layer, notes


def drum_bars(genre: str) -> Iterator[list[tuple[float, int, float]]]:
    """(beat, key, velocity) of each bar of the full grooves, first and last bars left out."""
    for seed in _SEEDS:
        for score, _, notes in parts(piece(genre, seed), Role.DRUMS):
            if score.section.name in _GROOVELESS or score.section.energy < 0.5:
                continue
            for bar in range(1, score.section.bars - 1):
                yield [
                    (n.start_beats - 4 * bar, n.pitch, n.velocity)
                    for n in notes
                    if 4 * bar - _NEAR <= n.start_beats < 4 * bar + 4 - _NEAR
                ]


def struck(bar: list[tuple[float, int, float]], beat: float, *keys: int) -> bool:
    return any(key in keys and abs(at - beat) < _NEAR for at, key, _ in bar)


def on_a_kick(note: Note, kicks: list[float]) -> bool:
    return any(abs(note.start_beats - kick) < _NEAR for kick in kicks)


def kicks_of(score: SectionScore, plan: Plan) -> list[float]:
    drums = next(layer.name for layer in plan.layers if layer.role is Role.DRUMS)
    return [n.start_beats for n in score.parts.get(drums, ()) if n.pitch == KICK]


@pytest.mark.parametrize("genre", ELECTRONIC)
def test_tempo_is_the_genre_s(genre: str) -> None:
    low, high = TEMPO_BPM[genre]
    tempi = [piece(genre, seed)[0].tempo_bpm for seed in _SEEDS]
    assert all(low <= tempo <= high for tempo in tempi), tempi


@pytest.mark.parametrize("genre", ELECTRONIC)
def test_seeds_differ_in_band_groove_and_harmony(genre: str) -> None:
    made = [piece(genre, seed) for seed in _SEEDS]
    bands = {tuple((ly.instrument, ly.manner) for ly in plan.layers) for plan, _ in made}
    assert len(bands) == len(made)
    harmonies = {
        tuple((c.root - plan.tonic) % 12 for score in scores for c in score.chords[:4])
        for plan, scores in made
    }
    assert len(harmonies) == len(made)
    rhythms = []
    for plan, scores in made:
        loud = max(scores, key=lambda score: score.section.energy)
        drums = next(layer.name for layer in plan.layers if layer.role is Role.DRUMS)
        grid = {(n.pitch, round(n.start_beats * 4)) for n in loud.parts[drums] if n.start_beats < 8}
        rhythms.append(grid)
    alike = [len(a & b) / len(a | b) for a, b in combinations(rhythms, 2)]
    assert np.mean(alike) < 0.85
    assert min(alike) < 0.6


@pytest.mark.parametrize("genre", FOUR_TO_THE_FLOOR)
def test_the_kick_is_on_all_four_beats(genre: str) -> None:
    bars = list(drum_bars(genre))
    assert len(bars) > 50
    assert all(struck(bar, beat, KICK) for bar in bars for beat in range(4))


@pytest.mark.parametrize("genre", FOUR_TO_THE_FLOOR)
def test_a_hat_opens_or_ticks_between_the_kicks(genre: str) -> None:
    bars = list(drum_bars(genre))
    answered = [
        all(struck(bar, beat + 0.5, OPEN_HAT, HAT, RIDE, SHAKER, 44) for beat in range(4))
        for bar in bars
    ]
    assert np.mean(answered) > 0.95


# deep house


def test_deep_house_speaks_in_sevenths_and_ninths() -> None:
    rich = total = 0
    for seed in _SEEDS:
        for score in piece("deep_house", seed)[1]:
            total += len(score.chords)
            rich += sum(len(chord.pitch_classes) >= 4 for chord in score.chords)
    assert rich / total > 0.9


def test_deep_house_moves_a_sampled_chord_in_parallel() -> None:
    seen = 0
    for score, _, notes in manner_parts("deep_house", "sampled_stab", "dub_chord"):
        shapes: dict[str, set[tuple[int, ...]]] = {}
        for chord in score.chords:
            first, last = chord.start_beats + 0.1, chord.start_beats + chord.duration_beats - 0.1
            inside = [n for n in notes if first < n.start_beats < last]
            starts = sorted({round(n.start_beats, 1) for n in inside})
            for start in starts:
                pitches = sorted(n.pitch for n in inside if abs(n.start_beats - start) < 0.06)
                if len(pitches) == 4:
                    kind = chord.symbol.split("/")[0].lstrip("ABCDEFG").lstrip("#b")
                    shape = tuple(p - pitches[0] for p in pitches)
                    shapes.setdefault(kind, set()).add(shape)
        for kind, found in shapes.items():
            assert len(found) == 1, (kind, found)
            seen += 1
    assert seen > 5


def test_deep_house_basses_leave_room() -> None:
    densities = [
        len(notes) / score.beats
        for score, _, notes in manner_parts("deep_house", "dub_deep", "offbeat", "sub")
    ]
    assert np.mean(densities) < 1.7


def test_deep_house_is_softer_than_techno() -> None:
    def weight(genre: str) -> float:
        return float(np.mean([n.velocity for seed in _SEEDS
                              for _, _, notes in parts(piece(genre, seed), Role.DRUMS)
                              for n in notes if n.pitch == KICK]))  # fmt: skip

    assert weight("deep_house") < weight("techno") - 0.08


# techno


def test_techno_stays_on_few_chords() -> None:
    roots = [len({c.root for c in score.chords}) for seed in _SEEDS
             for score in piece("techno", seed)[1] if not score.section.ending]  # fmt: skip
    assert np.mean(roots) <= 2.2
    assert max(roots) <= 4


def test_techno_s_rumble_rolls_behind_each_kick_and_swells() -> None:
    swelling = total = 0
    for seed in range(1, 25):
        made = piece("techno", seed, 60.0)
        for score, layer, notes in parts(made, Role.BASS):
            if layer.manner != "rumble" or score.section.ending:
                continue
            kicks = kicks_of(score, made[0])
            assert not any(on_a_kick(note, kicks) for note in notes)
            for before, now in pairwise(notes):
                same_beat = int(before.start_beats + _NEAR) == int(now.start_beats + _NEAR)
                if same_beat and now.start_beats > before.start_beats:
                    total += 1
                    swelling += now.velocity > before.velocity
    assert total > 200
    assert swelling / total > 0.9


def test_techno_turns_threes_against_the_four() -> None:
    """Stabs and basses in groups of three sixteenths: Butler's diatonic rhythms."""
    gaps: Counter[int] = Counter()
    for _, _, notes in manner_parts("techno", "threes", "hypnotic"):
        starts = sorted({round(n.start_beats * 4) for n in notes})
        gaps.update(b - a for a, b in pairwise(starts))
    assert sum(gaps.values()) > 100
    assert gaps[3] / sum(gaps.values()) > 0.55


def test_a_techno_sequence_is_a_machine_s() -> None:
    """Sixteen steps of few pitches that come round again, with slides."""
    slides = 0
    same = compared = 0
    for seed in range(1, 25):
        for score, layer, notes in parts(piece("techno", seed, 60.0), Role.BASS):
            if layer.manner != "acid_line" or score.section.ending:
                continue
            slides += sum(n.glide_semitones != 0 for n in notes)
            bars: dict[int, set[int]] = {}
            for note in notes:
                step = round(note.start_beats * 4)
                bars.setdefault(step // 16, set()).add(step % 16)
            for one, other in pairwise(bars[bar] for bar in sorted(bars)):
                compared += 1
                same += len(one & other) >= 0.75 * len(one | other)
    assert slides > 40
    assert same / compared > 0.8


# trance


def test_trance_has_its_bass_between_the_kicks() -> None:
    together = total = 0
    for seed in _SEEDS:
        made = piece("trance", seed)
        for score, layer, notes in parts(made, Role.BASS):
            if score.section.ending or layer.manner != "between_kicks":
                continue
            kicks = kicks_of(score, made[0])
            total += len(notes)
            together += sum(on_a_kick(note, kicks) for note in notes)
            ends = [n.start_beats + n.duration_beats for n in notes]
            assert not any(k - e < -_NEAR and k > n.start_beats + _NEAR for k in kicks
                           for n, e in zip(notes, ends, strict=True))  # fmt: skip
    assert total > 800
    assert together == 0


def test_a_trance_break_shows_the_theme_that_the_drop_carries() -> None:
    shown, kept = 0, 0.0
    for seed in range(1, 17):
        plan, scores = piece("trance", seed, 130.0)
        leads = {layer.name for layer in plan.layers if layer.role is Role.LEAD}
        quiet = [s for s in scores if s.section.name == "break" and s.section.theme == "B"]
        loud = [s for s in scores if s.section.energy > 0.78 and s.section.theme == "B"]
        if not quiet or not loud or not leads & set(quiet[0].parts):
            continue
        name = next(iter(leads & set(quiet[0].parts)))
        told, again = (
            {round(n.start_beats * 4) for n in score.parts[name] if n.start_beats < 4 - _NEAR}
            for score in (quiet[0], loud[0])
        )
        assert not {x.role for x in plan.layers if x.name in quiet[0].parts} & {Role.DRUMS}
        shown += 1
        kept += len(told & again) / len(told | again)
    assert shown >= 4
    assert kept / shown > 0.8  # the motif's rhythm; its degrees may answer other chords


def test_trance_builds_roll_faster_and_lose_the_kick() -> None:
    builds = 0
    for seed in range(1, 17):
        for score, _, notes in parts(piece("trance", seed, 130.0), Role.DRUMS):
            if score.section.name != "build" or score.section.bars < 4:
                continue
            half = score.beats / 2
            rolls = [n.start_beats for n in notes if n.pitch in (SNARE, CLAP)]
            assert sum(at >= half for at in rolls) > 1.7 * sum(at < half for at in rolls)
            last_bar = score.beats - 4
            assert not any(n.pitch == KICK and n.start_beats > last_bar + _NEAR for n in notes)
            builds += 1
    assert builds >= 6


# drum and bass


def test_drum_and_bass_snares_fall_on_two_and_four_over_a_broken_kick() -> None:
    bars = list(drum_bars("drum_and_bass"))
    assert len(bars) > 60
    for bar in bars:
        loud = [(at, key, v) for at, key, v in bar if key == SNARE and v > 0.7]
        assert struck(loud, 1, SNARE)
        assert struck(loud, 3, SNARE)
        assert struck(bar, 0, KICK)
        assert not any(struck(bar, beat, KICK) for beat in (1, 3))  # no four to the floor
    offbeat = [any(key == KICK and at % 1 > 0.3 for at, key, _ in bar) for bar in bars]
    assert np.mean(offbeat) > 0.9
    ghosts = [any(key in (SNARE, RIM) and v < 0.6 for _, key, v in bar) for bar in bars]
    assert np.mean(ghosts) > 0.6


def test_drum_and_bass_chords_walk_while_drums_run() -> None:
    lengths = [c.duration_beats for seed in _SEEDS
               for score in piece("drum_and_bass", seed)[1] for c in score.chords]  # fmt: skip
    assert np.mean(lengths) >= 5.0
    drums = [len(notes) / score.beats for seed in _SEEDS
             for score, _, notes in parts(piece("drum_and_bass", seed), Role.DRUMS)
             if score.section.name not in _GROOVELESS]  # fmt: skip
    assert np.mean(drums) > 3.0


def test_a_reese_is_long_and_bends() -> None:
    lengths: list[float] = []
    slides = 0
    for seed in range(1, 17):
        for score, layer, notes in parts(piece("drum_and_bass", seed, 60.0), Role.BASS):
            if layer.manner == "reese" and not score.section.ending:
                lengths += [n.duration_beats for n in notes]
                slides += sum(n.glide_semitones != 0 for n in notes)
    assert len(lengths) > 60
    assert np.mean(lengths) > 1.6
    assert slides > 0.2 * len(lengths)


# disco


def test_disco_opens_the_hat_off_the_beat_and_claps_on_two_and_four() -> None:
    bars = list(drum_bars("disco"))
    backbeat = [
        struck(bar, 1, SNARE, CLAP, RIM) and struck(bar, 3, SNARE, CLAP, RIM) for bar in bars
    ]
    assert np.mean(backbeat) > 0.98
    hats = [sum(struck(bar, b + 0.5, OPEN_HAT, 44) for b in range(4)) >= 3 for bar in bars]
    assert np.mean(hats) > 0.7


def test_disco_basses_jump_octaves() -> None:
    jumps = total = 0
    for _, _, notes in manner_parts("disco", "disco_octaves", "octaves"):
        steps = [abs(b.pitch - a.pitch) for a, b in pairwise(notes)]
        total += len(steps)
        jumps += steps.count(12)
    assert total > 300
    assert jumps / total > 0.5


def test_disco_guitars_scratch_between_short_chords() -> None:
    scratches = chords = 0
    for _, _, notes in manner_parts("disco", "chank"):
        assert max(n.duration_beats for n in notes) < 0.8
        levels = np.array([n.velocity for n in notes])
        short = np.array([n.duration_beats < 0.09 for n in notes])
        scratches += int(short.sum())
        chords += int((~short).sum())
        assert levels[short].mean() < 0.6 * levels[~short].mean()
    assert scratches > 200
    assert chords > scratches


def test_disco_strings_rush_up_into_phrases() -> None:
    runs = 0
    for seed in range(1, 25):
        for score, layer, notes in parts(piece("disco", seed, 60.0), Role.PAD):
            if layer.manner != "string_runs" or score.section.bars < 4:
                continue
            for goal in range(16, int(score.beats) + 1, 16):
                rush = sorted(
                    (n.start_beats, n.pitch)
                    for n in notes
                    if goal - 2.1 < n.start_beats < goal - 0.05 and n.duration_beats < 0.4
                )
                tops = [max(p for at, p in rush if abs(at - start) < 0.1)
                        for start in sorted({round(at * 4) / 4 for at, _ in rush})]  # fmt: skip
                runs += len(tops) >= 6 and all(b > a for a, b in pairwise(tops))
    assert runs >= 10


@pytest.mark.parametrize("genre", ["techno", "trance", "drum_and_bass"])
def test_a_drop_is_the_loudest_place_and_follows_a_quieter_one(genre: str) -> None:
    drops = 0
    for seed in _SEEDS:
        plan, scores = piece(genre, seed, 130.0, hints=("drop",))
        names = [section.name for section in plan.sections]
        assert "drop" in names
        weights = [
            sum(n.velocity * min(1.0, n.duration_beats) for ns in score.parts.values() for n in ns)
            / score.beats
            for score in scores
        ]
        first = names.index("drop")
        assert plan.sections[first].energy > plan.sections[first - 1].energy
        assert weights[first] > 1.15 * np.median(weights[:first])
        drops += 1
    assert drops == len(_SEEDS)
