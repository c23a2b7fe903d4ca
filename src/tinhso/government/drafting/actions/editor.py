"""The locks of the agency's online editor (WOPI), and what it saves: as WebDAV, but one lock for all who write in it.

A lock binds the editor's sessions among themselves, never a person: who writes on our page saves as always, and what
the editor saves from an older version stands beside the head.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from tinhso.government.drafting import access, office
from tinhso.government.drafting.actions import _write
from tinhso.government.drafting.actions._turns import require_may_write
from tinhso.government.drafting.actions.links import OpenLink
from tinhso.government.drafting.actions.writing import open_for_editing, save_version
from tinhso.government.drafting.data import Source
from tinhso.government.drafting.editor_models import EditorSession
from tinhso.government.drafting.models import Draft, DraftLink
from tinhso.government.drafting.queries import content_of
from tinhso.kernel.actors import Actor

LOCK_LASTS: Final = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Held:
    """What a question about the lock came to: `lock` is the one in force, "" for none."""

    is_done: bool
    lock: str


def current(draft: Draft, *, now: datetime) -> EditorSession | None:
    """Return the session that holds the draft."""
    return draft.editor_sessions.filter(is_current=True, until__gt=now).first()


def version_given(draft: Draft, *, now: datetime) -> int:
    """Return the version the editor is given: what its session works on, the head when there is none."""
    held = current(draft, now=now)
    return held.base if held else draft.head


@transaction.atomic
def lock(link: OpenLink, *, words: str, now: datetime) -> Held:
    """Hold the draft, or hold it on when these are the words of the lock in force."""
    return _with(link, now, lambda draft, held: _hold(link, draft, held, words, now))


@transaction.atomic
def refresh(link: OpenLink, *, words: str, now: datetime) -> Held:
    """Hold the draft thirty minutes more."""

    def do(_draft: Draft, held: EditorSession | None) -> Held:
        if held is None or held.lock != words:
            return Held(is_done=False, lock=held.lock if held else "")
        return _prolonged(held, words, now)

    return _with(link, now, do)


@transaction.atomic
def unlock(link: OpenLink, *, words: str, now: datetime) -> Held:
    """Give the draft back."""

    def do(_draft: Draft, held: EditorSession | None) -> Held:
        if held is None or held.lock != words:
            return Held(is_done=False, lock=held.lock if held else "")
        held.is_current, held.until = False, now
        held.save(update_fields=["is_current", "until"])
        return Held(is_done=True, lock="")

    return _with(link, now, do)


@transaction.atomic
def relock(link: OpenLink, *, old: str, words: str, now: datetime) -> Held:
    """Change the words of the lock in force."""

    def do(_draft: Draft, held: EditorSession | None) -> Held:
        if held is None or held.lock != old:
            return Held(is_done=False, lock=held.lock if held else "")
        return _prolonged(held, words, now)

    return _with(link, now, do)


@transaction.atomic
def take_over(actor: Actor, *, draft_id: UUID, now: datetime) -> None:
    """End the editor's hold of a draft, for who wants to open it anew; what it still saves stands beside the head."""
    draft = access.access_draft(actor, draft_id=draft_id, lock=True)
    require_may_write(actor, draft)
    held = current(draft, now=now)
    if held is not None:
        held.is_current, held.taken_over_at = False, now
        held.save(update_fields=["is_current", "taken_over_at"])
        _write.record(actor, draft, "taken_over", before=held.writer_name)
    open_for_editing(actor, draft_id=draft_id, take_over=True, now=now)


def save(link: OpenLink, *, words: str, data: bytes, now: datetime) -> tuple[Held, int]:
    """Keep what the editor saved under its lock as a version; return it, or the lock in force when that is another.

    A session that was taken over saves beside the head. Raises BadOfficeFile, BadDraft, IllegalDraftMove.
    """
    draft = access.access_draft(link.actor, draft_id=link.draft_id)
    held = current(draft, now=now)
    session = held if held is not None and held.lock == words else _taken(draft, words)
    if session is None or not words:
        return Held(is_done=False, lock=held.lock if held else ""), 0
    found = office.read(data, before=content_of(draft, session.base))
    with transaction.atomic():
        locked = access.access_draft(link.actor, draft_id=link.draft_id, lock=True)
        base = EditorSession.objects.select_for_update().get(pk=session.pk).base
        saved = save_version(
            link.actor, draft_id=locked.id, content=found.content, base=base, source=Source.WOPI, word=data, now=now
        )
        if saved.is_new:
            EditorSession.objects.filter(pk=session.pk).update(base=saved.number)
            note_read(link, saved.number)
    return Held(is_done=True, lock=words), saved.number


def note_read(link: OpenLink, number: int) -> None:
    """Keep which version was given to this person's editor."""
    DraftLink.objects.filter(pk=link.id).update(base=number)


def _taken(draft: Draft, words: str) -> EditorSession | None:
    return draft.editor_sessions.filter(lock=words, taken_over_at__isnull=False).order_by("-id").first()


def _with(link: OpenLink, now: datetime, do: Callable[[Draft, EditorSession | None], Held]) -> Held:
    draft = access.access_draft(link.actor, draft_id=link.draft_id, lock=True)
    require_may_write(link.actor, draft)
    return do(draft, current(draft, now=now))


def _hold(link: OpenLink, draft: Draft, held: EditorSession | None, words: str, now: datetime) -> Held:
    if held is not None:
        return _prolonged(held, words, now) if held.lock == words else Held(is_done=False, lock=held.lock)
    earlier = draft.editor_sessions.filter(lock=words, taken_over_at=None).order_by("-id").first()
    draft.editor_sessions.filter(is_current=True).update(is_current=False)
    if earlier is not None:  # it ran out while the editor slept: it works on what it had
        earlier.is_current, earlier.until = True, now + LOCK_LASTS
        earlier.save(update_fields=["is_current", "until"])
        return Held(is_done=True, lock=words)
    EditorSession.objects.create(
        draft=draft,
        lock=words,
        base=link.base,
        writer_id=access.account_of(link.actor),
        writer_name=link.actor.name,
        until=now + LOCK_LASTS,
    )
    open_for_editing(link.actor, draft_id=draft.id, now=now)
    return Held(is_done=True, lock=words)


def _prolonged(held: EditorSession, words: str, now: datetime) -> Held:
    held.lock, held.until = words, now + LOCK_LASTS
    held.save(update_fields=["lock", "until"])
    return Held(is_done=True, lock=words)
