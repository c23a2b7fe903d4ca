"""A document called back, at its receivers: asked for, agreed or refused; what is agreed is frozen, never deleted."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from tinhso.foundation.audit import public as audit
from tinhso.foundation.calendar import public as calendar
from tinhso.foundation.edxml.public import StatusCode
from tinhso.foundation.work import public as work
from tinhso.government.correspondence import access
from tinhso.government.correspondence.actions import statuses
from tinhso.government.correspondence.data import (
    ANSWER_WITHIN,
    HANDLE,
    MAX_REASON,
    MIN_REASON,
    RECALL_WORK,
    DeliveryInfo,
    DeliveryState,
)
from tinhso.government.correspondence.errors import BadReply, IllegalStatus
from tinhso.government.correspondence.models import Delivery
from tinhso.government.correspondence.rules.statuses import may_say
from tinhso.government.documents import public as documents
from tinhso.kernel.actors import SYSTEM, Actor
from tinhso.kernel.text import clean_line


def arrive(row: Delivery, *, now: datetime) -> None:
    """Bring a call back to one receiver: what was asked stands on the delivery of the document itself."""
    row.state, row.arrived_at, row.changed_at, row.error = DeliveryState.DELIVERED, now, now, ""
    row.save(update_fields=["state", "arrived_at", "changed_at", "error"])
    if row.packet.concerns_id is None:
        return
    concerned = (
        Delivery.objects.select_for_update(of=("self",))
        .select_related("packet")
        .filter(packet_id=row.packet.concerns_id, receiver_unit_id=row.receiver_unit_id)
        .first()
    )
    if concerned is not None:
        ask(concerned, reason=row.packet.reason, by=row.packet.sender_name, now=now)


def ask(row: Delivery, *, reason: str, by: str, now: datetime) -> None:
    """Ask one receiver to give a document back (13). What nobody has registered yet goes back at once (15)."""
    if not may_say(statuses.stand_of(row), StatusCode.RECALL_ASKED):
        return
    statuses.say(SYSTEM, row, StatusCode.RECALL_ASKED, text=reason, unit_name=by, now=now)
    if row.status == StatusCode.ARRIVED and row.document_id is not None:
        documents.freeze(SYSTEM, document_id=row.document_id, reason=reason, now=now)
        words = _("Văn bản chưa vào sổ, hệ thống khóa ngay.")
        statuses.say(SYSTEM, row, StatusCode.RECALL_AGREED, text=words, now=now)
    elif row.receiver_unit_id is not None:
        _open(row, row.receiver_unit_id, now=now)


def _open(row: Delivery, unit_id: UUID, *, now: datetime) -> None:
    packet = row.packet
    shown = _("Văn bản hạn chế") if packet.restricted else f"{packet.kind} {packet.code}"
    work.open_item(
        kind=RECALL_WORK,
        subject_id=row.id,
        subject_kind="delivery",
        title=_("%(unit)s yêu cầu lấy lại: %(document)s") % {"unit": packet.sender_name[:120], "document": shown[:120]},
        code="" if packet.restricted else packet.code[:40],
        unit_id=documents.desk_unit(unit_id),
        role="clerk",
        due_at=calendar.add_working_time(now, ANSWER_WITHIN, unit_id=unit_id),
        facts={"applicant": packet.sender_name[:120], "step": _("Trả lời yêu cầu lấy lại"), "act": "exchange"},
        now=now,
    )


@transaction.atomic
def answer_recall(actor: Actor, *, delivery_id: UUID, agrees: bool, reason: str = "", now: datetime) -> DeliveryInfo:
    """Answer a sender who wants a document back: agree, and it is frozen here (15), or refuse with the reason (16).

    Raises DeliveryMissing, IllegalStatus when nothing is asked any more, BadReply for a refusal without reason.
    """
    row = access.access_delivery(actor, delivery_id=delivery_id, ability=HANDLE, lock=True)
    if row.recall != StatusCode.RECALL_ASKED:
        raise IllegalStatus
    why = clean_line(reason)[:MAX_REASON]
    if not agrees and len(why) < MIN_REASON:
        words = _("Ghi lý do từ chối để bên gửi biết.")
        raise BadReply(words, fields={"ly_do": words})
    if agrees and row.document_id is not None:
        asked = row.lines.filter(code=StatusCode.RECALL_ASKED).order_by("-id").first()
        documents.freeze(actor, document_id=row.document_id, reason=asked.text if asked else "", now=now)
    code = StatusCode.RECALL_AGREED if agrees else StatusCode.RECALL_REFUSED
    statuses.say(actor, row, code, text=why, now=now)
    work.close_items(subject_id=row.id, kind=RECALL_WORK, actor=actor, now=now)
    audit.record(
        actor,
        verb="correspondence.recall_answered",
        subject_kind="delivery",
        subject_id=row.id,
        unit_id=row.receiver_unit_id,
        detail={"status": code.value},
    )
    return row.to_info()
