"""The use cases that make music: generate, vary, remake, plan."""

from __future__ import annotations

import dataclasses
import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from musicgen_local.engines.registry import open_engine
from musicgen_local.errors import ErrorCode, UserError
from musicgen_local.progress import CancelToken, ProgressCallback, ignore_progress
from musicgen_local.studio.orders import MAX_SEED, GenerateOrder

if TYPE_CHECKING:
    from musicgen_local.engines.base import PlanPreview
    from musicgen_local.studio.orders import GeneratedTrack
    from musicgen_local.studio.studio import Studio


class Making:
    """The part of `Studio` that makes new music."""

    @property
    def _studio(self) -> Studio:
        return cast("Studio", self)

    def generate(
        self,
        prompt: str,
        *,
        duration: float | str | None = None,
        out: Path | str | None = None,
        progress: ProgressCallback = ignore_progress,
        cancel: CancelToken | None = None,
        **order: Any,
    ) -> GeneratedTrack:
        """Turn `prompt` into a finished track in the library; see `GenerateOrder` for the rest.

        `duration` is in seconds, or as people write it (`"3m"`); `out` is a folder, or a file
        name whose ending chooses the format.

        Raises:
            MusicGenError: for what can't be done, with the way out.
        """
        from musicgen_local.durations import parse_duration_seconds

        seconds = None if duration is None else parse_duration_seconds(duration)
        wanted = GenerateOrder(prompt, seconds, **order)
        return self.generate_variations(wanted, out=out, progress=progress, cancel=cancel)[0]

    def generate_variations(
        self,
        order: GenerateOrder,
        *,
        count: int = 1,
        out: Path | str | None = None,
        progress: ProgressCallback = ignore_progress,
        cancel: CancelToken | None = None,
    ) -> list[GeneratedTrack]:
        """Carry out `order` `count` times with seeds that follow one another.

        Raises:
            MusicGenError: for what can't be done; tracks finished before stay.
        """
        from musicgen_local.studio.generate import generate_in_a_row

        return generate_in_a_row(
            self._studio,
            order,
            count=count,
            out=out,
            progress=progress,
            cancel=cancel or CancelToken(),
        )

    def generate_one(
        self,
        order: GenerateOrder,
        *,
        track_id: str | None = None,
        progress: ProgressCallback = ignore_progress,
        cancel: CancelToken | None = None,
    ) -> GeneratedTrack:
        """Carry out `order` once, into the library.

        Under a `track_id` that was reserved for it the track is made only if it is not there yet;
        what a crash has left of it is removed first. The same holds for `master_track` and
        `loop_track`.

        Raises:
            MusicGenError: for what can't be done, with the way out.
        """
        from musicgen_local.studio.generate import generate_in_a_row

        return generate_in_a_row(
            self._studio, order, count=1, out=None, track_id=track_id,
            progress=progress, cancel=cancel or CancelToken(),
        )[0]  # fmt: skip

    def remake(
        self,
        reference: str,
        *,
        out: Path | str | None = None,
        progress: ProgressCallback = ignore_progress,
        cancel: CancelToken | None = None,
        order: GenerateOrder | None = None,
        **changes: Any,
    ) -> GeneratedTrack:
        """Make a track's own piece again with `changes`; see `engines.editing.PlanChanges`.

        `reference` is as for `show`; `order` says the rest (formats, stems, title, ...). The new
        track is a child of the old one; what is not changed is the same, note for note.

        Raises:
            MusicGenError: `NOT_FOUND`, `VALIDATION` for a track without a plan and for changes
                that don't fit it, and as `generate` does.
        """
        wanted = self.remake_order(reference, order or GenerateOrder(""), **changes)
        return self.generate_variations(wanted, out=out, progress=progress, cancel=cancel)[0]

    def remake_order(
        self, reference: str, order: GenerateOrder | None = None, **changes: Any
    ) -> GenerateOrder:
        """The order that makes a track's piece again with `changes`; see `remake`.

        Raises:
            UserError: `NOT_FOUND`; `VALIDATION` for changes that nobody could carry out.
        """
        from musicgen_local.engines.editing import read_changes
        from musicgen_local.studio.requests import stored_plan

        track = self._studio.show(reference)
        wanted = read_changes(changes)
        stored_plan(self._studio, track)
        order = order or GenerateOrder("")
        sounds = {name: track.params[name] for name in ("sounds",) if name in track.params}
        return dataclasses.replace(
            order,
            prompt=order.prompt or track.prompt or track.title,
            engine=track.engine,
            seed=secrets.randbelow(MAX_SEED + 1) if wanted.seed is None else wanted.seed,
            parameters={**sounds, **order.parameters},
            artist=order.artist or track.artist,
            remake_of=track.id,
            changes=wanted,
        )

    def plan(self, order: GenerateOrder) -> PlanPreview:
        """What would be played for `order`, without playing it.

        Raises:
            UserError: `VALIDATION` when the engine makes no plans, and as `generate` does.
        """
        from musicgen_local.studio.requests import planned

        engine = open_engine(order.engine)
        made = planned(self._studio, order, engine)
        if made.preview is None:
            raise UserError(
                ErrorCode.VALIDATION,
                f"The engine '{engine.name}' makes no plans.",
                recovery="Use the engine 'composer'.",
            )
        notices = (*made.preview.notices, *made.notices)
        return dataclasses.replace(made.preview, notices=notices)

    def plan_of(self, reference: str) -> PlanPreview:
        """The plan that a track was made by; `reference` is as for `show`.

        Raises:
            UserError: `NOT_FOUND`; `VALIDATION` when the track has no plan.
        """
        from musicgen_local.studio.requests import editor, stored_plan

        track = self._studio.show(reference)
        plan = stored_plan(self._studio, track)
        return editor(open_engine(track.engine)).show(plan)
