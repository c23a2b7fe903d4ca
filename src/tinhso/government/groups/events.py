"""Facts this room announces."""

from dataclasses import dataclass
from uuid import UUID

from tinhso.kernel.events import Event, event


@event("groups.filed.v1")
@dataclass(frozen=True, slots=True)
class GroupFiled(Event):
    """Every member of the group is a dossier now."""

    group_id: UUID
    unit_id: UUID
    members: int
