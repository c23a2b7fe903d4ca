"""Reads of correspondence."""

import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q

from tinhso.foundation.audit import public as audit
from tinhso.foundation.edxml import public as edxml
from tinhso.foundation.edxml.public import StatusCode
from tinhso.foundation.files import public as files
from tinhso.foundation.organisations import public as organisations
from tinhso.foundation.organisations.data import UnitKind
from tinhso.government.correspondence import access, naming, packets
from tinhso.government.correspondence.data import (
    FOLLOW,
    DeliveryInfo,
    DeliveryState,
    PacketInfo,
    Receiver,
    SendListInfo,
    Standing,
    StatusLineInfo,
)
from tinhso.government.correspondence.errors import DeliveryMissing
from tinhso.government.correspondence.models import Delivery, Packet, SendList
from tinhso.government.correspondence.sealing import seal_of
from tinhso.kernel import clock
from tinhso.kernel.actors import Actor
from tinhso.kernel.paging import Page, page_by_key, page_of_parts

_S = StatusCode
STANDINGS: Final = {
    Standing.ON_THE_WAY: Q(
        status="", state__in=[DeliveryState.WAITING, DeliveryState.OUTSIDE, DeliveryState.HANDED_OUT]
    ),
    Standing.ARRIVED: Q(status=_S.ARRIVED, recall=""),
    Standing.TAKEN: Q(status__in=[_S.REGISTERED, _S.ASSIGNED, _S.PROCESSING], recall=""),
    Standing.DONE: Q(status=_S.DONE, recall=""),
    Standing.REFUSED: Q(status=_S.REFUSED),
    Standing.FAILED: Q(state=DeliveryState.FAILED),
    Standing.RECALLED: ~Q(recall="") & ~Q(status=_S.REFUSED),
}
MB: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Sent:
    """One packet with how its receivers stand: how many in each standing, and all."""

    packet: PacketInfo
    counts: dict[Standing, int]
    total: int


@dataclass(frozen=True, slots=True)
class Came:
    """One delivery that came, with its packet."""

    delivery: DeliveryInfo
    packet: PacketInfo


def list_sent(actor: Actor, *, cursor: str = "", size: int | None = None) -> Page[Sent]:
    """Return what the actor's agencies sent, newest first, each with the count of receivers in each standing."""
    page = page_by_key(access.packets(actor), Packet.to_info, cursor=cursor, size=size)
    counts = _counts([one.id for one in page.items])
    items = [Sent(one, *counts.get(one.id, ({}, 0))) for one in page.items]
    return Page(items, page.next_cursor)


def _counts(ids: list[UUID]) -> dict[UUID, tuple[dict[Standing, int], int]]:
    sums: dict[str, Any] = {name.value: Count("id", filter=condition) for name, condition in STANDINGS.items()}
    sums["total"] = Count("id")
    rows: Any = Delivery.objects.filter(packet_id__in=ids).values("packet_id").annotate(**sums)
    return {row["packet_id"]: ({one: row[one.value] for one in STANDINGS}, row["total"]) for row in rows}


def get_sent(actor: Actor, *, packet_id: UUID) -> Sent:
    """Return one packet that went out with its counts. Raises DeliveryMissing."""
    info = access.access_packet(actor, packet_id=packet_id).to_info()
    return Sent(info, *_counts([info.id]).get(info.id, ({}, 0)))


def list_receivers(
    actor: Actor, *, packet_id: UUID, standing: Standing | None = None, cursor: str = "", size: int | None = None
) -> Page[DeliveryInfo]:
    """Return the receivers of a packet, those in one standing when it is given. Raises DeliveryMissing."""
    rows = access.access_packet(actor, packet_id=packet_id).deliveries.all()
    if standing is not None:
        rows = rows.filter(STANDINGS[standing])
    return page_by_key(rows, Delivery.to_info, cursor=cursor, size=size, default=100, oldest_first=True)


def packets_of_document(actor: Actor, *, document_id: UUID) -> list[Sent]:
    """Return the packets in which a document went out, newest first, at most 20: none when the actor may not follow."""
    rows = access.packets(actor).filter(document_id=document_id).order_by("-id")[:20]
    found = [one.to_info() for one in rows]
    counts = _counts([one.id for one in found])
    return [Sent(one, *counts.get(one.id, ({}, 0))) for one in found]


def list_came(actor: Actor, *, is_open: bool = True, cursor: str = "", size: int | None = None) -> Page[Came]:
    """Return what came to the actor's agencies, newest first; with `is_open` what waits for the clerk alone."""
    rows = access.deliveries(actor).filter(packet__business__in=[0, 2, 3])
    parts = [rows.filter(status=_S.ARRIVED, recall=""), rows.filter(recall=_S.RECALL_ASKED)] if is_open else [rows]
    return page_of_parts(parts, lambda row: Came(row.to_info(), row.packet.to_info()), cursor=cursor, size=size)


def count_open(actor: Actor) -> int:
    """Return how many deliveries wait for the clerk, counted to 1,000."""
    rows = access.deliveries(actor).filter(Q(status=_S.ARRIVED, recall="") | Q(recall=_S.RECALL_ASKED))
    return len(rows.filter(packet__business__in=[0, 2, 3]).values_list("id", flat=True)[:1000])


def get_came(actor: Actor, *, delivery_id: UUID) -> Came:
    """Return one delivery that came. Raises DeliveryMissing."""
    row = access.access_delivery(actor, delivery_id=delivery_id)
    return Came(row.to_info(), row.packet.to_info())


def list_lines(actor: Actor, *, delivery_id: UUID) -> list[StatusLineInfo]:
    """Return what was said of a delivery, oldest first, to its sender or receiver. Raises DeliveryMissing."""
    row = Delivery.objects.filter(pk=delivery_id).first()
    if row is None:
        raise DeliveryMissing
    if row.receiver_unit_id in access.units_of(actor, FOLLOW):
        access.access_delivery(actor, delivery_id=delivery_id)
    else:
        access.access_packet(actor, packet_id=row.packet_id)
    return [one.to_info() for one in row.lines.order_by("id")[:200]]


def bytes_of(actor: Actor, *, packet_id: UUID) -> tuple[PacketInfo, Iterator[bytes]]:
    """Return a packet as it was sealed, byte for byte: one that went out, or one that came from outside.

    The files of the document are in it: it is for the clerk, and for who may open the document, and that it was taken
    is put on record. Raises DeliveryMissing, also while it is not sealed.
    """
    row = Packet.objects.filter(pk=packet_id, sealed_at__isnull=False).first()
    if row is None:
        raise DeliveryMissing
    if row.unit_id is not None and row.unit_id in access.units_of(actor, FOLLOW):
        access.access_packet(actor, packet_id=packet_id)
        unit_id, document_id = row.unit_id, row.document_id
    else:
        came = access.deliveries(actor).filter(packet_id=packet_id).first()
        if came is None or came.receiver_unit_id is None:
            raise DeliveryMissing
        unit_id, document_id = came.receiver_unit_id, came.document_id
    if not access.may_take(actor, unit_id=unit_id, document_id=document_id):
        raise DeliveryMissing
    with transaction.atomic():
        audit.record(
            actor, verb="correspondence.packet_taken", subject_kind="packet", subject_id=row.id, unit_id=unit_id
        )
    return row.to_info(), _stream(row)


def _stream(row: Packet) -> Iterator[bytes]:
    if row.archive_file_id is None:
        return edxml.assemble(row.envelope.encode(), packets.held(row))
    return _unpacked(row.archive_file_id)


def _unpacked(archive_id: UUID) -> Iterator[bytes]:
    with tempfile.TemporaryFile() as whole:  # a store far away gives no file one can go back and forth in
        with closing(files.open_file(archive_id)) as kept:
            while data := kept.read(MB):
                whole.write(data)
        with zipfile.ZipFile(whole) as archive, archive.open(archive.namelist()[0]) as inside:
            while data := inside.read(MB):
                yield data


def status_message(actor: Actor, *, delivery_id: UUID, now: datetime) -> bytes:
    """Return what we last said of a delivery that came from outside as a sealed status message, to send back.

    Raises DeliveryMissing.
    """
    row = access.access_delivery(actor, delivery_id=delivery_id)
    line = row.lines.order_by("-id").first()
    if row.receiver_unit_id is None or line is None:
        raise DeliveryMissing
    unit = organisations.get_unit(row.receiver_unit_id)
    status = edxml.Status(
        sender=naming.as_party(unit),
        about=edxml.DocumentRef(row.packet.sender_code, row.packet.code, row.packet.issued_on, row.packet.wire_id),
        code=StatusCode(line.code),
        at=now,
        description=line.text or edxml.status_title(StatusCode(line.code)),
        staff=edxml.Staff(naming.agency_name(unit), actor.name),
    )
    return edxml.write_status(status, seal=seal_of(unit.id))


def list_send_lists(actor: Actor) -> list[SendListInfo]:
    """Return the send lists of the actor's agencies, by title, at most 200."""
    rows = SendList.objects.filter(unit_id__in=sorted(access.units_of(actor, FOLLOW)), closed_at=None)
    return [one.to_info() for one in rows.order_by("title", "id")[:200]]


def get_send_list(actor: Actor, *, list_id: UUID) -> SendListInfo:
    """Return one send list. Raises DeliveryMissing."""
    return access.access_list(actor, list_id=list_id).to_info()


def resolve_list(actor: Actor, *, list_id: UUID, on: date | None = None) -> tuple[Receiver, ...]:
    """Return the units of a list as the tree stands on a day: all of its kinds below the owner, and its members.

    A member that was merged is stood for by who took over, once. Raises DeliveryMissing.
    """
    return receivers_of(access.access_list(actor, list_id=list_id).to_info(), on=on)


def receivers_of(held: SendListInfo, *, on: date | None = None) -> tuple[Receiver, ...]:
    """Return the same for a list at hand."""
    day = on or clock.today()
    below = organisations.subtree_ids(held.unit_id, on=day)
    found: dict[UUID, Receiver] = {}
    for kind in held.kinds:
        for unit in organisations.list_units(kind=UnitKind(kind), on=day):
            if unit.id in below and unit.id != held.unit_id:
                found[unit.id] = Receiver(unit.id, naming.agency_name(unit), unit.code)
    for member in held.members:
        former = organisations.get_unit(member, on=day)
        for heir in organisations.successors(member, day):
            instead = "" if heir.id == member else naming.agency_name(former)
            found.setdefault(heir.id, Receiver(heir.id, naming.agency_name(heir), heir.code, instead))
    return tuple(found.values())
