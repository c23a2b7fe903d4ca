"""Words and shapes others may hold."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.utils.translation import gettext_noop


class At(StrEnum):
    """When a measure is taken: over the days of a period, before its first day, at the end of its last day."""

    DURING = "trong"
    OPENING = "dau"
    CLOSING = "cuoi"


@dataclass(frozen=True, slots=True)
class Term:
    """A measure and when it is taken. Together with a period, units and a field it is a number and a list."""

    measure: str
    at: At = At.DURING

    @property
    def key(self) -> str:
        """How an address names it."""
        return f"{self.measure}.{self.at}"


@dataclass(frozen=True, slots=True)
class Days:
    """Days from `first` to `last`, both included."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("a period ends on or after the day it begins")


DERIVED: Final[Mapping[str, tuple[str, str]]] = {
    "undue": ("open", "overdue"),
    "national_in_term": ("open", "national_overdue"),
}
"""Measures that are one stock without another that is part of it."""

COUNTERS: Final[Mapping[str, tuple[str, Term]]] = {
    "opening": (gettext_noop("Kỳ trước chuyển sang"), Term("open", At.OPENING)),
    "received": (gettext_noop("Tiếp nhận trong kỳ"), Term("received")),
    "received_online": (gettext_noop("Tiếp nhận: trực tuyến"), Term("received_online")),
    "received_npsp": (gettext_noop("Tiếp nhận: Cổng Dịch vụ công quốc gia"), Term("received_npsp")),
    "received_counter": (gettext_noop("Tiếp nhận: trực tiếp"), Term("received_counter")),
    "received_post": (gettext_noop("Tiếp nhận: bưu chính"), Term("received_post")),
    "received_elsewhere": (gettext_noop("Tiếp nhận tại nơi khác trong tỉnh"), Term("received_elsewhere")),
    "supplemented": (gettext_noop("Phải bổ sung hồ sơ"), Term("supplemented")),
    "paid_online": (gettext_noop("Thanh toán trực tuyến"), Term("paid_online")),
    "reused": (gettext_noop("Dùng lại giấy tờ đã số hóa"), Term("reused")),
    "refused": (gettext_noop("Từ chối tiếp nhận"), Term("refused")),
    "withdrawn": (gettext_noop("Người dân rút"), Term("withdrawn")),
    "solved": (gettext_noop("Đã giải quyết"), Term("solved")),
    "early": (gettext_noop("Giải quyết trước hạn"), Term("early")),
    "on_time": (gettext_noop("Giải quyết đúng hạn"), Term("on_time")),
    "late": (gettext_noop("Giải quyết trễ hạn"), Term("late")),
    "stopped": (gettext_noop("Trong đó dừng giải quyết"), Term("stopped")),
    "handed_over": (gettext_noop("Đã trả kết quả"), Term("handed_over")),
    "handed_post": (gettext_noop("Trả qua bưu chính"), Term("handed_post")),
    "open": (gettext_noop("Đang giải quyết cuối kỳ"), Term("open", At.CLOSING)),
    "undue": (gettext_noop("Đang giải quyết trong hạn"), Term("undue", At.CLOSING)),
    "overdue": (gettext_noop("Đang giải quyết quá hạn"), Term("overdue", At.CLOSING)),
    "waiting": (gettext_noop("Chờ bổ sung, chờ nộp tiền"), Term("waiting", At.CLOSING)),
    "unreturned": (gettext_noop("Có kết quả, chờ trả"), Term("unreturned", At.CLOSING)),
}
"""The 24 counters of the monthly table."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """One line of the monthly table: a unit and a field (or all of them), and its 24 counters by code."""

    unit_id: UUID | None
    field_code: str | None
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class FactInfo:
    """A dossier as a list behind a number shows it: no person."""

    dossier_id: UUID
    code: str
    procedure_name: str
    field_code: str
    unit_id: UUID
    channel: str
    status: int
    received_on: date | None
    promised_at: datetime | None
    finished_on: date | None


@dataclass(frozen=True, slots=True)
class PublicRow:
    """One unit's public figures. None stands for a number from 1 to 4, or one that would give such a number away.

    Over several months `at_least` says what the months that are told come to, by the column's name.
    """

    unit_id: UUID | None
    unit_name: str
    received: int | None
    on_time: int | None
    late: int | None
    rated: int | None
    satisfied: int | None
    at_least: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Part:
    """One term of a formula, with its number; `sign` is 1 or -1."""

    term: Term
    sign: int
    value: int


@dataclass(frozen=True, slots=True)
class Scored:
    """One indicator of an index: how it was reckoned. Without `points` it cannot be reckoned here; `why` says so."""

    code: str
    title: str
    max_points: Decimal
    points: Decimal | None
    ratio: Decimal | None
    numerator: tuple[Part, ...] = ()
    denominator: tuple[Part, ...] = ()
    why: str = ""
    formula: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """A group of indicators, its points and how many of them can be reckoned here."""

    code: str
    title: str
    max_points: Decimal
    indicators: tuple[Scored, ...]

    @property
    def points(self) -> Decimal:
        """The points of what can be reckoned."""
        return sum((one.points for one in self.indicators if one.points is not None), Decimal(0))

    @property
    def reachable(self) -> Decimal:
        """The most that can be reckoned here."""
        return sum((one.max_points for one in self.indicators if one.points is not None), Decimal(0))


@dataclass(frozen=True, slots=True)
class Score:
    """An index of some units over a period."""

    code: str
    title: str
    basis: str
    groups: tuple[Group, ...]

    @property
    def points(self) -> Decimal:
        """The points of what can be reckoned."""
        return sum((group.points for group in self.groups), Decimal(0))

    @property
    def reachable(self) -> Decimal:
        """The most that can be reckoned here."""
        return sum((group.reachable for group in self.groups), Decimal(0))
