"""Figures of QĐ 766/QĐ-TTg, group 5, for whoever above shows them, and exactly the petitions they count."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from tinhso.government.petitions.access import in_scope
from tinhso.government.petitions.data import LIVE, Counted, Figures, Kind, PetitionInfo, Status, Vote
from tinhso.government.petitions.models import Petition
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import LOCAL_ZONE
from tinhso.kernel.paging import Page, page_by_key


def figures(unit_ids: Collection[UUID] | None, *, first: date, last: date, now: datetime) -> Figures:
    """Count the petitions filed with these units (None: all there are) from `first` to `last`, both included.

    Complaints sent on their way are none. Late is what was done after its time at any step, and what waits now past it.
    """
    rows = _filed(unit_ids, first, last)
    found = rows.aggregate(
        total=Count("id"), late=Count("id", filter=_late(now)), unhappy=Count("id", filter=_unhappy(now))
    )
    by_kind = dict(rows.values_list("kind").annotate(n=Count("id")).order_by())
    return Figures(
        total=found["total"],
        by_kind={kind: by_kind.get(kind.value, 0) for kind in Kind},
        on_time=found["total"] - found["late"],
        unhappy=found["unhappy"],
    )


def list_counted(
    actor: Actor,
    *,
    unit_ids: Collection[UUID] | None,
    first: date,
    last: date,
    counted: Counted,
    cursor: str = "",
    now: datetime,
) -> tuple[Page[PetitionInfo], int, int]:
    """Return the petitions a figure counts, how many it counts, and how many of these the actor may not see.

    What is about staff is seen by leaders alone, and counted all the same. Raises Unauthenticated, Forbidden.
    """
    seen, every = in_scope(actor), _filed(unit_ids, first, last).exclude(_left_out(counted, now))
    mine = every.filter(pk__in=seen.values("pk"))
    whole = every.count()
    return page_by_key(mine, Petition.to_info, cursor=cursor, size=None, default=20), whole, whole - mine.count()


def _filed(unit_ids: Collection[UUID] | None, first: date, last: date) -> QuerySet[Petition]:
    rows = Petition.objects.filter(
        filed_at__gte=datetime.combine(first, time.min, LOCAL_ZONE),
        filed_at__lt=datetime.combine(last + timedelta(days=1), time.min, LOCAL_ZONE),
    ).exclude(status=Status.REDIRECTED)
    return rows if unit_ids is None else rows.filter(unit_id__in=sorted(set(unit_ids)))


def _late(now: datetime) -> Q:
    ours = sorted((LIVE | {Status.ANSWERED}) - {Status.WAITING})
    return Q(was_late=True) | Q(status__in=ours, due_at__isnull=False, due_at__lt=now)


def _unhappy(now: datetime) -> Q:
    return _late(now) | Q(vote=Vote.DISSATISFIED.value) | Q(reopened_at__isnull=False)


def _left_out(counted: Counted, now: datetime) -> Q:
    nothing = Q(pk__in=[])
    return {Counted.ALL: nothing, Counted.ON_TIME: _late(now), Counted.SATISFIED: _unhappy(now)}[counted]
