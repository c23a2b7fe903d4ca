"""How dossiers and work look on officers' screens: lights, words for what is left, what happened."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tinhso.foundation.calendar import public as calendar
from tinhso.foundation.work import public as work
from tinhso.government.dossiers import public as dossiers
from tinhso.government.dossiers.data import FINISHED, RUNNING
from tinhso.ui import data as ui
from tinhso.ui.templatetags.ui import remaining as remaining_words

SOON_DAYS: Final = 2
"""Yellow from two working days before the promise."""

CHANNEL_TITLES: Final = {
    "online": gettext_lazy("Trực tuyến"),
    "counter": gettext_lazy("Tại quầy"),
    "npsp": gettext_lazy("Cổng Dịch vụ công quốc gia"),
    "post": gettext_lazy("Bưu chính"),
}
FORM_TITLES: Final = {
    "original": gettext_lazy("Bản chính"),
    "certified": gettext_lazy("Bản sao chứng thực"),
    "photo": gettext_lazy("Bản chụp"),
    "electronic": gettext_lazy("Bản điện tử"),
}
ORIGIN_TITLES: Final = {
    "digitised": gettext_lazy("Bản số hóa"),
    "store": gettext_lazy("Lấy từ kho"),
    "result": gettext_lazy("Lấy từ kho, kết quả hồ sơ khác"),
}
DELIVERY_TITLES: Final = {
    "online": gettext_lazy("Nhận trực tuyến"),
    "counter": gettext_lazy("Nhận tại quầy"),
    "post": gettext_lazy("Nhận qua bưu chính"),
}


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline as the design system shows it."""

    at: datetime
    light: ui.Light
    words: str = ""


def due_of(info: dossiers.DossierInfo, now: datetime) -> Due | None:
    """Return the promise of a dossier and how it stands; None while nothing is promised."""
    if info.promised_at is None:
        return None
    if info.paused_at is not None:
        return Due(info.promised_at, ui.Light.STOPPED, _("đang dừng tính thời hạn"))
    if info.status in FINISHED or info.status not in RUNNING:
        return Due(info.promised_at, ui.Light.ENDED)
    left = calendar.remaining(now, info.promised_at, unit_id=info.unit_id)
    return Due(info.promised_at, _light(left), remaining_words(left))


def _light(left: calendar.Remaining) -> ui.Light:
    if left.late:
        return ui.Light.LATE
    return ui.Light.SOON if (left.days, left.hours, left.minutes) <= (SOON_DAYS, 0, 0) else ui.Light.ON_TIME


def due_of_item(item: work.WorkItemInfo, now: datetime) -> Due | None:
    """Return when a work item is due and how it stands."""
    if item.due_at is None:
        return None
    if item.done_at is not None:
        return Due(item.due_at, ui.Light.ENDED)
    left = calendar.remaining(now, item.due_at, unit_id=item.unit_id)
    lights = {work.Light.RED: ui.Light.LATE, work.Light.YELLOW: ui.Light.SOON, work.Light.GREEN: ui.Light.ON_TIME}
    return Due(item.due_at, lights.get(item.light(now), ui.Light.ENDED), remaining_words(left))


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One row of the inbox."""

    id: UUID
    subject_id: UUID
    code: str
    who: str
    what: str
    step: str
    taken_by: str
    due: Due | None
    url: str
    is_open: bool


def hops(timeline: Iterable[dossiers.TimelineEntry]) -> list[ui.TimelineEntry]:
    """Return what happened, newest first: who, when, and the time planned against the time it took."""
    return [
        ui.TimelineEntry(
            title=entry.sentence,
            at=entry.at,
            who=" · ".join(filter(None, [entry.who, entry.unit_name])),
            text="\n".join(filter(None, [entry.note, planned(entry)])),
        )
        for entry in reversed(list(timeline))
    ]


def planned(entry: dossiers.TimelineEntry) -> str:
    """Return how a step kept its planned time, in words; "" for what has no plan."""
    if entry.planned_at is None or entry.verb in ("received", "supplemented"):
        return ""
    if entry.at > entry.planned_at:
        return _("Quá hạn của bước (%(when)s)") % {"when": _clock(entry.planned_at)}
    return _("Đúng hạn của bước (%(when)s)") % {"when": _clock(entry.planned_at)}


def _clock(moment: datetime) -> str:
    from tinhso.ui.format import moment_vi

    return moment_vi(moment)


def summary_rows(sections: Iterable[Any]) -> list[tuple[str, list[ui.SummaryRow]]]:
    """Return the answers of a form as the design system lists them; what was not asked for is left out."""
    return [
        (section.title, [ui.SummaryRow(row.label, row.value if row.answered else "") for row in section.rows])
        for section in sections
        if section.rows
    ]


def chips(filters: Mapping[str, str], titles: Mapping[str, str], query: Any) -> list[ui.Chip]:
    """Return the filters in force, each with the address without it."""
    found = []
    for name, title in titles.items():
        if filters.get(name):
            rest = query.copy()
            for gone in (name, "sau"):
                rest.pop(gone, None)
            found.append(ui.Chip(title, f"?{rest.urlencode()}"))
    return found
