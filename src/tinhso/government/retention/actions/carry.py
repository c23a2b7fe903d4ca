"""Carrying a decision out: one dossier a transaction, resumed wherever it stopped; then the bytes of its files."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

import structlog
from django.db import transaction
from django.utils.translation import gettext as _

from tinhso.foundation.audit import public as audit
from tinhso.foundation.files import public as files
from tinhso.government.dossiers import public as dossiers
from tinhso.government.retention.data import DisposalState, LineState, Opinion
from tinhso.government.retention.erasing import Erased, erase
from tinhso.government.retention.events import DisposalFinished, DossierDestroyed
from tinhso.government.retention.models import Disposal, DisposalLine, DisposalStub, FileRemoval
from tinhso.government.retention.ties import reasons
from tinhso.kernel.actors import SYSTEM
from tinhso.kernel.clock import local_day
from tinhso.kernel.errors import DomainError
from tinhso.kernel.outbox import announce

log = structlog.get_logger(__name__)

BATCH: Final = 20
MAX_ATTEMPTS: Final = 10


def carry_out(*, now: datetime, size: int = BATCH) -> int:
    """Go on with decisions whose pause is over: at most `size` dossiers, each in a transaction; return how many.

    Several workers take different lines. A worker killed in the middle leaves the line as it was: either everything of
    a dossier is destroyed, with its stub and its audit line, or nothing is.
    """
    done = 0
    while done < size and _next_line(now):
        done += 1
    for disposal_id in Disposal.objects.filter(state=DisposalState.DECIDED.value, starts_at__lte=now).values_list(
        "id", flat=True
    )[:BATCH]:
        _finish(disposal_id, now)
    return done


@transaction.atomic
def _next_line(now: datetime) -> bool:
    rows = DisposalLine.objects.select_for_update(skip_locked=True, of=("self",)).select_related("disposal")
    line = (
        rows.filter(
            state=LineState.LISTED.value,
            opinion=Opinion.DESTROY.value,
            disposal__state=DisposalState.DECIDED.value,
            disposal__starts_at__lte=now,
        )
        .order_by("disposal_id", "ordinal")
        .first()
    )
    if line is None:
        return False
    begun = Disposal.objects.filter(pk=line.disposal_id, started_at=None)
    begun.update(started_at=now)
    found = dossiers.get_ended([line.dossier_id])
    tied = reasons(found, now=now).get(line.dossier_id, "") if found else _("Hồ sơ đang được xử lý lại.")
    if tied:
        _refuse(line, tied, now)
    else:
        _destroy(line, found[line.dossier_id], now)
    return True


def _refuse(line: DisposalLine, reason: str, now: datetime) -> None:
    line.state, line.reason, line.done_at = LineState.REFUSED.value, reason[:500], now
    line.save(update_fields=["state", "reason", "done_at"])
    audit.record(
        SYSTEM,
        verb="retention.refused",
        subject_kind="dossier",
        subject_id=line.dossier_id,
        unit_id=line.disposal.unit_id,
        detail={"disposal": str(line.disposal_id), "reason": reason[:300]},
    )


def _destroy(line: DisposalLine, dossier: dossiers.EndedDossier, now: datetime) -> None:
    disposal = line.disposal
    erased = erase(dossier.id, leave=_by(disposal), now=now)
    DisposalStub.objects.create(
        dossier_id=dossier.id,
        code=dossier.code,
        procedure_code=dossier.procedure_code,
        procedure_name=dossier.procedure_name,
        unit_id=dossier.unit_id,
        unit_name=dossier.unit_name,
        channel=dossier.channel,
        received_at=dossier.received_at,
        closed_on=local_day(dossier.closed_at),
        disposal=disposal,
        hashes=_hashes(erased),
        rows=erased.rows,
        destroyed_at=now,
    )
    line.state, line.done_at = LineState.DESTROYED.value, now
    line.save(update_fields=["state", "done_at"])
    audit.record(
        SYSTEM,
        verb="retention.destroyed",
        subject_kind="dossier",
        subject_id=dossier.id,
        unit_id=dossier.unit_id,
        person_id=dossier.person.account_id,
        detail={
            "code": dossier.code,
            "disposal": str(disposal.id),
            "decision": disposal.decision_number,
            "decided_on": str(disposal.decided_on),
            "files": len(erased.files),
            "files_kept": len(erased.kept),
            "rows": erased.rows,
        },
    )
    announce(DossierDestroyed(dossier.id, disposal.id))


def _by(disposal: Disposal) -> Callable[[dict[str, Any]], FileRemoval]:
    return lambda row: FileRemoval(disposal=disposal, **row)


def _hashes(erased: Erased) -> list[dict[str, object]]:
    return [
        {"sha256": one.sha256, "size": one.size, "pages": one.pages, "kept": one.id in erased.kept}
        for one in erased.files
    ]


@transaction.atomic
def _finish(disposal_id: UUID, now: datetime) -> None:
    """End a disposal of which nothing is left to do, once."""
    disposal = Disposal.objects.select_for_update().get(pk=disposal_id)
    if disposal.state != DisposalState.DECIDED or disposal.lines.filter(state=LineState.LISTED.value).exists():
        return
    disposal.state, disposal.finished_at = DisposalState.DONE.value, now
    disposal.save(update_fields=["state", "finished_at"])
    destroyed = disposal.lines.filter(state=LineState.DESTROYED.value).count()
    refused = disposal.lines.filter(state=LineState.REFUSED.value).count()
    audit.record(
        SYSTEM,
        verb="retention.finished",
        subject_kind="disposal",
        subject_id=disposal.id,
        unit_id=disposal.unit_id,
        detail={"code": disposal.code, "destroyed": destroyed, "refused": refused},
    )
    announce(DisposalFinished(disposal.id, disposal.unit_id, destroyed, refused))


def remove_contents(*, now: datetime, size: int = BATCH) -> int:
    """Destroy the bytes of files marked so, where no other record has the same; return how many were dealt with.

    The store is asked outside of any transaction of ours; a store that is down is asked again later, ever more seldom.
    Killed in between, the next run asks again: removing what is gone does nothing.
    """
    rows = FileRemoval.objects.filter(done_at=None, next_at__lte=now).order_by("next_at")[:size]
    done = 0
    for row in list(rows):
        try:
            gone = files.remove_content(row.sha256)
        except DomainError as down:
            gone, row.error = None, type(down).__name__
            log.warning("retention.store_down", sha256=row.sha256)
        if gone is None:
            row.attempts = min(row.attempts + 1, MAX_ATTEMPTS)
            row.next_at = now + timedelta(seconds=30 * 2**row.attempts)
            row.save(update_fields=["attempts", "next_at", "error"])
            continue
        row.done_at, row.removed, row.error = now, gone, ""
        row.save(update_fields=["done_at", "removed", "error"])
        done += 1
    return done
