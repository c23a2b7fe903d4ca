"""Makes exports: one at a time, held by a lease; a worker that dies leaves the export to the next."""

import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final
from uuid import UUID

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import Q

from tinhso.foundation.audit import public as audit
from tinhso.foundation.files import public as files
from tinhso.foundation.notifications import public as notifications
from tinhso.government.retention.content import exporting
from tinhso.government.retention.data import ExportState
from tinhso.government.retention.events import ExportReady
from tinhso.government.retention.models import PersonExport
from tinhso.government.retention.packing import Packed, pack
from tinhso.kernel.actors import SYSTEM
from tinhso.kernel.holdings import Person
from tinhso.kernel.outbox import announce

log = structlog.get_logger(__name__)

LEASE: Final = timedelta(minutes=15)
MAX_ATTEMPTS: Final = 4


def make_next(*, now: datetime) -> bool:
    """Make the oldest export that waits; say whether there was one. It is packed outside any transaction."""
    row = _claim(now)
    if row is None:
        return False
    folder = Path(settings.DATA_DIR) / "files" / "incoming"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.NamedTemporaryFile(dir=folder, prefix="export-", suffix=".zip") as place:
        try:
            person = Person(row.person_id, row.number)
            packed = pack(Path(place.name), person=person, name=row.name, now=now)
            name = f"du-lieu-{now:%Y%m%d}.zip"
            kept = files.save_archive(Path(place.name), name=name, actor=SYSTEM, now=now)
        except Exception as error:  # noqa: BLE001 - whatever a room's table raises, the queue must stand
            _fail(row.pk, error, now)
            return True
    _ready(row.pk, kept, packed, now)
    return True


@transaction.atomic
def _claim(now: datetime) -> PersonExport | None:
    free = Q(lease_until=None) | Q(lease_until__lte=now)
    rows = PersonExport.objects.select_for_update(skip_locked=True).filter(free, state=ExportState.WAITING.value)
    row = rows.order_by("id").first()
    if row is None:
        return None
    row.attempts += 1
    row.lease_until = now + LEASE
    if row.attempts > MAX_ATTEMPTS:
        row.state, row.error = ExportState.FAILED.value, "killed"
    row.save(update_fields=["attempts", "lease_until", "state", "error"])
    return row if row.state == ExportState.WAITING else None


@transaction.atomic
def _fail(export_id: UUID, error: Exception, now: datetime) -> None:
    row = PersonExport.objects.select_for_update().get(pk=export_id)
    log.warning("retention.export_failed", export=str(export_id), attempt=row.attempts, exc_info=error)
    row.error = type(error).__name__[:300]
    row.lease_until = now + timedelta(minutes=2**row.attempts)
    row.state = (ExportState.FAILED if row.attempts >= MAX_ATTEMPTS else ExportState.WAITING).value
    row.save(update_fields=["error", "lease_until", "state"])


@transaction.atomic
def _ready(export_id: UUID, kept: files.FileInfo, packed: Packed, now: datetime) -> None:
    row = PersonExport.objects.select_for_update().get(pk=export_id)
    row.file_id, row.size, row.error = kept.id, kept.size, ""
    row.ready_at, row.expires_at = now, now + timedelta(days=exporting("keep_days"))
    row.state = ExportState.READY.value
    row.save(update_fields=["file_id", "size", "error", "ready_at", "expires_at", "state"])
    audit.record(
        SYSTEM,
        verb="retention.export_made",
        subject_kind="export",
        subject_id=row.id,
        unit_id=row.unit_id,
        person_id=row.person_id,
        detail={"rows": sum(packed.rows.values()), "files": packed.files, "missing": packed.missing},
    )
    announce(ExportReady(row.id, row.asked_by_id))
    notifications.notify(
        row.asked_by_id,
        template="export_ready" if row.asked_by_id == row.person_id else "export_ready_desk",
        context={"due_at": row.expires_at},
        subject_id=row.id,
        now=now,
    )
