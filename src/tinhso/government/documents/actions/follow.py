"""Keeping an eye on a document, and being reminded of it (theo dõi, nhắc việc)."""

from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from tinhso.foundation.notifications import public as notifications
from tinhso.government.documents import access
from tinhso.government.documents.errors import BadDocument, DocumentMissing
from tinhso.government.documents.models import DocumentFollow
from tinhso.kernel import clock
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import local_day
from tinhso.kernel.text import clean_line

BATCH: Final = 200


@transaction.atomic
def follow(actor: Actor, *, document_id: UUID, remind_on: date | None = None, note: str = "", now: datetime) -> None:
    """Keep an eye on a document one may open; with a day, be reminded that morning. Again changes the day.

    Raises DocumentMissing, BadDocument for a day that is over.
    """
    row = access.access_document(actor, document_id=document_id)
    if actor.account_id is None:
        raise DocumentMissing
    if remind_on is not None and remind_on < local_day(now):
        words = _("Chọn ngày nhắc từ hôm nay trở đi.")
        raise BadDocument(words, fields={"ngay_nhac": words})
    kept = "" if row.restricted else clean_line(note)[:200]
    DocumentFollow.objects.update_or_create(
        document=row,
        account_id=actor.account_id,
        defaults={"remind_on": remind_on, "note": kept, "reminded_at": None},
        create_defaults={"remind_on": remind_on, "note": kept, "since": now},
    )


@transaction.atomic
def unfollow(actor: Actor, *, document_id: UUID) -> None:
    """Stop keeping an eye on a document."""
    if actor.account_id is not None:
        DocumentFollow.objects.filter(document=document_id, account_id=actor.account_id).delete()


def find_follow(actor: Actor, *, document_id: UUID) -> DocumentFollow | None:
    """Return how this person keeps an eye on a document, if they do."""
    if actor.account_id is None:
        return None
    return DocumentFollow.objects.filter(document=document_id, account_id=actor.account_id).first()


def remind(now: datetime | None = None) -> int:
    """Tell everybody whose day has come, once; return how many. The job of the morning."""
    moment, told = now or clock.now(), 0
    while part := _remind_some(moment):
        told += part
    return told


@transaction.atomic
def _remind_some(now: datetime) -> int:
    due = DocumentFollow.objects.filter(remind_on__lte=local_day(now), reminded_at=None).order_by("remind_on", "id")
    batch = list(due.select_for_update(skip_locked=True)[:BATCH])
    for one in batch:
        one.reminded_at = now
        one.save(update_fields=["reminded_at"])
        notifications.notify(
            one.account_id,
            template="document_reminder",
            context={"at": now},
            subject_kind="document",
            subject_id=one.document_id,
            once_key=f"{one.id}-{one.remind_on}",
            now=now,
        )
    return len(batch)
