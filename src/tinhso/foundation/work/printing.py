"""Papers waiting to be printed at a desk: what the printer failed on is never forgotten."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from tinhso.foundation.work.data import PrintJobInfo, PrintState
from tinhso.foundation.work.desk import PrintJob
from tinhso.foundation.work.errors import PrintMissing
from tinhso.kernel.actors import Actor

MAX_SHOWN: Final = 100


@transaction.atomic
def queue_print(actor: Actor, *, subject_id: UUID, paper: str, code: str, now: datetime) -> PrintJobInfo:
    """Put a paper of a subject into the officer's own queue; the same paper again waits again."""
    if actor.account_id is None:
        raise PrintMissing
    job, _made = PrintJob.objects.update_or_create(
        account_id=actor.account_id,
        subject_id=subject_id,
        paper=paper,
        defaults={"code": code[:60], "state": PrintState.WAITING, "printed_at": None, "created_at": now},
    )
    return job.to_info()


def list_prints(actor: Actor) -> list[PrintJobInfo]:
    """Return what waits or failed, the oldest first; at most 100."""
    if actor.account_id is None:
        return []
    rows = PrintJob.objects.filter(account_id=actor.account_id).exclude(state=PrintState.PRINTED)
    return [row.to_info() for row in rows.order_by("id")[:MAX_SHOWN]]


@transaction.atomic
def settle_print(
    actor: Actor, *, job_id: UUID, is_printed: bool, now: datetime, by_machine: bool = False
) -> PrintJobInfo:
    """Say whether the paper came out. One that did not stays listed to be printed again. Raises PrintMissing.

    `by_machine`: the page says so, not the officer; it comes too late to unsay what the officer said of the printer.
    """
    job = PrintJob.objects.select_for_update().filter(pk=job_id).first()
    if job is None or actor.account_id is None or job.account_id != actor.account_id:
        raise PrintMissing
    if by_machine and job.state == PrintState.FAILED:
        return job.to_info()
    job.state = PrintState.PRINTED if is_printed else PrintState.FAILED
    job.printed_at = now if is_printed else None
    job.save(update_fields=["state", "printed_at"])
    return job.to_info()
