"""Figures of QĐ 766/QĐ-TTg, group 5, for whoever above shows them."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Count, Q

from tinhso.government.petitions.data import LIVE, Figures, Kind, Status, Vote
from tinhso.government.petitions.models import Petition
from tinhso.kernel.clock import LOCAL_ZONE


def figures(unit_ids: Sequence[UUID], *, first: date, last: date, now: datetime) -> Figures:
    """Count the petitions filed with these units from `first` to `last`, both included.

    Complaints sent on their way are none. Late is what was done after its time at any step, and what waits now past it.
    """
    rows = Petition.objects.filter(
        unit_id__in=list(dict.fromkeys(unit_ids)),
        filed_at__gte=datetime.combine(first, time.min, LOCAL_ZONE),
        filed_at__lt=datetime.combine(last + timedelta(days=1), time.min, LOCAL_ZONE),
    ).exclude(status=Status.REDIRECTED)
    ours = sorted((LIVE | {Status.ANSWERED}) - {Status.WAITING})
    late = Q(was_late=True) | Q(status__in=ours, due_at__lt=now)
    found = rows.aggregate(
        total=Count("id"),
        late=Count("id", filter=late),
        unhappy=Count("id", filter=late | Q(vote=Vote.DISSATISFIED.value) | Q(reopened_at__isnull=False)),
    )
    by_kind = dict(rows.values_list("kind").annotate(n=Count("id")).order_by())
    return Figures(
        total=found["total"],
        by_kind={kind: by_kind.get(kind.value, 0) for kind in Kind},
        on_time=found["total"] - found["late"],
        unhappy=found["unhappy"],
    )
