"""The closed condition language: parse once, decide many times.

`null` · {"field": "/a/b", "equals": x} · {"field": …, "in": [..]} · {"field": …, "contains": x} ·
{"field": …, "exists": true|false} · {"all": [..]} · {"any": [..]} · {"not": c}.
Equality is JSON's: true is not 1. A test on a missing answer is undecided, and so is its negation: "not married" is
said of those who answered; only `exists` speaks of what is missing. What stays undecided does not hold (Kleene 1938).
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from tinhso.foundation.forms.data import Condition

MAX_DEPTH: Final = 8
MAX_PARTS: Final = 40
_TESTS: Final = ("equals", "in", "contains", "exists")
MISSING: Final = object()


class BadCondition(ValueError):
    """A condition outside the language; `pointer` is relative to the condition."""

    def __init__(self, pointer: str, sentence: str) -> None:
        self.pointer = pointer
        self.sentence = sentence
        super().__init__(sentence)


def parse(raw: Any, *, depth: int = 0, pointer: str = "") -> Condition | None:
    """Return the condition in `raw`, None for null. Raises BadCondition that says where and what to do."""
    if raw is None and depth == 0:
        return None
    if depth > MAX_DEPTH:
        raise BadCondition(pointer, "Điều kiện lồng quá 8 tầng. Viết lại gọn hơn.")
    if not isinstance(raw, dict):
        raise BadCondition(pointer, 'Điều kiện phải là null hoặc đối tượng như {"field": "/a", "equals": "x"}.')
    keys = set(raw)
    if keys in ({"all"}, {"any"}):
        op = next(iter(keys))
        return _parse_many(op, raw[op], depth, f"{pointer}/{op}")
    if keys == {"not"}:
        inner = parse(raw["not"], depth=depth + 1, pointer=f"{pointer}/not")
        return Condition("not", parts=(inner,) if inner else ())
    return _parse_test(raw, pointer)


def _parse_many(op: str, raw: Any, depth: int, pointer: str) -> Condition:
    if not isinstance(raw, list) or not 0 < len(raw) <= MAX_PARTS:
        raise BadCondition(pointer, f"“{op}” cần danh sách từ 1 đến {MAX_PARTS} điều kiện.")
    parts = (parse(part, depth=depth + 1, pointer=f"{pointer}/{place}") for place, part in enumerate(raw))
    return Condition(op, parts=tuple(part for part in parts if part))


def _parse_test(raw: dict[str, Any], pointer: str) -> Condition:
    tests = [key for key in raw if key in _TESTS]
    if len(tests) != 1 or set(raw) != {"field", tests[0]}:
        raise BadCondition(pointer, "Điều kiện cần “field” và đúng một trong: equals, in, contains, exists.")
    op, path = tests[0], raw["field"]
    if not isinstance(path, str) or not path.startswith("/") or len(path) < 2:
        raise BadCondition(f"{pointer}/field", "“field” phải là đường dẫn bắt đầu bằng “/”, ví dụ “/applicant/name”.")
    value = raw[op]
    if op == "in" and (not isinstance(value, list) or not 0 < len(value) <= 200):
        raise BadCondition(f"{pointer}/in", "“in” cần danh sách từ 1 đến 200 giá trị.")
    if op == "exists" and not isinstance(value, bool):
        raise BadCondition(f"{pointer}/exists", "“exists” chỉ nhận true hoặc false.")
    return Condition(op, tuple(path[1:].split("/")), value)


def walk(condition: Condition | None) -> Iterator[Condition]:
    """Yield every test in a condition (not the all, any, not around them)."""
    if condition is None:
        return
    if condition.path:
        yield condition
    for part in condition.parts:
        yield from walk(part)


def holds(condition: Condition | None, data: Mapping[str, Any], row: Any = None) -> bool:
    """Tell whether a condition holds over answers; `row` is the row a "*" stands for. None always holds."""
    return condition is None or decide(condition, data, row) is True


def decide(condition: Condition, data: Mapping[str, Any], row: Any) -> bool | None:
    """Return true, false or, when an answer it needs is missing, None."""
    if condition.path:
        return _test(condition, _lookup(condition.path, data, row))
    found = {decide(part, data, row) for part in condition.parts}
    if condition.op == "any":
        return True if True in found else (None if None in found else False)
    whole = False if False in found else (None if None in found else True)
    return (None if whole is None else not whole) if condition.op == "not" else whole


def _test(condition: Condition, found: Any) -> bool | None:
    op, value = condition.op, condition.value
    if op == "exists":
        return (found is not MISSING and found not in (None, "", [], {})) is value
    if found is MISSING:
        return None
    if op == "equals":
        return same(found, value)
    if op == "in":
        return any(same(found, one) for one in value)
    return isinstance(found, list) and any(same(one, value) for one in found)


def _lookup(path: tuple[str, ...], data: Any, row: Any) -> Any:
    if "*" in path:
        data, path = row, path[path.index("*") + 1 :]
    for part in path:
        if not isinstance(data, dict) or part not in data:
            return MISSING
        data = data[part]
    return data


def same(one: Any, other: Any) -> bool:
    """Tell whether two JSON values are equal: 1 is 1.0, but true is not 1."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    return bool(one == other)
