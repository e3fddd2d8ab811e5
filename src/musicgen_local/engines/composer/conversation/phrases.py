"""What is answered: what was done to the piece, as a musician would say it, in two languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from musicgen_local.engines.composer.brief import PITCH_CLASSES
from musicgen_local.engines.composer.conversation.comparisons import Axis
from musicgen_local.engines.composer.plan import Plan
from musicgen_local.engines.offering import Language

_RUSSIAN_NOTES = (
    "до", "ре-бемоль", "ре", "ми-бемоль", "ми", "фа", "фа-диез", "соль", "ля-бемоль", "ля",
    "си-бемоль", "си",
)  # fmt: skip
_RUSSIAN_MODES = {
    "major": "мажор", "minor": "минор", "dorian": "дорийский", "phrygian": "фригийский",
    "lydian": "лидийский", "mixolydian": "миксолидийский", "aeolian": "эолийский",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Phrases:
    """The answers of one language; braces take what is told."""

    tempo: str
    key: str
    genre: str
    mood: str
    added: str
    removed: str
    alone: str
    there_already: str
    gone_already: str
    taken_in: str
    no_change: str
    at_the_end: str
    nobody: str
    one_player: str
    octave: str
    no_words: str
    instrumental: str
    full: str
    instead_of: str
    names: Mapping[Axis, tuple[str, str]]  # of each axis: further up, further down


ENGLISH = Phrases(
    tempo="{} bpm instead of {}",
    key="{} instead of {}",
    genre="{}, {} bpm, {}",
    mood="mood: {}",
    added="added: {}",
    removed="left out: {}",
    alone="only: {}",
    there_already="already there: {}",
    gone_already="not there anyway: {}",
    taken_in="taken in: “{}”",
    no_change="“{}” changes nothing in this piece.",
    at_the_end="It can't get any {} than it is.",
    nobody="Nobody can play that in this piece: {}.",
    one_player="A single player can't be changed alone yet ({}); it can be left out or added.",
    octave="A whole octave leaves the key as it is.",
    no_words="This engine doesn't sing, so it stays instrumental.",
    instrumental="It is instrumental anyway.",
    full="The description is full; start a new one.",
    instead_of="{}: {} instead of {}",
    names={
        "tempo": ("faster", "slower"),
        "energy": ("more energetic", "calmer"),
        "density": ("busier", "sparser"),
        "light": ("brighter", "darker"),
        "warmth": ("brighter", "warmer"),
        "valence": ("happier", "sadder"),
        "key": ("higher", "lower"),
    },
)
RUSSIAN = Phrases(
    tempo="{} уд./мин вместо {}",
    key="{} вместо {}",
    genre="{}, {} уд./мин, {}",
    mood="настроение: {}",
    added="добавлено: {}",
    removed="убрано: {}",
    alone="только: {}",
    there_already="уже есть: {}",
    gone_already="этого и так нет: {}",
    taken_in="учтено: «{}»",
    no_change="«{}» в этой пьесе ничего не меняет.",
    at_the_end="Ещё {} уже не получится.",
    nobody="В этой пьесе это сыграть некому: {}.",
    one_player="Одного исполнителя отдельно изменить пока нельзя ({}), его можно убрать или "
    "добавить.",
    octave="Целая октава тональность не меняет.",
    no_words="Этот движок не поёт, музыка остаётся инструментальной.",
    instrumental="Музыка и так инструментальная.",
    full="Описание заполнено, начните новое.",
    instead_of="{}: {} вместо {}",
    names={
        "tempo": ("быстрее", "медленнее"),
        "energy": ("энергичнее", "спокойнее"),
        "density": ("плотнее", "разреженнее"),
        "light": ("ярче", "темнее"),
        "warmth": ("ярче", "теплее"),
        "valence": ("веселее", "грустнее"),
        "key": ("выше", "ниже"),
    },
)
PHRASES: Mapping[Language, Phrases] = {"en": ENGLISH, "ru": RUSSIAN}


def key_of(plan: Plan, language: Language) -> str:
    """The key that is heard: `F# minor`, `фа-диез минор`."""
    if language == "en":
        return f"{PITCH_CLASSES[plan.sounding_tonic]} {plan.mode}"
    return f"{_RUSSIAN_NOTES[plan.sounding_tonic]} {_RUSSIAN_MODES[plan.mode]}"


def bpm_of(plan: Plan) -> str:
    """The tempo as it is told."""
    return f"{round(plan.tempo_bpm, 1):g}"


def percent(value: float) -> str:
    """A slider as it is told."""
    return f"{value:.0%}"
