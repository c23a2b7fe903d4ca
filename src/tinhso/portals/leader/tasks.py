"""A leader gives an officer of a unit a task about a dossier, with a deadline; it lies in that officer's inbox."""

from datetime import date, datetime, time
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from tinhso.foundation.access import public as access
from tinhso.foundation.audit import public as audit
from tinhso.foundation.identity import public as identity
from tinhso.foundation.organisations import public as organisations
from tinhso.foundation.work import public as work
from tinhso.government.dossiers import public as dossiers
from tinhso.government.dossiers.public import DossierInfo
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import LOCAL_ZONE, local_day
from tinhso.kernel.errors import DomainError, NotFound, Unauthenticated
from tinhso.kernel.ids import uuid7
from tinhso.kernel.text import clean_line

KIND: Final = "leader.task"
OVERSEE: Final = "dossiers.oversee"
ROLES: Final = ("specialist", "one_stop_officer", "one_stop_head", "unit_head")
END_OF_WORK: Final = time(17, 0)
MAX_WORDS: Final = 200


class TaskIncomplete(DomainError):
    """A task needs words, an officer of the unit and a day to come."""

    code = "leader.task_incomplete"
    sentence = "Ghi việc cần làm, chọn người nhận và ngày phải xong."


def dossier_to_direct(actor: Actor, *, dossier_id: UUID) -> DossierInfo:
    """Return a dossier of a unit the actor oversees; the look is on record. Raises what dossiers raise, Forbidden."""
    if actor.account_id is None:
        raise Unauthenticated
    info = dossiers.get_dossier(actor, dossier_id=dossier_id).info
    access.ability_required(actor, OVERSEE, info.unit_id)
    return info


def people_for(unit_id: UUID) -> dict[UUID, tuple[str, str]]:
    """Return who can be given a task of a unit: account, and the role in which, with name and title."""
    found: dict[UUID, tuple[str, str]] = {}
    units = access.reach_of(unit_id)
    for role in ROLES:
        officers = {o.id: o for unit in sorted(units) for o in organisations.list_officers(unit, role=role)}
        accounts = identity.accounts_of_officers(officers)
        for officer in officers.values():
            if officer.id in accounts:
                found.setdefault(accounts[officer.id], (role, f"{officer.name}, {officer.title}"))
    return found


@transaction.atomic
def give(
    actor: Actor, *, dossier_id: UUID, assignee_id: UUID | None, words: str, due_on: date | None, now: datetime
) -> UUID:
    """Give a task with a deadline (17:00 on `due_on`); return its id. On record.

    For who oversees the dossier's unit. Raises TaskIncomplete naming the fields.
    """
    info = dossier_to_direct(actor, dossier_id=dossier_id)
    people, words = people_for(info.unit_id), clean_line(words)
    faults = {}
    if not words or len(words) > MAX_WORDS:
        faults["viec"] = _("Ghi việc cần làm, không quá 200 ký tự.")
    if assignee_id not in people:
        faults["nguoi"] = _("Chọn người nhận việc.")
    if due_on is None or due_on < local_day(now):
        faults["han"] = _("Nhập ngày phải xong, từ hôm nay trở đi.")
    if faults or assignee_id is None or due_on is None:
        raise TaskIncomplete(fields=faults)
    task_id = uuid7()
    work.open_item(
        kind=KIND,
        subject_id=task_id,
        title=words,
        code=info.code,
        unit_id=info.unit_id,
        role=people[assignee_id][0],
        due_at=datetime.combine(due_on, END_OF_WORK, LOCAL_ZONE),
        assignee_id=assignee_id,
        facts={"dossier_id": str(info.id), "procedure": info.procedure_name, "given_by": actor.shown_name},
        actor=actor,
        now=now,
    )
    audit.record(
        actor,
        verb="leader.task_given",
        subject_kind="dossier",
        subject_id=info.id,
        unit_id=info.unit_id,
        person_id=info.applicant.account_id,
        purpose="Chỉ đạo giải quyết hồ sơ",
        detail={"task": str(task_id), "due_on": due_on.isoformat()},
    )
    return task_id


def get_task(actor: Actor, *, task_id: UUID) -> work.WorkItemInfo:
    """Return a live task the actor may see. Raises Unauthenticated, NotFound."""
    if actor.account_id is None:
        raise Unauthenticated
    found = [item for item in work.list_of_subject(actor, subject_id=task_id) if item.kind == KIND]
    if not actor.is_officer or not found:
        raise NotFound
    return found[0]
