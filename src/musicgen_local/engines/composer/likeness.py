"""More like this: a new piece of the same kind, from another piece's plan or from bare facts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from musicgen_local.engines.composer.brief import Brief, Language
from musicgen_local.engines.composer.edits import new_take, with_tempo
from musicgen_local.engines.composer.form import fit_length, lay_out
from musicgen_local.engines.composer.lexicon.keys import parse_key
from musicgen_local.engines.composer.packs import load_pack
from musicgen_local.engines.composer.packs.base import Form, Part
from musicgen_local.engines.composer.parameters import ComposerParameters
from musicgen_local.engines.composer.plan import Plan, Section
from musicgen_local.engines.composer.planner import asked_ambience
from musicgen_local.engines.composer.prompt import understand
from musicgen_local.engines.composer.sliders import with_sliders
from musicgen_local.engines.composer.titles import make_title
from musicgen_local.engines.composer.writing.seeds import between, pick, stream
from musicgen_local.errors import ErrorCode, UserError

_TEMPO_SPREAD = 0.03  # share of the tempo
_NEAR_KEYS = (0, 5, -5)  # the same tonic, and those a fifth away: they share all notes but one
_SAME = 0.05  # seconds
_SLOWEST, _FASTEST = 40.0, 220.0
_CONTRADICT = ("genre", "mood", "sections", "plan", "chords", "midi")


def like_plan(
    plan: Plan,
    prompt: str,
    wishes: ComposerParameters,
    duration_seconds: float | None,
    seed: int,
) -> Plan:
    """A new piece with the plan's genre, mood, band and form, in a near tempo and key.

    Tempo, key, ambience and energy that `prompt` names win, and those of `wishes` over these; with
    a duration the form is stretched or cut to it.

    Raises:
        UserError: `VALIDATION` for wishes that contradict the likeness.
    """
    for name in _CONTRADICT:
        if getattr(wishes, name) is not None:
            raise UserError(
                ErrorCode.VALIDATION,
                f"A piece like another one has its {name}; it can't have another.",
                recovery=f"Leave out {name}, or leave out the piece that it is to be like.",
                details={"field": name},
            )
    pack = load_pack(plan.genre)
    fresh = new_take(_unlocked(plan), seed)
    brief = understand(prompt, key=wishes.key, tempo_bpm=wishes.tempo_bpm)
    tonic = _near_tonic(plan, seed) if brief.tonic is None else brief.tonic
    tempo = brief.tempo_bpm or _near_tempo(plan.tempo_bpm, seed)
    energy = brief.energy if wishes.energy is None else wishes.energy
    beds = tuple(asked_ambience(brief)) or plan.ambience
    title = make_title(
        pack, wishes.language or _language(plan), tuple(bed.kind for bed in beds),
        prompt, stream(seed, "title", "like"),
    )  # fmt: skip
    fresh = fresh.model_copy(
        update={
            "title": title,
            "tonic": tonic,
            "mode": brief.mode or plan.mode,
            "ambience": beds,
            "transpose_semitones": 0,
            "understood": (),
            "ignored": (),
            "notices": _not_followed(plan, brief),
        }
    )
    fresh = with_tempo(fresh, tempo)
    if wishes.loop_ready and not fresh.loop_ready:
        fresh = _looped(fresh)
    if duration_seconds is not None and abs(duration_seconds - fresh.duration_seconds) > _SAME:
        fresh = _fitted(fresh, duration_seconds, seed, exact=brief.tempo_bpm is not None)
    return with_sliders(fresh, energy=energy, density=wishes.density, brightness=wishes.brightness)


def like_facts(
    facts: Mapping[str, Any], wishes: ComposerParameters, seed: int
) -> tuple[ComposerParameters, str]:
    """Parameters for a piece like a recording, from what is known of it, and a word on that.

    `facts`: `genre`, `mood`, `key` as texts and `tempo_bpm`; what is empty, or not understood
    here, is left to the prompt.
    """
    known: dict[str, Any] = {}
    for name in ("genre", "mood", "key"):
        text = str(facts.get(name) or "")
        if text and getattr(wishes, name) is None and _is_understood(name, text):
            known[name] = text
    tempo = facts.get("tempo_bpm")
    if tempo and wishes.tempo_bpm is None:
        known["tempo_bpm"] = _near_tempo(float(tempo), seed)
    told = ", ".join(
        f"{name.removesuffix('_bpm')} {value:g}" if name == "tempo_bpm" else f"{name} {value}"
        for name, value in known.items()
    )
    word = "The track has no plan, so the new one follows what is known of it: "
    return wishes.model_copy(update=known), f"{word}{told or 'its prompt alone'}."


def _not_followed(plan: Plan, brief: Brief) -> tuple[str, ...]:
    """What the prompt asks for and the likeness rules out."""
    if brief.genre in (None, plan.genre):
        return ()
    return (f"It stays {plan.genre.replace('_', ' ')}, as the piece that it is like.",)


def _unlocked(plan: Plan) -> Plan:
    """The plan without what belongs to one piece alone: locks, given chords and melodies."""
    return plan.model_copy(
        update={
            "layers": tuple(x.model_copy(update={"locked": False}) for x in plan.layers),
            "sections": tuple(
                x.model_copy(update={"chords": "", "melody": ()}) for x in plan.sections
            ),
        }
    )


def _near_tempo(tempo_bpm: float, seed: int) -> float:
    share = between(stream(seed, "like", "tempo"), -_TEMPO_SPREAD, _TEMPO_SPREAD)
    return round(min(_FASTEST, max(_SLOWEST, tempo_bpm * (1 + share))), 1)


def _near_tonic(plan: Plan, seed: int) -> int:
    """The plan's tonic or one a fifth away, where the genre likes to play."""
    likes = load_pack(plan.genre).tonics or range(12)
    options = [(plan.sounding_tonic + step) % 12 for step in _NEAR_KEYS]
    options = [tonic for tonic in options if tonic in likes] or [plan.sounding_tonic]
    return pick(stream(seed, "like", "key"), options)


def _language(plan: Plan) -> Language:
    return "ru" if any("а" <= letter <= "я" for letter in plan.title.lower()) else "en"


def _is_understood(name: str, text: str) -> bool:
    if name == "key":
        return parse_key(text) is not None
    try:
        understand(
            "like",
            genre=text if name == "genre" else None,
            mood=text if name == "mood" else None,
        )
    except UserError:
        return False
    return True


def _looped(plan: Plan) -> Plan:
    """The plan without its ending and its ring."""
    sections = tuple(section.model_copy(update={"ending": False}) for section in plan.sections)
    seconds = plan.bars * plan.beats_per_bar * plan.seconds_per_beat
    return plan.model_copy(
        update={"sections": sections, "loop_ready": True, "duration_seconds": seconds}
    )


def _fitted(plan: Plan, duration_seconds: float, seed: int, *, exact: bool) -> Plan:
    """The plan's own form, stretched or cut to another length."""
    length = fit_length(
        duration_seconds, plan.tempo_bpm, plan.beats_per_bar,
        exact_tempo=exact, loop_ready=plan.loop_ready,
    )  # fmt: skip
    form = Form("like", tuple(_part(section) for section in plan.sections))
    steps = lay_out([form], length, seed)
    sections: list[Section] = []
    for index, step in enumerate(steps):
        before = sum(section.theme == step.part.theme for section in sections)
        sections.append(
            Section(
                name=step.part.name,
                theme=step.part.theme,
                bars=step.bars,
                energy=step.part.energy,
                layers=step.part.only,
                transpose=step.transpose,
                variation=before,
                ending=index == len(steps) - 1 and not plan.loop_ready,
            )
        )
    used = {name for section in sections for name in section.layers}
    return plan.model_copy(
        update={
            "tempo_bpm": round(length.tempo_bpm, 6),
            "duration_seconds": length.duration_seconds,
            "sections": tuple(sections),
            "layers": tuple(layer for layer in plan.layers if layer.name in used),
        }
    )


def _part(section: Section) -> Part:
    """A section as a part of a form; who plays travels in `only`."""
    theme = section.theme.partition(".")[0]
    keep = {"intro": 4, "outro": 7}.get(section.name, 6)
    return Part(section.name, theme, section.bars, section.energy, only=section.layers, keep=keep)
