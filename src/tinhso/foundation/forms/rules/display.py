"""Answers as a person reads them: the pages of a form, and the summary before one submits."""

import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any

from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from tinhso.foundation.forms.communes import commune_label
from tinhso.foundation.forms.data import Field, Form, Kind, Page, SummaryRow, SummarySection
from tinhso.foundation.forms.rules.cleaning import clean
from tinhso.foundation.forms.rules.sentences import choice_words
from tinhso.foundation.forms.rules.visibility import hide
from tinhso.ui.format import money_vi, number_vi, phone_vi

_ISO = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?", re.ASCII)


def pages(form: Form, data: Mapping[str, Any]) -> tuple[Page, ...]:
    """Return the pages asked, given the answers so far: a page all of whose fields are hidden is passed over."""
    hidden = hide(form, _copy(form, data))
    return tuple(page for page in form.pages if any(_asked(form, pointer, hidden) for pointer in page.fields))


def _asked(form: Form, pointer: str, hidden: frozenset[str]) -> bool:
    if pointer in hidden:
        return False
    children = form.fields[pointer].children
    if not children or form.fields[pointer].kind is Kind.REPEAT:
        return True
    return any(_asked(form, child.pointer, hidden) for child in children)


def _copy(form: Form, data: Mapping[str, Any]) -> dict[str, Any]:
    answers = clean(form.root, deepcopy(dict(data)))
    return answers if isinstance(answers, dict) else {}


def summary(form: Form, data: Mapping[str, Any], *, language: str | None = None) -> list[SummarySection]:
    """Return every question asked and its answer in words, page by page («Không khai» where an optional one is empty).

    Rows of a repeat group are numbered. Hidden questions are left out.
    """
    language = language or get_language() or "vi"
    answers = _copy(form, data)
    hidden = hide(form, answers)
    with override(language):
        sections = []
        for page in form.pages:
            rows = tuple(
                row
                for pointer in page.fields
                for row in _rows(form.fields[pointer], pointer, _at(answers, pointer), hidden, (page.key, language))
            )
            if rows:
                sections.append(SummarySection(page.key, page.title.text(language), rows))
    return sections


Where = tuple[str, str]


def _rows(field: Field, pointer: str, value: Any, hidden: frozenset[str], where: Where) -> Iterator[SummaryRow]:
    if pointer in hidden or field.kind is Kind.NOTE or field.const:
        return
    page_key, language = where
    title = field.title.text(language)
    if field.kind is Kind.REPEAT:
        yield from _repeated(field, pointer, value, hidden, where)
    elif field.children and field.kind is not Kind.ADDRESS:
        for child in field.children:
            inner = value.get(child.key) if isinstance(value, dict) else None
            yield from _rows(child, f"{pointer}/{child.key}", inner, hidden, where)
    else:
        words = value_words(field, value, language)
        yield SummaryRow(pointer, page_key, title, words or _("Không khai"), answered=bool(words))


def _repeated(field: Field, pointer: str, value: Any, hidden: frozenset[str], where: Where) -> Iterator[SummaryRow]:
    page_key, language = where
    title = field.title.text(language)
    rows = [row for row in value if isinstance(row, dict) and row] if isinstance(value, list) else []
    if not rows:
        yield SummaryRow(pointer, page_key, title, _("Không khai"), answered=False)
    for place, row in enumerate(rows):
        for child in field.children:
            for found in _rows(child, f"{pointer}/{place}/{child.key}", row.get(child.key), hidden, where):
                label = f"{title} {place + 1}: {found.label}"
                yield SummaryRow(found.pointer, page_key, label, found.value, found.answered)


def _at(data: Any, pointer: str) -> Any:
    for part in pointer[1:].split("/"):
        data = data.get(part) if isinstance(data, dict) else None
    return data


def value_words(field: Field, value: Any, language: str) -> str:
    """Return an answer as a person reads it, "" when there is none."""
    if value is None or value in ("", [], {}):
        return ""
    if isinstance(value, bool):
        return _("Có") if value else _("Không")
    if isinstance(value, list):
        return ", ".join(choice_words(field.choices, one, language) for one in value)
    if field.kind is Kind.ADDRESS and isinstance(value, dict):
        commune = value.get("commune", "")
        return ", ".join(part for part in (value.get("detail", ""), commune and commune_label(commune)) if part)
    if field.choices:
        return choice_words(field.choices, value, language)
    return _plain_words(field, value)


def _plain_words(field: Field, value: Any) -> str:
    if field.kind is Kind.MONEY and isinstance(value, int):
        return money_vi(value)
    if isinstance(value, int | float):
        return number_vi(value)
    text = str(value)
    if field.kind is Kind.DATE:
        return date_text(text)
    if field.kind is Kind.COMMUNE:
        return commune_label(text)
    return phone_vi(text) if field.kind is Kind.PHONE and text.isdigit() else text


def date_text(text: str) -> str:
    """Return a stored date as it is written: 27/03/1985, 03/1985, 1985; what is no date as it is."""
    found = _ISO.fullmatch(text)
    return "/".join(part for part in reversed(found.groups()) if part) if found else text


def date_boxes(text: str) -> tuple[str, str, str]:
    """Return day, month and year for three boxes; what was typed comes back box by box."""
    found = _ISO.fullmatch(text)
    if found:
        year, month, day = found.groups()
        return day or "", month or "", year
    day, month, year = [*text.split("/"), "", ""][:3]
    return day, month, year
