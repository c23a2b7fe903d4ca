"""Comparing a day's statement with the books, transaction by transaction."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

MISSING_HERE: Final = "missing_here"
MISSING_THERE: Final = "missing_there"
OTHER_AMOUNT: Final = "other_amount"
OTHER_UNIT: Final = "other_unit"
UNREAD: Final = "unread"

_SENTENCES: Final = {
    MISSING_HERE: "Ngân hàng có giao dịch này, sổ chưa ghi. Kiểm tra số tham chiếu chi hoặc báo có bị từ chối.",
    MISSING_THERE: "Sổ đã ghi giao dịch này, sao kê của ngân hàng trong ngày không có. Hỏi ngân hàng.",
    OTHER_AMOUNT: "Số tiền theo ngân hàng và theo sổ khác nhau. Hỏi ngân hàng trước khi điều chỉnh.",
    UNREAD: "Ngân hàng gửi giao dịch này thiếu dữ liệu hoặc bằng ngoại tệ nên chưa ghi sổ. Xem sao kê gốc.",
    OTHER_UNIT: "Giao dịch thuộc tài khoản của đơn vị khác với đơn vị đã ghi sổ.",
}


@dataclass(frozen=True, slots=True)
class Side:
    """One transaction as one side sees it: whose account, and how much came in (out is negative), in đồng."""

    unit_id: UUID
    amount: int


@dataclass(frozen=True, slots=True)
class Difference:
    """One transaction on which the sides disagree."""

    kind: str
    transaction_id: str
    unit_id: UUID
    bank_amount: int | None
    our_amount: int | None

    @property
    def explanation(self) -> str:
        """What it means and what to do."""
        return _SENTENCES[self.kind]


def compare(theirs: Mapping[str, Side], ours: Mapping[str, Side]) -> tuple[Difference, ...]:
    """Return every difference, in order of transaction numbers; none means that the day's sums agree for each unit."""
    found = []
    for number in sorted(theirs.keys() | ours.keys()):
        difference = _compare_one(number, theirs.get(number), ours.get(number))
        if difference:
            found.append(difference)
    return tuple(found)


def _compare_one(number: str, theirs: Side | None, ours: Side | None) -> Difference | None:
    if theirs is None or ours is None:
        side = theirs or ours
        kind = MISSING_HERE if ours is None else MISSING_THERE
        amounts = (theirs.amount if theirs else None, ours.amount if ours else None)
        return Difference(kind, number, side.unit_id, *amounts) if side else None
    if theirs.amount != ours.amount:
        return Difference(OTHER_AMOUNT, number, ours.unit_id, theirs.amount, ours.amount)
    if theirs.unit_id != ours.unit_id:
        return Difference(OTHER_UNIT, number, ours.unit_id, theirs.amount, ours.amount)
    return None
