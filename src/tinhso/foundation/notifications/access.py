"""The gates: one's own notices, and letters that were given up, for operators."""

from typing import Final
from uuid import UUID

from tinhso.foundation.notifications.errors import DeliveryNotFound, NoticeNotFound
from tinhso.foundation.notifications.models import Delivery, NoticeRow
from tinhso.kernel.actors import Actor
from tinhso.kernel.errors import Forbidden, Unauthenticated

MANAGE: Final = "notifications.manage_deliveries"


def own_account_id(actor: Actor) -> UUID:
    """Return whose notices the actor may touch: their own account's. Raises Unauthenticated."""
    if actor.account_id is None:
        raise Unauthenticated
    return actor.account_id


def access_notice(actor: Actor, notice_id: UUID) -> NoticeRow:
    """Return one of the actor's own notices. Raises NoticeNotFound, Unauthenticated."""
    row = NoticeRow.objects.filter(id=notice_id, account_id=own_account_id(actor)).first()
    if row is None:
        raise NoticeNotFound
    return row


def management_required(actor: Actor) -> None:
    """Raise Forbidden unless the actor looks after letters."""
    if not actor.may(MANAGE):
        raise Forbidden


def access_delivery(actor: Actor, delivery_id: UUID) -> Delivery:
    """Return a letter, locked. Raises DeliveryNotFound, also to those who may not know that it exists."""
    row = Delivery.objects.select_for_update().filter(id=delivery_id).first()
    if row is None or not actor.may(MANAGE):
        raise DeliveryNotFound
    return row
