"""What every verb of drafting writes besides its own rows: people let in, work items, notices, the record."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _

from tinhso.foundation.audit import public as audit
from tinhso.foundation.calendar import public as calendar
from tinhso.foundation.calendar.data import Allowance, AllowanceUnit
from tinhso.foundation.work import public as work
from tinhso.government.drafting import layouts, people
from tinhso.government.drafting.data import MIN_REASON, DraftInfo, Status
from tinhso.government.drafting.errors import BadDraft, IllegalDraftMove
from tinhso.government.drafting.models import Draft, DraftMember
from tinhso.kernel.actors import Actor
from tinhso.kernel.text import clean_block

STEP_WITHIN: Final = Allowance(Decimal(8), AllowanceUnit.WORKING_HOUR)


def require(draft: Draft, *statuses: Status) -> None:
    """Raise IllegalDraftMove unless the draft is in one of these."""
    if Status(draft.status) not in statuses:
        raise IllegalDraftMove


def reason_of(words: str, *, field: str = "ly_do") -> str:
    """Return a reason that says something. Raises BadDraft naming its field."""
    cleaned = clean_block(words)[:2000]
    if len(cleaned) < MIN_REASON:
        sentence = _("Ghi rõ lý do, ít nhất %(n)s ký tự.") % {"n": MIN_REASON}
        raise BadDraft(sentence, fields={field: sentence})
    return cleaned


def let_in(draft: Draft, account_id: UUID, name: str, *, may_write: bool = False, now: datetime) -> None:
    """Let somebody take part; who writes already goes on writing."""
    member, made = DraftMember.objects.get_or_create(
        draft=draft, member_id=account_id, defaults={"name": name, "may_write": may_write, "since": now}
    )
    if may_write and not made and not member.may_write:
        member.may_write = True
        member.save(update_fields=["may_write"])


def person(account_id: UUID, unit_id: UUID, *, field: str) -> people.Person:
    """Return an officer chosen for something. Raises BadDraft naming the field for one that is not there."""
    found = people.find_person(account_id, unit_id)
    if found is None:
        sentence = _("Chọn người trong danh sách cán bộ.")
        raise BadDraft(sentence, fields={field: sentence})
    return found


def open_work(
    draft: Draft,
    kind: str,
    words: str,
    *,
    assignee_id: UUID | None,
    role: str = "specialist",
    act: str = "draft",
    due_at: datetime | None = None,
    now: datetime,
) -> None:
    """Put something to do about a draft into the inbox of one person, or of a role of its unit."""
    work.open_item(
        kind=kind,
        subject_id=draft.id,
        title=f"{words}: {shown(draft)}"[:300],
        code="",
        unit_id=draft.unit_id,
        role=role,
        assignee_id=assignee_id,
        due_at=due_at or calendar.add_working_time(now, STEP_WITHIN, unit_id=draft.unit_id),
        facts={"applicant": draft.author_name, "procedure": layouts.title_of(draft.kind), "step": words, "act": act},
        now=now,
    )


def shown(draft: Draft) -> str:
    """Return kind and subject, as people say it."""
    return f"{layouts.title_of(draft.kind)} {draft.subject}".strip()


def close_work(actor: Actor, draft: Draft, *, kind: str | None = None, now: datetime) -> None:
    """Take a draft out of the inboxes it stands in (of one kind of work, when given)."""
    work.close_items(subject_id=draft.id, kind=kind, actor=actor, now=now)


def record(actor: Actor, draft: Draft, verb: str, **detail: Any) -> None:
    """Write what was done into the audit chain."""
    plain: Mapping[str, Any] = {
        key: value if isinstance(value, int | str | bool) else str(value) for key, value in detail.items()
    }
    audit.record(
        actor,
        verb=f"drafting.{verb}",
        subject_kind="drafting.draft",
        subject_id=draft.id,
        unit_id=draft.unit_id,
        detail=dict(plain),
    )


def touched(draft: Draft, *fields: str, now: datetime) -> DraftInfo:
    """Keep what changed, and when; return the draft."""
    draft.changed_at = now
    draft.save(update_fields=[*fields, "changed_at"])
    return draft.to_info(kind_title=layouts.title_of(draft.kind))
