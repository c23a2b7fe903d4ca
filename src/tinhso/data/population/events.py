"""Facts this room announces. They carry no personal data."""

from dataclasses import dataclass
from uuid import UUID

from tinhso.kernel.events import Event, event


@event("population.person_verified.v1")
@dataclass(frozen=True, slots=True)
class PersonVerified(Event):
    """A verification that waited has its answer, once for each.

    `outcome` is matched, mismatch or not_found. `differing_fields` is a comma-separated list of "name" and "birth", ""
    when the source does not say. `subject_kind` is the kind the subject has at that moment.
    """

    check_id: UUID
    subject_kind: str
    subject_id: UUID
    account_id: UUID | None
    outcome: str
    differing_fields: str = ""


@event("population.limit_reached.v1")
@dataclass(frozen=True, slots=True)
class LimitReached(Event):
    """An officer was refused a look-up because of their number within an hour; once per officer and hour."""

    account_id: UUID
    unit_id: UUID | None
    limit: int
