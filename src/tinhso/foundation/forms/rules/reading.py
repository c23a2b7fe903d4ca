"""From a posted page to answers: typed values where they can be understood, what was typed where they cannot."""

import math
import re
from collections.abc import Mapping
from typing import Any, Final

from tinhso.foundation.forms.communes import find_commune
from tinhso.foundation.forms.data import Field, Form, Kind
from tinhso.foundation.forms.rules.keywords import MAX_ROWS
from tinhso.kernel.errors import DomainError
from tinhso.kernel.text import fold
from tinhso.ui.parse import parse_boxes, parse_money, parse_partial_date

ADD: Final = "_add"
REMOVE: Final = "_remove"
_GROUPED: Final = re.compile(r"\d{1,3}(?:[. ]\d{3})+(?:,\d+)?", re.ASCII)
_WHOLE: Final = re.compile(r"-?\d{1,15}", re.ASCII)


def read_post(form: Form, page_key: str, post: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answers of one page from a POST, shaped as the form; nothing of other pages, nothing unknown.

    What cannot be understood (a day 31/2, "mười" for a number) is kept as typed, so that the check can name it and the
    page can show it again. Raises KeyError for an unknown page.
    """
    data: dict[str, Any] = {}
    for pointer in form.page(page_key).fields:
        _put(data, pointer, _read(form.fields[pointer], pointer, post))
    return data


def read_all(form: Form, post: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answers of every page from one POST (the counter's dense sheet)."""
    data: dict[str, Any] = {}
    for page in form.pages:
        for pointer in page.fields:
            _put(data, pointer, _read(form.fields[pointer], pointer, post))
    return data


def change_rows(form: Form, post: Mapping[str, Any], data: dict[str, Any]) -> bool:
    """Add or remove a row when the button for it was pressed; tell whether one was.

    The buttons are submits named `_add` (value: the repeat group's pointer) and `_remove` (value: the row's pointer),
    so that rows come and go without JavaScript. `data` is changed in place.
    """
    added, removed = _one(post, ADD), _one(post, REMOVE)
    pointer, _, place = removed.rpartition("/") if removed else (added, "", "")
    field = form.fields.get(pointer)
    if field is None or field.kind is not Kind.REPEAT:
        return False
    rows = _rows_of(data, pointer)
    if added and len(rows) < field.max_items:
        rows.append({})
    elif removed and place.isdigit() and int(place) < len(rows):
        del rows[int(place)]
    _put(data, pointer, rows)
    return True


def _rows_of(data: Any, pointer: str) -> list[Any]:
    for part in pointer[1:].split("/"):
        data = data.get(part) if isinstance(data, dict) else None
    return list(data) if isinstance(data, list) else []


def _put(data: dict[str, Any], pointer: str, value: Any) -> None:
    *groups, key = pointer[1:].split("/")
    for group in groups:
        data = data.setdefault(group, {})
    data[key] = value


def _one(post: Mapping[str, Any], name: str) -> str:
    value = post.get(name, "")
    return value if isinstance(value, str) else str(value[-1]) if value else ""


def _many(post: Mapping[str, Any], name: str) -> list[str]:
    if hasattr(post, "getlist"):
        return list(post.getlist(name))
    value = post.get(name, [])
    return [value] if isinstance(value, str) else list(value)


def _read(field: Field, name: str, post: Mapping[str, Any]) -> Any:
    if field.kind is Kind.REPEAT:
        return _read_rows(field, name, post)
    if field.children:
        return {child.key: _read(child, f"{name}/{child.key}", post) for child in field.children}
    if field.kind is Kind.MULTI:
        return [_chosen(field, value) for value in _many(post, name)]
    if field.kind is Kind.DATE:
        return _read_date(field, name, post)
    return _understood(field, _one(post, name))


def _read_rows(field: Field, name: str, post: Mapping[str, Any]) -> list[Any]:
    """Return the rows in the order of their places in the POST, however they are numbered."""
    head = re.compile(re.escape(name) + r"/(\d{1,4})/", re.ASCII)
    places = sorted({int(found.group(1)) for key in post if (found := head.match(key))})[: MAX_ROWS + 1]
    return [
        {child.key: _read(child, f"{name}/{place}/{child.key}", post) for child in field.children} for place in places
    ]


def _read_date(field: Field, name: str, post: Mapping[str, Any]) -> str:
    if f"{name}:y" in post:
        boxes = [_one(post, f"{name}:{part}").strip()[:10] for part in ("d", "m", "y")]
        if not any(boxes):
            return ""
        typed = "/".join(boxes)
    else:
        boxes, typed = [], _one(post, name).strip()[:40]
    try:
        found = parse_boxes(*boxes) if boxes else parse_partial_date(typed)
    except DomainError:
        return typed
    if found is None:
        return ""
    if found.month is None or found.day is None:
        if not field.partial:
            return typed
        return f"{found.year:04d}" + (f"-{found.month:02d}" if found.month else "")
    return f"{found.year:04d}-{found.month:02d}-{found.day:02d}"


def _understood(field: Field, typed: str) -> Any:
    """Return the value meant, or the text as typed."""
    text = typed.strip()
    if not text:
        return ""
    if field.choices:
        return _chosen(field, text)
    if field.type == "boolean":
        return {"true": True, "false": False}.get(text, typed)
    return _READERS[field.kind](text) if field.kind in _READERS else _plain(field, text)


def _plain(field: Field, text: str) -> Any:
    return _number(text, whole=field.type == "integer") if field.type in {"integer", "number"} else text


def _money(text: str) -> Any:
    try:
        return parse_money(text)
    except DomainError:
        return text


def _number(text: str, *, whole: bool) -> Any:
    plain = re.sub(r"[. ]", "", text) if _GROUPED.fullmatch(text) else text
    if _WHOLE.fullmatch(plain):
        return int(plain)
    if whole:
        return text
    try:
        number = float(plain.replace(",", "."))
    except ValueError:
        return text
    return number if math.isfinite(number) else text


def _chosen(field: Field, text: str) -> Any:
    """Return the value whose code was posted, or whose words were typed, with or without marks."""
    for choice in field.choices:
        if str(choice.value) == text:
            return choice.value
    found = [one.value for one in field.choices if fold(text) in (fold(one.title.vi), fold(one.title.en))]
    return found[0] if len(found) == 1 else text


_READERS: Final = {Kind.COMMUNE: find_commune, Kind.MONEY: _money}
