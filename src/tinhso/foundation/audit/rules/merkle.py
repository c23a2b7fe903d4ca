"""Merkle trees over SHA-256 (RFC 6962, section 2.1): 0x00 before a leaf, 0x01 before two children."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Final

MARK: Final = 8
"""Bytes of a leaf kept in its seal, so that a broken batch can name its first broken row."""


def leaf(entry: bytes) -> bytes:
    """Return the 32-byte digest of one entry's canonical text."""
    return sha256(b"\x00" + entry).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """Return the root over at least one leaf. Refuses none with ValueError."""
    if not leaves:
        raise ValueError("a tree has at least one leaf")
    level = list(leaves)
    while len(level) > 1:
        pairs = [sha256(b"\x01" + a + b).digest() for a, b in zip(level[::2], level[1::2], strict=False)]
        level = pairs + level[len(pairs) * 2 :]
    return level[0]


def inclusion_path(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """Return the siblings from leaf `index` up to the root (RFC 6962, 2.1.1)."""
    path: list[bytes] = []
    level = list(leaves)
    while len(level) > 1:
        sibling = index ^ 1
        if sibling < len(level):
            path.append(level[sibling])
        pairs = [sha256(b"\x01" + a + b).digest() for a, b in zip(level[::2], level[1::2], strict=False)]
        level = pairs + level[len(pairs) * 2 :]
        index //= 2
    return path


def root_from_path(entry_leaf: bytes, *, index: int, count: int, path: Sequence[bytes]) -> bytes | None:
    """Return the root that a path leads to, None when it does not fit a tree of `count` leaves (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < count:
        return None
    place, last, digest = index, count - 1, entry_leaf
    for sibling in path:
        if last == 0:
            return None
        if place & 1 or place == last:
            digest = sha256(b"\x01" + sibling + digest).digest()
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            digest = sha256(b"\x01" + digest + sibling).digest()
        place, last = place >> 1, last >> 1
    return digest if last == 0 else None


def marks_of(leaves: Sequence[bytes]) -> bytes:
    """Return the first bytes of every leaf, one after another."""
    return b"".join(one[:MARK] for one in leaves)
