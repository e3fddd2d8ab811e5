"""Packs: complete, consistent, and each unmistakably its genre."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from composing import PACKS, parts, piece

from musicgen_local.engines.composer.compose import manners_of
from musicgen_local.engines.composer.instruments import AMBIENCES, INSTRUMENTS
from musicgen_local.engines.composer.lexicon.genres import GENRES
from musicgen_local.engines.composer.packs import load_pack, own_pack_names, pack_names
from musicgen_local.engines.composer.packs.base import Pack
from musicgen_local.engines.composer.packs.common import COMPS, LEADS, PERCUSSION
from musicgen_local.engines.composer.plan import Role
from musicgen_local.engines.composer.score import Note
from musicgen_local.engines.composer.writing.cells import read_cell, read_strokes
from musicgen_local.engines.composer.writing.comping import FIGURES
from musicgen_local.engines.composer.writing.motif import SHAPES
from musicgen_local.engines.composer.writing.phrases import PHRASES
from musicgen_local.engines.composer.writing.rhythm import DRUMS
from musicgen_local.engines.composer.writing.substitutions import RULES
from musicgen_local.engines.composer.writing.theory import parse_numeral
from musicgen_local.engines.composer.writing.voicing import STYLES
from musicgen_local.errors import UserError

PACKS_LOADED = [load_pack(name) for name in pack_names()]


def by_name(pack: Pack) -> str:
    return pack.name


def test_the_genres_are_there_and_no_others() -> None:
    assert set(PACKS) <= set(pack_names())
    assert set(own_pack_names()) == set(GENRES)  # what prompts can name, and nothing else
    with pytest.raises(UserError, match="polka"):
        load_pack("polka")


@pytest.mark.parametrize("pack", PACKS_LOADED, ids=by_name)
def test_all_numerals_of_a_pack_are_chords(pack: Pack) -> None:
    for name, bank in pack.progressions.items():
        assert min(Counter(item.family for item in bank).values()) >= 2, name
        for item in bank:
            assert 1 <= len(item.chords.split("|")) <= 8
            for numeral in item.chords.replace("|", " ").split():
                parse_numeral(numeral, 0, item.family)
    for table in (pack.cadences, pack.turnarounds):
        for family, texts in table.items():
            for text in texts:
                for numeral in text.replace("|", " ").split():
                    parse_numeral(numeral, 7, family)
    for family, texts in pack.cadences.items():
        for text in texts:
            final = text.split("|")[-1].split()
            assert parse_numeral(final[-1], 0, family).root == 0
            assert len(final) == 1


@pytest.mark.parametrize("pack", PACKS_LOADED, ids=by_name)
def test_each_mood_has_material_enough(pack: Pack) -> None:
    for valence in ("dark", "neutral", "bright"):
        assert len(pack.progressions[valence]) >= 6
        assert pack.modes[valence]
    every = [item.chords for bank in pack.progressions.values() for item in bank]
    assert len(set(every)) >= 0.9 * len(every)


@pytest.mark.parametrize("pack", PACKS_LOADED, ids=by_name)
def test_all_names_in_a_pack_exist(pack: Pack) -> None:
    assert len({slot.name for slot in pack.palette}) == len(pack.palette)
    for slot in pack.palette:
        assert set(slot.instruments) <= set(INSTRUMENTS)
        if slot.role not in (Role.DRUMS, Role.DRONE, Role.TRANSITIONS):
            known = {*manners_of(pack, slot.role), ""}
            assert set(slot.manners) <= known, slot.name
    assert set(pack.substitutions) <= set(RULES)
    assert set(pack.ambience) <= set(AMBIENCES)
    names = {slot.name for slot in pack.palette} | {role.value for role in Role}
    for form in pack.forms:
        assert {p.keep for p in form.parts} >= {9}
        for item in form.parts:
            assert {*item.without, *item.only} <= names, (form.name, item)
    # every role that may play has a strip in the mix
    for slot in pack.palette:
        assert slot.name in pack.mix.channels or slot.role.value in pack.mix.channels
    for words in pack.titles.values():
        assert words.adjectives
        assert words.nouns
        assert words.places


@pytest.mark.parametrize("pack", PACKS_LOADED, ids=by_name)
def test_manners_and_grooves_are_well_formed(pack: Pack) -> None:
    for comp in {**COMPS, **pack.comps}.values():
        assert comp.figure in FIGURES
        assert comp.voicing in STYLES
        for cell in comp.rhythms:
            assert read_cell(cell, 4)
            assert read_cell(cell, 3)
    for manner in {**LEADS, **pack.leads}.values():
        assert set(manner.shapes) <= set(SHAPES)
        assert set(manner.phrases) <= set(PHRASES)
        for cell in manner.cells:
            text = cell.replace("|", "")
            assert len(text) % 4 == 0, cell
            assert set(text) <= set("x-.")
    for groove in (*pack.grooves, *PERCUSSION.values()):
        for name, row in {**groove.rows, **groove.answer}.items():
            assert name in DRUMS
            bars = row.replace("|", "").replace(" ", "")
            assert len(bars) % (groove.steps_per_beat * groove.beats) == 0, (groove.name, name)
            assert read_strokes(row, groove.steps_per_beat, groove.beats, 7)
    covered = np.linspace(0, 1, 11)
    if pack.name not in ("piano", "ambient"):
        for energy in covered:
            fits = [g for g in pack.grooves if g.energy[0] <= energy <= g.energy[1] and not g.kits]
            assert fits, energy


def drum_bars(genre: str, seed: int, loud: float = 0.5) -> list[tuple[int, list[Note]]]:
    """Notes of each bar of the drums in sections with at least this energy, first bars left out."""
    plan = piece(genre, seed, 120.0, beats_per_bar=4)
    bars: list[tuple[int, list[Note]]] = []
    for score, _, notes in parts(plan, Role.DRUMS):
        if score.section.energy < loud or score.section.name in (
            "build",
            "break",
            "intro",
            "outro",
        ):
            continue
        for bar in range(1, score.section.bars - 1):
            inside = [n for n in notes if bar * 4 - 0.1 <= n.start_beats < bar * 4 + 3.9]
            bars.append((bar, inside))
    return bars


def hits(bar: int, notes: list[Note], *keys: int) -> list[float]:
    return [n.start_beats - bar * 4 for n in notes if n.pitch in keys]


def test_house_has_a_kick_on_every_beat_and_hats_between() -> None:
    for seed in range(6):
        for bar, notes in drum_bars("house", seed):
            kicks = hits(bar, notes, 36)
            for beat in range(4):
                assert any(abs(k - beat) < 0.05 for k in kicks)
            assert any(abs(h - 0.5) < 0.1 for h in hits(bar, notes, 46, 42, 70))


@pytest.mark.parametrize("genre", ["rock", "lofi", "synthwave"])
def test_backbeats_fall_on_two_and_four(genre: str) -> None:
    late = []
    for seed in range(8):
        for bar, notes in drum_bars(genre, seed):
            snares = hits(bar, notes, 38, 37, 39)
            for beat in (1, 3):
                near = [s for s in snares if abs(s - beat) < 0.15]
                assert near, (genre, seed, bar, snares)
                late.append(near[0] - beat)
    tempo = 78 if genre == "lofi" else 110
    milliseconds = float(np.mean(late)) * 60_000 / tempo
    if genre == "lofi":
        assert 10 < milliseconds < 35
    else:
        assert abs(milliseconds) < 10


def test_jazz_rides_and_its_eighths_swing() -> None:
    offbeats = []
    rides = bars = 0
    for seed in range(14):
        plan = piece("jazz", seed, 120.0, beats_per_bar=4)
        if not any(layer.instrument == "jazz_kit" for layer in plan.layers):
            continue
        for bar, notes in drum_bars("jazz", seed):
            ride = hits(bar, notes, 51)
            bars += 1
            rides += len(ride)
            offbeats += [r % 1 for r in ride if 0.4 < r % 1 < 0.8]
        assert plan.swing >= 0.56
    assert rides / bars > 3.5
    assert 0.56 < np.mean(offbeats) < 0.7


def test_swing_is_wider_when_jazz_is_slow() -> None:
    slow = np.mean([piece("jazz", s, tempo_bpm=90.0).swing for s in range(6)])
    fast = np.mean([piece("jazz", s, tempo_bpm=170.0).swing for s in range(6)])
    assert slow > fast + 0.04


def test_loud_sections_start_with_a_crash_and_end_with_a_fill() -> None:
    crashes = fills = total = 0
    for seed in range(10):
        plan = piece("rock", seed, 150.0)
        for score, _, notes in parts(plan, Role.DRUMS):
            if score.section.name == "chorus":
                total += 1
                crashes += any(n.pitch in (49, 57) and n.start_beats < 0.1 for n in notes)
                last = [n for n in notes if n.start_beats >= score.beats - 2]
                fills += Counter(n.pitch for n in last)[38] >= 2 or any(
                    n.pitch in (41, 45, 48) for n in last
                )
    assert crashes / total > 0.6
    assert fills / total > 0.5


def test_hands_wander_by_a_correlated_walk() -> None:
    deviations = []
    for seed in range(6):
        plan = piece("ambient", seed, 160.0)
        for _, _, notes in parts(plan, Role.CHORDS):
            starts = [n.start_beats for n in notes]
            deviations += [s - round(s * 2) / 2 for s in starts]
    spread = np.std(deviations)
    assert spread > 0.005
    rock = [n.start_beats - round(n.start_beats * 4) / 4
            for _, _, notes in parts(piece("rock", 1), Role.BASS) for n in notes]  # fmt: skip
    lag = np.corrcoef(rock[:-1], rock[1:])[0, 1]
    assert lag > 0.3
