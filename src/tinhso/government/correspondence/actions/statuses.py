"""What is said of a delivery: one of the nine states, written once, and what becomes work by it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from tinhso.foundation.calendar import public as calendar
from tinhso.foundation.edxml.public import StatusCode
from tinhso.foundation.work import public as work
from tinhso.government.correspondence.data import ANSWER_WITHIN, MAX_REASON, REFUSED_WORK
from tinhso.government.correspondence.events import StatusChanged
from tinhso.government.correspondence.models import Delivery, StatusLine
from tinhso.government.correspondence.rules.statuses import WORK, Stand, may_say, said
from tinhso.government.documents import public as documents
from tinhso.kernel.actors import Actor
from tinhso.kernel.outbox import announce
from tinhso.kernel.text import clean_line


def stand_of(row: Delivery) -> Stand:
    """Return how a delivery stands."""
    return Stand(
        StatusCode(row.status) if row.status else None,
        StatusCode(row.recall) if row.recall else None,
    )


def say(actor: Actor, row: Delivery, code: StatusCode, *, text: str = "", unit_name: str = "", now: datetime) -> None:
    """Write one state of a locked delivery. Raises IllegalStatus. Called inside a verb that passed its gate."""
    after = said(stand_of(row), code)
    row.status, row.recall = after.status or "", after.recall or ""
    row.changed_at = now
    row.save(update_fields=["status", "recall", "changed_at", "state", "document_id", "arrived_at", "error"])
    StatusLine.objects.create(
        delivery=row,
        code=code.value,
        at=now,
        said_by=actor.name[:200],
        unit_name=(unit_name or row.receiver_name)[:300],
        text=clean_line(text)[:MAX_REASON],
    )
    announce(StatusChanged(row.id, row.packet_id, code.value), actor=actor)
    if code is StatusCode.REFUSED:
        _tell_sender(row, now=now)


@transaction.atomic
def say_if_new(
    actor: Actor, *, delivery_id: UUID, code: StatusCode, text: str = "", unit_name: str = "", now: datetime
) -> bool:
    """Write one state unless it was said before or may not be said any more; tell whether it was written."""
    row = Delivery.objects.select_for_update().filter(pk=delivery_id).first()
    if row is None or not may_say(stand_of(row), code):
        return False
    if code in WORK and (row.status == code or row.lines.filter(code=code.value, at__gte=now).exists()):
        return False  # said already: an event may come twice, also after what followed it
    say(actor, row, code, text=text, unit_name=unit_name, now=now)
    return True


def _tell_sender(row: Delivery, *, now: datetime) -> None:
    """Put a refusal before the clerk who sent it."""
    packet = row.packet
    if packet.unit_id is None:
        return
    shown = _("Văn bản hạn chế") if packet.restricted else packet.code
    work.open_item(
        kind=REFUSED_WORK,
        subject_id=packet.id,
        subject_kind="packet",
        title=_("%(unit)s từ chối tiếp nhận %(code)s") % {"unit": row.receiver_name, "code": shown},
        code="" if packet.restricted else packet.code,
        unit_id=documents.desk_unit(packet.unit_id),
        role="clerk",
        due_at=calendar.add_working_time(now, ANSWER_WITHIN, unit_id=packet.unit_id),
        facts={"applicant": row.receiver_name, "step": _("Xem lý do từ chối"), "act": "exchange"},
        now=now,
    )
