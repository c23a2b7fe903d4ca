"""How a group ends: thrown away when it was never filed, emptied with the last of its members."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from tinhso.government.groups.data import GroupState
from tinhso.government.groups.models import DossierGroup, GroupPaper, GroupRow

MAX_DROPPED: Final = 200


@transaction.atomic
def drop_abandoned(before: datetime) -> int:
    """Drop up to 200 groups that were never filed and last saved before a moment; return how many.

    Their files stay until nobody holds them.
    """
    found = DossierGroup.objects.select_for_update(skip_locked=True).filter(state=GroupState.DRAFT, saved_at__lt=before)
    keys = [group.pk for group in found.order_by("id")[:MAX_DROPPED]]
    GroupPaper.objects.filter(group_id__in=keys).delete()
    GroupRow.objects.filter(group_id__in=keys).delete()
    DossierGroup.objects.filter(pk__in=keys).delete()
    return len(keys)


def ended_with(dossier_id: UUID) -> Sequence[UUID]:
    """Return the group this dossier is the last member of whose answers are still there, in a list; else none.

    In the transaction that destroys the dossier: the group is held until its end, so that of two members that go at
    once the second is the last.
    """
    group = DossierGroup.objects.select_for_update(of=("self",)).filter(rows__dossier_id=dossier_id).first()
    if group is None:
        return ()
    others = GroupRow.objects.filter(group=group, dossier_id__isnull=False).exclude(dossier_id=dossier_id)
    return () if others.exclude(name="", data={}).exists() else (group.pk,)
