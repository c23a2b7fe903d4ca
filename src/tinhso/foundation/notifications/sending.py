"""Letters on their way out: claim, hand over, note what came of it.

The row is claimed in a transaction of its own and nothing is locked while the other side answers. A process killed
between the other side's yes and our note of it leaves the row claimed; the sweep lets it go again after a quarter of an
hour, so such a letter may arrive twice, under the same Message-ID. It is never lost.
"""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import structlog
from django.db import connection, transaction
from django.db.models import Q

from tinhso.foundation.audit import public as audit
from tinhso.foundation.identity import public as identity
from tinhso.foundation.notifications import queueing, reminders
from tinhso.foundation.notifications.access import access_delivery
from tinhso.foundation.notifications.adapters import carrier_for
from tinhso.foundation.notifications.data import CHAIN, Channel, DeliveryState, Language
from tinhso.foundation.notifications.errors import AnotherWay, DeliveryNotFailed
from tinhso.foundation.notifications.models import Delivery, NoticeRow
from tinhso.foundation.notifications.ports import Letter, NotDelivered, Refused, Unreachable
from tinhso.foundation.notifications.rules.pauses import pause_after
from tinhso.kernel.actors import Actor
from tinhso.kernel.ids import uuid7
from tinhso.kernel.rows import Rows

log = structlog.get_logger(__name__)

LEASE: Final = timedelta(minutes=15)
QUIET: Final = timedelta(seconds=60)
CLOCK_SKEW: Final = timedelta(seconds=30)
SWEEP_SIZE: Final = 500
MAX_REASON: Final = 500
MAX_PROVIDER_ID: Final = 80
NO_ADDRESS: Final = {
    Channel.EMAIL: "Tài khoản không còn địa chỉ thư điện tử.",
    Channel.SMS: "Tài khoản không còn số điện thoại.",
    Channel.ZALO: "Tài khoản không còn số điện thoại.",
    Channel.PUSH: "Tài khoản không còn thiết bị nhận tin đẩy.",
}


def knock_free_wait(age: timedelta) -> timedelta:
    """Return how long a letter waits while the other side is away: the older, the longer, one to fifteen minutes."""
    return min(max(QUIET, age / 4), LEASE - QUIET)


def deliver(delivery_id: UUID, *, now: datetime) -> None:
    """Hand one letter over, if it is its turn and nobody else has it. Whatever happens is noted in its row.

    A refusal for good makes it failed at once; anything else is tried again after growing pauses (`rules.pauses`).
    While the other side does not answer at all, other letters wait, a minute and more, and knock at no door.
    Call it outside a transaction.
    """
    row = _claim(delivery_id, now)
    if row is None:
        return
    address = _address(row)
    if not address:
        _note_failure(row, Refused(NO_ADDRESS[Channel(row.channel)]), "", now)
        return
    try:
        provider_id = carrier_for(Channel(row.channel)).deliver(_letter(row, address))
    except NotDelivered as error:
        _note_failure(row, error, address, now)
    except Exception as error:
        log.exception("notifications.carrier_broke", delivery_id=str(row.id))
        _note_failure(row, NotDelivered(f"{type(error).__name__}: {error}"), address, now)
    else:
        _note_sent(row, provider_id, now)


def _address(row: Delivery) -> str:
    """Return what the channel takes, as it stands now: correcting an account's address mends a waiting letter."""
    notice, channel = row.notice, Channel(row.channel)
    if notice.account_id is None:
        return notice.phone
    if channel is Channel.PUSH:
        return str(notice.account_id)
    account = identity.get_account(notice.account_id)
    return account.email if channel is Channel.EMAIL else account.phone


def _letter(row: Delivery, address: str) -> Letter:
    language = Language(row.language)
    return Letter(
        id=row.handed_as or row.id,
        address=address,
        subject=row.subject,
        title=row.notice.to_info(language).title,
        text=row.text,
        language=language,
        written_at=row.created_at,
        template=row.notice.template,
        params=row.params,
        calendar=row.calendar,
        link=row.notice.link,
    )


_CLAIM: Final = """
    UPDATE notifications_delivery SET state = 'sending', claimed_at = %(now)s, attempts = attempts + 1
     WHERE id = (SELECT id FROM notifications_delivery
                  WHERE id = %(id)s AND state = 'queued' AND next_at <= %(due)s FOR UPDATE SKIP LOCKED)
       AND NOT EXISTS (SELECT 1 FROM notifications_delivery away
                        WHERE away.channel = notifications_delivery.channel AND away.state = 'queued'
                          AND away.unreachable_at > %(quiet)s AND away.id <> %(id)s)
"""
_SENT: Final = """
    UPDATE notifications_delivery
       SET state = 'sent', sent_at = %s, reason = '', claimed_at = NULL, unreachable_at = NULL, provider_id = %s
     WHERE id = %s AND state = 'sending' AND attempts = %s
"""
_DELIVERIES: Final = Rows(Delivery)
_NOTICES: Final = Rows(NoticeRow)


def _claim(delivery_id: UUID, now: datetime) -> Delivery | None:
    """Take the letter in hand; None when it is done, taken, not due, or when the other side is known to be away."""
    asked: dict[str, UUID | datetime | None] = {
        "id": delivery_id,
        "now": now,
        "due": now + CLOCK_SKEW,
        "quiet": now - QUIET,
    }
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, asked)
        is_taken = cursor.rowcount == 1
    if not is_taken:
        _put_off(delivery_id, now)
        return None
    (row,) = _DELIVERIES.find("t.id = %s", [delivery_id])
    (row.notice,) = _NOTICES.find("t.id = %s", [row.notice_id])
    return row


@transaction.atomic
def _put_off(delivery_id: UUID, now: datetime) -> None:
    """Let a letter that is due wait while the other side is away; do nothing for any other."""
    row = (
        Delivery.objects.select_for_update(skip_locked=True)
        .filter(id=delivery_id, state=DeliveryState.QUEUED, next_at__lte=now + CLOCK_SKEW)
        .first()
    )
    if row is not None:
        row.next_at = now + knock_free_wait(now - row.created_at)
        row.save(update_fields=["next_at"])
        reminders.remind(row.id, at=row.next_at)


def _held(row: Delivery) -> Q:
    """Only the claim that made the attempt may note how it ended."""
    return Q(id=row.id, state=DeliveryState.SENDING, attempts=row.attempts)


def _note_sent(row: Delivery, provider_id: str, now: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_SENT, [now, provider_id[:MAX_PROVIDER_ID], row.id, row.attempts])


@transaction.atomic
def _note_failure(row: Delivery, error: NotDelivered, address: str, now: datetime) -> None:
    """Queue again after a pause, or give up. The reason is kept without the address the other side likes to repeat."""
    reason = str(error)
    if address:
        reason = reason.replace(address, "(địa chỉ)")
    reason = reason[:MAX_REASON]
    pause = None if isinstance(error, Refused) else pause_after(row.attempts)
    held = Delivery.objects.filter(_held(row))
    if pause is None:
        if held.update(state=DeliveryState.FAILED, failed_at=now, reason=reason, claimed_at=None, unreachable_at=None):
            queueing.go_on_after_failure(row, now=now)
        log.warning("notifications.delivery_failed", delivery_id=str(row.id), attempts=row.attempts)
        return
    unreachable = now if isinstance(error, Unreachable) else None
    if held.update(
        state=DeliveryState.QUEUED, next_at=now + pause, reason=reason, claimed_at=None, unreachable_at=unreachable
    ):
        reminders.remind(row.id, at=now + pause)


@transaction.atomic
def retry(actor: Actor, delivery_id: UUID, now: datetime) -> None:
    """Send a letter that was given up once more, from the first attempt (for operators).

    It goes out as a new message: a gateway would not send the old one twice. Raises DeliveryNotFound, also to those who
    may not; DeliveryNotFailed when it is not given up (any more), AnotherWay when another way to the same telephone
    has it or brought it already.
    """
    row = access_delivery(actor, delivery_id)
    if row.state != DeliveryState.FAILED:
        raise DeliveryNotFailed
    others = Delivery.objects.filter(notice=row.notice_id, channel__in=CHAIN).exclude(pk=row.pk)
    if row.channel in CHAIN and others.exclude(state=DeliveryState.FAILED).exists():
        raise AnotherWay
    row.state, row.failed_at, row.attempts, row.next_at = DeliveryState.QUEUED.value, None, 0, now
    row.handed_as = uuid7()
    row.save(update_fields=["state", "failed_at", "attempts", "next_at", "handed_as"])
    reminders.remind(row.id)
    audit.record(actor, verb="notifications.delivery_retried", subject_kind="delivery", subject_id=row.id)


@transaction.atomic
def requeue_stranded(*, now: datetime) -> int:
    """Remind again of letters left behind: claimed and never finished, or long due and not taken. Return how many."""
    left = now - LEASE
    stranded = Q(state=DeliveryState.SENDING, claimed_at__lt=left) | Q(state=DeliveryState.QUEUED, next_at__lt=left)
    ids = list(
        Delivery.objects.select_for_update(skip_locked=True)
        .filter(stranded)
        .order_by("next_at")
        .values_list("id", flat=True)[:SWEEP_SIZE]
    )
    Delivery.objects.filter(id__in=ids).update(state=DeliveryState.QUEUED, next_at=now, claimed_at=None)
    for delivery_id in ids:
        reminders.remind(delivery_id)
    return len(ids)
