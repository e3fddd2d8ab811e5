"""Moves along the axes: what "slower", "a bit darker" or "two tones higher" does to a draft."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from typing import Any

from musicgen_local.engines.composer.brief import PITCH_CLASSES
from musicgen_local.engines.composer.conversation.comparisons import Axis, Comparison
from musicgen_local.engines.composer.conversation.phrases import (
    PHRASES,
    bpm_of,
    key_of,
    percent,
)
from musicgen_local.engines.composer.conversation.rewording import taken_out, with_clause
from musicgen_local.engines.composer.lexicon.moods import MOODS
from musicgen_local.engines.composer.lexicon.scan import Unit
from musicgen_local.engines.composer.plan import Plan
from musicgen_local.engines.composer.vocabulary import label_of
from musicgen_local.engines.conversing import Answer, Draft
from musicgen_local.engines.offering import Language

MakePlan = Callable[[Draft], Plan]

_SLOWEST, _FASTEST = 40, 220
_TEMPO_FACTORS = {"little": 1.07, "plain": 1.15, "much": 1.35, "twice": 2.0}
_SHARES = {"little": 0.1, "plain": 0.2, "much": 0.35}  # of a slider
_VALENCE = {"little": 0.1, "plain": 0.25, "much": 0.45}
_SEMITONES = {"little": 1, "plain": 2, "much": 5}
_OCTAVE = 12
_SAME = 1e-6
# Moods to try, one after the other, until the piece has moved far enough.
_LADDERS: Mapping[tuple[Axis, int], Mapping[Language, tuple[str, ...]]] = {
    ("valence", 1): {
        "en": ("hopeful", "happy", "very happy"),
        "ru": ("вдохновляющая", "радостная", "очень радостная"),
    },
    ("valence", -1): {
        "en": ("melancholic", "sad", "very sad"),
        "ru": ("меланхоличная", "грустная", "очень грустная"),
    },
    ("light", -1): {"en": ("dark", "very dark"), "ru": ("мрачная", "очень мрачная")},
}
_CONTRARY_VALENCE = 0.3  # moods beyond it are given up when the piece is to go the other way
_TOO_WILD = frozenset(("energetic", "aggressive"))
_TOO_CALM = frozenset(("calm", "relaxing"))


def move(draft: Draft, asked: Comparison, language: Language, make_plan: MakePlan) -> Answer:
    """The draft moved along an axis, and what that did; as it was where it can go no further."""
    if asked.player:
        return Answer(draft, refusals=(PHRASES[language].one_player.format(asked.player),))
    if asked.axis == "tempo":
        return _tempo(draft, asked, language, make_plan)
    if asked.axis == "key":
        return _transposed(draft, asked, language, make_plan)
    if asked.axis == "valence":
        return _mood(draft, asked, language, make_plan)
    if asked.axis == "light":
        return _light(draft, asked, language, make_plan)
    return _slider(draft, asked, language, make_plan)


def set_to(draft: Draft, values: Mapping[str, Any], *, derived: bool) -> Draft:
    """The draft with parameters; `derived` ones were found from how the piece was."""
    names = frozenset(values)
    return dataclasses.replace(
        draft,
        parameters={**draft.parameters, **values},
        derived=draft.derived | names if derived else draft.derived - names,
    )


def without_parameters(draft: Draft, names: frozenset[str]) -> Draft:
    """The draft that leaves these to the prompt again."""
    kept = {name: value for name, value in draft.parameters.items() if name not in names}
    return dataclasses.replace(draft, parameters=kept, derived=draft.derived - names)


def reworded(draft: Draft, prompt: str, language: Language) -> Draft:
    """The draft with another prompt; something is always left to read."""
    spoken = any(letter.isalnum() for letter in prompt)
    return dataclasses.replace(
        draft, prompt=prompt if spoken else {"en": "music", "ru": "музыка"}[language]
    )


def speaks_of_tempo(unit: Unit) -> bool:
    """Whether a unit is about tempo and nothing else."""
    if unit.quantity is not None:
        return unit.quantity.kind == "bpm"
    return unit.has("speed", "bpm") and all(
        sense.kind in ("speed", "bpm", "stop") for sense in unit.senses
    )


def _tempo(draft: Draft, asked: Comparison, language: Language, make_plan: MakePlan) -> Answer:
    before = make_plan(draft)
    factor = _TEMPO_FACTORS[asked.degree] ** asked.sign
    tempo = float(min(_FASTEST, max(_SLOWEST, round(before.tempo_bpm * factor))))
    if abs(tempo - before.tempo_bpm) < 0.5:
        return _at_the_end(draft, asked, language)
    moved = reworded(draft, taken_out(draft.prompt, speaks_of_tempo), language)
    moved = set_to(moved, {"tempo_bpm": tempo}, derived=True)
    told = PHRASES[language].tempo.format(bpm_of(make_plan(moved)), bpm_of(before))
    return Answer(moved, (told,))


def _transposed(draft: Draft, asked: Comparison, language: Language, make_plan: MakePlan) -> Answer:
    steps = asked.semitones
    if steps is None:
        steps = asked.sign * _SEMITONES[asked.degree]
    if steps % _OCTAVE == 0:
        return Answer(draft, refusals=(PHRASES[language].octave,))
    before = make_plan(draft)
    return in_key(
        draft, (before.sounding_tonic + steps) % _OCTAVE, before.mode, language, make_plan
    )


def in_key(draft: Draft, tonic: int, mode: str, language: Language, make_plan: MakePlan) -> Answer:
    """The draft in another key: tonic 0-11, C = 0."""
    before = make_plan(draft)
    moved = reworded(draft, taken_out(draft.prompt, _speaks_of_key), language)
    moved = set_to(moved, {"key": f"{PITCH_CLASSES[tonic]} {mode}"}, derived=False)
    after = make_plan(moved)
    if (after.sounding_tonic, after.mode) == (before.sounding_tonic, before.mode):
        told = PHRASES[language].there_already.format(key_of(after, language))
    else:
        told = PHRASES[language].key.format(key_of(after, language), key_of(before, language))
    return Answer(moved, (told,))


def _speaks_of_key(unit: Unit) -> bool:
    return unit.key is not None or (
        unit.has("mode") and all(sense.kind in ("mode", "stop") for sense in unit.senses)
    )


def _slider(draft: Draft, asked: Comparison, language: Language, make_plan: MakePlan) -> Answer:
    name = {"energy": "energy", "density": "density"}.get(asked.axis, "brightness")
    before = float(getattr(make_plan(draft), name))
    after = round(min(1.0, max(0.0, before + asked.sign * _SHARES[asked.degree])), 2)
    if abs(after - before) < 0.01:
        return _at_the_end(draft, asked, language)
    if name == "energy":
        contrary = _TOO_CALM if asked.sign > 0 else _TOO_WILD
        prompt = taken_out(draft.prompt, lambda unit: _is_mood(unit, contrary))
        draft = reworded(draft, prompt, language)
    moved = set_to(draft, {name: after}, derived=name == "energy")
    words = PHRASES[language]
    told = words.instead_of.format(_way(asked, language), percent(after), percent(before))
    return Answer(moved, (told,))


def _light(draft: Draft, asked: Comparison, language: Language, make_plan: MakePlan) -> Answer:
    """Darker is the sound and the mood; brighter is the sound, and no dark mood any more."""
    lit = _slider(draft, asked, language, make_plan)
    if asked.sign > 0:
        prompt = taken_out(lit.draft.prompt, lambda unit: _is_mood(unit, frozenset({"dark"})))
        return dataclasses.replace(lit, draft=reworded(lit.draft, prompt, language))
    moody = _mood(lit.draft, asked, language, make_plan)
    effects = lit.effects + tuple(told.partition("; ")[2] for told in moody.effects)
    return Answer(moody.draft, effects, () if effects else moody.refusals)


def _mood(draft: Draft, asked: Comparison, language: Language, make_plan: MakePlan) -> Answer:
    """Another mood, by words: the mildest that moves the piece as far as was asked."""
    before = make_plan(draft)
    contrary = frozenset(
        name for name, mood in MOODS.items() if -asked.sign * mood.valence >= _CONTRARY_VALENCE
    )
    ladder = _LADDERS[asked.axis, asked.sign][language]
    own = frozenset(label.removeprefix("very ") for label in _LADDERS[asked.axis, asked.sign]["en"])
    prompt = taken_out(draft.prompt, lambda unit: _is_mood(unit, contrary | own))
    best, best_way = draft, 0.0
    for mood in ladder:
        tried = reworded(draft, with_clause(prompt, mood), language)
        if "energy" not in draft.parameters:
            tried = set_to(tried, {"energy": before.energy}, derived=True)
        way = asked.sign * (make_plan(tried).valence - before.valence)
        if way > best_way + _SAME:
            best, best_way = tried, way
        if way >= _VALENCE[asked.degree]:
            break
    if best is draft:
        return _at_the_end(draft, asked, language)
    moods = ", ".join(label_of(name, language) for name in make_plan(best).moods)
    told = PHRASES[language].mood.format(moods)
    return Answer(best, (f"{_way(asked, language)}; {told}",))


def _is_mood(unit: Unit, names: frozenset[str]) -> bool:
    """Whether a unit asks for nothing but such a mood."""
    return (
        not unit.denied
        and unit.has("mood")
        and unit.quantity is None
        and all(
            sense.kind == "stop"
            or sense.kind == "speed"
            or (sense.kind == "mood" and sense.value in names)
            for sense in unit.senses
        )
    )


def _at_the_end(draft: Draft, asked: Comparison, language: Language) -> Answer:
    told = PHRASES[language].at_the_end.format(_way(asked, language))
    return Answer(draft, refusals=(told,))


def _way(asked: Comparison, language: Language) -> str:
    return PHRASES[language].names[asked.axis][0 if asked.sign > 0 else 1]
