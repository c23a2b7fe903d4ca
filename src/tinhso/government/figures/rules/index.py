"""How an index is read and scored: a ratio of sums, and points by it (QĐ 766/QĐ-TTg; NĐ 61/2018/NĐ-CP)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

from tinhso.government.figures.data import DERIVED, At, Group, Part, Score, Scored, Term
from tinhso.government.figures.errors import BadIndex
from tinhso.government.figures.rules.measures import COLUMNS, PROVIDED, STOCKS

KINDS: Final = frozenset({"linear", "capped", "info", "outside"})
ZEROS: Final = frozenset({"none", "max", "unknown"})
MARKS: Final = frozenset({"sourced", "known", "unsure"})
NOTHING_TO_DIVIDE: Final = "Trong kỳ chưa có hồ sơ nào để tính."
NOT_CONNECTED: Final = "Phần mềm đếm số liệu này chưa được nối vào bảng."
_CENT: Final = Decimal("0.01")
_HUNDRED: Final = Decimal(100)

Signed = tuple[Term, int]


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator as written in content."""

    code: str
    title: str
    max_points: Decimal
    kind: str
    mark: str
    numerator: tuple[Signed, ...]
    denominator: tuple[Signed, ...]
    target_pct: Decimal
    zero: str
    why: str


@dataclass(frozen=True, slots=True)
class IndexGroup:
    """A group of indicators as written in content."""

    code: str
    title: str
    max_points: Decimal
    indicators: tuple[Indicator, ...]


@dataclass(frozen=True, slots=True)
class Index:
    """An index as written in content."""

    code: str
    title: str
    basis: str
    groups: tuple[IndexGroup, ...]

    def terms(self) -> list[Term]:
        """Return every term its formulas need."""
        return [
            term for group in self.groups for one in group.indicators for term, _ in (*one.numerator, *one.denominator)
        ]


def read_index(raw: Mapping[str, Any]) -> Index:
    """Return an index from its YAML. Raises BadIndex, naming the indicator, for what cannot be reckoned."""
    groups = tuple(
        IndexGroup(
            str(group["code"]),
            group["title"],
            Decimal(str(group["max_points"])),
            tuple(_indicator(one) for one in group["indicators"]),
        )
        for group in raw["groups"]
    )
    for group in groups:
        if sum(one.max_points for one in group.indicators) != group.max_points:
            raise BadIndex(f"Điểm của nhóm {group.code} không bằng tổng điểm các chỉ số của nhóm.")
    return Index(str(raw["code"]), raw["title"], raw["basis"], groups)


def _indicator(raw: Mapping[str, Any]) -> Indicator:
    found = Indicator(
        code=str(raw["code"]),
        title=raw["title"],
        max_points=Decimal(str(raw["max_points"])),
        kind=raw["kind"],
        mark=raw["mark"],
        numerator=_terms(raw.get("numerator", [])),
        denominator=_terms(raw.get("denominator", [])),
        target_pct=Decimal(str(raw.get("target_pct", 100))),
        zero=raw.get("zero", "unknown"),
        why=raw.get("why", ""),
    )
    known = found.kind in KINDS and found.zero in ZEROS and found.mark in MARKS and found.target_pct > 0
    whole = bool(found.why) if found.kind == "outside" else bool(found.numerator and found.denominator)
    if not (known and whole):
        raise BadIndex(f"Chỉ số {found.code} thiếu công thức hoặc dùng từ không có trong hướng dẫn.")
    return found


def _terms(words: Sequence[str]) -> tuple[Signed, ...]:
    return tuple(_term(word.removeprefix("-"), -1 if word.startswith("-") else 1) for word in words)


def _term(word: str, sign: int) -> Signed:
    measure, _, at = word.partition("@")
    held = measure in STOCKS or measure in DERIVED
    if measure not in COLUMNS and measure not in DERIVED and measure not in PROVIDED:
        raise BadIndex(f"Không có số liệu tên «{measure}».")
    if at not in set(At) | {""} or held is (at in {"", At.DURING}):
        raise BadIndex(f"Số liệu «{word}» ghi sai thời điểm.")
    return Term(measure, At(at) if at else At.DURING), sign


def score(index: Index, sums: Mapping[str, int]) -> Score:
    """Score an index from the sums of its terms, by their keys."""
    groups = tuple(
        Group(group.code, group.title, group.max_points, tuple(_scored(one, sums) for one in group.indicators))
        for group in index.groups
    )
    return Score(index.code, index.title, index.basis, groups)


def _scored(one: Indicator, sums: Mapping[str, int]) -> Scored:
    if one.kind == "outside":
        return Scored(one.code, one.title, one.max_points, None, None, why=one.why, mark=one.mark)
    if any(term.measure in PROVIDED and term.key not in sums for term, _ in (*one.numerator, *one.denominator)):
        return Scored(one.code, one.title, one.max_points, None, None, why=NOT_CONNECTED, mark=one.mark)
    above, below = _parts(one.numerator, sums), _parts(one.denominator, sums)
    part, whole = (sum(each.sign * each.value for each in parts) for parts in (above, below))
    ratio = _HUNDRED * min(max(part, 0), whole) / whole if whole > 0 else None
    return Scored(
        one.code,
        one.title,
        one.max_points,
        points(one, ratio),
        None if ratio is None else ratio.quantize(_CENT, ROUND_HALF_UP),
        above,
        below,
        why=NOTHING_TO_DIVIDE if ratio is None else "",
        formula=formula(one),
        mark=one.mark,
    )


def _parts(terms: Sequence[Signed], sums: Mapping[str, int]) -> tuple[Part, ...]:
    return tuple(Part(term, sign, sums.get(term.key, 0)) for term, sign in terms)


def points(one: Indicator, ratio: Decimal | None) -> Decimal | None:
    """Return the points at a ratio in per cent: two decimals, never more than the most; None when not reckoned."""
    if one.kind == "info":
        return None
    if ratio is None:
        return {"max": one.max_points, "none": Decimal(0), "unknown": None}[one.zero]
    target = one.target_pct if one.kind == "capped" else _HUNDRED
    return min(one.max_points, one.max_points * ratio / target).quantize(_CENT, ROUND_HALF_UP)


def formula(one: Indicator) -> str:
    """Write the formula of the points, R being the ratio in per cent."""
    if one.kind == "capped":
        return f"min({one.max_points}; {one.max_points} × R / {one.target_pct})"
    return f"{one.max_points} × R / 100"
