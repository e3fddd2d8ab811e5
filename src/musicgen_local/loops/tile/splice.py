"""Encode a loop until its packets come again, and take those for all further times."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from musicgen_local.audio.value import FloatArray
from musicgen_local.loops.reel import Reel
from musicgen_local.loops.tile.tiling import TOO_FEW, NotTileable

_MOST_COPIES = 8
_HEAD_REACH_PACKETS = 4  # how far an encoder's delay carries the head into the body


@dataclass(frozen=True, slots=True)
class Spliced:
    """A stream's packets: those before, those that come `times` times, those after."""

    before: list[bytes]
    body: list[bytes]
    times: int
    after: list[bytes]

    @property
    def packets(self) -> int:
        """How many there are in all."""
        return len(self.before) + len(self.body) * self.times + len(self.after)


class PacketStream(Protocol):
    """An encoder that puts out bare packets."""

    def encode(self, block: FloatArray) -> list[bytes]:
        """The packets that are complete with `block` [channels, frames] appended."""
        ...

    def finish(self) -> list[bytes]:
        """Those that were held back; the last call."""
        ...


def spliced(
    encoder: PacketStream,
    reel: Reel,
    packet_frames: int,
    run: int,
    watch: Callable[[float], None],
) -> Spliced:
    """The packets of `reel`, whose body is a multiple of `packet_frames`.

    `run` packets in a row that come out the same one body later leave a decoder in the same state
    both times: so what follows them the first time may follow them every time.

    Raises:
        NotTileable: when no copy of the body comes out like the one before.
    """
    period = reel.body.shape[1] // packet_frames
    packets: list[bytes] = []
    fed, likely = 0, reel.short(2).frames

    def feed(part: FloatArray) -> None:
        nonlocal fed
        for at in range(0, part.shape[1], reel.sample_rate):
            block = part[:, at : at + reel.sample_rate]
            packets.extend(encoder.encode(block))
            fed += block.shape[1]
            watch(fed / likely)

    feed(reel.head)
    first = reel.head.shape[1] // packet_frames + _HEAD_REACH_PACKETS
    place: int | None = None
    copies = 0
    while place is None:
        if copies == min(_MOST_COPIES, reel.times):
            raise NotTileable(
                TOO_FEW
                if copies < _MOST_COPIES
                else f"The encoder made something else of each of {copies} copies of the loop."
            )
        feed(reel.body)
        copies += 1
        place = _place(packets, first, period, run)
    feed(reel.tail)
    packets += encoder.finish()
    return Spliced(
        packets[:place],
        packets[place : place + period],
        reel.times - copies + 1,
        packets[place + period :],
    )


def _place(packets: list[bytes], first: int, period: int, run: int) -> int | None:
    """The first packet behind `run` packets that are equal to those `period` later."""
    same = 0
    for at in range(first, len(packets) - period):
        same = same + 1 if packets[at] == packets[at + period] else 0
        if same == run:
            return at + 1
    return None
