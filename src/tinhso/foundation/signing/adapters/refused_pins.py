"""A PIN a token refused is not tried again, by no process and after no restart: a token locks after a few wrong ones.

Beside the PIN's file lies `<file>.refused`: empty while all is well, else the digest of the PIN that was refused. A PIN
is tried under a lock of that file, so that of several processes that start at once one tries it. Where the folder of
secrets cannot be written to, each process remembers for itself.
"""

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

SUFFIX: Final = ".refused"

_own: dict[Path, str] = {}


class Attempt:
    """One turn at a token with a PIN, while nobody else has one."""

    def __init__(self, path: Path, pin: str, handle: int | None) -> None:
        self._path, self._handle = path, handle
        self._digest = hashlib.sha256(f"{path.name}\0{pin}".encode()).hexdigest()

    @property
    def was_refused(self) -> bool:
        """Whether this very PIN was refused before, here or by another process."""
        held = (
            _own.get(self._path, "")
            if self._handle is None
            else os.pread(self._handle, 64, 0).decode("ascii", "replace")
        )
        return held == self._digest

    def refuse(self) -> None:
        """Remember that the token refused it, on the disk before anybody goes on."""
        if self._handle is None:
            _own[self._path] = self._digest
            return
        os.pwrite(self._handle, self._digest.encode(), 0)
        os.fsync(self._handle)


@contextmanager
def attempt(secret: Path, pin: str) -> Iterator[Attempt]:
    """Have one's turn at a token whose PIN lies in `secret`."""
    path = secret.with_name(secret.name + SUFFIX)
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    except OSError:
        yield Attempt(path, pin, None)
        return
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield Attempt(path, pin, handle)
    finally:
        os.close(handle)
