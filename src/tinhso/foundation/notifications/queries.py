"""Reads."""

from typing import Final, TypeVar
from uuid import UUID

from django.utils.translation import get_language

from tinhso.foundation.identity import public as identity
from tinhso.foundation.notifications.access import access_notice, management_required, own_account_id
from tinhso.foundation.notifications.adapters import connected
from tinhso.foundation.notifications.data import FailedDelivery, Language, Notice, Preferences
from tinhso.foundation.notifications.models import Delivery, NoticeRow, PreferenceRow, PushDevice
from tinhso.foundation.notifications.rules import choices as rules
from tinhso.foundation.notifications.rules.phones import can_get_messages
from tinhso.kernel.actors import Actor
from tinhso.kernel.paging import Page, page_by_key

COUNT_LIMIT: Final = 100
MAX_DEVICES: Final = 20
Row = TypeVar("Row", NoticeRow, Delivery)


def list_notices(actor: Actor, *, cursor: str = "", size: int | None = None, unread_only: bool = False) -> Page[Notice]:
    """Return one's own notices, newest first, in the language in force. Raises Unauthenticated, BadCursor."""
    rows = NoticeRow.objects.filter(account_id=own_account_id(actor))
    if unread_only:
        rows = rows.filter(read_at=None)
    language = _language()
    return page_by_key(rows, lambda row: row.to_info(language), cursor=cursor, size=size, default=20)


def get_notice(actor: Actor, notice_id: UUID) -> Notice:
    """Return one of one's own notices. Raises NoticeNotFound, Unauthenticated."""
    return access_notice(actor, notice_id).to_info(_language())


def count_unread(actor: Actor) -> int:
    """Return how many of one's own notices are unread, counted up to 100 (show 100 as «99+»); 0 for nobody."""
    if actor.account_id is None:
        return 0
    return NoticeRow.objects.filter(account_id=actor.account_id, read_at=None)[:COUNT_LIMIT].count()


def preferences(actor: Actor) -> Preferences:
    """Return what one has decided, defaults filled in. Raises Unauthenticated."""
    account_id = own_account_id(actor)
    row = PreferenceRow.objects.filter(account_id=account_id).first()
    account = identity.get_account(account_id)
    return Preferences(
        choices=rules.effective(row.choices if row else {}),
        language=Language(row.language) if row else Language.VI,
        has_email=bool(account.email),
        has_phone=can_get_messages(account.phone),
        push_devices=PushDevice.objects.filter(account_id=account_id, ended_at=None)[:MAX_DEVICES].count(),
        offered=connected(),
    )


def list_failed(actor: Actor, *, cursor: str = "", size: int | None = None) -> Page[FailedDelivery]:
    """Return letters that were given up, newest first, without address and text. Raises Forbidden, BadCursor."""
    management_required(actor)
    rows = Delivery.objects.filter(state="failed").select_related("notice").defer("subject", "text")
    return page_by_key(rows, Delivery.to_failed, cursor=cursor, size=size)


def _language() -> Language:
    return Language.EN if (get_language() or "vi").startswith("en") else Language.VI
