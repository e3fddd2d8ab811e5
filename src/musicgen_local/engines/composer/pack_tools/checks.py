"""What a pack must keep to, told in plain words: for whoever writes one, and for the tests."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from musicgen_local.engines.composer.instruments import AMBIENCES, INSTRUMENTS
from musicgen_local.engines.composer.packs.base import Groove, Pack, Progression
from musicgen_local.engines.composer.packs.common import COMPS, LEADS, PERCUSSION
from musicgen_local.engines.composer.plan import Role

_VALENCES: Final = ("dark", "neutral", "bright")
_FEWEST_PROGRESSIONS = 6  # for a mood: fewer, and twenty pieces sound alike
_FEWEST_OF_A_FAMILY = 2
_MOST_BARS = 16  # of a progression
_DEAREST = 9  # the part that even the shortest piece keeps
_ENERGIES = tuple(step / 10 for step in range(11))
_WITHOUT_MANNERS = (Role.DRUMS, Role.DRONE, Role.TRANSITIONS)
_CELL_SIGNS = frozenset("x-.")
_STROKE_SIGNS = frozenset("Xxog?.")


def check_pack(pack: Pack) -> list[str]:
    """Everything in a pack that can't be played or is too thin, in plain words; empty: all well.

    It reads the pack's data alone; `mgl packs check` also composes pieces from it.
    """
    laws: Sequence[Callable[[Pack], Iterable[str]]] = (
        _identity, _harmony, _palette, _grooves, _manners, _forms, _mix, _titles,
    )  # fmt: skip
    return [problem for law in laws for problem in law(pack)]


def _identity(pack: Pack) -> Iterator[str]:
    if not pack.name.replace("_", "").isalnum() or pack.name != pack.name.lower():
        yield f"name: {pack.name!r} should be lower-case letters, digits and underscores"
    slow, usual, fast = pack.tempo_bpm
    if not 40 <= slow < usual < fast <= 220:
        yield "tempo_bpm: slowest < typical < fastest, within 40 to 220"
    if not 0 <= pack.energy <= 1:
        yield "energy: 0 to 1"
    if not -1 <= pack.valence <= 1:
        yield "valence: -1 to 1"
    if not 0.5 <= pack.swing[0] <= pack.swing[1] <= 0.75:
        yield "swing: 0.5 (straight) to 0.75, the lower bound first"
    if not pack.summary:
        yield "summary: one line that says what the genre sounds like"
    if not pack.source:
        yield "source: where the material comes from"
    for beats in pack.beats_per_bar:
        if not 2 <= beats <= 7:
            yield f"beats_per_bar: {beats} is not within 2 to 7"
    for name, (low, high) in {
        "tilt_db_per_octave": pack.reference.tilt_db_per_octave,
        "crest_db": pack.reference.crest_db,
        "width": pack.reference.width,
    }.items():
        if not low < high:
            yield f"reference.{name}: the lower bound first"


def _harmony(pack: Pack) -> Iterator[str]:
    from musicgen_local.engines.composer.writing.substitutions import RULES

    for valence in _VALENCES:
        bank = pack.progressions.get(valence, ())
        if len(bank) < _FEWEST_PROGRESSIONS:
            yield f"progressions[{valence!r}]: {len(bank)}, at least {_FEWEST_PROGRESSIONS}"
        if not pack.modes.get(valence):
            yield f"modes[{valence!r}]: none"
        families = Counter(item.family for item in bank)
        yield from (
            f"progressions[{valence!r}]: {count} in {family}, at least {_FEWEST_OF_A_FAMILY}"
            for family, count in families.items()
            if count < _FEWEST_OF_A_FAMILY
        )
        yield from _progressions(valence, bank)
    every = [item.chords for bank in pack.progressions.values() for item in bank]
    if len(set(every)) < 0.9 * len(every):
        yield "progressions: more than a tenth come twice"
    for family, texts in pack.cadences.items():
        yield from _cadences(family, texts)
    for family, texts in pack.turnarounds.items():
        for text in texts:
            yield from _numerals(f"turnarounds[{family!r}]", text, family)
    yield from _unknown("substitutions", pack.substitutions, RULES)


def _progressions(valence: str, bank: Sequence[Progression]) -> Iterator[str]:
    for item in bank:
        if not 1 <= len(item.chords.split("|")) <= _MOST_BARS:
            yield f"progressions[{valence!r}]: {item.chords!r} has more than {_MOST_BARS} bars"
        yield from _numerals(f"progressions[{valence!r}]", item.chords, item.family)


def _numerals(place: str, text: str, family: str) -> Iterator[str]:
    from musicgen_local.engines.composer.writing.theory import parse_numeral

    for numeral in text.replace("|", " ").split():
        try:
            parse_numeral(numeral, 0, "minor" if family == "minor" else "major")
        except (ValueError, KeyError) as error:
            yield f"{place}: {numeral!r} is no chord ({error})"


def _cadences(family: str, texts: Sequence[str]) -> Iterator[str]:
    from musicgen_local.engines.composer.writing.theory import parse_numeral

    place = f"cadences[{family!r}]"
    for text in texts:
        wrong = list(_numerals(place, text, family))
        yield from wrong
        final = text.split("|")[-1].split()
        home = (
            not wrong
            and parse_numeral(final[-1], 0, "minor" if family == "minor" else "major").root
        )
        if not wrong and (len(final) != 1 or home != 0):
            yield f"{place}: the last bar of {text!r} should be the tonic and nothing else"


def _palette(pack: Pack) -> Iterator[str]:
    from musicgen_local.engines.composer.compose import manners_of

    names = [slot.name for slot in pack.palette]
    yield from (f"palette: two chairs are called {n!r}" for n, c in Counter(names).items() if c > 1)
    for slot in pack.palette:
        place = f"palette {slot.name!r}"
        yield from _unknown(f"{place} instruments", slot.instruments, INSTRUMENTS)
        if not slot.instruments:
            yield f"{place}: nobody sits there"
        if slot.role not in _WITHOUT_MANNERS:
            yield from _unknown(
                f"{place} manners", slot.manners, {*manners_of(pack, slot.role), ""}
            )
        if slot.same_as and slot.same_as not in names:
            yield f"{place}: same_as names no chair"
    yield from _unknown("ambience", pack.ambience, AMBIENCES)


def _grooves(pack: Pack) -> Iterator[str]:
    for groove in (*pack.grooves, *PERCUSSION.values()):
        yield from _groove(groove)
    if any(slot.role is Role.DRUMS for slot in pack.palette):
        plain = [groove for groove in pack.grooves if not groove.kits]
        for energy in _ENERGIES:
            if not any(g.energy[0] <= energy <= g.energy[1] for g in plain):
                yield f"grooves: none for an energy of {energy:g} that any kit may play"


def _groove(groove: Groove) -> Iterator[str]:
    from musicgen_local.engines.composer.writing.rhythm import DRUMS

    for name, row in {**groove.rows, **groove.answer}.items():
        place = f"groove {groove.name!r}, row {name!r}"
        signs = row.replace("|", "").replace(" ", "")
        if name not in DRUMS:
            yield f"{place}: no such drum"
        if set(signs) - _STROKE_SIGNS:
            yield f"{place}: only the signs {''.join(sorted(_STROKE_SIGNS))}"
        if not signs or len(signs) % (groove.steps_per_beat * groove.beats):
            yield f"{place}: {len(signs)} steps make no whole bars"


def _manners(pack: Pack) -> Iterator[str]:
    from musicgen_local.engines.composer.writing.comping import FIGURES
    from musicgen_local.engines.composer.writing.motif import SHAPES
    from musicgen_local.engines.composer.writing.phrases import PHRASES
    from musicgen_local.engines.composer.writing.voicing import STYLES

    for name, comp in {**COMPS, **pack.comps}.items():
        yield from _unknown(f"comp {name!r} figure", (comp.figure,), FIGURES)
        yield from _unknown(f"comp {name!r} voicing", (comp.voicing,), STYLES)
        for cell in comp.rhythms:
            yield from _cell(f"comp {name!r}", cell)
    for name, lead in {**LEADS, **pack.leads}.items():
        yield from _unknown(f"lead {name!r} shapes", lead.shapes, SHAPES)
        yield from _unknown(f"lead {name!r} phrases", lead.phrases, PHRASES)
        for cell in lead.cells:
            yield from _cell(f"lead {name!r}", cell)


def _cell(place: str, cell: str) -> Iterator[str]:
    signs = cell.replace("|", "").replace(" ", "")
    if not signs or set(signs) - _CELL_SIGNS:
        yield f"{place}: the rhythm {cell!r} takes x, - and ."


def _forms(pack: Pack) -> Iterator[str]:
    known = {slot.name for slot in pack.palette} | {role.value for role in Role}
    if not pack.forms:
        yield "forms: none"
    for form in pack.forms:
        place = f"form {form.name!r}"
        if _DEAREST not in {part.keep for part in form.parts}:
            yield f"{place}: no part has keep={_DEAREST}, so nothing is sure to be played"
        for part in form.parts:
            yield from _unknown(f"{place}, {part.name}", (*part.without, *part.only), known)
            if not 1 <= part.bars <= 64:
                yield f"{place}, {part.name}: 1 to 64 bars"
            if not 0 <= part.energy <= 1:
                yield f"{place}, {part.name}: energy 0 to 1"


def _mix(pack: Pack) -> Iterator[str]:
    for slot in pack.palette:
        if slot.name not in pack.mix.channels and slot.role.value not in pack.mix.channels:
            yield f"mix: no channel for {slot.name!r} or for its role {slot.role.value!r}"


def _titles(pack: Pack) -> Iterator[str]:
    if "en" not in pack.titles:
        yield "titles: none in English"
    for language, words in pack.titles.items():
        if not (words.adjectives and words.nouns and words.places):
            yield f"titles[{language!r}]: adjectives, nouns and places"


def _unknown(place: str, names: Iterable[str], known: Iterable[str]) -> Iterator[str]:
    known = set(known)
    yield from (f"{place}: there is no {name!r}" for name in names if name not in known)
