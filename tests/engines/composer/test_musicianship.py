"""Every pack as a musician would judge its scores: voices, melody, rhythm, form, endings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

import numpy as np
import pytest
from composing import scores

from musicgen_local.engines.composer.brief import Brief
from musicgen_local.engines.composer.compose import compose_section
from musicgen_local.engines.composer.measures import score_measures as measure
from musicgen_local.engines.composer.measures.reading import lead_lines
from musicgen_local.engines.composer.packs import load_pack, pack_names
from musicgen_local.engines.composer.plan import Plan, Role
from musicgen_local.engines.composer.planner import make_plan
from musicgen_local.engines.composer.score import Note, SectionScore

PACKS = pack_names()
SEEDS = (1, 2)
SECONDS = 110.0
Measure = Callable[[Plan, Sequence[SectionScore]], float]

# parallel motion is the genre's own sound: guitars in fifths, one chord moved along a keyboard
PARALLEL_LIMIT = {
    "metal": 80.0, "rock": 60.0,  # power chords are nothing else
    "techno": 35.0, "trance": 25.0, "synthwave": 20.0,  # one chord moved along a keyboard
    "disco": 30.0,  # strings that run in octaves
    "folk": 35.0, "country": 20.0,  # open strings and drones in fifths
    "drum_and_bass": 25.0, "pop": 20.0, "cinematic": 18.0, "chiptune": 20.0,  # doubled triads
}  # fmt: skip
PARALLEL_USUAL = 12.0
WIDE_VOICES = ("rock", "metal")  # a hand moves a whole power chord along the neck
# beds of tones that have no melody to speak of
UNSUNG = ("ambient", "sleep", "meditation", "piano")
RIFFS = ("techno", "house", "chiptune", "metal")  # a riff has its summit in every turn
# a quartet's energy is in bows more than in the number of notes
STEADY = ("classical", "sleep")


@cache
def pieces(genre: str) -> tuple[Plan, ...]:
    brief = Brief(prompt=f"some {genre}", genre=genre)
    return tuple(make_plan(brief, duration_seconds=SECONDS, seed=seed) for seed in SEEDS)


def mean(genre: str, take: Measure) -> float:
    """A measure's mean over a genre's pieces; nan where none of them has what it measures."""
    values = [float(take(plan, scores(plan))) for plan in pieces(genre)]
    found = [value for value in values if not np.isnan(value)]
    return float(np.mean(found)) if found else float("nan")


def most(genre: str, take: Measure) -> float:
    return max(float(take(plan, scores(plan))) for plan in pieces(genre))


@pytest.mark.parametrize("genre", PACKS)
def test_every_note_is_one_that_its_instrument_has(genre: str) -> None:
    assert most(genre, measure.out_of_range_count) == 0


@pytest.mark.parametrize("genre", PACKS)
def test_melodies_rest_on_chord_tones_where_it_counts(genre: str) -> None:
    share = mean(genre, measure.chord_tone_share)
    assert np.isnan(share) or share >= 0.8


@pytest.mark.parametrize("genre", PACKS)
def test_voices_run_in_fifths_only_where_the_genre_does(genre: str) -> None:
    rate = mean(genre, measure.parallel_fifths_rate)
    assert np.isnan(rate) or rate <= PARALLEL_LIMIT.get(genre, PARALLEL_USUAL)


@pytest.mark.parametrize("genre", PACKS)
def test_voices_move_by_steps_and_small_leaps(genre: str) -> None:
    motions = [measure.voice_motion_semitones(plan, scores(plan)) for plan in pieces(genre)]
    wide = genre in WIDE_VOICES
    for motion in motions:
        assert np.isnan(motion.mean) or motion.mean <= (6.5 if wide else 2.5)
        assert np.isnan(motion.mean) or motion.percentile_95 <= (12.0 if wide else 7.0)


@pytest.mark.parametrize("genre", PACKS)
def test_players_keep_out_of_each_other_s_seconds(genre: str) -> None:
    """In twenty-five beats of all players at most one rub that the chord does not ask for."""
    assert mean(genre, measure.clash_rate) <= 0.04


@pytest.mark.parametrize("genre", [name for name in PACKS if name not in UNSUNG])
def test_a_motif_returns_and_not_only_it(genre: str) -> None:
    assert 0.15 <= mean(genre, measure.motif_recurrence) <= 0.98


@pytest.mark.parametrize("genre", PACKS)
def test_more_is_played_where_there_is_more_energy(genre: str) -> None:
    def follows(plan: Plan, made: Sequence[SectionScore]) -> float:
        if len(made) < 4:
            return float("nan")
        return measure.density_follows_energy(plan, made, weighted=True)

    share = mean(genre, follows)
    assert np.isnan(share) or share > (0.2 if genre in STEADY else 0.5)


@pytest.mark.parametrize("genre", PACKS)
def test_the_bass_is_on_the_kick_as_often_as_the_genre_wants(genre: str) -> None:
    wanted = load_pack(genre).bass_on_kick
    share = mean(genre, measure.bass_on_kick_share)
    assert np.isnan(share) or share >= wanted


@pytest.mark.parametrize("genre", PACKS)
def test_the_band_marks_where_sections_change(genre: str) -> None:
    share = mean(genre, measure.marked_boundary_share)
    assert np.isnan(share) or share >= 0.9


@pytest.mark.parametrize("genre", PACKS)
def test_something_changes_every_four_or_eight_bars(genre: str) -> None:
    assert most(genre, lambda p, s: float(measure.longest_sameness_bars(p, s))) <= 8
    assert mean(genre, measure.repetition) < 0.97


@pytest.mark.parametrize("genre", PACKS)
def test_sections_differ_and_players_have_a_touch(genre: str) -> None:
    contrast = mean(genre, measure.section_contrast)
    assert np.isnan(contrast) or contrast > -0.02
    assert mean(genre, measure.velocity_range) > 0.1


@pytest.mark.parametrize("genre", PACKS)
def test_pieces_close_on_their_tonic_and_stop(genre: str) -> None:
    for plan in pieces(genre):
        assert measure.ends_properly(plan, scores(plan))


@pytest.mark.parametrize("genre", PACKS)
def test_a_melody_has_one_summit_more_often_than_not(genre: str) -> None:
    counts = [count for plan in pieces(genre) for count in measure.summits(plan, scores(plan))]
    if len(counts) >= 4:
        assert np.mean(counts) <= (3.5 if genre in RIFFS else 2.0)
        assert genre in RIFFS or np.mean([count == 1 for count in counts]) >= 0.5


@pytest.mark.parametrize("genre", PACKS)
def test_winds_never_blow_for_longer_than_a_breath(genre: str) -> None:
    """The last note may be held to the end of the ring."""
    for plan in pieces(genre):
        body = [score for score in scores(plan) if not score.section.ending]
        seconds = measure.longest_breath_beats(plan, body) * plan.seconds_per_beat
        assert seconds <= 11.0


@pytest.mark.parametrize("genre", PACKS)
def test_two_seeds_are_two_pieces(genre: str) -> None:
    plans = pieces(genre)
    assert measure.diversity(plans, [scores(plan) for plan in plans]) > 0.7


DENSITIES = tuple(step / 10 for step in range(11))


@cache
def at_density(genre: str, density: float) -> tuple[Plan, tuple[SectionScore, ...]]:
    brief = Brief(prompt=f"some {genre}", genre=genre)
    plan = make_plan(brief, duration_seconds=30.0, seed=3)
    plan = plan.model_copy(update={"density": density})
    return plan, tuple(compose_section(plan, index) for index in range(len(plan.sections)))


def places(made: Sequence[SectionScore]) -> set[tuple[int, str, float, int]]:
    return {
        (index, name, note.start_beats, note.pitch)
        for index, score in enumerate(made)
        for name, notes in score.parts.items()
        for note in notes
    }


@pytest.mark.parametrize("genre", PACKS)
def test_each_step_of_density_adds_notes_and_takes_none(genre: str) -> None:
    found = [places(at_density(genre, density)[1]) for density in DENSITIES]
    strokes = [len({(i, name, start) for i, name, start, _ in one}) for one in found]
    for index in range(1, len(DENSITIES)):
        assert found[index - 1] <= found[index], DENSITIES[index]
        assert strokes[index - 1] < strokes[index], DENSITIES[index]
    assert strokes[0] < 0.75 * strokes[5]
    assert strokes[10] > 1.1 * strokes[5]


def notes_of(plan: Plan, made: Sequence[SectionScore], role: Role) -> list[tuple[int, Note]]:
    names = {layer.name for layer in plan.layers if layer.role is role}
    return [
        (index, note)
        for index, score in enumerate(made)
        for name in names & set(score.parts)
        for note in score.parts[name]
    ]


@pytest.mark.parametrize("genre", ["house", "rock", "funk", "lofi", "trap"])
def test_the_thinnest_piece_keeps_its_backbeats_and_the_bass_its_downbeats(genre: str) -> None:
    plan, full = at_density(genre, 0.5)
    _, thin = at_density(genre, 0.0)
    kept = {
        (index, note.start_beats, note.pitch)
        for role in (Role.DRUMS, Role.BASS)
        for index, note in notes_of(plan, thin, role)
    }
    spread = 0.16  # beats that feel may move a stroke
    anchors = 0
    for index, note in notes_of(plan, full, Role.DRUMS):
        on_beat = abs(note.start_beats - round(note.start_beats)) < 0.05
        if on_beat and note.pitch in (36, 38, 39) and note.velocity > 0.6:
            anchors += 1
            assert (index, note.start_beats, note.pitch) in kept
    for index, note in notes_of(plan, full, Role.BASS):
        place = note.start_beats % plan.beats_per_bar
        if min(place, plan.beats_per_bar - place) < spread / 4:
            anchors += 1
            assert (index, note.start_beats, note.pitch) in kept
    assert anchors > 20


@pytest.mark.parametrize("genre", ["lofi", "house", "jazz", "metal"])
def test_what_is_added_stays_in_the_key_of_the_moment(genre: str) -> None:
    plan, full = at_density(genre, 1.0)
    assert measure.out_of_range_count(plan, full) == 0
    assert measure.clash_rate(plan, full) <= 0.12
    assert measure.ends_properly(plan, full)


def test_a_theme_that_returns_is_seldom_note_for_note_the_same() -> None:
    same = total = 0
    for genre in PACKS:
        for plan in pieces(genre):
            before: dict[tuple[str, int, str], tuple[tuple[int, int], ...]] = {}
            for score, layer, notes in lead_lines(plan, scores(plan)):
                key = (score.section.theme, score.section.bars, layer.name)
                melody = tuple((round(note.start_beats * 2), note.pitch) for note in notes)
                if key in before:
                    total += 1
                    same += melody == before[key]
                before[key] = melody
    assert total > 60
    assert same / total < 0.25
