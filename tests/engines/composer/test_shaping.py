"""What a band does to written notes: fills, phrasing, endings, and how motifs are remembered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest
from composing import piece

from musicgen_local.engines.composer.packs import load_pack, pack_names
from musicgen_local.engines.composer.packs.common import LEADS
from musicgen_local.engines.composer.plan import Layer, Plan, Role
from musicgen_local.engines.composer.score import Note
from musicgen_local.engines.composer.writing.context import SectionContext
from musicgen_local.engines.composer.writing.dynamics import phrased
from musicgen_local.engines.composer.writing.endings import ENDINGS, closed, stab_beats
from musicgen_local.engines.composer.writing.fills import STYLES, fill
from musicgen_local.engines.composer.writing.melody import MelodyRange, find_pitches
from musicgen_local.engines.composer.writing.motif import Motif, Tone, augment, invert, sequence
from musicgen_local.engines.composer.writing.phrases import Phrase
from musicgen_local.engines.composer.writing.rhythm import DRUMS
from musicgen_local.engines.composer.writing.substitutions import Span
from musicgen_local.engines.composer.writing.theory import make_chord


@pytest.mark.parametrize("style", list(STYLES))
@pytest.mark.parametrize("energy", [0.3, 0.9])
def test_a_fill_fits_its_place_and_grows(style: str, energy: float) -> None:
    early, late = [], []
    for seed in range(12):
        for beats in (1.0, 2.0, 4.0):
            strokes = fill(style, beats, energy, np.random.default_rng(seed))
            assert strokes
            for at, level, drum in strokes:
                assert 0 <= at < beats
                assert 0 < level <= 1
                assert drum in DRUMS
            if beats == 4.0:
                early += [level for at, level, _ in strokes if at < 2]
                late += [level for at, level, _ in strokes if at >= 2]
    assert np.mean(late) >= 0.95 * np.mean(early)


def test_genres_fill_with_their_own_drums() -> None:
    played = {
        style: {
            drum
            for seed in range(12)
            for _, _, drum in fill(style, 2.0, 0.9, np.random.default_rng(seed))
        }
        for style in STYLES
    }
    assert "timbale" in played["reggae"]
    assert {"conga_high", "conga_low"} <= played["latin"]
    assert "low_kick" in played["metal"]
    assert "hat" in played["trap"]
    assert not {"tom_high", "tom_mid", "tom_low"} & (played["trap"] | played["dnb"])
    assert "clap" in played["folk"]


def test_a_hat_roll_is_faster_than_sixteenths() -> None:
    gaps = []
    for seed in range(12):
        strokes = fill("trap", 2.0, 0.9, np.random.default_rng(seed))
        hats = sorted(at for at, _, drum in strokes if drum == "hat")
        gaps.append(float(np.min(np.diff(hats))))
    assert min(gaps) < 0.13


def test_every_pack_names_fills_and_endings_that_exist() -> None:
    for name in pack_names():
        pack = load_pack(name)
        assert pack.fills in (*STYLES, "none"), name
        assert set(pack.endings) <= set(ENDINGS), name


def context_of(
    plan: Plan, index: int, *, endings: Mapping[str, float] | None = None
) -> SectionContext:
    pack = load_pack(plan.genre)
    if endings is not None:
        pack = replace(pack, endings=dict(endings))
    return SectionContext(plan, pack, range(len(plan.sections))[index])


def layer_of(plan: Plan, role: Role) -> Layer:
    return next(layer for layer in plan.layers if layer.role is role)


def test_phrases_swell_to_their_later_middle_and_sink() -> None:
    plan = piece("cinematic", 2)
    index = next(i for i, section in enumerate(plan.sections) if section.bars == 8)
    context = context_of(plan, index)
    strings = Layer(name="strings", role=Role.PAD, instrument="strings")
    flat = [Note(float(beat), 1.0, 60, 0.6) for beat in range(32)]
    shaped = np.array([note.velocity for note in phrased(context, strings, flat)])
    for start in (0, 16):
        phrase = shaped[start : start + 16]
        assert 7 <= int(np.argmax(phrase)) <= 12
        assert phrase.max() > 1.05 * phrase[0]
        assert phrase.max() > 1.05 * phrase[15]
    assert [note.start_beats for note in flat] == [float(beat) for beat in range(32)]
    kit = Layer(name="kit", role=Role.DRUMS, instrument="rock_kit")
    drummed = np.array([note.velocity for note in phrased(context, kit, flat)])
    assert np.ptp(drummed) < np.ptp(shaped)


def test_the_last_bars_lead_towards_a_louder_section() -> None:
    plan = piece("cinematic", 2)
    quiet, loud = (s.model_copy(update={"bars": 8, "energy": e, "ending": False})
                   for s, e in zip(plan.sections[:2], (0.3, 0.9), strict=True))  # fmt: skip
    rising = plan.model_copy(update={"sections": (quiet, loud)})
    level = plan.model_copy(update={"sections": (quiet, quiet)})
    flat = [Note(float(beat), 1.0, 60, 0.6) for beat in range(32)]
    strings = Layer(name="strings", role=Role.PAD, instrument="strings")
    ends = [phrased(context_of(case, 0), strings, flat)[-1].velocity for case in (rising, level)]
    assert ends[0] > 1.1 * ends[1]


def closing_parts(kind: str) -> tuple[SectionContext, dict[Role, list[Note]]]:
    """The last bar of a rock song under an ending: what each role plays from the final chord."""
    plan = piece("rock", 3)
    last = plan.sections[-1].model_copy(
        update={"energy": 0.7, "layers": tuple(layer.name for layer in plan.layers)}
    )
    plan = plan.model_copy(update={"sections": (*plan.sections[:-1], last)})
    context = context_of(plan, -1, endings={kind: 1.0})
    final, ring = context.playing_beats, 4.0 + context.ring_beats
    written = {
        Role.DRUMS: [Note(final, 0.2, 36, 0.6), Note(final, 4.0, 49, 0.6)],
        Role.BASS: [Note(final - 4, 3.0, 33, 0.6), Note(final, ring, 33, 0.6)],
        Role.CHORDS: [Note(final + 0.02 * i, ring, p, 0.6) for i, p in enumerate((57, 60, 64))],
        Role.LEAD: [Note(final - 4, 2.0, 72, 0.6), Note(final, ring, 69, 0.6)],
    }
    closing = {
        role: closed(context, layer_of(plan, role), notes) for role, notes in written.items()
    }
    return context, closing


def starts(notes: list[Note], final: float) -> list[float]:
    return sorted({round(n.start_beats - final, 1) for n in notes if n.start_beats >= final})


def test_a_ringing_end_leaves_what_is_written() -> None:
    context, made = closing_parts("ring")
    assert starts(made[Role.CHORDS], context.playing_beats) == [0.0]
    assert max(n.velocity for n in made[Role.BASS]) == 0.6


def test_a_hit_is_louder_and_struck_once() -> None:
    context, made = closing_parts("hit")
    assert starts(made[Role.CHORDS], context.playing_beats) == [0.0]
    assert made[Role.BASS][-1].velocity > 0.65
    assert 38 in {note.pitch for note in made[Role.DRUMS]}


@pytest.mark.parametrize("kind", ["stabs", "tag", "cold", "roll"])
def test_the_band_strikes_together_to_the_end(kind: str) -> None:
    context, made = closing_parts(kind)
    final = context.playing_beats
    wanted = [round(beat, 1) for beat in stab_beats(context)]
    assert len(wanted) >= 2
    for role in (Role.BASS, Role.CHORDS):
        assert starts(made[role], final) == wanted
    kicks = [note for note in made[Role.DRUMS] if note.pitch == 36]
    assert starts(kicks, final) == wanted
    assert max(wanted) < context.bar
    longest = max(n.start_beats + n.duration_beats for notes in made.values() for n in notes)
    if kind == "cold":
        assert longest <= final + wanted[-1] + 0.5
    else:
        assert longest > context.beats
    if kind == "roll":
        levels = [n.velocity for n in made[Role.DRUMS] if final < n.start_beats < final + 2.9]
        assert len(levels) >= 10
        assert levels[-1] > 1.5 * levels[0]


def test_a_fade_goes_down_to_the_last_chord() -> None:
    plan = piece("house", 3)
    context = context_of(plan, -1, endings={"fade": 1.0})
    bass = layer_of(plan, Role.BASS)
    flat = [Note(float(beat), 0.5, 33, 0.8) for beat in range(int(context.beats))]
    levels = [note.velocity for note in closed(context, bass, flat)]
    assert levels == sorted(levels, reverse=True)
    assert levels[-1] < 0.4 * levels[0]


def test_a_quiet_piece_is_never_struck_shut() -> None:
    plan = piece("rock", 3)
    last = plan.sections[-1].model_copy(update={"energy": 0.15})
    plan = plan.model_copy(update={"sections": (*plan.sections[:-1], last)})
    context = context_of(plan, -1, endings={"cold": 1.0})
    held = [Note(context.playing_beats, 8.0, 33, 0.5)]
    assert closed(context, layer_of(plan, Role.BASS), held) == held


def test_a_motif_is_sung_again_with_its_own_intervals() -> None:
    tones = tuple(
        Tone(beat, 1.0, level, mark) for mark, (beat, level) in
        enumerate(((0.0, 0.0), (1.0, 2.0), (2.0, 1.0), (3.0, 3.0)))
    )  # fmt: skip
    motif = Motif(tones, 4.0)
    for made in (sequence(motif, 1.0), invert(motif), augment(motif)):
        assert [tone.mark for tone in made.tones] == [0, 1, 2, 3]
    again = sequence(motif, 1.0).tones
    phrase = Phrase(
        (*tones, *(replace(tone, beat=tone.beat + 4) for tone in again)), frozenset(), frozenset()
    )
    spans = (Span(0.0, 4.0, make_chord(0, "")), Span(4.0, 4.0, make_chord(2, "m")))
    pitches = find_pitches(
        phrase, spans, LEADS["singing"], MelodyRange(60, 84, 71.0),
        tonic=0, mode="major", beats_per_bar=4,
    )  # fmt: skip
    first, second = np.diff(pitches[:4]), np.diff(pitches[4:])
    assert (np.sign(first) == np.sign(second)).all()
    assert np.abs(first - second).max() <= 1


@pytest.mark.parametrize("beats", [2, 3, 5, 7])
@pytest.mark.parametrize("kind", ENDINGS)
def test_endings_fit_every_metre(kind: str, beats: int) -> None:
    plan = piece("rock", 3, 40.0, beats_per_bar=beats)
    context = context_of(plan, -1, endings={kind: 1.0})
    final = context.playing_beats
    chord = [Note(final, 8.0, pitch, 0.6) for pitch in (57, 60, 64)]
    struck = closed(context, layer_of(plan, Role.CHORDS), chord)
    drummed = closed(context, layer_of(plan, Role.DRUMS), [Note(final, 0.2, 36, 0.6)])
    for note in (*struck, *drummed):
        assert final <= note.start_beats < context.beats
        assert note.duration_beats > 0
