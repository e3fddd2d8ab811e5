"""Progress of pieces of work that follow one another, seen as one."""

from __future__ import annotations

import dataclasses

from musicgen_local.progress import Progress, ProgressCallback


def share_of(progress: ProgressCallback, index: int, count: int) -> ProgressCallback:
    """The callback for piece `index` of `count`, which tells `progress` of the whole."""
    if count == 1:
        return progress

    def shared(value: Progress) -> None:
        message = f"{index + 1}/{count} {value.message}"
        fraction = (index + value.fraction) / count
        progress(dataclasses.replace(value, fraction=fraction, message=message))

    return shared
