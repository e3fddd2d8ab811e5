"""From notes on the grid to notes as a band plays them: ending, phrasing, density, hands."""

from __future__ import annotations

from collections.abc import Sequence

from musicgen_local.engines.composer.plan import Layer
from musicgen_local.engines.composer.score import Note
from musicgen_local.engines.composer.writing.context import SectionContext
from musicgen_local.engines.composer.writing.density import play_at_density
from musicgen_local.engines.composer.writing.dynamics import phrased
from musicgen_local.engines.composer.writing.endings import closed
from musicgen_local.engines.composer.writing.feel import Feel


def performed(
    context: SectionContext, layer: Layer, notes: Sequence[Note], feel: Feel, *, last_start: float
) -> tuple[Note, ...]:
    """A layer's notes of a section as they are played, sorted; none starts after `last_start`."""
    notes = closed(context, layer, notes)
    notes = phrased(context, layer, notes)
    return play_at_density(context, layer, notes, feel, last_start=last_start)
