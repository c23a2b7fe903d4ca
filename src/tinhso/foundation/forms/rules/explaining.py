"""A condition for the browser, and in words for a page without JavaScript."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from tinhso.foundation.forms.data import Condition, Field
from tinhso.foundation.forms.rules.conditions import decide
from tinhso.foundation.forms.rules.sentences import choice_words


def as_json(
    condition: Condition,
    is_here: Callable[[Condition], bool],
    data: Mapping[str, Any],
    row: tuple[int, Any] | None = None,
) -> dict[str, Any]:
    """Return the condition for the browser: what is not on this screen is decided now, as {"known": true|false|null}.

    A "*" becomes the row's place.
    """
    if condition.path:
        if not is_here(condition):
            return {"known": decide(condition, data, row[1] if row else None)}
        pointer = condition.pointer.replace("/*/", f"/{row[0]}/") if row else condition.pointer
        return {"field": pointer, condition.op: condition.value}
    parts = [as_json(part, is_here, data, row) for part in condition.parts]
    return {"not": parts[0]} if condition.op == "not" and len(parts) == 1 else {condition.op: parts}


def in_words(condition: Condition, fields: Mapping[str, Field], language: str) -> str:
    """Return when a question is asked: «Tình trạng hôn nhân: Đã kết hôn»."""
    if condition.path:
        return _test_words(condition, fields, language)
    if condition.op == "not" and len(condition.parts) == 1:
        return _("không phải «%(what)s»") % {"what": in_words(condition.parts[0], fields, language)}
    joint = _(" hoặc ") if condition.op == "any" else _(" và ")
    return joint.join(in_words(part, fields, language) for part in condition.parts)


def _test_words(condition: Condition, fields: Mapping[str, Field], language: str) -> str:
    field = fields.get(condition.pointer)
    title = field.title.text(language) if field else condition.pointer
    if condition.op == "exists":
        return (_("đã trả lời «%(title)s»") if condition.value else _("chưa trả lời «%(title)s»")) % {"title": title}
    values = condition.value if condition.op == "in" else [condition.value]
    words = [_value_words(field, value, language) for value in values]
    return f"{title}: {_(' hoặc ').join(words)}"


def _value_words(field: Field | None, value: Any, language: str) -> str:
    if isinstance(value, bool):
        return _("Có") if value else _("Không")
    return choice_words(field.choices, value, language) if field else str(value)
