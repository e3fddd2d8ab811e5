"""The measures of scores, on scores made by hand whose answers are known."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from musicgen_local.engines.composer.measures import score_measures as measure
from musicgen_local.engines.composer.plan import Layer, Plan, Role, Section
from musicgen_local.engines.composer.score import ChordSpan, Note, SectionScore

C_MAJOR = (0, 4, 7)
LAYERS = (
    Layer(name="drums", role=Role.DRUMS, instrument="rock_kit"),
    Layer(name="bass", role=Role.BASS, instrument="electric_bass"),
    Layer(name="keys", role=Role.CHORDS, instrument="piano"),
    Layer(name="lead", role=Role.LEAD, instrument="flute"),
    Layer(name="pad", role=Role.PAD, instrument="strings"),
)


def plan_of(*bars: int, energies: Sequence[float] = ()) -> Plan:
    names = tuple(layer.name for layer in LAYERS)
    sections = tuple(
        Section(
            name="A", theme="AB"[index % 2], bars=count, layers=names,
            energy=energies[index] if energies else 0.5, ending=index == len(bars) - 1,
        )
        for index, count in enumerate(bars)
    )  # fmt: skip
    return Plan(title="t", genre="rock", tempo_bpm=120, tonic=0, mode="major", seed=1,
                layers=LAYERS, sections=sections, duration_seconds=60.0)  # fmt: skip


def score_of(plan: Plan, index: int, **parts: Sequence[Note]) -> SectionScore:
    section = plan.sections[index]
    beats = float(section.bars * 4)
    chords = (ChordSpan(0.0, beats, "C", 0, 0, C_MAJOR),)
    ordered = {name: tuple(notes) for name, notes in parts.items()}
    return SectionScore(section=section, beats=beats, chords=chords, parts=ordered)


def note(start: float, pitch: int, length: float = 1.0, velocity: float = 0.7) -> Note:
    return Note(start, length, pitch, velocity)


def chord(start: float, *pitches: int) -> list[Note]:
    return [note(start, pitch) for pitch in pitches]


def test_chord_tones_are_counted_on_strong_beats_only() -> None:
    plan = plan_of(2)
    lead = [note(0, 72), note(1, 74), note(2.02, 74), note(3, 77), note(4, 76), note(6, 79)]
    assert measure.chord_tone_share(plan, [score_of(plan, 0, lead=lead)]) == 0.75


def test_parallel_fifths_are_counted_and_contrary_motion_is_not() -> None:
    plan = plan_of(2)
    parallel = [*chord(0, 48, 55), *chord(2, 50, 57), *chord(4, 52, 59)]
    contrary = [*chord(0, 48, 55), *chord(2, 47, 57), *chord(4, 45, 60)]
    assert measure.parallel_fifths_rate(plan, [score_of(plan, 0, keys=parallel)]) == 100.0
    assert measure.parallel_fifths_rate(plan, [score_of(plan, 0, keys=contrary)]) == 0.0


def test_octaves_between_bass_and_melody_are_counted() -> None:
    plan = plan_of(2)
    made = score_of(plan, 0, bass=[note(0, 36), note(2, 38)], lead=[note(0, 72), note(2, 74)])
    assert measure.parallel_fifths_rate(plan, [made]) == 100.0


def test_a_rub_outside_the_chord_is_a_clash_and_a_passing_one_is_not() -> None:
    plan = plan_of(1)
    rub = score_of(plan, 0, lead=[note(0, 77, 2.0)], pad=[note(0, 64, 4.0)])
    passing = score_of(plan, 0, lead=[note(0, 77, 0.4)], pad=[note(0, 64, 4.0)])
    assert measure.clash_rate(plan, [rub]) == 0.25
    assert measure.clash_rate(plan, [passing]) == 0.0


def test_a_motif_is_known_when_it_comes_back_higher() -> None:
    plan = plan_of(4)
    figure = ((0, 0), (0.5, 2), (1.0, 4), (2.0, -1))
    twice = [note(at + 4 * turn, 72 + step + 5 * turn, 0.5)
             for turn in range(2) for at, step in figure]  # fmt: skip
    never = [note(at, pitch, 0.5) for at, pitch in
             ((0, 72), (0.5, 74), (1.5, 67), (1.75, 79), (3, 78), (3.5, 71), (5, 80))]  # fmt: skip
    assert measure.motif_recurrence(plan, [score_of(plan, 0, lead=twice)]) >= 0.4
    assert measure.motif_recurrence(plan, [score_of(plan, 0, lead=never)]) == 0.0


def test_density_is_strokes_per_beat_and_a_chord_is_one_stroke() -> None:
    plan = plan_of(1, 1, 1, 1, energies=(0.2, 0.9, 0.5, 0.3))
    counts = (1, 4, 2, 1)
    made = [
        score_of(plan, index, keys=[n for beat in range(count) for n in chord(beat, 60, 64, 67)])
        for index, count in enumerate(counts)
    ]
    assert measure.density_curve(plan, made).tolist() == [0.25, 1.0, 0.5, 0.25]
    assert measure.density_follows_energy(plan, made) == pytest.approx(1.0)
    flipped = [made[0], made[0], made[1], made[3]]
    assert measure.density_follows_energy(plan, flipped) == pytest.approx(1.0)


def test_bass_on_kick_ranges_and_touch() -> None:
    plan = plan_of(1)
    drums = [note(0, 36), note(2, 36), note(1, 38)]
    bass = [note(0.05, 36), note(1, 36), note(2, 36), note(3, 36)]
    made = score_of(plan, 0, drums=drums, bass=bass, lead=[note(0, 40), note(1, 72)])
    assert measure.bass_on_kick_share(plan, [made]) == 0.5
    assert measure.out_of_range_count(plan, [made]) == 1
    soft_to_loud = [note(i / 4, 72, 0.2, 0.2 + 0.05 * i) for i in range(10)]
    span = measure.velocity_range(plan, [score_of(plan, 0, lead=soft_to_loud)])
    assert span == pytest.approx(0.405, abs=0.01)


def test_voice_motion_is_by_voice() -> None:
    plan = plan_of(1)
    keys = [*chord(0, 60, 64, 67), *chord(2, 60, 65, 69)]
    motion = measure.voice_motion_semitones(plan, [score_of(plan, 0, keys=keys)])
    assert motion.mean == pytest.approx(1.0)
    assert motion.percentile_95 <= 2.0


def test_one_loop_for_ever_is_sameness_and_repetition() -> None:
    plan = plan_of(16)
    loop = [note(beat, 60 + beat % 4) for beat in range(64)]
    changing = [note(beat, 60 + (beat * (1 + beat // 16)) % 7) for beat in range(64)]
    same, other = (score_of(plan, 0, keys=notes) for notes in (loop, changing))
    assert measure.longest_sameness_bars(plan, [same]) == 16
    assert measure.longest_sameness_bars(plan, [other]) == 4
    assert measure.repetition(plan, [same]) == pytest.approx(1.0)
    assert measure.repetition(plan, [other]) < 0.95


def test_sections_that_differ_have_contrast() -> None:
    plan = plan_of(4, 4)
    low = [note(beat, 60, 1.0) for beat in range(16)]
    high = [note(beat / 2, 66 + beat % 2, 0.5) for beat in range(32)]
    same = [score_of(plan, index, keys=low) for index in range(2)]
    differ = [score_of(plan, 0, keys=low), score_of(plan, 1, lead=high)]
    assert measure.section_contrast(plan, same) == pytest.approx(0.0, abs=1e-9)
    assert measure.section_contrast(plan, differ) > 0.9


def test_a_boundary_is_marked_by_a_crash_or_a_fill() -> None:
    plan = plan_of(2, 2)
    groove = [note(beat, 36 if beat % 2 == 0 else 38, 0.2) for beat in range(8)]
    plain = score_of(plan, 1, drums=groove)
    crash = score_of(plan, 1, drums=[*groove, note(0, 49, 3.0)])
    filled = score_of(plan, 0, drums=[*groove, note(7.5, 45), note(7.75, 41)])
    first = score_of(plan, 0, drums=groove)
    assert measure.marked_boundary_share(plan, [first, plain]) == 0.0
    assert measure.marked_boundary_share(plan, [first, crash]) == 1.0
    assert measure.marked_boundary_share(plan, [filled, plain]) == 1.0


def test_an_ending_is_on_the_tonic_and_struck() -> None:
    plan = plan_of(2)
    closing = score_of(plan, 0, keys=chord(0, 60, 64, 67), lead=[note(4, 72, 6.0)])
    assert measure.ends_properly(plan, [closing])
    silent = score_of(plan, 0)
    assert not measure.ends_properly(plan, [silent])
    elsewhere = plan.model_copy(update={"tonic": 5})
    assert not measure.ends_properly(elsewhere, [closing])
    drummed_on = score_of(plan, 0, keys=chord(0, 60, 64, 67), drums=[note(7.75, 38)])
    assert not measure.ends_properly(plan, [drummed_on])


def test_summits_and_breath() -> None:
    plan = plan_of(4)
    arch = [note(i, 70 + 5 - abs(5 - i), 1.0) for i in range(11)]
    saw = [note(i, 70 + i % 4, 1.0) for i in range(16)]
    assert measure.summits(plan, [score_of(plan, 0, lead=arch)]) == [1]
    assert measure.summits(plan, [score_of(plan, 0, lead=saw)]) == [4]
    assert measure.longest_breath_beats(plan, [score_of(plan, 0, lead=saw)]) == 15.0
    rested = [note(i, 70 + i % 4, 0.5) for i in range(16)]
    assert measure.longest_breath_beats(plan, [score_of(plan, 0, lead=rested)]) <= 0.5


def test_diversity_is_none_between_twins() -> None:
    plan = plan_of(2)
    one = [score_of(plan, 0, keys=chord(0, 60, 64, 67), lead=[note(i, 70 + i) for i in range(4)])]
    two = [score_of(plan, 0, keys=chord(1, 62, 65, 69), lead=[note(i, 80 - i) for i in range(4)])]
    assert measure.diversity([plan, plan], [one, one]) == 0.0
    assert measure.diversity([plan, plan], [one, two]) == 1.0
