"""Facts the archive announces."""

from dataclasses import dataclass
from uuid import UUID

from tinhso.kernel.events import Event, event


@event("archive.kept.v1")
@dataclass(frozen=True, slots=True)
class PackageKept(Event):
    """A package is in the store, read back whole from both copies."""

    package_id: UUID
    unit_id: UUID
