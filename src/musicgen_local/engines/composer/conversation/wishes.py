"""Words of the lexicon, said of a draft: a genre, a key, players in and out, weather, moods."""

from __future__ import annotations

import re
from collections.abc import Mapping

from musicgen_local.engines.composer.conversation.moves import (
    MakePlan,
    in_key,
    reworded,
    set_to,
    speaks_of_tempo,
    without_parameters,
)
from musicgen_local.engines.composer.conversation.phrases import PHRASES, bpm_of, key_of
from musicgen_local.engines.composer.conversation.plainly import plainly
from musicgen_local.engines.composer.conversation.players import (
    banned_players,
    clauses_of,
    plays,
    same_music,
    without_contradictions,
)
from musicgen_local.engines.composer.conversation.rewording import (
    read_units,
    taken_out,
    with_clause,
)
from musicgen_local.engines.composer.lexicon.character import choose_genre
from musicgen_local.engines.composer.lexicon.genres import COLOUR, NAME, SCENE
from musicgen_local.engines.composer.lexicon.measures import read_key, read_tempo
from musicgen_local.engines.composer.lexicon.players import banned, read_alone, resolved
from musicgen_local.engines.composer.lexicon.scan import Unit, scan
from musicgen_local.engines.composer.plan import Plan
from musicgen_local.engines.composer.prompt import LONGEST_PROMPT, understand
from musicgen_local.engines.composer.vocabulary import label_of
from musicgen_local.engines.conversing import Answer, Draft
from musicgen_local.engines.offering import Language

_MEANT = frozenset(("instrument", "ambience", "mood", "feel", "hint", "beats", "genre", "ensemble"))
_SAME_BPM = 0.5
_OF_LENGTH = frozenset(("short", "long"))
_SOUNDS_LIKE = re.compile(r"\b(?:like (?:in |from )?an?|как (?:в|из|для))\b", re.I)
_MAKE_IT = re.compile(
    r"\b(?:as|into|like|make (?:it|this)|turn (?:it|this) into|switch to|change (?:it )?to|"
    r"instead|в стиле|в жанре|сделай(?:те)?|преврати(?:те)?|в духе|как|вместо)\b",
    re.I,
)


def take_in(draft: Draft, said: str, language: Language, make_plan: MakePlan) -> Answer:
    """The draft after what the lexicon understands of `said`; as it was where that is nothing."""
    turn = _Turn(draft, plainly(said), language, make_plan)
    turn.change_genre()
    turn.change_key()
    turn.change_tempo()
    turn.change_players_and_the_rest()
    return turn.answer()


class _Turn:
    """One thing that was said, taken in step by step."""

    def __init__(self, draft: Draft, said: str, language: Language, make_plan: MakePlan) -> None:
        self._draft, self._said, self._language = draft, said, language
        self._make_plan = make_plan
        self._words = PHRASES[language]
        self._effects: list[str] = []
        self._refusals: list[str] = []
        self._units = read_units(said)
        self._bare = scan(said)  # the same units, without what denies them
        self._used: set[int] = set()  # units that need not be put into the prompt

    def answer(self) -> Answer:
        """What became of it all."""
        return Answer(self._draft, tuple(self._effects), tuple(self._refusals))

    def change_genre(self) -> None:
        """Another genre, if one is named as such and not only leaned towards."""
        units = self._units
        genre, _ = choose_genre(units)
        least = COLOUR if _MAKE_IT.search(self._said) else NAME  # "make it jazzy"
        least = SCENE if _SOUNDS_LIKE.search(self._said) else least
        named = [
            at
            for at, unit in enumerate(units)
            if not unit.denied
            and any(sense.value == genre and sense.weight >= least for sense in unit.of("genre"))
            and (not unit.has("instrument") or _MAKE_IT.search(self._said) is not None)
        ]
        if genre is None or not named:
            return
        before = self._make_plan(self._draft)
        self._used.update(
            at
            for at, unit in enumerate(units)
            if unit.has("genre") and not unit.has("instrument", "ambience", "mood")
        )
        self._used.update(at for at in named if not units[at].has("instrument"))
        if before.genre == genre and understand(self._draft.prompt).genre == genre:
            self._effects.append(self._words.there_already.format(self._label(genre)))
            return
        unit = units[named[0]]
        plain = self._bare.words_of(self._bare.units[named[0]])
        spoken = self._label(genre) if unit.inflected or unit.has("instrument") else plain
        draft = without_parameters(self._draft, self._draft.derived | {"genre"})
        prompt = taken_out(draft.prompt, _names_a_genre, spoken)
        if prompt == draft.prompt:
            prompt = with_clause(prompt, spoken)
        draft = reworded(draft, prompt, self._language)
        if understand(draft.prompt).genre != genre:
            draft = set_to(draft, {"genre": genre}, derived=False)
        self._draft = draft
        after = self._make_plan(draft)
        told = self._label(after.genre), bpm_of(after), key_of(after, self._language)
        self._effects.append(self._words.genre.format(*told))

    def change_key(self) -> None:
        """Another tonic or mode; what is not named of it stays."""
        units = self._units
        keyed = [
            at
            for at, unit in enumerate(units)
            if unit.key is not None or (unit.has("mode") and not unit.denied)
        ]
        if not keyed:
            return
        tonic, mode = read_key(units)
        before = self._make_plan(self._draft)
        answer = in_key(
            self._draft,
            before.sounding_tonic if tonic is None else tonic,
            mode or before.mode,
            self._language,
            self._make_plan,
        )
        self._draft = answer.draft
        self._effects += answer.effects
        self._used.update(keyed)
        self._used.update(
            at
            for at, unit in enumerate(units)
            if any(sense.value == "key change" for sense in unit.of("hint"))
        )

    def change_tempo(self) -> None:
        """A tempo in numbers, by its Italian name, or slow and fast for the genre."""
        speaking = [at for at, unit in enumerate(self._units) if speaks_of_tempo(unit)]
        if not speaking:
            return
        before = self._make_plan(self._draft)
        tempo = read_tempo([self._units[at] for at in speaking], before.genre)
        self._used.update(speaking)
        if tempo is None:
            return
        prompt = taken_out(self._draft.prompt, speaks_of_tempo)
        draft = reworded(self._draft, prompt, self._language)
        self._draft = set_to(draft, {"tempo_bpm": tempo}, derived=False)
        after = self._make_plan(self._draft)
        if abs(after.tempo_bpm - before.tempo_bpm) < _SAME_BPM:
            self._effects.append(self._words.there_already.format(f"{bpm_of(before)} bpm"))
        else:
            self._effects.append(self._words.tempo.format(bpm_of(after), bpm_of(before)))

    def change_players_and_the_rest(self) -> None:
        """Everything that the planner is told in the prompt's own words."""
        meant = {
            at: unit
            for at, unit in enumerate(self._units)
            if at not in self._used and self._is_meant(unit)
        }
        if not meant:
            return
        before = self._make_plan(self._draft)
        units = list(meant.values())
        alone = read_alone(list(self._units), before.genre)[0]
        known = [at for at, unit in meant.items() if not alone and self._is_so(unit)]
        self._effects += [self._words.there_already.format(self._spoken(at)) for at in known]
        meant = {at: unit for at, unit in meant.items() if at not in known}
        if not meant:
            return
        prompt = without_contradictions(self._draft.prompt, units, before.genre, alone=alone)
        for clause in clauses_of(self._bare, self._units, meant, self._used):
            prompt = with_clause(prompt, clause)
        if len(prompt) > LONGEST_PROMPT:
            self._refusals.append(self._words.full)
            return
        draft = reworded(self._draft, prompt, self._language)
        if any(unit.has("mood", "feel") for unit in units):
            draft = without_parameters(draft, draft.derived & {"energy"})
        after = self._make_plan(draft)
        effects = self._told(meant, before, after, alone=alone)
        if effects:
            self._draft = draft
            self._effects += effects

    def _is_meant(self, unit: Unit) -> bool:
        """Whether a unit says something that a prompt can hold; voices are told about."""
        if unit.has("vocals", "instrumental"):
            if unit.has("vocals") and not unit.denied:
                self._refusals.append(self._words.no_words)
            else:
                self._effects.append(self._words.instrumental)
            return unit.has("instrument")
        if unit.quantity is not None and unit.quantity.kind not in ("meter", "decade"):
            return False
        senses = [
            sense
            for sense in unit.senses
            if sense.kind in _MEANT and (unit.denied or not sense.denied_only)
        ]
        return unit.quantity is not None or any(
            sense.kind != "hint" or sense.value not in _OF_LENGTH for sense in senses
        )

    def _is_so(self, unit: Unit) -> bool:
        """Whether the prompt asks for just that already."""
        brief = understand(self._draft.prompt)
        players = [sense.value for sense in unit.of("instrument")]
        sounds = [sense.value for sense in unit.of("ambience")]
        if not (players or sounds):
            return False
        if unit.denied:
            gone = {name for word in players for name in banned(word)} | set(sounds)
            return bool(gone) and gone <= set(brief.excluded)
        asked = {name for word in players for name in resolved(word, brief.genre)}
        return asked <= set(brief.instruments) and set(sounds) <= set(brief.ambience)

    def _told(
        self, meant: Mapping[int, Unit], before: Plan, after: Plan, *, alone: bool
    ) -> list[str]:
        """What became of each unit; what can't be is told among the refusals."""
        effects: list[str] = []
        players = [
            self._label(name)
            for unit in meant.values()
            if not unit.denied
            for sense in unit.of("instrument")
            for name in resolved(sense.value, after.genre)
            if plays(after, name)
        ]
        if alone and players:
            effects.append(self._words.alone.format(", ".join(dict.fromkeys(players))))
        for at, unit in meant.items():
            if unit.has("instrument"):
                effects += self._told_of_players(unit, before, after) if not alone else []
            elif unit.has("ambience"):
                effects += self._told_of_sounds(unit, before, after)
            elif set(after.moods) & {sense.value for sense in unit.of("mood")}:
                moods = ", ".join(self._label(name) for name in after.moods)
                effects.append(self._words.mood.format(moods))
            elif same_music(before, after):
                self._refusals.append(self._words.no_change.format(self._spoken(at)))
            else:
                effects.append(self._words.taken_in.format(self._spoken(at)))
        return list(dict.fromkeys(effects))

    def _told_of_players(self, unit: Unit, before: Plan, after: Plan) -> list[str]:
        effects = []
        for word in dict.fromkeys(sense.value for sense in unit.of("instrument")):
            if unit.denied:
                gone = banned(word)
                had, has = banned_players(before, gone), banned_players(after, gone)
                words = self._words.removed if had else self._words.gone_already
                if not gone:
                    words = self._words.taken_in
                if not has:
                    effects.append(words.format(self._label(word)))
                continue
            for name in resolved(word, after.genre):
                if not plays(after, name):
                    self._refusals.append(self._words.nobody.format(self._label(name)))
                    continue
                there = plays(before, name)
                words = self._words.there_already if there else self._words.added
                effects.append(words.format(self._label(name)))
        return effects

    def _told_of_sounds(self, unit: Unit, before: Plan, after: Plan) -> list[str]:
        had = {bed.kind for bed in before.ambience}
        has = {bed.kind for bed in after.ambience}
        effects = []
        for sense in unit.of("ambience"):
            names = had if sense.value == "*" else {sense.value}
            told = ", ".join(self._label(name) for name in sorted(names)) or sense.value
            if unit.denied and not names & has:
                words = self._words.removed if names & had else self._words.gone_already
                effects.append(words.format(told))
            elif not unit.denied and names <= has:
                words = self._words.there_already if names <= had else self._words.added
                effects.append(words.format(told))
        return effects

    def _label(self, name: str) -> str:
        return label_of(name, self._language)

    def _spoken(self, at: int) -> str:
        """What people call it; the words as they were said, where it has no name."""
        unit = self._bare.units[at]
        named = [*unit.of("instrument"), *unit.of("ambience")]
        return self._label(named[0].value) if named else self._bare.words_of(unit)


def _names_a_genre(unit: Unit) -> bool:
    """Whether a unit names a genre and nothing else that would be lost with it."""
    return (
        not unit.denied
        and any(sense.weight >= NAME for sense in unit.of("genre"))
        and not unit.has("instrument", "ambience", "vocals", "beats")
        and unit.quantity is None
    )
