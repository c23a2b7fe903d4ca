"""What the national catalogue says otherwise of a procedure than our package: pure.

Keys are those of the national database of procedures (MATTHC, TENTTHC, CACHTHUCTHUCHIEN, THANHPHANHOSO …); a part that
either side leaves out is not a difference but unknown, and is not named.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any, Final

from tinhso.government.national.data import Difference
from tinhso.government.procedures.public import ProcedureVersion

UNITS: Final[Mapping[str, str]] = {
    "working_day": "ngày làm việc",
    "calendar_day": "ngày",
    "working_hour": "giờ làm việc",
    "month": "tháng",
    "same_day": "trong ngày",
}


def differences(ours: ProcedureVersion, theirs: Mapping[str, Any]) -> tuple[Difference, ...]:
    """Return name, field, deadlines, fees and components that differ, in that order."""
    pairs = (
        ("name", [ours.name], [theirs.get("TENTTHC")]),
        ("field", [ours.info.field_name], [one.get("TENLINHVUC") for one in _rows(theirs, "LINHVUCTHUCHIEN")]),
        ("deadline", _our_limits(ours), _their_limits(theirs)),
        ("fees", _our_fees(ours), _their_fees(theirs)),
        ("components", [c.name for c in ours.components], _their_papers(theirs)),
    )
    return tuple(found for part, one, other in pairs if (found := _compare(part, one, other)))


def _compare(part: str, ours: Iterable[Any], theirs: Iterable[Any]) -> Difference | None:
    mine, other = _clean(ours), _clean(theirs)
    if not mine or not other or {_plain(one) for one in mine} == {_plain(one) for one in other}:
        return None
    return Difference(part, "; ".join(mine)[:1000], "; ".join(other)[:1000])


def _clean(values: Iterable[Any]) -> list[str]:
    return list(dict.fromkeys(" ".join(str(value).split()) for value in values if value not in (None, "")))


def _plain(text: str) -> str:
    return re.sub(r"[\s.,;:]+", " ", unicodedata.normalize("NFC", text).casefold()).strip()


def _rows(table: Any, name: str) -> list[Mapping[str, Any]]:
    found = table.get(name) if isinstance(table, Mapping) else None
    return [row for row in found if isinstance(row, Mapping)] if isinstance(found, list) else []


def _our_limits(ours: ProcedureVersion) -> list[str]:
    limits = [limit for case in ours.cases for limit in (case.limit, case.limit_online) if limit]
    return [_limit(limit.amount, UNITS[limit.unit]) for limit in limits]


def _times(theirs: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [time for way in _rows(theirs, "CACHTHUCTHUCHIEN") for time in _rows(way, "THOIGIAN")]


def _their_limits(theirs: Mapping[str, Any]) -> list[str]:
    return [
        _limit(time["THOIGIANGIAIQUYET"], str(time.get("DONVITINH") or "").lower())
        for time in _times(theirs)
        if time.get("THOIGIANGIAIQUYET")
    ]


def _limit(amount: Any, unit: str) -> str:
    if unit == UNITS["same_day"]:
        return unit
    text = str(amount)
    return f"{text.rstrip('0').rstrip('.') if '.' in text else text} {unit}"


def _our_fees(ours: ProcedureVersion) -> list[str]:
    return [str(fee.amount.amount) for fee in ours.fees] or ["0"]


def _their_fees(theirs: Mapping[str, Any]) -> list[str]:
    found = [str(fee.get("SOTIEN")) for time in _times(theirs) for fee in _rows(time, "PHILEPHI")]
    return [re.sub(r"[.,\s]|đồng|đ$", "", one.lower()) for one in found if one and one != "None"]


def _their_papers(theirs: Mapping[str, Any]) -> list[Any]:
    return [paper.get("TENGIAYTO") for case in _rows(theirs, "THANHPHANHOSO") for paper in _rows(case, "GIAYTO")]
