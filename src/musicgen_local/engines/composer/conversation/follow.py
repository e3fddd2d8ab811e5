"""Something that was said of a draft, taken in: comparisons first, then all other words."""

from __future__ import annotations

import dataclasses

from musicgen_local.engines.composer.conversation.comparisons import read_comparisons
from musicgen_local.engines.composer.conversation.moves import MakePlan, move
from musicgen_local.engines.composer.conversation.phrases import bpm_of, key_of
from musicgen_local.engines.composer.conversation.wishes import take_in
from musicgen_local.engines.composer.plan import Plan
from musicgen_local.engines.composer.prompt import understand
from musicgen_local.engines.composer.vocabulary import label_of
from musicgen_local.engines.conversing import Answer, Draft
from musicgen_local.engines.offering import Language


def follow(draft: Draft, said: str, language: Language, make_plan: MakePlan) -> Answer:
    """The draft after any text; see `Conversation.follow`."""
    make_plan = _remembering(make_plan)
    comparisons, rest = read_comparisons(said)
    answer = Answer(draft)
    for asked in comparisons:
        answer = _then(answer, move(answer.draft, asked, language, make_plan))
    return _then(answer, take_in(answer.draft, rest, language, make_plan))


def tell(draft: Draft, language: Language, make_plan: MakePlan) -> str:
    """The draft in a line; see `Conversation.tell`."""
    brief = understand(draft.prompt)
    if not brief.understood:
        return ""
    plan = make_plan(draft)
    asked = (*plan.moods, *brief.instruments, *(bed.kind for bed in plan.ambience))
    named = [label_of(name, language) for name in (plan.genre, *dict.fromkeys(asked))]
    tempo = {"en": "{} bpm", "ru": "{} уд./мин"}[language].format(bpm_of(plan))
    return ", ".join((*named, tempo, key_of(plan, language)))


def _then(before: Answer, after: Answer) -> Answer:
    return dataclasses.replace(
        after,
        effects=(*before.effects, *after.effects),
        refusals=(*before.refusals, *after.refusals),
    )


def _remembering(make_plan: MakePlan) -> MakePlan:
    """The same, but no draft is planned twice."""
    plans: dict[str, Plan] = {}

    def plan_of(draft: Draft) -> Plan:
        asked = (draft.prompt, draft.seed, draft.duration_seconds, sorted(draft.parameters.items()))
        name = repr(asked)
        if name not in plans:
            plans[name] = make_plan(draft)
        return plans[name]

    return plan_of
