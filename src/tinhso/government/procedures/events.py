"""Facts this room announces."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from tinhso.kernel.events import Event, event


@event("procedures.published.v1")
@dataclass(frozen=True, slots=True)
class ProcedurePublished(Event):
    """A version of a procedure was published."""

    version_id: UUID
    code: str
    valid_from: date


@event("procedures.retired.v1")
@dataclass(frozen=True, slots=True)
class ProcedureRetired(Event):
    """A published version ends on a day: `valid_to` is the first day it no longer holds."""

    version_id: UUID
    code: str
    valid_to: date


@event("procedures.service_set.v1")
@dataclass(frozen=True, slots=True)
class ServiceSet(Event):
    """From a day on, an agency offers a procedure otherwise than before."""

    service_id: UUID
    code: str
    unit_id: UUID
    valid_from: date
