"""The subtractive voice: detuned band-limited tables, sub, noise, saturation, low-pass filter."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from musicgen_local.engines.composer.sound.curves import HOP
from musicgen_local.engines.composer.sound.kernels import INNER

Floats = NDArray[np.float32]

# Rows of the curves: cycles per frame, share of the second table, its lead in cycles, gain of the
# noise, tan(pi f / rate) of the low-pass, level.
STEP, MIX, LEAD, HISS, CUTOFF, LEVEL = range(6)
_TURN = 4_294_967_296.0  # phases are whole numbers, 2^32 to a turn: above the place, below the rest
_FLAT = 1.4142


@njit(cache=True, nogil=True, error_model="numpy")  # type: ignore[untyped-decorator]
def wave(
    out: Floats,
    start: int,
    tables: tuple[Floats, Floats, Floats],
    turned: float,
    unison: Floats,
    sub_ratio: float,
    sub_gain: float,
    noise: Floats,
    noise_at: int,
    damping: float,
    stages: int,
    drive: float,
    curves: Floats,
) -> None:
    """Add one note to `out` [2, frames] from frame `start`.

    `tables` [size + 1] hold one period each of the two oscillator shapes and of the sub, with a
    guard sample. A voice reads `(1 - mix) tables[0](phase) + mix turned tables[1](phase + lead)`.
    `unison` [voices, 4] is (frequency ratio, left gain, right gain, start phase 0-1); `noise` is
    [1 or 2, frames]: with one row, and voices in the middle, one side is made and copied.
    `curves` [6, hops + 1] has one value per `HOP` frames. `damping` is 1/Q; `stages` counts
    12 dB/octave low-pass stages (0-2): the trapezoidal state-variable filter of Zavalishin, *The
    Art of VA Filter Design*, section 4, written out as its state's recursion.
    """
    voices = unison.shape[0]
    stereo = noise.shape[0] > 1
    phases = np.empty(voices, np.int64)
    for v in range(voices):
        phases[v] = np.int64(unison[v, 3] * _TURN)
        stereo = stereo or unison[v, 1] != unison[v, 2]
    sub_phase = np.int64(0)
    left = np.empty(HOP, np.float32)
    right = np.empty(HOP, np.float32)
    index = np.empty(HOP, np.int32)
    rest = np.empty(HOP, np.float32)
    low = np.empty(HOP, np.float32)
    high = np.empty(HOP, np.float32)
    state = np.zeros(12, np.float64)
    for h in range(curves.shape[1] - 1):
        begin = start + h * HOP
        count = min(HOP, out.shape[1] - begin)
        if count <= 0:
            return
        step = 0.5 * (float(curves[STEP, h]) + float(curves[STEP, h + 1]))
        blend = float(curves[MIX, h])
        lead = np.int64(curves[LEAD, h] * _TURN)
        for j in range(HOP):
            left[j] = np.float32(0.0)
            right[j] = np.float32(0.0)
        for v in range(voices):
            turn = np.int64(step * unison[v, 0] * _TURN)
            _look_up(tables[0], phases[v], turn, index, rest, low, high)
            _mix(low, high, rest, left, (1.0 - blend) * unison[v, 1])
            if stereo:
                _mix(low, high, rest, right, (1.0 - blend) * unison[v, 2])
            if blend > 0.0:
                _look_up(tables[1], phases[v] + lead, turn, index, rest, low, high)
                _mix(low, high, rest, left, turned * blend * unison[v, 1])
                if stereo:
                    _mix(low, high, rest, right, turned * blend * unison[v, 2])
            phases[v] += turn * HOP
        if sub_gain > 0.0:
            turn = np.int64(step * sub_ratio * _TURN)
            _look_up(tables[2], sub_phase, turn, index, rest, low, high)
            _mix(low, high, rest, left, sub_gain)
            if stereo:
                _mix(low, high, rest, right, sub_gain)
            sub_phase += turn * HOP
        hiss = curves[HISS, h]
        if hiss > 0.0:
            whole = min(HOP, noise.shape[1] - noise_at)
            _hiss(noise[0], noise_at, whole, hiss, left)
            if stereo:
                _hiss(noise[noise.shape[0] - 1], noise_at, whole, hiss, right)
            noise_at = (noise_at + HOP) % noise.shape[1]
        if drive > 0.0:
            _saturate(left, drive)
            if stereo:
                _saturate(right, drive)
        if drive > 0.0 or stages > 0:
            now, later = float(curves[CUTOFF, h]), float(curves[CUTOFF, h + 1])
            _filter(left, right, stereo, drive > 0.0, stages, now, later, damping, state)
        level = curves[LEVEL, h]
        rise = (curves[LEVEL, h + 1] - level) / np.float32(HOP)
        here, there = out[0, begin : begin + count], out[1, begin : begin + count]
        other = right if stereo else left
        for j in range(count):
            here[j] += left[j] * (level + rise * np.float32(j))
        for j in range(count):
            there[j] += other[j] * (level + rise * np.float32(j))


@njit(**INNER)  # type: ignore[untyped-decorator]
def _look_up(
    table: Floats,
    phase: int,
    turn: int,
    index: NDArray[np.int32],
    rest: Floats,
    low: Floats,
    high: Floats,
) -> None:
    """The table's values on both sides of each phase, and how far it lies between them."""
    bits = 32
    size = table.shape[0] - 1
    while size > 1:
        size >>= 1
        bits -= 1
    mask = table.shape[0] - 2
    below = (1 << bits) - 1
    scale = np.float32(1.0 / (1 << bits))
    # Arithmetic in one pass, lookups in another: the compiler makes the first one wide.
    for j in range(HOP):
        place = phase + turn * j
        index[j] = np.int32((place >> bits) & mask)
        rest[j] = np.float32(np.int32(place & below)) * scale
    for j in range(HOP):
        i = np.uint32(index[j])
        low[j] = table[i]
        high[j] = table[i + np.uint32(1)]


@njit(**INNER)  # type: ignore[untyped-decorator]
def _mix(low: Floats, high: Floats, rest: Floats, side: Floats, gain: float) -> None:
    weight = np.float32(gain)
    for j in range(HOP):
        side[j] += weight * (low[j] + rest[j] * (high[j] - low[j]))


@njit(**INNER)  # type: ignore[untyped-decorator]
def _hiss(noise: Floats, at: int, whole: int, gain: np.float32, side: Floats) -> None:
    """Adds a hop of noise: `whole` frames from `at` on, the others from its beginning."""
    near = noise[at:]
    for j in range(whole):
        side[j] += gain * near[j]
    for j in range(whole, HOP):
        side[j] += gain * noise[j - whole]


@njit(**INNER)  # type: ignore[untyped-decorator]
def _saturate(side: Floats, drive: float) -> None:
    gain, few, many, most = np.float32(drive), np.float32(9), np.float32(27), np.float32(3)
    for j in range(HOP):
        x = max(-most, min(most, side[j] * gain))
        side[j] = x * (many + x * x) / (many + few * x * x)


@njit(**INNER)  # type: ignore[untyped-decorator]
def _filter(
    left: Floats,
    right: Floats,
    stereo: bool,
    driven: bool,
    stages: int,
    now: float,
    later: float,
    damping: float,
    state: NDArray[np.float64],
) -> None:
    """Blocks the offset of a driven wave, then one or two stages of low-pass, in place."""
    # The first of two stages stays flat: the resonance belongs to the second.
    own, fed, kept = _coefficients(now, damping if stages == 1 else _FLAT)
    own_to, fed_to, kept_to = _coefficients(later, damping if stages == 1 else _FLAT)
    own_2, fed_2, kept_2 = _coefficients(now, damping)
    own_2_to, fed_2_to, kept_2_to = _coefficients(later, damping)
    a, b, c = (own_to - own) / HOP, (fed_to - fed) / HOP, (kept_to - kept) / HOP
    d, e, f = (own_2_to - own_2) / HOP, (fed_2_to - fed_2) / HOP, (kept_2_to - kept_2) / HOP
    l0, l1, l2, l3, l4, l5 = state[0], state[1], state[2], state[3], state[4], state[5]
    r0, r1, r2, r3, r4, r5 = state[6], state[7], state[8], state[9], state[10], state[11]
    for j in range(HOP):
        x = float(left[j])
        if driven:  # an uneven wave through the curve gains an offset: block what lies under 8 Hz
            l5 = x - l4 + 0.9988 * l5
            l4 = x
            x = l5
        if stages > 0:
            x, l0, l1 = _stage(x, l0, l1, own, fed, kept)
        if stages > 1:
            x, l2, l3 = _stage(x, l2, l3, own_2, fed_2, kept_2)
        left[j] = x
        if stereo:
            x = float(right[j])
            if driven:
                r5 = x - r4 + 0.9988 * r5
                r4 = x
                x = r5
            if stages > 0:
                x, r0, r1 = _stage(x, r0, r1, own, fed, kept)
            if stages > 1:
                x, r2, r3 = _stage(x, r2, r3, own_2, fed_2, kept_2)
            right[j] = x
        own += a
        fed += b
        kept += c
        own_2 += d
        fed_2 += e
        kept_2 += f
    state[0], state[1], state[2], state[3], state[4], state[5] = l0, l1, l2, l3, l4, l5
    state[6], state[7], state[8], state[9], state[10], state[11] = r0, r1, r2, r3, r4, r5


@njit(**INNER)  # type: ignore[untyped-decorator]
def _coefficients(g: float, damping: float) -> tuple[float, float, float]:
    a = 1.0 / (1.0 + g * (g + damping))
    return 2.0 * a - 1.0, 2.0 * g * a, 1.0 - 2.0 * g * g * a


@njit(**INNER)  # type: ignore[untyped-decorator]
def _stage(
    x: float, band: float, low: float, own: float, fed: float, kept: float
) -> tuple[float, float, float]:
    new_low = fed * band + (kept * low + (1.0 - kept) * x)
    return 0.5 * (low + new_low), own * band + (fed * x - fed * low), new_low
