"""Telling: officers of reminders, answers, lateness; applicants of what an agency asks. Never what was said."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from tinhso.foundation.identity import public as identity
from tinhso.foundation.notifications import public as notifications
from tinhso.foundation.organisations import public as organisations
from tinhso.government.cooperation.models import Consult, LinkedPart
from tinhso.government.dossiers import public as dossiers

MAX_TOLD = 20


def answered(consult: Consult, *, now: datetime) -> None:
    """Tell who asked that the answer is there."""
    _tell([consult.asked_by], "consult_answered", consult, f"{consult.id}:answered", now=now)


def reminded(consult: Consult, *, now: datetime) -> None:
    """Remind whom it is put to."""
    people = [consult.account_id] if consult.account_id else accounts(consult.unit_id, "specialist")
    _tell(people, "consult_reminded", consult, f"{consult.id}:{now.isoformat()}", now=now)


def late(consult: Consult, *, role: str, now: datetime) -> None:
    """Tell the head of the unit asked, and who asked, that the deadline has passed."""
    people = [*accounts(consult.unit_id, role), consult.asked_by]
    _tell(dict.fromkeys(people), "consult_late", consult, f"{consult.id}:late:{consult.due_at.isoformat()}", now=now)


def part_asked(part: LinkedPart, *, now: datetime) -> bool:
    """Tell the applicant, and who acts for them, that an agency asks for more; return whether somebody was told."""
    people = dossiers.applicant_accounts(part.parent_id)
    for account_id in people:
        notifications.notify(
            account_id,
            template="part_asked",
            context={"code": part.parent_code, "procedure": part.title, "unit": part.agency},
            subject_kind="dossier",
            subject_id=part.parent_id,
            once_key=f"{part.id}:asked:{part.version}",
            now=now,
        )
    return bool(people)


def accounts(unit_id: UUID, role: str) -> list[UUID]:
    """Return the accounts of who holds a role at a unit or below, at most 20."""
    officers = organisations.list_officers(unit_id, role=role, is_deep=True, size=MAX_TOLD)
    found = identity.accounts_of_officers([one.id for one in officers])
    return [found[one.id] for one in officers if one.id in found]


def _tell(people: Iterable[UUID], template: str, consult: Consult, key: str, *, now: datetime) -> None:
    for account_id in people:
        notifications.notify(
            account_id,
            template=template,
            context={
                "code": consult.dossier_code,
                "procedure": consult.procedure_name,
                "unit": consult.unit_name,
                "due_at": consult.due_at,
            },
            subject_kind="consult",
            subject_id=consult.id,
            once_key=key,
            now=now,
        )
