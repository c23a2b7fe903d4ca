"""The gates: who may ask about whom, and who runs the queue."""

from typing import Final
from uuid import UUID

from tinhso.data.population.errors import CheckNotFound, PurposeMissing
from tinhso.data.population.models import Check
from tinhso.foundation.access import public as access
from tinhso.foundation.identity import public as identity
from tinhso.kernel.actors import Actor, ActorKind
from tinhso.kernel.errors import Forbidden, Unauthenticated
from tinhso.kernel.text import clean_line

LOOK_UP: Final = "population.look_up"
OVERSEE: Final = "population.oversee"
OPERATE: Final = "population.operate"
NOBODY: Final = UUID(int=0)
MAX_PURPOSE: Final = 200
MAX_CODE: Final = 60


def access_person(actor: Actor, *, number: str) -> None:
    """Let an officer with the ability ask about anybody, an applicant only about themselves.

    Raises Unauthenticated for nobody, Forbidden for everybody else.
    """
    if actor.kind is ActorKind.SYSTEM:
        return
    if actor.account_id is None:
        raise Unauthenticated
    if actor.is_officer:
        access.ability_required(actor, LOOK_UP)
    elif identity.get_account(actor.account_id).number != number:
        raise Forbidden


def purpose_required(purpose: str, *, subject_kind: str, subject_id: UUID) -> str:
    """Return the clean purpose. Raises PurposeMissing without one, or without a subject."""
    said = clean_line(purpose)[:MAX_PURPOSE]
    if not said or not subject_kind or subject_id == NOBODY:
        raise PurposeMissing
    return said


def access_check(actor: Actor, *, check_id: UUID) -> Check:
    """Return a check, locked, for an operator. Raises CheckNotFound for one that is not there or not for this actor."""
    if not actor.may(OPERATE):
        raise CheckNotFound
    row = Check.objects.select_for_update().filter(id=check_id).first()
    if row is None:
        raise CheckNotFound
    return row
