"""What of a piece was handed in: a chart's or a song's chords, melody, form and key."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from musicgen_local.engines.composer.brief import Brief
from musicgen_local.engines.composer.midi.limits import MIDI_FIELD
from musicgen_local.engines.composer.plan import GivenNote
from musicgen_local.engines.composer.sections import GivenSection
from musicgen_local.engines.composer.writing.charted import bar_shares
from musicgen_local.engines.composer.writing.charts import Bar, Chart, parse_chart
from musicgen_local.engines.composer.writing.key_finding import Key, key_of_chords
from musicgen_local.engines.composer.writing.theory import Chord, Family, family_of
from musicgen_local.errors import ErrorCode, UserError

_LONGEST = 32  # bars of a section


@dataclass(frozen=True, slots=True)
class Skeleton:
    """Chords and a melody that stand fast; the genre's players dress them."""

    bars: tuple[Bar, ...]
    form: tuple[GivenSection, ...] = ()  # over the bars; empty: the genre's form
    key: Key | None = None  # None for charts in numerals
    family: Family | None = None  # of such a chart
    beats_per_bar: int | None = None
    tempo_bpm: float | None = None
    melody: tuple[GivenNote, ...] = ()  # in beats from the first bar
    once: bool = False  # it has its own length, as a song does
    told: str = ""  # what it is, for the list of what was understood
    notices: tuple[str, ...] = field(default=())


def chart_skeleton(chart: Chart, brief: Brief) -> Skeleton:
    """A chart's chords, its form where it is labelled, and its key unless the brief has one."""
    family = None if brief.mode is None else family_of(brief.mode)
    key = None
    if chart.relative:
        family = family or _numerals_family(chart)
    else:
        chords = weighed(chart.bars, chart.beats_per_bar or brief.beats_per_bar or 4)
        if chords:
            key = key_of_chords(chords, tonic=brief.tonic, family=family)
    form: tuple[GivenSection, ...] = ()
    if chart.labelled:
        form = tuple(
            GivenSection(name=section.label, bars=size)
            for section in chart.sections
            for size in sizes_of(len(section.bars))
        )
    return Skeleton(
        chart.bars, form, key, family, chart.beats_per_bar, told="chords", notices=chart.notices
    )


def song_skeleton(data: bytes) -> Skeleton:
    """A MIDI file's chords, melody, form, tempo, metre and key.

    Raises:
        UserError: see `read_midi`.
    """
    from musicgen_local.engines.composer.midi.listening import (
        find_beat,
        find_parts,
        lateness,
        on_grid,
        top_line,
    )
    from musicgen_local.engines.composer.midi.phrases import find_form
    from musicgen_local.engines.composer.midi.reading import read_midi
    from musicgen_local.engines.composer.midi.recognition import find_chords

    song = read_midi(data)
    parts, beat = find_parts(song), find_beat(song)
    bars = find_chords(song, parts, beat)
    notices = list(song.notices)
    line = top_line(parts.melody) if parts.melody else ()
    melody = on_grid(line, lateness(line, beat)) if line else ()
    if not melody:
        notices.append("No melody was found in the MIDI file; one is invented over its chords.")
    chroma = np.zeros(12)
    for track in song.pitched:
        for note in track.notes:
            chroma[note.pitch % 12] += note.duration_beats
    return Skeleton(
        bars=bars,
        form=find_form(song, bars, melody),
        key=key_of_chords(weighed(bars, song.beats_per_bar), chroma=chroma, fifths=song.fifths),
        beats_per_bar=song.beats_per_bar,
        tempo_bpm=song.tempo_bpm,
        melody=tuple(
            GivenNote(
                start_beats=note.start_beats,
                duration_beats=note.duration_beats,
                pitch=note.pitch,
                velocity=max(0.05, note.velocity),
            )
            for note in melody
        ),
        once=True,
        told="MIDI file",
        notices=tuple(notices),
    )


def weighed(bars: Sequence[Bar], beats_per_bar: int) -> list[tuple[Chord, float]]:
    """The chords of bars and how many beats each rules; numerals and `N.C.` left out."""
    return [
        (chord.at(0, "major"), beats)
        for bar in bars
        for (chord, _), beats in zip(bar.chords, bar_shares(bar, beats_per_bar), strict=True)
        if chord is not None and chord.degree is None
    ]


def _numerals_family(chart: Chart) -> Family:
    """Minor when the chart's tonic is an `i`."""
    tonics = [c for c in chart.chords if c.degree == (0, 0) and c.target is None]
    minor = sum(chord.at(0, "major").minor_third for chord in tonics)
    return "minor" if 2 * minor > len(tonics) else "major"


def sizes_of(bars: int, most: int = _LONGEST) -> list[int]:
    """A number of bars in parts of at most `most`."""
    sizes = [most] * (bars // most)
    return [*sizes, bars % most] if bars % most else sizes


def _decoded(midi: str) -> bytes:
    try:
        return b64decode(midi, validate=True)
    except ValueError as error:
        raise UserError(
            ErrorCode.VALIDATION,
            "The MIDI file is not written in base64.",
            recovery="Send the bytes of the .mid file, encoded in base64.",
            details={"field": MIDI_FIELD},
        ) from error


def read_skeleton(chords: str | None, midi: str | None, brief: Brief) -> Skeleton | None:
    """What was handed in, if anything; with both, the chart's chords go under the song's melody.

    `midi` is a file in base64.

    Raises:
        UserError: `VALIDATION` for what can't be read, `TOO_LARGE`.
    """
    chart = None if chords is None else parse_chart(chords)
    if midi is None:
        return None if chart is None else chart_skeleton(chart, brief)
    song = song_skeleton(_decoded(midi))
    if chart is None:
        return song
    if chart.relative:
        raise UserError(
            ErrorCode.VALIDATION,
            "Chords in Roman numerals don't say which notes go under the melody.",
            recovery="Write the chart in letters, or leave it out.",
            details={"field": "chords"},
        )
    bars = tuple(chart.bars[bar % len(chart.bars)] for bar in range(len(song.bars)))
    key = key_of_chords(weighed(bars, song.beats_per_bar or 4))
    return replace(song, bars=bars, key=key, notices=(*chart.notices, *song.notices))
