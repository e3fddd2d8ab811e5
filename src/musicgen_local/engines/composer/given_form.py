"""A form that was given section by section, as a genre plays it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from musicgen_local.engines.composer.form import Length, Step, split_parts
from musicgen_local.engines.composer.packs.base import Form, Pack, Part
from musicgen_local.engines.composer.sections import GivenSection
from musicgen_local.engines.composer.writing.seeds import pick

_RING_SECONDS = (2.0, 3.8)  # for the last chord


@dataclass(frozen=True, slots=True)
class _Kind:
    """A section that people have a name for; `energy` is measured from the genre's own."""

    words: str  # in every language, commas between
    theme: str
    energy: float
    like: tuple[str, ...]  # names of a pack's parts, the nearest first
    without: tuple[str, ...] = ()  # who rests, where the pack has no such part


_KINDS: Mapping[str, _Kind] = {
    "intro": _Kind("opening, вступление, интро, заставка", "A", -0.25, ("intro",), ("lead",)),
    "verse": _Kind("strophe, куплет", "A", 0.0, ("verse", "A")),
    "pre-chorus": _Kind(
        "prechorus, pre chorus, lift, предприпев, предкуплет", "C", 0.06,
        ("pre-chorus", "bridge"),
    ),
    "chorus": _Kind("refrain, hook, припев, рефрен", "B", 0.2, ("chorus", "drop", "B")),
    "post-chorus": _Kind("postchorus, post chorus", "B", 0.12, ("post-chorus", "chorus", "B")),
    "build": _Kind(
        "build-up, buildup, build up, riser, нарастание, билд, подводка", "B", 0.0,
        ("build",), ("lead",),
    ),
    "drop": _Kind("дроп", "B", 0.25, ("drop", "chorus", "B")),
    "break": _Kind(
        "breakdown, interlude, instrumental, брейк, проигрыш, интерлюдия", "C", -0.25,
        ("break", "bridge"), ("drums", "percussion"),
    ),
    "bridge": _Kind(
        "middle eight, middle 8, бридж, переход", "C", -0.05, ("bridge", "C", "break")
    ),
    "solo": _Kind("improvisation, соло, импровизация", "C", 0.12, ("solo", "C", "B")),
    "outro": _Kind(
        "coda, ending, end, кода, аутро, концовка, окончание, финал", "A", -0.2, ("outro",),
        ("lead",),
    ),
    "A": _Kind("", "A", 0.0, ("A", "verse")),
    "B": _Kind("", "B", 0.15, ("B", "chorus", "drop")),
    "C": _Kind("", "C", 0.1, ("C", "bridge")),
    "D": _Kind("", "D", 0.1, ("D", "C")),
}  # fmt: skip
_VERSES = ("verse", "pre-chorus")
_REFRAINS = ("chorus", "post-chorus", "drop")
_LIFT = 0.06  # of energy
_THEMES_TO_SPARE = "DEFGH"


def given_length(
    sections: Sequence[GivenSection],
    tempo_bpm: float,
    beats_per_bar: int,
    pack: Pack,
    *,
    loop_ready: bool,
) -> Length:
    """The length that the sections have at a tempo, with the last chord's ring."""
    bars = sum(section.bars for section in sections)
    low, high = _RING_SECONDS
    ring = 0.0 if loop_ready else min(high, max(low, pack.ring_seconds))
    return Length(bars, tempo_bpm, bars * beats_per_bar * 60.0 / tempo_bpm + ring)


def given_steps(
    sections: Sequence[GivenSection], pack: Pack, rng: np.random.Generator
) -> tuple[list[Step], list[str]]:
    """The sections as steps of one movement, long ones in stretches, and what was made up."""
    parts, notices = given_parts(sections, pack, rng)
    stretches = split_parts(parts)
    last = len(stretches) - 1
    steps = [
        Step(item, item.bars, 0, 0, index == 0, index == last)
        for index, item in enumerate(stretches)
    ]
    return steps, notices


def given_parts(
    sections: Sequence[GivenSection], pack: Pack, rng: np.random.Generator
) -> tuple[list[Part], list[str]]:
    """The pack's parts for given sections, and what had to be made up.

    A part takes energy and players from a form of the pack that has it; sections of one name
    share a theme.
    """
    names = [_canonical(section.name) for section in sections]
    form = _fitting_form(pack, names, rng)
    parts: list[Part] = []
    notices: list[str] = []
    spare: dict[str, str] = {}
    for place, (section, name) in enumerate(zip(sections, names, strict=True)):
        if name not in _KINDS:
            if name not in spare:
                spare[name] = _THEMES_TO_SPARE[len(spare) % len(_THEMES_TO_SPARE)]
                notices.append(
                    f"A section called '{name}' is not known; it gets a theme of its own."
                )
            parts.append(Part(name, spare[name], section.bars, pack.energy, keep=9))
            continue
        item = _part(pack, form, name, names[:place].count(name))
        parts.append(replace(item, name=name, bars=section.bars))
    return _lifted(parts), notices


def _lifted(parts: Sequence[Part]) -> list[Part]:
    """Choruses and drops above every verse, whatever the genre's own parts are like."""
    verses = [item.energy for item in parts if item.name in _VERSES]
    if not verses:
        return list(parts)
    least = min(1.0, max(verses) + _LIFT)
    return [
        replace(item, energy=max(item.energy, least)) if item.name in _REFRAINS else item
        for item in parts
    ]


def _part(pack: Pack, form: Form, name: str, turn: int) -> Part:
    """The pack's own part of a kind, the `turn`th of its form; else one made from its energy."""
    kind = _KINDS[name]
    for wanted in kind.like:
        for one in (form, *pack.forms):
            found = [item for item in one.parts if item.name == wanted]
            if found:
                return replace(found[min(turn, len(found) - 1)], theme=kind.theme)
    energy = min(0.95, max(0.08, pack.energy + kind.energy))
    return Part(name, kind.theme, 0, energy, kind.without)


def _fitting_form(pack: Pack, names: Sequence[str], rng: np.random.Generator) -> Form:
    """The form of the pack that has most of the wanted parts; one of these by weight."""
    wanted = {kind for name in names if name in _KINDS for kind in _KINDS[name].like[:2]}
    shared = [len(wanted & {item.name for item in form.parts}) for form in pack.forms]
    best = [form for form, count in zip(pack.forms, shared, strict=True) if count == max(shared)]
    return pick(rng, best, [form.weight for form in best])


def _canonical(name: str) -> str:
    """The name that the composer knows a section by; an unknown one stays, in small letters."""
    spoken = " ".join(name.lower().split())
    numberless = re.sub(r"[\s#№]*\d+$", "", spoken) or spoken
    for form in (spoken, numberless):
        if form.upper() in _KINDS:
            return form.upper()
        for kind, facts in _KINDS.items():
            if form == kind or form in facts.words.split(", "):
                return kind
    return spoken
