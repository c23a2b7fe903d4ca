"""`./tinhso verify`, `figures` and `shell`: look into an installation, running or not."""

import argparse
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tinhso.settings import env


@contextmanager
def installation(data: Path) -> Iterator[None]:
    """Set up Django over the installation in `data`, starting its embedded PostgreSQL for as long as it is needed."""
    os.environ["TINHSO_DATA"] = str(data)
    os.environ["TINHSO_DATABASE_POOL"] = "0"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tinhso.settings.base")
    server = None
    if not os.environ.get("DATABASE_URL"):
        from tinhso.settings.embedded import EmbeddedServer

        embedded = EmbeddedServer(data)
        if embedded.pid() is None:
            server = embedded
            embedded.start()
        os.environ["DATABASE_URL"] = embedded.url()
    import django

    django.setup()
    try:
        yield
    finally:
        from django.db import connections

        connections.close_all()
        if server is not None:
            server.stop()


def verify(arguments: list[str]) -> int:
    """Walk the audit chain; print what was found; 0 when whole, 1 when broken."""
    parser = argparse.ArgumentParser(prog="./tinhso verify")
    parser.add_argument("--data", default=env.DATA_DIR.text())
    options = parser.parse_args(arguments)
    with installation(Path(options.data).expanduser().resolve()):
        from tinhso.foundation.audit import public as audit

        report = audit.verify()
        print(report.sentence)
        return 0 if report.ok else 1


def figures(arguments: list[str]) -> int:
    """Count the figures again and compare; with --rebuild make them anew first. 0 when every sum equals its recount."""
    parser = argparse.ArgumentParser(prog="./tinhso figures")
    parser.add_argument("--data", default=env.DATA_DIR.text())
    parser.add_argument("--rebuild", action="store_true", help="lập lại mọi số liệu từ hồ sơ trước khi đối chiếu")
    options = parser.parse_args(arguments)
    with installation(Path(options.data).expanduser().resolve()):
        from tinhso.government.figures import public as rolled

        if options.rebuild:
            print(f"Đã lập lại số liệu của {rolled.rebuild()} hồ sơ.", flush=True)
        rolled.follow_all()
        found = rolled.recount()
        print(found.sentence)
        return 0 if found.is_whole else 1


def shell(arguments: list[str]) -> int:
    """Open Django's shell over the installation."""
    parser = argparse.ArgumentParser(prog="./tinhso shell")
    parser.add_argument("--data", default=env.DATA_DIR.text())
    parser.add_argument("-c", "--command", default="")
    options = parser.parse_args(arguments)
    with installation(Path(options.data).expanduser().resolve()):
        from django.core.management import call_command

        call_command("shell", command=options.command or None)
    return 0
