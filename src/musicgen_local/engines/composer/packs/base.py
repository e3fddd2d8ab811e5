"""What a genre pack is: the material of a genre as data a musician can read and extend.

How to write one
----------------
A pack is one module of this folder, or of another package (docs/packs.md), with one value, `PACK`.
Start from the nearest neighbour and change what your ear says. In order of what listeners notice:

1. **Tempo, swing, grooves.** `Groove` patterns are drum machine rows: one character for each step,
   `X` accent, `x` stroke, `o` soft, `g` ghost, `?` now and then, `.` nothing; `|` and blanks are
   for the eye. A row may be several bars long. `energy` says which sections may take the groove;
   keep two or three for each level, so that pieces differ. `timing_ms` puts a drum (or a role)
   behind the grid (positive) or ahead of it.
2. **Progressions**, for dark, neutral and bright pieces, in major and minor: `|` parts bars, chords
   of one bar share it evenly. Numerals: see `writing/theory.py`. Give four to eight for each, and
   let some start away from the tonic. `cadences` close the piece: the last bar is its final chord.
3. **Palette**: one `Slot` for each player; several weighted instruments and manners in each make
   one prompt give many pieces. `enters` is the energy from which the player joins: order them so
   that a calm section keeps two or three and a loud one has all.
4. **Manners.** Chord layers name a `Comp` (of this pack or of `common.py`), leads a `LeadManner`,
   basses a behaviour of `writing/bass.py`, pads and arps one of `writing/texture.py`.
   A `LeadManner`'s `cells` are rhythms of one bar, `x` note, `-` held, `.` silence, on any even
   grid: they are the genre's accent in melody, so take them from how its melodies are spoken.
5. **Forms**: `part(name, theme, bars, energy, ...)` one after another. Sections of one theme share
   harmony, motif and groove. `keep` is how dear a part is when the piece is short (9: always).
6. **Mix**: levels are loudness against the loudest layer while the layer plays.

`tests/engines/composer/test_packs.py` plays every pack through many seeds and moods: run it, then
listen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from musicgen_local.engines.composer.brief import Mode
from musicgen_local.engines.composer.mix.preset import MixPreset
from musicgen_local.engines.composer.plan import Role

Family = Literal["major", "minor"]
ValenceClass = Literal["dark", "neutral", "bright"]


@dataclass(frozen=True, slots=True)
class Progression:
    """Chords of a theme: `|` parts bars; `family` says which third the key has."""

    chords: str
    family: Family


def major(*texts: str) -> tuple[Progression, ...]:
    """Progressions for major-like keys."""
    return tuple(Progression(text, "major") for text in texts)


def minor(*texts: str) -> tuple[Progression, ...]:
    """Progressions for minor-like keys."""
    return tuple(Progression(text, "minor") for text in texts)


@dataclass(frozen=True, slots=True)
class Groove:
    """A drum pattern; `rows` are by drum name of `writing/rhythm.py`, `beats` is one bar's."""

    name: str
    rows: Mapping[str, str]
    energy: tuple[float, float] = (0.0, 1.0)
    steps_per_beat: int = 4
    beats: int = 4
    answer: Mapping[str, str] = field(default_factory=dict)  # rows of every fourth bar
    weight: float = 1.0
    kits: tuple[str, ...] = ()  # only for these kits; empty: any


@dataclass(frozen=True, slots=True)
class Comp:
    """How a chord layer plays: a figure of `writing/comping.py`, a voicing, rhythms."""

    figure: str
    voicing: str = "close"
    rhythms: tuple[str, ...] = ("x---------------",)  # one bar each, as in `LeadManner.cells`
    orders: tuple[str, ...] = ("0 1 2 3",)  # for broken figures: voices in order, 0 is the lowest
    step: float = 0.5  # beats of one note of a broken figure
    length: float = 0.95  # share of the written length that sounds
    strum_ms: float = 12.0  # from the lowest to the highest note
    velocity: float = 0.62


@dataclass(frozen=True, slots=True)
class LeadManner:
    """How a melody speaks."""

    cells: tuple[str, ...]  # one-bar rhythms
    motif_bars: tuple[int, ...] = (1, 2)
    shapes: tuple[str, ...] = ("arch", "fall", "wave", "gap_fill", "rise", "turn", "broken_chord")
    phrases: tuple[str, ...] = ("period", "sentence", "call")  # of `writing/phrases.py`
    space: float = 0.25  # share of bars that are left silent
    pickup: float = 0.4  # how often notes lead into a phrase after a silence
    register: float = 0.55  # place of the middle of the melody in the instrument's range, 0-1
    span: int = 15  # semitones from lowest to highest
    steps: float = 2.1  # semitones for one step of a contour: larger leaps more
    tensions: float = 0.5  # 0: rests on plain triad tones, 1: rests happily on ninths and sixths
    scale: Literal["mode", "pentatonic", "blues"] = "mode"
    ornament: float = 0.08  # share of notes that slide or take a grace note
    legato: float = 0.95
    velocity: float = 0.72


@dataclass(frozen=True, slots=True)
class Slot:
    """A chair in the band."""

    name: str  # of the layer, its stem and its MIDI track
    role: Role
    instruments: Mapping[str, float]  # catalogue name -> weight
    manners: Mapping[str, float]  # manner -> weight
    enters: float = 0.0  # section energy from which it plays
    chance: float = 1.0  # how often a piece has this chair at all
    octave_shift: int = 0
    names: Mapping[str, str] = field(default_factory=dict)  # layers named by their instrument
    same_as: str = ""  # the chair whose instrument it shares: a pianist's other hand


@dataclass(frozen=True, slots=True)
class Part:
    """A section of a form."""

    name: str
    theme: str
    bars: int
    energy: float
    without: tuple[str, ...] = ()  # roles or layer names that rest
    only: tuple[str, ...] = ()  # if given, all others rest
    keep: int = 5  # 9: in every piece; 1: the first to go


def part(
    name: str,
    theme: str,
    bars: int,
    energy: float,
    *,
    drop: str = "",
    only: str = "",
    keep: int = 5,
) -> Part:
    """A section of a form; `drop` and `only` are roles or layer names, parted by blanks."""
    return Part(name, theme, bars, energy, tuple(drop.split()), tuple(only.split()), keep)


@dataclass(frozen=True, slots=True)
class Form:
    """An order of parts; `hints` are the structure words of a brief that ask for it."""

    name: str
    parts: tuple[Part, ...]
    weight: float = 1.0
    hints: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TitleWords:
    """Word banks. Russian adjectives are `m/f/n/pl`; nouns carry `:m`, `:f`, `:n` or `:pl`."""

    adjectives: tuple[str, ...]
    nouns: tuple[str, ...]
    places: tuple[str, ...]  # "after the Rain", "at Platform Nine": whole phrases


@dataclass(frozen=True, slots=True)
class Reference:
    """What finished records of a genre measure; the desk's last stage leans towards it.

    The defaults are the ranges of finished instrumentals by people of many genres.
    """

    tilt_db_per_octave: tuple[float, float] = (-7.8, -6.3)  # fall of the spectrum, 60 Hz to 12 kHz
    crest_db: tuple[float, float] = (14.5, 17.0)
    width: tuple[float, float] = (0.44, 0.79)  # side to mid


@dataclass(frozen=True, slots=True)
class Pack:
    """A genre."""

    name: str
    source: str  # where the material comes from: idioms, records, textbooks, in plain words
    tempo_bpm: tuple[float, float, float]  # slowest, typical, fastest
    energy: float  # when the brief says nothing
    valence: float
    modes: Mapping[ValenceClass, Mapping[Mode, float]]
    progressions: Mapping[ValenceClass, tuple[Progression, ...]]
    cadences: Mapping[Family, tuple[str, ...]]  # the last bar is the final chord
    palette: tuple[Slot, ...]
    forms: tuple[Form, ...]
    grooves: tuple[Groove, ...]
    mix: MixPreset
    titles: Mapping[str, TitleWords]  # by language
    comps: Mapping[str, Comp] = field(default_factory=dict)
    leads: Mapping[str, LeadManner] = field(default_factory=dict)
    solo_manners: tuple[str, ...] = ()  # what a keyboard plays under its own melody
    tonics: tuple[int, ...] = ()  # keys that lie well; empty: all twelve
    beats_per_bar: Mapping[int, float] = field(default_factory=lambda: {4: 1.0})
    harmonic_rhythm: Mapping[int, float] = field(default_factory=lambda: {1: 1.0})  # bars per bar
    substitutions: Mapping[str, float] = field(default_factory=dict)  # of `substitutions.py`: rate
    turnarounds: Mapping[Family, tuple[str, ...]] = field(default_factory=dict)  # one bar each
    turnaround_rate: float = 0.5
    pedal_rate: float = 0.0  # intros, builds and breaks over a held tonic
    swing: tuple[float, float] = (0.5, 0.5)
    swing_falls_with_tempo: bool = False  # slow pieces swing wide, fast ones nearly even
    swing_beats: float = 0.5  # the pair that swings: two of these
    timing_ms: Mapping[str, tuple[float, float]] = field(default_factory=dict)  # mean, spread
    loose_ms: float = 5.0  # how far hands wander
    loose_velocity: float = 0.06
    sweeps: bool = False  # filters open over intros and builds
    fills: str = "kit"  # a style of `writing/fills.py`, or "none"
    fill_rate: float = 0.7
    break_rate: float = 0.5  # how often the band stops short before a loud section
    ring_seconds: float = 3.0  # for the last chord
    # how pieces close, weighted; see `writing/endings.py`: ring, hit, stabs, tag, cold, roll, fade
    endings: Mapping[str, float] = field(default_factory=lambda: {"ring": 1.0})
    ambience: Mapping[str, float] = field(default_factory=dict)  # kind -> chance
    title: str = ""  # as people call the genre: "Lo-fi hip hop"; empty: from the name
    summary: str = ""  # one line: what it sounds like and what it is for
    words: Mapping[str, str] = field(default_factory=dict)  # language -> phrases, commas between
    reference: Reference = Reference()
    bass_on_kick: float = 0.0  # share of bass notes that the genre wants on a kick, 0: no matter
