"""Chord charts: every usual spelling is read, what is no chord is named, and the band follows."""

from __future__ import annotations

from typing import Any

import pytest
from composing import piece, scores
from hypothesis import example, given, settings
from hypothesis import strategies as st

from musicgen_local.engines.composer.plan import Plan, Role
from musicgen_local.engines.composer.writing.chart_chords import read_chord
from musicgen_local.engines.composer.writing.charts import bars_text, parse_chart
from musicgen_local.engines.composer.writing.key_finding import key_of_chords
from musicgen_local.engines.composer.writing.theory import QUALITIES, Chord
from musicgen_local.errors import ErrorCode, UserError

_SPELLINGS = {
    "": "C, CM, Cmaj, CMaj, Cmajor",
    "m": "Cm, C-, Cmin, Cmi, Cminor",
    "maj7": "CM7, Cmaj7, CMA7, C^7, CΔ, CΔ7, Cj7, Cmj7",
    "m7": "Cm7, C-7, Cmin7, Cmi7",
    "mMaj7": "CmM7, Cm(maj7), C-Δ, C-maj7, Cm/maj7",
    "7": "C7, Cdom7",
    "m7b5": "Cø, Cø7, Cm7b5, C-7b5, Cm7-5, Cm7(b5), Cm7♭5",
    "dim": "Cdim, C°",
    "dim7": "Cdim7, C°7, Co7",
    "aug": "Caug, C+, C(#5)",
    "7#5": "Caug7, C+7, C7+, C7#5",
    "sus4": "Csus, Csus4, C4",
    "7sus4": "C7sus, C7sus4",
    "add9": "Cadd9, C(add9), Cadd2, C2",
    "6": "C6, Cmaj6",
    "69": "C6/9, C69, C6add9",
    "9": "C9",
    "13": "C13",
    "7b9": "C7b9, C7(b9), C7-9, C7♭9",
    "7#9": "C7#9, C7+9",
    "7#11": "C7#11, C7(♯11)",
    "7alt": "C7alt, Calt",
    "9sus4": "C9sus4, C9sus, C11",
    "m11": "Cm11",
    "maj9": "Cmaj9, C^9, CM9",
    "5": "C5",
}


@pytest.mark.parametrize("kind", _SPELLINGS, ids=lambda kind: kind or "major")
def test_every_spelling_of_a_chord_means_the_same(kind: str) -> None:
    for text in _SPELLINGS[kind].split(", "):
        chord = read_chord(text)
        assert chord is not None, text
        assert (chord.root, chord.kind) == (0, kind), text


@pytest.mark.parametrize(
    ("text", "root", "bass"),
    [
        ("Bb", 10, 10), ("B♭m7", 10, 10), ("F♯", 6, 6), ("Gb", 6, 6), ("Hm", 11, 11),
        ("C/E", 0, 4), ("Am7/G", 9, 7), ("F/Bb", 5, 10), ("Bb5", 10, 10), ("Ebmaj7/G", 3, 7),
        ("C6/9/E", 0, 4),
    ],
)  # fmt: skip
def test_roots_and_basses_are_read(text: str, root: int, bass: int) -> None:
    chord = read_chord(text)
    assert chord is not None
    sounding = chord.at(0, "major")
    assert (sounding.root, sounding.bass) == (root, bass)


@pytest.mark.parametrize("kind", QUALITIES)
@pytest.mark.parametrize("root", ["C", "F#", "Bb"])
def test_what_the_composer_calls_a_chord_it_reads(root: str, kind: str) -> None:
    chord = read_chord(root + kind)
    assert chord is not None
    assert chord.kind == kind
    assert chord.heard_as == ""


@pytest.mark.parametrize(
    ("text", "in_c", "in_e_flat"),
    [
        ("ii7", (2, "m7"), (5, "m7")), ("V7", (7, "7"), (10, "7")), ("bVII", (10, ""), (1, "")),
        ("Imaj7", (0, "maj7"), (3, "maj7")), ("viiø7", (11, "m7b5"), (2, "m7b5")),
        ("V7/ii", (9, "7"), (0, "7")), ("#ivo7", (6, "dim7"), (9, "dim7")),
        ("IV6/9", (5, "69"), (8, "69")),
    ],
)  # fmt: skip
def test_numerals_follow_the_key(
    text: str, in_c: tuple[int, str], in_e_flat: tuple[int, str]
) -> None:
    chord = read_chord(text)
    assert chord is not None
    for tonic, wanted in ((0, in_c), (3, in_e_flat)):
        sounding = chord.at(tonic, "major")
        assert (sounding.root, sounding.kind) == wanted


def _bars(text: str) -> list[str]:
    return [bar.text for bar in parse_chart(text).bars]


@pytest.mark.parametrize(
    ("text", "bars"),
    [
        ("| Dm7 | G7 | Cmaj7 |", ["Dm7", "G7", "Cmaj7"]),
        ("Dm7 G7 Cmaj7", ["Dm7", "G7", "Cmaj7"]),
        ("Dm7 - G7 - Cmaj7", ["Dm7", "G7", "Cmaj7"]),
        ("| Dm7 G7 | Cmaj7 | % ||", ["Dm7 G7", "Cmaj7", "Cmaj7"]),
        ("|: C | F :| x3", ["C", "F"] * 3),
        ("C | F :|", ["C", "F", "C", "F"]),
        ("|: C :|: F :|", ["C", "C", "F", "F"]),
        ("C / / F | G", ["C / / F", "G"]),
        ("Am\nF | C\nG", ["Am", "F", "C", "G"]),
        ("| Am |\n| F |", ["Am", "F"]),
        ("| C | | G |", ["C", "C", "G"]),
        ("C | N.C. | G", ["C", "N.C.", "G"]),
        ("H7 | Em", ["B7", "Em"]),
    ],
)
def test_bars_and_repeats_are_written_out(text: str, bars: list[str]) -> None:
    assert _bars(text) == bars


def test_labels_make_sections() -> None:
    chart = parse_chart("Verse:\n| Am | F |\n[Chorus 1] C | G :|\nАутро: Am")
    assert [(s.label, len(s.bars)) for s in chart.sections] == [
        ("Verse", 2), ("Chorus 1", 4), ("Аутро", 1),
    ]  # fmt: skip


def test_a_repeat_over_several_sections_goes_through_them_anew() -> None:
    chart = parse_chart("|: [A] C | F | [B] G :|")
    assert [(s.label, len(s.bars)) for s in chart.sections] == [
        ("A", 2), ("B", 1), ("A", 2), ("B", 1),
    ]  # fmt: skip


@pytest.mark.parametrize(("text", "beats"), [("3/4 C | F", 3), ("6/8 | C |", 3), ("5/4 C", 5)])
def test_the_metre_is_read(text: str, beats: int) -> None:
    assert parse_chart(text).beats_per_bar == beats


def test_with_an_h_the_b_is_flat() -> None:
    chart = parse_chart("H7 | B | Em")
    assert [chord.at(0, "major").root for chord in chart.chords] == [11, 10, 4]
    assert any("B flat" in notice for notice in chart.notices)


def test_a_chord_without_a_voicing_is_played_as_its_neighbour_and_said() -> None:
    chart = parse_chart("C7(b9,#11) | F")
    assert [chord.kind for chord in chart.chords] == ["7b9", ""]
    assert chart.notices == ("C7(b9,#11) is played as C7b9.",)


@pytest.mark.parametrize(
    ("text", "message", "recovery"),
    [
        ("Am | F\nC | Cxaj7", "'Cxaj7' in line 2, bar 4", "Cmaj7"),
        ("am | F", "'am' in line 1, bar 1", "Am"),
        ("C | what", "'what' in line 1, bar 2", "Write chords"),
        ("| % | C |", "'%' in line 1, bar 1", "Begin with a chord"),
        ("C | F x2", "'x2'", "|:"),
        ("4/4 C | 3/4 F", "'3/4'", "one metre"),
        ("C | ii7", "mixes", "all"),
        (" \n ", "no chords", "Write bars"),
        ("C" * 30_000, "characters", "20,000"),
        ("|: C :| x999 |: C :| x999", "too long", "1,024"),
        ("| C D E F G A B C D E F G A B C D E |", "17 chords", "bar lines"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(text: str, message: str, recovery: str) -> None:
    with pytest.raises(UserError) as caught:
        parse_chart(text)
    assert caught.value.code is ErrorCode.VALIDATION
    assert message in caught.value.message
    assert recovery in caught.value.recovery
    assert caught.value.details["field"] == "chords"


@given(st.text(alphabet="ABCDEFGHabm#7/|:% []()x2.,-\niIvV^°+39sudj", max_size=60))
@example("|::|")
@example("[A][B]|:|:C:|:|")
@settings(max_examples=300, deadline=None)
def test_any_text_is_a_chart_or_a_clear_refusal(text: str) -> None:
    try:
        bars = parse_chart(text).bars
    except UserError:
        return
    assert parse_chart(bars_text(bars)).bars == bars


def _chords(text: str) -> list[tuple[Chord, float]]:
    return [(chord.at(0, "major"), 4.0) for chord in parse_chart(text).chords]


@pytest.mark.parametrize(
    ("text", "tonic", "mode"),
    [
        ("Dm7 G7 Cmaj7 Cmaj7", 0, "major"),
        ("Am F C G Am F G Am", 9, "minor"),
        ("C Am F G", 0, "major"),
        ("Am Dm E7 Am", 9, "minor"),
        ("Em C G D Em C B7 Em", 4, "minor"),
        ("Fm7 Bbm7 Eb7 Abmaj7 Dbmaj7 Gm7b5 C7b9 Fm7 Bbm7 Eb7 Abmaj7 Gm7b5 C7 Fm6", 5, "minor"),
        ("E7 A7 E7 E7 A7 A7 E7 E7 B7 A7 E7 B7", 4, "mixolydian"),
        ("Dm7 G7 Dm7 G7 Dm7 G7 Dm7", 2, "dorian"),
        ("Bb Gm Eb F Bb", 10, "major"),
        ("F#m D A E F#m D E F#m", 6, "minor"),
    ],
)
def test_the_key_is_found(text: str, tonic: int, mode: str) -> None:
    key = key_of_chords(_chords(text))
    assert key.tonic == tonic
    assert key.mode == mode


def _charted(genre: str, chart: str, seed: int = 1, **wishes: Any) -> Plan:
    plan = piece(genre, seed, **wishes)
    return plan.model_copy(
        update={"sections": tuple(s.model_copy(update={"chords": chart}) for s in plan.sections)}
    )


@pytest.mark.parametrize("genre", ["bossa_nova", "jazz", "house", "rock"])
def test_the_band_plays_the_chart_and_nothing_else(genre: str) -> None:
    plan = _charted(genre, "| Dm7 G7 | Cmaj7/E | Fmaj7 |", tonic=0, mode="major", beats_per_bar=4)
    for score in scores(plan):
        cycle = ["Dm7", "G7", "Cmaj7/E", "Fmaj7"]
        symbols = [chord.symbol for chord in score.chords]
        wanted = (cycle * score.section.bars)[: len(symbols)]
        last = symbols[-1]
        if score.section.ending:
            symbols, wanted = symbols[:-1], wanted[:-1]
            assert last.startswith("C")
        assert symbols == wanted


@pytest.mark.parametrize("genre", ["bossa_nova", "pop", "synthwave"])
def test_bass_and_chords_stand_on_the_chart(genre: str) -> None:
    plan = _charted(genre, "| F#m7 | B7 | E6 | A7 |", tonic=4, mode="major")
    roles = {layer.name: layer.role for layer in plan.layers}
    on_root = downbeats = inside = total = 0
    for score in scores(plan):
        for chord in score.chords:
            for name, notes in score.parts.items():
                struck = [n for n in notes if abs(n.start_beats - chord.start_beats) < 0.12]
                if roles[name] is Role.BASS and struck:
                    downbeats += 1
                    on_root += struck[0].pitch % 12 == chord.bass
                if roles[name] in (Role.CHORDS, Role.PAD):
                    total += len(struck)
                    inside += sum(n.pitch % 12 in chord.pitch_classes for n in struck)
    assert downbeats > 8
    assert on_root / downbeats > 0.9
    assert inside / total > 0.9


def test_an_open_chart_gets_a_last_bar_at_home_and_a_closed_one_keeps_its_own() -> None:
    for chart, last in (("| C | Am | Dm7 | G7 |", "C"), ("| F | G7 | C6 |", "C6")):
        plan = _charted("pop", chart, tonic=0, mode="major")
        final = scores(plan)[-1].chords[-1]
        assert final.symbol == last
        assert final.duration_beats == plan.beats_per_bar


def test_nobody_plays_harmony_where_the_chart_says_no_chord() -> None:
    plan = _charted("funk", "| E9 | N.C. |", tonic=4, mode="mixolydian")
    roles = {layer.name: layer.role for layer in plan.layers}
    heard = 0
    for score in scores(plan):
        rests = [c for c in score.chords if c.symbol == "N.C."]
        assert rests or score.section.bars < 2 or score.section.ending
        for name, notes in score.parts.items():
            if roles[name] not in (Role.BASS, Role.CHORDS, Role.PAD, Role.ARP, Role.COUNTER):
                continue
            for note in notes:
                heard += 1
                middle = note.start_beats + 0.12
                assert not any(
                    r.start_beats < note.start_beats - 0.12
                    and middle < r.start_beats + r.duration_beats - 0.3
                    for r in rests
                ), (name, note)
    assert heard > 50


def test_a_plan_with_a_wrong_chart_is_refused_by_name() -> None:
    plan = _charted("pop", "| C | Hx |")
    with pytest.raises(UserError, match="'Hx' in line 1, bar 2"):
        scores(plan)
