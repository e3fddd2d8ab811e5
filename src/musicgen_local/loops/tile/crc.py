"""Checksums of many small blocks at once, and of long ones from those of their parts.

A cyclic redundancy check that starts from zero and inverts nothing is linear: zeros in front change
nothing, and what a block adds to the sum of all depends only on how many bytes follow it. So a
frame whose header changes needs no look at the rest of its bytes.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]
Sums = NDArray[np.uint32]
_PIECE_BYTES = 128  # of blocks that are summed side by side


class Crc:
    """A checksum of 8, 16 or 32 bits; `reflected` ones take the lowest bit of a byte first."""

    def __init__(self, bits: int, polynomial: int, *, reflected: bool = False) -> None:
        self._bits = bits
        self._polynomial = polynomial
        self._reflected = reflected
        self._steps: list[Sums] = []

    def of_rows(self, rows: Bytes, start: Sums | None = None) -> Sums:
        """The sums of `rows` [..., bytes], each going on from `start` [...] (zero)."""
        sums = np.zeros(rows.shape[:-1], np.uint32) if start is None else start
        for column in range(rows.shape[-1]):
            byte = rows[..., column]
            if self._reflected:
                sums = (sums >> np.uint32(8)) ^ self._table[(sums ^ byte) & 0xFF]
            else:
                rest = (sums << np.uint32(8)) & np.uint32((1 << self._bits) - 1)
                sums = rest ^ self._table[(sums >> np.uint32(self._bits - 8)) ^ byte]
        return sums

    def of(self, data: bytes) -> int:
        """The sum of a short block."""
        return int(self.of_rows(np.frombuffer(data, np.uint8)))

    def of_blocks(self, blocks: list[bytes]) -> Sums:
        """The sum of each of `blocks`, best of like lengths: zeros in front make them equal."""
        pieces = -(-max(map(len, blocks), default=0) // _PIECE_BYTES)
        longest = pieces * _PIECE_BYTES
        rows = np.frombuffer(b"".join(block.rjust(longest, b"\0") for block in blocks), np.uint8)
        sums = self.of_rows(rows.reshape(len(blocks), pieces, _PIECE_BYTES))
        after = np.arange(pieces)[::-1] * _PIECE_BYTES
        return np.asarray(np.bitwise_xor.reduce(self.shifted(sums, after), axis=-1), np.uint32)

    def shifted(self, sums: Sums, zeros: NDArray[Any] | int) -> Sums:
        """`sums` [..., n] after `zeros` [n] more bytes of zero."""
        left = np.broadcast_to(np.asarray(zeros, np.int64), sums.shape[-1:])
        sums = sums.copy()
        for bit in range(int(left.max(initial=0)).bit_length()):
            chosen = np.flatnonzero(left >> bit & 1)
            if chosen.size:
                sums[..., chosen] = self._apply(self._doublings(bit), sums[..., chosen])
        return sums

    def joined(self, parts: list[tuple[int, int]]) -> tuple[int, int]:
        """The sum and length of blocks in a row, of which sums and lengths are known."""
        sums = np.array([one for one, _ in parts], np.uint32)
        sizes = np.array([size for _, size in parts], np.int64)
        after = sizes.sum() - np.cumsum(sizes)
        return int(np.bitwise_xor.reduce(self.shifted(sums, after), initial=0)), int(sizes.sum())

    def repeated(self, part: tuple[int, int], times: int) -> tuple[int, int]:
        """The sum and length of a block `times` times."""
        whole = (0, 0)
        for bit in bin(times)[2:]:
            whole = self.joined([whole, whole])
            if bit == "1":
                whole = self.joined([whole, part])
        return whole

    @cached_property
    def _table(self) -> Sums:
        """The sum of each byte alone."""
        values: NDArray[np.uint64] = np.arange(256, dtype=np.uint64)
        if self._reflected:
            for _ in range(8):
                out = values & np.uint64(1)
                values = (values >> np.uint64(1)) ^ out * np.uint64(self._polynomial)
            return values.astype(np.uint32)
        values = values << np.uint64(self._bits - 8)
        for _ in range(8):
            out = values >> np.uint64(self._bits - 1)
            values = (values << np.uint64(1)) ^ out * np.uint64(self._polynomial)
            values &= np.uint64((1 << self._bits) - 1)
        return values.astype(np.uint32)

    def _doublings(self, bit: int) -> Sums:
        """What 2^`bit` zeros make of each value of each byte of a sum: [bytes, 256]."""
        if not self._steps:
            width = self._bits // 8
            single = (
                np.arange(256, dtype=np.uint32) << (8 * np.arange(width, dtype=np.uint32))[:, None]
            )
            self._steps.append(self.of_rows(np.zeros((width, 256, 1), np.uint8), single))
        while len(self._steps) <= bit:
            self._steps.append(self._apply(self._steps[-1], self._steps[-1]))
        return self._steps[bit]

    def _apply(self, step: Sums, sums: Sums) -> Sums:
        out: Sums = step[0][sums & 0xFF]
        for place in range(1, self._bits // 8):
            out = out ^ step[place][sums >> np.uint32(8 * place) & 0xFF]
        return out


MP3_MUSIC = Crc(16, 0xA001, reflected=True)
FLAC_HEADER = Crc(8, 0x07)
FLAC_FRAME = Crc(16, 0x8005)
OGG_PAGE = Crc(32, 0x04C11DB7)
