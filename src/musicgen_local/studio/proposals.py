"""A piece talked over: a sentence, what was said of it since, and the order that makes it."""

from __future__ import annotations

import dataclasses
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from musicgen_local.durations import format_duration
from musicgen_local.engines.conversing import Conversation, Draft
from musicgen_local.engines.registry import engine_names, open_engine
from musicgen_local.errors import UserError
from musicgen_local.studio.follow_ups import FollowUp, read_follow_up
from musicgen_local.studio.orders import MAX_SEED, GenerateOrder
from musicgen_local.studio.planning import ANYTHING, Outline, outline, says_something
from musicgen_local.studio.proposal_words import WORDS, Phrases, language_of

if TYPE_CHECKING:
    from musicgen_local.engines.base import Engine
    from musicgen_local.engines.offering import Language
    from musicgen_local.studio.studio import Studio

MAX_FOLLOW_UPS = 50
MAX_SENTENCE_CHARACTERS = 2_000
MAX_FOLLOW_UP_CHARACTERS = 300
_LONGEST_PROMPT = 2_000
_TRIED_SECONDS = 180.0  # a longer piece goes on in the same way
_STEP, _OFFSET = 48_271, 11  # from seed to seed, far from the seeds of variations


@dataclass(frozen=True, slots=True)
class Said:
    """Something that was said, and what it did."""

    text: str
    effect: str
    understood: bool


@dataclass(frozen=True, slots=True)
class Proposal:
    """What would be made of all that was said."""

    order: GenerateOrder
    reason: str  # why this engine
    said: tuple[Said, ...]  # the sentence first
    outline: Outline


@dataclass(frozen=True, slots=True)
class _State:
    draft: Draft
    title: str = ""


def propose(
    studio: Studio,
    sentence: str,
    follow_ups: Sequence[str] = (),
    *,
    language: Language | None = None,
    engine: str | None = None,
    preferred_engine: str = "composer",
    seed: int | None = None,
) -> Proposal:
    """What would be made of a sentence and all that was said of it since, in order.

    Whatever the texts are, the order can be carried out, and makes what the outline says.

    Raises:
        UserError: `NOT_FOUND` for an engine that isn't installed.
    """
    chosen, reason = _choose(sentence, engine, preferred_engine, language or language_of(sentence))
    talk = _Talk(studio, chosen, secrets.randbelow(MAX_SEED + 1) if seed is None else seed)
    said = [talk.begin(sentence, language or language_of(sentence))]
    said += [talk.go_on(text, language or language_of(text)) for text in follow_ups]
    order = talk.order()
    return Proposal(order, reason, tuple(said), outline(studio, order))


def _choose(
    sentence: str, asked: str | None, preferred: str, language: Language
) -> tuple[Engine, str]:
    """The engine that was asked for, one that sings where that is wanted, else the usual one."""
    words = WORDS[language]
    if asked is not None:
        return open_engine(asked), words.asked_engine
    usual = open_engine(preferred)
    if words.wants_singing(sentence) and not usual.capabilities.lyrics:
        for name in engine_names():
            engine = open_engine(name)
            ready = all(need.satisfied for need in engine.requirements() if need.required)
            if engine.capabilities.lyrics and ready:
                return engine, words.sings
        return usual, words.nobody_sings
    return usual, words.only_engine if len(engine_names()) == 1 else words.usual_engine


class _Talk:
    """The conversation so far: the piece as it stands, and how it stood before each change."""

    def __init__(self, studio: Studio, engine: Engine, seed: int) -> None:
        self._studio = studio
        self._engine = engine
        self._state = _State(Draft(ANYTHING, seed=seed))
        self._before: list[_State] = []

    def order(self) -> GenerateOrder:
        """The order that makes the piece as it stands."""
        return self._order(self._state)

    def begin(self, sentence: str, language: Language) -> Said:
        """Take the sentence as the prompt."""
        words = WORDS[language]
        text = sentence.strip()[:_LONGEST_PROMPT]
        if not says_something(text):
            return Said(sentence, words.nothing_said, False)
        state = _State(dataclasses.replace(self._state.draft, prompt=text))
        state, shortened = self._within_range(state)
        try:
            told = self._told(state, language)
        except UserError as error:
            return Said(sentence, error.message, False)
        self._state = state
        if not told:
            return Said(sentence, words.not_understood, False)
        if shortened:
            told = f"{told}; {words.length(format_duration(state.draft.duration_seconds or 0))}"
        return Said(sentence, told, True)

    def go_on(self, text: str, language: Language) -> Said:
        """Change the piece as `text` says."""
        words = WORDS[language]
        asked = read_follow_up(text)
        if asked.undo or asked.restart:
            return self._back(text, words, to_the_start=asked.restart)
        try:
            state, effects, refusals = self._changed(asked, language)
        except UserError as error:
            return Said(text, error.message, False)
        if not effects:
            return Said(text, "; ".join(refusals) or words.not_understood, False)
        self._before.append(self._state)
        self._state = state
        return Said(text, "; ".join((*effects, *refusals)), True)

    def _back(self, text: str, words: Phrases, *, to_the_start: bool) -> Said:
        if not self._before:
            return Said(text, words.nothing_to_undo, True)
        self._state = self._before[0] if to_the_start else self._before.pop()
        if to_the_start:
            self._before.clear()
        return Said(text, words.restarted if to_the_start else words.undone, True)

    def _changed(
        self, asked: FollowUp, language: Language
    ) -> tuple[_State, list[str], tuple[str, ...]]:
        """The piece after a follow-up, what was done, and what can't be."""
        words = WORDS[language]
        state = self._state
        effects: list[str] = []
        refusals: tuple[str, ...] = ()
        if asked.rest:
            draft, done, refusals = self._followed(state.draft, asked.rest, language)
            state, effects = dataclasses.replace(state, draft=draft), list(done)
        if asked.length is not None:
            state, told = self._of_length(state, asked, words)
            effects.append(told)
        if asked.fresh:
            seed = (state.draft.seed * _STEP + _OFFSET) % (MAX_SEED + 1)
            state = dataclasses.replace(state, draft=dataclasses.replace(state.draft, seed=seed))
            effects.append(words.another_take)
        if asked.title:
            state = dataclasses.replace(state, title=asked.title)
            effects.append(words.titled(asked.title))
        return state, effects, refusals

    def _followed(
        self, draft: Draft, said: str, language: Language
    ) -> tuple[Draft, tuple[str, ...], tuple[str, ...]]:
        """What the engine makes of it; one that can't be talked with reads it with its prompt."""
        if isinstance(self._engine, Conversation):
            answer = self._engine.follow(draft, said, language)
            return answer.draft, answer.effects, answer.refusals
        words = WORDS[language]
        if not says_something(said):
            return draft, (), ()
        prompt = said if draft.prompt == ANYTHING else f"{draft.prompt}, {said}"
        if len(prompt) > _LONGEST_PROMPT:
            return draft, (), (words.full,)
        draft = dataclasses.replace(draft, prompt=prompt)
        self._try(dataclasses.replace(self._state, draft=draft))
        return draft, (words.added,), ()

    def _of_length(self, state: _State, asked: FollowUp, words: Phrases) -> tuple[_State, str]:
        assert asked.length is not None
        before = outline(self._studio, self._order(state)).duration_seconds
        limits = self._engine.capabilities
        wanted = asked.length.of(before)
        seconds = min(limits.max_seconds, max(limits.min_seconds, wanted))
        draft = dataclasses.replace(state.draft, duration_seconds=seconds)
        state = dataclasses.replace(state, draft=draft)
        after = outline(self._studio, self._order(state)).duration_seconds
        told = format_duration(after), format_duration(before)
        if told[0] == told[1]:
            return state, words.same_length(told[0])
        return state, words.other_length(*told)

    def _within_range(self, state: _State) -> tuple[_State, bool]:
        """The length that the prompt names, as far as the engine goes; whether it was changed."""
        named = self._engine.natural_duration_seconds(
            state.draft.prompt, self._engine.parameters.model_validate(state.draft.parameters)
        )
        if named is None:
            return state, False
        limits = self._engine.capabilities
        seconds = min(limits.max_seconds, max(limits.min_seconds, named))
        if seconds == named:
            return state, False
        draft = dataclasses.replace(state.draft, duration_seconds=seconds)
        return dataclasses.replace(state, draft=draft), True

    def _told(self, state: _State, language: Language) -> str:
        if isinstance(self._engine, Conversation):
            return self._engine.tell(state.draft, language)
        self._try(state)
        return WORDS[language].as_it_is

    def _try(self, state: _State) -> None:
        """See that it can be carried out; a few minutes of it tell as much as hours.

        Raises:
            UserError: when it can't.
        """
        order = self._order(state)
        seconds = order.duration_seconds
        if seconds is None or seconds > _TRIED_SECONDS:
            limits = self._engine.capabilities
            most = min(limits.max_seconds, max(limits.min_seconds, _TRIED_SECONDS))
            order = dataclasses.replace(order, duration_seconds=most)
        outline(self._studio, order)

    def _order(self, state: _State) -> GenerateOrder:
        draft = state.draft
        return GenerateOrder(
            draft.prompt,
            draft.duration_seconds,
            self._engine.name,
            draft.seed,
            draft.parameters,
            title=state.title,
        )
