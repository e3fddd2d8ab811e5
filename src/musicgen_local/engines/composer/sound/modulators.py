"""The routings of a SoundFont that bend a zone's parameters by key and velocity.

Source: *SoundFont Technical Specification* 2.04, chapters 8.2 and 9.5.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

_NONE, _VELOCITY, _KEY = 0, 2, 3
# Controllers nobody moves rest where MIDI puts them; those not named rest at 0.
_RESTING = {7: 100, 10: 64, 11: 127}
_ATTENUATION = 48
_VELOCITY_TO_LEVEL = 0x0502  # velocity, unipolar, falling, concave


@dataclass(frozen=True, slots=True)
class Modulator:
    """`amount * source * control` is added to generator `target`."""

    source: int
    target: int
    amount: int
    control: int

    @property
    def identity(self) -> tuple[int, int, int]:
        """What a later modulator must share to replace this one."""
        return self.source, self.target, self.control

    def value(self, key: int, velocity: int) -> float:
        """What it adds for this key and velocity (1-127)."""
        return (
            self.amount
            * _controller(self.source, key, velocity)
            * _controller(self.control, key, velocity)
        )


# Of the default modulators only the level's matters here: the others answer to controllers at rest.
DEFAULT = Modulator(_VELOCITY_TO_LEVEL, _ATTENUATION, 960, _NONE)


def override(*levels: Iterable[Modulator]) -> tuple[Modulator, ...]:
    """Modulators of several levels, the later ones replacing their likes."""
    merged: dict[tuple[int, int, int], Modulator] = {}
    for level in levels:
        merged.update({m.identity: m for m in level})
    return tuple(merged.values())


def bend(
    generators: dict[int, int], modulators: Iterable[Modulator], key: int, velocity: int
) -> dict[int, int]:
    """The generators as they stand for this key and velocity.

    The velocity's common effect on the level is left out: how loud a touch is, is the player's
    affair; what a zone does beyond that (crossfades between layers) is kept.
    """
    changes: dict[int, float] = {_ATTENUATION: -DEFAULT.value(key, velocity)}
    for modulator in modulators:
        change = modulator.value(key, velocity)
        changes[modulator.target] = changes.get(modulator.target, 0.0) + change
    bent = dict(generators)
    for target, change in changes.items():
        if target in bent:
            # Written attenuation is taken at two fifths, a modulator's in full.
            scale = 2.5 if target == _ATTENUATION else 1.0
            bent[target] += round(change * scale)
    return bent


def _controller(source: int, key: int, velocity: int) -> float:
    index, is_midi = source & 0x7F, bool(source & 0x80)
    falling, bipolar, curve = bool(source & 0x100), bool(source & 0x200), source >> 10
    if is_midi:
        x = _RESTING.get(index, 0) / 127.0
    elif index == _NONE:
        return 1.0
    elif index == _VELOCITY:
        x = velocity / 127.0
    elif index == _KEY:
        x = key / 127.0
    elif index == 14:  # the pitch wheel rests in the middle
        x = 0.5
    else:
        x = 0.0
    if falling:
        x = 1.0 - x
    if not bipolar:
        return _curve(x, curve)
    half = 2.0 * x - 1.0
    return math.copysign(_curve(abs(half), curve), half)


def _curve(x: float, kind: int) -> float:
    if kind == 1:
        return min(1.0, -40.0 / 96.0 * math.log10(max(1.0 - x, 1e-3)))
    if kind == 2:
        return max(0.0, 1.0 + 40.0 / 96.0 * math.log10(max(x, 1e-3)))
    if kind == 3:
        return float(x >= 0.5)
    return x
