"""Proof that somebody is a child's parent or guardian, handed in from the rooms above that hold such data."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from tinhso.foundation.mandates.data import Proof, Role
from tinhso.kernel.actors import Actor


@dataclass(frozen=True, slots=True)
class Kin:
    """What is claimed: `actor` is `role` of the child with this number, name and birth date."""

    role: Role
    adult_number: str
    child_number: str
    child_name: str
    child_born_on: date


Finder = Callable[[Actor, Kin, datetime], Proof | None]
_finders: dict[str, Finder] = {}


def provide(name: str, finder: Finder | None) -> None:
    """Let a room prove kinship under `name`; None takes it away. A finder answers None for what it cannot prove.

    Called at start by population (the answer of the national database) and papers (a birth certificate in the store):
    this room lies below both. A finder asks nothing outside: it looks at what its room already holds.
    """
    if finder is None:
        _finders.pop(name, None)
    else:
        _finders[name] = finder


def prove(actor: Actor, kin: Kin, now: datetime) -> Proof:
    """Return the first proof found, Proof.NONE when nobody can tell."""
    answers = (finder(actor, kin, now) for finder in _finders.values())
    return next((answer for answer in answers if answer is not None), Proof.NONE)
