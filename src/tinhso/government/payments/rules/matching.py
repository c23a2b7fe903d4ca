"""What becomes of money the bank told of."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from tinhso.government.payments.data import PAYABLE, RequestStatus, Unmatched


@dataclass(frozen=True, slots=True)
class Found:
    """A request whose code stood in the text."""

    id: UUID
    unit_id: UUID
    status: RequestStatus


def decide(
    codes: tuple[str, ...], known: Mapping[str, Found], *, account_unit: UUID | None
) -> tuple[UUID | None, Unmatched | None]:
    """Return the request the money belongs to, or why it cannot be told.

    The unit is the one whose account took the money. A request past its due time still takes money: it is owed until
    somebody cancels it. Money for a request that is paid, refunded or cancelled waits for a person.
    """
    matches = [known[code] for code in codes if code in known]
    if account_unit is None:
        return None, Unmatched.UNKNOWN_ACCOUNT
    if not matches:
        return None, Unmatched.UNKNOWN_CODE if codes else Unmatched.NO_CODE
    if len(matches) > 1:
        return None, Unmatched.SEVERAL_CODES
    return _decide_one(matches[0], account_unit)


def _decide_one(found: Found, account_unit: UUID) -> tuple[UUID | None, Unmatched | None]:
    if found.unit_id != account_unit:
        return None, Unmatched.OTHER_ACCOUNT
    if found.status is RequestStatus.CANCELLED:
        return None, Unmatched.CANCELLED
    if found.status not in PAYABLE:
        return None, Unmatched.ALREADY_PAID
    return found.id, None
