"""The gates of transfers. Forbidden and missing look the same."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Q, QuerySet

from tinhso.government.transfers.data import HAND
from tinhso.government.transfers.errors import TransferMissing
from tinhso.government.transfers.models import PaperLine, PaperTransfer
from tinhso.kernel.actors import Actor


def slips(actor: Actor) -> QuerySet[PaperTransfer]:
    """Return the slips that went out from or come to units where the actor handles paper."""
    return _of(actor, PaperTransfer.objects.all())


def lines(actor: Actor) -> QuerySet[PaperLine]:
    """Return the papers that lie at, went out from or come to units where the actor handles paper."""
    scope = actor.scope(HAND)
    rows = PaperLine.objects.all()
    if scope.everywhere:
        return rows
    units = sorted(scope.units)
    sent = Q(to_unit_id__in=units) & ~Q(state="waiting")  # what lies at the other desk is not yet this unit's business
    return rows.filter(Q(from_unit_id__in=units) | sent) if units else rows.none()


def _of(actor: Actor, rows: QuerySet[PaperTransfer]) -> QuerySet[PaperTransfer]:
    scope = actor.scope(HAND)
    if scope.everywhere:
        return rows
    units = sorted(scope.units)
    return rows.filter(Q(from_unit_id__in=units) | Q(to_unit_id__in=units)) if units else rows.none()


def access_transfer(actor: Actor, *, transfer_id: UUID, lock: bool = False) -> PaperTransfer:
    """Return a slip of this actor's units. Raises TransferMissing."""
    rows = slips(actor)
    found = (rows.select_for_update() if lock else rows).filter(pk=transfer_id).first()
    if found is None:
        raise TransferMissing
    return found


def access_lines(actor: Actor, *, line_ids: Sequence[UUID]) -> list[PaperLine]:
    """Return, locked in the order of their ids, papers of this actor's units. Raises TransferMissing for any other."""
    found = list(lines(actor).select_for_update(of=("self",)).filter(pk__in=line_ids).order_by("id"))
    if len(found) != len(set(line_ids)):
        raise TransferMissing
    return found
