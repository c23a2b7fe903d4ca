"""One supervisor over the parts of an installation: starts them, restarts what dies, ends everything together.

It holds no state: whoever is killed, the next start finds what is left, ends it, and begins again.
"""

import ctypes
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final

GRACE: Final = 20.0
BACKOFF: Final = (0.2, 1.0, 3.0, 10.0, 30.0)
_PR_SET_PDEATHSIG: Final = 1


def _prepare_child(nice: int) -> None:
    """Ask the kernel to end this child when the supervisor is killed (Linux; elsewhere the next start cleans up)."""
    if nice:
        os.nice(nice)
    if sys.platform.startswith("linux"):
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass
class Part:
    """One child program."""

    name: str
    command: list[str]
    environment: dict[str, str]
    nice: int = 0
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    failures: int = 0
    due: float = 0.0


@dataclass
class Supervisor:
    """Runs parts until told to stop. `folder` keeps the list of running children for the next start."""

    folder: Path
    parts: list[Part] = field(default_factory=list)
    stopping: bool = False

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.ledger = self.folder / "children.json"

    def sweep(self) -> None:
        """End what an earlier supervisor, killed without warning, left running."""
        with suppress(OSError, ValueError):
            for pid, mark in json.loads(self.ledger.read_text()):
                if _is_ours(pid, mark):
                    _end_group(pid, signal.SIGTERM)
                    _wait_gone(pid, mark, 5.0)
                    _end_group(pid, signal.SIGKILL)
        self.ledger.unlink(missing_ok=True)

    def begin(self, part: Part) -> None:
        """Take one part into care and start it."""
        self.parts.append(part)
        self.start(part)

    def start(self, part: Part) -> None:
        """Start one part in a process group of its own."""
        part.process = subprocess.Popen(
            part.command,
            env=part.environment,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=partial(_prepare_child, part.nice),  # noqa: PLW1509 - the supervisor has one thread
        )
        part.started = time.monotonic()
        self._note()

    def watch(self, *, look_after_database: Callable[[], None] | None = None) -> None:
        """Restart what dies, with growing pauses, until `stopping`; the database, which all need, first."""
        while not self.stopping:
            if look_after_database:
                look_after_database()
            for part in self.parts:
                self._look_after(part)
            time.sleep(0.1)

    def _look_after(self, part: Part) -> None:
        now = time.monotonic()
        if part.process is None:
            if now >= part.due:
                self.start(part)
            return
        code = part.process.poll()
        if code is None or self.stopping:
            return
        _end_group(part.process.pid, signal.SIGKILL)  # what it left behind would hold the port
        part.failures = 0 if now - part.started > 60 else part.failures + 1
        pause = BACKOFF[min(part.failures, len(BACKOFF) - 1)]
        print(f"{part.name} dừng (mã {code}); khởi động lại sau {pause:g} giây", file=sys.stderr, flush=True)
        part.process, part.due = None, now + pause

    def stop(self) -> None:
        """End every part: politely, then not."""
        self.stopping = True
        running = [p.process for p in self.parts if p.process and p.process.poll() is None]
        for process in running:
            process.terminate()
        until = time.monotonic() + GRACE
        for process in running:
            with suppress(subprocess.TimeoutExpired):
                process.wait(max(0.1, until - time.monotonic()))
        for part in self.parts:
            if part.process:
                _end_group(part.process.pid, signal.SIGKILL)
        self.ledger.unlink(missing_ok=True)

    def _note(self) -> None:
        alive = [(p.process.pid, p.command[-1]) for p in self.parts if p.process]
        fresh = self.ledger.with_suffix(".new")
        fresh.write_text(json.dumps(alive))
        fresh.replace(self.ledger)


def _is_ours(pid: int, mark: str) -> bool:
    """Tell whether `pid` still is the program we noted, and not another that got its number."""
    try:
        return mark.encode() in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False


def _wait_gone(pid: int, mark: str, seconds: float) -> None:
    until = time.monotonic() + seconds
    while _is_ours(pid, mark) and time.monotonic() < until:
        time.sleep(0.05)


def _end_group(pid: int, sign: signal.Signals) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, sign)


def listening_host() -> str:
    """Return "::" where one socket serves IPv6 and IPv4, "0.0.0.0" where there is no IPv6."""
    if not socket.has_dualstack_ipv6():
        return "0.0.0.0"  # noqa: S104 - a server for the public listens everywhere
    try:
        with socket.socket(socket.AF_INET6, socket.SOCK_STREAM) as probe:
            probe.bind(("::1", 0))
    except OSError:
        return "0.0.0.0"  # noqa: S104
    return "::"


def port_is_free(port: int) -> bool:
    """Tell whether nobody listens on this port."""
    for family, host in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
        with suppress(OSError), socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.settimeout(0.5)
            if probe.connect_ex((host, port)) == 0:
                return False
    return True


def wait_serving(port: int, *, path: str, seconds: float, supervisor: Supervisor) -> bool:
    """Wait until the web part answers; False when it does not in time or a stop was asked."""
    import http.client

    until = time.monotonic() + seconds
    while time.monotonic() < until and not supervisor.stopping:
        try:
            connection = http.client.HTTPConnection("localhost", port, timeout=5)
            connection.request("GET", path, headers={"Host": "localhost"})
            if connection.getresponse().status == 200:
                return True
        except OSError:
            pass
        for part in supervisor.parts:
            if part.process and part.process.poll() is not None:
                return False
        time.sleep(0.05)
    return False
