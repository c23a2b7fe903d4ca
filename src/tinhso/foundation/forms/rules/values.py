"""Whether one answer can be used: the plain keywords of JSON Schema 2020-12, then what the kind asks.

`fault_of` returns the first fault as (code, limit), None when there is none.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from tinhso.foundation.forms.data import Field, Kind
from tinhso.foundation.forms.rules.conditions import same
from tinhso.kernel import clock

Fault = tuple[str, Any]
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_PART: Final = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2]))?", re.ASCII)
_TIME: Final = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?", re.ASCII)
_EMAIL: Final = re.compile(r"[^@\s]{1,64}@[^@\s.]+(?:\.[^@\s.]+)+")
_PHONE: Final = re.compile(r"0[2-9]\d{8,9}", re.ASCII)
_PERSON: Final = re.compile(r"0\d{11}", re.ASCII)
_COMMUNE: Final = re.compile(r"\d{1,10}", re.ASCII)
_FIRST_YEAR: Final = 1800


def fault_of(field: Field, value: Any) -> Fault | None:
    """Return the first thing wrong with an answer. Bounded by the field's own limits."""
    if not _TYPES[field.type](value):
        return ("type", None)
    fault = _plain(field, value)
    if fault or not isinstance(value, str):
        return fault
    return _of_kind(field, value)


def _plain(field: Field, value: Any) -> Fault | None:
    if isinstance(value, str):
        fault = _text(field, value)
    elif isinstance(value, list):
        fault = _list(field, value)
    else:
        fault = _number(field, value)
    if fault:
        return fault
    if field.const and not same(value, field.const[0]):
        return ("const", field.const[0])
    if field.choices and not isinstance(value, list) and not any(same(value, one.value) for one in field.choices):
        return ("enum", None)
    return None


def _text(field: Field, value: str) -> Fault | None:
    if len(value) < field.min_length:
        return ("min_length", field.min_length)
    if len(value) > field.max_length:
        return ("max_length", field.max_length)
    if field.pattern and not field.pattern.search(value):
        return ("pattern", None)
    return None


def _number(field: Field, value: Any) -> Fault | None:
    if isinstance(value, bool):
        return None
    if field.minimum is not None and value < field.minimum:
        return ("minimum", field.minimum)
    if field.maximum is not None and value > field.maximum:
        return ("maximum", field.maximum)
    return None


def _list(field: Field, value: list[Any]) -> Fault | None:
    if len(value) < field.min_items:
        return ("min_items", field.min_items)
    if len(value) > field.max_items:
        return ("max_items", field.max_items)
    if field.choices and not all(any(same(one, choice.value) for choice in field.choices) for one in value):
        return ("enum", None)
    return None


def _is_integer(value: Any) -> bool:
    return not isinstance(value, bool) and (isinstance(value, int) or (isinstance(value, float) and value.is_integer()))


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


_TYPES: Final[Mapping[str, Callable[[Any], bool]]] = {
    "string": lambda value: isinstance(value, str),
    "integer": _is_integer,
    "number": _is_number,
    "boolean": lambda value: isinstance(value, bool),
    "array": lambda value: isinstance(value, list),
    "object": lambda value: isinstance(value, dict),
    "": lambda _value: True,
}


def _of_kind(field: Field, value: str) -> Fault | None:
    if field.format == "date" or field.kind is Kind.DATE:
        return _date(field, value)
    test = _KINDS.get(field.kind) or (_KINDS.get(Kind(field.format)) if field.format else None)
    if test is None or test(value):
        return None
    return (str(field.kind if field.kind in _KINDS else field.format), None)


def _date(field: Field, value: str) -> Fault | None:
    """Judge a full date, or a year or month when the field takes them (its first and last day count for the limits)."""
    if field.partial and _PART.fullmatch(value):
        first, last = f"{value}-01-01"[:10], f"{value}-12-31" if len(value) == 4 else f"{value}-28"
    elif _DAY.fullmatch(value) and _is_day(value):
        first = last = value
    else:
        return ("date_partial" if field.partial else "date", None)
    earliest, latest = _limit(field.not_before), _limit(field.not_after)
    if earliest and last < earliest:
        return ("not_before", _written(earliest))
    if latest and first > latest:
        return ("not_after", _written(latest))
    return None


def _is_day(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _limit(written: str) -> str:
    return clock.today().isoformat() if written == "today" else written


def _written(day: str) -> str:
    return "/".join(reversed(day.split("-")))


def is_tax_code(value: str) -> bool:
    """Tell whether a tax code can exist: 10 digits with check digit, 10-3 for a branch, or a 12-digit personal number.

    From 1 July 2025 a person's identification number is their tax code (Thông tư 86/2024/TT-BTC).
    """
    if _PERSON.fullmatch(value):
        return True
    from stdnum.vn import mst

    return bool(mst.is_valid(value))


_KINDS: Final[Mapping[Kind, Callable[[str], Any]]] = {
    Kind.TIME: _TIME.fullmatch,
    Kind.EMAIL: _EMAIL.fullmatch,
    Kind.PHONE: _PHONE.fullmatch,
    Kind.PERSON_NUMBER: _PERSON.fullmatch,
    Kind.TAX_CODE: is_tax_code,
    Kind.COMMUNE: _COMMUNE.fullmatch,
}
