"""Holds descriptions against the field lists of the annexes."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Final

from django.utils.translation import gettext as _

from tinhso.government.archive.packages.content import Field, codes_of

_DAY: Final = re.compile(r"(\d{2})/(\d{2})/(\d{4})")
_MONTH: Final = re.compile(r"(\d{2})/(\d{4})")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def wrong_in(fields: Sequence[Field], values: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """Yield (rule, field, sentence) for each value that does not fit its field, and each field that is not known."""
    known = {one.name for one in fields}
    for name in values:
        if name not in known:
            yield "field.unknown", name, _("Trường %(name)s không có trong danh mục của loại gói này") % {"name": name}
    for one in fields:
        value = values.get(one.name, "")
        if not value:
            if _is_required(one, values):
                yield "field.required", one.name, _("Thiếu %(title)s") % {"title": one.title}
            continue
        yield from _wrong_value(one, value)


def _is_required(one: Field, values: Mapping[str, str]) -> bool:
    return one.required or any(values.get(name, "") in wanted for name, wanted in one.required_if.items())


def _wrong_value(one: Field, value: str) -> Iterator[tuple[str, str, str]]:
    if one.length and len(value) > one.length:
        said = _("%(title)s dài quá %(n)d ký tự") % {"title": one.title, "n": one.length}
        yield "field.length", one.name, said
    if _CONTROL.search(value):
        yield "field.text", one.name, _("%(title)s có ký tự không được phép") % {"title": one.title}
    if one.codes:
        yield from _wrong_code(one, value)
    elif not _FITS[one.type](value):
        yield f"field.{one.type}", one.name, _SAYS[one.type]() % {"title": one.title}


def _wrong_code(one: Field, value: str) -> Iterator[tuple[str, str, str]]:
    given = split_codes(value) if one.many else [value]
    known = codes_of(one.codes)
    unknown = [code for code in given if code not in known]
    if unknown:
        said = _("%(title)s có mã «%(code)s» không nằm trong bảng mã") % {"title": one.title, "code": unknown[0][:40]}
        yield "field.code", one.name, said


def split_codes(value: str) -> list[str]:
    """Return the codes in a value that may hold several; packages of others separate them in different ways."""
    return [code for code in re.split(r"[;,|\s]+", value) if code]


def _is_day(value: str) -> bool:
    found = _DAY.fullmatch(value)
    if not found:
        return False
    day, month, year = (int(part) for part in found.groups())
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _is_partial(value: str) -> bool:
    month = _MONTH.fullmatch(value)
    if month:
        return 1 <= int(month.group(1)) <= 12
    return bool(re.fullmatch(r"\d{4}", value)) or _is_day(value)


_FITS: Final[Mapping[str, Callable[[str], bool]]] = MappingProxyType(
    {
        "text": lambda _value: True,
        "number": lambda value: value.isascii() and value.isdigit(),
        "flag": lambda value: value in ("0", "1"),
        "date": _is_day,
        "partial": _is_partial,
    }
)
_SAYS: Final[Mapping[str, Callable[[], str]]] = MappingProxyType(
    {
        "text": str,
        "number": lambda: _("%(title)s phải là một số nguyên không âm"),
        "flag": lambda: _("%(title)s phải là 0 hoặc 1"),
        "date": lambda: _("%(title)s phải là ngày theo dạng ngày/tháng/năm, ví dụ 05/01/2026"),
        "partial": lambda: _("%(title)s phải là ngày/tháng/năm, tháng/năm hoặc năm"),
    }
)
