"""Addresses by which one person's own program opens one draft (Word, LibreOffice over WebDAV)."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from tinhso.foundation.access import public as access_door
from tinhso.foundation.identity import public as identity
from tinhso.government.drafting import access
from tinhso.government.drafting.actions import _write
from tinhso.government.drafting.actions._turns import require_may_write
from tinhso.government.drafting.models import DraftLink
from tinhso.kernel.actors import Actor

WEBDAV: Final = "webdav"
WOPI: Final = "wopi"
LASTS: Final = timedelta(hours=12)
EDITOR_LASTS: Final = timedelta(hours=4)


@dataclass(frozen=True, slots=True)
class OpenLink:
    """An address in force: whose it is, as the actor they are now, and which draft it opens."""

    id: UUID
    draft_id: UUID
    actor: Actor
    base: int


@transaction.atomic
def make_link(actor: Actor, *, draft_id: UUID, now: datetime) -> str:
    """Return the secret of a new address for this person and this draft; it ends after twelve hours.

    Earlier addresses of theirs for the draft end at once. Raises DraftMissing, IllegalDraftMove for whom it is not the
    turn to write.
    """
    token = secrets.token_urlsafe(32)
    _make(actor, draft_id, WEBDAV, token, ends_at=now + LASTS, now=now)
    return token


@transaction.atomic
def make_editor_link(actor: Actor, *, draft_id: UUID, now: datetime) -> UUID:
    """Let the agency's online editor open this draft for this person for four hours; return the link's id.

    What they opened there before goes on until its own end: closing it would lose what is still to be saved.
    Raises DraftMissing, IllegalDraftMove for whom it is not the turn to write.
    """
    return _make(actor, draft_id, WOPI, secrets.token_urlsafe(32), ends_at=now + EDITOR_LASTS, now=now).id


def _make(actor: Actor, draft_id: UUID, purpose: str, token: str, *, ends_at: datetime, now: datetime) -> DraftLink:
    draft = access.access_draft(actor, draft_id=draft_id, lock=True)
    require_may_write(actor, draft)
    writer = access.account_of(actor)
    if purpose == WEBDAV:
        earlier = DraftLink.objects.filter(draft=draft, writer_id=writer, purpose=WEBDAV, ended_at=None)
        earlier.update(ended_at=now)
    made = DraftLink.objects.create(
        draft=draft,
        writer_id=writer,
        purpose=purpose,
        digest=_digest(token),
        base=draft.head,
        made_at=now,
        ends_at=ends_at,
    )
    _write.record(actor, draft, "link_made", purpose=purpose)
    return made


def find_link(token: str, *, now: datetime) -> OpenLink | None:
    """Return what an address opens, None for one that ended, never was, or whose draft is no longer theirs to see.

    An account that was locked opens nothing here either, nor an officer who holds no post any more.
    """
    return _opened(DraftLink.objects.filter(digest=_digest(token), purpose=WEBDAV), now=now)


def find_editor_link(link_id: UUID, *, now: datetime) -> OpenLink | None:
    """Return what the editor opened for somebody, None as `find_link` does."""
    return _opened(DraftLink.objects.filter(pk=link_id, purpose=WOPI), now=now)


def _opened(rows: QuerySet[DraftLink], *, now: datetime) -> OpenLink | None:
    row = rows.filter(ended_at=None, ends_at__gt=now).first()
    if row is None:
        return None
    account = identity.Account.objects.filter(pk=row.writer_id, is_active=True).first()
    if account is None:
        return None
    actor = access_door.actor_for(account)
    if not access.drafts(actor).filter(pk=row.draft_id).exists():
        return None
    return OpenLink(row.id, row.draft_id, actor, row.base)


def note_base(link_id: UUID, number: int) -> None:
    """Keep which version the program has now: what it saves next is made from that."""
    DraftLink.objects.filter(pk=link_id).update(base=number)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
