"""Identifiers: UUID version 7 (RFC 9562), so that keys sort by the time they were made."""

import os
import time
from threading import Lock
from uuid import UUID

_lock = Lock()
_last = 0


def uuid7() -> UUID:
    """Return a new UUIDv7, strictly greater than any this process made before (RFC 9562, 6.2 method 3).

    48 bits of Unix milliseconds, 12 bits of sub-millisecond clock kept monotonic, 62 random bits.
    """
    global _last  # noqa: PLW0603 - one counter for the process, behind a lock
    with _lock:
        ticks = time.time_ns() * 4096 // 1_000_000
        _last = ticks if ticks > _last else _last + 1
        ticks = _last
    milliseconds, fraction = divmod(ticks, 4096)
    random_bits = int.from_bytes(os.urandom(8), "big") & ((1 << 62) - 1)
    value = (milliseconds & ((1 << 48) - 1)) << 80 | 0x7 << 76 | fraction << 64 | 0b10 << 62 | random_bits
    return UUID(int=value)
