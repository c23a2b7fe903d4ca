"""Facts notifications announce: ids alone."""

from dataclasses import dataclass
from uuid import UUID

from tinhso.kernel.events import Event, event


@event("notifications.undelivered.v1")
@dataclass(frozen=True, slots=True)
class NoticeUndelivered(Event):
    """Every way outside to a person has failed for good: somebody has to reach them."""

    notice_id: UUID
    subject_kind: str
    subject_id: UUID | None
