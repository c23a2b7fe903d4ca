"""What is known already is not asked again."""

import copy
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from tinhso.foundation.forms.data import Field, Form, Kind, Known
from tinhso.foundation.forms.rules.cleaning import BLANK, clean

SOURCES: Final = frozenset(
    f"applicant.{key}"
    for key in (
        "name",
        "number",
        "birth_on",
        "phone",
        "email",
        "address",
        "address.commune",
        "address.detail",
        "permanent_address",
        "sex",
        "ethnicity",
        "nationality",
    )
)
"""The words a `prefill` hint may use; a form that uses another gets nothing under it."""


def prefill(form: Form, known: Mapping[str, Any]) -> dict[str, Any]:
    """Return first answers: each field with a `prefill` word takes what `known` has under it, cleaned.

    `known` maps words such as "applicant.name" to values, plain or as Known; what is missing or blank stays unanswered.
    """
    data: dict[str, Any] = {}
    for pointer, field in form.fields.items():
        found = known.get(field.prefill) if field.prefill and "*" not in pointer else None
        value = found.value if isinstance(found, Known) else found
        if value not in BLANK:
            _put(data, pointer, value)
    result: dict[str, Any] = clean(form.root, data)
    return result


def known_fields(form: Form, known: Mapping[str, Known]) -> dict[str, Known]:
    """Return what is known by the pointer of the question it answers; a group's value goes to its questions."""
    found: dict[str, Known] = {}
    for pointer, field in form.fields.items():
        if field.prefill in known and "*" not in pointer:
            found.update(_leaves(pointer, field, known[field.prefill]))
    return {pointer: one for pointer, one in found.items() if one.value not in BLANK}


def lay_known(form: Form, data: Mapping[str, Any], known: Mapping[str, Known]) -> dict[str, Any]:
    """Return answers with what is known in their blanks, and in every locked question whatever was answered there."""
    laid = copy.deepcopy(dict(data))
    for pointer, one in known_fields(form, known).items():
        if one.is_locked or _at(laid, pointer) in BLANK:
            _put(laid, pointer, one.value)
    return laid


def keep_locked(form: Form, page_key: str, answers: Mapping[str, Any], known: Mapping[str, Known]) -> dict[str, Any]:
    """Return a page's answers with its locked questions as known: what a browser sends there is not believed."""
    kept = copy.deepcopy(dict(answers))
    for pointer, one in known_fields(form, known).items():
        if one.is_locked and _page_of(form, pointer) == page_key:
            _put(kept, pointer, one.value)
    return kept


def _page_of(form: Form, pointer: str) -> str:
    """Return the page a question stands on: its own entry, or that of a group around it."""
    while pointer and pointer not in form.page_of:
        pointer = pointer.rpartition("/")[0]
    return form.page_of.get(pointer, "")


def _leaves(pointer: str, field: Field, one: Known) -> Iterator[tuple[str, Known]]:
    if field.is_leaf:
        if _may_answer(field, one.value):
            yield pointer, one
        return
    values = one.value if isinstance(one.value, Mapping) else {}
    for kid in field.children:
        yield from _leaves(f"{pointer}/{kid.key}", kid, replace(one, value=values.get(kid.key)))


def _may_answer(field: Field, value: Any) -> bool:
    """Tell whether a value can answer the question: a year is no day, and a closed list knows its own words only."""
    if field.kind is Kind.DATE and not field.partial:
        return isinstance(value, str) and len(value) == len("2026-11-23")
    return not field.choices or value in [choice.value for choice in field.choices]


def _put(data: dict[str, Any], pointer: str, value: Any) -> None:
    *groups, key = pointer[1:].split("/")
    for group in groups:
        inner = data.get(group)
        data[group] = inner if isinstance(inner, dict) else {}
        data = data[group]
    data[key] = value


def _at(data: Any, pointer: str) -> Any:
    for part in pointer[1:].split("/"):
        data = data.get(part) if isinstance(data, Mapping) else None
    return data
