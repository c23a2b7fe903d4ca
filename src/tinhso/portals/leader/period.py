"""The span of days a leader looks at: a preset counted from today, or two days typed in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tinhso.ui.parse import BadDate, parse_date

THIS_MONTH: Final = "thang-nay"
CUSTOM: Final = "tu-chon"
PRESETS: Final[Mapping[str, Promise]] = {
    THIS_MONTH: _("Tháng này"),
    "thang-truoc": _("Tháng trước"),
    "quy-nay": _("Quý này"),
    "nam-nay": _("Năm nay"),
    "30-ngay": _("30 ngày qua"),
    CUSTOM: _("Tự chọn ngày"),
}
MAX_DAYS: Final = 5 * 366


@dataclass(frozen=True, slots=True)
class Period:
    """Both days belong to it."""

    preset: str
    first: date
    last: date

    @property
    def before(self) -> "Period":
        """The span of the same kind just before: last month for this month up to the same day, else as many days."""
        if self.preset == THIS_MONTH:
            first = (self.first - timedelta(days=1)).replace(day=1)
            last = min(first + (self.last - self.first), self.first - timedelta(days=1))
            return Period(CUSTOM, first, last)
        days = self.last - self.first
        return Period(CUSTOM, self.first - days - timedelta(days=1), self.first - timedelta(days=1))


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for, as typed, and what could not be read: {field id: sentence}."""

    preset: str
    first: str
    last: str
    period: Period
    errors: Mapping[str, str]


def of_preset(preset: str, today: date) -> Period:
    """Return the span of a preset on a day; this month for one that is unknown."""
    month = today.replace(day=1)
    spans = {
        "thang-truoc": ((month - timedelta(days=1)).replace(day=1), month - timedelta(days=1)),
        "quy-nay": (date(today.year, 3 * ((today.month - 1) // 3) + 1, 1), today),
        "nam-nay": (date(today.year, 1, 1), today),
        "30-ngay": (today - timedelta(days=29), today),
    }
    first, last = spans.get(preset, (month, today))
    return Period(preset if preset in spans else THIS_MONTH, first, last)


def read(query: Mapping[str, str], today: date) -> Asked:
    """Read `ky`, `tu` and `den`. Two typed days win over a preset; what is wrong is told, and this month stands in."""
    preset, first, last = (query.get(name, "").strip()[:20] for name in ("ky", "tu", "den"))
    if preset != CUSTOM and not (preset == "" and (first or last)):
        known = of_preset(preset, today)
        return Asked(known.preset, "", "", known, {})
    days, errors = {}, {}
    for name, typed in (("tu", first), ("den", last)):
        try:
            days[name] = parse_date(typed)
        except BadDate as error:
            errors[name] = str(error.sentence)
    if not errors:
        errors = _order(days["tu"], days["den"])
    period = of_preset("", today) if errors else Period(CUSTOM, days["tu"], days["den"])
    return Asked(CUSTOM, first, last, period, errors)


def _order(first: date, last: date) -> dict[str, str]:
    if last < first:
        return {"den": str(_("Nhập ngày kết thúc từ ngày bắt đầu trở đi."))}
    if (last - first).days > MAX_DAYS:
        return {"den": str(_("Chọn khoảng thời gian không quá 5 năm."))}
    return {}
