"""From loop points to a reel of a length: intro, periods, and the recording's own ending or a fade.

A codec writes frames of a fixed length. So that a period is a whole number of them, the recording
is resampled, all of it by the same hair: seams stay where they are, and nobody hears a few cents.
The same freedom lets the recording's own ending fall where the time is up.
"""

from __future__ import annotations

import dataclasses
import math
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from musicgen_local.audio.blocks import BLOCK_FRAMES
from musicgen_local.audio.resample import ResampleStream
from musicgen_local.audio.value import FloatArray
from musicgen_local.loops.fades import fade_in_place
from musicgen_local.loops.reel import Reel
from musicgen_local.loops.seam import joined
from musicgen_local.loops.values import LoopPoints

MOST_STRETCH = 0.0025  # 4.3 cents
_BODY_SECONDS = 60.0  # of periods that are taken as one, so that they fill whole frames
_LONG_BODY_SECONDS = 240.0  # where that brings the ending in time
_MOST_PERIODS = 20
_MOST_SILENCE_SECONDS = 5.0  # behind the ending, until the time is up
_MOST_BYTES_IN_MEMORY = 160_000_000
# As bad as a second of silence behind the ending: so much detuning, so much sound to be encoded.
_CENTS_OF_A_SECOND, _ENCODED_SECONDS_OF_A_SECOND = 2.0, 30.0


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be filled. Either `total_seconds` or `times`, how often the period is heard.

    `fade_out_seconds` None takes the recording's own ending where it comes in time (a fade of
    `spare_fade_seconds` where it doesn't); zero does, too, but else just stops. More fades out,
    with `times` over the recording's own ending.
    """

    total_seconds: float | None = None
    times: int | None = None
    fade_in_seconds: float = 0.0
    fade_out_seconds: float | None = None
    spare_fade_seconds: float = 5.0


@dataclass(frozen=True, slots=True)
class Wound:
    """A reel, and how it came about."""

    reel: Reel
    own_ending: bool
    stretch: float  # how much longer than it is everything is played: 1 leaves it
    periods: float  # how often the loop is heard
    faded_out_seconds: float


@dataclass(frozen=True, slots=True)
class _Fit:
    """`periods` make a body of `body_frames`; `more` periods are added to the recording.

    Everything is resampled from `from_rate` to `to_rate`, and ends with `spare_frames` of silence.
    """

    periods: int
    from_rate: int
    to_rate: int
    more: int = 0
    spare_frames: int = 0

    @property
    def ratio(self) -> float:
        """Frames out for a frame in."""
        return self.to_rate / self.from_rate


class Winder:
    """A loop of a recording, ready to be wound to any length."""

    def __init__(
        self,
        source: FloatArray,
        points: LoopPoints,
        crossfade_frames: int = 0,
        ceiling: float = math.inf,
        folder: Path | None = None,
    ) -> None:
        """`source` [channels, frames] in memory or mapped, at the rate of the points.

        The crossfade lies around the seam, half before it; it is cut to what the recording has
        there. No sample of it goes over `ceiling`. What is long lies in nameless files in `folder`.
        """
        self.source = source
        self._folder = folder
        self.points = points
        reach = min(points.start_frame, source.shape[1] - points.end_frame)
        self.half = min(crossfade_frames // 2, reach, points.frames // 4)
        start, end, half = points.start_frame, points.end_frame, self.half
        self._seam = joined(
            source[:, end - half : end + half], source[:, start - half : start + half], ceiling
        )

    def wind(self, wish: Wish, rate: int, step: int) -> Wound:
        """The loop at `rate`, its body a multiple of `step` frames; exactly as long as wished.

        Raises:
            ValueError: when that is shorter than one period and what comes before it.
        """
        fit, total = self._fit(wish, rate, step)
        own_ending = fit is not None
        fit = fit or self._nearest(rate, step)
        fall = wish.fade_out_seconds
        if fall is None:
            fall = 0.0 if own_ending else wish.spare_fade_seconds
        head, body, tail, times = self._parts(fit, own_ending, total)
        reel = _with_fades(
            Reel(head, body, tail, times, rate),
            round(wish.fade_in_seconds * rate),
            round(fall * rate),
        )
        periods = (total - fit.spare_frames) / (self.points.frames * fit.ratio)
        stretch = fit.ratio * self.points.sample_rate / rate
        return Wound(reel, own_ending, stretch, periods, fall)

    def period(self, rate: int, step: int) -> Reel:
        """One period alone, from its start on: played again and again it is the loop."""
        fit = self._nearest(rate, step, most_periods=1)
        start, half, frames = self.points.start_frame, self.half, self.points.frames
        laid = [self._seam, self.source[:, start + half : self.points.end_frame - half]]
        thrice = self._resampled(laid * 3, 3 * frames, fit)
        body = round(frames * fit.ratio)
        first = body + round(half * fit.ratio)  # laid out, it begins half a crossfade early
        empty = thrice[:, :0]
        return Reel(empty, thrice[:, first : first + body], empty, 1, rate)

    def around_the_seam(self, seconds: float) -> FloatArray:
        """`seconds` before the seam and as much behind it, at the recording's own rate."""
        frames = round(seconds * self.points.sample_rate)
        laid = self._laid(1 + -(-frames // self.points.frames), ending=False)
        whole = np.concatenate(list(laid), axis=1)
        seam = self.points.end_frame
        return whole[:, max(0, seam - frames) : seam + frames]

    def _fit(self, wish: Wish, rate: int, step: int) -> tuple[_Fit | None, int]:
        """How the recording's own ending comes in time, if it does; and the frames of all."""
        if wish.times is not None:
            fit = dataclasses.replace(self._nearest(rate, step), more=wish.times - 1)
            return fit, round(fit.ratio * self._frames_with(fit.more))
        assert wish.total_seconds is not None
        total = round(wish.total_seconds * rate)
        if total < round(self.points.end_frame / self.points.sample_rate * rate):
            raise ValueError("the loop does not fit")
        if wish.fade_out_seconds:
            return None, total
        fits = list(self._fits(total, rate, step))
        return (min(fits, key=lambda fit: self._badness(fit, rate)) if fits else None), total

    def _fits(self, total: int, rate: int, step: int) -> Iterator[_Fit]:
        own, period = self.points.sample_rate, self.points.frames
        plain = rate / own

        def fits(periods: int, from_rate: int, to_rate: int, more: int) -> Iterator[_Fit]:
            left = total - round(to_rate / from_rate * self._frames_with(more))
            near = abs(to_rate / from_rate / plain - 1) <= MOST_STRETCH
            if near and 0 <= left <= _MOST_SILENCE_SECONDS * rate:
                yield _Fit(periods, from_rate, to_rate, more, left)

        yield from fits(1, own, rate, 0)
        yield from fits(1, self._frames_with(0), total, 0)
        lone = self.source.shape[1]
        fewest = math.ceil((total / (plain * (1 + MOST_STRETCH)) - lone) / period)
        spare = _MOST_SILENCE_SECONDS * rate
        fewest = min(fewest, math.ceil(((total - spare) / plain - lone) / period))
        most = math.floor((total / (plain * (1 - MOST_STRETCH)) - lone) / period)
        for more in range(max(fewest, 1), most + 1):
            for periods in range(1, min(more, self._most_periods(_LONG_BODY_SECONDS)) + 1):
                length = periods * period
                exact = total * length / (self._frames_with(more) * step)
                for many in {math.floor(exact), round(length * plain / step)}:
                    yield from fits(periods, length, many * step, more)

    def _badness(self, fit: _Fit, rate: int) -> float:
        cents = abs(1200 * math.log2(fit.ratio * self.points.sample_rate / rate))
        # The body once, and before it the periods that don't fill another one.
        encoded_seconds = (fit.periods + fit.more % fit.periods) * self.points.seconds
        return (
            fit.spare_frames / rate
            + cents / _CENTS_OF_A_SECOND
            + encoded_seconds / _ENCODED_SECONDS_OF_A_SECOND
        )

    def _nearest(self, rate: int, step: int, most_periods: int | None = None) -> _Fit:
        """The whole number of frames that periods come closest to."""
        plain = rate / self.points.sample_rate
        fits = []
        for periods in range(1, (most_periods or self._most_periods(_BODY_SECONDS)) + 1):
            length = periods * self.points.frames
            fits.append(_Fit(periods, length, max(1, round(length * plain / step)) * step))
        # Fewer periods where more are hardly nearer: what is encoded is what costs time.
        return min(fits, key=lambda fit: round(abs(fit.ratio / plain - 1), 5))

    def _most_periods(self, seconds: float) -> int:
        longest = int(seconds // self.points.seconds)
        return min(max(longest, 1), _MOST_PERIODS)

    def _frames_with(self, more: int) -> int:
        return int(self.source.shape[1]) + more * self.points.frames

    def _parts(
        self, fit: _Fit, own_ending: bool, total: int
    ) -> tuple[FloatArray, FloatArray, FloatArray, int]:
        """Head, body, tail, and how often the body comes in `total` frames."""
        period, before = self.points.frames, self.points.end_frame - self.half
        body_frames = round(fit.periods * period * fit.ratio)
        more = fit.more
        if not own_ending:
            left = total - round(before * fit.ratio)
            more = max(0, left // body_frames) * fit.periods
        times, first = divmod(more, fit.periods)
        shown = min(times, 2)  # the end of the first leads into a second, as the last into a next
        # Behind the last body is the ending, or a rest of the body and what rings into it.
        rest = 0 if own_ending else 1 + fit.periods
        count = first + shown * fit.periods + rest
        frames = before + count * period
        if own_ending:
            frames += self.source.shape[1] - before
        whole = self._resampled(self._laid(count, ending=own_ending), frames, fit)
        at = min(round((before + first * period) * fit.ratio), total)
        after = at + shown * body_frames
        left = total - at - times * body_frames
        tail = whole[:, after : after + left]
        if tail.shape[1] < left:
            tail = np.pad(tail, ((0, 0), (0, left - tail.shape[1])))
        body = whole[:, at : at + body_frames] if shown else whole[:, :0]
        return whole[:, :at], body, tail, times

    def _laid(self, count: int, *, ending: bool) -> Iterator[FloatArray]:
        """The recording up to the seam, `count` periods, and the ending if asked for."""
        start, end, half = self.points.start_frame, self.points.end_frame, self.half
        yield self.source[:, : end - half]
        for _ in range(count):
            yield self._seam
            yield self.source[:, start + half : end - half]
        if ending:
            yield self.source[:, end - half :]

    def _resampled(self, laid: Iterable[FloatArray], frames: int, fit: _Fit) -> FloatArray:
        """What is laid out, `frames` in all, at its new rate: an array of our own."""
        channels = self.source.shape[0]
        whole = self._room(channels, round(frames * fit.ratio))
        stream = ResampleStream(fit.from_rate, fit.to_rate, channels, "VHQ")
        at = 0
        for part in laid:
            for first in range(0, part.shape[1], BLOCK_FRAMES):
                block = stream.process(part[:, first : first + BLOCK_FRAMES])
                whole[:, at : at + block.shape[1]] = block
                at += block.shape[1]
        rest = stream.flush()
        whole[:, at : at + rest.shape[1]] = rest[:, : whole.shape[1] - at]
        return whole

    def _room(self, channels: int, frames: int) -> FloatArray:
        """Memory for audio; a file's where it is much."""
        if channels * frames * 4 <= _MOST_BYTES_IN_MEMORY or self._folder is None:
            return np.zeros((channels, frames), np.float32)
        with tempfile.TemporaryFile(dir=self._folder) as file:
            file.truncate(channels * frames * 4)
            return np.memmap(file, dtype=np.float32, mode="r+", shape=(frames, channels)).T


def _with_fades(reel: Reel, rise: int, fall: int) -> Reel:
    """The reel with fades; head and tail grow by bodies until they hold them."""
    head, tail, times = reel.head, reel.tail, reel.times
    if times and rise > head.shape[1]:
        more = min(times, -(-(rise - head.shape[1]) // reel.body.shape[1]))
        head = np.concatenate([head, *[reel.body] * more], axis=1)
        times -= more
    if times and fall > tail.shape[1]:
        more = min(times, -(-(fall - tail.shape[1]) // reel.body.shape[1]))
        tail = np.concatenate([*[reel.body] * more, tail], axis=1)
        times -= more
    if not times:  # one piece, on which the fades may meet
        head = np.concatenate([head, tail], axis=1)
        fade_in_place(head, rise, fall)
        return Reel(head, reel.body, head[:, :0], 0, reel.sample_rate)
    fade_in_place(head, rise, 0)
    fade_in_place(tail, 0, fall)
    return Reel(head, reel.body, tail, times, reel.sample_rate)
