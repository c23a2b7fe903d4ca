"""Who acts: every verb takes an Actor, and every gate asks it what it may reach."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Final
from uuid import UUID


class ActorKind(StrEnum):
    """The kinds of actor."""

    ANONYMOUS = "anonymous"
    CITIZEN = "citizen"
    BUSINESS = "business"
    OFFICER = "officer"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Scope:
    """The units over which an ability reaches: all of them, or the named ones (already with what is below them)."""

    everywhere: bool = False
    units: frozenset[UUID] = frozenset()

    def covers(self, unit_id: UUID) -> bool:
        """Tell whether `unit_id` lies inside."""
        return self.everywhere or unit_id in self.units

    def __bool__(self) -> bool:
        return self.everywhere or bool(self.units)

    def __or__(self, other: "Scope") -> "Scope":
        return Scope(self.everywhere or other.everywhere, self.units | other.units)


NOWHERE: Final = Scope()
EVERYWHERE: Final = Scope(everywhere=True)


@dataclass(frozen=True, slots=True)
class Behalf:
    """For whom an applicant acts, and how far: found anew for every request, so that what has ended gives nothing.

    `is_whole` reaches everything of the principal's; otherwise only the subjects named in `codes` and `fields`, and of
    those only what this actor has handed in. Without `may_file` the actor reads and does nothing.
    """

    account_id: UUID
    name: str
    kind: ActorKind
    title: str
    may_file: bool = False
    is_whole: bool = False
    codes: frozenset[str] = frozenset()
    fields: frozenset[str] = frozenset()

    def covers(self, code: str, field_code: str = "") -> bool:
        """Tell whether a subject, named by its code and its field, lies inside."""
        return self.is_whole or code in self.codes or field_code in self.fields


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody, or the system itself, with what they may do and where.

    `account_id` is None for anonymous and system actors. An officer acts in one appointment at a time: `unit_id` and
    `appointment_id` say which; `acting_for` names the officer they stand in for (làm thay), if any.
    `abilities` maps "app.verb" to the Scope it reaches. `assurance` is the level of identity proof (0 none, 1, 2).
    An applicant who acts for somebody else stays who they are; `behalf` says for whom.
    """

    kind: ActorKind
    account_id: UUID | None = None
    name: str = ""
    title: str = ""
    unit_id: UUID | None = None
    unit_name: str = ""
    appointment_id: UUID | None = None
    acting_for: UUID | None = None
    assurance: int = 0
    abilities: Mapping[str, Scope] = field(default_factory=lambda: MappingProxyType({}))
    request_id: str = ""
    address: str = ""
    behalf: Behalf | None = None

    @property
    def on_behalf_of(self) -> UUID | None:
        """The account this actor acts for; None when they act for themselves."""
        return self.behalf.account_id if self.behalf else None

    @property
    def principal_id(self) -> UUID | None:
        """Whose matter it is: the account acted for, otherwise one's own."""
        return self.behalf.account_id if self.behalf else self.account_id

    @property
    def shown_name(self) -> str:
        """How the actor is written down: with the name of whom they act for."""
        return f"{self.name} (thay {self.behalf.name})" if self.behalf else self.name

    def scope(self, ability: str) -> Scope:
        """Return where this actor holds `ability`; NOWHERE when they do not hold it."""
        return EVERYWHERE if self.kind is ActorKind.SYSTEM else self.abilities.get(ability, NOWHERE)

    def may(self, ability: str, unit_id: UUID | None = None) -> bool:
        """Tell whether the actor holds `ability`, at `unit_id` when one is given."""
        scope = self.scope(ability)
        return bool(scope) if unit_id is None else scope.covers(unit_id)

    @property
    def is_officer(self) -> bool:
        """An official at work."""
        return self.kind is ActorKind.OFFICER

    @property
    def is_applicant(self) -> bool:
        """A signed-in citizen or business."""
        return self.kind in (ActorKind.CITIZEN, ActorKind.BUSINESS)


ANONYMOUS: Final = Actor(ActorKind.ANONYMOUS)
SYSTEM: Final = Actor(ActorKind.SYSTEM, name="Hệ thống")
