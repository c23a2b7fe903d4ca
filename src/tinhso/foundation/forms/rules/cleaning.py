"""From what was typed or sent to clean answers: known fields only, NFC, trimmed, numbers without their spaces."""

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from tinhso.foundation.forms.data import Field, Kind
from tinhso.kernel.text import clean_block, clean_line

LONGEST: Final = 20_000
_PUNCTUATION: Final = re.compile(r"[\s.\-()]+")
_SPACED: Final = re.compile(r"[\s.]+")
_ABROAD: Final = re.compile(r"^(?:\+84|0084|84(?=\d{9}$))")
BLANK: Final[tuple[Any, ...]] = (None, "", [], {})


def phone(text: str) -> str:
    """Return a telephone number as it is stored: digits only, +84 written 0 ("+84 912 345 678" is "0912345678")."""
    digits = _PUNCTUATION.sub("", clean_line(text))
    return _ABROAD.sub("0", digits)


def digits_only(text: str) -> str:
    """Return a number without the spaces and dots people put between its groups."""
    return _SPACED.sub("", clean_line(text))


_CLEANERS: Final[Mapping[Kind, Callable[[str], str]]] = {
    Kind.TEXTAREA: clean_block,
    Kind.PHONE: phone,
    Kind.PERSON_NUMBER: digits_only,
    Kind.TAX_CODE: digits_only,
}


def clean(field: Field, value: Any) -> Any:
    """Return the clean answer of a field; groups and rows keep only what the form knows, blanks are left out.

    A value of the wrong type is returned as it is, for the check to refuse. Rows keep their places.
    """
    if field.kind is Kind.REPEAT:
        return _rows(field, value)
    if field.children:
        return _group(field, value)
    if isinstance(value, str):
        return _CLEANERS.get(field.kind, clean_line)(value) if len(value) <= LONGEST else value
    if isinstance(value, list) and field.kind is Kind.MULTI:
        return _several(field, value)
    return value


def _group(field: Field, value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    found = {}
    for child in field.children:
        if child.kind is Kind.NOTE or child.key not in value:
            continue
        answer = clean(child, value[child.key])
        if answer not in BLANK or isinstance(answer, bool | int | float):
            found[child.key] = answer
    return found


def _rows(field: Field, value: Any) -> Any:
    if not isinstance(value, list):
        return value
    rows = [_group(field, row) for row in value[: field.max_items + 1]]
    while rows and rows[-1] == {}:
        rows.pop()
    return rows


def _several(field: Field, value: list[Any]) -> list[Any]:
    found: list[Any] = []
    for one in value[: field.max_items + len(field.choices) + 1]:
        tidy = clean_line(one) if isinstance(one, str) else one
        if tidy not in BLANK and tidy not in found:
            found.append(tidy)
    return found


def drop_empty_rows(field: Field, value: Any) -> None:
    """Take rows nobody filled in out of clean answers, in place."""
    if not isinstance(value, dict):
        return
    for child in field.children:
        inside = value.get(child.key)
        if child.kind is Kind.REPEAT and isinstance(inside, list):
            kept = [row for row in inside if row != {}]
            if kept:
                value[child.key] = kept
            else:
                del value[child.key]
        elif child.children:
            drop_empty_rows(child, inside)
