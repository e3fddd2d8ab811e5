"""Hours that do not sound looped: a walk over a recording's jumps that comes back to nothing soon.

A walk plays cells of the recording, jumps, plays on. No cell is played again within a window. So
that the walk never gets stuck, a move is made only where a certificate holds: from its end one can
play on, jump back at one of the long jumps back, and go round there for ever, with the window
kept. Any walk may be left there, and the longest way round is the largest window that is possible.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from musicgen_local.errors import ErrorCode, UserError
from musicgen_local.loops.graph import LEAST_SECONDS, JumpGraph
from musicgen_local.loops.plan import LoopPlan, Passage
from musicgen_local.loops.winding import MOST_STRETCH

_SLACK_SECONDS = 0.1  # that a jump's arrival may lie beside a cell's line
_LEAST_JUMPS = 16  # with fewer the order is always the same
_LEAST_ROUND_SECONDS = 12.0  # of the longest way round
_USUAL_PART = 0.5  # of the largest window: the rest is freedom to jump
_AHEAD_SECONDS = 40.0  # within which the next jump is sought
_ROUNDS = 24  # ways round that a certificate may use
_TRIES = 10  # moves that are looked at before the walk just goes round
_FRESH_CELLS = 16
_GOOD, _EVEN = 6.0, 6.0  # how much quality and evenness weigh in the choice of a jump
_ENDING_TRACKS = 2.5  # lengths of the recording before the end, from which its ending is aimed at
_ENDINGS = 40
_NEVER = -(1 << 60)


def largest_window_seconds(graph: JumpGraph) -> float:
    """The longest time for which a walk can do without any cell that it has played; 0: no walk."""
    if len(graph.jumps) < _LEAST_JUMPS:
        return 0.0
    rounds = [int(graph.lines[jump.leave]) - jump.arrive_frame for jump in graph.jumps]
    longest = max(rounds, default=0) / graph.sample_rate
    if longest < _LEAST_ROUND_SECONDS:
        return 0.0
    return float(np.floor((longest / (1 + MOST_STRETCH) - _SLACK_SECONDS) * 10) / 10)


def usual_window_seconds(graph: JumpGraph) -> float:
    """The window that `walk` takes when none is asked for: half of the largest."""
    return round(largest_window_seconds(graph) * _USUAL_PART, 1)


def walk(
    graph: JumpGraph, total_frames: int, *, window_seconds: float | None = None, seed: int = 0
) -> LoopPlan:
    """A walk of `total_frames` in which no cell starts again within `window_seconds`.

    It begins with the recording's start and ends with its ending where that comes in time (the last
    passage then stops at the recording's end); else it is cut, for a fade-out. The same seed
    gives the same walk. Raises `UserError` where the recording has too few jumps for any walk,
    or for that window.
    """
    largest = largest_window_seconds(graph)
    if not largest:
        raise UserError(
            ErrorCode.VALIDATION,
            "This recording has too few places that can follow each other in another order.",
            recovery="Repeat it as a loop or with a crossfade instead.",
            details={"jumps": len(graph.jumps)},
        )
    window = usual_window_seconds(graph) if window_seconds is None else window_seconds
    if not 0 <= window <= largest:
        raise UserError(
            ErrorCode.VALIDATION,
            f"No passage of this recording can be kept from coming again for {window:g} s.",
            recovery=f"Ask for at most {largest:g} s.",
            details={"largest_window_seconds": largest},
        )
    passages = _Walker(graph, window, np.random.default_rng(seed)).walked(total_frames)
    return LoopPlan(tuple(passages), graph.crossfade_frames, total_frames)


@dataclass(slots=True)
class _State:
    """Where a walk is: about to play cell `cell`, `at` frames after its start."""

    cell: int
    frame: int  # of the recording; the cell's line, or where a jump arrived
    at: int
    last: NDArray[np.int64]  # [cells]: when each was last begun


def _spread(leave: NDArray[np.int64], length: NDArray[np.int64], window: int) -> NDArray[np.int64]:
    """Jumps back that make a way round of at least `window`, from all over the recording.

    The longest is among them; they are in the order in which they leave.
    """
    able = np.flatnonzero(length >= window)
    able = able[np.argsort(-length[able], kind="stable")]
    parts = np.array_split(np.unique(leave[able]), _ROUNDS // 2)
    chosen = {int(able[0])}
    for part in parts:
        chosen.update(able[np.isin(leave[able], part)][:2].tolist())
    return np.array(sorted(chosen, key=lambda jump: int(leave[jump])), dtype=np.int64)


class _Walker:
    def __init__(self, graph: JumpGraph, window_seconds: float, dice: np.random.Generator) -> None:
        rate = graph.sample_rate
        self.lines = graph.lines
        self.starts = graph.lines[:-1]
        self.dice = dice
        longer = window_seconds * (1 + MOST_STRETCH) + _SLACK_SECONDS  # if it is then played faster
        self.window = round(longer * rate)
        jumps = sorted(graph.jumps, key=lambda jump: jump.leave)
        self.leave = np.array([jump.leave for jump in jumps])
        self.arrive = np.array([jump.arrive for jump in jumps])
        self.arrive_frame = np.array([jump.arrive_frame for jump in jumps])
        self.quality = np.array([jump.quality for jump in jumps])
        self.least, self.ahead = round(LEAST_SECONDS * rate), round(_AHEAD_SECONDS * rate)
        length = self.lines[self.leave] - self.arrive_frame
        self.rounds = _spread(self.leave, length, max(self.window, self.least))
        self.plays = np.zeros(self.starts.size)

    def walked(self, total: int) -> list[Passage]:
        """The passages of a walk of `total` frames, or nearly, if it ends as the recording does."""
        last = np.full(self.starts.size, _NEVER, np.int64)
        state = _State(0, 0, 0, last)
        passages: list[Passage] = []
        while state.at < total:
            if total - state.at <= _ENDING_TRACKS * self.lines[-1]:
                ending = self._ending(state, total)
                if ending is not None:
                    return passages + ending
            jump = self._next(state)
            passage = Passage(state.frame, int(self.lines[self.leave[jump]]))
            passages.append(passage)
            self._play(state, jump)
        over = state.at - total
        if over:
            cut = passages.pop()
            passages.append(Passage(cut.start, cut.stop - over))
        return passages

    def _play(self, state: _State, jump: int) -> None:
        leave = int(self.leave[jump])
        played = slice(state.cell, leave)
        state.last[played] = state.at + self.starts[played] - state.frame
        self.plays[played] += 1
        state.at += int(self.lines[leave]) - state.frame
        state.cell, state.frame = int(self.arrive[jump]), int(self.arrive_frame[jump])

    def _next(self, state: _State) -> int:
        """The jump that is taken next: a good one, to what was seldom played, that keeps a way."""
        limit = self._playable(state)
        position = self.lines[self.leave] - state.frame
        open_ = np.flatnonzero(
            (self.leave <= limit) & (position >= self.least) & (position <= self.ahead)
        )
        if open_.size:
            weight = _GOOD * self.quality[open_] - _EVEN * self._played(state.cell, open_)
            draws = weight + self.dice.gumbel(size=open_.size)  # draws by softmax, in an order
            for jump in open_[np.argsort(-draws)][:_TRIES].tolist():
                if any(True for _ in self._ways(self._after(state, jump))):
                    return int(jump)
        ways = np.array(list(self._ways(state)))  # of which there is one, always
        return int(ways[int(np.argmin(self._played(state.cell, ways)))])

    def _played(self, cell: int, jumps: NDArray[np.int64]) -> NDArray[np.float64]:
        """How often what leads to and over these jumps was played, beside the mean of all cells."""
        total = np.concatenate([[0.0], np.cumsum(self.plays)])
        leave, arrive = self.leave[jumps], self.arrive[jumps]
        to = np.minimum(arrive + _FRESH_CELLS, self.starts.size)
        played = total[leave] - total[cell] + total[to] - total[arrive]
        return np.asarray(
            played / (leave - cell + to - arrive) / max(float(self.plays.mean()), 1.0)
        )

    def _after(self, state: _State, jump: int) -> _State:
        leave = int(self.leave[jump])
        last = state.last.copy()
        last[state.cell : leave] = state.at + self.starts[state.cell : leave] - state.frame
        at = state.at + int(self.lines[leave]) - state.frame
        return _State(int(self.arrive[jump]), int(self.arrive_frame[jump]), at, last)

    def _playable(self, state: _State) -> int:
        """The first line beyond which the recording, played on, would come to a cell too soon."""
        due = state.at + self.starts[state.cell :] - state.frame - self.window
        soon = np.flatnonzero(state.last[state.cell :] > due)
        return state.cell + int(soon[0]) if soon.size else self.starts.size

    def _ways(self, state: _State) -> Iterator[int]:
        """The jumps back after which one can go round for ever with the window kept."""
        cell = state.cell
        playable = self._playable(state)
        behind = state.last[:cell] - self.starts[:cell]
        # By when a way round has to begin, for each first cell of it.
        worst = np.maximum.accumulate(behind[::-1])[::-1]
        for jump in self.rounds.tolist():
            leave, first = int(self.leave[jump]), int(self.arrive[jump])
            played = int(self.lines[leave]) - state.frame
            if leave > playable or played < self.least:
                continue
            begun = state.at + played - int(self.arrive_frame[jump])
            if first >= cell or worst[first] <= begun - self.window:
                yield int(jump)

    def _ending(self, state: _State, total: int) -> list[Passage] | None:
        """What leads from here to the recording's end in time, over two jumps at the most."""
        frames = int(self.lines[-1])
        left = total - state.at
        most = MOST_STRETCH * total
        if abs(frames - state.frame - left) <= most and self._playable(state) == self.starts.size:
            return [Passage(state.frame, frames)]
        limit = self._playable(state)
        first = self.lines[self.leave] - state.frame
        usable = np.flatnonzero((first >= self.least) & (self.leave <= limit))
        ends = frames - self.arrive_frame
        off = first[usable] + ends[usable] - left
        ways: list[tuple[tuple[int, ...], int]] = [
            ((int(usable[k]),), int(off[k])) for k in np.flatnonzero(np.abs(off) <= most)
        ]
        if usable.size > _ENDINGS:
            usable = self.dice.choice(usable, _ENDINGS, replace=False)
        between = self.lines[self.leave][None, :] - self.arrive_frame[usable][:, None]
        off = first[usable][:, None] + between + ends[None, :] - left
        fits = (np.abs(off) <= most) & (between >= self.least)
        pairs = np.argwhere(fits)
        if pairs.shape[0] > _ENDINGS:
            pairs = pairs[self.dice.choice(pairs.shape[0], _ENDINGS, replace=False)]
        ways += [((int(usable[a]), int(b)), int(off[a, b])) for a, b in pairs]
        ways.sort(key=lambda way: abs(way[1]) / most - float(self.quality[list(way[0])].mean()))
        for jumps, _ in ways[: 2 * _ENDINGS]:
            passages = self._led(state, jumps)
            if passages is not None:
                return passages
        return None

    def _led(self, state: _State, jumps: tuple[int, ...]) -> list[Passage] | None:
        """The passages over these jumps to the recording's end; None where one comes too soon."""
        passages = []
        for jump in jumps:
            if not state.cell < self.leave[jump] <= self._playable(state):
                return None
            passages.append(Passage(state.frame, int(self.lines[self.leave[jump]])))
            state = self._after(state, jump)
        if self._playable(state) < self.starts.size:
            return None
        return [*passages, Passage(state.frame, int(self.lines[-1]))]
