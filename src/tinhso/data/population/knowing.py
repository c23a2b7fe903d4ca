"""What a page may fill in for the applicant: kept for the draft, else from the source, else «chưa xác minh»."""

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from tinhso.data.population import actions, adapters, asking, holding, inquiry, queries
from tinhso.data.population.data import KnownPerson, Operation, Outcome, PartialDate, Person, Standing
from tinhso.data.population.errors import BadQuestion
from tinhso.data.population.models import HeldPerson
from tinhso.foundation.identity import public as identity
from tinhso.kernel.actors import Actor, ActorKind

BUDGET: Final = timedelta(seconds=1.2)
"""A page has two seconds (J-09); the rest is for the page itself."""

OWN_PURPOSE: Final = "điền sẵn và đối chiếu bản khai của chính người nộp"


def known_of_applicant(
    actor: Actor,
    *,
    subject_kind: str,
    subject_id: UUID,
    now: datetime,
    subject_code: str = "",
    within: timedelta = BUDGET,
) -> KnownPerson:
    """Return what the State knows of a signed-in citizen, for the draft they fill in. Never raises for the source.

    Asks the source at most once for a subject, for `within` at most; when it does not answer, a verification is put
    into the queue and the page goes on «chưa xác minh» at once, on every later visit too. Call it outside a
    transaction.
    """
    facts = _own_facts(actor)
    if facts is None:
        return KnownPerson(Standing.NOT_CONNECTED)
    kept = holding.find_held(subject_kind=subject_kind, subject_id=subject_id, number=facts[0])
    if kept is not None:
        return _of_kept(kept)
    if not adapters.is_connected():
        return KnownPerson(Standing.NOT_CONNECTED)
    if queries.is_waiting(subject_kind=subject_kind, subject_id=subject_id):
        return KnownPerson(Standing.UNVERIFIED)
    question = inquiry.make(
        actor,
        Operation.LOOK_UP,
        number=facts[0],
        name=facts[1],
        birth=facts[2],
        purpose=OWN_PURPOSE,
        subject_kind=subject_kind,
        subject_id=subject_id,
        subject_code=subject_code,
        within=within,
    )
    return _ask(question, now)


def locked_values(actor: Actor, *, subject_kind: str, subject_id: UUID) -> dict[str, Any]:
    """Return what the State's datum says in the questions a person does not change, as kept for a subject.

    By `prefill` word; nothing when nothing is kept. It asks nobody, so it may be called inside a transaction.
    """
    facts = _own_facts(actor)
    kept = holding.find_held(subject_kind=subject_kind, subject_id=subject_id, number=facts[0]) if facts else None
    person = holding.from_json(kept.person) if kept is not None and kept.outcome == Outcome.MATCHED else None
    values = prefill_values(person) if person is not None else {}
    return {word: value for word, value in values.items() if word in OF_THE_STATE}


def _ask(question: inquiry.Inquiry, now: datetime) -> KnownPerson:
    """Ask now; what the source cannot answer now is verified later."""
    answer = asking.ask(question, now=now)
    if answer.outcome is Outcome.MATCHED:
        return KnownPerson(Standing.VERIFIED, answer.person, now)
    if answer.outcome in (Outcome.MISMATCH, Outcome.NOT_FOUND):
        return KnownPerson(Standing.MISMATCH, checked_at=now)
    actions.queue(question, account_id=question.actor.account_id, now=now)
    return KnownPerson(Standing.UNVERIFIED)


def _own_facts(actor: Actor) -> tuple[str, str, PartialDate] | None:
    """Return number, name and birth date of a citizen's account; None when they cannot be asked for."""
    if actor.kind is not ActorKind.CITIZEN or actor.account_id is None:
        return None
    account = identity.get_account(actor.account_id)
    try:
        return inquiry.facts(number=account.number, name=account.name, birth=account.birth_on or "")
    except BadQuestion:
        return None


def _of_kept(row: HeldPerson) -> KnownPerson:
    if row.outcome != Outcome.MATCHED:
        return KnownPerson(Standing.MISMATCH, checked_at=row.checked_at)
    return KnownPerson(Standing.VERIFIED, holding.from_json(row.person), row.checked_at)


def prefill_values(person: Person) -> dict[str, Any]:
    """Return a person in the words of forms' `prefill` hints; what is not known is left out.

    The address is where the person lives now, the registered one when no other is known.
    """
    home = person.current or person.permanent
    values: dict[str, Any] = {
        "applicant.name": person.name,
        "applicant.number": person.number,
        "applicant.birth_on": str(person.birth),
        "applicant.sex": person.sex.value if person.sex else "",
        "applicant.ethnicity": person.ethnicity,
        "applicant.nationality": person.nationality,
        "applicant.address.commune": home.commune_now if home else "",
        "applicant.address.detail": home.detail if home else "",
        "applicant.permanent_address": person.permanent.words if person.permanent else "",
    }
    if home is not None and (home.commune_now or home.detail):
        values["applicant.address"] = {"commune": home.commune_now, "detail": home.detail}
    return {word: value for word, value in values.items() if value}


OF_THE_STATE: Final = frozenset(
    {
        "applicant.name",
        "applicant.number",
        "applicant.birth_on",
        "applicant.sex",
        "applicant.ethnicity",
        "applicant.nationality",
    }
)
"""What a person does not change on a form: it is the State's datum (Luật Căn cước 26/2023/QH15, Điều 9, 10)."""
