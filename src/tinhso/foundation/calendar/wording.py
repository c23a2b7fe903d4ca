"""Allowances and remaining time in words, the same on every screen and print."""

from decimal import Decimal
from types import MappingProxyType
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from tinhso.foundation.calendar.data import Allowance, AllowanceUnit, Remaining

_PATTERNS: Final = MappingProxyType(
    {
        AllowanceUnit.WORKING_DAY: gettext_noop("%(amount)s ngày làm việc"),
        AllowanceUnit.CALENDAR_DAY: gettext_noop("%(amount)s ngày"),
        AllowanceUnit.WORKING_HOUR: gettext_noop("%(amount)s giờ làm việc"),
        AllowanceUnit.MONTH: gettext_noop("%(amount)s tháng"),
        AllowanceUnit.SAME_DAY: gettext_noop("Trong ngày làm việc"),
    },
)


def allowance_words(allowance: Allowance) -> str:
    """Return an allowance as people read it: «3 ngày làm việc», «1,5 ngày làm việc», «Trong ngày làm việc»."""
    return _(_PATTERNS[allowance.unit]) % {"amount": _number(allowance.amount)}


def remaining_words(remaining: Remaining) -> str:
    """Return remaining time in its two largest units: «Còn 2 ngày 3 giờ», «Quá hạn 15 phút»."""
    days, hours, minutes = remaining.days, remaining.hours, remaining.minutes
    parts = [
        (days, ngettext("%d ngày", "%d ngày", days)),
        (hours, ngettext("%d giờ", "%d giờ", hours)),
        (minutes, ngettext("%d phút", "%d phút", minutes)),
    ]
    words = " ".join([pattern % n for n, pattern in parts if n][:2])
    if remaining.late:
        return _("Quá hạn %s") % words if words else _("Quá hạn")
    return _("Còn %s") % words if words else _("Đến hạn")


def _number(amount: Decimal) -> str:
    """Return an amount with a decimal comma and no trailing zeros."""
    text = f"{amount:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")
