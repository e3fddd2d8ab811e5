"""From an order to the request that an engine carries out, its plan made once and handed along."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from musicgen_local.engines.editing import KEEPS, PlanChanges, PlanEditor
from musicgen_local.errors import ErrorCode, UserError
from musicgen_local.studio.named_recordings import with_recordings
from musicgen_local.studio.orders import GenerateOrder, check_duration, check_order

if TYPE_CHECKING:
    from musicgen_local.engines.base import Engine, GenerationRequest, PlanPreview
    from musicgen_local.library.values import Track
    from musicgen_local.studio.studio import Studio

_REMADE = re.compile(r" \(Remake(?: (\d+))?\)$")


@dataclass(frozen=True, slots=True)
class Planned:
    """A request with its plan, and what its track inherits."""

    request: GenerationRequest
    preview: PlanPreview | None  # None for engines that make no plans
    title: str = ""  # empty: the engine's
    parent_id: str | None = None
    origin: Mapping[str, Any] = field(default_factory=dict)  # for the track's `params`
    notices: tuple[str, ...] = ()


def planned(studio: Studio, order: GenerateOrder, engine: Engine) -> Planned:
    """The request of an order, planned.

    Raises:
        UserError: `VALIDATION`, naming the field; `INVALID_PROMPT`; `NOT_FOUND` for a track that
            is not there.
    """
    if order.remake_of is not None:
        made = _remade(studio, order, engine)
    elif order.like_track_id is not None:
        made = _alike(studio, order, engine)
    else:
        request = check_order(with_recordings(studio, order, engine), engine)
        made = Planned(request, engine.plan(_of_first(request, order)))
    if order.keep is not None:
        made = _kept(made, order, engine)
    made = dataclasses.replace(made, title=order.title or made.title)
    if made.preview is None:
        return made
    seconds = made.preview.duration_seconds or made.request.duration_seconds
    check_duration(seconds, engine.capabilities)
    request = dataclasses.replace(
        made.request, plan=made.preview.made, duration_seconds=seconds, duration_asked=True
    )
    return dataclasses.replace(made, request=request)


def stored_plan(studio: Studio, track: Track) -> Mapping[str, Any]:
    """The plan that a track was made by.

    Raises:
        UserError: `VALIDATION` when it has none.
    """
    plan = studio.library.plan(track.id)
    if plan is None:
        raise UserError(
            ErrorCode.VALIDATION,
            f"'{track.title}' has no plan, so there is nothing to change in it.",
            recovery="Only pieces that were composed here have one; a new piece like it can be "
            "generated (--like, or like_track_id).",
            details={"field": "track_id", "track_id": track.id},
        )
    return plan


def editor(engine: Engine) -> PlanEditor:
    """The engine as one whose plans can be edited.

    Raises:
        UserError: `VALIDATION` when they can't.
    """
    if not isinstance(engine, PlanEditor):
        raise UserError(
            ErrorCode.VALIDATION,
            f"The engine '{engine.name}' makes no plans that can be edited.",
            recovery="Use the engine 'composer'.",
            details={"field": "engine"},
        )
    return engine


def _of_first(request: GenerationRequest, order: GenerateOrder) -> GenerationRequest:
    """The request of the first variation, which the others keep something of."""
    if order.keep is None:
        return request
    return dataclasses.replace(request, seed=request.seed - order.variation)


def _kept(made: Planned, order: GenerateOrder, engine: Engine) -> Planned:
    """The piece of the first seed, varied by this one's."""
    assert order.keep is not None
    if order.keep not in KEEPS:
        raise UserError(
            ErrorCode.VALIDATION,
            f"'{order.keep}' is nothing that variations can keep.",
            recovery=f"Use {', '.join(KEEPS)}.",
            details={"field": "keep"},
        )
    able = editor(engine)
    if made.preview is None or not order.variation:
        return made
    varied = able.vary(made.preview.plan, order.keep, made.request.seed)
    title = f"{order.title or varied.plan['title']} (Variation {order.variation + 1})"
    return dataclasses.replace(
        made, preview=varied, title=title, origin={**made.origin, "keep": order.keep}
    )


def _remade(studio: Studio, order: GenerateOrder, engine: Engine) -> Planned:
    """A track's own piece with changes; the new track is its child."""
    assert order.remake_of is not None
    track = _track(studio, order.remake_of, "track_id")
    able = editor(engine)
    if track.engine != engine.name:
        raise UserError(
            ErrorCode.VALIDATION,
            f"'{track.title}' was made by the engine '{track.engine}'.",
            recovery="Leave the engine out.",
            details={"field": "engine"},
        )
    request = check_order(order, engine)
    changes = order.changes or PlanChanges()
    preview = able.revise(stored_plan(studio, track), changes, request.seed)
    done = changes.model_dump(mode="json", exclude_defaults=True)
    if changes.redraws:
        done["seed"] = request.seed
    request = dataclasses.replace(request, prompt=order.prompt or track.prompt)
    return Planned(
        request,
        preview,
        title=_remade_title(track.title),
        parent_id=track.id,
        origin={"remake": done},
    )


def _alike(studio: Studio, order: GenerateOrder, engine: Engine) -> Planned:
    """A new piece of a track's kind: by its plan, or by what is known of it."""
    assert order.like_track_id is not None
    track = _track(studio, order.like_track_id, "like_track_id")
    able = editor(engine)
    said = order.prompt if order.prompt != track.prompt else ""
    request = check_order(dataclasses.replace(order, prompt=said), engine)
    plan = studio.library.plan(track.id) if track.engine == engine.name else None
    first = _of_first(request, order).seed
    origin = {"like": track.id}
    if plan is not None:
        preview = able.alike(
            plan,
            said,
            request.parameters,
            request.duration_seconds if request.duration_asked else None,
            first,
        )
        request = dataclasses.replace(request, prompt=order.prompt or track.prompt)
        return Planned(request, preview, origin=origin)
    facts = {
        "genre": track.genre, "mood": track.mood, "key": track.key, "tempo_bpm": track.tempo_bpm,
    }  # fmt: skip
    parameters, word = able.like_facts(facts, request.parameters, first)
    prompt = said or track.prompt or track.title
    request = dataclasses.replace(request, prompt=prompt, parameters=parameters)
    if not request.duration_asked:
        low, high = engine.capabilities.min_seconds, engine.capabilities.max_seconds
        seconds = min(high, max(low, track.duration_seconds))
        request = dataclasses.replace(request, duration_seconds=seconds)
    return Planned(request, engine.plan(_of_first(request, order)), origin=origin, notices=(word,))


def _track(studio: Studio, track_id: str, field: str) -> Track:
    try:
        return studio.library.get(track_id)
    except UserError as error:
        error.details.setdefault("field", field)
        raise


def _remade_title(title: str) -> str:
    found = _REMADE.search(title)
    if found is None:
        return f"{title} (Remake)"
    return f"{title[: found.start()]} (Remake {int(found[1] or 1) + 1})"


def facts_of(order: GenerateOrder) -> Mapping[str, Any]:
    """The parameters that were asked for, without the plan, which has a place of its own.

    Nor is a song kept that was handed in: the plan holds what it gave.
    """
    return cast(
        "Mapping[str, Any]",
        {name: value for name, value in order.parameters.items() if name not in ("plan", "midi")},
    )
