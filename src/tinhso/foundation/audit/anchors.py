"""The log a machine keeps of the seals it laid: one line each, outside the database.

It is what a dropped last seal, or a chain laid anew, cannot agree with. Written after the seal is committed; a line
lost to a crash does no harm, since the next one pins the whole chain before it.
"""

import os
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings


def append(seal_id: int, digest: bytes) -> None:
    """Add one line, on disk when this returns."""
    path = _path()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(descriptor, f"{seal_id} {digest.hex()}\n".encode())
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def read() -> Iterator[tuple[int, bytes]]:
    """Yield what is on the log, in the order of writing; lines cut off by a crash are passed over."""
    path = _path()
    if path.exists():
        with path.open(encoding="ascii", errors="replace") as file:
            for line in file:
                anchor = _parse(line)
                if anchor is not None:
                    yield anchor


def last() -> tuple[int, bytes] | None:
    """Return the last whole line, None when there is none."""
    path = _path()
    if not path.exists():
        return None
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 1024))
        lines = file.read().decode("ascii", "replace").splitlines()
    return next((anchor for anchor in map(_parse, reversed(lines)) if anchor), None)


def _path() -> Path:
    return Path(settings.DATA_DIR) / "audit" / "seals.log"


def _parse(line: str) -> tuple[int, bytes] | None:
    number, _, digest = line.strip().partition(" ")
    if not number.isdigit() or len(digest) != 64:
        return None
    try:
        return int(number), bytes.fromhex(digest)
    except ValueError:
        return None
