"""What the figures say: totals, shares and the sentence on top. Counting itself is the dossiers' own."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from tinhso.government.dossiers.public import UnitCounts
from tinhso.ui import format as fmt

FEW: Final = 3


@dataclass(frozen=True, slots=True)
class Totals:
    """The sum over units."""

    received: int
    on_time: int
    late: int
    waiting: int
    overdue: int


def total(rows: Sequence[UnitCounts]) -> Totals:
    """Return the sum of the rows."""
    return Totals(
        received=sum(row.received for row in rows),
        on_time=sum(row.on_time for row in rows),
        late=sum(row.late for row in rows),
        waiting=sum(row.waiting for row in rows),
        overdue=sum(row.overdue for row in rows),
    )


def on_time_share(counts: UnitCounts | Totals) -> Decimal | None:
    """Return how many per cent of what is finished was finished in time, one decimal; None when nothing is."""
    done = counts.on_time + counts.late
    return (Decimal(100 * counts.on_time) / done).quantize(Decimal("0.1")) if done else None


def number(value: Decimal | int, places: int | None = None) -> str:
    """Write a number with the page's separators."""
    english = (get_language() or "vi").startswith("en")
    return (fmt.number_en if english else fmt.number_vi)(value, places)


def percent(value: Decimal | None) -> str:
    """Write a share; a dash when there is none."""
    return "–" if value is None else f"{number(value, 1)}%"


def conclusion(rows: Sequence[UnitCounts]) -> str:
    """Say in one sentence what is overdue and where, or that all is well."""
    sums = total(rows)
    if not sums.received and not sums.waiting:
        return _("Chưa có hồ sơ nào trong kỳ và phạm vi này.")
    if not sums.overdue:
        if on_time_share(sums) is None:
            return _("Không có hồ sơ quá hạn.")
        return _("Không có hồ sơ quá hạn; %(share)s hồ sơ đã giải quyết xong là đúng hạn.") % {
            "share": percent(on_time_share(sums))
        }
    worst = sorted((row for row in rows if row.overdue), key=lambda row: -row.overdue)
    words = {
        "count": number(sums.overdue),
        "unit": worst[0].unit_name,
        "most": number(worst[0].overdue),
        "few": FEW,
        "share": percent(Decimal(100 * sum(row.overdue for row in worst[:FEW])) / sums.overdue),
    }
    said = ngettext("%(count)s hồ sơ quá hạn", "%(count)s hồ sơ quá hạn", sums.overdue) % words
    if len(worst) == 1:
        return said + _(", đều ở %(unit)s.") % words
    said += _(", nhiều nhất ở %(unit)s (%(most)s hồ sơ)") % words
    return said + (_("; %(few)s đơn vị đứng đầu chiếm %(share)s.") % words if len(worst) > FEW else ".")


def change(now: int, before: int) -> str:
    """Say how a count moved against the span before; nothing when there was none before."""
    if not before:
        return ""
    share = (Decimal(100 * (now - before)) / before).quantize(Decimal(1))
    if share == 0:
        return _("bằng kỳ trước")
    return (_("tăng %(share)s%% so với kỳ trước") if share > 0 else _("giảm %(share)s%% so với kỳ trước")) % {
        "share": number(abs(share), 0)
    }
