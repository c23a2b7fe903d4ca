"""Writes: telling a person, and what a person decides about their own notices."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import islice
from string import Template
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from tinhso.foundation.audit import public as audit
from tinhso.foundation.identity import public as identity
from tinhso.foundation.notifications import content, queries, reminders
from tinhso.foundation.notifications.access import own_account_id
from tinhso.foundation.notifications.data import Channel, Group, Language, Preferences
from tinhso.foundation.notifications.errors import BadPreference
from tinhso.foundation.notifications.models import Delivery, NoticeRow, PreferenceRow
from tinhso.foundation.notifications.rules import choices as rules
from tinhso.foundation.notifications.rules.templates import Value, Written, link_of, write
from tinhso.kernel.actors import Actor
from tinhso.kernel.ids import uuid7
from tinhso.ui import site

MAX_KEY: Final = 120
MAX_MARKED: Final = 100

_INSERT: Final = """
    INSERT INTO notifications_notice (id, account_id, template, once_key, subject_kind, subject_id, title, body,
                                      title_en, body_en, link, created_at)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
    ON CONFLICT (account_id, template, once_key) WHERE once_key <> '' DO NOTHING
"""


def notify(
    account_id: UUID,
    *,
    template: str,
    context: Mapping[str, Value],
    subject_kind: str = "",
    subject_id: UUID | None = None,
    once_key: str = "",
    now: datetime,
) -> None:
    """Tell one account something, in the transaction of what it tells of.

    Writes the notice, and queues a letter when the person wishes one and there is an address; it is sent by a job after
    the commit, never here. With a `once_key` (an event's id) the same account is told once per template, however often
    the event comes. `context` holds names of `rules.templates.CONTEXT`; give moments as datetime, they are written in
    the reader's language. Raises RuntimeError outside a transaction, AccountNotFound, KeyError for an unknown template,
    and ValueError for a value that is missing, unknown or too long.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a notice is written inside the transaction it tells of")
    if len(once_key) > MAX_KEY:
        raise ValueError(f"once_key is longer than {MAX_KEY} characters")
    words = content.get_template(template)
    account = identity.get_account(account_id)
    written = {language: write(words, language, context) for language in Language}
    link = link_of(words, subject_id)
    vi, en = written[Language.VI], written[Language.EN]
    notice_id = uuid7()
    row: list[UUID | str | None] = [notice_id, account_id, template, once_key, subject_kind, subject_id]
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, [*row, vi.title, vi.body, en.title, en.body, link, now])
        if not cursor.rowcount:
            return
    if account.email:
        _queue_letter(account_id, words.group, notice_id, written, link, now)


def _queue_letter(
    account_id: UUID, group: Group, notice_id: UUID, written: Mapping[Language, Written], link: str, now: datetime
) -> None:
    """Queue a letter in the person's language unless they said no."""
    decided = PreferenceRow.objects.filter(account_id=account_id).first()
    if not rules.effective(decided.choices if decided else {})[group, Channel.EMAIL]:
        return
    language = Language(decided.language) if decided else Language.VI
    prefix = "/en" if language is Language.EN else ""
    text = Template(content.frame(language)).substitute(
        text=written[language].email_text,
        link=f"{settings.PUBLIC_URL}{prefix}{link}",
        site=site.current().name,
    )
    delivery = Delivery(
        notice_id=notice_id,
        channel=Channel.EMAIL,
        language=language,
        subject=written[language].email_subject,
        text=text,
        created_at=now,
        next_at=now,
    )
    delivery.save(force_insert=True)
    reminders.remind(delivery.id)


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
