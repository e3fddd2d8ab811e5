"""Edits of a plan: what was to change is new, and what was to stay is the same note for note."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from composing import PACKS, piece, scores

from musicgen_local.engines.composer.edits import (
    again_layer,
    again_section,
    lock_layers,
    new_melody,
    new_take,
    transpose,
    vary,
    with_tempo,
)
from musicgen_local.engines.composer.instruments import INSTRUMENTS, Family
from musicgen_local.engines.composer.midi import write_midi
from musicgen_local.engines.composer.packs import load_pack, pack_names
from musicgen_local.engines.composer.plan import Layer, Plan, Role
from musicgen_local.engines.composer.revision import read_plan, revised
from musicgen_local.engines.composer.score import Note, SectionScore
from musicgen_local.engines.composer.writing.harmony import opening_chord
from musicgen_local.engines.editing import PlanChanges
from musicgen_local.errors import ErrorCode, UserError

SEED = 77
_UNPITCHED = (Family.DRUM_KIT, Family.EFFECT)
_KICKS = (35, 36)
_SPREAD_SECONDS = 1.2  # of the slowest strum


def song(genre: str, seed: int = 1) -> Plan:
    """A short piece with several sections."""
    return piece(genre, seed, 30.0)


def one_of_each_role(plan: Plan) -> list[Layer]:
    return list({layer.role: layer for layer in plan.layers}.values())


def tones(notes: tuple[Note, ...]) -> set[tuple[int, int]]:
    """Notes without their touch: (quarter of a beat, pitch)."""
    return {(round(note.start_beats * 4), note.pitch) for note in notes}


def same(one: SectionScore, other: SectionScore, name: str) -> bool:
    """Whether a layer plays the very same notes in both."""
    return one.parts.get(name) == other.parts.get(name)


def differs(before: Plan, after: Plan, *names: str) -> bool:
    """Whether one of the layers plays something else anywhere."""
    return any(
        tones(old.parts.get(name, ())) != tones(new.parts.get(name, ()))
        for old, new in zip(scores(before), scores(after), strict=True)
        for name in names
    )


def stays(before: Plan, after: Plan, *names: str) -> bool:
    """Whether all the layers play the same notes everywhere."""
    return all(
        same(old, new, name)
        for old, new in zip(scores(before), scores(after), strict=True)
        for name in names
    )


def chords_stay(before: Plan, after: Plan) -> bool:
    return [score.chords for score in scores(before)] == [score.chords for score in scores(after)]


@pytest.mark.parametrize("genre", pack_names())
def test_a_section_is_drawn_again_and_no_other_changes(genre: str) -> None:
    plan = song(genre)
    index = len(plan.sections) // 2
    changed = again_section(plan, index, SEED)
    assert again_section(plan, index, SEED) == changed
    for place, (old, new) in enumerate(zip(scores(plan), scores(changed), strict=True)):
        if place != index:
            assert old.parts == new.parts
            assert old.chords == new.chords
    assert differs(plan, changed, *plan.sections[index].layers)
    if index:  # the section before still leads to where this one opens
        pack = load_pack(genre)
        assert opening_chord(changed, pack, index) == opening_chord(plan, pack, index)


@pytest.mark.parametrize("genre", pack_names())
def test_each_layer_is_drawn_again_and_no_other_changes(genre: str) -> None:
    plan = song(genre)
    for layer in one_of_each_role(plan):
        changed = again_layer(plan, layer.name, SEED)
        others = [other.name for other in plan.layers if other.name != layer.name]
        assert stays(plan, changed, *others), layer.name
        assert chords_stay(plan, changed)
        told = any("nothing to play otherwise" in notice for notice in changed.notices)
        assert differs(plan, changed, layer.name) != told, layer.name


@pytest.mark.parametrize("genre", PACKS)
def test_new_drums_keep_the_kick_that_a_bass_may_lock_to(genre: str) -> None:
    plan = song(genre)
    drums = [layer.name for layer in plan.layers if layer.role is Role.DRUMS]
    basses = {layer.name for layer in plan.layers if layer.role is Role.BASS}
    for name in drums:
        changed = again_layer(plan, name, SEED)
        for old, new in zip(scores(plan), scores(changed), strict=True):
            if basses & set(old.parts):
                before, after = (
                    np.array([n.start_beats for n in score.parts.get(name, ())
                              if n.pitch in _KICKS])
                    for score in (old, new)
                )  # fmt: skip
                assert before.size == after.size
                assert np.abs(before - after).max(initial=0.0) < 0.15  # hands wander


@pytest.mark.parametrize("genre", pack_names())
def test_a_locked_layer_outlives_a_new_seed(genre: str) -> None:
    plan = song(genre)
    for layer in one_of_each_role(plan):
        taken = new_take(lock_layers(plan, [layer.name]), SEED)
        assert stays(plan, taken, layer.name), layer.name
        assert chords_stay(plan, taken)
        others = [other.name for other in plan.layers if other.name != layer.name]
        assert not others or differs(plan, taken, *others)


@pytest.mark.parametrize("genre", PACKS)
def test_a_lock_outlives_edits_before_and_after_it(genre: str) -> None:
    plan = song(genre, 2)
    index = len(plan.sections) // 2
    name = plan.sections[index].layers[0]
    edited = again_layer(again_section(plan, index, 5), plan.layers[-1].name, 6)
    locked = lock_layers(edited, [name])
    assert stays(edited, locked, *(layer.name for layer in plan.layers))
    for again in (
        new_take(locked, 8),
        again_section(locked, index, 9),
        again_section(new_take(locked, 10), index, 11),
    ):
        assert stays(edited, again, name)


@pytest.mark.parametrize("genre", pack_names())
def test_a_new_melody_stands_on_the_same_ground(genre: str) -> None:
    plan = song(genre)
    melodic = [x.name for x in plan.layers if x.role in (Role.LEAD, Role.COUNTER)]
    if not melodic:
        with pytest.raises(UserError, match="Nobody plays a melody"):
            new_melody(plan, SEED)
        return
    changed = new_melody(plan, SEED)
    assert differs(plan, changed, *melodic)
    assert stays(plan, changed, *(x.name for x in plan.layers if x.name not in melodic))
    assert chords_stay(plan, changed)


def test_second_voices_follow_the_melody_that_was_made_with_them() -> None:
    plan = next(
        plan for plan in (piece("jazz", seed, 60.0) for seed in range(30))
        if any(x.role is Role.COUNTER for x in plan.layers)
    )  # fmt: skip
    double = plan.model_copy(
        update={
            "layers": tuple(
                x.model_copy(update={"manner": "double"}) if x.role is Role.COUNTER else x
                for x in plan.layers
            )
        }
    )
    lead = next(x.name for x in plan.layers if x.role is Role.LEAD)
    counter = next(x.name for x in plan.layers if x.role is Role.COUNTER)
    changed = new_melody(double, SEED)
    for score in scores(changed):
        sung = {(at, pitch % 12) for at, pitch in tones(score.parts.get(lead, ()))}
        doubled = {(at, pitch % 12) for at, pitch in tones(score.parts.get(counter, ()))}
        if sung and doubled:
            assert len(doubled & sung) >= 0.6 * len(doubled)
    alone = again_layer(double, lead, SEED)
    assert stays(double, alone, counter)  # it still doubles the lead that there was


@pytest.mark.parametrize("genre", pack_names())
def test_a_transposition_moves_every_pitch_alike(genre: str) -> None:
    semitones = -5
    plan = song(genre)
    moved = transpose(plan, semitones)
    players = {layer.name: INSTRUMENTS[layer.instrument] for layer in plan.layers}
    for old, new in zip(scores(plan), scores(moved), strict=True):
        assert [(c.root + semitones) % 12 for c in old.chords] == [c.root for c in new.chords]
        for name, notes in old.parts.items():
            player = players[name]
            if player.family in _UNPITCHED or player.name == "taiko":
                continue
            kept = [(n.start_beats, n.duration_beats, n.velocity) for n in notes]
            again = sorted(new.parts[name], key=lambda n: n.start_beats)
            assert sorted(kept) == sorted(
                (n.start_beats, n.duration_beats, n.velocity) for n in again
            )
            expected = sorted(
                (n.start_beats, _in_range(n.pitch + semitones, player.low, player.high))
                for n in notes
            )
            assert expected == sorted((n.start_beats, n.pitch) for n in again)
    assert moved.sounding_tonic == (plan.sounding_tonic + semitones) % 12
    assert moved.key_name.split()[1] == plan.key_name.split()[1]


def _in_range(pitch: int, low: int, high: int) -> int:
    while pitch > high:
        pitch -= 12
    while pitch < low:
        pitch += 12
    return pitch


def test_transpositions_add_up_and_come_back_by_an_octave() -> None:
    plan = song("lofi")
    assert transpose(transpose(plan, 7), 7).transpose_semitones == 2
    assert transpose(transpose(plan, -11), -3).transpose_semitones == -2
    assert scores(transpose(transpose(plan, 4), -4)) == scores(plan)
    with pytest.raises(UserError, match="too far"):
        transpose(plan, 12)
    key = revised(plan, PlanChanges(key="F#"), 1)
    assert key.key_name.startswith("F# ")
    assert -5 <= key.transpose_semitones <= 6
    other = "F minor" if plan.mode in ("major", "lydian", "mixolydian") else "F major"
    with pytest.raises(UserError, match="another piece"):
        revised(plan, PlanChanges(key=other), 1)


def test_the_midi_file_names_the_key_that_is_heard() -> None:
    plan = transpose(piece("lofi", 1, 30.0, tonic=9, mode="minor"), 2)
    file = write_midi(plan, iter(scores(plan)))
    signature = file[file.index(b"\xff\x59\x02") + 3 :][:2]
    assert plan.key_name == "B minor"
    assert signature == bytes([2, 1])  # two sharps, minor


@pytest.mark.parametrize("genre", pack_names())
def test_another_tempo_plays_the_same_notes(genre: str) -> None:
    plan = song(genre)
    tempo = 200.0 if plan.tempo_bpm < 120 else 60.0
    changed = with_tempo(plan, tempo)
    ring = plan.duration_seconds - plan.bars * plan.beats_per_bar * plan.seconds_per_beat
    played = changed.bars * changed.beats_per_bar * changed.seconds_per_beat
    assert changed.duration_seconds == pytest.approx(played + ring)
    # hands wander, and chords are spread, in seconds: that many beats may be between
    faster = abs(1 / changed.seconds_per_beat - 1 / plan.seconds_per_beat)
    for old, new in zip(scores(plan), scores(changed), strict=True):
        for name, notes in old.parts.items():
            later = new.parts[name]
            assert sorted(n.pitch for n in notes) == sorted(n.pitch for n in later)
            before, after = (
                np.array(sorted(n.start_beats for n in part)) for part in (notes, later)
            )
            assert np.abs(before - after).max(initial=0.0) < 0.1 + _SPREAD_SECONDS * faster, name


@pytest.mark.parametrize("genre", PACKS)
def test_variations_keep_what_they_are_asked_to(genre: str) -> None:
    plan = song(genre)
    names = [layer.name for layer in plan.layers]
    harmony = vary(plan, "harmony", SEED)
    assert chords_stay(plan, harmony)
    assert differs(plan, harmony, *names)
    leads = [x.name for x in plan.layers if x.role in (Role.LEAD, Role.COUNTER)]
    melody = vary(plan, "melody", SEED)
    assert stays(plan, melody, *leads)
    assert differs(plan, melody, *names)
    drums = [x.name for x in plan.layers if x.role in (Role.DRUMS, Role.PERCUSSION)]
    untuned = [n for n in drums if _instrument(plan, n) != "timpani"]
    rhythm = vary(plan, "rhythm", SEED)
    assert stays(plan, rhythm, *untuned)
    assert differs(plan, rhythm, *names)
    assert bool(drums) != any("rhythm" in notice for notice in rhythm.notices)
    for version in (harmony, melody, rhythm):
        assert not any(layer.locked for layer in version.layers)
        assert (version.tempo_bpm, version.key_name) == (plan.tempo_bpm, plan.key_name)


def _instrument(plan: Plan, name: str) -> str:
    return next(layer.instrument for layer in plan.layers if layer.name == name)


def test_a_revision_does_all_that_is_asked_in_one_go() -> None:
    plan = piece("lofi", 2, 70.0)
    changes = PlanChanges(
        sections=("2",), layers=("drums",), lock=("bass",), transpose=2, tempo_bpm=96.0, density=0.7
    )
    done = revised(plan, changes, SEED)
    assert (done.tempo_bpm, done.transpose_semitones, done.density) == (96.0, 2, 0.7)
    assert [layer.locked for layer in done.layers if layer.name == "bass"] == [True]
    plain = transpose(with_tempo(done, plan.tempo_bpm), -2).model_copy(update={"density": 0.5})
    assert stays(plan, plain, "bass")
    assert differs(plan, plain, "drums")
    assert read_plan(done.model_dump(mode="json")) == done


def test_layers_are_found_by_name_role_and_instrument() -> None:
    plan = piece("jazz", 1, 70.0)
    bass = next(layer for layer in plan.layers if layer.role is Role.BASS)
    for word in (bass.name, "Bass", bass.instrument, bass.instrument.replace("_", " ")):
        changed = revised(plan, PlanChanges(layers=(word,)), SEED)
        assert [x.seed is not None for x in changed.layers] == [
            x.name == bass.name for x in plan.layers
        ]


def test_sections_are_found_by_number_and_name() -> None:
    plan = piece("rock", 3, 120.0)
    names = [section.name for section in plan.sections]
    first, second = [i for i, name in enumerate(names) if name == "verse"][:2]
    for word, expected in (
        (str(second + 1), {second}),
        ("verse 2", {second}),
        ("Verse", {i for i, name in enumerate(names) if name == "verse"}),
    ):
        changed = revised(plan, PlanChanges(sections=(word,)), SEED)
        found = {i for i, section in enumerate(changed.sections) if section.seed is not None}
        assert found == expected
    twins = revised(plan, PlanChanges(sections=("verse",)), SEED)
    assert twins.sections[first].seed != twins.sections[second].seed


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (PlanChanges(), "Nothing was asked"),
        (PlanChanges(layers=("theremin",)), "Its layers are: "),
        (PlanChanges(lock=("theremin",)), "Its layers are: "),
        (PlanChanges(sections=("99",)), "Its sections are: 1 "),
        (PlanChanges(sections=("ballad 2",)), "Its sections are: 1 "),
        (PlanChanges(sections=("0",)), "Its sections are: 1 "),
        (PlanChanges(layers=("bass",), lock=("bass",)), "at once"),
        (PlanChanges(key="H#x"), "no key"),
        (PlanChanges(key="A", transpose=2), "both"),
    ],
)
def test_what_does_not_fit_is_refused_with_what_would(changes: PlanChanges, said: str) -> None:
    with pytest.raises(UserError) as caught:
        revised(song("lofi"), changes, SEED)
    assert caught.value.code is ErrorCode.VALIDATION
    assert said in f"{caught.value.message} {caught.value.recovery}"


def test_a_plan_of_another_make_is_refused() -> None:
    with pytest.raises(UserError, match="can't be read"):
        read_plan({"title": "x"})


def test_an_edited_piece_is_the_same_again_after_it_was_stored() -> None:
    plan = again_section(again_layer(song("house"), "bass", 4), 1, 5)
    stored = read_plan(plan.model_dump(mode="json"))
    assert stored == plan
    assert scores(stored) == scores(plan)
    for old, new in pairwise((plan.sections[0], stored.sections[0])):
        assert old == new
