"""What happens by itself: late instructions rise, documents that nobody has find somebody."""

from datetime import datetime
from decimal import Decimal
from typing import Final
from uuid import UUID

import structlog
from django.db import transaction
from django.utils.translation import gettext as _

from tinhso.foundation.calendar import public as calendar
from tinhso.foundation.calendar.data import Allowance, AllowanceUnit
from tinhso.foundation.identity import public as identity
from tinhso.government.documents import access, content
from tinhso.government.documents.actions import _write, desk
from tinhso.government.documents.data import OPEN
from tinhso.government.documents.instruction_data import LIVE
from tinhso.government.documents.models import Document, Instruction
from tinhso.government.documents.queries import instructions as queries
from tinhso.government.documents.queries.people import head_of, staff_units
from tinhso.kernel import clock
from tinhso.kernel.actors import SYSTEM

log = structlog.get_logger(__name__)
BATCH: Final = 100


def raise_late(now: datetime | None = None) -> int:
    """Let every instruction that is late rise, once to each level; return how many times one rose.

    First to the head of whoever has it, as soon as it is late; then, when working days have gone by
    (content/documents/late.yaml), to whoever gave it. Where there is no head in between it goes to the giver at once.
    """
    moment, raised = now or clock.now(), 0
    while part := sum(_raised(one, now=moment) for one in queries.late_ids(moment, size=BATCH)):
        raised += part
    return raised


def _raised(instruction_id: UUID, *, now: datetime) -> bool:
    """Raise one. What somebody holds just now, or what cannot be raised, waits for a later round and stops no other."""
    try:
        return _raise(instruction_id, now=now)
    except Exception as error:  # noqa: BLE001 - one that cannot be raised must not hold up the others
        log.warning("documents.not_raised", instruction=str(instruction_id), error=type(error).__name__)
        return False


@transaction.atomic
def _raise(instruction_id: UUID, *, now: datetime) -> bool:
    mine = Instruction.objects.filter(queries.rising(now), pk=instruction_id, state__in=LIVE)
    document = Document.objects.select_for_update(skip_locked=True).filter(pk__in=mine.values("document_id")).first()
    one = mine.select_for_update(skip_locked=True).first() if document else None
    if document is None or one is None or one.due_at is None:
        return False
    one.document = document
    head = _head(one) if one.rises_at is None and document.state in OPEN else None
    if head is not None:
        _put_before_head(one, head, due_at=one.due_at, now=now)
        return True
    one.raised_at = now
    one.save(update_fields=["raised_at"])
    if one.document.state in OPEN:
        words = _("Quá hạn, %(name)s chưa hoàn thành") % {"name": one.assignee_name}
        desk.open_review(one.document, one, words, due_at=one.due_at, now=now)
        _write.tell(SYSTEM, one.document, "late", instruction=one, now=now)
    return True


def _head(one: Instruction) -> UUID | None:
    """Return who heads whoever has a late instruction; None when that is its giver, or may not know of the document."""
    account = identity.get_account(one.assignee_id)
    head = head_of(account.officer_id, staff_units(one.unit_id)) if account.officer_id else None
    if head in (None, one.giver_id, one.assignee_id):
        return None
    is_closed = one.document.restricted and head not in access.names_reader(one.document_id, [head])
    return None if is_closed else head


def _put_before_head(one: Instruction, head: UUID, *, due_at: datetime, now: datetime) -> None:
    one.rises_at = calendar.add_working_time(
        due_at, Allowance(Decimal(content.days_to_giver()), AllowanceUnit.WORKING_DAY), unit_id=one.unit_id
    )
    one.save(update_fields=["rises_at"])
    _write.write_readers(one.document, [head], now=now)
    desk.open_late(one.document, one, head=head, now=now)
    facts = {"to": identity.get_account(head).name}
    _write.tell(SYSTEM, one.document, "late_head", instruction=one, facts=facts, now=now)


def find_owners(now: datetime | None = None) -> int:
    """Put every open document that lies before nobody before the leaders again; return how many there were."""
    moment, found, after = now or clock.now(), 0, None
    while ids := queries.open_ids(after=after, size=500):
        for one in queries.unowned(ids):
            found += _own(one, now=moment)
        after = ids[-1]
    return found


@transaction.atomic
def _own(document_id: UUID, *, now: datetime) -> bool:
    row = Document.objects.select_for_update().filter(pk=document_id).first()
    if row is None or not queries.unowned([document_id]):
        return False
    if row.number is None:
        desk.open_taking(row, now=now)
    else:
        desk.open_directing(row, now=now)
    _write.tell(SYSTEM, row, "found_unowned", now=now)
    return True
