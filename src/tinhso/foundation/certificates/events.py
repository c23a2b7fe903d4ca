"""Facts the register announces."""

from dataclasses import dataclass
from uuid import UUID

from tinhso.kernel.events import Event, event


@event("certificates.changed.v1")
@dataclass(frozen=True, slots=True)
class CertificateChanged(Event):
    """A certificate moved in its life, or may no longer sign (`blocked`). `state` is where it stands now."""

    certificate_id: UUID
    owner_id: UUID | None
    unit_id: UUID
    state: str
    blocked: bool
