"""What was issued and what is revoked, in a file that survives a crash."""

import sqlite3
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

HOLD: Final = "certificateHold"
_TABLES: Final = """
CREATE TABLE IF NOT EXISTS certificate (serial TEXT PRIMARY KEY, subject TEXT NOT NULL, der BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS revoked (serial TEXT PRIMARY KEY, reason TEXT NOT NULL, at REAL NOT NULL);
CREATE TABLE IF NOT EXISTS counter (one INTEGER PRIMARY KEY CHECK (one = 1), changes INTEGER NOT NULL);
INSERT OR IGNORE INTO counter VALUES (1, 0);
"""


@dataclass(frozen=True, slots=True)
class Revoked:
    """A certificate that may not be relied on since `at`; HOLD is a suspension."""

    serial: int
    reason: str
    at: datetime


class Register:
    """Every act is on the disk before it returns."""

    def __init__(self, folder: Path, shared: Path) -> None:
        self.issued = shared / "issued"
        self._base = sqlite3.connect(folder / "authority.sqlite3", isolation_level=None, check_same_thread=False)
        self._base.execute("PRAGMA journal_mode=WAL")
        self._base.execute("PRAGMA synchronous=FULL")
        self._base.executescript(_TABLES)

    def keep(self, certificate: x509.Certificate) -> None:
        """Keep a certificate issued here."""
        row = (f"{certificate.serial_number:x}", certificate.subject.rfc4514_string())
        self._base.execute(
            "INSERT OR IGNORE INTO certificate VALUES (?, ?, ?)", (*row, certificate.public_bytes(Encoding.DER))
        )

    def knows(self, serial: int) -> bool:
        """Tell whether this authority, or whoever shares its keys, issued this number."""
        name = f"{serial:x}"
        if (self.issued / f"{name}.crt").exists():
            return True
        return self._base.execute("SELECT 1 FROM certificate WHERE serial = ?", (name,)).fetchone() is not None

    def revoke(self, serial: int, reason: str, at: datetime | None) -> None:
        """Revoke or suspend. A revoked one stays as it was revoked. Raises ValueError for a suspension of it."""
        found = self.find(serial)
        if found and found.reason != HOLD:
            if reason == HOLD:
                raise ValueError("already revoked")
            return
        moment = at.timestamp() if at else time.time_ns() / 1e9
        self._change("INSERT OR REPLACE INTO revoked VALUES (?, ?, ?)", (f"{serial:x}", reason, moment))

    def release(self, serial: int) -> None:
        """End a suspension. Raises ValueError for one there is not."""
        found = self.find(serial)
        if found is None or found.reason != HOLD:
            raise ValueError("not suspended")
        self._change("DELETE FROM revoked WHERE serial = ?", (f"{serial:x}",))

    def find(self, serial: int) -> Revoked | None:
        """Return what is known against a certificate."""
        row = self._base.execute("SELECT * FROM revoked WHERE serial = ?", (f"{serial:x}",)).fetchone()
        return _revoked(row) if row else None

    def revoked(self) -> list[Revoked]:
        """Return everything revoked or suspended."""
        return [_revoked(row) for row in self._base.execute("SELECT * FROM revoked ORDER BY at")]

    def changes(self) -> int:
        """Return how often something was changed: the number of the next list rests on it."""
        return int(self._base.execute("SELECT changes FROM counter").fetchone()[0])

    def subjects(self) -> list[tuple[str, str]]:
        """Return number and subject of what was issued here, the newest thousand."""
        return list(self._base.execute("SELECT serial, subject FROM certificate ORDER BY rowid DESC LIMIT 1000"))

    def _change(self, sql: str, values: tuple[object, ...]) -> None:
        self._base.execute("BEGIN IMMEDIATE")
        self._base.execute(sql, values)
        self._base.execute("UPDATE counter SET changes = changes + 1")
        self._base.execute("COMMIT")


def _revoked(row: tuple[str, str, float]) -> Revoked:
    return Revoked(int(row[0], 16), row[1], datetime.fromtimestamp(row[2], UTC).replace(microsecond=0))
