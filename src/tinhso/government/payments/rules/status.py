"""How a request stands, from its figures alone."""

from dataclasses import dataclass

from tinhso.government.payments.data import RequestStatus as S


@dataclass(frozen=True, slots=True)
class Standing:
    """The figures of a request, in đồng.

    `applied` has paid what was due; `over` lies beside it; `returned` is the part of `applied` that went back to the
    payer (only what was paid in full goes back); `returning` the part of `applied` in an open refund. What went back
    in part leaves the rest paid.
    """

    total: int
    applied: int = 0
    over: int = 0
    returned: int = 0
    returning: int = 0
    is_cancelled: bool = False


def status_of(at: Standing) -> S:
    """Return the status."""
    if at.is_cancelled:
        return S.CANCELLED
    if at.returning:
        return S.REFUNDING
    if at.returned and at.returned == at.applied:
        return S.REFUNDED
    if at.applied < at.total:
        return S.PART_PAID if at.applied else S.OPEN
    return S.OVER_PAID if at.over else S.PAID


def split(at: Standing, amount: int) -> tuple[int, int]:
    """Return how much of new money pays what is due, and how much is too much. Raises ValueError for none."""
    if amount <= 0:
        raise ValueError("money is more than nothing")
    applied = min(amount, at.total - at.applied)
    return applied, amount - applied


def unsplit(at: Standing, amount: int) -> tuple[int, int]:
    """Return how much of money taken back comes out of what was due and out of what was too much (that first)."""
    over = min(amount, at.over)
    return amount - over, over
