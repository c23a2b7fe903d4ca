"""Planned against real time, hop by hop: one bar for what a step took, one for what it may take (working time)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.utils.translation import gettext as _

from tinhso.foundation.calendar import public as calendar
from tinhso.government.dossiers import public as dossiers

STARTS: Final = frozenset(
    {"received", "transferred", "supplemented", "fee_paid", "fee_cancelled", "undone", "returned"}
)
HOPS: Final = frozenset({"step", "signed", "handed_over"})
PAUSES: Final = frozenset({"supplement_asked", "fee_asked", "fee_reopened", "stopped", "stopped_at_wish", "withdrawn"})


@dataclass(frozen=True, slots=True)
class Hop:
    """One step: working time taken and planned, in minutes, and both as shares of the longest, for drawing."""

    title: str
    who: str
    taken: int
    planned: int
    taken_share: str
    planned_share: str
    is_late: bool
    is_open: bool

    @property
    def taken_words(self) -> str:
        """The time taken."""
        return _words(self.taken)

    @property
    def planned_words(self) -> str:
        """The time planned."""
        return _words(self.planned)


def strip(detail: dossiers.DossierDetail, now: datetime) -> list[Hop]:
    """Return the steps taken and the one under way; a wait for the applicant is nobody's time and left out."""
    found: list[tuple[str, str, datetime, datetime, datetime | None, bool]] = []
    begun: datetime | None = None
    for entry in detail.timeline:
        if entry.verb in HOPS and begun is not None:
            found.append((entry.sentence, entry.who, begun, entry.at, entry.planned_at, False))
            begun = entry.at
        elif entry.verb in STARTS:
            begun = entry.at
        elif entry.verb in PAUSES:
            begun = None
    info = detail.info
    if begun is not None and info.step_title and info.step_due_at is not None:
        found.append((info.step_title, info.handler_name, begun, now, info.step_due_at, True))
    return _drawn(found, detail)


def _drawn(
    found: list[tuple[str, str, datetime, datetime, datetime | None, bool]], detail: dossiers.DossierDetail
) -> list[Hop]:
    def minutes(start: datetime, end: datetime | None) -> int:
        if end is None or end <= start:
            return 0
        span: timedelta = calendar.working_time_between(start, end, unit_id=detail.info.unit_id)
        return int(span.total_seconds() // 60)

    spans = [(minutes(begun, end), minutes(begun, due)) for _title, _who, begun, end, due, _open in found]
    longest = max((value for pair in spans for value in pair), default=0) or 1
    return [
        Hop(
            title=title,
            who=who,
            taken=taken,
            planned=planned,
            taken_share=f"{taken * 100 / longest:.1f}%",
            planned_share=f"{planned * 100 / longest:.1f}%",
            is_late=due is not None and end > due,
            is_open=is_open,
        )
        for (title, who, _begun, end, due, is_open), (taken, planned) in zip(found, spans, strict=True)
    ]


def _words(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _("%(minutes)s phút") % {"minutes": rest}
    return _("%(hours)s giờ %(minutes)s phút") % {"hours": hours, "minutes": f"{rest:02d}"}
