"""Builders for tests of this room and of those that build on it."""

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from tinhso.foundation.organisations import public as organisations
from tinhso.government.correspondence.actions.delivering import deliver_all
from tinhso.government.correspondence.models import Delivery, Packet
from tinhso.government.correspondence.naming import agency_name
from tinhso.government.documents.data import DocumentInfo, Recipient
from tinhso.government.documents.testing import MORNING, make_issued
from tinhso.kernel import events, modules
from tinhso.kernel.actors import Actor
from tinhso.kernel.events import Envelope


def recipient(unit_id: UUID) -> Recipient:
    """Return a unit as a receiver."""
    unit = organisations.get_unit(unit_id)
    return Recipient(agency_name(unit), unit_id=unit.id, code=unit.code)


def make_sent(clerk: Actor, unit_id: UUID, *to: UUID, now: datetime = MORNING, **changes: Any) -> DocumentInfo:
    """Issue a decision to some units; what is announced waits."""
    return make_issued(clerk, unit_id, now=now, recipients=tuple(recipient(one) for one in to), **changes)


def run_exchange(now: datetime = MORNING) -> None:
    """Let everything announced in this transaction arrive and everything waiting be delivered, until all is done."""
    seen = 0
    while True:
        waiting = _announced(seen)
        for seq, envelope in waiting:
            seen = seq
            for one in modules.subscriptions():
                if one.name == "correspondence.registers" and isinstance(envelope.fact, one.event):
                    one.handler(envelope)
        if not deliver_all(now) and not waiting:
            return


def _announced(after: int) -> list[tuple[int, Envelope]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT seq, id, type, data::text, account_id, recorded_at FROM kernel_outbox WHERE seq > %s ORDER BY seq",
            [after],
        )
        rows = cursor.fetchall()
    return [
        (seq, Envelope(key, events.from_json(kind, json.loads(data)), at, account))
        for seq, key, kind, data, account, at in rows
    ]


def delivery_to(info: DocumentInfo, unit_id: UUID) -> Delivery:
    """Return the delivery of a document to a unit."""
    return Delivery.objects.select_related("packet").get(
        packet__document_id=info.id, packet__business__in=[0, 3], receiver_unit_id=unit_id
    )


def packet_of(info: DocumentInfo) -> Packet:
    """Return the packet a document went out in."""
    return Packet.objects.get(key=f"issued/{info.id}")
