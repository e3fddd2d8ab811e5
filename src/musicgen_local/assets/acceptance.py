"""Which licences somebody has agreed to on this machine.

It is kept beside the assets, so that a download that is paused, repaired or made anew asks once.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime

from musicgen_local.assets.asset import Asset
from musicgen_local.assets.layout import Layout


def is_accepted(layout: Layout, asset: Asset) -> bool:
    """Whether nothing has to be agreed to, or somebody has agreed to this very licence."""
    if asset.terms is None:
        return True
    try:
        noted = json.loads(layout.acceptance(asset.id).read_text(encoding="utf-8"))
        return bool(noted["licence"] == asset.licence)
    except (OSError, ValueError, KeyError, TypeError):
        return False


def note_accepted(layout: Layout, asset: Asset) -> None:
    """Note that somebody agreed to the licence of `asset` now; again changes nothing."""
    if is_accepted(layout, asset):
        return
    note = layout.acceptance(asset.id)
    note.parent.mkdir(parents=True, exist_ok=True)
    draft = note.with_suffix(".new")
    said = {"licence": asset.licence, "accepted_at": datetime.now(UTC).isoformat("T", "seconds")}
    draft.write_text(json.dumps(said) + "\n", encoding="utf-8")
    draft.replace(note)
