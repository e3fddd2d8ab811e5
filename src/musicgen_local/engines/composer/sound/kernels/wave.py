"""The subtractive voice: detuned band-limited tables, sub, noise, saturation, low-pass filter."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from musicgen_local.engines.composer.sound.curves import HOP

Floats = NDArray[np.float32]


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def wave(
    out: Floats,
    start: int,
    tables: Floats,
    step: Floats,
    unison: Floats,
    mix: Floats,
    offset: Floats,
    sub_ratio: float,
    sub_gain: float,
    noise: Floats,
    noise_at: int,
    noise_gain: Floats,
    cutoff: Floats,
    damping: float,
    stages: int,
    drive: float,
    amp: Floats,
) -> None:
    """Add one note to `out` [2, frames] from frame `start`.

    `tables` [3, size + 1] holds one period each of the two oscillator shapes and of the sub, with a
    guard sample. A voice reads `(1 - mix) * tables[0](phase) + mix * tables[1](phase + offset)`.
    `unison` [voices, 4] is (frequency ratio, left gain, right gain,
    start phase 0-1). Curves (`step`:
    cycles per frame, `mix`, `offset`, `noise_gain`, `cutoff`: tan(pi f / rate),
    `amp`) have one value
    per `HOP` frames. `damping` is 1/Q; `stages` counts 12 dB/octave low-pass stages (0-2): the
    trapezoidal state-variable filter of Zavalishin, *The Art of VA Filter Design*, section 4.
    """
    # Phases are whole numbers, 2^32 to a turn: the upper bits are the place, the lower the rest.
    bits = 32
    size = tables.shape[1] - 1
    while size > 1:
        size >>= 1
        bits -= 1
    index_mask = tables.shape[1] - 2
    fraction_mask = (1 << bits) - 1
    fraction = 1.0 / (1 << bits)
    turn = 4294967296.0
    voices = unison.shape[0]
    noise_size = noise.shape[1]
    hops = amp.shape[0] - 1
    phases = np.empty(voices, np.int64)
    for v in range(voices):
        phases[v] = np.int64(unison[v, 3] * turn)
    sub_phase = np.int64(0)
    left = np.zeros(HOP, np.float64)
    right = np.zeros(HOP, np.float64)
    state = np.zeros((2, 2, 2), np.float64)
    before_left = 0.0
    before_right = 0.0
    still_left = 0.0
    still_right = 0.0
    at_noise = noise_at
    for h in range(hops):
        begin = start + h * HOP
        count = min(HOP, out.shape[1] - begin)
        if count <= 0:
            return
        blend = float(mix[h])
        shift = np.int64(offset[h] * turn)
        for j in range(HOP):
            left[j] = 0.0
            right[j] = 0.0
        for v in range(voices):
            increment = np.int64(float(step[h]) * unison[v, 0] * turn)
            own_left = (1.0 - blend) * unison[v, 1]
            own_right = (1.0 - blend) * unison[v, 2]
            other_left = blend * unison[v, 1]
            other_right = blend * unison[v, 2]
            phase = phases[v]
            for j in range(HOP):
                place = phase + increment * j
                i = (place >> bits) & index_mask
                f = (place & fraction_mask) * fraction
                value = tables[0, i] + f * (tables[0, i + 1] - tables[0, i])
                left[j] += value * own_left
                right[j] += value * own_right
            if blend > 0.0:
                for j in range(HOP):
                    place = phase + shift + increment * j
                    i = (place >> bits) & index_mask
                    f = (place & fraction_mask) * fraction
                    value = tables[1, i] + f * (tables[1, i + 1] - tables[1, i])
                    left[j] += value * other_left
                    right[j] += value * other_right
            phases[v] = phase + increment * HOP
        if sub_gain > 0.0:
            increment = np.int64(float(step[h]) * sub_ratio * turn)
            for j in range(HOP):
                place = sub_phase + increment * j
                i = (place >> bits) & index_mask
                f = (place & fraction_mask) * fraction
                value = sub_gain * (tables[2, i] + f * (tables[2, i + 1] - tables[2, i]))
                left[j] += value
                right[j] += value
            sub_phase += increment * HOP
        hiss = float(noise_gain[h])
        if hiss > 0.0:
            for j in range(HOP):
                left[j] += hiss * noise[0, at_noise]
                right[j] += hiss * noise[1, at_noise]
                at_noise += 1
                if at_noise == noise_size:
                    at_noise = 0
        if drive > 0.0:
            for j in range(HOP):
                a = max(-3.0, min(3.0, left[j] * drive))
                b = max(-3.0, min(3.0, right[j] * drive))
                a = a * (27.0 + a * a) / (27.0 + 9.0 * a * a)
                b = b * (27.0 + b * b) / (27.0 + 9.0 * b * b)
                # An uneven wave through the curve gains an offset: block what lies under 8 Hz.
                still_left = a - before_left + 0.9988 * still_left
                still_right = b - before_right + 0.9988 * still_right
                before_left = a
                before_right = b
                left[j] = still_left
                right[j] = still_right
        for stage in range(stages):
            g = float(cutoff[h])
            later = float(cutoff[h + 1])
            slope = (later - g) / HOP
            # The first of two stages stays flat: the resonance belongs to the second.
            k = damping if stage == stages - 1 else 1.4142
            a1 = 1.0 / (1.0 + g * (g + k))
            bend = (1.0 / (1.0 + later * (later + k)) - a1) / HOP
            l1 = state[stage, 0, 0]
            l2 = state[stage, 0, 1]
            r1 = state[stage, 1, 0]
            r2 = state[stage, 1, 1]
            for j in range(HOP):
                v1 = a1 * (l1 + g * (left[j] - l2))
                v2 = l2 + g * v1
                l1 = 2.0 * v1 - l1
                l2 = 2.0 * v2 - l2
                left[j] = v2
                v1 = a1 * (r1 + g * (right[j] - r2))
                v2 = r2 + g * v1
                r1 = 2.0 * v1 - r1
                r2 = 2.0 * v2 - r2
                right[j] = v2
                g += slope
                a1 += bend
            state[stage, 0, 0] = l1
            state[stage, 0, 1] = l2
            state[stage, 1, 0] = r1
            state[stage, 1, 1] = r2
        level = float(amp[h])
        rise = (float(amp[h + 1]) - level) / HOP
        for j in range(count):
            out[0, begin + j] += left[j] * level
            out[1, begin + j] += right[j] * level
            level += rise
