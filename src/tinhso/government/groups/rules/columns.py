"""What a row says over what all share, and which columns a sheet of rows has."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from tinhso.foundation.forms.public import Field, Form, Kind

MAX_COLUMNS: Final = 150
_ASIDE: Final = frozenset({Kind.NOTE, Kind.REPEAT})
"""What no cell can hold: a note, and lists inside a member (they are filled in on the member's own page)."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the sheet: the question it answers, its words, an example of what to type."""

    field: Field
    title: str
    example: str
    required: bool


def columns(form: Form, common: Mapping[str, Any]) -> tuple[Column, ...]:
    """Return a column for every question that is not answered for all members alike, in the order of the form."""
    found = [
        _column(field, names)
        for page in form.pages
        for pointer in page.fields
        for field, names in _leaves(form.fields[pointer], ())
        if value_at(common, field.pointer) is None
    ]
    return tuple(found[:MAX_COLUMNS])


def _leaves(field: Field, above: tuple[str, ...]) -> Iterator[tuple[Field, tuple[str, ...]]]:
    if field.kind in _ASIDE:
        return
    names = (*above, field.title.vi) if field.title else above
    if field.is_leaf:
        yield field, names
        return
    for child in field.children:
        yield from _leaves(child, names)


def _column(field: Field, names: tuple[str, ...]) -> Column:
    title = f"{names[-1]} ({names[-2]})" if len(names) > 1 else "".join(names)
    return Column(field, title[:200], _example(field), field.required)


def _example(field: Field) -> str:
    if field.choices:
        return " / ".join(one.title.vi for one in field.choices[:4])
    if field.type == "boolean":
        return _("Có / Không")
    return _EXAMPLES.get(field.kind, "")


_EXAMPLES: Final[Mapping[Kind, str]] = {
    Kind.NAME: "Nguyễn Văn A",
    Kind.DATE: "27/03/1985",
    Kind.TIME: "08:30",
    Kind.PERSON_NUMBER: "012345678901",
    Kind.TAX_CODE: "0101234567",
    Kind.PHONE: "0912345678",
    Kind.EMAIL: "ten@vidu.vn",
    Kind.INTEGER: "1",
    Kind.MONEY: "1.000.000",
}


def posted(column: Column, text: str) -> Any:
    """Return a cell as the form's own page would post it: yes and no in words, several choices parted by «;»."""
    typed = text.strip()
    if column.field.type == "boolean":
        return _YES_NO.get(typed.casefold(), typed)
    if column.field.kind is Kind.MULTI:
        return [part.strip() for part in typed.split(";") if part.strip()]
    return typed


_YES_NO: Final[Mapping[str, str]] = {
    "có": "true", "co": "true", "x": "true", "true": "true", "1": "true",
    "không": "false", "khong": "false", "false": "false", "0": "false",
}  # fmt: skip


def value_at(data: Mapping[str, Any], pointer: str) -> Any:
    """Return the answer under a pointer; None when there is none."""
    found: Any = data
    for part in pointer[1:].split("/"):
        found = found.get(part) if isinstance(found, Mapping) else None
    return None if found in ("", {}, []) else found


def merged(common: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """Return a member's answers: its own over those all share, question by question."""
    made = deepcopy(dict(common))
    for key, value in own.items():
        inner = made.get(key)
        if isinstance(value, Mapping) and isinstance(inner, Mapping):
            made[key] = merged(inner, value)
        elif value not in ("", None, {}, []) or isinstance(value, bool):
            made[key] = deepcopy(value)
    return made


def own_part(common: Mapping[str, Any], answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return what of a member's answers is its own: what all share is left out, and so follows when that changes."""
    made: dict[str, Any] = {}
    for key, value in answers.items():
        shared = common.get(key)
        if isinstance(value, Mapping):
            inner = own_part(shared if isinstance(shared, Mapping) else {}, value)
            if inner:
                made[key] = inner
        elif value != shared and (value not in ("", None, []) or isinstance(value, bool)):
            made[key] = value
    return made


def name_of(answers: Mapping[str, Any]) -> str:
    """Return the words by which a member is told from others: the applicant's name, else the first name found."""
    applicant = answers.get("applicant")
    named = applicant.get("name") if isinstance(applicant, Mapping) else ""
    return str(named or next(_names(answers), ""))[:200]


def _names(answers: Mapping[str, Any]) -> Iterator[str]:
    for key, value in answers.items():
        if isinstance(value, Mapping):
            yield from _names(value)
        elif key.endswith("name") and isinstance(value, str) and value:
            yield value
