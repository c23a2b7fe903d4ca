"""What the clerk of a receiver does with a delivery: take it into the register, or send it back; said at once."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from tinhso.foundation.edxml.public import StatusCode
from tinhso.government.correspondence import access
from tinhso.government.correspondence.actions import statuses
from tinhso.government.correspondence.data import HANDLE
from tinhso.government.correspondence.errors import IllegalStatus
from tinhso.government.correspondence.models import Delivery
from tinhso.government.documents import public as documents
from tinhso.government.documents.data import DocumentInfo
from tinhso.kernel.actors import Actor


@transaction.atomic
def take_in(
    actor: Actor,
    *,
    delivery_id: UUID,
    no_secret: bool,
    twin_reason: str = "",
    warning_reason: str = "",
    now: datetime,
) -> DocumentInfo:
    """Register what a delivery brought (vào sổ) and tell the sender (03).

    Raises DeliveryMissing, IllegalStatus when that was done already, and what `documents.register` does.
    """
    row = _waiting(actor, delivery_id)
    made = documents.register(
        actor,
        document_id=_document(row),
        no_secret=no_secret,
        twin_reason=twin_reason,
        warning_reason=warning_reason,
        now=now,
    )
    statuses.say(actor, row, StatusCode.REGISTERED, now=now)
    return made


@transaction.atomic
def send_back(actor: Actor, *, delivery_id: UUID, reason: str, now: datetime) -> DocumentInfo:
    """Send back what a delivery brought (từ chối tiếp nhận, 02) with the reason the sender reads.

    Raises DeliveryMissing, IllegalStatus, BadDocument without a reason.
    """
    row = _waiting(actor, delivery_id)
    made = documents.refuse_arrival(actor, document_id=_document(row), reason=reason, now=now)
    statuses.say(actor, row, StatusCode.REFUSED, text=reason, now=now)
    return made


def _waiting(actor: Actor, delivery_id: UUID) -> Delivery:
    row = access.access_delivery(actor, delivery_id=delivery_id, ability=HANDLE, lock=True)
    if row.status != StatusCode.ARRIVED:
        raise IllegalStatus
    return row


def _document(row: Delivery) -> UUID:
    if row.document_id is None:
        raise IllegalStatus
    return row.document_id
