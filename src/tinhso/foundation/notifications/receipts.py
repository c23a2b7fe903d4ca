"""Delivery receipts: what the gateway learnt after it took a message over."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from tinhso.foundation.notifications import queueing
from tinhso.foundation.notifications.data import CHAIN, DeliveryState
from tinhso.foundation.notifications.errors import BadReceipt
from tinhso.foundation.notifications.models import Delivery
from tinhso.kernel.text import clean_line

DELIVERED: Final = "delivered"
FAILED: Final = frozenset({"failed", "expired", "rejected"})


@transaction.atomic
def take_receipt(receipt: Mapping[str, Any], *, now: datetime) -> None:
    """Note a receipt of a message this house handed in. The caller has checked the signature.

    The same receipt twice, or late, changes nothing; «delivered» is the last word, also after «failed». A failure goes
    on to the next way. A message still being handed in (its answer was lost) counts as handed in. Raises BadReceipt.
    """
    try:
        delivery_id, status = UUID(str(receipt["id"])), str(receipt["status"])
    except (KeyError, ValueError):
        raise BadReceipt from None
    row = Delivery.objects.select_for_update().filter(id=delivery_id, channel__in=CHAIN).first()
    if row is None or (status != DELIVERED and status not in FAILED):
        raise BadReceipt
    if row.delivered_at is not None:
        return
    if status == DELIVERED:
        row.state, row.delivered_at, row.sent_at, row.failed_at = (
            DeliveryState.SENT.value,
            now,
            row.sent_at or now,
            None,
        )
        row.reason, row.claimed_at = "", None
        row.save(update_fields=["state", "delivered_at", "sent_at", "failed_at", "reason", "claimed_at"])
    elif row.state != DeliveryState.FAILED:
        row.state, row.failed_at, row.sent_at, row.claimed_at = DeliveryState.FAILED.value, now, None, None
        row.reason = clean_line(str(receipt.get("reason") or status)[:1000])[:500]
        row.save(update_fields=["state", "failed_at", "sent_at", "claimed_at", "reason"])
        queueing.go_on_after_failure(row, now=now)
