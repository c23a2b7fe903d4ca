"""Editing by forms: a posted table becomes the same files an official would write by hand."""

import json
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Final

import yaml

from tinhso.government.procedures.data import Act
from tinhso.government.procedures.package.drawing import ROLES, draw
from tinhso.government.procedures.package.reading import FORM, PROCEDURE, PROCESS, Package
from tinhso.kernel.errors import DomainError
from tinhso.kernel.text import clean_block, clean_line

UNITS: Final = ("working_day", "working_hour", "calendar_day", "month", "same_day")
LINES: Final = ("name", "slug", "short_code", "summary", "who", "name_en")
BLOCKS: Final = ("prepare", "procedure_text", "requirements")
MAX_ROWS: Final = 60
KINDS: Final[Mapping[str, Mapping[str, Any]]] = {
    "text": {"type": "string", "maxLength": 300},
    "textarea": {"type": "string", "maxLength": 4000},
    "name": {"type": "string", "minLength": 1, "maxLength": 100},
    "date": {"type": "string", "format": "date"},
    "integer": {"type": "integer", "minimum": 0, "maximum": 1_000_000},
    "money": {"type": "integer", "minimum": 0},
    "boolean": {"type": "boolean"},
    "person_number": {"type": "string", "minLength": 12, "maxLength": 12, "pattern": "^[0-9]{12}$"},
    "phone": {"type": "string", "minLength": 8, "maxLength": 20},
    "email": {"type": "string", "format": "email", "maxLength": 254},
    "address": {"type": "object"},
}


class NotEditable(DomainError):
    """A file cannot be read, so there is nothing a form could change."""

    code = "not_editable"
    sentence = "Tệp này đang có lỗi nên chưa sửa được bằng biểu mẫu. Mở mục “Tệp gốc”, sửa dòng được nêu."


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One field of the form in the list of fields."""

    pointer: str
    kind: str
    title: str
    hint: str
    required: bool

    @property
    def parts(self) -> list[str]:
        """The groups and the key, so that a page may break the line between them."""
        return self.pointer[1:].split("/")


def dump_yaml(raw: Mapping[str, Any], *, head: str = "") -> str:
    """Return procedure.yaml as text: keys in their order, one head comment, no aliases."""

    class Plain(yaml.SafeDumper):
        def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - the library's signature
            return True

    text = yaml.dump(dict(raw), Dumper=Plain, allow_unicode=True, sort_keys=False, width=150)
    return f"{head}{text}"


def rewritten(package: Package, raw: Mapping[str, Any]) -> str:
    """Return procedure.yaml saying `raw`; the text as it stands when it says that already."""
    if raw == package.value(PROCEDURE):
        return package.texts[PROCEDURE]
    head = "".join(line for line in package.texts[PROCEDURE].splitlines(keepends=True)[:1] if line.startswith("#"))
    return dump_yaml(raw, head=head)


def procedure_of(package: Package) -> dict[str, Any]:
    """Return procedure.yaml as data to change. Raises NotEditable."""
    raw = package.value(PROCEDURE)
    if not isinstance(raw, dict):
        raise NotEditable
    return deepcopy(raw)


def edit_content(package: Package, post: Mapping[str, str]) -> str:
    """Return procedure.yaml with names, texts, spans, fees and papers as posted; what is not posted stays."""
    raw = procedure_of(package)
    for key in LINES:
        if key in post and (key in raw or post[key].strip()):
            raw[key] = clean_line(post[key])
    for key in BLOCKS:
        if key in post:
            raw[key] = [line for line in map(clean_line, clean_block(post[key]).splitlines()) if line]
    _cases(_list(raw, "cases"), post)
    raw["fees"] = _fees(_list(raw, "fees"), post, [str(one.get("code")) for one in _list(raw, "cases")])
    raw["components"] = _components(_list(raw, "components"), post)
    return rewritten(package, raw)


def _list(raw: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    found = raw.get(key)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _number(text: str) -> int | float | str:
    """Return what was typed as a number; as typed when it is none, for lint to tell."""
    try:
        value = float(text.strip().replace(",", "."))
    except ValueError:
        return text.strip()
    return int(value) if value == int(value) else value


def _cases(rows: Sequence[dict[str, Any]], post: Mapping[str, str]) -> None:
    for place, row in enumerate(rows):
        if f"cases-{place}-name" not in post:
            continue
        row["name"] = clean_line(post[f"cases-{place}-name"])
        amount, unit = _number(post.get(f"cases-{place}-amount", "")), post.get(f"cases-{place}-unit", "")
        old: Any = row.get("allowance") or {}
        if (old.get("amount"), old.get("unit")) != (amount, unit):
            row["allowance"] = {"amount": amount, "unit": unit, "mark": "unsure"}


def _fees(rows: Sequence[dict[str, Any]], post: Mapping[str, str], cases: list[str]) -> list[dict[str, Any]]:
    kept: list[dict[str, Any]] = []
    for place in range(min(len(rows) + 1, MAX_ROWS)):
        name = clean_line(post.get(f"fees-{place}-name", ""))
        if f"fees-{place}-name" not in post:
            kept += rows[place : place + 1]
            continue
        if not name:
            continue
        new = {"code": f"LP{place + 1:02d}", "per": "dossier", "when": None, "channel": "any", "cases": cases}
        row = rows[place] if place < len(rows) else {"mark": "unsure", **new}
        changed = {**row, "name": name, "amount": _number(post.get(f"fees-{place}-amount", "0").replace(".", ""))}
        note = clean_line(post.get(f"fees-{place}-note", ""))
        if note or "note" in row:
            changed["note"] = note
        kept.append(changed)
    return kept


def _components(rows: Sequence[dict[str, Any]], post: Mapping[str, str]) -> list[dict[str, Any]]:
    kept: list[dict[str, Any]] = []
    for place in range(min(len(rows) + 1, MAX_ROWS)):
        if f"components-{place}-name" not in post:
            kept += rows[place : place + 1]
            continue
        name = clean_line(post[f"components-{place}-name"])
        if not name:
            continue
        new = {"code": f"GT{place + 1:02d}", "count": 1, "when": None}
        row = rows[place] if place < len(rows) else new
        changed = {**row, "name": name, "kind": post.get(f"components-{place}-kind", "copy")}
        changed["required"] = f"components-{place}-required" in post
        hint = clean_line(post.get(f"components-{place}-hint", ""))
        if hint or "hint" in row:
            changed["hint"] = hint
        kept.append(changed)
    return kept


def edit_steps(package: Package, post: Mapping[str, str]) -> dict[str, str]:
    """Return procedure.yaml and process.bpmn with the steps as posted, in the order of their numbers.

    The drawing is made anew from the table when the way changes (order, tasks, roles, titles, returns); otherwise the
    drawn file stays as it is. Raises NotEditable, and with the drawer's sentence when a return has nowhere to go.
    """
    raw = procedure_of(package)
    before = _list(raw, "steps")
    rows = sorted(_steps(before, post), key=lambda pair: pair[0])
    raw["steps"] = [row for _order, row in rows]
    files = {PROCEDURE: rewritten(package, raw)}
    if [_way(row) for row in raw["steps"]] != [_way(row) for row in before]:
        files[PROCESS] = redrawn(raw)
    return files


def redrawn(raw: Mapping[str, Any]) -> str:
    """Return the BPMN of a table of steps. Raises NotEditable saying what is missing."""
    try:
        return draw(dict(raw)).decode()
    except (KeyError, StopIteration, IndexError, TypeError, AttributeError):
        raise NotEditable("Mỗi bước cần mã, tên, vai trò và nút “forward”. Điền đủ rồi lưu lại.") from None
    except ValueError as error:
        raise NotEditable(f"Không vẽ được sơ đồ: {error}. Thêm bước soạn thảo hoặc bỏ nút trả lại.") from None


def _way(step: Mapping[str, Any]) -> tuple[Any, ...]:
    return step.get("task"), step.get("title"), step.get("role"), tuple(step.get("outcomes") or {})


def _steps(rows: Sequence[dict[str, Any]], post: Mapping[str, str]) -> Iterator[tuple[float, dict[str, Any]]]:
    for place in range(min(len(rows) + 1, MAX_ROWS)):
        task = clean_line(post.get(f"steps-{place}-task", ""))[:64]
        if f"steps-{place}-task" not in post and place < len(rows):
            yield place, rows[place]
        elif task:
            order = _number(post.get(f"steps-{place}-order", str(place)))
            row = rows[place] if place < len(rows) else {}
            yield (float(order) if isinstance(order, int | float) else place), _step(row, task, place, post)


def _step(row: Mapping[str, Any], task: str, place: int, post: Mapping[str, str]) -> dict[str, Any]:
    def given(key: str) -> str:
        return clean_line(post.get(f"steps-{place}-{key}", ""))

    outcomes = {"forward": given("forward")}
    if given("return"):
        outcomes["return"] = given("return")
    role, act = given("role"), given("act")
    return {
        **row,
        "task": task,
        "title": given("title"),
        "role": role if role in ROLES else str(row.get("role", "")),
        "act": act if act in {one.value for one in Act} else str(row.get("act", "")),
        "allowance": {"amount": _number(given("amount")), "unit": given("unit")},
        "outcomes": outcomes,
        "citizen": given("citizen"),
    }


def list_fields(package: Package) -> list[FieldRow]:
    """Return the fields of the form in order; none when form.json cannot be read."""
    raw = package.value(FORM)
    return list(_fields(raw, "")) if isinstance(raw, dict) else []


def _fields(raw: Mapping[str, Any], pointer: str) -> Iterator[FieldRow]:
    needed = raw.get("required") or ()
    properties = raw.get("properties")
    for key, child in properties.items() if isinstance(properties, dict) else ():
        if not isinstance(child, dict):
            continue
        place = f"{pointer}/{key}"
        inside = child["items"] if isinstance(child.get("items"), dict) else child
        if isinstance(inside.get("properties"), dict):
            yield from _fields(inside, place)
        else:
            kind = str(child.get("kind") or child.get("type"))
            yield FieldRow(place, kind, str(child.get("title", "")), str(child.get("hint", "")), key in needed)


def edit_fields(package: Package, post: Mapping[str, str]) -> str:
    """Return form.json with titles, hints and duties of fields as posted, and one field more when its key is given."""
    raw = package.value(FORM)
    if not isinstance(raw, dict):
        raise NotEditable
    form = deepcopy(raw)
    for place, row in enumerate(list_fields(package)):
        if f"field-{place}-title" in post:
            _edit_field(form, row, place, post)
    if key := clean_line(post.get("new-key", "")):
        _add_field(form, key, post)
    if form == raw:
        return package.texts[FORM]
    return json.dumps(form, ensure_ascii=False, indent=1) + "\n"


def _parent(form: dict[str, Any], pointer: str) -> tuple[dict[str, Any], str]:
    *groups, key = pointer[1:].split("/")
    holder = form
    for group in groups:
        holder = holder["properties"][group]
        holder = holder["items"] if isinstance(holder.get("items"), dict) else holder
    return holder, key


def _edit_field(form: dict[str, Any], row: FieldRow, place: int, post: Mapping[str, str]) -> None:
    holder, key = _parent(form, row.pointer)
    child = holder["properties"][key]
    child["title"] = clean_line(post[f"field-{place}-title"])
    hint = clean_line(post.get(f"field-{place}-hint", ""))
    if hint or "hint" in child:
        child["hint"] = hint
    wanted, needed = f"field-{place}-required" in post, list(holder.get("required") or ())
    if wanted != (key in needed):
        holder["required"] = [*needed, key] if wanted else [one for one in needed if one != key]
        if wanted and child.get("kind") != "address":
            child.setdefault("error", f"Nhập {child['title'][:1].lower()}{child['title'][1:]}")


def _add_field(form: dict[str, Any], key: str, post: Mapping[str, str]) -> None:
    """Add a field to a group and to the page that shows the group."""
    group, kind, title = post.get("new-group", ""), post.get("new-kind", "text"), clean_line(post.get("new-title", ""))
    groups = form.get("properties")
    holder = groups.get(group) if isinstance(groups, dict) else None
    if not isinstance(holder, dict) or kind not in KINDS or not title:
        raise NotEditable("Mục mới cần nhóm, kiểu và tên gọi. Điền đủ rồi lưu lại.")
    words = f"Nhập {title[:1].lower()}{title[1:]}"
    holder.setdefault("properties", {})[key] = {**KINDS[kind], "kind": kind, "title": title, "error": words}
    if "new-required" in post:
        holder["required"] = [*holder.get("required", ()), key]
    for page in form.get("pages") or ():
        if isinstance(page, dict) and any(str(one).startswith(f"/{group}/") for one in page.get("fields", ())):
            page["fields"] = [*page["fields"], f"/{group}/{key}"]
            return
