"""Facts this room announces: ids and moments only."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tinhso.kernel.events import Event, event


@event("work.opened.v1")
@dataclass(frozen=True, slots=True)
class WorkOpened(Event):
    """An item waits for a role of a unit, or for one officer."""

    item_id: UUID
    kind: str
    subject_id: UUID
    unit_id: UUID
    role: str
    assignee_id: UUID | None
    due_at: datetime | None


@event("work.assigned.v1")
@dataclass(frozen=True, slots=True)
class WorkAssigned(Event):
    """An officer has an item: taken by themselves or given by another; None when it was put back."""

    item_id: UUID
    kind: str
    subject_id: UUID
    unit_id: UUID
    assignee_id: UUID | None
    assigned_by: UUID | None


@event("work.done.v1")
@dataclass(frozen=True, slots=True)
class WorkDone(Event):
    """An item is closed: done, or taken away with its subject (`cancelled`)."""

    item_id: UUID
    kind: str
    subject_id: UUID
    unit_id: UUID
    cancelled: bool
