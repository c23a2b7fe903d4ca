"""What a room's tables hold of people, of files and of a subject: declared by the room, asked for by whoever may.

A room says of each of its tables by which columns a person is found in it, which files it points to, and what becomes
of its rows when the subject they belong to is destroyed by a decision. The kernel knows no dossier and no citizen; it
only gives the declaration its shape, so that a room above can walk all tables without knowing any of them.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

NOW: Final = object()
"""In `Holding.blank`: the moment of the destruction."""


class Fate(StrEnum):
    """What becomes of a row when its subject is destroyed. KEEP says why in `Holding.why`."""

    KEEP = "keep"
    BLANK = "blank"
    REMOVE = "remove"


@dataclass(frozen=True, slots=True)
class Person:
    """Of whom everything is asked: an account, a number, or both."""

    account_id: UUID | None
    number: str


@dataclass(frozen=True, slots=True)
class Holding:
    """One table («app.Model») and what it holds.

    `account` and `number` are look-ups by which rows of a person are found (they may span foreign keys); `files` are
    columns that hold ids of kept files; `left_out` are columns an export does not tell (secrets, derived words).
    `subject` are look-ups that lead to the subject's id; `kind` narrows them by the column `subject_kind`. `blank` says
    what BLANK writes. `is_subject`: rooms may hold something under this row's own key too (a
    draft's). `last_of` gives the keys of rows that end with a subject because it was the last that shared them.
    `collect` finds a person's rows where look-ups do not, and yields them as plain values.
    """

    model: str
    title: str
    account: tuple[str, ...] = ()
    number: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    subject: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    is_subject: bool = False
    last_of: Callable[[UUID], Sequence[UUID]] | None = None
    fate: Fate = Fate.KEEP
    blank: Mapping[str, Any] = field(default_factory=dict)
    why: str = ""
    collect: Callable[[Person], Iterator[Mapping[str, Any]]] | None = None

    def __post_init__(self) -> None:
        if self.fate is Fate.BLANK and not self.blank:
            raise ValueError(f"{self.model}: what is blanked?")
        if self.subject and self.fate is Fate.KEEP and not self.why:
            raise ValueError(f"{self.model}: why does it outlive its subject?")

    @property
    def is_of_people(self) -> bool:
        """Whether rows are found by a person."""
        return bool(self.account or self.number or self.collect)


@dataclass(frozen=True, slots=True)
class Tie:
    """What keeps a subject from being destroyed: for up to 500 ids and a moment, a Vietnamese sentence each is tied by.

    `name` lets a rule say that this tie does not hold for its kind of subject.
    """

    name: str
    find: Callable[[Sequence[UUID], datetime], Mapping[UUID, str]]
