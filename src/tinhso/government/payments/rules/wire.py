"""A bank's transaction as JSON, from webhook and statement alike."""

import re
from datetime import UTC, datetime
from typing import Any, Final

from tinhso.government.payments.data import NoticeKind, RawNotice
from tinhso.government.payments.errors import BadNotice

_ID: Final = re.compile(r"[A-Za-z0-9._:/-]{1,64}", re.ASCII)
_ACCOUNT: Final = re.compile(r"[A-Za-z0-9]{1,19}", re.ASCII)
_TEXTS: Final = {"text": 2000, "payer_name": 400, "payer_account": 68}


def read_notice(bank: str, row: Any) -> RawNotice:
    """Read one transaction. Raises BadNotice for what is missing, of another type, or out of bounds.

    `amount` is a JSON integer of đồng (no float, no text), `currency` is VND when given, `happened_at` is RFC 3339
    with its offset. Unknown members are left out.
    """
    if not isinstance(row, dict) or row.get("currency", "VND") != "VND":
        raise BadNotice
    amount = row.get("amount")
    if type(amount) is not int or not 0 < amount < 10**15:
        raise BadNotice
    kind = _kind(row.get("kind", "credit"))
    texts = {name: _text(row.get(name, ""), most) for name, most in _TEXTS.items()}
    return RawNotice(
        bank=bank,
        transaction_id=_matching(_ID, row.get("transaction_id")),
        account_number=_matching(_ACCOUNT, row.get("account_number")),
        amount=amount,
        happened_at=_moment(row.get("happened_at")),
        kind=kind,
        reverses=_matching(_ID, row.get("reverses")) if kind is NoticeKind.REVERSAL else "",
        **texts,
    )


def _kind(value: Any) -> NoticeKind:
    try:
        return NoticeKind(value)
    except ValueError:
        raise BadNotice from None


def _matching(pattern: re.Pattern[str], value: Any) -> str:
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise BadNotice
    return value


def _text(value: Any, most: int) -> str:
    if not isinstance(value, str) or len(value) > most or "\x00" in value:
        raise BadNotice
    if any(0xD800 <= ord(mark) <= 0xDFFF for mark in value):  # JSON may carry half a character
        raise BadNotice
    return value


def _moment(value: Any) -> datetime:
    if not isinstance(value, str) or len(value) > 40:
        raise BadNotice
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        raise BadNotice from None
    if moment.tzinfo is None:
        raise BadNotice
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise BadNotice from None
