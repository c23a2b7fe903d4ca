"""When and to which day a promise may be set anew (Mẫu số 04: phiếu xin lỗi, đề nghị gia hạn, hẹn lại ngày trả)."""

from datetime import date, datetime, timedelta
from typing import Final

from django.utils.translation import gettext as _

from tinhso.government.dossiers.errors import AlreadyExtended, BadDay
from tinhso.government.dossiers.rules.regimes import Regime

MAX_DAYS: Final = 366
"""No promise is set anew further away than a year."""


def require_another(regime: Regime, given: int) -> None:
    """Refuse one apology more than the law allows (once). Raises AlreadyExtended."""
    if given >= regime.extensions:
        raise AlreadyExtended


def require_later(new_day: date, *, promised_on: date, today: date, is_working_day: bool) -> None:
    """Refuse a day that is not after the promise and today, is not worked, or lies beyond a year. Raises BadDay."""
    earliest = max(promised_on, today) + timedelta(days=1)
    latest = today + timedelta(days=MAX_DAYS)
    if not earliest <= new_day <= latest:
        words = _("Chọn ngày hẹn lại từ %(first)s đến %(last)s.") % {
            "first": f"{earliest:%d/%m/%Y}",
            "last": f"{latest:%d/%m/%Y}",
        }
        raise BadDay(words, fields={"new_day": words})
    if not is_working_day:
        words = _("Ngày hẹn lại là ngày nghỉ. Chọn một ngày làm việc.")
        raise BadDay(words, fields={"new_day": words})


def is_late(now: datetime, last_moment: datetime) -> bool:
    """Tell whether an apology signed now comes too late to move the promise: the promise then stays, and is broken."""
    return now > last_moment
