"""Words others may hold."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

READ_VERB: Final = "personal_data.read"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the record (một dòng nhật ký).

    `at` is the database's clock at writing; `seq` grows with writing and breaks ties. `actor_name` is the name at that
    time. `unit_id` is the unit whose matter it was; `person_id` the person whose data it was about.
    """

    id: UUID
    seq: int
    at: datetime
    actor_kind: str
    account_id: UUID | None
    actor_name: str
    appointment_id: UUID | None
    acting_for: UUID | None
    request_id: str
    address: str
    verb: str
    subject_kind: str
    subject_id: UUID | None
    unit_id: UUID | None
    person_id: UUID | None
    purpose: str
    detail: Mapping[str, Any]
