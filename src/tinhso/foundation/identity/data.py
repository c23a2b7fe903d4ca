"""Words and shapes others may hold."""

from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum
from uuid import UUID


class AccountKind(StrEnum):
    """Whose account it is."""

    CITIZEN = "citizen"
    BUSINESS = "business"
    OFFICER = "officer"


class Assurance(IntEnum):
    """How far the identity is proven; the levels of Decree 69/2024/NĐ-CP where a national account was used.

    SELF_DECLARED is what a person typed about themselves, to be shown as «chưa xác minh».
    """

    NONE = 0
    SELF_DECLARED = 1
    VERIFIED = 2


@dataclass(frozen=True, slots=True)
class AccountInfo:
    """An account as others may hold it. Number, birth date, phone, address are personal data: record each read."""

    id: UUID
    kind: AccountKind
    number: str
    name: str
    email: str
    phone: str
    birth_on: date | None
    address: str
    assurance: int
    officer_id: UUID | None
    representative: str = ""
    is_demo: bool = False


@dataclass(frozen=True, slots=True)
class DemoSignIn:
    """One line of the list printed at a demo: what to type, who that is, and where they work."""

    number: str
    password: str
    name: str
    where: str
