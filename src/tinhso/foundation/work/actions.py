"""Writes: open, take, put back, give, finish."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from tinhso.foundation.access import public as access_door
from tinhso.foundation.audit import public as audit
from tinhso.foundation.identity import public as identity
from tinhso.foundation.work import access
from tinhso.foundation.work.data import Part, State, WorkItemInfo
from tinhso.foundation.work.errors import AlreadyClosed, AlreadyTaken, ItemMissing, Moved, NotSuited, NotYours
from tinhso.foundation.work.events import WorkAssigned, WorkDone, WorkOpened
from tinhso.foundation.work.models import Follow, WorkItem
from tinhso.foundation.work.rules import items as rules
from tinhso.kernel import clock
from tinhso.kernel.actors import SYSTEM, Actor
from tinhso.kernel.events import Event
from tinhso.kernel.outbox import announce, announce_all
from tinhso.kernel.rows import Rows
from tinhso.kernel.text import clean_line
from tinhso.kernel.transactions import within_callers

_ITEMS: Final = Rows(WorkItem)
_CLOSE: Final = """
    UPDATE work_workitem SET state = %s, done_at = %s, done_by = %s, version = version + 1
     WHERE subject_id = %s AND state IN ('open', 'claimed') AND (%s::text IS NULL OR kind = %s)
       AND kind <> ALL(%s::text[])
    RETURNING id, kind, unit_id
"""


@within_callers
def open_item(  # noqa: PLR0913 - an item is wide; every part is named
    *,
    kind: str,
    subject_id: UUID,
    title: str,
    code: str,
    unit_id: UUID,
    role: str,
    due_at: datetime | None,
    assignee_id: UUID | None = None,
    facts: Mapping[str, Any] | None = None,
    subject_kind: str = "",
    warn_at: datetime | None = None,
    part: Part = Part.MAIN,
    actor: Actor = SYSTEM,
    now: datetime,
) -> UUID:
    """Put something to do into the inbox of a role of a unit, or of one officer, and return its id.

    Called inside the verb of the room that owns the subject, which has passed its own gate and writes its own audit
    entry. `kind` is "<app>.<kind>"; `facts` are a few plain values to show (applicant, procedure, procedure_code,
    step, act; 4 KiB). The item turns yellow at `warn_at`, by default 48 hours or a quarter of the time before
    `due_at`, whichever is first. `part` is what whoever has it does in the matter: main, cooperating, to follow
    (then it also stands in the box «Theo dõi» of its assignee). Raises BadItem.
    """
    held = rules.checked_facts(facts or {})
    rules.check_item(kind=kind, role=role, title=title, code=code)
    item = WorkItem(
        kind=kind,
        subject_kind=subject_kind or kind.partition(".")[0],
        subject_id=subject_id,
        title=clean_line(title),
        code=code,
        unit_id=unit_id,
        role=role,
        assignee_id=assignee_id,
        assignee_name=identity.get_account(assignee_id).name if assignee_id else "",
        state=State.CLAIMED if assignee_id else State.OPEN,
        started_at=now if assignee_id else None,
        act=str(held.get("act") or "")[:20],
        part=part,
        due_at=due_at,
        warn_at=rules.warning(due_at, now=now, given=warn_at),
        created_at=now,
        facts=held,
        search=rules.search_text(code=code, title=title, facts=held),
    )
    _ITEMS.insert(item)
    if part is Part.TO_FOLLOW and assignee_id:
        Follow.objects.get_or_create(account_id=assignee_id, subject_id=subject_id, defaults={"created_at": now})
    announce(WorkOpened(item.id, kind, subject_id, unit_id, role, assignee_id, due_at), actor=actor)
    return item.id


@within_callers
def close_items(
    *,
    subject_id: UUID,
    kind: str | None = None,
    keep: Sequence[str] = (),
    actor: Actor | None = None,
    now: datetime,
) -> int:
    """Take a subject out of every inbox; return how many items that were.

    Only items of `kind`, when given; those of the kinds in `keep` stay. What an officer's act closes is done, by that
    officer; what anybody else's act or the system closes is cancelled.
    """
    done = actor is not None and actor.is_officer
    state, by = State.DONE if done else State.CANCELLED, actor.account_id if actor else None
    with connection.cursor() as cursor:
        cursor.execute(_CLOSE, [state.value, now, by, subject_id, kind, kind, list(keep)])
        items = sorted(cursor.fetchall())
    facts: list[Event] = [WorkDone(item, of, subject_id, unit, cancelled=not done) for item, of, unit in items]
    announce_all(facts, actor=actor)
    return len(items)


@transaction.atomic
def claim(actor: Actor, *, item_id: UUID, version: int | None = None, now: datetime | None = None) -> WorkItemInfo:
    """Take an open item (nhận việc). Taking one's own again changes nothing.

    Of two officers at once one has it, and the other is told who and since when (AlreadyTaken). Raises ItemMissing,
    AlreadyClosed, Moved when `version` is given and the item has moved on, NotYours when it is seen but not for one's
    role.
    """
    moment = now or clock.now()
    item, reach = access.access_to_take(actor, item_id=item_id)
    if item.state == State.CLAIMED and item.assignee_id == actor.account_id:
        return item.to_info()
    _require_live(item)
    if item.state == State.CLAIMED:
        raise _taken(item)
    _require_version(item, version)
    if actor.account_id is None or not reach.may_take(item):
        raise NotYours
    _hand(item, to=actor.account_id, name=actor.name, now=moment)
    return _written(actor, item, "work.claimed")


@transaction.atomic
def release(actor: Actor, *, item_id: UUID, version: int | None = None, now: datetime | None = None) -> WorkItemInfo:
    """Put an item back for the others of its role (trả lại việc): its assignee may, and who oversees the unit."""
    del now  # the moment is the audit entry's
    item, reach = access.access_item(actor, item_id=item_id, lock=True)
    _require_live(item)
    _require_version(item, version)
    if item.assignee_id != actor.account_id and not reach.oversees(item):
        raise NotYours
    if item.state == State.CLAIMED:
        _hand(item, to=None, name="", now=None)
    return _written(actor, item, "work.released")


@transaction.atomic
def assign(
    actor: Actor, *, item_id: UUID, assignee_id: UUID, version: int | None = None, now: datetime | None = None
) -> WorkItemInfo:
    """Give an item, open or somebody's, to one officer (giao việc): who oversees the unit may.

    The officer must hold the item's role over its unit in some post (NotSuited otherwise). Raises ItemMissing,
    NotYours, AlreadyClosed, Moved.
    """
    item, reach = access.access_item(actor, item_id=item_id, lock=True)
    _require_live(item)
    _require_version(item, version)
    if not reach.oversees(item):
        raise NotYours
    if item.assignee_id != assignee_id:
        _hand(item, to=assignee_id, name=_suited_name(item, assignee_id), now=now or clock.now())
    return _written(actor, item, "work.assigned")


@transaction.atomic
def complete(actor: Actor, *, item_id: UUID, version: int | None = None, now: datetime | None = None) -> WorkItemInfo:
    """Finish an item (xong việc): its assignee may, or, while it is open, anybody it is open for."""
    item, reach = access.access_to_take(actor, item_id=item_id)
    _require_live(item)
    if item.state == State.CLAIMED and item.assignee_id != actor.account_id:
        raise _taken(item)
    _require_version(item, version)
    if item.state == State.OPEN and not reach.may_take(item):
        raise NotYours
    _close(item, by=actor, now=now or clock.now(), state=State.DONE)
    audit.record(
        actor, verb="work.done", subject_kind=item.subject_kind, subject_id=item.subject_id, unit_id=item.unit_id
    )
    announce(_closed_fact(item), actor=actor)
    return item.to_info()


@transaction.atomic
def follow(actor: Actor, *, item_id: UUID, now: datetime | None = None) -> None:
    """Keep an eye on the subject of an item one sees (theo dõi). Following twice changes nothing."""
    item, _reach = access.access_item(actor, item_id=item_id)
    if actor.account_id is None:
        raise ItemMissing
    Follow.objects.get_or_create(
        account_id=actor.account_id, subject_id=item.subject_id, defaults={"created_at": now or clock.now()}
    )


@transaction.atomic
def unfollow(actor: Actor, *, subject_id: UUID) -> None:
    """Stop keeping an eye on a subject."""
    if actor.account_id is not None:
        Follow.objects.filter(account_id=actor.account_id, subject_id=subject_id).delete()


def _suited_name(item: WorkItem, assignee_id: UUID) -> str:
    """Return the officer's name. Raises NotSuited for one who holds the role over the unit in none of their posts."""
    try:
        account = identity.get_account(assignee_id)
    except identity.AccountNotFound:
        raise NotSuited from None
    main = access_door.actor_for(account)
    posts = [main] + [
        access_door.actor_for(account, appointment_id=post.appointment_id)
        for post in access_door.list_posts(main, account)
        if not post.is_current
    ]
    if not any(post.is_officer and post.may(f"work.{item.role}", item.unit_id) for post in posts):
        raise NotSuited
    return account.name


def _require_live(item: WorkItem) -> None:
    if item.state not in (State.OPEN, State.CLAIMED):
        raise AlreadyClosed


def _require_version(item: WorkItem, version: int | None) -> None:
    if version is not None and version != item.version:
        raise Moved(version=item.version)


def _taken(item: WorkItem) -> AlreadyTaken:
    when = clock.to_local(item.started_at or item.created_at)
    return AlreadyTaken(
        _("%(name)s đã nhận việc này lúc %(when)s. Chọn việc khác trong danh sách.")
        % {"name": item.assignee_name, "when": f"{when:%H:%M %d/%m/%Y}"},
        assignee_id=str(item.assignee_id),
    )


def _hand(item: WorkItem, *, to: UUID | None, name: str, now: datetime | None) -> None:
    item.assignee_id, item.assignee_name, item.started_at = to, name, now
    item.state = State.CLAIMED if to else State.OPEN
    item.version += 1
    item.save(update_fields=["assignee_id", "assignee_name", "started_at", "state", "version"])


def _close(item: WorkItem, *, by: Actor | None, now: datetime, state: State) -> None:
    item.state, item.done_at, item.done_by = state, now, by.account_id if by else None
    item.version += 1
    item.save(update_fields=["state", "done_at", "done_by", "version"])


def _written(actor: Actor, item: WorkItem, verb: str) -> WorkItemInfo:
    audit.record(
        actor,
        verb=verb,
        subject_kind=item.subject_kind,
        subject_id=item.subject_id,
        unit_id=item.unit_id,
        detail={"item": str(item.id), "assignee": str(item.assignee_id or "")},
    )
    announce(
        WorkAssigned(item.id, item.kind, item.subject_id, item.unit_id, item.assignee_id, actor.account_id), actor=actor
    )
    return item.to_info()


def _closed_fact(item: WorkItem) -> WorkDone:
    return WorkDone(item.id, item.kind, item.subject_id, item.unit_id, cancelled=item.state == State.CANCELLED)
