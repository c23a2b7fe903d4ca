"""Delivery receipts: what the gateway learnt after it took a message over."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import connection, transaction

from tinhso.foundation.notifications import queueing
from tinhso.foundation.notifications.data import CHAIN, DeliveryState
from tinhso.foundation.notifications.errors import BadReceipt
from tinhso.foundation.notifications.models import Delivery
from tinhso.kernel.text import clean_line

DELIVERED: Final = "delivered"
FAILED: Final = frozenset({"failed", "expired", "rejected"})


_DELIVERED: Final = """
    UPDATE notifications_delivery
       SET state = 'sent', delivered_at = %s, sent_at = coalesce(sent_at, %s), failed_at = NULL, reason = '',
           claimed_at = NULL
     WHERE id = %s AND channel = ANY(%s) AND delivered_at IS NULL
"""


def take_receipt(receipt: Mapping[str, Any], *, now: datetime) -> None:
    """Note a receipt of a message this house handed in. The caller has checked the signature.

    The same receipt twice, or late, changes nothing; «delivered» is the last word, also after «failed». A failure goes
    on to the next way. A message still being handed in (its answer was lost) counts as handed in. Raises BadReceipt.
    """
    try:
        delivery_id, status = UUID(str(receipt["id"])), str(receipt["status"])
    except (KeyError, ValueError):
        raise BadReceipt from None
    if status == DELIVERED:
        _note_delivered(delivery_id, now)
    elif status in FAILED:
        _note_failed(delivery_id, clean_line(str(receipt.get("reason") or status)[:1000])[:500], now)
    else:
        raise BadReceipt


def _note_delivered(said_id: UUID, now: datetime) -> None:
    """One statement for a receipt that says something new, of a message sent once; a few for any other."""
    if _delivered(said_id, now):
        return
    row = _known(said_id)
    if row is None:
        raise BadReceipt
    _delivered(row.id, now)


def _delivered(delivery_id: UUID, now: datetime) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(_DELIVERED, [now, now, delivery_id, [channel.value for channel in CHAIN]])
        return bool(cursor.rowcount)


@transaction.atomic
def _note_failed(said_id: UUID, reason: str, now: datetime) -> None:
    """Give the message up when it is the one now out; what became of an earlier try changes nothing."""
    row = _known(said_id, lock=True)
    if row is None:
        raise BadReceipt
    is_out = row.state in (DeliveryState.SENDING, DeliveryState.SENT) and said_id == (row.handed_as or row.id)
    if row.delivered_at is None and is_out:
        row.state, row.failed_at, row.sent_at, row.claimed_at = DeliveryState.FAILED.value, now, None, None
        row.reason = reason
        row.save(update_fields=["state", "failed_at", "sent_at", "claimed_at", "reason"])
        queueing.go_on_after_failure(row, now=now)


def _known(said_id: UUID, *, lock: bool = False) -> Delivery | None:
    """Return the message that went out under an id, now or earlier."""
    rows = Delivery.objects.filter(channel__in=CHAIN)
    rows = rows.select_for_update() if lock else rows
    return rows.filter(pk=said_id).first() or rows.filter(handed_as=said_id).first()
