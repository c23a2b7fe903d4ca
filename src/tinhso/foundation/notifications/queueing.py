"""From something to tell to messages on their way: which ways outside, in what order, and what after a failure."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from string import Template
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import connection

from tinhso.foundation.identity.public import AccountInfo
from tinhso.foundation.notifications import content, reminders
from tinhso.foundation.notifications.adapters import is_connected
from tinhso.foundation.notifications.calendar_file import calendar_file
from tinhso.foundation.notifications.data import CHAIN, SHORT, CalendarEvent, Channel, DeliveryState, Group, Language
from tinhso.foundation.notifications.events import NoticeUndelivered
from tinhso.foundation.notifications.models import Delivery, NoticeRow
from tinhso.foundation.notifications.rules import choices as rules
from tinhso.foundation.notifications.rules.phones import can_get_messages
from tinhso.foundation.notifications.rules.quiet import after_quiet
from tinhso.foundation.notifications.rules.templates import Value, Written, link_of, words_of, write
from tinhso.kernel.ids import uuid7
from tinhso.kernel.outbox import announce
from tinhso.ui import site

_INSERT: Final = """
    INSERT INTO notifications_notice (id, account_id, phone, template, once_key, subject_kind, subject_id, title, body,
                                      title_en, body_en, link, created_at)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
    ON CONFLICT DO NOTHING
"""


_WISHES: Final = """
    SELECT wished.choices::text, wished.language,
           EXISTS (SELECT 1 FROM notifications_push_device WHERE account_id = %s AND ended_at IS NULL)
      FROM (SELECT 1) one LEFT JOIN notifications_preference wished ON wished.account_id = %s
"""


@dataclass(frozen=True, slots=True)
class Matter:
    """What is to be told."""

    template: str
    context: Mapping[str, Value]
    subject_kind: str
    subject_id: UUID | None
    once_key: str
    token: str
    event: CalendarEvent | None


@dataclass(frozen=True, slots=True)
class Told:
    """A notice just written, with what messages are made of."""

    id: UUID
    phone: str
    group: Group
    matter: Matter
    written: Mapping[Language, Written]
    link: str


def write_notice(matter: Matter, *, account_id: UUID | None, phone: str, now: datetime) -> Told | None:
    """Write the notice; None when this reader was told already."""
    words = content.get_template(matter.template)
    written = {language: write(words, language, matter.context) for language in Language}
    link = link_of(words, matter.subject_id, matter.token)
    vi, en = written[Language.VI], written[Language.EN]
    notice_id = uuid7()
    row: list[UUID | str | datetime | None] = [notice_id, account_id, phone, matter.template, matter.once_key]
    row += [matter.subject_kind, matter.subject_id, vi.title, vi.body, en.title, en.body, link, now]
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, row)
        return Told(notice_id, phone, words.group, matter, written, link) if cursor.rowcount else None


def queue_for_account(told: Told, account: AccountInfo, *, now: datetime) -> None:
    """Queue a message on every way the person wishes: one of the telephone's chain, and each of the others."""
    language, wished, has_device = _wishes(account.id)
    on = [channel for channel in Channel if wished.get((told.group, channel)) and is_connected(channel)]
    if Channel.EMAIL in on and account.email:
        _queue_letter(told, language, now)
    chain = [channel for channel in CHAIN if channel in on and can_get_messages(account.phone)]
    if chain:
        _queue_short(told, chain, language, now)
    if Channel.PUSH in on and has_device:
        _queue_short(told, [Channel.PUSH], language, now)


def _wishes(account_id: UUID) -> tuple[Language, Mapping[tuple[Group, Channel], bool], bool]:
    """Return a person's language, choices, and whether a browser of theirs takes push; in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_WISHES, [account_id, account_id])
        choices, language, has_device = cursor.fetchone()
    return Language(language or "vi"), rules.effective(json.loads(choices or "{}")), has_device


def queue_for_phone(told: Told, *, now: datetime) -> None:
    """Queue a message to a telephone number, in Vietnamese."""
    chain = [channel for channel in CHAIN if is_connected(channel)]
    if chain and can_get_messages(told.phone):
        _queue_short(told, chain, Language.VI, now)


def go_on_after_failure(row: Delivery, *, now: datetime) -> None:
    """Try the next way of the chain; when there is none and nothing else carries the notice, tell the house.

    Inside the transaction that notes the failure. Two ways that fail at once are put in order by the notice's lock.
    """
    notice = NoticeRow.objects.select_for_update().get(pk=row.notice_id)
    if row.fallback:
        following = Delivery(
            notice=notice,
            channel=row.fallback[0],
            fallback=row.fallback[1:],
            language=row.language,
            subject=row.subject,
            text=row.text,
            params=row.params,
            created_at=now,
            next_at=_when(row.fallback[0], notice.template, now),
        )
        _send_later(following)
    elif not Delivery.objects.filter(notice=notice).exclude(state=DeliveryState.FAILED).exists():
        announce(NoticeUndelivered(notice.id, notice.subject_kind, notice.subject_id))


def _queue_letter(told: Told, language: Language, now: datetime) -> None:
    text = Template(content.frame(language)).substitute(
        text=told.written[language].email_text,
        link=_address(told.link, language),
        site=site.current().name,
    )
    letter = Delivery(
        notice_id=told.id,
        channel=Channel.EMAIL,
        language=language,
        subject=told.written[language].email_subject,
        text=text,
        calendar=_calendar(told, now),
        created_at=now,
        next_at=now,
    )
    _send_later(letter)


def _queue_short(told: Told, chain: Sequence[Channel], language: Language, now: datetime) -> None:
    """Queue one sentence on the first way of a chain. Without a token the link is the site: nothing to be guessed."""
    title = told.written[language].title
    link = _address(told.link, language) if told.matter.token else str(settings.PUBLIC_URL)
    message = Delivery(
        notice_id=told.id,
        channel=chain[0],
        fallback=list(chain[1:]),
        language=language,
        subject=title,
        text=Template(content.short(language)).substitute(title=title, link=link),
        params={**words_of(told.matter.context, language), "link": link},
        created_at=now,
        next_at=_when(chain[0], told.matter.template, now),
    )
    _send_later(message)


def _send_later(row: Delivery) -> None:
    row.save(force_insert=True)
    reminders.remind(row.id, at=row.next_at if row.next_at > row.created_at else None)


def _when(channel: str, template: str, now: datetime) -> datetime:
    """Return when a message may go: not in the quiet hours on a telephone, unless it is about security."""
    if channel not in SHORT or content.get_template(template).group is Group.SECURITY:
        return now
    try:
        return after_quiet(now, settings.QUIET_HOURS)
    except ValueError:
        return now


def _address(link: str, language: Language) -> str:
    prefix = "/en" if language is Language.EN else ""
    return f"{settings.PUBLIC_URL}{prefix}{link}"


def _calendar(told: Told, now: datetime) -> str:
    """Return the calendar file of a letter: the event given, or the time promised for a dossier's result."""
    event = told.matter.event
    promised = told.matter.context.get("promised_at")
    if event is None and told.matter.template == "dossier_received" and isinstance(promised, datetime):
        place = str(told.matter.context.get("unit") or "")
        code = str(told.matter.context.get("code") or "")
        event = CalendarEvent(
            uid=f"hen-tra-{told.matter.subject_id or told.id}",
            starts_at=promised,
            ends_at=promised + timedelta(minutes=30),
            summary=f"Hẹn trả kết quả hồ sơ {code}",
            location=place,
        )
    return calendar_file(event, now=now).decode() if event else ""
