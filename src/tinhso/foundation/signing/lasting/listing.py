"""What the operator sees of signatures that last."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from tinhso.foundation.signing.lasting.data import OPEN, LastingCounts, LastingInfo, LastingState
from tinhso.foundation.signing.models import LastingFile
from tinhso.kernel import clock
from tinhso.kernel.modules import Health, HealthReport
from tinhso.kernel.paging import Page, bounded, decode_cursor, encode_cursor

YEAR: Final = timedelta(days=365)
LATE: Final = timedelta(hours=24)
_OPEN: Final = Q(state__in=OPEN)


def boxes(now: datetime) -> dict[str, Q]:
    """Return what each number on the page counts, by the name of its list."""
    return {
        "giu": _OPEN,
        "sap": _OPEN & Q(ends_at__lt=now + YEAR),
        "den_han": _OPEN & Q(next_at__lte=now, problem=""),
        "loi": _OPEN & ~Q(problem=""),
        "lo": Q(state=LastingState.LAPSED.value),
    }


def counts(now: datetime) -> LastingCounts:
    """Count the files of each box."""
    kept, soon, due, troubled, lapsed = (LastingFile.objects.filter(one).count() for one in boxes(now).values())
    return LastingCounts(kept, soon, due, troubled, lapsed)


def listed(box: str, *, cursor: str = "", size: int = 50, now: datetime) -> Page[LastingInfo]:
    """Return a page of a box: whose turn comes first."""
    size = bounded(size)
    rows = _after(LastingFile.objects.filter(boxes(now)[box]), cursor).order_by("next_at", "id")
    found = list(rows[: size + 1])
    last = found[size - 1] if len(found) > size else None
    following = encode_cursor(last.next_at.isoformat(), str(last.id)) if last else ""
    return Page([row.to_info() for row in found[:size]], following)


def _after(rows: QuerySet[LastingFile], cursor: str) -> QuerySet[LastingFile]:
    if not cursor:
        return rows
    moment, last = decode_cursor(cursor, length=2)
    turn = datetime.fromisoformat(str(moment))
    return rows.filter(Q(next_at__gt=turn) | Q(next_at=turn, id__gt=UUID(str(last))))


def check_lasting() -> HealthReport:
    """Tell the operator of signatures whose proofs could not be renewed."""
    now = clock.now()
    found = counts(now)
    waiting = LastingFile.objects.filter(boxes(now)["loi"]).order_by("ends_at").first()
    if found.lapsed or waiting:
        words = _("%(troubled)d chữ ký chưa gia hạn được dấu thời gian, %(lapsed)d chữ ký đã quá hạn. %(why)s") % {
            "troubled": found.troubled,
            "lapsed": found.lapsed,
            "why": _(waiting.problem) if waiting else "",
        }
        return HealthReport("signing.lasting", Health.FAILED if found.lapsed else Health.SLOW, words.strip())
    words = _("%(count)d tệp ký được giữ lâu dài.") % {"count": found.kept}
    return HealthReport("signing.lasting", Health.OK, words)
