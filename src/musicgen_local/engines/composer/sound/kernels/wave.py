"""The subtractive voice: detuned band-limited tables, sub, noise, saturation, low-pass filter."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from musicgen_local.engines.composer.sound.curves import HOP

Floats = NDArray[np.float32]


@njit(cache=True, nogil=True)
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
    `unison` [voices, 4] is (frequency ratio, left gain, right gain, start phase 0-1). Curves (`step`:
    cycles per frame, `mix`, `offset`, `noise_gain`, `cutoff`: tan(pi f / rate), `amp`) have one value
    per `HOP` frames. `damping` is 1/Q; `stages` counts 12 dB/octave low-pass stages (0-2): the
    trapezoidal state-variable filter of Zavalishin, *The Art of VA Filter Design*, section 4.
    """
    size = tables.shape[1] - 1
    voices = unison.shape[0]
    noise_size = noise.shape[1]
    hops = amp.shape[0] - 1
    phases = np.empty(voices, np.float64)
    for v in range(voices):
        phases[v] = unison[v, 3]
    sub_phase = 0.0
    left = np.zeros(HOP, np.float64)
    right = np.zeros(HOP, np.float64)
    state = np.zeros((2, 2, 2), np.float64)
    at_noise = noise_at
    for h in range(hops):
        begin = start + h * HOP
        count = min(HOP, out.shape[1] - begin)
        if count <= 0:
            return
        blend = float(mix[h])
        shift = float(offset[h])
        for j in range(HOP):
            left[j] = 0.0
            right[j] = 0.0
        for v in range(voices):
            increment = float(step[h]) * unison[v, 0]
            gain_left = unison[v, 1]
            gain_right = unison[v, 2]
            phase = phases[v]
            for j in range(HOP):
                place = phase + increment * j
                place -= int(place)
                x = place * size
                i = int(x)
                f = x - i
                value = tables[0, i] + f * (tables[0, i + 1] - tables[0, i])
                if blend > 0.0:
                    place += shift
                    place -= int(place)
                    x = place * size
                    i = int(x)
                    f = x - i
                    other = tables[1, i] + f * (tables[1, i + 1] - tables[1, i])
                    value += blend * (other - value)
                left[j] += value * gain_left
                right[j] += value * gain_right
            phase += increment * HOP
            phases[v] = phase - int(phase)
        if sub_gain > 0.0:
            increment = float(step[h]) * sub_ratio
            for j in range(HOP):
                place = sub_phase + increment * j
                place -= int(place)
                x = place * size
                i = int(x)
                f = x - i
                value = sub_gain * (tables[2, i] + f * (tables[2, i + 1] - tables[2, i]))
                left[j] += value
                right[j] += value
            sub_phase += increment * HOP
            sub_phase -= int(sub_phase)
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
                left[j] = a * (27.0 + a * a) / (27.0 + 9.0 * a * a)
                right[j] = b * (27.0 + b * b) / (27.0 + 9.0 * b * b)
        for stage in range(stages):
            g = float(cutoff[h])
            slope = (float(cutoff[h + 1]) - g) / HOP
            # The first of two stages stays flat: the resonance belongs to the second.
            k = damping if stage == stages - 1 else 1.4142
            l1 = state[stage, 0, 0]
            l2 = state[stage, 0, 1]
            r1 = state[stage, 1, 0]
            r2 = state[stage, 1, 1]
            for j in range(HOP):
                a1 = 1.0 / (1.0 + g * (g + k))
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
