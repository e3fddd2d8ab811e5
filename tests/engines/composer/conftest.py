"""What the composer's tests share: what of them is worth measuring."""

from __future__ import annotations

from pathlib import Path

import pytest

_HERE = Path(__file__).parent
_MEASURED_IN_FULL = frozenset({"test_every_pack_composes_within_range_and_time"})


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Measure coverage in the first case of a test alone: the others run the same lines again.

    Measuring makes composing, which is plain Python, take more than twice as long. One test over
    all packs is measured in full, for the lines that only one genre has.
    """
    seen: set[tuple[Path, str]] = set()
    for item in items:
        if not isinstance(item, pytest.Function) or _HERE not in item.path.parents:
            continue
        name = (item.path, item.originalname)
        drawn = item.get_closest_marker("hypothesis") is not None
        if drawn or (name in seen and item.originalname not in _MEASURED_IN_FULL):
            item.add_marker(pytest.mark.no_cover)
        seen.add(name)
