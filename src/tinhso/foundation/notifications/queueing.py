"""From something to tell to messages on their way: which ways outside, in what order, and what after a failure."""

import json
from collections.abc import Iterator, Mapping, Sequence
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
from tinhso.foundation.notifications.data import (
    CHAIN,
    SHORT,
    CalendarEvent,
    Channel,
    DeliveryState,
    Group,
    Language,
    Matter,
)
from tinhso.foundation.notifications.events import NoticeUndelivered
from tinhso.foundation.notifications.models import Delivery, NoticeRow
from tinhso.foundation.notifications.rules import choices as rules
from tinhso.foundation.notifications.rules.phones import can_get_messages
from tinhso.foundation.notifications.rules.quiet import after_quiet
from tinhso.foundation.notifications.rules.templates import Written, link_of, words_of, write
from tinhso.kernel.ids import uuid7
from tinhso.kernel.outbox import announce
from tinhso.kernel.rows import Rows
from tinhso.ui import site

_COLUMNS: Final = (
    "id, account_id, phone, template, once_key, subject_kind, subject_id, title, body, title_en, body_en, link,"
    " created_at"
)
_ROW: Final = f"({', '.join(['%s'] * 13)})"
_WISHES: Final = """
    SELECT person.id, wished.choices::text, wished.language,
           EXISTS (SELECT 1 FROM notifications_push_device d WHERE d.account_id = person.id AND d.ended_at IS NULL)
      FROM unnest(%s::uuid[]) AS person(id)
      LEFT JOIN notifications_preference wished ON wished.account_id = person.id
"""
_DELIVERIES: Final = Rows(Delivery)


@dataclass(frozen=True, slots=True)
class Told:
    """A notice just written, with what messages are made of."""

    id: UUID
    account_id: UUID | None
    phone: str
    group: Group
    matter: Matter
    written: Mapping[Language, Written]
    link: str
    at: datetime


def write_notices(matters: Sequence[tuple[Matter, UUID | None, str]], *, now: Sequence[datetime]) -> list[Told]:
    """Write notices, each (matter, account, telephone), in one statement; return those that were not told yet."""
    told, values = [], list[UUID | str | datetime | None]()
    for (matter, account_id, phone), at in zip(matters, now, strict=True):
        one = _told(matter, account_id, phone, at)
        vi, en = one.written[Language.VI], one.written[Language.EN]
        values += [one.id, account_id, phone, matter.template, matter.once_key, matter.subject_kind, matter.subject_id]
        values += [vi.title, vi.body, en.title, en.body, one.link, at]
        told.append(one)
    if not told:
        return []
    rows = ", ".join([_ROW] * len(told))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO notifications_notice ({_COLUMNS}) VALUES {rows} ON CONFLICT DO NOTHING RETURNING id",  # noqa: S608 - our names
            values,
        )
        fresh = {row[0] for row in cursor.fetchall()}
    return [one for one in told if one.id in fresh]


def _told(matter: Matter, account_id: UUID | None, phone: str, now: datetime) -> Told:
    words = content.get_template(matter.template)
    written = {language: write(words, language, matter.context) for language in Language}
    link = link_of(words, matter.subject_id, matter.token)
    return Told(uuid7(), account_id, phone, words.group, matter, written, link, now)


def queue_for_accounts(told: Sequence[Told], accounts: Mapping[UUID, AccountInfo]) -> None:
    """Queue a message on every way each person wishes: one of the telephone's chain, and each of the others."""
    wishes = _wishes([one.account_id for one in told if one.account_id])
    rows: list[Delivery] = []
    for one in told:
        if one.account_id:
            rows += _messages(one, accounts[one.account_id], *wishes[one.account_id])
    _send_later(rows)


Wishes = tuple[Language, Mapping[tuple[Group, Channel], bool], bool]


def _messages(
    told: Told,
    account: AccountInfo,
    language: Language,
    wished: Mapping[tuple[Group, Channel], bool],
    has_device: bool,  # noqa: FBT001 - a row of the database
) -> Iterator[Delivery]:
    on = [channel for channel in Channel if wished.get((told.group, channel)) and is_connected(channel)]
    if Channel.EMAIL in on and account.email:
        yield _letter(told, language)
    chain = [channel for channel in CHAIN if channel in on and can_get_messages(account.phone)]
    if chain:
        yield _short(told, chain, language)
    if Channel.PUSH in on and has_device:
        yield _short(told, [Channel.PUSH], language)


def _wishes(account_ids: Sequence[UUID]) -> dict[UUID, Wishes]:
    """Return people's language, choices, and whether a browser of theirs takes push; in one statement."""
    if not account_ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_WISHES, [list(set(account_ids))])
        return {
            account_id: (Language(language or "vi"), rules.effective(json.loads(choices or "{}")), has_device)
            for account_id, choices, language, has_device in cursor.fetchall()
        }


def queue_for_phones(told: Sequence[Told]) -> None:
    """Queue a message to telephone numbers, in Vietnamese."""
    chain = [channel for channel in CHAIN if is_connected(channel)]
    if chain:
        _send_later([_short(one, chain, Language.VI) for one in told if can_get_messages(one.phone)])


def go_on_after_failure(row: Delivery, *, now: datetime) -> None:
    """Try the next way of the chain, once; when there is none and nothing else carries the notice, tell the house.

    Inside the transaction that notes the failure. Two ways that fail at once are put in order by the notice's lock. A
    message that was sent again and failed again has handed its further ways on already.
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
        _send_later([following])
        Delivery.objects.filter(pk=row.pk).update(fallback=[])
    elif not Delivery.objects.filter(notice=notice).exclude(state=DeliveryState.FAILED).exists():
        announce(NoticeUndelivered(notice.id, notice.subject_kind, notice.subject_id))


def _letter(told: Told, language: Language) -> Delivery:
    text = Template(content.frame(language)).substitute(
        text=told.written[language].email_text,
        link=_address(told.link, language),
        site=site.current().name,
    )
    return Delivery(
        notice_id=told.id,
        channel=Channel.EMAIL,
        language=language,
        subject=told.written[language].email_subject,
        text=text,
        calendar=_calendar(told),
        created_at=told.at,
        next_at=told.at,
    )


def _short(told: Told, chain: Sequence[Channel], language: Language) -> Delivery:
    """Return one sentence on the first way of a chain. Without a token the link is the site: nothing to be guessed."""
    title = told.written[language].title
    link = _address(told.link, language) if told.matter.token else str(settings.PUBLIC_URL)
    return Delivery(
        notice_id=told.id,
        channel=chain[0],
        fallback=list(chain[1:]),
        language=language,
        subject=title,
        text=Template(content.short(language)).substitute(title=title, link=link),
        params={**words_of(told.matter.context, language), "link": link},
        created_at=told.at,
        next_at=_when(chain[0], told.matter.template, told.at),
    )


def _send_later(rows: Sequence[Delivery]) -> None:
    """Write messages in one statement, and remind of those that may go at the same time in one each."""
    _DELIVERIES.insert(*rows)
    waiting: dict[datetime | None, list[UUID]] = {}
    for row in rows:
        waiting.setdefault(row.next_at if row.next_at > row.created_at else None, []).append(row.id)
    for at, ids in waiting.items():
        reminders.remind_all(ids, at=at)


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


def _calendar(told: Told) -> str:
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
    return calendar_file(event, now=told.at).decode() if event else ""
