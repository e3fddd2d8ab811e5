"""Roman numerals, chord scales, spelling."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from musicgen_local.engines.composer.writing.theory import (
    MODES,
    QUALITIES,
    Family,
    avoid_notes,
    chord_scale,
    chord_symbol,
    family_of,
    key_fifths,
    make_chord,
    parse_numeral,
    scale_of,
)


@pytest.mark.parametrize(
    ("numeral", "family", "symbol"),
    [
        ("ii9", "major", "Dm9"), ("V13", "major", "G13"), ("Imaj9", "major", "Cmaj9"),
        ("iv", "major", "Fm"), ("bVII", "major", "Bb"), ("#ivo7", "major", "Gbdim7"),
        ("VI", "minor", "Ab"), ("iiø7", "minor", "Dm7b5"), ("V7b9", "minor", "G7b9"),
        ("i69", "minor", "Cm69"), ("V/3", "major", "G/B"), ("IV/^1", "major", "F/C"),
        ("V7/ii", "major", "A7"), ("i7/7", "minor", "Cm7/Bb"), ("vsus4", "minor", "Gsus4"),
        ("bII", "minor", "Db"), ("Vsus4", "major", "Gsus4"), ("imaj7", "minor", "CmMaj7"),
    ],
)  # fmt: skip
def test_numerals_read_as_charts_do(numeral: str, family: Family, symbol: str) -> None:
    chord = parse_numeral(numeral, 0, family)
    assert chord_symbol(chord, 0, "minor") == symbol


@pytest.mark.parametrize("text", ["", "H7", "viii", "Iwonderful", "V/9", "I/7"])
def test_nonsense_is_refused(text: str) -> None:
    with pytest.raises((ValueError, KeyError)):
        parse_numeral(text, 0, "major")


@settings(deadline=None)
@given(st.integers(0, 11), st.integers(0, 11), st.sampled_from(sorted(QUALITIES)),
       st.sampled_from(sorted(MODES)))  # fmt: skip
def test_a_chord_scale_holds_its_chord_and_stays_a_scale(
    root: int, tonic: int, kind: str, mode: str
) -> None:
    chord = make_chord(root, kind)
    scale = chord_scale(chord, tonic, mode)
    assert set(chord.tones) <= set(scale)
    assert 5 <= len(scale) <= 9
    assert not avoid_notes(chord, tonic, mode) & set(chord.tones)


@settings(deadline=None)
@given(st.integers(0, 11), st.sampled_from(sorted(MODES)))
def test_numerals_move_with_the_key(tonic: int, mode: str) -> None:
    family = family_of(mode)
    here = parse_numeral("V7", tonic, family)
    there = parse_numeral("V7", tonic + 5, family)
    assert (there.root - here.root) % 12 == 5
    assert scale_of(tonic, mode)[0] == tonic


def test_key_signatures() -> None:
    assert key_fifths(0, "major") == 0
    assert key_fifths(9, "minor") == 0
    assert key_fifths(2, "dorian") == 0
    assert key_fifths(7, "major") == 1
    assert key_fifths(3, "major") == -3
    assert key_fifths(6, "minor") == 3
