"""What goes in and out of the API of the lifecycle's acts, version 1: fees, promises, undoing, registers."""

from datetime import date, datetime
from uuid import UUID

from ninja import Field, Schema

from tinhso.government.dossiers.api.schemas_v1 import VersionIn


class FeeIn(VersionIn):
    """A request to pay; `exemption` is a code of the procedure, empty for none."""

    exemption: str = Field("", max_length=40)


class ExemptionIn(VersionIn):
    """An exemption granted while the dossier waits for money: why this person, and on what paper."""

    exemption: str = Field(min_length=1, max_length=40)
    reason: str = Field(max_length=300)
    paper: str = Field(max_length=300)


class ExtensionIn(VersionIn):
    """A new day for the result, with the reason the apology gives."""

    new_day: date
    reason: str = Field(max_length=1000)


class WhyIn(VersionIn):
    """An act that needs nothing but its reason."""

    reason: str = Field(max_length=1000)


class UndoIn(WhyIn):
    """Which line of the story to undo, and why."""

    event_id: UUID


class HandlerIn(Schema):
    """Who handles the dossier from now on."""

    handler_id: UUID
    reason: str = Field("", max_length=1000)


class RegisterIn(Schema):
    """Which register: one unit, dossiers received from `first` to `last`, one field or all; `part` counts from 1."""

    unit_id: UUID
    first: date
    last: date
    field_code: str = Field("", max_length=40)
    part: int = Field(1, ge=1, le=10)


class RegisterRowOut(Schema):
    """One line of the register, moments as people read them."""

    ordinal: int
    code: str
    procedure: str
    applicant: str
    contact: str
    unit: str
    received: str
    promised: str
    handed_over: str
    way: str
    taken_by: str


class RegisterOut(Schema):
    """One part of the register (1,000 lines) and how many there are."""

    rows: list[RegisterRowOut]
    part: int
    parts: int


class ClockLineOut(Schema):
    """One operation of the dossier's clock, with its legal ground and the promise before and after."""

    at: datetime
    operation: str
    title: str
    ground: str
    old_promise: datetime | None
    new_promise: datetime | None


class ApologyOut(Schema):
    """One slip of apology (Mẫu số 04); the paper itself is the print `apology`."""

    number: str
    reason: str
    signed_at: datetime
    old_promise: datetime
    new_promise: datetime
    is_late: bool


class ClockOut(Schema):
    """The clock of a dossier from its start, and the apologies given."""

    promised_at: datetime | None
    reappointed_at: datetime | None
    paused_at: datetime | None
    operations: list[ClockLineOut]
    apologies: list[ApologyOut]
