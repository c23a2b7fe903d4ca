"""The road: packets are sealed, read back as a stranger would, and handed to each receiver, each exactly once.

A worker takes a part, works, commits, takes the next. Killed at any moment it leaves deliveries done or waiting; one
delivery makes one document, because the receiver's register knows it by the delivery's id.
"""

import hashlib
import tempfile
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import structlog
from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from tinhso.foundation.edxml import public as edxml
from tinhso.foundation.edxml.public import Business, StatusCode
from tinhso.government.correspondence import packets
from tinhso.government.correspondence.actions import recalling, sending, statuses
from tinhso.government.correspondence.data import DeliveryState
from tinhso.government.correspondence.events import PacketDelivered
from tinhso.government.correspondence.models import Delivery, Packet
from tinhso.government.correspondence.naming import subject_of
from tinhso.government.correspondence.sealing import seal_of
from tinhso.government.documents import public as documents
from tinhso.government.documents.data import FileRole, NewFile
from tinhso.kernel import clock
from tinhso.kernel.actors import SYSTEM
from tinhso.kernel.errors import DomainError
from tinhso.kernel.outbox import announce

log = structlog.get_logger(__name__)
PART: Final = 25
LEASE: Final = timedelta(minutes=2)
MAX_ATTEMPTS: Final = 8
_WANTED: Final = Exists(Delivery.objects.filter(packet=OuterRef("pk")).exclude(state=DeliveryState.CANCELLED))
"""What was called back before it was sealed goes to nobody any more, and is not sealed."""


def work_once() -> bool:
    """Do a bounded part of what waits; tell whether there was any. Several workers may at the same time."""
    return seal_next(clock.now()) or deliver_some(clock.now()) > 0


def deliver_all(now: datetime) -> int:
    """Do all that waits now; return how many deliveries were handed over (for tests, commands and measurements)."""
    done = 0
    while seal_next(now):
        pass
    while part := deliver_some(now):
        done += part
    return done


def seal_next(now: datetime) -> bool:
    """Seal one packet that waits: claimed for two minutes, made outside any transaction, then written down."""
    due = Q(retry_at=None) | Q(retry_at__lte=now)
    with transaction.atomic():
        waiting = Packet.objects.select_for_update(skip_locked=True).filter(due, _WANTED, sealed_at=None)
        row = waiting.order_by("id").first()
        if row is None:
            return False
        row.retry_at, row.attempts = now + LEASE, row.attempts + 1
        row.save(update_fields=["retry_at", "attempts"])
    try:
        _seal(row, now=now)
    except Exception as error:  # noqa: BLE001 - one packet that cannot be made must not hold up the others
        _postpone(row.id, error, now=now)
    return True


def _seal(row: Packet, *, now: datetime) -> None:
    if row.document_id is None or row.unit_id is None:
        raise RuntimeError("only packets of ours are sealed")
    info = documents.get_document(SYSTEM, row.document_id)
    receivers = list(row.deliveries.exclude(state=DeliveryState.CANCELLED).order_by("id"))
    packet = packets.build(row, info, receivers)
    envelope = edxml.envelope_of(packet, seal=seal_of(row.unit_id))
    digest, size = hashlib.sha256(), 0
    with tempfile.TemporaryFile() as out:
        for piece in edxml.assemble(envelope, packet.attachments):
            digest.update(piece)
            size += len(piece)
            out.write(piece)
        read = edxml.read(out)
    found = read.signature
    Packet.objects.filter(pk=row.id, sealed_at=None).update(
        envelope=envelope.decode(),
        sha256=digest.hexdigest(),
        size=size,
        sealed_at=now,
        signer=subject_of(found.certificate) if found else "",
        certificate=found.certificate if found else "",
        algorithm=found.algorithm if found else "",
        is_weak=found.is_weak if found else False,
        error="",
    )


def _postpone(packet_id: UUID, error: Exception, *, now: datetime) -> None:
    words = error.sentence if isinstance(error, DomainError) else type(error).__name__
    log.warning("correspondence.not_sealed", packet=str(packet_id), error=type(error).__name__)
    with transaction.atomic():
        row = Packet.objects.select_for_update().get(pk=packet_id)
        row.error, row.retry_at = words[:500], now + timedelta(seconds=min(3600, 15 * 2**row.attempts))
        row.save(update_fields=["error", "retry_at"])
        if row.attempts == MAX_ATTEMPTS // 2:
            sending.report_failure(row, now=now)


@transaction.atomic
def deliver_some(now: datetime) -> int:
    """Hand over up to 25 deliveries that wait, in one transaction; return how many were tried."""
    due = Q(retry_at=None) | Q(retry_at__lte=now)
    waiting = (
        Delivery.objects.select_for_update(skip_locked=True, of=("self",))
        .select_related("packet", "packet__concerns")
        .filter(due, state=DeliveryState.WAITING, packet__sealed_at__isnull=False, receiver_unit_id__isnull=False)
        .order_by("id")[:PART]
    )
    rows = list(waiting)
    read: dict[UUID, edxml.Packet] = {}
    for row in rows:
        if row.packet_id not in read:
            read[row.packet_id] = edxml.read_envelope(row.packet.envelope.encode())
        _hand_over(row, read[row.packet_id], now=now)
    return len(rows)


def _hand_over(row: Delivery, read: edxml.Packet, *, now: datetime) -> None:
    try:
        with transaction.atomic():
            if row.packet.business == Business.RECALL:
                recalling.arrive(row, now=now)
            else:
                arrive(row, read, _files(row.packet), now=now)
    except DomainError as refused:
        row.state, row.error, row.changed_at = DeliveryState.FAILED, refused.sentence[:500], now
        row.save(update_fields=["state", "error", "changed_at"])
        sending.report_failure(row.packet, now=now)
    except Exception as error:  # noqa: BLE001 - one receiver must not hold up the others
        log.warning("correspondence.not_delivered", delivery=str(row.id), error=type(error).__name__)
        row.attempts += 1
        row.retry_at = now + timedelta(seconds=min(3600, 15 * 2**row.attempts))
        row.error = type(error).__name__
        row.state = DeliveryState.FAILED if row.attempts >= MAX_ATTEMPTS else DeliveryState.WAITING
        row.save(update_fields=["attempts", "retry_at", "error", "state"])
        if row.state == DeliveryState.FAILED:
            sending.report_failure(row.packet, now=now)


def arrive(row: Delivery, read: edxml.Packet, kept: tuple[NewFile, ...], *, now: datetime) -> None:
    """Put a packet before the clerk of its receiver, and say so to the sender (01). Of a locked delivery."""
    arrival = packets.arrival_of(read, row, kept, restricted=row.packet.restricted)
    made = documents.register_arrival(SYSTEM, arrival=arrival, now=now)
    row.state, row.document_id, row.arrived_at, row.error = DeliveryState.DELIVERED, made.id, now, ""
    statuses.say(SYSTEM, row, StatusCode.ARRIVED, now=now)
    if row.receiver_unit_id is not None:
        announce(PacketDelivered(row.id, row.packet_id, row.receiver_unit_id, made.id))


def _files(packet: Packet) -> tuple[NewFile, ...]:
    return tuple(
        NewFile(UUID(one["file_id"]), FileRole.APPENDIX if one["description"] else FileRole.MAIN)
        for one in packet.attachments
    )
