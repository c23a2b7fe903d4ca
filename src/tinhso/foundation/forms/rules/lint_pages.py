"""Faults between the parts of a form: pages, reachability, conditions, ids. Run once each part stands alone."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Final

from tinhso.foundation.forms.data import COMPOSITE, Condition, Field, FormProblem, Kind
from tinhso.foundation.forms.rules.compiling import field_id, fields_below, tree_of
from tinhso.foundation.forms.rules.conditions import BadCondition, parse, same, walk
from tinhso.foundation.forms.rules.keywords import KEY, PAGE_KEYS
from tinhso.foundation.forms.rules.order import Circle, decide_order

Found = Iterator[FormProblem]
MAX_PAGES: Final = 40


def problems_of(raw: Mapping[str, Any]) -> Found:
    """Yield what is wrong between pages, fields and conditions."""
    bad = list(_bad_conditions(raw, ""))
    yield from bad
    shapes = list(_page_shapes(raw["pages"]))
    yield from shapes
    if bad or shapes:
        return
    root = tree_of(raw)
    fields = {field.pointer: field for field in fields_below(root)}
    yield from _same_ids(fields)
    yield from _page_fields(raw["pages"], fields)
    yield from _conditions(raw, fields)
    yield from _circles(raw, fields)


def _bad_conditions(node: Any, pointer: str) -> Found:
    """Yield every `when` that is outside the language, wherever it stands."""
    if isinstance(node, list):
        for place, part in enumerate(node):
            yield from _bad_conditions(part, f"{pointer}/{place}")
    elif isinstance(node, dict):
        for key, value in node.items():
            if key == "when" and not pointer.endswith("/properties"):
                try:
                    parse(value)
                except BadCondition as error:
                    yield FormProblem(f"{pointer}/when{error.pointer}", "bad_condition", error.sentence)
            elif isinstance(value, dict | list):
                yield from _bad_conditions(value, f"{pointer}/{key}")


def _page_shapes(pages: list[Any]) -> Found:
    if len(pages) > MAX_PAGES:
        yield FormProblem("/pages", "too_many", f"Biểu mẫu có hơn {MAX_PAGES} trang.")
    for place, page in enumerate(pages):
        if isinstance(page, dict):
            yield from _page_shape(page, f"/pages/{place}")
        else:
            yield FormProblem(f"/pages/{place}", "not_object", "Mỗi trang phải là một đối tượng JSON.")
    counts = Counter(page.get("key") for page in pages if isinstance(page, dict))
    for key, times in counts.items():
        if times > 1:
            yield FormProblem("/pages", "duplicate_page", f"Có {times} trang cùng “key” là “{key}”. Đổi tên một trang.")


def _page_shape(page: Mapping[str, Any], pointer: str) -> Found:
    for key in page:
        if key not in PAGE_KEYS:
            yield FormProblem(f"{pointer}/{key}", "unknown_keyword", f"Từ khóa “{key}” không dùng được ở trang.")
    if not isinstance(page.get("key"), str) or not KEY.match(page["key"].replace("-", "_")):
        yield FormProblem(f"{pointer}/key", "bad_key", "“key” của trang chỉ dùng a–z, 0–9, _ và -.")
    if not isinstance(page.get("title"), str) or not page["title"].strip():
        yield FormProblem(pointer, "missing_label", "Thêm “title” cho trang.")
    fields = page.get("fields")
    if not isinstance(fields, list) or not fields or not all(isinstance(one, str) for one in fields):
        yield FormProblem(f"{pointer}/fields", "no_fields", "Trang cần “fields”: danh sách đường dẫn tới các mục.")


def _same_ids(fields: Mapping[str, Field]) -> Found:
    ids = Counter(field_id(pointer) for pointer in fields)
    for pointer, field in fields.items():
        if ids[field_id(pointer)] > 1:
            yield FormProblem(
                raw_pointer(pointer), "duplicate_id", f"Mục “{field.key}” trùng mã với mục khác. Đổi tên."
            )


def _page_fields(pages: list[Any], fields: Mapping[str, Field]) -> Found:
    seen: dict[str, str] = {}
    for place, page in enumerate(pages):
        for spot, pointer in enumerate(page["fields"]):
            where = f"/pages/{place}/fields/{spot}"
            if pointer not in fields or "*" in pointer:
                yield FormProblem(where, "unknown_field", f"Không có mục “{pointer}”. Sửa đường dẫn.")
                continue
            for leaf in _covered(pointer, fields):
                if leaf in seen:
                    yield FormProblem(where, "field_twice", f"Mục “{leaf}” đã có ở trang “{seen[leaf]}”.")
                seen[leaf] = page["key"]
    for pointer, field in fields.items():
        if field.kind is not Kind.GROUP and _top(pointer, fields) == pointer and pointer not in seen:
            yield FormProblem(
                raw_pointer(pointer), "unreachable_field", f"Mục “{field.title.vi}” không nằm trên trang nào."
            )


def _top(pointer: str, fields: Mapping[str, Field]) -> str:
    """Return the outermost question a pointer belongs to: an address or a repeat group counts as one question."""
    parts = pointer.split("/")
    for length in range(2, len(parts) + 1):
        head = "/".join(parts[:length])
        if head in fields and fields[head].kind is not Kind.GROUP:
            return head
    return pointer


def _covered(pointer: str, fields: Mapping[str, Field]) -> Iterator[str]:
    for other, field in fields.items():
        inside = other == pointer or other.startswith(pointer + "/")
        if inside and field.kind is not Kind.GROUP and _top(other, fields) == other:
            yield other


def _conditions(raw: Mapping[str, Any], fields: Mapping[str, Field]) -> Found:
    for place, page in enumerate(raw["pages"]):
        before = {
            leaf for earlier in raw["pages"][:place] for one in earlier["fields"] for leaf in _covered(one, fields)
        }
        condition = parse(page.get("when"))
        yield from _one(condition, f"/pages/{place}/when", fields, "")
        for test in walk(condition):
            if test.pointer in fields and _top(test.pointer, fields) not in before:
                yield FormProblem(
                    f"/pages/{place}/when",
                    "unreachable_page",
                    f"Trang này tùy vào “{test.pointer}” nhưng mục đó không có ở trang trước. Đổi thứ tự trang.",
                )
    for pointer, field in fields.items():
        yield from _one(field.when, raw_pointer(pointer) + "/when", fields, pointer)


def _one(condition: Condition | None, where: str, fields: Mapping[str, Field], holder: str) -> Found:
    for test in walk(condition):
        target = fields.get(test.pointer)
        if target is None or target.kind is Kind.NOTE:
            yield FormProblem(where, "unknown_field", f"Điều kiện nhắc mục “{test.pointer}” không có. Sửa đường dẫn.")
        elif "*" in test.path and not holder.startswith(test.pointer.partition("/*")[0] + "/*/"):
            yield FormProblem(where, "row_outside", f"“{test.pointer}” chỉ dùng được cho mục trong cùng nhóm lặp.")
        else:
            yield from _possible(test, target, where)


def _possible(test: Condition, target: Field, where: str) -> Found:
    """A value that can never be given makes what depends on it unreachable."""
    if not target.choices or test.op == "exists":
        if target.kind in COMPOSITE and test.op != "exists":
            yield FormProblem(where, "not_comparable", f"“{test.pointer}” là một nhóm: chỉ hỏi được “exists”.")
        return
    values = test.value if test.op == "in" else [test.value]
    for value in values:
        if not any(same(value, choice.value) for choice in target.choices):
            yield FormProblem(where, "impossible_value", f"“{test.pointer}” không có giá trị “{value}”.")


def _circles(raw: Mapping[str, Any], fields: Mapping[str, Field]) -> Found:
    try:
        decide_order(raw["pages"], fields)
    except Circle as error:
        yield FormProblem(
            raw_pointer(error.pointer) + "/when",
            "circle",
            "Điều kiện vòng tròn: mục này tùy vào chính nó qua mục khác.",
        )


def raw_pointer(pointer: str) -> str:
    """Return where a field stands in form.json: "/child/name" is "/properties/child/properties/name"."""
    parts: list[str] = []
    for part in pointer[1:].split("/"):
        parts += ["items"] if part == "*" else ["properties", part]
    return "/" + "/".join(parts)
