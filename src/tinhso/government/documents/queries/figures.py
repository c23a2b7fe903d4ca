"""How many documents stand where: each number counts exactly the rows its link shows."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from tinhso.foundation.work.data import Part
from tinhso.government.documents import access
from tinhso.government.documents.data import DIRECTION_TITLES, READ, STATE_TITLES, Direction, State
from tinhso.government.documents.instruction_data import LIVE
from tinhso.government.documents.models import Instruction
from tinhso.government.documents.queries.lists import DocumentFilter, count_documents
from tinhso.kernel.actors import Actor

BOX_OF: Final = {Direction.INCOMING: "den", Direction.OUTGOING: "di", Direction.INTERNAL: "noi-bo"}


@dataclass(frozen=True, slots=True)
class Figure:
    """A number, what it counts, and the query string of the list with exactly those rows."""

    title: str
    count: int
    query: str
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class Held:
    """What one officer has of an agency's documents: given and open, and of those late."""

    name: str
    open: int
    late: int


def by_state(actor: Actor, *, unit_id: UUID, now: datetime) -> list[Figure]:
    """Return how many documents of an agency stand in each state, of those the actor may open.

    Raises DocumentMissing.
    """
    access.unit_required(actor, READ, unit_id)
    rows = access.visible(actor).filter(unit_id=unit_id).order_by()
    counts = {(d, s): n for d, s, n in rows.values_list("direction", "state").annotate(n=Count("pk"))}
    found = [
        Figure(f"{_(DIRECTION_TITLES[direction])}: {_(STATE_TITLES[state])}", n, _query(direction, state, unit_id))
        for direction in Direction
        for state in State
        if (n := counts.get((direction.value, state.value), 0))
    ]
    late = count_documents(actor, filters=DocumentFilter(Direction.INCOMING, late=True, unit_id=unit_id), now=now)
    more = urlencode({"hop": "den", "tre": "1", "dv": str(unit_id)})
    return [*found, Figure(_("Văn bản đến quá hạn"), late, more, is_late=True)]


def _query(direction: Direction, state: State, unit_id: UUID) -> str:
    return urlencode({"hop": BOX_OF[direction], "tt": state.value, "dv": str(unit_id)})


def by_unit_part(actor: Actor, *, unit_id: UUID, now: datetime) -> list[Held]:
    """Return who has how much of what an agency gave out, the most first; at most 100 people.

    What is restricted is not counted. Raises DocumentMissing.
    """
    access.unit_required(actor, READ, unit_id)
    rows = (
        Instruction.objects.filter(unit_id=unit_id, state__in=LIVE, document__restricted=False)
        .exclude(Q(part=Part.TO_FOLLOW) | Q(document__state=State.FROZEN))
        .order_by()
        .values("assignee_id", "assignee_name")
        .annotate(n=Count("pk"), late=Count("pk", filter=Q(due_at__lte=now)))
        .order_by("-n", "assignee_name")[:100]
    )
    return [Held(row["assignee_name"], row["n"], row["late"]) for row in rows]
