"""Message catalogues: django.mo is made from django.po at every start, by Babel, and is not kept in git."""

import os
from pathlib import Path

from tinhso.settings import env


def compile_catalogues() -> None:
    """Write django.mo beside each django.po that is newer. A reader never sees half a file."""
    for source in env.ROOT.glob("locale/*/LC_MESSAGES/django.po"):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        from babel.messages.mofile import write_mo
        from babel.messages.pofile import read_po

        fresh = Path(f"{target}.{os.getpid()}")
        with source.open("rb") as catalogue, fresh.open("wb") as out:
            write_mo(out, read_po(catalogue))
        fresh.replace(target)
