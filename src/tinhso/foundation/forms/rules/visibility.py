"""Which fields are asked, given the answers: hidden ones are taken out, and what depends on them sees them gone."""

from collections.abc import Iterator
from typing import Any

from tinhso.foundation.forms.data import Form
from tinhso.foundation.forms.rules.conditions import holds


def hide(form: Form, data: dict[str, Any]) -> frozenset[str]:
    """Take every hidden answer out of `data`, in place; return the pointers that are not asked."""
    hidden: set[str] = set()
    for pointer, condition in form.gates:
        for place, holder, key, row in _places(data, pointer):
            if not holds(condition, data, row):
                hidden.add(place)
                if isinstance(holder, dict):
                    holder.pop(key, None)
    return frozenset(hidden)


def _places(data: dict[str, Any], pointer: str) -> Iterator[tuple[str, Any, str, Any]]:
    """Yield (concrete pointer, holder or None, key, row) for every place a pointer stands for."""
    head, star, tail = pointer.partition("/*/")
    if not star:
        path = pointer[1:].split("/")
        yield pointer, _step(data, path[:-1]), path[-1], None
        return
    rows = _step(data, head[1:].split("/"))
    path = tail.split("/")
    for place, row in enumerate(rows if isinstance(rows, list) else ()):
        yield f"{head}/{place}/{tail}", _step(row, path[:-1]), path[-1], row


def _step(data: Any, path: list[str]) -> Any:
    for part in path:
        if not isinstance(data, dict):
            return None
        data = data.get(part)
    return data
