"""Names of tracks: 26 characters that sort by the time of their making."""

from __future__ import annotations

import os
import re
import time

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base 32: no i, l, o, u to misread
ID_LENGTH = 26
_TIME_CHARACTERS = 10  # 48 bits of milliseconds
_RANDOM_CHARACTERS = 16  # 80 bits
_TRACK_ID = re.compile(f"[0-7][{ALPHABET}]{{{ID_LENGTH - 1}}}")


def new_track_id(milliseconds: int | None = None) -> str:
    """A fresh id: 48 bits of Unix time in milliseconds, then 80 random bits, in base 32.

    The layout is ULID's, in lower case. Ids of different milliseconds sort by time.
    """
    if milliseconds is None:
        milliseconds = time.time_ns() // 1_000_000
    random_bits = int.from_bytes(os.urandom(10), "big")
    return _encoded(milliseconds, _TIME_CHARACTERS) + _encoded(random_bits, _RANDOM_CHARACTERS)


def is_track_id(text: str) -> bool:
    """Whether `text` has the exact form of an id."""
    return _TRACK_ID.fullmatch(text) is not None


def _encoded(number: int, length: int) -> str:
    return "".join(ALPHABET[number >> 5 * place & 31] for place in reversed(range(length)))
