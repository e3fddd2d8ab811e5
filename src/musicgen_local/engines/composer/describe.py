"""A plan as a musician would tell it: key, tempo, form, band."""

from __future__ import annotations

from collections.abc import Sequence

from musicgen_local.durations import format_duration
from musicgen_local.engines.base import PlanPreview
from musicgen_local.engines.composer.packs import load_pack
from musicgen_local.engines.composer.plan import Layer, Plan, Section

_SECTIONS_SHOWN = 24  # a long piece goes on in the same way; the plan itself has them all

_CREST_MARGIN_DB = 0.4  # limiting takes a little of the body with the peaks
_OWN = 0.5  # of density and brightness: as the genre has it


def preview(plan: Plan) -> PlanPreview:
    """The plan as data to edit, and as rows to read."""
    pack = load_pack(plan.genre)
    return PlanPreview(
        plan.model_dump(mode="json"),
        _summary(plan),
        plan.notices,
        pack.mix.master,
        most_crest_db=pack.reference.crest_db[1] - _CREST_MARGIN_DB,
        duration_seconds=plan.duration_seconds,
        made=plan,
    )


def _summary(plan: Plan) -> dict[str, str]:
    rows = {
        "Understood": "; ".join(f"{item.text} = {item.meaning}" for item in plan.understood),
        "Left aside": ", ".join(plan.ignored),
        "Genre": plan.genre.replace("_", " "),
        "Mood": ", ".join(plan.moods),
        "Key, tempo": f"{plan.key_name}, {round(plan.tempo_bpm, 1):g} bpm, {plan.beats_per_bar}/4"
        + (f", swing {plan.swing * 100:.0f} %" if plan.swing > 0.505 else ""),
        "Form (bars)": _form(plan.sections),
        "Energy": f"{plan.energy:.0%}",
        "Density": _slider(plan.density),
        "Brightness": _slider(plan.brightness),
        "Band": ", ".join(_player(layer) for layer in plan.layers),
        "Ambience": ", ".join(layer.kind for layer in plan.ambience),
        "Length": format_duration(plan.duration_seconds),
        "Seed": str(plan.seed),
    }
    return {name: value for name, value in rows.items() if value}


def _slider(value: float) -> str:
    """Where a slider stands; nothing where it is the genre's own."""
    return "" if value == _OWN else f"{value:.0%}"


def _form(sections: Sequence[Section]) -> str:
    """Names and bars; stretches of one part stand together, as `A 8+8`."""
    shown: list[str] = []
    for before, section in zip((None, *sections), sections[:_SECTIONS_SHOWN], strict=False):
        if before and (before.name, before.theme) == (section.name, section.theme):
            shown[-1] += f"+{section.bars}"
        else:
            shown.append(f"{section.name} {section.bars}")
    left = len(sections) - _SECTIONS_SHOWN
    return "  ".join(shown) + (f"  and {left} more" if left > 0 else "")


def _player(layer: Layer) -> str:
    instrument = layer.instrument.replace("_", " ")
    named_so = layer.name in (instrument, layer.instrument)
    told = instrument if named_so else f"{instrument} ({layer.name})"
    return f"{told}, locked" if layer.locked else told
