"""The stream itself: mastered blocks without an end, and the ways to steer them."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from types import TracebackType
from typing import Self

import numpy as np

from musicgen_local.audio.mastering.live import FORECAST_SECONDS, LiveMaster
from musicgen_local.engines.base import FloatArray
from musicgen_local.engines.composer.endless.change import Change, Scheduled, Wishes
from musicgen_local.engines.composer.endless.course import Course
from musicgen_local.engines.composer.endless.joining import Part, Setup, Turn
from musicgen_local.engines.composer.endless.performance import Performance
from musicgen_local.engines.composer.endless.weather import Weather

BLOCK_FRAMES = 65_536  # about a second and a half at 44.1 kHz
LEAD_SECONDS = 2.0  # a change has at least so long to get ready beside the music
TARGET_LUFS = -14.0
CEILING_DBTP = -1.0
FADE_SECONDS = 3.0
_PREPARE_SECONDS = 45.0  # before a movement's end the next one begins to get ready
_WAIT_SECONDS = FORECAST_SECONDS + 2.0  # and so long before, its loudness has to be known


@dataclass(frozen=True, slots=True)
class Now:
    """What plays at the start of the block that was handed out last."""

    title: str
    genre: str
    key: str  # "F# minor"
    tempo_bpm: float
    section: str
    movement: int  # 1 for the first; a change that goes on with the piece counts as one more
    bar: int  # of the movement, from 1
    bars_played: int  # since the stream began
    seconds: float  # since the stream began


class EndlessStream:
    """An iterator of float32 blocks [2, frames], mastered, at `sample_rate`.

    Nothing in it grows with time. Equal arguments, and equal changes between equal blocks, give
    equal bytes, whatever `threads` is. Blocks are taken by one thread; `change`, `finish` and
    `now` may be used from any.

    `duration_seconds` ends it with a movement that closes; without, it ends when told to.

    Raises:
        UserError: as `Wishes` and `Wishes.brief`.
    """

    def __init__(
        self,
        wishes: Wishes,
        setup: Setup,
        *,
        seed: int,
        duration_seconds: float | None = None,
        changes: Sequence[Scheduled] = (),
    ) -> None:
        self.seed = seed
        self.sample_rate = setup.sample_rate
        self._setup = setup
        self._course = Course(wishes, seed)
        self._check(changes, wishes)
        self._scheduled = deque(sorted(changes, key=lambda each: each.at_seconds))
        self._total = None if duration_seconds is None else self._frames(duration_seconds)
        self._lock = threading.Lock()  # around what other threads may set
        self._wished: Change | None = None
        self._wishes = wishes  # with every change that was asked for, also those to come
        self._fade_seconds: float | None = None
        self._fade: tuple[int, int] | None = None  # first frame and length
        self._helper = ThreadPoolExecutor(1, "endless")
        self._weather = Weather(seed, setup.sample_rate)
        self._master = LiveMaster(TARGET_LUFS, CEILING_DBTP, setup.sample_rate)
        self._parts: list[Part] = []
        self._turn: Turn | None = None
        self._movements = 0
        self._bars_before = 0  # of the movements that are over
        self._position = 0  # frames mixed
        self._closed = False
        self._now: Now | None = None
        first = self._course.following(None, self._left_seconds(0))
        self._turn = Turn(first, 0, setup, self._helper, cut=False)

    @property
    def now(self) -> Now | None:
        """What plays; None before the first block."""
        return self._now

    def change(self, change: Change | None = None, **wishes: object) -> None:
        """Have the music be otherwise: `change(energy=0.2)`, or a `Change`.

        It takes effect at the first bar line at least `LEAD_SECONDS` behind the blocks that were
        handed out, by an equal-power crossfade of one bar (where the movement ends before, without
        one). Several changes before the same block count as one.

        Raises:
            UserError: `VALIDATION` or `INVALID_PROMPT`; the music goes on as before then.
            TypeError: for a wish that does not exist.
        """
        wanted = Change(**wishes) if change is None else change  # type: ignore[arg-type]
        with self._lock:
            after = wanted.of(self._wishes)
            after.brief()
            self._wishes = after
            self._wished = wanted if self._wished is None else self._wished.then(wanted)

    def finish(self, fade_seconds: float = FADE_SECONDS) -> None:
        """Fade out from the next block on; the iteration ends when all is silent."""
        with self._lock:
            self._fade_seconds = fade_seconds

    def close(self) -> None:
        """End it at once, threads included."""
        self._closed = True
        if self._turn is not None:
            self._turn.discard()
            self._turn = None
        self._helper.shutdown(wait=True)
        self._weather.close()
        for part in self._parts:
            part.performance.close()
        self._parts.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def __iter__(self) -> Iterator[FloatArray]:
        return self

    def __next__(self) -> FloatArray:
        """The next block; all but the first and the last have `BLOCK_FRAMES` frames.

        Raises:
            MusicGenError: when a movement can't be played.
        """
        if self._closed:
            raise StopIteration
        try:
            return self._next_block()
        except BaseException:
            self.close()
            raise

    def _next_block(self) -> FloatArray:
        self._begin_fade()
        end = self._end
        if end is not None and self._position >= end:
            self._closed = True
            rest = self._master.flush()
            self.close()
            return rest
        start = self._position
        frames = BLOCK_FRAMES if end is None else min(BLOCK_FRAMES, end - start)
        self._steer(start)
        self._join(start + frames)
        mix = np.zeros((2, frames), dtype=np.float32)
        for part in self._parts:
            part.add_to(mix, start)
        self._weather.add_to(mix, start)
        self._fade_out(mix, start)
        self._now = self._told(start)
        self._position = start + frames
        self._drop_parts()
        return self._master.process(mix, self._forecast(start))

    @property
    def _current(self) -> Part:
        return self._parts[-1]

    @property
    def _end(self) -> int | None:
        ends = [self._total, None if self._fade is None else sum(self._fade)]
        return min((end for end in ends if end is not None), default=None)

    def _steer(self, start: int) -> None:
        """See to what comes next: a change that is due, or the movement after this one."""
        if not self._parts:
            return
        change, due = self._change_due(start)
        here = self._current
        if change is not None:
            if self._turn is not None:
                self._turn.discard()
            earliest = max(start + self._frames(LEAD_SECONDS), due)
            at = here.start + here.performance.next_bar(earliest - here.start)
            cut = at < here.music_end
            at = at if cut else here.music_end
            movement = self._course.changed(
                here.performance.movement,
                here.performance.section_at(at - here.start - 1),
                change,
                self._left_seconds(at),
            )
            self._turn = Turn(movement, at, self._setup, self._helper, cut=cut)
            return
        close = here.music_end - start <= self._frames(_PREPARE_SECONDS)
        if close and self._turn is None and not here.performance.movement.final:
            at = here.music_end
            movement = self._course.following(here.performance.movement, self._left_seconds(at))
            self._turn = Turn(movement, at, self._setup, self._helper, cut=False)

    def _change_due(self, start: int) -> tuple[Change | None, int]:
        """The change to prepare now, and the frame before which it must not be heard."""
        with self._lock:
            change, self._wished = self._wished, None
            due = start
            horizon = start + BLOCK_FRAMES + self._frames(LEAD_SECONDS)
            while self._scheduled and self._frames(self._scheduled[0].at_seconds) < horizon:
                scheduled = self._scheduled.popleft()
                due = max(due, self._frames(scheduled.at_seconds))
                self._wishes = scheduled.change.of(self._wishes)
                change = scheduled.change if change is None else change.then(scheduled.change)
        return change, due

    def _join(self, stop: int) -> None:
        """Let the movement in whose bar line lies before frame `stop`."""
        while self._turn is not None and self._turn.at < stop:
            turn, self._turn = self._turn, None
            self._weather.set(turn.movement.plan.ambience)
            performance = turn.ready()
            fade = 0
            if self._parts:
                old = self._current
                self._bars_before += old.performance.bar_at(turn.at - old.start)
                if turn.cut:
                    fade = old.performance.bar_frames
                    old.leave(turn.at, fade)
            self._parts.append(Part(performance, turn.at, fade_in=fade))
            self._movements += 1

    def _drop_parts(self) -> None:
        for part in [part for part in self._parts if part.end <= self._position]:
            part.performance.close()
            if part is not self._current:
                self._parts.remove(part)

    def _forecast(self, start: int) -> list[float]:
        """Loudness second by second from `start` on, as far as the next movement is known."""
        turn, here = self._turn, self._current
        following: Performance | None = None
        if turn is not None and not turn.cut and turn.at - start < self._frames(_WAIT_SECONDS):
            following = turn.ready()
        foretold = []
        for second in range(FORECAST_SECONDS + 2):
            frame = start + self._frames(second)
            if following is not None and turn is not None and frame >= turn.at:
                foretold.append(following.forecast_lufs(frame - turn.at))
            else:
                foretold.append(here.performance.forecast_lufs(frame - here.start))
        return foretold

    def _begin_fade(self) -> None:
        with self._lock:
            seconds = self._fade_seconds
        if seconds is not None and self._fade is None:
            self._fade = (self._position, self._frames(seconds))
        if self._total is None or self._fade is not None or not self._parts:
            return
        fade = self._frames(FADE_SECONDS)
        closing = self._current.performance.movement.final and self._current.end >= self._total - 2
        if not closing and self._total - self._position <= fade + BLOCK_FRAMES:
            self._fade = (self._total - fade, fade)

    def _fade_out(self, mix: FloatArray, start: int) -> None:
        if self._fade is None:
            return
        first, length = self._fade
        places = np.arange(start, start + mix.shape[1], dtype=np.float64)
        share = np.clip((places - first) / max(length, 1), 0.0, 1.0)
        mix *= np.square(np.cos(np.pi / 2 * share)).astype(np.float32)

    def _told(self, start: int) -> Now:
        part = next((part for part in reversed(self._parts) if part.start <= start), self._parts[0])
        plan, frame = part.performance.movement.plan, start - part.start
        later = self._parts[self._parts.index(part) + 1 :]
        bar = min(part.performance.bar_at(frame), plan.bars - 1)
        before = self._bars_before
        if later:
            before -= part.performance.bar_at(later[0].start - part.start)
        return Now(
            title=plan.title,
            genre=plan.genre,
            key=plan.key_name,
            tempo_bpm=plan.tempo_bpm,
            section=plan.sections[part.performance.section_at(frame)].name,
            movement=self._movements - len(later),
            bar=bar + 1,
            bars_played=before + bar,
            seconds=start / self.sample_rate,
        )

    def _left_seconds(self, frame: int) -> float | None:
        if self._total is None:
            return None
        return max(self._total - frame, BLOCK_FRAMES) / self.sample_rate

    def _frames(self, seconds: float) -> int:
        return round(seconds * self.sample_rate)

    @staticmethod
    def _check(changes: Sequence[Scheduled], wishes: Wishes) -> None:
        for each in sorted(changes, key=lambda scheduled: scheduled.at_seconds):
            wishes = each.change.of(wishes)
            wishes.brief()
