"""What changed between two packages, part by part, in words an official checks before publishing."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from tinhso.foundation.workflow.public import inspect
from tinhso.government.procedures.package.reading import EXAMPLES, FORM, PROCEDURE, PROCESS, Package

MAX_CHANGES: Final = 400
MAX_WORDS: Final = 400
PARTS: Final[Mapping[str, str]] = {
    "cases": "code",
    "fees": "code",
    "exemptions": "code",
    "components": "code",
    "results": "code",
    "steps": "task",
    "legal_basis": "number",
}
"""The lists of procedure.yaml whose rows have a name of their own, and the key that names them."""
TEXT: Final = "text"
_DAY: Final = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b", re.ASCII)


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: `name` is the row or key, `before` "" for what was added, `after` "" for what was taken away.

    `part` is a key of PARTS, or "form", "process", "examples", "prints", "text".
    """

    part: str
    name: str
    before: str
    after: str

    @property
    def kind(self) -> str:
        """Whether it was added, removed or changed."""
        if not self.before:
            return "added"
        return "changed" if self.after else "removed"


def compare(old: Package, new: Package) -> list[Change]:
    """Return what differs, in the order of the parts (at most 400).

    Both packages are parsed before; a file that cannot be read counts as empty.
    """
    found = [
        *_procedure(_mapping(old.value(PROCEDURE)), _mapping(new.value(PROCEDURE))),
        *_pairs("form", _fields(old.value(FORM)), _fields(new.value(FORM))),
        *_pairs("process", _moves(old), _moves(new)),
        *_pairs("examples", _examples(old), _examples(new)),
        *_pairs("prints", dict(old.own_prints), dict(new.own_prints)),
    ]
    return found[:MAX_CHANGES]


def _procedure(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    for key in dict.fromkeys([*old, *new]):
        if key not in PARTS:
            yield from _pairs(TEXT, _one(key, old), _one(key, new))
    for part, name in PARTS.items():
        yield from _pairs(part, _rows(old.get(part), name), _rows(new.get(part), name))


def _pairs(part: str, old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Change]:
    for key in dict.fromkeys([*old, *new]):
        before, after = old.get(key, ""), new.get(key, "")
        if before != after:
            yield Change(part, key, _spoken(before), _spoken(after))


def _spoken(words: str) -> str:
    """Return a value as people read it: days as dd/mm/yyyy, and bounded."""
    return _DAY.sub(r"\3/\2/\1", words)[:MAX_WORDS]


def _one(key: str, raw: Mapping[str, Any]) -> dict[str, str]:
    return {key: _words(raw[key])} if raw.get(key) not in (None, "", []) else {}


def _rows(rows: Any, name: str) -> dict[str, str]:
    """Return each value of each row under "row: key", so that a change of one fee's amount is one line."""
    found: dict[str, str] = {}
    for row in rows if isinstance(rows, list) else ():
        if not isinstance(row, dict):
            continue
        for key, value in row.items():
            if key != name and value not in (None, "", [], {}):
                found[f"{row.get(name, '?')}: {key}"] = _words(value)
    return found


def _words(value: Any) -> str:
    if isinstance(value, Mapping) and {"amount", "unit"} <= set(value):
        return f"{value['amount']} {value['unit']}"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str | int | float):
        return str(value)
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return " · ".join(value)
    return json.dumps(value, ensure_ascii=False)


def _fields(raw: Any, pointer: str = "") -> dict[str, str]:
    """Return what each field asks, by its pointer; pages stand under "page: key"."""
    form = _mapping(raw)
    found: dict[str, str] = {}
    for page in form.get("pages", ()) if isinstance(form.get("pages"), list) else ():
        if isinstance(page, dict):
            found[f"page: {page.get('key', '?')}"] = _words({k: v for k, v in page.items() if k != "key"})
    required = form.get("required", ())
    for key, child in _mapping(form.get("properties")).items():
        inside = _mapping(child)
        below = inside.get("items") if isinstance(inside.get("items"), dict) else inside
        own = {k: v for k, v in inside.items() if k not in {"properties", "items", "required"}}
        found[f"{pointer}/{key}"] = _words(own | {"required": key in required})
        found |= _fields(below, f"{pointer}/{key}")
    return found


def _moves(package: Package) -> dict[str, str]:
    """Return where each task leads, read from the drawing."""
    text = package.texts.get(PROCESS, "")
    if not text:
        return {}
    outline = inspect(text.encode())
    lanes = {task.id: task for task in outline.tasks}
    found = {}
    for task, goes in outline.moves.items():
        ways = "; ".join(f"{outcome} → {', '.join(after) or '⏹'}" for outcome, after in goes.items())
        found[task] = f"{lanes[task].name} [{lanes[task].lane}]: {ways}" if task in lanes else ways
    return found


def _examples(package: Package) -> dict[str, str]:
    raw = package.value(EXAMPLES)
    rows: Sequence[Any] = raw if isinstance(raw, list) else ()
    return {str(one.get("name", place)): _words(one) for place, one in enumerate(rows) if isinstance(one, dict)}


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}
