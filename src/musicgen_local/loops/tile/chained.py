"""A loop's packets from several encoders at once, each checked to have joined the one before.

What an encoder remembers fades. One that begins a few seconds early soon puts out packets of one
that heard all from the start; where they do so for long enough, a decoder has the same behind it,
whichever it was, and can go on with either.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from itertools import pairwise

from musicgen_local.loops.reel import Reel
from musicgen_local.loops.tile.splice import PacketStream, Spliced

_WORKERS = min(os.cpu_count() or 1, 4)
_EARLY_SECONDS = 10  # most music is joined after two to six
_LEAST_SEGMENT_SECONDS = 20  # shorter ones would be heard twice for the most part
_TAIL_REACH_PACKETS = 4  # how long before it begins the tail may be felt
_HELD_PACKETS = 3  # that an encoder may hold back
_LOOK_SECONDS = 0.2


def chained(
    encoder: Callable[[], PacketStream],
    reel: Reel,
    packet_frames: int,
    run: int,
    watch: Callable[[float], None],
) -> Spliced | None:
    """The packets of `reel`, whose body is a multiple of `packet_frames`; None: they don't join.

    `encoder` makes a new one. Two streams have joined where `run` packets in a row are the same,
    and so have the loop's end and its start.
    """
    early = _EARLY_SECONDS * reel.sample_rate // packet_frames
    if reel.times < 2:
        return None
    packets = _Segments(encoder, reel.short(2), packet_frames, early, run).encoded(watch)
    if packets is None:
        return None
    period = reel.body.shape[1] // packet_frames
    # The loop is taken from inside the first body, where it has forgotten the head.
    begun = reel.head.shape[1] // packet_frames + 1
    round_about = packets[begun + period : begun + 2 * period - _TAIL_REACH_PACKETS]
    place = _joint(packets[begun : begun + len(round_about)], round_about, run)
    if place is None:
        return None
    place += begun
    again = place + period
    return Spliced(packets[:place], packets[place:again], reel.times - 1, packets[again:])


def _joint(one: list[bytes], other: list[bytes], run: int) -> int | None:
    """The last place behind `run` packets that are the same in both; None where there is none."""
    same = 0
    for at in range(len(one) - 1, -1, -1):
        same = same + 1 if one[at] == other[at] else 0
        if same == run:
            return at + run
    return None


class _Segments:
    def __init__(
        self,
        encoder: Callable[[], PacketStream],
        reel: Reel,
        packet_frames: int,
        early: int,
        run: int,
    ) -> None:
        self._encoder, self._reel = encoder, reel
        self._packet_frames, self._early, self._run = packet_frames, early, run
        self._stopped = threading.Event()
        self._fed: list[int] = []  # frames, for each block: appending needs no lock

    def encoded(self, watch: Callable[[float], None]) -> list[bytes] | None:
        """The packets of all of it; None where a segment did not join the one before."""
        whole = self._reel.frames // self._packet_frames
        least = _LEAST_SEGMENT_SECONDS * self._reel.sample_rate // self._packet_frames
        many = max(1, min(_WORKERS, whole // least))
        # The first has nothing to hear again, so it gets more.
        each = (whole + self._early * (many - 1)) // many
        edges = [0, *(each + (each - self._early) * index for index in range(many - 1)), whole]
        frames = self._reel.frames + (many - 1) * self._early * self._packet_frames
        pool = ThreadPoolExecutor(many, thread_name_prefix="encode-packets")
        try:
            spans = list(pairwise(edges))
            encoding = [pool.submit(self._segment, start, stop) for start, stop in spans]
            self._await(encoding, lambda: watch(sum(self._fed) / frames))
            return self._joined(spans, [one.result() for one in encoding])
        finally:
            self._stopped.set()
            pool.shutdown(cancel_futures=True)

    def _await(self, encoding: list[Future[list[bytes]]], look: Callable[[], None]) -> None:
        waiting = set(encoding)
        while waiting:
            done, waiting = wait(waiting, _LOOK_SECONDS, FIRST_COMPLETED)
            for one in done:
                one.result()
            look()

    def _segment(self, start: int, stop: int) -> list[bytes]:
        """The packets from `early` before `start` up to `stop`; of the last, all there are."""
        first = max(start - self._early, 0)
        last = stop == self._reel.frames // self._packet_frames
        end = self._reel.frames if last else (stop + _HELD_PACKETS) * self._packet_frames
        encoder = self._encoder()
        packets: list[bytes] = []
        for at in range(first * self._packet_frames, end, self._reel.sample_rate):
            if self._stopped.is_set():
                return []
            block = self._reel.between(at, min(at + self._reel.sample_rate, end))
            packets += encoder.encode(block)
            self._fed.append(block.shape[1])
        return packets + encoder.finish() if last else packets[: stop - first]

    def _joined(
        self, spans: list[tuple[int, int]], segments: list[list[bytes]]
    ) -> list[bytes] | None:
        packets = segments[0]
        for (start, _), segment in list(zip(spans, segments, strict=True))[1:]:
            heard_twice = start - max(start - self._early, 0)
            overlap = packets[len(packets) - heard_twice :]
            joint = _joint(overlap, segment[:heard_twice], self._run)
            if joint is None:
                return None
            packets = packets[: len(packets) - heard_twice + joint] + segment[joint:]
        return packets
