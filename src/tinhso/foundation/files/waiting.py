"""A store far away, and before it the database: what the house makes waits there until it has been carried over.

A verb that numbers and signs a document holds the register's row; it writes the bytes beside its other rows and calls
nobody. The worker carries them over afterwards; until then they are read from here.
"""

import io
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import structlog
from django.db import transaction

from tinhso.foundation.files.errors import StoreDown, StoreFull
from tinhso.foundation.files.models import WaitingFile
from tinhso.foundation.files.ports import FileStore, Readable
from tinhso.kernel import clock
from tinhso.kernel.modules import Health, HealthReport

log = structlog.get_logger(__name__)

BATCH: Final = 200
MANY: Final = 1000


class WaitingStore:
    """A FileStore in front of one that is reached over a network."""

    def __init__(self, far: FileStore) -> None:
        self.far = far

    def put(self, staged: Path, sha256: str) -> None:
        """Carry over at once: somebody's upload, which no number waits for."""
        self.far.put(staged, sha256)

    def put_soon(self, staged: Path, sha256: str) -> None:
        """Keep in the caller's transaction; `carry_over` does the rest."""
        WaitingFile.objects.get_or_create(sha256=sha256, defaults={"data": staged.read_bytes(), "since": clock.now()})

    def open(self, sha256: str, *, start: int = 0, length: int | None = None) -> Readable:
        """Open what waits here, else what is over there."""
        data = _waiting(sha256)
        if data is None:
            return self.far.open(sha256, start=start, length=length)
        return io.BytesIO(data[start : None if length is None else start + length])

    @contextmanager
    def local(self, sha256: str) -> Iterator[Path]:
        """Lend a copy of what waits here, else of what is over there."""
        data = _waiting(sha256)
        if data is None:
            with self.far.local(sha256) as path:
                yield path
            return
        with tempfile.NamedTemporaryFile(prefix="tinhso-waiting-") as copy:
            copy.write(data)
            copy.flush()
            yield Path(copy.name)

    def remove(self, sha256: str) -> None:
        """Destroy what is over there. Raises StoreDown while it waits here: it is carried over first."""
        if WaitingFile.objects.filter(pk=sha256).exists():
            raise StoreDown
        self.far.remove(sha256)

    def check(self) -> HealthReport:
        """Tell how the far store is, and what waits for it."""
        report, waiting = self.far.check(), WaitingFile.objects.all()[:MANY].count()
        if report.health is Health.OK and waiting:
            return HealthReport(report.name, report.health, f"{report.sentence} {waiting} tệp chờ chuyển vào kho.")
        return report

    def carry_over(self) -> int:
        """Carry over up to 200 contents that wait, oldest first; return how many. Stops when the store does not answer.

        The row goes only after the store has the bytes; two workers at once do the same twice and harm nothing.
        """
        carried = 0
        for sha256 in list(WaitingFile.objects.order_by("since", "sha256").values_list("sha256", flat=True)[:BATCH]):
            try:
                with self.local(sha256) as path:
                    self.far.put(path, sha256)
            except (StoreDown, StoreFull) as down:
                log.warning("files.store_behind", said=type(down).__name__)
                break
            with transaction.atomic():
                WaitingFile.objects.filter(pk=sha256).delete()
            carried += 1
        return carried


def _waiting(sha256: str) -> bytes | None:
    data = WaitingFile.objects.filter(pk=sha256).values_list("data", flat=True).first()
    return None if data is None else bytes(data)
