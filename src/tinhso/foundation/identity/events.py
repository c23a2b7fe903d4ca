"""Facts identity announces: ids only, never who somebody is."""

from dataclasses import dataclass
from uuid import UUID

from tinhso.kernel.events import Event, event


@event("identity.account_opened.v1")
@dataclass(frozen=True, slots=True)
class AccountOpened(Event):
    """A citizen, a business or an officer got an account."""

    account_id: UUID
    kind: str


@event("identity.password_changed.v1")
@dataclass(frozen=True, slots=True)
class PasswordChanged(Event):
    """The holder changed the password; other sessions have ended."""

    account_id: UUID


@event("identity.second_factor_changed.v1")
@dataclass(frozen=True, slots=True)
class SecondFactorChanged(Event):
    """A second factor was added or removed. `change` is "added" or "removed"."""

    account_id: UUID
    change: str
