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


@event("identity.national_linked.v1")
@dataclass(frozen=True, slots=True)
class NationalLinked(Event):
    """A national account was linked to an account here. `how`: created, password, counter."""

    account_id: UUID
    how: str


@event("identity.holder_proven.v1")
@dataclass(frozen=True, slots=True)
class HolderProven(Event):
    """An officer has seen the holder's papers; what was set up before, on somebody's own word, has ended."""

    account_id: UUID


@event("identity.phone_changed.v1")
@dataclass(frozen=True, slots=True)
class PhoneChanged(Event):
    """An officer wrote a new telephone number down after looking at papers; every session has ended."""

    account_id: UUID


@event("identity.account_locked.v1")
@dataclass(frozen=True, slots=True)
class AccountLocked(Event):
    """An account was closed to sign-ins; sessions and tokens given to other systems have ended."""

    account_id: UUID


@event("identity.account_unlocked.v1")
@dataclass(frozen=True, slots=True)
class AccountUnlocked(Event):
    """A locked account may be signed in to again."""

    account_id: UUID
