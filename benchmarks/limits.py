"""Limits measured beside the figures: pgbench on the same database, a bare Django page on the same server."""

import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager

from benchmarks.installation import Installation, free_port
from benchmarks.load import Client, drive

from tinhso.settings.embedded import OWNER, _bin_folder


def pgbench(house: Installation, script: str, *, clients: int, seconds: int) -> float:
    """Return transactions a second of a pgbench script. Raises RuntimeError when one of them fails."""
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as file:
        file.write(script)
        file.flush()
        done = subprocess.run(
            [
                str(_bin_folder() / "pgbench"), "-n", "-f", file.name, "-c", str(clients), "-j", "2",
                "-T", str(seconds), house.server.url(role=OWNER),
            ],
            capture_output=True,
            check=False,
            text=True,
        )  # fmt: skip
    found = re.search(r"tps = ([\d.]+)", done.stdout)
    if done.returncode or not found:
        raise RuntimeError(f"pgbench: {done.stderr[-2000:]}")
    return float(found[1])


def bare_page(house: Installation, *, clients: int, seconds: float) -> float:
    """Return requests a second of a Django program that does nothing but read one row, on the same server."""

    def script(_at: int) -> object:
        client = Client(port)

        def act(_number: int) -> None:
            client.ask("GET", "/")

        return act

    with _served(house) as port:
        return drive(script, clients=clients, seconds=seconds).rate  # type: ignore[arg-type]


@contextmanager
def _served(house: Installation) -> Iterator[int]:
    port = free_port()
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port), "--workers", "2",
        "--blocking-threads", "4", "--no-ws", "--log-level", "error", "benchmarks.bare:application",
    ]  # fmt: skip
    server = subprocess.Popen(command, cwd=house.root, env=house.environment(), start_new_session=True)
    try:
        _wait(port)
        yield port
    finally:
        server.terminate()
        server.wait(30)


def _wait(port: int) -> None:
    until = time.monotonic() + 30
    while True:
        try:
            Client(port).ask("GET", "/")
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)
        else:
            return
