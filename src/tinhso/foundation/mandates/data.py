"""Words and shapes others may hold. Days are closed: a mandate gives its powers on `valid_to` and no longer after."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.utils.translation import gettext_noop


class Role(StrEnum):
    """As what somebody acts for somebody else."""

    LEGAL_REPRESENTATIVE = "legal_representative"
    FILER = "filer"
    VIEWER = "viewer"
    AUTHORISED = "authorised"
    PARENT = "parent"
    GUARDIAN = "guardian"


ROLE_TITLES: Final[Mapping[Role, str]] = {
    Role.LEGAL_REPRESENTATIVE: gettext_noop("Người đại diện theo pháp luật"),
    Role.FILER: gettext_noop("Người nộp hồ sơ của tổ chức"),
    Role.VIEWER: gettext_noop("Người xem hồ sơ của tổ chức"),
    Role.AUTHORISED: gettext_noop("Người được ủy quyền"),
    Role.PARENT: gettext_noop("Cha, mẹ của con chưa thành niên"),
    Role.GUARDIAN: gettext_noop("Người giám hộ"),
}
OF_BUSINESS: Final = frozenset({Role.LEGAL_REPRESENTATIVE, Role.FILER, Role.VIEWER})
OF_CHILD: Final = frozenset({Role.PARENT, Role.GUARDIAN})
WHOLE: Final = OF_BUSINESS | OF_CHILD
"""Roles that reach everything of the principal's; an authorised person reaches what the authorisation names."""


class State(StrEnum):
    """How a mandate stands. Whether its days have come or gone is reckoned, never stored."""

    INVITED = "invited"
    DECLARED = "declared"
    IN_FORCE = "in_force"
    DECLINED = "declined"
    ENDED = "ended"


STATE_TITLES: Final[Mapping[State, str]] = {
    State.INVITED: gettext_noop("Chờ người được mời đồng ý"),
    State.DECLARED: gettext_noop("Chờ đối chiếu giấy tờ tại Bộ phận Một cửa"),
    State.IN_FORCE: gettext_noop("Đang có hiệu lực"),
    State.DECLINED: gettext_noop("Đã từ chối"),
    State.ENDED: gettext_noop("Đã chấm dứt"),
}
LIVE: Final = frozenset({State.INVITED, State.DECLARED, State.IN_FORCE})


class Proof(StrEnum):
    """What a mandate rests on."""

    CONSENT = "consent"
    POPULATION = "population"
    BIRTH_CERTIFICATE = "birth_certificate"
    DESK = "desk"
    NONE = "none"


PROOF_TITLES: Final[Mapping[Proof, str]] = {
    Proof.CONSENT: gettext_noop("Đồng ý trên hệ thống, đã xác thực lại"),
    Proof.POPULATION: gettext_noop("Cơ sở dữ liệu quốc gia về dân cư"),
    Proof.BIRTH_CERTIFICATE: gettext_noop("Giấy khai sinh trong kho giấy tờ"),
    Proof.DESK: gettext_noop("Giấy tờ gốc đã đối chiếu tại Bộ phận Một cửa"),
    Proof.NONE: gettext_noop("Tự khai, chưa đối chiếu"),
}


@dataclass(frozen=True, slots=True)
class MandateInfo:
    """A mandate as its two parties and the desk see it. Numbers stay behind; names are personal data."""

    id: UUID
    role: Role
    state: State
    proof: Proof
    principal_id: UUID | None
    principal_name: str
    agent_id: UUID | None
    agent_name: str
    codes: tuple[str, ...]
    fields: tuple[str, ...]
    valid_from: date
    valid_to: date | None
    document: str
    document_file_id: UUID | None
    asked_at: datetime
    ended_at: datetime | None
    ended_by: str

    def is_in_force(self, on: date) -> bool:
        """Tell whether it gives its powers on a day."""
        return self.state is State.IN_FORCE and self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Principal:
    """Somebody an applicant may act for now; `is_current` when they do."""

    account_id: UUID
    name: str
    title: str
    is_current: bool


class Consent(StrEnum):
    """How the principal agreed that somebody else hands something in."""

    MANDATE = "mandate"
    SIGNED = "signed"
    FINGERPRINT = "fingerprint"
    PRESENT = "present"


CONSENT_TITLES: Final[Mapping[Consent, str]] = {
    Consent.MANDATE: gettext_noop("Theo việc đại diện, ủy quyền trên hệ thống"),
    Consent.SIGNED: gettext_noop("Đã ký giấy đồng ý"),
    Consent.FINGERPRINT: gettext_noop("Đã điểm chỉ vào giấy đồng ý"),
    Consent.PRESENT: gettext_noop("Người yêu cầu có mặt, nhờ ghi hộ"),
}


@dataclass(frozen=True, slots=True)
class FilingInfo:
    """Who handed a draft or dossier in for somebody else. Name, number, phone are personal data."""

    subject_id: UUID
    principal_id: UUID | None
    agent_id: UUID | None
    name: str
    number: str
    title: str
    phone: str
    consent: Consent
    consent_note: str
    at: datetime
