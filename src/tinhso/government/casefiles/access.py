"""The gates of case files. Forbidden and missing look the same.

A file is its keeper's, as long as they work in its agency; others of the agency see it when their post lets them see
the agency's files. What lies in a file is opened by the gates of its own room: standing in a file opens nothing. A
hand-over is seen by who sent it and by who sees the agency's files.
"""

from uuid import UUID

from django.db.models import Q, QuerySet

from tinhso.foundation.organisations import public as organisations
from tinhso.government.casefiles.data import LISTS, SEE, SEND, USE
from tinhso.government.casefiles.errors import FileMissing, ReasonNeeded
from tinhso.government.casefiles.models import CaseFile, CaseHandOver, CaseList
from tinhso.government.documents import public as documents
from tinhso.kernel.actors import Actor, ActorKind
from tinhso.kernel.errors import Forbidden
from tinhso.kernel.text import clean_block

MIN_REASON = 10


def agency_of(actor: Actor) -> organisations.UnitInfo:
    """Return the agency an officer keeps files for. Raises FileMissing for who is none."""
    if not actor.is_officer or actor.unit_id is None or not actor.may(USE):
        raise FileMissing
    return organisations.agency_of(actor.unit_id)


def units_of(actor: Actor, ability: str) -> frozenset[UUID]:
    """Return the agencies in which the actor holds an ability: their own, and those it took over."""
    if not actor.is_officer or actor.unit_id is None or not actor.may(ability):
        return frozenset()
    return documents.home(actor) | {organisations.agency_of(actor.unit_id).id}


def may(actor: Actor, ability: str, unit_id: UUID) -> bool:
    """Tell whether the actor holds an ability over the files of an agency."""
    return actor.kind is ActorKind.SYSTEM or unit_id in units_of(actor, ability)


def visible(actor: Actor) -> QuerySet[CaseFile]:
    """Return the files this actor may open."""
    rows = CaseFile.objects.all()
    if actor.kind is ActorKind.SYSTEM:
        return rows
    if not actor.is_officer or actor.account_id is None or not actor.may(USE):
        return rows.none()
    units = sorted(units_of(actor, SEE))
    own = Q(keeper_id=actor.account_id, unit_id__in=sorted(units_of(actor, USE)))
    return rows.filter(own | Q(unit_id__in=units)) if units else rows.filter(own)


def access_file(actor: Actor, *, file_id: UUID, change: bool = False) -> CaseFile:
    """Return a file this actor may open; locked, and only to its keeper or the clerks of its agency, to `change` it.

    Raises FileMissing; Forbidden for who may only look.
    """
    rows = visible(actor)
    found = (rows.select_for_update(of=("self",)) if change else rows).filter(pk=file_id).first()
    if found is None:
        raise FileMissing
    if change and not may_change(actor, found):
        raise Forbidden
    return found


def may_change(actor: Actor, row: CaseFile) -> bool:
    """Tell whether the actor keeps this file."""
    is_keeper = actor.account_id is not None and actor.account_id == row.keeper_id
    return actor.kind is ActorKind.SYSTEM or is_keeper or may(actor, LISTS, row.unit_id)


def access_list(actor: Actor, *, list_id: UUID, ability: str = USE, lock: bool = False) -> CaseList:
    """Return a list of the actor's agency. Raises FileMissing; Forbidden for who may only look."""
    rows = CaseList.objects.select_for_update() if lock else CaseList.objects.all()
    found = rows.filter(pk=list_id, unit_id__in=sorted(units_of(actor, USE))).first()
    if found is None:
        raise FileMissing
    if not may(actor, ability, found.unit_id):
        raise Forbidden
    return found


def slips(actor: Actor) -> QuerySet[CaseHandOver]:
    """Return the hand-overs this actor may open: all of an agency whose files they see, and those they sent."""
    rows = CaseHandOver.objects.all()
    if actor.kind is ActorKind.SYSTEM:
        return rows
    all_of = Q(unit_id__in=sorted(units_of(actor, SEE)))
    own = Q(sender_id=actor.account_id) if actor.account_id else Q(pk=None)
    return rows.filter(all_of | own & Q(unit_id__in=sorted(units_of(actor, SEND))))


def access_slip(actor: Actor, *, slip_id: UUID, change: bool = False) -> CaseHandOver:
    """Return a hand-over this actor may open; locked, and only to who hands files over, to `change` it.

    Raises FileMissing; Forbidden for who may only look.
    """
    rows = slips(actor)
    found = (rows.select_for_update(of=("self",)) if change else rows).filter(pk=slip_id).first()
    if found is None:
        raise FileMissing
    if change and not may(actor, SEND, found.unit_id):
        raise Forbidden
    return found


def require_reason(text: str, field: str = "ly_do") -> str:
    """Return a reason as it is recorded. Raises ReasonNeeded for less than 10 characters."""
    said = clean_block(text)[:500]
    if len(said) < MIN_REASON:
        raise ReasonNeeded(fields={field: ReasonNeeded.sentence})
    return said


__all__ = [
    "access_file",
    "access_list",
    "access_slip",
    "agency_of",
    "may",
    "may_change",
    "require_reason",
    "slips",
    "units_of",
    "visible",
]
