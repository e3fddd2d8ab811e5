"""The plan that is built around a chart or a song: a genre's players, forms and endings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from musicgen_local.engines.composer.brief import PITCH_CLASSES, Brief, Understood
from musicgen_local.engines.composer.casting import role_excluded
from musicgen_local.engines.composer.instruments import INSTRUMENTS
from musicgen_local.engines.composer.packs import load_pack
from musicgen_local.engines.composer.plan import Layer, Plan, Role, Section
from musicgen_local.engines.composer.planner import make_plan
from musicgen_local.engines.composer.sections import GivenSection
from musicgen_local.engines.composer.skeleton import Skeleton, sizes_of
from musicgen_local.engines.composer.writing.chart_chords import read_chord
from musicgen_local.engines.composer.writing.charts import Bar, bars_text
from musicgen_local.engines.composer.writing.given import in_section
from musicgen_local.engines.composer.writing.theory import family_of

_EVEN = (1, 2, 4, 8)  # bars of a chart that any form holds whole
_STRETCH = 8  # bars of a section
_WHOLE = 16  # bars of a chart that go into one section, as a blues chorus does
_TAIL = 4  # bars of a chart that make an intro or an outro
_SHORT_SECONDS = 20.0  # a labelled chart that is over sooner goes round
_FAR = 1.12  # from a genre's tempos
_MOST_TIMES = 64
_LEAD_INSTRUMENTS = ("flute", "soft_lead", "violin", "vibraphone")


def plan_around(
    skeleton: Skeleton,
    brief: Brief,
    *,
    duration_seconds: float,
    duration_asked: bool,
    seed: int,
    **wishes: Any,
) -> Plan:
    """The plan of a genre's players around a skeleton; `wishes` as `make_plan` takes them.

    A song keeps its length and form. A labelled chart is its own form, as often as comes nearest
    to a length that was asked for, or once; any other goes round and round under the genre's form.
    Where the brief names another key than a song's, all moves there.

    Raises:
        UserError: as `make_plan`.
    """
    if role_excluded(Role.LEAD, brief.excluded):
        skeleton = replace(skeleton, melody=())
    brief, steps, notices = _fitted(skeleton, brief)
    loop_ready = bool(wishes.get("loop_ready")) or "loop" in brief.hints

    def planned(sections: Sequence[GivenSection] = ()) -> Plan:
        return make_plan(
            brief.model_copy(update={"sections": tuple(sections)}) if sections else brief,
            duration_seconds=duration_seconds,
            duration_asked=duration_asked,
            seed=seed,
            **wishes,
        )

    bars = list(skeleton.bars)
    form = list(skeleton.form)
    if skeleton.once:
        if not loop_ready:
            bars, form = _with_close(bars, form, brief)
        plan = planned(brief.sections or form)
        whole = True
    elif brief.sections:
        plan, whole = planned(), False
    elif form:
        once = planned(form)
        seconds = once.bars * once.beats_per_bar * once.seconds_per_beat
        again = duration_asked or seconds < _SHORT_SECONDS
        times = min(_MOST_TIMES, round(duration_seconds / seconds)) if again else 1
        plan = planned(form * times) if times > 1 else once
        whole = True
    else:
        plan, whole = planned(), False
        if len(bars) not in _EVEN:
            form, bars = _rounds(plan, bars)
            plan, whole = planned(form), True
    plan = _dressed(plan, bars, skeleton, whole=whole)
    if skeleton.tempo_bpm == brief.tempo_bpm and skeleton.once:
        notices += _about_tempo(plan)
    return plan.model_copy(
        update={
            "transpose_semitones": steps,
            "understood": (*plan.understood, _understood(skeleton)),
            "notices": (*skeleton.notices, *notices, *plan.notices),
        }
    )


def _fitted(skeleton: Skeleton, brief: Brief) -> tuple[Brief, int, list[str]]:
    """The brief with what the skeleton settles; semitones to move by; what to say of it."""
    notices: list[str] = []
    update: dict[str, Any] = {}
    steps = 0
    key = skeleton.key
    if key is not None:
        if skeleton.once and brief.tonic is not None:
            steps = (brief.tonic - key.tonic + 5) % 12 - 5
        if brief.mode is not None and family_of(brief.mode) != family_of(key.mode):
            notices.append(f"The {skeleton.told} stays {family_of(key.mode)}, as its notes are.")
        update |= {"tonic": key.tonic, "mode": key.mode}
        if not skeleton.once and brief.mode is not None:
            update["mode"] = brief.mode
    elif brief.mode is None and skeleton.family is not None:
        update["mode"] = skeleton.family
    beats = skeleton.beats_per_bar
    if beats is not None:
        if brief.beats_per_bar not in (None, beats):
            notices.append(f"The metre is that of the {skeleton.told}: {beats} beats in a bar.")
        update["beats_per_bar"] = beats
    if skeleton.tempo_bpm is not None and brief.tempo_bpm is None:
        update["tempo_bpm"] = skeleton.tempo_bpm
    if skeleton.melody and not brief.solo:
        update["instruments"] = (*brief.instruments, Role.LEAD.value)
    return brief.model_copy(update=update), steps, notices


def _about_tempo(plan: Plan) -> list[str]:
    """A word on a song whose own tempo is far from the genre's."""
    slow, _, fast = load_pack(plan.genre).tempo_bpm
    if slow / _FAR <= plan.tempo_bpm <= fast * _FAR:
        return []
    return [
        f"The song keeps its {plan.tempo_bpm:.0f} bpm; {plan.genre.replace('_', ' ')} goes at "
        f"{slow:.0f} to {fast:.0f}. Name a tempo to have it slower or faster."
    ]


def _with_close(
    bars: list[Bar], form: list[GivenSection], brief: Brief
) -> tuple[list[Bar], list[GivenSection]]:
    """A bar more for the last chord, unless the song ends on a bar of its tonic."""
    assert brief.tonic is not None
    assert brief.mode is not None
    chords = [chord.at(0, "major") for chord, _ in bars[-1].chords if chord is not None]
    minor = family_of(brief.mode) == "minor"
    if len(bars[-1].chords) == 1 and chords and chords[0].root == brief.tonic:
        return bars, form
    final = read_chord(PITCH_CLASSES[brief.tonic] + ("m" if minor else ""))
    last = form[-1]
    form[-1] = last.model_copy(update={"bars": last.bars + 1})
    return [*bars, Bar(((final, 1),))], form


def _rounds(draft: Plan, bars: Sequence[Bar]) -> tuple[list[GivenSection], list[Bar]]:
    """A form that holds a chart of odd length whole, and its bars; named as the draft is.

    Its intro and its outro play the chart's last bars, as bands do who know a tune.
    """
    tail = list(bars[-min(_TAIL, len(bars)) :])
    names = [section.name for section in draft.sections]
    intro = [GivenSection(name="intro", bars=len(tail))] if names[0] == "intro" else []
    outro = [GivenSection(name="outro", bars=len(tail))] if names[-1] == "outro" else []
    if len(bars) > _WHOLE:
        sizes = sizes_of(len(bars), _STRETCH)
        repeats = 1
    else:
        repeats = max(1, round(_STRETCH / len(bars)))
        sizes = [len(bars) * repeats]
    room = draft.bars - len(tail) * (len(intro) + len(outro))
    rounds = min(_MOST_TIMES, max(1, round(room / sum(sizes))))
    body = [
        section for section in draft.sections if section.name not in ("intro", "outro", "interlude")
    ] or list(draft.sections)
    form: list[GivenSection] = []
    total, start = rounds * sum(sizes), 0
    for size in sizes * rounds:
        form.append(GivenSection(name=_name_at(body, (start + size / 2) / total), bars=size))
        start += size
    played = list(bars) * (rounds * repeats)
    return [*intro, *form, *outro], [*tail * len(intro), *played, *tail * len(outro)]


def _name_at(sections: Sequence[Section], place: float) -> str:
    """The name of the section at a place, 0-1, of all their bars."""
    bar = place * sum(section.bars for section in sections)
    for section in sections:
        if bar < section.bars:
            return section.name
        bar -= section.bars
    return sections[-1].name


def _dressed(plan: Plan, bars: Sequence[Bar], skeleton: Skeleton, *, whole: bool) -> Plan:
    """The plan with chords and melody in its sections.

    `whole`: the bars are counted through the piece, else each part begins with the first.
    """
    if skeleton.melody:
        plan = _with_lead(plan)
    leads = [layer.name for layer in plan.layers if layer.role is Role.LEAD]
    sections: list[Section] = []
    start, turn = 0, 0
    for index, section in enumerate(plan.sections):
        before = plan.sections[index - 1] if index else None
        if whole:
            turn = start
        elif section.ending and section.bars < len(bars):
            turn = len(bars) - section.bars
        elif before is None or (before.name, before.theme) != (section.name, section.theme):
            turn = 0
        chords = [bars[(turn + bar) % len(bars)] for bar in range(section.bars)]
        turn += section.bars
        beats = float(section.bars * plan.beats_per_bar)
        melody = in_section(skeleton.melody, start * float(plan.beats_per_bar), beats)
        layers = _with_singer(section.layers, leads, bool(melody)) if skeleton.melody else None
        sections.append(
            section.model_copy(
                update={
                    "chords": bars_text(_cycle(chords)),
                    "melody": melody,
                    "layers": layers or section.layers,
                    # what was written in a key stays there
                    "transpose": section.transpose if skeleton.key is None else 0,
                }
            )
        )
        start += section.bars
    return plan.model_copy(update={"sections": tuple(sections)})


def _cycle(bars: Sequence[Bar]) -> Sequence[Bar]:
    """The shortest chart that gives these bars when it goes round."""
    for length in range(1, len(bars) // 2 + 1):
        if all(bar == bars[place % length] for place, bar in enumerate(bars)):
            return bars[:length]
    return bars


def _with_singer(layers: Sequence[str], leads: Sequence[str], sings: bool) -> tuple[str, ...]:
    """The section's players with a lead where there is a melody, and without where there is none.

    Nobody else improvises over a given song.
    """
    if not sings:
        return tuple(name for name in layers if name not in leads)
    singer = next((name for name in layers if name in leads), leads[0])
    others = [name for name in layers if name not in leads]
    return (*others, singer)


def _with_lead(plan: Plan) -> Plan:
    """The plan with somebody who can play a melody."""
    if any(layer.role is Role.LEAD for layer in plan.layers):
        return plan
    slot = next((s for s in load_pack(plan.genre).palette if s.role is Role.LEAD), None)
    options = [*(slot.instruments if slot else ()), *_LEAD_INSTRUMENTS]
    name = next(option for option in options if option in INSTRUMENTS)
    taken = {layer.name for layer in plan.layers}
    layer = Layer(
        name="lead" if "lead" not in taken else "melody",
        role=Role.LEAD,
        instrument=name,
        manner=next(iter(slot.manners), "") if slot else "",
        octave_shift=slot.octave_shift if slot else 0,
    )
    return plan.model_copy(update={"layers": (*plan.layers, layer)})


def _understood(skeleton: Skeleton) -> Understood:
    count = len(skeleton.bars)
    facts = [f"{count} bar{'s' if count != 1 else ''} of chords"]
    if skeleton.melody:
        facts.append(f"a melody of {len(skeleton.melody)} notes")
    if skeleton.key is not None:
        facts.append(f"in {PITCH_CLASSES[skeleton.key.tonic]} {skeleton.key.mode}")
    if skeleton.tempo_bpm is not None:
        facts.append(f"{skeleton.tempo_bpm:g} bpm")
    if not skeleton.once:
        text = bars_text(_cycle(skeleton.bars))
        return Understood(text=text if len(text) <= 60 else f"{text[:57]}...",
                          meaning=", ".join(facts))  # fmt: skip
    return Understood(text=skeleton.told, meaning=", ".join(facts))
