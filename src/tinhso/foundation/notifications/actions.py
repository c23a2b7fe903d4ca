"""Writes: telling a person, and what a person decides about their own notices."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Final
from uuid import UUID

from django.db import connection, transaction

from tinhso.foundation.audit import public as audit
from tinhso.foundation.identity import public as identity
from tinhso.foundation.notifications import queries, queueing
from tinhso.foundation.notifications.access import own_account_id
from tinhso.foundation.notifications.data import CalendarEvent, Channel, Group, Language, Matter, Preferences, Telling
from tinhso.foundation.notifications.errors import BadPreference
from tinhso.foundation.notifications.models import NoticeRow, PreferenceRow
from tinhso.foundation.notifications.rules import choices as rules
from tinhso.foundation.notifications.rules.phones import clean_phone
from tinhso.foundation.notifications.rules.templates import Value
from tinhso.kernel.actors import Actor

MAX_KEY: Final = 120
MAX_MARKED: Final = 100
AT_ONCE: Final = 200


def notify(  # noqa: PLR0913 - a notice is wide; every part is named
    account_id: UUID,
    *,
    template: str,
    context: Mapping[str, Value],
    subject_kind: str = "",
    subject_id: UUID | None = None,
    once_key: str = "",
    token: str = "",
    event: CalendarEvent | None = None,
    now: datetime,
) -> None:
    """Tell one account something, in the transaction of what it tells of.

    Writes the notice, and queues a message on every way outside that the person wishes, has an address for and this
    installation can carry; a job sends it after the commit, never here. With a `once_key` (an event's id) the same
    account is told once per template, however often the event comes. `context` holds names of
    `rules.templates.CONTEXT`; give moments as datetime, they are written in the reader's language. `token` opens the
    page of a template whose link has one; `event` goes with a letter as a calendar file. Raises RuntimeError outside a
    transaction, AccountNotFound, KeyError for an unknown template, and ValueError for a value that is missing, unknown
    or too long.
    """
    matter = Matter(template, context, subject_kind, subject_id, once_key, token, event)
    _require_transaction(matter)
    _tell([Telling(account_id, matter, now)], {account_id: identity.get_account(account_id)})


def notify_all(tellings: Sequence[Telling]) -> None:
    """Tell many accounts something, in the transaction of what it tells of; a handful of statements for all of them.

    Promises and refuses what `notify` does for each, except that an account that is gone is passed over.
    """
    _require_transaction(*(one.matter for one in tellings))
    ids = list(dict.fromkeys(one.account_id for one in tellings))
    accounts: dict[UUID, identity.AccountInfo] = {}
    for place in range(0, len(ids), AT_ONCE):
        accounts |= identity.list_accounts(ids[place : place + AT_ONCE])
    _tell([one for one in tellings if one.account_id in accounts], accounts)


def _tell(tellings: Sequence[Telling], accounts: Mapping[UUID, identity.AccountInfo]) -> None:
    for place in range(0, len(tellings), AT_ONCE):
        some = tellings[place : place + AT_ONCE]
        told = queueing.write_notices([(one.matter, one.account_id, "") for one in some], now=[one.now for one in some])
        queueing.queue_for_accounts(told, accounts)


def tell_phone(
    phone: str,
    *,
    template: str,
    context: Mapping[str, Value],
    subject_kind: str = "",
    subject_id: UUID | None = None,
    once_key: str = "",
    token: str = "",
    now: datetime,
) -> None:
    """Tell somebody without an account, by the telephone number they gave, in the transaction of what it tells of.

    Promises and refuses what `notify` does. Goes by Zalo, then by SMS; nothing leaves when no gateway is connected or
    the number is no mobile one. Raises BadPhone.
    """
    matter = Matter(template, context, subject_kind, subject_id, once_key, token)
    _require_transaction(matter)
    queueing.queue_for_phones(queueing.write_notices([(matter, None, clean_phone(phone))], now=[now]))


def _require_transaction(*matters: Matter) -> None:
    if not connection.in_atomic_block:
        raise RuntimeError("a notice is written inside the transaction it tells of")
    if any(len(one.once_key) > MAX_KEY for one in matters):
        raise ValueError(f"once_key is longer than {MAX_KEY} characters")


@transaction.atomic
def mark_read(actor: Actor, notice_ids: Iterable[UUID], now: datetime) -> int:
    """Mark up to 100 of one's own notices as read; return how many were not yet. Others' ids do nothing.

    Not audited: that somebody has looked at their own notices is nobody else's concern. Raises Unauthenticated.
    """
    ids = list(islice(notice_ids, MAX_MARKED))
    mine = NoticeRow.objects.filter(account_id=own_account_id(actor), id__in=ids, read_at=None)
    return mine.update(read_at=now)


@transaction.atomic
def set_preferences(
    actor: Actor, *, choices: Mapping[tuple[Group, Channel], bool], language: Language = Language.VI, now: datetime
) -> Preferences:
    """Decide what one gets by which outside channel, and in which language letters are written.

    Pairs left out fall back to the default. Raises BadPreference for a pair that nobody offers or that is fixed
    (notices of security always come), and Unauthenticated.
    """
    account_id = own_account_id(actor)
    try:
        kept = rules.to_store(choices)
        chosen = Language(language)
    except (KeyError, ValueError):
        raise BadPreference from None
    PreferenceRow.objects.update_or_create(
        account_id=account_id, defaults={"choices": kept, "language": chosen.value, "changed_at": now}
    )
    audit.record(
        actor,
        verb="notifications.preferences_set",
        subject_kind="account",
        subject_id=account_id,
        person_id=account_id,
        detail={"choices": kept, "language": chosen.value},
    )
    return queries.preferences(actor)
