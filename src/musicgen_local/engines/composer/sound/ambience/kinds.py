"""The ambiences themselves."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from musicgen_local.engines.composer.sound.ambience import grains
from musicgen_local.engines.composer.sound.ambience.bed import Event, EventSource, Kind, Motion

Doubles = NDArray[np.float64]
Floats = NDArray[np.float32]
Sides = tuple[Doubles, Doubles]


def _band(f: Doubles, low_hz: float, high_hz: float, tilt_db: float = 0.0) -> Doubles:
    """Magnitude of a band with 12 dB/octave slopes and a tilt per octave around 1 kHz."""
    x = np.maximum(f, 1.0)
    gain = 1.0 / ((1.0 + (low_hz / x) ** 2) * (1.0 + (x / high_hz) ** 2))
    if tilt_db:
        gain = gain * 10 ** (tilt_db * np.log2(x / 1_000.0) / 20)
    return np.asarray(np.where(f < 18.0, 0.0, gain))


def _db(level: float) -> float:
    return float(10.0 ** (level / 20.0))


class Scatter(EventSource):
    """Grains of a bank strewn at a rate that breathes, quiet ones far more often than loud ones."""

    def __init__(
        self,
        bank: Sequence[Floats],
        per_second: float,
        gain: float,
        *,
        name: int,
        swing: float = 0.0,
        period: float = 7.0,
        range_db: float = 26.0,
    ) -> None:
        """`swing` (0-3): how far the rate moves, in octaves each way, with `period` seconds."""
        self._bank = bank
        self._rate = per_second
        self._gain = gain
        self._name = name
        self._swing = swing
        self._period = period
        self._range_db = range_db
        self.longest_seconds = max(len(grain) for grain in bank) / 8_000.0

    def events(
        self,
        rng: np.random.Generator,
        cell_seconds: float,
        seconds: float,
        motion: Motion,
        rate: int,
    ) -> Sequence[Event]:
        """Poisson many, anywhere in the cell."""
        moved = self._rate * 2.0 ** (self._swing * motion(self._name, seconds, self._period))
        count = int(rng.poisson(moved * cell_seconds))
        at = (rng.uniform(0, cell_seconds, count) * rate).astype(np.int64)
        which = rng.integers(0, len(self._bank), count)
        level = self._gain * 10.0 ** (-self._range_db * rng.uniform(0, 1, count) ** 0.7 / 20.0)
        side = rng.uniform(0, np.pi / 2, count)
        return [
            Event(int(a), self._bank[w], float(g * np.cos(s)), float(g * np.sin(s)))
            for a, w, g, s in zip(at, which, level, side, strict=True)
        ]


def _bank(
    make: Callable[[np.random.Generator], Floats], count: int, seed: int, name: int
) -> list[Floats]:
    rng = np.random.default_rng([seed, name])
    return [make(rng) for _ in range(count)]


def _rain(f: Doubles, seconds: float, motion: Motion) -> Sides:
    gust = _db(2.5 * motion(1, seconds, 9.0) + 1.5 * motion(2, seconds, 2.7))
    far = _band(f, 350, 6_000 * 2 ** (0.3 * motion(3, seconds, 11.0)), -2.5)
    lean = _db(1.2 * motion(4, seconds, 5.0))
    return 0.3 * gust * lean * far, 0.3 * gust / lean * far


def _rain_sources(seed: int, rate: int) -> Sequence[EventSource]:
    near = _bank(lambda r: grains.drop(r, rate, 1_400, 7_500), 96, seed, 1)
    heavy = _bank(lambda r: grains.drop(r, rate, 450, 1_500), 32, seed, 2)
    return (
        Scatter(near, 130.0, 0.3, name=11, swing=0.5),
        Scatter(heavy, 5.0, 0.28, name=12, swing=0.8, range_db=18.0),
    )


def _vinyl(f: Doubles, seconds: float, motion: Motion) -> Sides:
    # Rumble and hiss of a pressing swell once a turn (33 1/3 rpm: 1.8 s), but only now and then,
    # in wear that comes and goes: a steady swell would be heard as a loop.
    wear = 0.07 * max(0.0, motion(2, seconds, 5.3))
    wander = 0.45 * motion(3, seconds, 9.7)
    turn = 1.0 + wear * np.sin(2 * np.pi * (seconds / 1.8 + wander))
    turn *= _db(0.7 * motion(4, seconds, 2.9))
    hiss = 0.11 * _band(f, 700, 9_000, -1.0) * turn
    rumble = 0.5 * _band(f, 28, 70) * (1.0 + 0.3 * motion(1, seconds, 3.0))
    return hiss + rumble, hiss + 0.85 * rumble


class Scratches(EventSource):
    """Ticks that come back once a turn for some turns, as a scratch across the groove does."""

    longest_seconds = 0.2

    def __init__(self, bank: Sequence[Floats], gain: float) -> None:
        self._bank = bank
        self._gain = gain

    def events(
        self,
        rng: np.random.Generator,  # noqa: ARG002 - scratches follow the turns alone
        cell_seconds: float,
        seconds: float,
        motion: Motion,
        rate: int,
    ) -> Sequence[Event]:
        """The scratches whose turn falls into the cell."""
        found = []
        for lane, lasts in ((0, 4), (1, 6), (2, 9)):
            first = int(np.floor(seconds / 1.8)) - 1
            for turn in range(first, first + 4):
                epoch = turn // lasts
                if motion(70 + lane, 10.0 * epoch, 10.0) < 0.2:
                    continue  # most stretches of a record are whole
                angle = 0.5 + 0.5 * motion(30 + lane, 1_000.0 * epoch + 500.0, 1_000.0)
                moment = 1.8 * (turn + angle) + 0.002 * motion(40 + lane, float(turn), 0.37)
                if seconds <= moment < seconds + cell_seconds:
                    fade = np.sin(np.pi * ((turn % lasts) + 0.5) / lasts)
                    which = int(abs(motion(50 + lane, 10.0 * epoch, 10.0)) * (len(self._bank) - 1))
                    level = self._gain * fade * (0.7 + 0.3 * motion(60 + lane, float(turn), 1.0))
                    found.append(
                        Event(int((moment - seconds) * rate), self._bank[which], level, 0.8 * level)
                    )
        return found


def _vinyl_sources(seed: int, rate: int) -> Sequence[EventSource]:
    dust = _bank(lambda r: grains.tick(r, rate, 1_800, 8_500), 96, seed, 1)
    pops = _bank(lambda r: grains.tick(r, rate, 350, 1_600), 24, seed, 2)
    return (
        Scatter(dust, 16.0, 0.3, name=11, swing=1.0, period=4.0, range_db=30.0),
        Scatter(pops, 0.7, 0.3, name=12, swing=1.0, range_db=16.0),
        Scratches(pops, 0.2),
    )


def _cafe(f: Doubles, seconds: float, motion: Motion) -> Sides:
    room = 0.05 * _band(f, 90, 900, -3.0) * _db(1.5 * motion(1, seconds, 6.0))
    machine = max(0.0, motion(2, seconds, 13.0) - 0.55) * 0.12
    steam = machine * _band(f, 1_200, 5_500)
    return room + 0.7 * steam, room + steam


class Talkers(EventSource):
    """People at their tables: each speaks in syllables, pauses, and has a place and a pitch."""

    longest_seconds = 0.4

    def __init__(self, seed: int, rate: int, people: int, gain: float) -> None:
        rng = np.random.default_rng([seed, 77])
        self._gain = gain
        self._people = []
        for person in range(people):
            pitch = float(rng.choice([rng.uniform(95, 140), rng.uniform(165, 235)]))
            bank = [grains.syllable(rng, rate, pitch) for _ in range(14)]
            near = 10 ** (-rng.uniform(0, 16) / 20)
            side = rng.uniform(0.05, 0.6) if person % 2 else rng.uniform(0.97, 1.52)
            self._people.append((100 + person, bank, near, side, rng.uniform(3.5, 5.5)))

    def events(
        self,
        rng: np.random.Generator,
        cell_seconds: float,
        seconds: float,
        motion: Motion,
        rate: int,
    ) -> Sequence[Event]:
        """The syllables of those who speak now."""
        found = []
        for name, bank, near, side, pace in self._people:
            moment = rng.uniform(0, 0.3)
            while moment < cell_seconds:
                if motion(name, seconds + moment, 2.3) > -0.15:
                    grain = bank[int(rng.integers(len(bank)))]
                    level = self._gain * near * rng.uniform(0.5, 1.0)
                    found.append(
                        Event(int(moment * rate), grain, level * np.cos(side), level * np.sin(side))
                    )
                moment += rng.uniform(0.7, 1.3) / pace
        return found


def _cafe_sources(seed: int, rate: int) -> Sequence[EventSource]:
    clinks = _bank(lambda r: grains.clink(r, rate), 24, seed, 1)
    return (
        Talkers(seed, rate, 14, 0.3),
        Scatter(clinks, 0.35, 0.22, name=11, swing=1.0, range_db=20.0),
    )


def _waves(f: Doubles, seconds: float, motion: Motion) -> Sides:
    """Swells of irregular length: a slow growth, a break, a hissing retreat."""
    sides = []
    far = 0.05 * _band(f, 60, 500, -2.0)
    for side in range(2):
        level = far
        for lane, period in ((0, 8.7), (1, 12.9)):
            place = (
                seconds / period
                + 0.37 * lane
                + 0.06 * side
                + 0.5 * motion(20 + lane, seconds, 23.0)
            )
            way = place % 1.0
            strength = 0.55 + 0.45 * motion(30 + lane, np.floor(place) * 10.0, 10.0)
            grow = (way / 0.42) ** 2.2 if way < 0.42 else np.exp(-(way - 0.42) * 5.5)
            bright = 700.0 * 2.0 ** (2.6 * grow) if way < 0.42 else 4_200.0 * 2.0 ** (0.6 * way)
            level = level + 0.22 * strength * grow * _band(f, 150, bright, -2.0)
            wash = max(0.0, way - 0.42) * (1.0 - way) * 1.4
            level = level + 0.12 * strength * wash * _band(f, 1_800, 8_000)
        sides.append(level)
    return sides[0], sides[1]


def _wind(f: Doubles, seconds: float, motion: Motion) -> Sides:
    """Moving resonances over a breath that comes in gusts."""
    sides = []
    gust = _db(4.5 * motion(1, seconds, 7.0) + 2.5 * motion(2, seconds, 2.1))
    x = np.maximum(f, 1.0)
    for side in range(2):
        body = 0.1 * _band(f, 60, 420 * 2 ** (0.5 * motion(3, seconds, 6.0)), -2.0)
        for lane, center in enumerate((280.0, 520.0, 930.0)):
            hz = center * 2.0 ** (0.7 * motion(10 + lane, seconds, 4.0 + 1.7 * lane))
            pull = _db(5.0 * motion(20 + lane + 5 * side, seconds, 3.1))
            peak = 1.0 / (1.0 + ((x - hz) / (0.06 * hz)) ** 2)
            body = body + 0.09 * pull * gust / (1 + lane) * peak
        sides.append(np.where(f < 18.0, 0.0, gust * body))
    return sides[0], sides[1]


def _fire(f: Doubles, seconds: float, motion: Motion) -> Sides:
    flicker = _db(3.0 * motion(1, seconds, 0.8) + 2.0 * motion(2, seconds, 3.5))
    roar = 0.9 * flicker * _band(f, 45, 260, -1.5)
    hiss = 0.06 * _db(4.0 * motion(3, seconds, 2.0)) * _band(f, 2_500, 9_000)
    return roar + hiss, roar + hiss


def _fire_sources(seed: int, rate: int) -> Sequence[EventSource]:
    crackle = _bank(lambda r: grains.tick(r, rate, 1_200, 7_000), 96, seed, 1)
    snaps = _bank(lambda r: grains.tick(r, rate, 350, 1_800), 32, seed, 2)
    return (
        Scatter(crackle, 14.0, 0.6, name=11, swing=2.2, period=1.1, range_db=30.0),
        Scatter(snaps, 1.1, 0.55, name=12, swing=1.5, period=2.0, range_db=20.0),
    )


def _city(f: Doubles, seconds: float, motion: Motion) -> Sides:
    """Traffic far off, and cars that pass from one side to the other."""
    hum = 0.11 * _band(f, 35, 300, -2.5) * _db(2.0 * motion(1, seconds, 12.0))
    air = 0.012 * _band(f, 500, 5_000, -1.0)
    left, right = hum + air, hum + air
    for lane, period in ((0, 11.3), (1, 17.9)):
        place = seconds / period + 0.5 * motion(10 + lane, seconds, 29.0)
        way = 2.0 * (place % 1.0) - 1.0  # -1 afar, 0 here, 1 gone
        near = 1.0 / (1.0 + (way / 0.16) ** 2) - 0.025
        # Some pass close by, many far off: no two of a row alike.
        strength = max(0.08, 0.5 + 0.8 * motion(20 + lane, np.floor(place) * 10.0, 10.0))
        heading = 1.0 if motion(30 + lane, np.floor(place) * 10.0, 10.0) > 0 else -1.0
        side = 0.5 + 0.42 * np.tanh(3.0 * way) * heading
        car = 0.14 * strength * max(near, 0.0) * _band(f, 90, 700 + 1_600 * max(near, 0.0), -2.0)
        left, right = left + np.sqrt(1.0 - side) * car, right + np.sqrt(side) * car
    return left, right


def _city_sources(seed: int, rate: int) -> Sequence[EventSource]:
    horns = _bank(lambda r: grains.horn(r, rate), 6, seed, 1)
    return (Scatter(horns, 0.035, 0.05, name=11, range_db=12.0),)


def _forest(f: Doubles, seconds: float, motion: Motion) -> Sides:
    breeze = _db(4.0 * motion(1, seconds, 8.0) + 2.0 * motion(2, seconds, 2.4))
    sides = []
    for side in range(2):
        lean = _db(2.0 * motion(5 + side, seconds, 4.0))
        leaves = 0.07 * breeze * lean * _band(f, 1_400, 7_500, -1.5)
        stream = 0.085 * _band(f, 350, 2_400, -2.0)
        sides.append(leaves + stream * (1.2 if side else 0.8))
    return sides[0], sides[1]


def _forest_sources(seed: int, rate: int) -> Sequence[EventSource]:
    birds = _bank(lambda r: grains.bird(r, rate), 28, seed, 1)
    bubbles = _bank(lambda r: grains.drop(r, rate, 350, 1_400), 64, seed, 2)
    return (
        Scatter(birds, 0.6, 0.2, name=11, swing=1.4, period=9.0, range_db=24.0),
        Scatter(bubbles, 30.0, 0.1, name=12, swing=0.6, range_db=20.0),
    )


def _nothing(_seed: int, _rate: int) -> Sequence[EventSource]:
    return ()


# Gains bring every bed to about -20 dBFS RMS over minutes.
KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "rain": Kind(_rain, _rain_sources, 1.53),
        "vinyl": Kind(_vinyl, _vinyl_sources, 3.04),
        "cafe": Kind(_cafe, _cafe_sources, 1.31),
        "waves": Kind(_waves, _nothing, 3.9),
        "wind": Kind(_wind, _nothing, 7.6),
        "fire": Kind(_fire, _fire_sources, 1.26),
        "city": Kind(_city, _city_sources, 5.31),
        "forest": Kind(_forest, _forest_sources, 3.8),
    }
)
