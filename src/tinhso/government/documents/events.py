"""Facts this room announces. Ids and moments alone: whoever wants more asks the door, as itself."""

from dataclasses import dataclass
from uuid import UUID

from tinhso.kernel.events import Event, event


@event("documents.arrived.v1")
@dataclass(frozen=True, slots=True)
class DocumentArrived(Event):
    """A document lies before the clerk of a unit, not registered yet (đã đến)."""

    document_id: UUID
    unit_id: UUID
    delivery_id: UUID | None = None


@event("documents.refused.v1")
@dataclass(frozen=True, slots=True)
class DocumentRefused(Event):
    """The clerk sent back what arrived (từ chối tiếp nhận)."""

    document_id: UUID
    unit_id: UUID
    delivery_id: UUID | None = None


@event("documents.registered.v1")
@dataclass(frozen=True, slots=True)
class DocumentRegistered(Event):
    """An incoming document stands in a register (vào sổ)."""

    document_id: UUID
    unit_id: UUID
    delivery_id: UUID | None = None


@event("documents.issued.v1")
@dataclass(frozen=True, slots=True)
class DocumentIssued(Event):
    """A document has its number and goes out (phát hành). Whom it goes to stands in `get_document`."""

    document_id: UUID
    unit_id: UUID
    replaces_id: UUID | None = None
    corrects_id: UUID | None = None
    answers_id: UUID | None = None
    draft_id: UUID | None = None


@event("documents.recalled.v1")
@dataclass(frozen=True, slots=True)
class DocumentRecalled(Event):
    """An issued document is called back (thu hồi), because another replaces it when that is named."""

    document_id: UUID
    unit_id: UUID
    replaced_by_id: UUID | None = None


@event("documents.frozen.v1")
@dataclass(frozen=True, slots=True)
class DocumentFrozen(Event):
    """An incoming document may not be used any more: its sender called it back."""

    document_id: UUID
    unit_id: UUID
    delivery_id: UUID | None = None


@event("documents.instructed.v1")
@dataclass(frozen=True, slots=True)
class InstructionGiven(Event):
    """Somebody was told what to do about a document (bút phê, giao việc)."""

    document_id: UUID
    unit_id: UUID
    instruction_id: UUID
    delivery_id: UUID | None = None


@event("documents.progressed.v1")
@dataclass(frozen=True, slots=True)
class ProgressReported(Event):
    """Somebody began or went on with what they were told to do."""

    document_id: UUID
    unit_id: UUID
    instruction_id: UUID
    delivery_id: UUID | None = None


@event("documents.closed.v1")
@dataclass(frozen=True, slots=True)
class DocumentClosed(Event):
    """Everything about an incoming document is done; `answer_id` is the outgoing one that answers it, if any."""

    document_id: UUID
    unit_id: UUID
    answer_id: UUID | None = None
    delivery_id: UUID | None = None
