"""Pure: from the provider's claims to a person, and what differs from what we hold."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final

from tinhso.foundation.identity.data import AccountKind
from tinhso.foundation.identity.errors import SignOnRefused
from tinhso.foundation.identity.national.config import Provider
from tinhso.foundation.identity.rules import contact, personal_number, tax_code
from tinhso.kernel.errors import DomainError
from tinhso.kernel.text import clean_line

MAX_SUBJECT: Final = 128


@dataclass(frozen=True, slots=True)
class NationalPerson:
    """Who the State says has signed in. `number` is what the account here is known by.

    For a business `number` is the tax code, and `person_number`, `person_name` are the natural person behind it.
    `level` is that of this sign-in: 1 or 2 (Nghị định 69/2024/NĐ-CP).
    """

    provider: str
    subject: str
    kind: AccountKind
    number: str
    name: str
    level: int
    birth_on: date | None = None
    phone: str = ""
    email: str = ""
    address: str = ""
    person_number: str = ""
    person_name: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {**asdict(self), "birth_on": self.birth_on.isoformat() if self.birth_on else None}

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> "NationalPerson":
        """Build it back."""
        born = date.fromisoformat(raw["birth_on"]) if raw["birth_on"] else None
        return cls(**{**raw, "kind": AccountKind(raw["kind"]), "birth_on": born})


def person_of(provider: Provider, claims: Mapping[str, Any], *, acr: str) -> NationalPerson:
    """Return the person in the claims. Raises SignOnRefused when the claims do not say who it is.

    Where both the sign-in (acr) and the account (loAs) have a level, the lower one counts; a word we do not know is
    level 1: nothing is gained by a claim we cannot read.
    """
    said = {name: _first(claims, theirs) for name, theirs in provider.claims.items()}
    try:
        kind = AccountKind(provider.kinds[said["account_kind"]])
        person_number = personal_number.check(said["number"]).value
        person_name = contact.check_name(said["name"])
        is_business = kind is AccountKind.BUSINESS
        number = tax_code.check(said.get("tax_code", "")) if is_business else person_number
        name = contact.check_business_name(said.get("business_name", "")) if is_business else person_name
    except (KeyError, ValueError, DomainError):
        raise SignOnRefused(INCOMPLETE, reason="claims") from None
    if not said["subject"] or len(said["subject"]) > MAX_SUBJECT or kind is AccountKind.OFFICER:
        raise SignOnRefused(INCOMPLETE, reason="claims")
    return NationalPerson(
        provider=provider.key,
        subject=said["subject"],
        kind=kind,
        number=number,
        name=name,
        level=_level(provider, said["level"], acr),
        birth_on=None if is_business else _day(said.get("birth_on", "")),
        phone=_or_empty(contact.check_phone, said.get("phone", "")),
        email=said.get("email", "")[:254],
        address=said.get("address", "")[:300],
        person_number=person_number if is_business else "",
        person_name=person_name if is_business else "",
    )


INCOMPLETE: Final = (
    "Tài khoản định danh điện tử chưa cung cấp đủ thông tin để đăng nhập. Kiểm tra thông tin trong ứng dụng VNeID, hoặc"
    " đến Bộ phận Tiếp nhận và Trả kết quả gần nhất."
)


def _first(claims: Mapping[str, Any], theirs: tuple[str, ...]) -> str:
    values = (claims.get(name) for name in theirs)
    return next((clean_line(str(v)) for v in values if isinstance(v, str | int) and str(v).strip()), "")


def _level(provider: Provider, account_level: str, acr: str) -> int:
    said = [provider.levels.get(word, 1) for word in (account_level, acr) if word]
    return min(said, default=1)


def _day(text: str) -> date | None:
    """Read a day as written in Viet Nam (27/03/1990) or in ISO 8601; None for anything else."""
    parts = text.split("/")
    try:
        if len(parts) == 3:
            return date(int(parts[2]), int(parts[1]), int(parts[0]))
        return date.fromisoformat(text)
    except ValueError:
        return None


def _or_empty(rule: Any, value: str) -> str:
    try:
        return str(rule(value)) if value else ""
    except DomainError:
        return ""
