"""Facts this room announces. Ids alone: whoever wants more asks the door, as itself."""

from dataclasses import dataclass
from uuid import UUID

from tinhso.kernel.events import Event, event


@event("drafting.submitted.v1")
@dataclass(frozen=True, slots=True)
class DraftSubmitted(Event):
    """A draft began its way through the chain (trình)."""

    draft_id: UUID
    unit_id: UUID


@event("drafting.returned.v1")
@dataclass(frozen=True, slots=True)
class DraftReturned(Event):
    """Somebody in the chain sent a draft back."""

    draft_id: UUID
    unit_id: UUID


@event("drafting.signed.v1")
@dataclass(frozen=True, slots=True)
class DraftSigned(Event):
    """Whoever has the right to signed a draft; it has no number yet."""

    draft_id: UUID
    unit_id: UUID
    signature_id: UUID


@event("drafting.voided.v1")
@dataclass(frozen=True, slots=True)
class SignatureVoided(Event):
    """A signature given on a draft holds no more; the voided paper says so on itself."""

    draft_id: UUID
    unit_id: UUID
    signature_id: UUID
