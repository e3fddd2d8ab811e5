"""A chart or a song that was handed in stands fast, and a genre's players dress it."""

from __future__ import annotations

from typing import Any

import pytest
from composing import piece, scores
from songs import TUNE, band, conductor, in_base64, song_bytes

from musicgen_local.engines.base import GenerationRequest
from musicgen_local.engines.composer.edits import lock_layers, new_melody
from musicgen_local.engines.composer.engine import ComposerEngine
from musicgen_local.engines.composer.instruments import INSTRUMENTS
from musicgen_local.engines.composer.midi import write_midi
from musicgen_local.engines.composer.parameters import ComposerParameters
from musicgen_local.engines.composer.plan import Plan, Role
from musicgen_local.engines.composer.sliders import with_sliders
from musicgen_local.engines.composer.writing.charts import parse_chart
from musicgen_local.errors import ErrorCode, UserError

_SONG = in_base64(song_bytes(conductor(bpm=104), *band()))


def _planned(prompt: str, seconds: float | None = None, seed: int = 3, **parameters: Any) -> Plan:
    return ComposerEngine().make_plan(
        GenerationRequest(
            prompt, seconds or 60.0, seed, ComposerParameters(**parameters),
            duration_asked=seconds is not None,
        )
    )  # fmt: skip


def _symbols(plan: Plan) -> list[str]:
    return [chord.symbol for score in scores(plan) for chord in score.chords]


def _lead(plan: Plan) -> list[tuple[float, int]]:
    """Start and pitch of what the leads play, in beats from the piece's start."""
    leads = {layer.name for layer in plan.layers if layer.role is Role.LEAD}
    found: list[tuple[float, int]] = []
    start = 0.0
    for score in scores(plan):
        for name in leads & set(score.parts):
            found += [(start + n.start_beats, n.pitch) for n in score.parts[name]]
        start += score.beats
    return sorted(found)


@pytest.mark.parametrize(
    ("chart", "key"),
    [("| Dm7 | G7 | Cmaj7 |", "C major"), ("Am F C G", "A minor"), ("E7 A7 B7 E7", "E mixolydian")],
)
def test_a_chart_brings_its_key(chart: str, key: str) -> None:
    assert _planned("bossa nova", chords=chart).key_name == key


def test_a_key_that_is_named_wins_and_numerals_take_it() -> None:
    plan = _planned("jazz", chords="| ii7 | V7 | Imaj7 |", key="Eb major")
    assert plan.key_name == "Eb major"
    assert set(_symbols(plan)) == {"Fm7", "Bb7", "Ebmaj7"}
    minor = _planned("jazz", chords="| i | iv | V7 | i |")
    assert minor.mode == "minor"


@pytest.mark.parametrize("genre", ["bossa nova", "house", "pop", "ambient"])
def test_each_section_begins_the_chart_anew(genre: str) -> None:
    plan = _planned(genre, chords="| Am7 | D7 | Gmaj7 | Cmaj7 |", seconds=90.0)
    for before, section, score in zip(
        [None, *plan.sections], plan.sections, scores(plan), strict=False
    ):
        fresh = before is None or (before.name, before.theme) != (section.name, section.theme)
        if fresh and not section.ending:
            assert score.chords[0].symbol == "Am7"


@pytest.mark.parametrize("length", [3, 5, 12, 20, 32])
def test_a_chart_of_odd_length_is_played_whole(length: int) -> None:
    chords = ["Cmaj7", *["Dm7", "G7"][:1] * (length - 2), "G7"]
    plan = _planned("jazz", chords="| " + " | ".join(chords) + " |", seconds=80.0)
    played = [bar.text for s in plan.sections for bar in _bars(s.chords, s.bars)]
    body = played[min(4, length) :] if plan.sections[0].name == "intro" else played
    assert body[:length] == chords
    assert plan.duration_seconds < 80.0 + length * 4 * plan.seconds_per_beat


def _bars(chart: str, count: int) -> list[Any]:
    bars = parse_chart(chart).bars
    return [bars[place % len(bars)] for place in range(count)]


def test_a_labelled_chart_is_the_form() -> None:
    text = "[Verse] Am | F | C | G :|\n[Chorus] F | G | Am | C :|\n[Outro] Am | Am"
    plan = _planned("rock", chords=text)
    assert [(s.name, s.bars) for s in plan.sections] == [("verse", 8), ("chorus", 8), ("outro", 2)]
    assert plan.sections[1].chords == "| F | G | Am | C |"
    twice = _planned("rock", chords=text, seconds=2 * plan.duration_seconds)
    assert [s.name for s in twice.sections] == ["verse", "chorus", "outro"] * 2


def test_sections_that_are_named_go_over_a_chart() -> None:
    plan = _planned("pop", chords="| C | G | Am | F |", sections="verse 8, chorus 8, outro 4")
    assert [s.bars for s in plan.sections] == [8, 8, 4]
    assert _symbols(plan)[:4] == ["C", "G", "Am", "F"]


def test_a_long_piece_over_a_chart_keeps_its_key() -> None:
    plan = _planned("lofi", chords="| Dm9 | G13 | Cmaj9 | A7b9 |", seconds=700.0)
    assert {section.transpose for section in plan.sections} == {0}


@pytest.mark.parametrize(
    ("prompt", "key"), [("lofi", None), ("string quartet", None), ("techno", None),
                        ("piano solo", None), ("sleep", None), ("metal", None)],
)  # fmt: skip
def test_a_song_in_another_genre_keeps_melody_chords_tempo_and_key(
    prompt: str, key: str | None
) -> None:
    plan = _planned(prompt, midi=_SONG, key=key)
    assert plan.tempo_bpm == pytest.approx(104, abs=0.01)
    assert plan.key_name == "A minor"
    assert _symbols(plan)[:16] == ["Am", "F", "C", "G"] * 4
    wanted = [(16.0 * turn + start, pitch) for turn in range(4) for start, _, pitch in TUNE]
    played = _lead(plan)
    assert len(played) == len(wanted)
    octaves = {(pitch - other) % 12 for (_, pitch), (_, other) in zip(played, wanted, strict=True)}
    assert octaves == {0}
    for (at, _), (start, _) in zip(played, wanted, strict=True):
        assert abs(at - start) < 0.3  # swing and hands


def test_a_song_ends_at_home_on_a_bar_of_its_own() -> None:
    plan = _planned("pop", midi=_SONG)
    assert plan.bars == 17
    assert scores(plan)[-1].chords[-1].symbol == "Am"
    assert _planned("pop", midi=_SONG, loop_ready=True).bars == 16


def test_the_melody_lies_in_the_instrument_s_range_as_one_line() -> None:
    for prompt in ("lofi with cello", "ambient", "techno"):
        plan = _planned(prompt, midi=_SONG)
        lead = next(layer for layer in plan.layers if layer.role is Role.LEAD)
        instrument = INSTRUMENTS[lead.instrument]
        pitches = [pitch for _, pitch in _lead(plan)]
        assert instrument.low <= min(pitches)
        assert max(pitches) <= instrument.high
        first = [pitch for *_, pitch in TUNE]
        moved = [high - low for high, low in zip(pitches, first, strict=False)]
        assert len(set(moved)) == 1


def test_nobody_improvises_where_the_song_has_no_melody() -> None:
    tracks = band(24)
    tracks[0] = band(16)[0]
    plan = _planned("jazz", midi=in_base64(song_bytes(conductor(), *tracks)))
    silent = [section for section in plan.sections if not section.melody]
    leads = {layer.name for layer in plan.layers if layer.role is Role.LEAD}
    assert silent
    for section in silent:
        assert not leads & set(section.layers)


def test_a_song_without_its_melody_is_its_chords() -> None:
    plan = _planned("house, no melody", midi=_SONG)
    assert _lead(plan) == []
    assert _symbols(plan)[:4] == ["Am", "F", "C", "G"]


def test_a_song_that_has_no_melody_gets_one() -> None:
    _, keys, bass, drums = band()
    plan = _planned("pop", midi=in_base64(song_bytes(conductor(), keys, bass, drums)))
    assert any("No melody was found" in notice for notice in plan.notices)
    assert len(_lead(plan)) > 8


def test_a_key_or_a_tempo_that_is_asked_for_moves_the_song() -> None:
    plan = _planned("pop", midi=_SONG, key="C minor", tempo_bpm=120)
    assert (plan.key_name, plan.tempo_bpm) == ("C minor", 120)
    assert _symbols(plan)[:4] == ["Cm", "Ab", "Eb", "Bb"]
    assert _lead(plan)[0][1] % 12 == (76 + 3) % 12


def test_what_is_kept_against_the_prompt_is_told() -> None:
    plan = _planned("sleep music in C major, 3/4", midi=_SONG, seconds=600.0)
    told = " ".join(plan.notices)
    assert "stays minor" in told
    assert "metre is that of the MIDI file" in told
    assert "104 bpm" in told
    assert "10:00" in told
    assert plan.mode == "minor"


def test_a_chart_goes_under_a_song() -> None:
    plan = _planned("jazz", midi=_SONG, chords="| Am9 | Dm9 | G13 | Cmaj9 |")
    assert _symbols(plan)[:4] == ["Am9", "Dm9", "G13", "Cmaj9"]
    assert len(_lead(plan)) == 4 * len(TUNE)


@pytest.mark.parametrize("genre", ["pop", "bossa_nova", "piano", "folk"])
def test_a_piece_comes_back_from_its_own_file(genre: str) -> None:
    """Chords in at least 80 % of the bars, melody in at least 95 % of the notes, tempo and key."""
    origin = piece(genre, 4, 60.0)
    again = _planned(genre.replace("_", " "), midi=in_base64(write_midi(origin, scores(origin))))
    assert again.tempo_bpm == pytest.approx(origin.tempo_bpm, abs=0.01)
    assert again.tonic == origin.tonic
    assert [s.name for s in again.sections][:3] == [s.name for s in origin.sections][:3]
    assert again.bars - origin.bars in (0, 1)
    ours, theirs = _first_chords(origin), _first_chords(again)
    same = sum(a == b for a, b in zip(ours, theirs, strict=False))
    assert same >= 0.8 * len(ours)
    melody = _lead(origin)
    heard = _lead(again)
    found = sum(
        any(abs(at - start) < 0.2 and pitch % 12 == other % 12 for start, other in heard)
        for at, pitch in melody
    )
    assert found >= 0.95 * len(melody)


def _first_chords(plan: Plan) -> list[tuple[int, bool]]:
    """Root and third of each bar's first chord."""
    found = []
    for score in scores(plan):
        for bar in range(score.section.bars):
            at = bar * plan.beats_per_bar + 0.1
            chord = [c for c in score.chords if c.start_beats <= at][-1]
            found.append((chord.root, (chord.root + 3) % 12 in chord.pitch_classes))
    return found


def test_the_same_song_and_seed_give_the_same_plan() -> None:
    assert _planned("funk", midi=_SONG) == _planned("funk", midi=_SONG)
    assert _planned("funk", midi=_SONG) != _planned("funk", midi=_SONG, seed=4)


@pytest.mark.parametrize(
    ("parameters", "field"),
    [
        ({"chords": "| C | Qm |"}, "chords"),
        ({"midi": "no base64!"}, "parameters.midi"),
        ({"midi": in_base64(b"MThd nothing")}, "parameters.midi"),
        ({"midi": _SONG, "chords": "| i | iv |"}, "chords"),
    ],
    ids=["chart", "base64", "file", "numerals under a song"],
)
def test_what_can_not_be_read_is_refused_by_field(parameters: dict[str, Any], field: str) -> None:
    with pytest.raises(UserError) as caught:
        _planned("pop", **parameters)
    assert caught.value.code is ErrorCode.VALIDATION
    assert caught.value.details["field"] == field


@pytest.mark.parametrize("energy", [0.05, 0.95])
def test_a_slider_for_energy_leaves_a_given_melody_whole(energy: float) -> None:
    plan = _planned("house", midi=_SONG)
    assert [pitch for _, pitch in _lead(with_sliders(plan, energy=energy))] == [
        pitch for _, pitch in _lead(plan)
    ]


@pytest.mark.parametrize("density", [0.0, 1.0])
def test_a_slider_for_density_leaves_a_given_melody_whole(density: float) -> None:
    plan = _planned("jazz", midi=_SONG, density=density)
    assert len(_lead(plan)) == 4 * len(TUNE)


def test_a_new_melody_over_a_song_is_new_over_its_chords() -> None:
    plan = _planned("pop", midi=_SONG)
    fresh = new_melody(plan, 9)
    assert _symbols(fresh) == _symbols(plan)
    ours, theirs = ({(round(at, 1), p % 12) for at, p in _lead(one)} for one in (plan, fresh))
    assert len(ours & theirs) < 0.5 * len(ours)


def test_a_locked_lead_keeps_the_song_s_melody() -> None:
    plan = _planned("lofi with clarinet and flute", midi=_SONG)
    leads = [layer.name for layer in plan.layers if layer.role is Role.LEAD]
    assert any(layer.role is Role.COUNTER for layer in plan.layers)
    held = lock_layers(plan, leads)
    assert _lead(new_melody(held, 9)) == _lead(held)
