"""Facts this room announces. Totals are whole đồng; `subject_*` is what the asking room gave."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tinhso.kernel.events import Event, event


@event("payments.settled.v1")
@dataclass(frozen=True, slots=True)
class PaymentSettled(Event):
    """A request is paid in full; `method` is "transfer" or "cash"."""

    request_id: UUID
    subject_kind: str
    subject_id: UUID
    total: int
    method: str
    at: datetime


@event("payments.part_paid.v1")
@dataclass(frozen=True, slots=True)
class PaymentPart(Event):
    """Some money came, less than asked; the request stays open for the rest."""

    request_id: UUID
    subject_kind: str
    subject_id: UUID
    paid_total: int
    total: int
    at: datetime


@event("payments.reopened.v1")
@dataclass(frozen=True, slots=True)
class PaymentReopened(Event):
    """The bank took money back: a request that was paid is not any longer."""

    request_id: UUID
    subject_kind: str
    subject_id: UUID
    paid_total: int
    at: datetime


@event("payments.refunded.v1")
@dataclass(frozen=True, slots=True)
class RefundMade(Event):
    """Money went back to the payer."""

    request_id: UUID
    subject_kind: str
    subject_id: UUID
    amount: int
    at: datetime


@event("payments.cancelled.v1")
@dataclass(frozen=True, slots=True)
class PaymentCancelled(Event):
    """A request is asked no longer."""

    request_id: UUID
    subject_kind: str
    subject_id: UUID
    at: datetime
