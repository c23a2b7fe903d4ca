"""Reads for who oversees a unit: who has how much, and all that one officer has."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from tinhso.foundation.work.data import WorkItemInfo
from tinhso.foundation.work.models import LIVE, WorkItem
from tinhso.foundation.work.reach import reach_of
from tinhso.kernel.actors import Actor

MAX_LIVE: Final = 2000
MAX_OFFICERS: Final = 500


@dataclass(frozen=True, slots=True)
class Load:
    """How much one officer has, in the units overseen; None: what nobody has taken yet."""

    assignee_id: UUID | None
    name: str
    count: int
    soon: int
    late: int


def list_loads(actor: Actor, *, now: datetime) -> list[Load]:
    """Return who has how many live items in the units the actor oversees, the most first; at most 500 officers.

    `late` are past their due time, `soon` are yellow. One query; nothing for somebody who oversees nothing.
    """
    late = Q(due_at__lte=now)
    rows = (
        _overseen(actor)
        .order_by()
        .values("assignee_id", "assignee_name")
        .annotate(
            count=Count("pk"),
            late=Count("pk", filter=late),
            soon=Count("pk", filter=Q(warn_at__lte=now) & ~late),
        )
        .order_by("-count", "assignee_name")[:MAX_OFFICERS]
    )
    return [Load(row["assignee_id"], row["assignee_name"], row["count"], row["soon"], row["late"]) for row in rows]


def list_live(actor: Actor, *, assignee_id: UUID | None, size: int = MAX_LIVE) -> list[WorkItemInfo]:
    """Return the live items of one officer (None: of nobody) in the units the actor oversees, the soonest due first."""
    rows = _overseen(actor).filter(assignee_id=assignee_id).order_by("due_order", "id")
    return [row.to_info() for row in rows[: min(size, MAX_LIVE)]]


def _overseen(actor: Actor) -> QuerySet[WorkItem]:
    reach = reach_of(actor)
    rows = WorkItem.objects.filter(LIVE)
    return rows if reach.oversees_everywhere else rows.filter(unit_id__in=reach.overseen)
