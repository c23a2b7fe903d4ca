"""What a page must know of several dossiers at once: their versions, and what they wait to be paid."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from tinhso.government.dossiers.access import visible
from tinhso.government.dossiers.data import Status
from tinhso.kernel.actors import Actor


def versions_of(actor: Actor, *, dossier_ids: Iterable[UUID]) -> Mapping[UUID, int]:
    """Return the present version of each of these dossiers the actor may see, in one query."""
    return dict(visible(actor).filter(pk__in=set(dossier_ids)).values_list("pk", "version"))


def fee_waits(actor: Actor, *, dossier_ids: Iterable[UUID]) -> Mapping[UUID, UUID]:
    """Return the request each of these dossiers waits for, of those the actor may see; one query."""
    rows = visible(actor).filter(pk__in=set(dossier_ids), status=Status.WAITING_FEE, fee_request_id__isnull=False)
    return {dossier_id: one for dossier_id, one in rows.values_list("pk", "fee_request_id") if one is not None}
