"""Whether the State has somebody as a child's father, mother or guardian: asked once, for that declaration alone.

The child's own record names its parents. What came is read for the declaration it was asked for and let go of at once;
the record of the look-up, and the line on the child's list of looks, stay.
"""

from datetime import datetime, timedelta
from typing import Final
from uuid import NAMESPACE_OID, UUID, uuid5

import structlog

from tinhso.data.population import adapters, asking, holding, inquiry
from tinhso.data.population.data import Operation, Outcome, Part, Person, Relative
from tinhso.data.population.pseudonyms import pseudonym
from tinhso.foundation.mandates.public import Kin, Proof, Role
from tinhso.kernel.actors import SYSTEM, Actor
from tinhso.kernel.errors import DomainError

log = structlog.get_logger(__name__)

SUBJECT: Final = "mandates.kinship"
BUDGET: Final = timedelta(seconds=4)
"""Asked once for a child, in place of a way to the desk: worth waiting for longer than a page that fills itself in."""
PURPOSE: Final = "đối chiếu quan hệ cha, mẹ hoặc người giám hộ do người nộp hồ sơ thay khai"


def ask(actor: Actor, kin: Kin, now: datetime) -> None:
    """Ask the source for the family in the child's record, for four seconds; what goes wrong is left to the desk.

    The system asks, not the adult: nothing of the answer is shown, and how often one may declare is mandates' to bound.
    """
    if not adapters.is_connected():
        return
    try:
        question = inquiry.make(
            SYSTEM,
            Operation.LOOK_UP,
            number=kin.child_number,
            name=kin.child_name,
            birth=kin.child_born_on,
            purpose=PURPOSE,
            subject_kind=SUBJECT,
            subject_id=_subject(actor, kin),
            parts=frozenset({Part.FAMILY}),
            within=BUDGET,
        )
        asking.ask(question, now=now)
    except DomainError as refused:
        log.info("population.kinship_not_asked", code=refused.code)


def find(actor: Actor, kin: Kin, _now: datetime) -> Proof | None:
    """Return POPULATION when the child's record names the adult by number; None for everything else."""
    subject_id = _subject(actor, kin)
    held = holding.find_held(subject_kind=SUBJECT, subject_id=subject_id, number=kin.child_number)
    person = holding.from_json(held.person) if held is not None and held.outcome == Outcome.MATCHED else None
    if held is not None:
        holding.forget(subject_kind=SUBJECT, subject_id=subject_id)
    if person is None:
        return None
    return Proof.POPULATION if kin.adult_number in _numbers(person, kin.role) else None


def _numbers(person: Person, role: Role) -> frozenset[str]:
    kin: tuple[Relative | None, ...] = (person.guardian,) if role is Role.GUARDIAN else (person.father, person.mother)
    return frozenset(one.number for one in kin if one is not None and one.number)


def _subject(actor: Actor, kin: Kin) -> UUID:
    """Return the declaration's id: this adult's about this child."""
    return uuid5(NAMESPACE_OID, f"{actor.account_id}:{pseudonym(kin.child_number)}:{kin.role}")
