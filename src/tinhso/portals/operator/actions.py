"""The few acts of the console. Each is gated, in one transaction, and on record."""

from datetime import datetime
from typing import Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from tinhso.foundation.audit import public as audit
from tinhso.kernel import modules, outbox
from tinhso.kernel.actors import Actor
from tinhso.kernel.errors import NotFound
from tinhso.kernel.models import DeadLetter
from tinhso.portals.operator.errors import AlreadyWaiting, ReplayFailed, SealsUnreadable
from tinhso.portals.operator.gate import console_required
from tinhso.portals.operator.queries import jobs
from tinhso.portals.operator.queries.events import get_dead_letter
from tinhso.portals.operator.scrub import scrub
from tinhso.portals.operator.verifying import write_walk

MAX_SEALS: Final = 50
"""Seals one page may walk: at most 204,800 entries, a few seconds. More is for the worker."""


def replay_event(actor: Actor, *, letter_id: int) -> None:
    """Give a buried event to its subscriber once more, now.

    Raises NotFound for one that is not buried (any more), ReplayFailed when the subscriber fails again or is not part
    of this installation; the attempt is on record either way.
    """
    console_required(actor)
    letter = get_dead_letter(letter_id)
    about = {"subscriber": letter.subscriber, "type": letter.type}
    try:
        with transaction.atomic():
            outbox.replay(letter_id)
            audit.record(
                actor,
                verb="operator.event_replayed",
                subject_kind="event",
                subject_id=letter.event_id,
                detail=about,
            )
    except DeadLetter.DoesNotExist:
        raise NotFound from None
    except Exception as error:
        with transaction.atomic():
            audit.record(
                actor,
                verb="operator.event_replay_failed",
                subject_kind="event",
                subject_id=letter.event_id,
                detail=about | {"error": type(error).__name__},
            )
        said = scrub(f"{type(error).__name__}: {error}")
        raise ReplayFailed(
            _("Bên nhận %(name)s vẫn chưa xử lý được: %(error)s. Khắc phục nguyên nhân rồi chạy lại.")
            % {"name": letter.subscriber, "error": said}
        ) from error


@transaction.atomic
def retry_job(actor: Actor, *, job_id: int, now: datetime) -> None:
    """Put a failed job back into its queue. Raises NotFound for one that has not failed; AlreadyWaiting for a twin."""
    console_required(actor)
    job = jobs.get_failed(job_id)
    try:
        with transaction.atomic():
            jobs.put_back(job.id, now=now)
    except IntegrityError:
        raise AlreadyWaiting from None
    audit.record(actor, verb="operator.job_retried", subject_kind="job", detail={"job": job.id, "task": job.task})


@transaction.atomic
def run_periodic(actor: Actor, *, name: str, now: datetime) -> None:
    """Queue a timed job to run now. Raises NotFound for one nobody declared, AlreadyWaiting when it is in the queue."""
    console_required(actor)
    if name not in {periodic.name for module in modules.all_modules() for periodic in module.periodic}:
        raise NotFound
    jobs.enqueue(name, now=now)
    audit.record(actor, verb="operator.job_queued", subject_kind="job", detail={"task": name})


def verify_seals(actor: Actor, *, first: str, last: str) -> audit.VerifyReport:
    """Walk over the seals from one number to another, at most 50, now; what was found is on record.

    Raises SealsUnreadable for what are no numbers of seals there are, with the sentence beside each field.
    """
    console_required(actor)
    newest = audit.last_seal()
    numbers = [int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0 for text in (first, last)]
    fields = _seal_faults(*numbers, newest=newest.number if newest else 0)
    if fields:
        raise SealsUnreadable(fields=fields)
    report = audit.verify(first_seal=numbers[0], last_seal=numbers[1])
    write_walk(actor, report, part=f"{numbers[0]}-{numbers[1]}")
    return report


def _seal_faults(first: int, last: int, *, newest: int) -> dict[str, str]:
    known = _("Nhập số con dấu từ 1 đến %(newest)d.") % {"newest": newest} if newest else _("Chưa có con dấu nào.")
    faults = {name: known for name, number in (("tu", first), ("den", last)) if not 1 <= number <= newest}
    if not faults and not first <= last < first + MAX_SEALS:
        faults["den"] = _("Nhập số từ %(first)d đến %(most)d: mỗi lần kiểm tra tối đa %(count)d con dấu.") % {
            "first": first,
            "most": min(first + MAX_SEALS - 1, newest),
            "count": MAX_SEALS,
        }
    return faults
