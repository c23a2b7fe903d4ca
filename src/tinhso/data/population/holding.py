"""What came back, kept with the subject it was asked for; read again only for that subject."""

from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from tinhso.data.population.data import Address, Outcome, PartialDate, Person, Relative, Sex
from tinhso.data.population.inquiry import Inquiry
from tinhso.data.population.models import Check, HeldPerson
from tinhso.data.population.ports import Answer
from tinhso.data.population.pseudonyms import pseudonym

_ADDRESSES = ("birth_place", "origin", "permanent", "current")
_RELATIVES = ("father", "mother", "spouse", "guardian", "head")


def hold(inquiry: Inquiry, line_id: UUID, answer: Answer, *, now: datetime) -> None:
    """Keep a verdict, and the person when one came; a verdict alone does not wipe out what a look-up brought."""
    about: dict[str, Any] = {
        "subject_kind": inquiry.subject_kind,
        "subject_id": inquiry.subject_id,
        "pseudonym": pseudonym(inquiry.number),
    }
    values: dict[str, Any] = {
        "subject_code": inquiry.subject_code,
        "account_id": inquiry.actor.account_id if inquiry.actor.is_applicant else None,
        "outcome": answer.outcome.value,
        "differing": list(answer.differing),
        "checked_at": now,
        "look_up_id": line_id,
    }
    if answer.person is not None or answer.outcome is not Outcome.MATCHED:
        values["person"] = to_json(answer.person)
    HeldPerson.objects.update_or_create(**about, defaults=values)


def find_held(*, subject_kind: str, subject_id: UUID, number: str) -> HeldPerson | None:
    """Return what is kept of a person for a subject."""
    return HeldPerson.objects.filter(
        subject_kind=subject_kind, subject_id=subject_id, pseudonym=pseudonym(number)
    ).first()


@transaction.atomic
def rebind(*, from_kind: str, from_id: UUID, to_kind: str, to_id: UUID, code: str) -> None:
    """Hand what is kept and what waits from one subject to the next: a draft that was filed becomes a dossier.

    Called inside the transaction that files. What the new subject has already stays as it is.
    """
    for model in (HeldPerson, Check):
        there = model.objects.filter(subject_kind=to_kind, subject_id=to_id).values_list("pseudonym", flat=True)
        model.objects.filter(subject_kind=from_kind, subject_id=from_id).exclude(pseudonym__in=list(there)).update(
            subject_kind=to_kind, subject_id=to_id, subject_code=code
        )


@transaction.atomic
def forget(*, subject_kind: str, subject_id: UUID) -> None:
    """Let go of what was kept for a subject that is no more (a draft thrown away); the record of look-ups stays."""
    HeldPerson.objects.filter(subject_kind=subject_kind, subject_id=subject_id).delete()
    Check.objects.filter(subject_kind=subject_kind, subject_id=subject_id).delete()


def to_json(person: Person | None) -> dict[str, Any]:
    """Return a person as JSON values, what is empty left out."""
    if person is None:
        return {}
    data = {key: value for key, value in asdict(person).items() if value}
    return {**data, "birth": str(person.birth), "fetched_at": person.fetched_at.isoformat()}


def from_json(data: dict[str, Any]) -> Person | None:
    """Build the person back; None when only a verdict was kept."""
    if not data:
        return None
    values: dict[str, Any] = {**data}
    year, month, day = [*map(int, str(data["birth"]).split("-")), None, None][:3]
    values["birth"] = PartialDate(year or 0, month, day)
    values["fetched_at"] = datetime.fromisoformat(data["fetched_at"])
    values["sex"] = Sex(data["sex"]) if "sex" in data else None
    values |= {key: Address(**data[key]) for key in _ADDRESSES if key in data}
    values |= {key: Relative(**data[key]) for key in _RELATIVES if key in data}
    return Person(**values)
