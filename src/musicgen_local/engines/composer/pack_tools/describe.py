"""Packs as a musician reads them: a line each, or one whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from musicgen_local.engines.composer.packs import installed_packs, load_pack, pack_names
from musicgen_local.engines.composer.packs.base import Groove, Pack
from musicgen_local.errors import MachineError

OWN = "MusicGen Local"
_SHOWN_GROOVES = 6


@dataclass(frozen=True, slots=True)
class PackLine:
    """One pack of the list."""

    name: str
    title: str
    tempo_bpm: tuple[float, float, float]  # slowest, typical, fastest; zeros when it can't load
    summary: str
    package: str  # who brings it
    problem: str = ""  # why it can't be loaded


def list_packs() -> list[PackLine]:
    """Every pack by name; one that can't be loaded says why instead of hiding the others."""
    lines = []
    for name in pack_names():
        point = installed_packs().get(name)
        package = OWN if point is None else point.dist.name if point.dist else point.value
        try:
            pack = load_pack(name)
        except MachineError as error:
            lines.append(PackLine(name, "", (0.0, 0.0, 0.0), "", package, error.message))
            continue
        lines.append(PackLine(name, title_of(pack), pack.tempo_bpm, pack.summary, package))
    return lines


def title_of(pack: Pack) -> str:
    """What people call the genre."""
    return pack.title or pack.name.replace("_", " ").capitalize()


def describe_pack(pack: Pack) -> dict[str, Sequence[str]]:
    """Headings with their lines: tempo and feel, chords, grooves, band, forms, record."""
    return {
        "Feel": list(_feel(pack)),
        "Chords": list(_chords(pack)),
        "Grooves": [line for groove in pack.grooves[:_SHOWN_GROOVES] for line in _rows(groove)],
        "Band": [
            f"{slot.name} ({slot.role.value}): {_choices(slot.instruments)}; plays "
            f"{_choices(slot.manners) or 'the groove'}; from energy {slot.enters:g}"
            + (f", in {slot.chance:.0%} of the pieces" if slot.chance < 1 else "")
            for slot in pack.palette
        ],
        "Forms": [
            f"{form.name}: " + "  ".join(f"{part.name} {part.bars}" for part in form.parts)
            for form in pack.forms
        ],
        "Record": list(_record(pack)),
    }


def _feel(pack: Pack) -> Iterator[str]:
    slow, usual, fast = pack.tempo_bpm
    yield f"{slow:g} to {fast:g} bpm, mostly {usual:g}"
    if pack.swing[1] > 0.505:
        yield f"swing {pack.swing[0] * 100:.0f} to {pack.swing[1] * 100:.0f} %"
    late = [f"{name} {mean:+g} ms" for name, (mean, _) in pack.timing_ms.items() if mean]
    if late:
        yield "against the grid: " + ", ".join(late)
    yield f"energy {pack.energy:g}, mood {pack.valence:+g} (-1 dark to 1 bright)"


def _chords(pack: Pack) -> Iterator[str]:
    for mood, bank in pack.progressions.items():
        yield from (f"{mood}, {item.family}: {item.chords}" for item in bank)
    for family, texts in pack.cadences.items():
        yield from (f"ends ({family}): {text}" for text in texts)


def _rows(groove: Groove) -> Iterator[str]:
    low, high = groove.energy
    yield f"{groove.name}, energy {low:g} to {high:g}"
    width = max(len(name) for name in groove.rows)
    yield from (f"  {name:<{width}}  {row}" for name, row in groove.rows.items())


def _choices(table: Mapping[str, float]) -> str:
    ranked = sorted(table, key=lambda name: -table[name])
    return ", ".join(name.replace("_", " ") for name in ranked if name)


def _record(pack: Pack) -> Iterator[str]:
    wanted = pack.reference
    yield f"spectrum falls {_span(wanted.tilt_db_per_octave)} dB an octave"
    yield f"crest factor {_span(wanted.crest_db)} dB, width {_span(wanted.width)}"
    yield f"master: {pack.mix.master}"


def _span(bounds: tuple[float, float]) -> str:
    low, high = sorted(abs(bound) for bound in bounds)
    return f"{low:g} to {high:g}"
