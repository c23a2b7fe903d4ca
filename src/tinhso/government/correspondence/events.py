"""Facts this room announces."""

from dataclasses import dataclass
from uuid import UUID

from tinhso.kernel.events import Event, event


@event("correspondence.delivered.v1")
@dataclass(frozen=True, slots=True)
class PacketDelivered(Event):
    """A packet has reached one receiver; `document_id` is the receiver's."""

    delivery_id: UUID
    packet_id: UUID
    receiver_unit_id: UUID
    document_id: UUID | None = None


@event("correspondence.status.v1")
@dataclass(frozen=True, slots=True)
class StatusChanged(Event):
    """A receiver, or for a recall the sender, said something of a delivery: one of the nine codes."""

    delivery_id: UUID
    packet_id: UUID
    status: str
