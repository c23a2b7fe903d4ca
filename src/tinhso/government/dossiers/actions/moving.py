"""Giving dossiers to another handler: one by the head, or all of an officer who moves."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from tinhso.government.dossiers.access import OVERSEE, access_dossier, in_units
from tinhso.government.dossiers.actions._write import finish, note
from tinhso.government.dossiers.data import OPEN, DossierInfo
from tinhso.government.dossiers.errors import NothingAsked
from tinhso.government.dossiers.models import Dossier
from tinhso.government.dossiers.queries.people import specialists_of
from tinhso.kernel import outbox
from tinhso.kernel.actors import Actor

MAX_MOVED: Final = 2000


@transaction.atomic
@outbox.gathering()
def reassign(actor: Actor, *, dossier_id: UUID, handler_id: UUID, reason: str = "", now: datetime) -> DossierInfo:
    """Give a dossier to another specialist of its unit (đổi người thụ lý): who oversees the unit may.

    The same handler again changes nothing. The work item is given apart, by `work.assign`. Raises NotYourStep,
    DossierNotFound, NothingAsked for somebody who is no specialist there.
    """
    dossier = access_dossier(actor, dossier_id=dossier_id, ability=OVERSEE, lock=True)
    people = {one.account_id: one.name for one in specialists_of(dossier.unit_id)}
    if handler_id not in people:
        words = _("Chọn người thụ lý trong danh sách.")
        raise NothingAsked(words, fields={"handler": words})
    if dossier.handler_id == handler_id:
        return dossier.to_info()
    facts = {"handler": people[handler_id], "before": str(dossier.handler_id or "")}
    dossier.handler_id, dossier.handler_name = handler_id, people[handler_id]
    line = note(actor, dossier, "assigned", now=now, text=reason, facts=facts)
    finish(actor, dossier, line, verb="dossiers.reassigned", facts=[], now=now)
    return dossier.to_info()


def list_handled(actor: Actor, *, handler_id: UUID) -> list[DossierInfo]:
    """Return the open dossiers an officer handles in units the actor oversees, oldest first; at most 2,000."""
    return [row.to_info() for row in _handled(actor, handler_id)]


def _handled(actor: Actor, handler_id: UUID) -> QuerySet[Dossier]:
    scope = actor.scope(OVERSEE)
    rows = Dossier.objects.filter(status__in=sorted(int(s) for s in OPEN), handler_id=handler_id)
    if not scope.everywhere:
        rows = rows.filter(in_units(scope.units)) if scope.units else rows.none()
    return rows.order_by("id")[:MAX_MOVED]
