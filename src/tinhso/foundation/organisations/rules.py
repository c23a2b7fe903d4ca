"""Pure decisions about codes, names, days and the tree."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Final
from uuid import UUID

from tinhso.foundation.organisations.data import Role
from tinhso.foundation.organisations.errors import BadCode, BadDates, BadText, TreeCircle, UnknownRole
from tinhso.kernel.text import clean_line, sort_key

CODE: Final = re.compile(r"[A-Y][0-9]{2}(\.[0-9A-Z]{2,3})*")
CODE_LENGTH: Final = 35
NAME_LENGTH: Final = 200
_NUMBER: Final = re.compile(r"\d+")


def check_code(code: str) -> str:
    """Return an identification code as stored. Raises BadCode.

    A letter A–Y and two digits, then groups of two or three characters behind dots, at most 35 characters in all
    (Decision 20/2020/QĐ-TTg, article 4). The groups mean nothing to us.
    """
    clean = clean_line(code).upper()
    if len(clean) > CODE_LENGTH or not CODE.fullmatch(clean):
        raise BadCode
    return clean


def check_name(name: str, *, length: int = NAME_LENGTH) -> str:
    """Return a clean name of 1 to `length` characters. Raises BadText."""
    clean = clean_line(name)
    if not 1 <= len(clean) <= length:
        raise BadText
    return clean


def check_interval(valid_from: date, valid_to: date | None) -> None:
    """Raise BadDates unless the half-open interval [valid_from, valid_to) holds at least one day."""
    if valid_to is not None and valid_to <= valid_from:
        raise BadDates


def check_roles(roles: tuple[str, ...]) -> tuple[str, ...]:
    """Return the roles without doubles, in the order of the catalogue. Raises UnknownRole."""
    known = tuple(role.value for role in Role)
    if not set(roles) <= set(known):
        raise UnknownRole
    return tuple(role for role in known if role in roles)


def check_no_circle(unit_id: UUID, parent_id: UUID | None, parents: Mapping[UUID, UUID | None]) -> None:
    """Raise TreeCircle when `unit_id`, put below `parent_id`, would lie below itself."""
    at: UUID | None = parent_id
    for _ in range(len(parents) + 1):
        if at is None:
            return
        if at == unit_id:
            raise TreeCircle
        at = parents.get(at)
    raise TreeCircle


def order_key(name: str) -> str:
    """Return the key units are listed by: Vietnamese order, and Phường 2 before Phường 10."""
    return sort_key(_NUMBER.sub(lambda found: found[0].zfill(4), name))
