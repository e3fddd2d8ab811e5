"""The planner: from a brief to every decision about a piece.

What the brief says explicitly wins; the rest is drawn from the pack, by streams of the seed.
"""

from __future__ import annotations

from musicgen_local.durations import format_duration
from musicgen_local.engines.composer.arrangement import arrange, used_layers
from musicgen_local.engines.composer.brief import Brief, Mode
from musicgen_local.engines.composer.casting import cast_band
from musicgen_local.engines.composer.form import (
    LONGEST_SINGLE_SECONDS,
    SHORT_SECONDS,
    Length,
    fit_length,
    lay_out,
    short_tempo,
)
from musicgen_local.engines.composer.genres import infer_genre
from musicgen_local.engines.composer.given_form import given_length, given_steps
from musicgen_local.engines.composer.packs import load_pack, pack_names
from musicgen_local.engines.composer.packs.base import Pack
from musicgen_local.engines.composer.plan import AmbienceLayer, Plan
from musicgen_local.engines.composer.solo import cast_solo
from musicgen_local.engines.composer.titles import make_title
from musicgen_local.engines.composer.writing.harmony import valence_class
from musicgen_local.engines.composer.writing.seeds import between, pick, pick_weighted, stream
from musicgen_local.errors import ErrorCode, UserError

_ASKED_AMBIENCE_LU = -14.0
_PACK_AMBIENCE_LU = -22.0
_SHORTEST_BAR = 0.84  # of the duration
_LONGEST_SECONDS = 36_000.0
_SAME_SECONDS = 0.5
_FORM_HINTS = ("drop", "slow build")


def make_plan(
    brief: Brief,
    *,
    duration_seconds: float,
    seed: int,
    loop_ready: bool = False,
    duration_asked: bool = True,
    density: float = 0.5,
    brightness: float = 0.5,
) -> Plan:
    """A plan for a brief: the same brief, duration and seed give the same plan.

    `duration_seconds` (5 to 36,000) is the length of the finished audio, ring-out included; with
    `loop_ready` (or the hint "loop") it becomes whole bars, rounded down. Sections that the brief
    gives have their own length; where that is another than was asked for, a notice says so.

    Raises:
        UserError: `VALIDATION` when the given sections last longer than ten hours.
        ValueError: when `duration_seconds` is not above zero or `seed` is below zero.
    """
    if not duration_seconds > 0 or seed < 0:
        raise ValueError("a plan needs a duration above zero and a seed of at least zero")
    loop_ready = loop_ready or "loop" in brief.hints
    pack, notices = _pack_of(brief)
    wit = "|".join((pack.name, *sorted(brief.ignored)))  # unknown words tilt small decisions
    energy = brief.energy if brief.energy is not None else _energy(pack, seed, wit)
    valence = brief.valence if brief.valence is not None else _valence(pack, seed, wit)
    beats = brief.beats_per_bar or pick_weighted(stream(seed, "metre", wit), pack.beats_per_bar)
    tempo = brief.tempo_bpm or _tempo(pack, energy, seed, wit)
    exact = brief.tempo_bpm is not None
    if (
        not exact and not brief.sections
    ):  # even the shortest piece has a whole bar and a moment to ring
        if duration_seconds < SHORT_SECONDS and not loop_ready:
            tempo = short_tempo(duration_seconds, tempo, beats, pack.tempo_bpm)
        tempo = min(220.0, max(tempo, 60.0 * beats / (_SHORTEST_BAR * duration_seconds)))
    if brief.sections:
        length = given_length(brief.sections, tempo, beats, pack, loop_ready=loop_ready)
        notices += _about_length(length, duration_seconds if duration_asked else None)
    else:
        length = fit_length(
            duration_seconds, tempo, beats, exact_tempo=exact, loop_ready=loop_ready
        )
    if length.too_short:
        notices.append("One bar at this tempo lasts longer than the piece: it ends within the bar.")
    if abs(length.tempo_bpm - tempo) < 1e-9:
        tempo = length.tempo_bpm
    long = not brief.sections and duration_seconds > LONGEST_SINGLE_SECONDS
    if brief.solo:
        chairs, said = cast_solo(pack, brief, seed)
    else:
        chairs, said = cast_band(pack, brief, seed, long=long)
    notices += said
    notices += [
        f"None of the {pack.name} forms has a {hint}; another form is played."
        for hint in _FORM_HINTS
        if hint in brief.hints
        and not brief.sections
        and not any(hint in form.hints for form in pack.forms)
    ]
    if brief.sections:
        steps, said = given_steps(brief.sections, pack, stream(seed, "form", 0))
        notices += said
    else:
        steps = lay_out(pack.forms, length, seed, brief.hints)
    sections = arrange(steps, chairs, pack, energy, seed, loop_ready=loop_ready)
    layers = used_layers(chairs, sections)
    return Plan(
        title=make_title(pack, brief.language, brief.ambience, brief.prompt,
                         stream(seed, "title", wit)),
        genre=pack.name,
        moods=brief.moods,
        valence=valence,
        energy=energy,
        tempo_bpm=round(length.tempo_bpm, 6),
        tonic=_tonic(brief, pack, seed, wit),
        mode=_mode(brief, pack, valence, seed, wit),
        beats_per_bar=beats,
        swing=_swing(pack, length, seed),
        layers=layers,
        sections=sections,
        ambience=_ambience(brief, pack, seed),
        seed=seed,
        density=density,
        brightness=brightness,
        duration_seconds=length.duration_seconds,
        loop_ready=loop_ready,
        understood=brief.understood,
        ignored=brief.ignored,
        notices=tuple(notices),
    )  # fmt: skip


def _about_length(length: Length, asked_seconds: float | None) -> list[str]:
    """What to say of sections that don't last as long as was asked for."""
    seconds = length.duration_seconds
    if seconds > _LONGEST_SECONDS:
        raise UserError(
            ErrorCode.VALIDATION,
            f"The sections last {format_duration(seconds)} at this tempo.",
            recovery=f"Give fewer bars; {format_duration(_LONGEST_SECONDS)} is the most.",
            details={"field": "sections"},
        )
    if asked_seconds is None or abs(seconds - asked_seconds) < _SAME_SECONDS:
        return []
    return [
        f"The sections last {format_duration(seconds)} at this tempo; "
        f"they win over the length of {format_duration(asked_seconds)} that was asked for."
    ]


def _pack_of(brief: Brief) -> tuple[Pack, list[str]]:
    """The pack that plays, and a plain word when nobody named it."""
    if brief.genre is not None:
        return load_pack(brief.genre), []
    genre, reason = infer_genre(brief, pack_names())
    told = f" for {reason}" if reason else ""
    return load_pack(genre), [f"No genre was named; {genre.replace('_', ' ')} was chosen{told}."]


def _energy(pack: Pack, seed: int, wit: str) -> float:
    wander = between(stream(seed, "energy", wit), -0.1, 0.1)
    return round(min(1.0, max(0.0, pack.energy + wander)), 3)


def _valence(pack: Pack, seed: int, wit: str) -> float:
    wander = between(stream(seed, "valence", wit), -0.3, 0.3)
    return round(min(1.0, max(-1.0, pack.valence + wander)), 3)


def _tempo(pack: Pack, energy: float, seed: int, wit: str) -> float:
    low, typical, high = pack.tempo_bpm
    if energy < pack.energy:
        centre = low + (typical - low) * energy / max(pack.energy, 1e-6)
    else:
        centre = typical + (high - typical) * (energy - pack.energy) / max(1 - pack.energy, 1e-6)
    spread = 0.22 * (high - low)
    tempo = centre + between(stream(seed, "tempo", wit), -spread, spread)
    return float(round(min(high, max(low, tempo))))


def _tonic(brief: Brief, pack: Pack, seed: int, wit: str) -> int:
    if brief.tonic is not None:
        return brief.tonic
    return pick(stream(seed, "tonic", wit), pack.tonics or tuple(range(12)))


def _mode(brief: Brief, pack: Pack, valence: float, seed: int, wit: str) -> Mode:
    if brief.mode is not None:
        return brief.mode
    return pick_weighted(stream(seed, "mode", wit), pack.modes[valence_class(valence)])


def _swing(pack: Pack, length: Length, seed: int) -> float:
    low, high = pack.swing
    if pack.swing_falls_with_tempo:
        slow, _, fast = pack.tempo_bpm
        place = min(1.0, max(0.0, (length.tempo_bpm - slow) / (fast - slow)))
        middle = high + (low - high) * place
        return round(min(high, max(low, middle + between(stream(seed, "swing"), -0.02, 0.02))), 4)
    return round(between(stream(seed, "swing"), low, high), 4)


def asked_ambience(brief: Brief) -> tuple[AmbienceLayer, ...]:
    """The beds that a brief asks for, well to be heard."""
    return tuple(
        AmbienceLayer.model_validate({"kind": kind, "level_lu": _ASKED_AMBIENCE_LU})
        for kind in brief.ambience
    )


def _ambience(brief: Brief, pack: Pack, seed: int) -> tuple[AmbienceLayer, ...]:
    if brief.ambience:
        return asked_ambience(brief)
    layers = []
    for kind, chance in pack.ambience.items():
        if kind not in brief.excluded and stream(seed, "ambience", kind).random() < chance:
            level = pack.mix.ambience_level_lu.get(kind, _PACK_AMBIENCE_LU)
            layers.append(AmbienceLayer.model_validate({"kind": kind, "level_lu": level}))
    return tuple(layers)
