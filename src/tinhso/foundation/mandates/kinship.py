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
Asker = Callable[[Actor, Kin, datetime], None]
_finders: dict[str, Finder] = {}
_askers: dict[str, Asker] = {}


def provide(name: str, finder: Finder | None, *, ask: Asker | None = None) -> None:
    """Let a room prove kinship under `name`; None takes it away. A finder answers None for what it cannot prove.

    Called at start by population (the answer of the national database) and dossiers (a birth registered here): this
    room lies below both. A finder asks nothing outside: it looks at what its room already holds. `ask` is called just
    before, outside any transaction of ours, and may go outside, for a few seconds at most; it never raises.
    """
    _finders.pop(name, None)
    _askers.pop(name, None)
    if finder is not None:
        _finders[name] = finder
        if ask is not None:
            _askers[name] = ask


def ask_outside(actor: Actor, kin: Kin, now: datetime) -> None:
    """Let rooms fetch what they may prove with."""
    for ask in _askers.values():
        ask(actor, kin, now)


def prove(actor: Actor, kin: Kin, now: datetime) -> Proof:
    """Return the first proof found, Proof.NONE when nobody can tell."""
    answers = (finder(actor, kin, now) for finder in _finders.values())
    return next((answer for answer in answers if answer is not None), Proof.NONE)
