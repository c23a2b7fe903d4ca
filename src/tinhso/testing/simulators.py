"""Simulators of outside systems, started for real on a free port of loopback: no test of ours mocks its other side.

from tinhso.testing.simulators import simulator, simulators    # noqa: F401 - fixtures

def test_the_other_side_is_down(simulator, settings):
    portal = simulator("national-portal")
    settings.NATIONAL_URL = portal.url
    portal.behave(down=True)
"""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tinhso.testing.ports import own_port


@dataclass
class SimulatorServer:
    """One process with every simulator; `kill` ends it without warning, `start` starts it again on the same port."""

    folder: Path
    port: int
    process: "subprocess.Popen[bytes] | None" = None

    def start(self) -> None:
        """Start, and wait until it answers (at most 30 seconds)."""
        command = [sys.executable, "-m", "tinhso.simulators", "--port", str(self.port), "--data", str(self.folder)]
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True)
        until = time.monotonic() + 30
        while True:
            try:
                ask(f"http://127.0.0.1:{self.port}/")
            except OSError:
                if time.monotonic() > until or self.process.poll() is not None:
                    raise
                time.sleep(0.05)
            else:
                return

    def kill(self) -> None:
        """End it as a power cut would."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None


@dataclass
class Simulator:
    """One simulator: its address, and how it behaves from now on."""

    server: SimulatorServer
    url: str
    behaved: list[bool] = field(default_factory=list)

    def behave(self, **wanted: Any) -> None:
        """Set `delay`, `failing`, `down`, `quirks`; undone after the test."""
        self.behaved.append(True)
        ask(f"{self.url}/_control", wanted)

    def forgive(self) -> None:
        """Behave well again."""
        ask(f"{self.url}/_control", {"delay": 0, "failing": 0, "down": False, "quirks": {}})


@dataclass(frozen=True, slots=True)
class Issued:
    """A key and its certificate from the demonstration authority, as PEM; `chain` are its issuers."""

    certificate: str
    key: str
    chain: tuple[str, ...]
    serial: str


@dataclass
class Authority:
    """The demonstration authority: what it issues, and what it says of it from now on."""

    simulator: Simulator
    url: str

    def issue(self, profile: str = "good", *, name: str = "Phạm Văn Thử") -> Issued:
        """Return a fresh key with a certificate; odd ones by `profile` (tinhso.simulators.authority.issuing)."""
        made = ask(f"{self.url}/_control/issue", {"profile": profile, "name": name})
        return Issued(made["certificate"], made["key"], tuple(made["chain"]), made["serial"])

    def revoke(self, serial: str, *, reason: str = "keyCompromise", at: datetime | None = None) -> None:
        """Revoke a certificate by its number in hexadecimal, now or at a moment."""
        ask(f"{self.url}/_control/revoke", {"serial": serial, "reason": reason, "at": at.isoformat() if at else None})

    def suspend(self, serial: str) -> None:
        """Suspend a certificate."""
        ask(f"{self.url}/_control/suspend", {"serial": serial})

    def release(self, serial: str) -> None:
        """End a suspension."""
        ask(f"{self.url}/_control/release", {"serial": serial})

    def behave(self, **wanted: Any) -> None:
        """Set `delay`, `failing`, `down`, `quirks`; undone after the test."""
        self.simulator.behave(**wanted)


def ask(url: str, body: Any = None) -> Any:
    """GET, or POST `body` as JSON; return the answer's JSON. Raises OSError for everything that is no 2xx."""
    request = urllib.request.Request(  # noqa: S310 - loopback
        url,
        data=None if body is None else json.dumps(body).encode(),
        headers={"Content-Type": "application/json"} if body is not None else {},
    )
    with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 - loopback
        return json.loads(answer.read() or b"null")


@pytest.fixture
def authority(simulator: Callable[[str], Simulator], simulators: SimulatorServer, settings: Any) -> Authority:
    """Let the house issue its demonstration keys from the simulated authority, and ask it about them."""
    one = simulator("authority")
    settings.SIMULATORS = one.url.removesuffix("/authority")
    settings.DEMO_AUTHORITY = str(simulators.folder / "authority")
    return Authority(one, one.url)


@pytest.fixture(scope="session")
def simulators(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimulatorServer]:
    """Every simulator, in one process for the whole run."""
    server = SimulatorServer(tmp_path_factory.mktemp("simulators"), own_port())
    server.start()
    yield server
    server.kill()


@pytest.fixture
def simulator(simulators: SimulatorServer) -> Iterator[Callable[[str], Simulator]]:
    """Return a function that gives a simulator by its name (`national-portal`); it behaves well again afterwards."""
    given: list[Simulator] = []

    def by_name(name: str) -> Simulator:
        if simulators.process is None:
            simulators.start()
        one = Simulator(simulators, f"http://127.0.0.1:{simulators.port}/{name}")
        given.append(one)
        return one

    yield by_name
    if simulators.process is None:
        simulators.start()
    for one in given:
        if one.behaved:
            one.forgive()
