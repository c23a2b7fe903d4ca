"""What is wrong with a form.json: every fault at once, each with its place and what to do."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from tinhso.foundation.forms.data import COMPOSITE, FormProblem, Kind
from tinhso.foundation.forms.rules import lint_pages
from tinhso.foundation.forms.rules.keywords import (
    FORMATS,
    KEY,
    KEYS_OF,
    MAX_ROWS,
    ROOT_KEYS,
    TYPES_OF,
    WIDTHS,
    children_of,
    kind_of,
)

MAX_FIELDS: Final = 400
MAX_DEPTH: Final = 5
Found = Iterator[FormProblem]


def problems_of(raw: Any) -> list[FormProblem]:
    """Return every fault in a form, in the order of the file; an empty list means it can be used."""
    if not isinstance(raw, dict):
        return [FormProblem("", "not_object", "Tệp biểu mẫu phải chứa một đối tượng JSON.")]
    found = list(_root(raw))
    if not found:
        found = list(lint_pages.problems_of(raw))
    return found


def _root(raw: Mapping[str, Any]) -> Found:
    yield from _unknown(raw, ROOT_KEYS, "")
    if raw.get("type") != "object":
        yield FormProblem("/type", "type", "Biểu mẫu phải có “type”: “object”.")
    yield from _titled(raw, "", what="biểu mẫu")
    if not isinstance(raw.get("pages"), list) or not raw["pages"]:
        yield FormProblem("/pages", "no_pages", "Thêm “pages” với ít nhất một trang.")
    properties = raw.get("properties")
    if not isinstance(properties, dict) or not properties:
        yield FormProblem("/properties", "no_properties", "Thêm “properties” với ít nhất một mục.")
        return
    if _count(properties) > MAX_FIELDS:
        yield FormProblem("/properties", "too_many", f"Biểu mẫu có hơn {MAX_FIELDS} mục. Chia thành biểu mẫu nhỏ hơn.")
        return
    yield from _object(raw, "", 0)


def _count(properties: Any) -> int:
    if not isinstance(properties, dict):
        return 0
    total = 0
    for raw in properties.values():
        inner = raw.get("items", raw) if isinstance(raw, dict) else {}
        total += 1 + _count(inner.get("properties") if isinstance(inner, dict) else None)
    return total


def _unknown(raw: Mapping[str, Any], known: frozenset[str], pointer: str) -> Found:
    for key in raw:
        if key not in known:
            yield FormProblem(
                f"{pointer}/{key}", "unknown_keyword", f"Từ khóa “{key}” không dùng được ở đây. Bỏ đi hoặc sửa lại."
            )


def _titled(raw: Mapping[str, Any], pointer: str, *, what: str) -> Found:
    for key in ("title", "title_en", "hint", "hint_en", "error", "error_en"):
        if key in raw and not isinstance(raw[key], str):
            yield FormProblem(f"{pointer}/{key}", "not_text", f"“{key}” phải là chữ.")
    if not isinstance(raw.get("title"), str) or not raw["title"].strip():
        yield FormProblem(pointer, "missing_label", f"Thêm “title” cho {what}: người khai cần nhãn để đọc.")


def _object(raw: Mapping[str, Any], pointer: str, depth: int) -> Found:
    properties = raw.get("properties", {})
    if not isinstance(properties, dict):
        yield FormProblem(f"{pointer}/properties", "not_object", "“properties” phải là đối tượng JSON.")
        return
    required = raw.get("required", [])
    if not isinstance(required, list) or not all(isinstance(key, str) for key in required):
        yield FormProblem(f"{pointer}/required", "required", "“required” phải là danh sách tên mục.")
        required = []
    for key in required:
        if key not in properties and properties:
            yield FormProblem(
                f"{pointer}/required", "required_unknown", f"“required” nêu “{key}” nhưng không có mục này."
            )
    for key, child in properties.items():
        place = f"{pointer}/properties/{key}"
        if not KEY.match(key):
            yield FormProblem(place, "bad_key", f"Đổi tên mục “{key}”: chỉ dùng a–z, 0–9 và _, bắt đầu bằng chữ.")
        yield from _field(child, place, depth + 1, needed=key in required)


def _field(raw: Any, pointer: str, depth: int, *, needed: bool) -> Found:
    if not isinstance(raw, dict):
        yield FormProblem(pointer, "not_object", "Mỗi mục phải là một đối tượng JSON.")
        return
    if depth > MAX_DEPTH:
        yield FormProblem(pointer, "too_deep", f"Mục lồng quá {MAX_DEPTH} tầng. Đưa ra ngoài.")
        return
    kind, kind_type = kind_of(raw), raw.get("type", "")
    if kind is None:
        yield FormProblem(f"{pointer}/kind", "unknown_kind", f"Không có kiểu mục “{raw.get('kind', kind_type)}”.")
        return
    if kind_type not in TYPES_OF[kind]:
        wanted = " hoặc ".join(sorted(TYPES_OF[kind]))
        yield FormProblem(f"{pointer}/type", "kind_type", f"Kiểu “{kind}” cần “type” là “{wanted}”.")
        return
    yield from _unknown(raw, KEYS_OF[kind_type], pointer)
    yield from _titled(raw, pointer, what="mục này")
    yield from _layout(raw, pointer)
    yield from _INSIDE.get(kind_type, _leaf)(raw, pointer, depth, kind)
    if needed and kind not in COMPOSITE | {Kind.NOTE} and not raw.get("error"):
        yield FormProblem(
            pointer, "missing_message", "Thêm “error”: câu nói cần làm gì khi để trống, ví dụ “Nhập ngày sinh”."
        )


def _layout(raw: Mapping[str, Any], pointer: str) -> Found:
    if raw.get("width", "") not in WIDTHS:
        yield FormProblem(f"{pointer}/width", "width", "“width” chỉ nhận s, m hoặc l.")
    for key in ("errors", "errors_en", "titles", "titles_en"):
        value = raw.get(key, {})
        if not isinstance(value, dict) or not all(isinstance(words, str) for words in value.values()):
            yield FormProblem(f"{pointer}/{key}", "not_words", f"“{key}” phải là đối tượng gồm tên và chữ.")


def _leaf(raw: Mapping[str, Any], pointer: str, depth: int, kind: Kind) -> Found:  # noqa: ARG001 - one shape for all
    yield from _bounds(raw, pointer, "minLength", "maxLength")
    yield from _bounds(raw, pointer, "minimum", "maximum")
    if kind is Kind.CHOICE or "enum" in raw:
        yield from _choices(raw.get("enum"), raw, pointer, f"{pointer}/enum")
    if raw.get("format") is not None and raw["format"] not in FORMATS:
        yield FormProblem(f"{pointer}/format", "format", "“format” chỉ nhận date, time hoặc email.")
    if "pattern" in raw:
        yield from _pattern(raw["pattern"], f"{pointer}/pattern")
    for key in ("not_before", "not_after"):
        if key in raw and not _is_limit(raw[key]):
            yield FormProblem(f"{pointer}/{key}", "date_limit", f"“{key}” nhận “today” hoặc ngày YYYY-MM-DD.")


def _is_limit(value: Any) -> bool:
    return value == "today" or (isinstance(value, str) and bool(re.fullmatch(r"\d{4}-\d{2}-\d{2}", value)))


def _pattern(value: Any, pointer: str) -> Found:
    if not _is_pattern(value):
        yield FormProblem(pointer, "pattern", "“pattern” không phải biểu thức chính quy dùng được (dưới 300 ký tự).")


def _is_pattern(value: Any) -> bool:
    try:
        return isinstance(value, str) and len(value) <= 300 and re.compile(value) is not None
    except re.error:
        return False


def _bounds(raw: Mapping[str, Any], pointer: str, low: str, high: str) -> Found:
    whole = low != "minimum"
    values = {}
    for key in (low, high):
        value = raw.get(key)
        if value is None:
            continue
        if isinstance(value, bool) or not isinstance(value, int if whole else int | float) or (whole and value < 0):
            yield FormProblem(f"{pointer}/{key}", "bound", f"“{key}” phải là số{' nguyên không âm' if whole else ''}.")
        else:
            values[key] = value
    if len(values) == 2 and values[low] > values[high]:
        yield FormProblem(f"{pointer}/{high}", "bounds", f"“{low}” lớn hơn “{high}”: không câu trả lời nào hợp lệ.")


def _choices(values: Any, words: Mapping[str, Any], pointer: str, place: str) -> Found:
    if not isinstance(values, list) or not values or not all(isinstance(one, str | int) for one in values):
        yield FormProblem(place, "choices", "Thêm “enum” với ít nhất một giá trị chữ hoặc số nguyên.")
        return
    if len({str(value) for value in values}) != len(values):
        yield FormProblem(place, "choices_twice", "“enum” có giá trị lặp lại.")
    titles = words.get("titles", {})
    if not isinstance(titles, dict):
        return
    for value in values:
        if str(value) not in titles:
            yield FormProblem(place, "missing_label", f"Thêm chữ cho giá trị “{value}” trong “titles”.")
    for key in titles:
        if key not in {str(value) for value in values}:
            yield FormProblem(f"{pointer}/titles/{key}", "title_unknown", f"“titles” có “{key}” nhưng “enum” không có.")


def _array(raw: Mapping[str, Any], pointer: str, depth: int, kind: Kind) -> Found:
    yield from _bounds(raw, pointer, "minItems", "maxItems")
    items = raw.get("items")
    if not isinstance(items, dict):
        yield FormProblem(f"{pointer}/items", "items", "Thêm “items” nói mỗi phần tử là gì.")
        return
    if kind is Kind.MULTI:
        words = {**items, **({"titles": raw["titles"]} if "titles" in raw else {})}
        yield from _choices(items.get("enum"), words, pointer, f"{pointer}/items/enum")
        return
    if items.get("type") != "object" or "*" in pointer:
        yield FormProblem(
            f"{pointer}/items/type", "items", "Nhóm lặp cần “items” có “type”: “object”, không lồng nhau."
        )
        return
    if raw.get("maxItems", 0) > MAX_ROWS:
        yield FormProblem(f"{pointer}/maxItems", "too_many", f"“maxItems” không quá {MAX_ROWS}.")
    if not items.get("properties"):
        yield FormProblem(f"{pointer}/items", "no_properties", "Nhóm lặp cần “properties”.")
    yield from _unknown(items, KEYS_OF["object"], f"{pointer}/items")
    yield from _object(items, f"{pointer}/items", depth)


def _group(raw: Mapping[str, Any], pointer: str, depth: int, kind: Kind) -> Found:
    if kind is Kind.GROUP and not raw.get("properties"):
        yield FormProblem(pointer, "no_properties", "Nhóm mục cần “properties”.")
        return
    if kind is Kind.ADDRESS and set(raw.get("properties", {})) - {"commune", "detail"}:
        yield FormProblem(f"{pointer}/properties", "address", "Địa chỉ chỉ gồm “commune” và “detail”.")
        return
    if kind is Kind.GROUP or raw.get("properties"):
        properties = children_of(raw, kind)
        yield from _object({"properties": properties, "required": raw.get("required", [])}, pointer, depth)


_INSIDE: Final = {"array": _array, "object": _group}
