"""The gates of the archive. Forbidden and missing look the same.

What an agency keeps is found by those who keep it there and by its leader; what a document used under conditions (mode
02, or a restricted paper in a file) says of itself is read by its keepers alone: others ask.
"""

from uuid import UUID

from django.db.models import QuerySet

from tinhso.foundation.organisations import public as organisations
from tinhso.government.archive.data import LEND, READ, SEE, PackageState
from tinhso.government.archive.errors import PackageMissing, RequestMissing
from tinhso.government.archive.models import ArchivePackage, ArchiveReceipt, ArchiveRequest
from tinhso.government.documents import public as documents
from tinhso.kernel.actors import Actor
from tinhso.kernel.errors import Forbidden


def units_of(actor: Actor, ability: str) -> frozenset[UUID]:
    """Return the agencies over whose archive the actor holds an ability."""
    if not actor.is_officer or actor.unit_id is None or not actor.may(ability):
        return frozenset()
    return documents.home(actor) | {organisations.agency_of(actor.unit_id).id}


def may(actor: Actor, ability: str, unit_id: UUID) -> bool:
    """Tell whether the actor holds an ability over the archive of an agency."""
    return unit_id in units_of(actor, ability)


def agency_of(actor: Actor, ability: str) -> organisations.UnitInfo:
    """Return the agency whose archive an officer keeps. Raises PackageMissing, Forbidden for who may only see."""
    if not units_of(actor, SEE) or actor.unit_id is None:
        raise PackageMissing
    unit = organisations.agency_of(actor.unit_id)
    if not may(actor, ability, unit.id):
        raise Forbidden
    return unit


def packages(actor: Actor) -> QuerySet[ArchivePackage]:
    """Return the packages this actor may see."""
    return ArchivePackage.objects.filter(unit_id__in=sorted(units_of(actor, SEE)))


def access_package(actor: Actor, *, package_id: UUID) -> ArchivePackage:
    """Return a package this actor may see. Raises PackageMissing."""
    found = packages(actor).filter(pk=package_id).first()
    if found is None:
        raise PackageMissing
    return found


def access_receipt(actor: Actor, *, receipt_id: UUID, ability: str = SEE, lock: bool = False) -> ArchiveReceipt:
    """Return what came from outside to the actor's agency. Raises PackageMissing, Forbidden for who may only see."""
    rows = ArchiveReceipt.objects.select_for_update() if lock else ArchiveReceipt.objects.all()
    found = rows.filter(pk=receipt_id, unit_id__in=sorted(units_of(actor, SEE))).first()
    if found is None:
        raise PackageMissing
    if not may(actor, ability, found.unit_id):
        raise Forbidden
    return found


def require_reader(actor: Actor) -> UUID:
    """Return a reader's account. Raises RequestMissing for who is neither a citizen for themselves nor may read."""
    reads = actor.is_officer and actor.unit_id is not None and actor.may(READ)
    if actor.account_id is None or actor.behalf is not None or not (actor.is_applicant or reads):
        raise RequestMissing
    return actor.account_id


def catalogue(actor: Actor) -> QuerySet[ArchivePackage]:
    """Return what a reader may find by its title: public packages kept by an officer's own agency; nothing to others.

    A title may name people, so citizens ask in their own words and the archive finds what they mean.
    """
    if not actor.is_officer or actor.unit_id is None or not actor.may(READ):
        return ArchivePackage.objects.none()
    own = organisations.agency_of(actor.unit_id).id
    return ArchivePackage.objects.filter(unit_id=own, state=PackageState.KEPT, mode="01")


def access_own_request(actor: Actor, *, request_id: UUID, lock: bool = False) -> ArchiveRequest:
    """Return a request this very account made, for itself. Raises RequestMissing for any other."""
    reader = require_reader(actor)
    rows = ArchiveRequest.objects.select_for_update() if lock else ArchiveRequest.objects.all()
    found = rows.filter(pk=request_id, asker_id=reader).first()
    if found is None:
        raise RequestMissing
    return found


def requests(actor: Actor) -> QuerySet[ArchiveRequest]:
    """Return the requests to the archives whose requests this actor answers or allows."""
    units = units_of(actor, LEND)
    return ArchiveRequest.objects.filter(unit_id__in=sorted(units))


def access_request(actor: Actor, *, request_id: UUID, ability: str = LEND, lock: bool = False) -> ArchiveRequest:
    """Return a request to the actor's archive. Raises RequestMissing, Forbidden for who may only see it."""
    rows = requests(actor)
    found = (rows.select_for_update() if lock else rows).filter(pk=request_id).first()
    if found is None:
        raise RequestMissing
    if not may(actor, ability, found.unit_id):
        raise Forbidden
    return found
