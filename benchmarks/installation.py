"""An installation of its own: in a temporary folder, on a free port, with the embedded PostgreSQL."""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tinhso.settings.embedded import OWNER, EmbeddedServer

ROOT = Path(__file__).resolve().parents[1]
PASSWORD = "minh-hoa-2026"  # noqa: S105 - printed by ./tinhso run, for demo accounts only


def free_port() -> int:
    """Return a port nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Installation:
    """One `./tinhso run`. `start` waits for `ready`; `stop` ends it as Ctrl-C would; `seconds` is how long it took."""

    def __init__(self, folder: Path, *, root: Path = ROOT, command: tuple[str, ...] = ()) -> None:
        self.folder, self.root, self.port = folder, root, free_port()
        self.command = command or (sys.executable, "-m", "tinhso.entry.cli")
        self.process: subprocess.Popen[bytes] | None = None
        self.seconds = 0.0

    @property
    def server(self) -> EmbeddedServer:
        """Its PostgreSQL."""
        return EmbeddedServer(self.folder)

    def environment(self) -> dict[str, str]:
        """Return the environment in which our own programs reach its database as the owner of the tables."""
        return {
            **os.environ,
            "TINHSO_DATA": str(self.folder),
            "TINHSO_DEMO": "yes",
            "TINHSO_DATABASE_POOL": "0",
            "DATABASE_URL": self.server.url(role=OWNER),
            "DJANGO_SETTINGS_MODULE": "tinhso.settings.base",
            "PYTHONPATH": os.pathsep.join([str(self.root), str(self.root / "src")]),
        }

    def start(self, *arguments: str, seconds: float = 1800) -> "Installation":
        """Start, and wait until it says `ready`. Raises RuntimeError with its last words otherwise."""
        log = self.folder / "bench.log"
        environment = {key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "TINHSO_DATA")}
        began = time.monotonic()
        with log.open("wb") as output:
            self.process = subprocess.Popen(
                [*self.command, "run", "--port", str(self.port), "--data", str(self.folder), *arguments],
                cwd=self.root,
                env={**environment, "PYTHONPATH": str(self.root / "src")},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        while b"\nready " not in log.read_bytes():
            if self.process.poll() is not None or time.monotonic() - began > seconds:
                self.stop()
                raise RuntimeError(f"the installation did not start:\n{log.read_text()[-3000:]}")
            time.sleep(0.02)
        self.seconds = time.monotonic() - began
        return self

    def stop(self) -> None:
        """End it and wait."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(60)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
        self.process = None

    def children(self) -> dict[str, int]:
        """Return the process ids of its parts: web, worker and simulators."""
        rows = json.loads((self.folder / "run" / "children.json").read_text())
        names = {"worker": "worker", "tinhso.entry.wsgi:application": "web"}
        return {names.get(mark, "simulators"): pid for pid, mark in rows}

    def ask(self, what: str, *arguments: str) -> Any:
        """Run one of `benchmarks.inside` in this installation's environment; return what it answers (JSON)."""
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.inside", what, *arguments],
            cwd=self.root,
            env=self.environment(),
            capture_output=True,
            check=False,
            text=True,
        )
        if done.returncode:
            raise RuntimeError(f"{what}: {done.stderr[-3000:]}")
        return json.loads(done.stdout)


@contextmanager
def installation(*arguments: str) -> Iterator[Installation]:
    """Give a running installation in a temporary folder; both are gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="tinhso-bench-") as folder:
        house = Installation(Path(folder))
        try:
            yield house.start(*arguments)
        finally:
            house.stop()


def memory_of(pid: int) -> int:
    """Return the proportional memory (PSS) of a process and all below it, in bytes: shared pages count once."""
    total, waiting = 0, [pid]
    while waiting:
        at = waiting.pop()
        try:
            rollup = Path(f"/proc/{at}/smaps_rollup").read_text()
            total += sum(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:")) * 1024
            for task in Path(f"/proc/{at}/task").iterdir():
                waiting += [int(child) for child in (task / "children").read_text().split()]
        except OSError:
            continue
    return total
