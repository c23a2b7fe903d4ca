"""The one check, for pages, the counter and the API alike."""

import json
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import get_language

from tinhso.foundation.forms.data import MAX_BYTES, Checked, Field, Form, Kind, Page
from tinhso.foundation.forms.errors import AnswersTooLarge, NotAnObject
from tinhso.foundation.forms.rules.cleaning import BLANK, clean, drop_empty_rows
from tinhso.foundation.forms.rules.sentences import sentence
from tinhso.foundation.forms.rules.values import fault_of
from tinhso.foundation.forms.rules.visibility import hide


@dataclass(slots=True)
class _Check:
    """One run over one set of answers."""

    hidden: frozenset[str]
    language: str
    errors: dict[str, str] = field(default_factory=dict)
    suggestions: dict[str, str] = field(default_factory=dict)

    def group(self, holder: Field, value: dict[str, Any], prefix: str) -> None:
        for child in holder.children:
            pointer = f"{prefix}/{child.key}"
            if pointer not in self.hidden:
                self.one(child, value, pointer)

    def one(self, child: Field, holder: dict[str, Any], pointer: str) -> None:
        if child.kind is Kind.NOTE:
            return
        value = holder.get(child.key)
        if value is None:
            self.missing(child, holder, pointer)
        elif child.kind is Kind.REPEAT:
            self.rows(child, value, pointer)
        elif child.children:
            self.inside(child, value, pointer)
        else:
            self.leaf(child, value, pointer)

    def missing(self, child: Field, holder: dict[str, Any], pointer: str) -> None:
        """An answer is not there: a required group is asked for question by question."""
        if not child.required:
            return
        if child.children and child.kind is not Kind.REPEAT:
            holder[child.key] = {}
            self.group(child, holder[child.key], pointer)
            if not holder[child.key] and all(f"{pointer}/{one.key}" in self.hidden for one in child.children):
                del holder[child.key]
        else:
            self.errors[pointer] = sentence(child, "missing", self.language)

    def inside(self, child: Field, value: Any, pointer: str) -> None:
        if isinstance(value, dict):
            self.group(child, value, pointer)
        else:
            self.errors[pointer] = sentence(child, "type", self.language)

    def rows(self, child: Field, value: Any, pointer: str) -> None:
        if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
            self.errors[pointer] = sentence(child, "type", self.language)
            return
        filled = sum(row != {} for row in value)
        if filled < child.min_items:
            self.errors[pointer] = sentence(child, "min_items", self.language, child.min_items)
        elif filled > child.max_items:
            self.errors[pointer] = sentence(child, "max_items", self.language, child.max_items)
            return
        for place, row in enumerate(value):
            if row != {}:
                self.group(child, row, f"{pointer}/{place}")

    def leaf(self, child: Field, value: Any, pointer: str) -> None:
        fault = fault_of(child, value)
        if fault:
            self.errors[pointer] = sentence(child, fault[0], self.language, fault[1])
        elif isinstance(value, str) and ("ð" in value or "Ð" in value):
            self.suggestions[pointer] = value.replace("ð", "đ").replace("Ð", "Đ")


def check(form: Form, data: Any, *, language: str | None = None) -> Checked:
    """Clean and check a whole form's answers.

    Unknown and hidden fields are left out of `data`; a hidden field is never required. Agrees with JSON Schema 2020-12
    on the clean answers for the plain keywords. Rows nobody filled in are dropped; errors keep the place they were
    typed at. Refuses answers over 256 KB (AnswersTooLarge) and what is not an object (NotAnObject).
    """
    answers = _clean(form, data)
    hidden = hide(form, answers)
    found = _Check(hidden, language or get_language() or "vi")
    found.group(form.root, answers, "")
    drop_empty_rows(form.root, answers)
    return Checked(answers, found.errors, found.suggestions)


def check_page(
    form: Form, page_key: str, data: Any, *, so_far: Mapping[str, Any], language: str | None = None
) -> Checked:
    """Clean and check one page over what was answered before.

    Returns everything answered so far with this page in it; answers that are hidden now are kept, so that changing a
    choice back finds them, until `check` drops them. Only this page's errors are told. KeyError for an unknown page.
    """
    page = form.page(page_key)
    merged = merge(form, page_key, data, so_far=so_far)
    checked = check(form, merged, language=language)
    mine = {pointer: words for pointer, words in checked.errors.items() if _on(page, pointer)}
    hints = {pointer: words for pointer, words in checked.suggestions.items() if _on(page, pointer)}
    return Checked(merged, mine, hints)


def merge_page(
    form: Form, page_key: str, *, so_far: Mapping[str, Any], answers: Any, language: str | None = None
) -> tuple[dict[str, Any], dict[str, str]]:
    """Return everything answered so far with this page in it, and this page's errors (see `check_page`)."""
    checked = check_page(form, page_key, answers, so_far=so_far, language=language)
    return checked.data, checked.errors


def merge(form: Form, page_key: str, data: Any, *, so_far: Mapping[str, Any]) -> dict[str, Any]:
    """Return clean answers where this page's fields are those of `data` and all others those of `so_far`."""
    merged = deepcopy(dict(so_far))
    fresh = _clean(form, data)
    for pointer in form.page(page_key).fields:
        path = pointer[1:].split("/")
        _put(merged, path, _get(fresh, path))
    return _clean(form, merged)


def _clean(form: Form, data: Any) -> dict[str, Any]:
    if not isinstance(data, dict):
        raise NotAnObject
    answers: dict[str, Any] = clean(form.root, data)
    if len(json.dumps(answers, ensure_ascii=False, default=str).encode("utf-8", "replace")) > MAX_BYTES:
        raise AnswersTooLarge
    return answers


def _on(page: Page, pointer: str) -> bool:
    return any(pointer == head or pointer.startswith(head + "/") for head in page.fields)


def _get(data: Any, path: list[str]) -> Any:
    for part in path:
        data = data.get(part) if isinstance(data, dict) else None
    return data


def _put(data: dict[str, Any], path: list[str], value: Any) -> None:
    for part in path[:-1]:
        inner = data.get(part)
        data[part] = inner if isinstance(inner, dict) else {}
        data = data[part]
    data.pop(path[-1], None)
    if value not in BLANK or isinstance(value, bool | int | float):
        data[path[-1]] = value
