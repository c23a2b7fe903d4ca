"""What goes in and out of the API of dossiers, version 1: bounded, typed, stable."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Field, Schema

from tinhso.foundation.mandates.data import Consent
from tinhso.government.dossiers import public as dossiers


class PaperIn(Schema):
    """One paper: the id of a file uploaded before, or a paper only seen at the counter."""

    component: str = Field(max_length=32)
    file_id: UUID | None = None
    form: dossiers.PaperForm = dossiers.PaperForm.ELECTRONIC
    count: int = Field(1, ge=1, le=99)


class FilingIn(Schema):
    """A whole request: answers as the procedure's form asks, and papers. On line every paper names its file."""

    procedure_code: str = Field(max_length=40)
    unit_id: UUID
    data: dict[str, Any]
    papers: list[PaperIn] = Field(default_factory=list, max_length=60)
    delivery: dossiers.Delivery = dossiers.Delivery.ONLINE


class HelperIn(Schema):
    """Who hands it in for the applicant (nộp hộ); the officer where `consent` is present."""

    name: str = Field(max_length=200)
    number: str = Field("", max_length=12)
    title: str = Field(max_length=100)
    phone: str = Field("", max_length=20)
    consent: Consent = Consent.SIGNED
    consent_note: str = Field("", max_length=200)


class CounterFilingIn(FilingIn):
    """A request handed in at a desk; `for_unit` names the unit that decides when it is not the desk's."""

    for_unit: UUID | None = None
    helper: HelperIn | None = None


class ApplicantOut(Schema):
    """Who asks."""

    name: str
    number: str
    phone: str


class DossierOut(Schema):
    """A dossier as lists show it."""

    id: UUID
    code: str
    token: str
    procedure_code: str
    procedure_name: str
    status: int
    title: str
    channel: str
    unit_id: UUID
    unit_name: str
    applicant: ApplicantOut
    submitted_at: datetime
    received_at: datetime | None
    promised_at: datetime | None
    finished_at: datetime | None
    step_task: str
    step_title: str
    step_due_at: datetime | None
    version: int


class DossierPage(Schema):
    """One page of a list."""

    items: list[DossierOut]
    next_cursor: str


class TimelineOut(Schema):
    """One thing that happened."""

    id: UUID | None
    at: datetime
    verb: str
    sentence: str
    unit_name: str
    note: str


class SupplementItemIo(Schema):
    """One thing to bring."""

    component: str = Field(max_length=32)
    name: str = Field(max_length=300)
    reason: str = Field(max_length=1000)
    example: str = Field("", max_length=500)


class SupplementOut(Schema):
    """One supplement request and how far it is."""

    id: UUID
    asked_at: datetime
    contact: str
    due_on: date
    items: list[SupplementItemIo]
    answered_at: datetime | None


class NextStepOut(Schema):
    """Who owns the dossier now, until when, and what comes next."""

    owner: str
    due_at: datetime | None
    act: str
    sentence: str


class PaperOut(Schema):
    """One paper of a dossier."""

    id: UUID
    component: str
    name: str
    form: str
    count: int
    file_id: UUID | None


class DetailOut(Schema):
    """Everything about one dossier."""

    info: DossierOut
    case: str
    data: dict[str, Any]
    delivery: dossiers.Delivery
    papers: list[PaperOut]
    supplements: list[SupplementOut]
    timeline: list[TimelineOut]
    next_step: NextStepOut
    result_token: str


class LookUpOut(Schema):
    """What anybody with the code may see."""

    code: str
    procedure_name: str
    status: int
    citizen_title: str
    unit_name: str
    applicant_masked: str
    submitted_at: datetime
    promised_at: datetime | None
    next_step: NextStepOut


class ReasonIn(Schema):
    """Why, and on what legal ground."""

    text: str = Field(max_length=1000)
    basis: str = Field("", max_length=500)


class VersionIn(Schema):
    """The version of the dossier the caller saw; omit it to act on whatever there is."""

    expected_version: int | None = Field(None, ge=1, le=2_147_483_647)


class RefusalIn(VersionIn):
    """A refusal or a stop."""

    reasons: list[ReasonIn] = Field(min_length=1, max_length=20)


class AskIn(VersionIn):
    """A supplement request."""

    items: list[SupplementItemIo] = Field(min_length=1, max_length=20)
    contact: str = Field("", max_length=200)
    due_on: date | None = None
    confirmed_by_head: bool = False


class AnswerIn(Schema):
    """The answer to a supplement request: file ids by component."""

    papers: dict[str, Annotated[list[UUID], Field(max_length=60)]] = Field(max_length=20)


class CounterAnswerIn(AnswerIn):
    """What was brought to the counter, and in which form."""

    form: dossiers.PaperForm = dossiers.PaperForm.ORIGINAL


class StepIn(VersionIn):
    """One step of the process."""

    task: str = Field(max_length=60)
    outcome: str = Field("forward", max_length=40)
    remark: str = Field("", max_length=2000)
    handler_id: UUID | None = None


class DraftIn(VersionIn):
    """The texts of the result's draft."""

    fields: dict[str, Annotated[str, Field(max_length=20_000)]] = Field(max_length=60)


class HandOverIn(VersionIn):
    """To whom the result was given, and how: `tracking` by post, the receiver's number and `remark` at the desk."""

    to: str = Field("", max_length=200)
    way: dossiers.Delivery = dossiers.Delivery.COUNTER
    receiver_number: str = Field("", max_length=20)
    tracking: str = Field("", max_length=40)
    remark: str = Field("", max_length=500)


class WithdrawIn(Schema):
    """Why the applicant takes the dossier back."""

    reason: str = Field("", max_length=2000)


class ListIn(Schema):
    """What a list asks for."""

    unit_id: UUID | None = None
    status: int | None = Field(None, ge=1, le=10)
    procedure_code: str = Field("", max_length=40)
    words: str = Field("", max_length=100)
    channel: dossiers.Channel | None = None
    light: Literal["", "late", "soon"] = ""
    finish: Literal["", "on_time", "late"] = ""
    order: Literal["newest", "due"] = "newest"
    received_from: date | None = None
    received_to: date | None = None
    cursor: str = Field("", max_length=300)
    size: int = Field(50, ge=1, le=100)


class CountsIn(Schema):
    """A period, by the day of receipt, and units; none is all the caller oversees."""

    received_from: date
    received_to: date
    unit_id: list[UUID] = Field(default_factory=list, max_length=200)


class UnitCountsOut(Schema):
    """The figures of one unit."""

    unit_id: UUID
    unit_name: str
    received: int
    on_time: int
    late: int
    waiting: int
    overdue: int


class ActOut(Schema):
    """One act; `outcome`: a choice of a step; `event_id`: the line to undo; `why_not` says what stands in the way."""

    code: str
    title: str
    is_offered: bool
    why_not: str
    outcome: str
    event_id: UUID | None


class HandlerOut(Schema):
    """Somebody a dossier can be given to."""

    account_id: UUID
    name: str
    title: str


class DraftFieldOut(Schema):
    """One text of the result's draft, with what the answers already say."""

    key: str
    title: str
    value: str
    kind: str
    required: bool
    hint: str
