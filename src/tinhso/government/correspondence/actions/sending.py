"""From an issued document to its deliveries: written down at once, sealed and handed over afterwards, each once."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from tinhso.foundation.audit import public as audit
from tinhso.foundation.calendar import public as calendar
from tinhso.foundation.edxml import public as edxml
from tinhso.foundation.edxml.public import Business
from tinhso.foundation.organisations import public as organisations
from tinhso.foundation.organisations.data import UnitInfo
from tinhso.foundation.work import public as work
from tinhso.government.correspondence import access, packets
from tinhso.government.correspondence.data import ANSWER_WITHIN, FAILED_WORK, HANDLE, REFUSED_WORK, DeliveryState
from tinhso.government.correspondence.models import Delivery, Packet
from tinhso.government.correspondence.naming import agency_name, find_agency
from tinhso.government.documents import public as documents
from tinhso.government.documents.data import Direction, DocumentInfo, Recipient, State
from tinhso.kernel.actors import SYSTEM, Actor
from tinhso.kernel.clock import local_day

FIRST: Final = "issued/"
_LOCK: Final = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 13))"


@transaction.atomic
def send_issued(*, document_id: UUID, now: datetime) -> UUID | None:
    """Write down the packet of an issued document and one delivery for each receiver; return the packet's id.

    Receivers that were merged since are found by who took over; two that became one get it once. Who has neither a unit
    here nor an identification code gets it on paper. Safe to call again. None when it goes to nobody.
    """
    info = documents.get_document(SYSTEM, document_id=document_id)
    if info.direction is not Direction.OUTGOING or not info.recipients:
        return None
    before = Packet.objects.filter(document_id=info.replaces_id, key__startswith=FIRST).first()
    return _write(
        info,
        key=f"{FIRST}{info.id}",
        business=Business.REPLACE if before else Business.NEW,
        concerns=before if info.replaces_id else None,
        receivers=_receivers(info, info.recipients, now=now),
        reason=_("Thay thế %(code)s") % {"code": before.code} if before else "",
        now=now,
    )


@transaction.atomic
def send_more(actor: Actor, *, packet_id: UUID, recipients: Sequence[Recipient], now: datetime) -> int:
    """Send a document that went out to further receivers (gửi bổ sung nơi nhận); return how many are new.

    Who was merged is found by who took over; nobody gets it twice. Raises DeliveryMissing for another agency's,
    IllegalDocumentMove when it was recalled or replaced.
    """
    first = access.access_packet(actor, packet_id=packet_id, ability=HANDLE, lock=True)
    if first.document_id is None:
        return 0
    _take_turns(first.document_id)
    info = documents.get_document(actor, document_id=first.document_id)
    if info.state is not State.ISSUED:
        raise documents.IllegalDocumentMove(state=info.state.value)
    known = Delivery.objects.filter(packet__document_id=first.document_id, packet__business__in=[0, 3])
    pairs = set(known.values_list("receiver_unit_id", "receiver_name"))
    units = {unit for unit, _name in pairs if unit}
    names = {name for unit, name in pairs if unit is None}
    fresh = [
        one
        for one in _receivers(info, recipients, now=now)
        if (one.receiver_unit_id not in units if one.receiver_unit_id else one.receiver_name not in names)
    ]
    if not fresh:
        return 0
    made = _write(
        info,
        key=f"more/{info.id}/{known.count()}",
        business=Business.NEW,
        concerns=None,
        receivers=fresh,
        reason="",
        now=now,
    )
    audit.record(
        actor, verb="correspondence.sent_more", subject_kind="packet", subject_id=made, unit_id=first.unit_id,
        detail={"receivers": len(fresh)},
    )  # fmt: skip
    return len(fresh)


def _take_turns(document_id: UUID) -> None:
    """Let one verb at a time send a document, or call it back: whoever is called back knows all it was sent to."""
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [str(document_id)])


def _write(
    info: DocumentInfo,
    *,
    key: str,
    business: Business,
    concerns: Packet | None,
    receivers: list[Delivery],
    reason: str,
    now: datetime,
) -> UUID | None:
    if not receivers:
        return None
    unit = organisations.get_unit(info.unit_id)
    packet, made = Packet.objects.get_or_create(
        key=key,
        defaults={
            "business": business.value,
            "unit_id": info.unit_id,
            "sender_code": unit.code,
            "sender_name": agency_name(unit),
            "wire_id": edxml.document_id(unit.code, info.issued_on, info.code),
            "code": info.code,
            "kind": info.kind_title,
            "subject": "" if info.restricted else info.subject,
            "restricted": info.restricted,
            "issued_on": info.issued_on,
            "document_id": info.id,
            "concerns": concerns,
            "reason": reason,
            "attachments": [] if business is Business.RECALL else packets.attachments_of(info),
            "created_at": now,
        },
    )
    if made:
        for one in receivers:
            one.packet = packet
        Delivery.objects.bulk_create(receivers)
    return packet.id


def _receivers(info: DocumentInfo, recipients: Iterable[Recipient], *, now: datetime) -> list[Delivery]:
    found: dict[object, Delivery] = {}
    for one in recipients:
        unit_id = one.unit_id or _ours(one.code)
        if unit_id is not None:
            for agency in _heirs(unit_id, local_day(now)):
                if agency.id != info.unit_id:
                    found.setdefault(agency.id, _to_unit(agency, is_to_act=one.is_to_act, now=now))
        elif edxml.is_code(one.code):
            found.setdefault((one.code, one.name), _to_outside(one, now=now))
    return list(found.values())


def _ours(code: str) -> UUID | None:
    found = find_agency(code) if code else None
    return found.id if found else None


def _heirs(unit_id: UUID, day: date) -> list[UnitInfo]:
    return [organisations.agency_of(heir.id) for heir in organisations.successors(unit_id, day)]


def _to_unit(agency: UnitInfo, *, is_to_act: bool, now: datetime) -> Delivery:
    return Delivery(
        receiver_unit_id=agency.id,
        receiver_code=agency.code,
        receiver_name=agency_name(agency),
        is_to_act=is_to_act,
        changed_at=now,
    )


def _to_outside(one: Recipient, *, now: datetime) -> Delivery:
    return Delivery(
        receiver_code=one.code,
        receiver_name=one.name[:300],
        is_to_act=one.is_to_act,
        state=DeliveryState.OUTSIDE,
        changed_at=now,
    )


@transaction.atomic
def resend(actor: Actor, *, packet_id: UUID, delivery_id: UUID | None = None, now: datetime) -> int:
    """Send again what could not be delivered, one receiver's or all of a packet; return how many."""
    packet = access.access_packet(actor, packet_id=packet_id, ability=HANDLE, lock=True)
    failed = packet.deliveries.filter(state=DeliveryState.FAILED)
    if delivery_id is not None:
        failed = failed.filter(pk=delivery_id)
    count = failed.update(state=DeliveryState.WAITING, attempts=0, retry_at=None, error="", changed_at=now)
    if count:
        work.close_items(subject_id=packet.id, kind=FAILED_WORK, actor=actor, now=now)
        audit.record(
            actor, verb="correspondence.resent", subject_kind="packet", subject_id=packet.id, unit_id=packet.unit_id,
            detail={"receivers": count},
        )  # fmt: skip
    return count


@transaction.atomic
def seen_refusals(actor: Actor, *, packet_id: UUID, now: datetime) -> None:
    """Say that the clerk has seen who refused a document and why. What could not be delivered stays before them."""
    packet = access.access_packet(actor, packet_id=packet_id, ability=HANDLE)
    if work.close_items(subject_id=packet.id, kind=REFUSED_WORK, actor=actor, now=now):
        audit.record(
            actor,
            verb="correspondence.refusals_seen",
            subject_kind="packet",
            subject_id=packet.id,
            unit_id=packet.unit_id,
        )


@transaction.atomic
def send_recall(*, document_id: UUID, now: datetime) -> list[UUID]:
    """Write down the call back of a document at everybody it went to (thu hồi); return the ids of its packets.

    Receivers it did not reach yet do not get it any more. Safe to call again.
    """
    _take_turns(document_id)
    info = documents.get_document(SYSTEM, document_id=document_id)
    made = []
    sent = Packet.objects.filter(document_id=document_id, business__in=[Business.NEW, Business.REPLACE])
    for packet in sent.select_for_update().order_by("id"):
        packet.deliveries.filter(state__in=[DeliveryState.WAITING, DeliveryState.FAILED, DeliveryState.OUTSIDE]).update(
            state=DeliveryState.CANCELLED, changed_at=now
        )
        reached = packet.deliveries.filter(state__in=[DeliveryState.DELIVERED, DeliveryState.HANDED_OUT])
        rows = [
            Delivery(
                receiver_unit_id=one.receiver_unit_id,
                receiver_code=one.receiver_code,
                receiver_name=one.receiver_name,
                is_to_act=one.is_to_act,
                state=DeliveryState.WAITING if one.receiver_unit_id else DeliveryState.OUTSIDE,
                changed_at=now,
            )
            for one in reached.exclude(status="02").order_by("id")
        ]
        if rows:
            made.append(_write_recall(packet, info, rows, now=now))
    return made


def _write_recall(packet: Packet, info: DocumentInfo, rows: list[Delivery], *, now: datetime) -> UUID:
    recall, is_new = Packet.objects.get_or_create(
        key=f"recalled/{packet.id}",
        defaults={
            "business": Business.RECALL.value,
            "unit_id": packet.unit_id,
            "sender_code": packet.sender_code,
            "sender_name": packet.sender_name,
            "wire_id": packet.wire_id,
            "code": packet.code,
            "kind": packet.kind,
            "subject": packet.subject,
            "restricted": packet.restricted,
            "issued_on": packet.issued_on,
            "document_id": packet.document_id,
            "concerns": packet,
            "reason": info.reason[:500] or _("Cơ quan ban hành thu hồi văn bản"),
            "created_at": now,
        },
    )
    if is_new:
        for one in rows:
            one.packet = recall
        Delivery.objects.bulk_create(rows)
    return recall.id


@transaction.atomic
def hand_out(actor: Actor, *, packet_id: UUID, now: datetime) -> int:
    """Note that a packet was taken out for its receivers outside (xuất gói tin); return for how many the first time."""
    packet = access.access_packet(actor, packet_id=packet_id, ability=HANDLE)
    waiting = packet.deliveries.filter(state=DeliveryState.OUTSIDE)
    count = waiting.update(state=DeliveryState.HANDED_OUT, changed_at=now)
    if count:
        audit.record(
            actor, verb="correspondence.handed_out", subject_kind="packet", subject_id=packet.id,
            unit_id=packet.unit_id, detail={"receivers": count},
        )  # fmt: skip
    return count


def report_failure(packet: Packet, *, now: datetime) -> None:
    """Put what could not be sent before the clerk who sent it, once."""
    if packet.unit_id is None:
        return
    work.close_items(subject_id=packet.id, kind=FAILED_WORK, now=now)
    work.open_item(
        kind=FAILED_WORK,
        subject_id=packet.id,
        subject_kind="packet",
        title=_("Văn bản gửi chưa thành công: %(code)s")
        % {"code": _("Văn bản hạn chế") if packet.restricted else packet.code},
        code="" if packet.restricted else packet.code,
        unit_id=documents.desk_unit(packet.unit_id),
        role="clerk",
        due_at=calendar.add_working_time(now, ANSWER_WITHIN, unit_id=packet.unit_id),
        facts={"step": _("Gửi lại"), "act": "exchange"},
        now=now,
    )
