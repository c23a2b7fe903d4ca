"""Processes that read strangers' files for us: started at need, a few, ended when nobody has asked for a while.

A file may be made to use up memory or time in any parser. So no parser of PDF, XML or CMS runs where requests are
answered: a process without secrets does it, with bounded memory, and is ended when it takes too long.
"""

import atexit
import json
import os
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from tinhso.foundation.signing.errors import TooComplex, VerifierBusy

SECONDS: Final = 30.0
"""How long one file may take."""
WAIT: Final = 20.0
"""How long to wait for a free process."""
PROCESSES: Final = 2
IDLE: Final = 60.0
JOBS: Final = 2000
"""After so many a process is replaced, so that what a library keeps does not grow without end."""
LENGTH: Final = struct.Struct(">I")
_SOURCES: Final = Path(__file__).resolve().parents[4]


class Reader:
    """One process, and who waits for its answer."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tinhso.foundation.signing.verification.examine"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"PYTHONPATH": str(_SOURCES), "PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8"},
            close_fds=True,
            start_new_session=True,
        )
        self.done = 0
        self.last = time.monotonic()

    def ask(self, parts: tuple[bytes, ...], *, seconds: float) -> dict[str, Any]:
        """Return the answer to one job. Raises TooComplex when there is none in time; then the process is over."""
        late = threading.Timer(seconds, self.end)
        late.daemon = True
        late.start()
        try:
            stdin, stdout = self.process.stdin, self.process.stdout
            if stdin is None or stdout is None:
                raise TooComplex
            for part in parts:
                stdin.write(LENGTH.pack(len(part)))
                stdin.write(part)
            stdin.flush()
            head = stdout.read(LENGTH.size)
            packed = stdout.read(LENGTH.unpack(head)[0]) if len(head) == LENGTH.size else b""
            answer: dict[str, Any] = json.loads(packed)
        except (OSError, ValueError):
            self.end()
            raise TooComplex from None
        finally:
            late.cancel()
        self.done += 1
        self.last = time.monotonic()
        return answer

    def end(self) -> None:
        """End the process."""
        with suppress(OSError):
            self.process.kill()
        with suppress(OSError, subprocess.TimeoutExpired):
            self.process.wait(5)

    def close(self) -> None:
        """End the process and let go of its pipes."""
        self.end()
        for pipe in (self.process.stdin, self.process.stdout):
            with suppress(OSError):
                if pipe is not None:
                    pipe.close()

    @property
    def is_spent(self) -> bool:
        """Whether it is over, or has done enough."""
        return self.process.poll() is not None or self.done >= JOBS


class Readers:
    """The readers of this process."""

    def __init__(self, count: int = PROCESSES) -> None:
        self._places = threading.BoundedSemaphore(count)
        self._lock = threading.Lock()
        self._free: list[Reader] = []
        self._pid = os.getpid()
        self._sweeper: threading.Timer | None = None

    def ask(
        self, head: Mapping[str, Any], data: bytes, beside: bytes | None, *, seconds: float = SECONDS
    ) -> dict[str, Any]:
        """Return the findings of one job. Raises TooComplex, VerifierBusy when no process became free in time."""
        if not self._places.acquire(timeout=WAIT):
            raise VerifierBusy
        reader = None
        try:
            reader = self._take()
            found = reader.ask((json.dumps(head).encode(), data, beside or b""), seconds=seconds)
        finally:
            if reader is not None:
                self._give_back(reader)
            self._places.release()
        if found.get("refused") == "too_complex":
            raise TooComplex
        return found

    def _take(self) -> Reader:
        with self._lock:
            if os.getpid() != self._pid:  # a forked child must not speak on its parent's pipes
                self._free, self._pid = [], os.getpid()
            while self._free:
                reader = self._free.pop()
                if not reader.is_spent:
                    return reader
                reader.close()
        return Reader()

    def _give_back(self, reader: Reader) -> None:
        if reader.is_spent:
            reader.close()
            return
        with self._lock:
            self._free.append(reader)
            if self._sweeper is None:
                self._sweeper = threading.Timer(IDLE, self._sweep)
                self._sweeper.daemon = True
                self._sweeper.start()

    def _sweep(self) -> None:
        with self._lock:
            self._sweeper = None
            old = [one for one in self._free if time.monotonic() - one.last >= IDLE - 1]
            self._free = [one for one in self._free if one not in old]
            if self._free:
                self._sweeper = threading.Timer(IDLE, self._sweep)
                self._sweeper.daemon = True
                self._sweeper.start()
        for one in old:
            one.close()

    def end(self) -> None:
        """End every process that is free."""
        with self._lock:
            waiting, self._free = self._free, []
        for one in waiting:
            one.close()


READERS: Final = Readers()
atexit.register(READERS.end)
