"""Filters in words of an address, the same in the inbox and in the list of dossiers.

`linh_vuc` code of a field · `con` at most so many working days left (0 to 60, late ones included) · `nguoi` who has it:
«toi», «chua» (nobody yet) or an account · `chu` citizen or business · `buoc` what is to be done next · `don_vi`
a unit · `kenh` how it was filed. What is not understood is not asked for.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tinhso.foundation.calendar import public as calendar
from tinhso.foundation.identity import public as identity
from tinhso.foundation.organisations import public as organisations
from tinhso.foundation.work import public as work
from tinhso.government.procedures import public as procedures
from tinhso.kernel.actors import Actor
from tinhso.portals.officer import presenting
from tinhso.ui.parse import uuid_of

ME: Final = "toi"
FREE: Final = "chua"
MAX_DAYS: Final = 60
FIELD_PAGES: Final = 5
STEPS: Final = {
    "receive": gettext_lazy("Chờ tiếp nhận"),
    "assign": gettext_lazy("Chờ phân công"),
    "examine": gettext_lazy("Chờ thẩm định"),
    "draft": gettext_lazy("Chờ soạn kết quả"),
    "review": gettext_lazy("Chờ soát xét"),
    "sign": gettext_lazy("Chờ ký"),
    "hand_over": gettext_lazy("Chờ trả kết quả"),
}
KINDS: Final = {"citizen": gettext_lazy("Cá nhân"), "business": gettext_lazy("Tổ chức, doanh nghiệp")}
Option = tuple[str, str, bool]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the address asks for beside words, states and periods."""

    field: str = ""
    days: str = ""
    handler: str = ""
    kind: str = ""
    channel: str = ""
    step: str = ""
    handler_id: UUID | None = None
    due_before: datetime | None = None


def read(query: QueryDict, actor: Actor, *, now: datetime) -> Wanted:
    """Return the shared filters of an address, for this officer: «toi» is whoever looks."""
    days = query.get("con", "").strip()
    days = str(min(int(days), MAX_DAYS)) if days.isascii() and days.isdigit() and len(days) <= 3 else ""
    handler = query.get("nguoi", "")[:36]
    handler_id = actor.account_id if handler == ME else uuid_of(handler)
    return Wanted(
        field=query.get("linh_vuc", "")[:16],
        days=days,
        handler=handler if handler_id or handler == FREE else "",
        kind=query.get("chu", "") if query.get("chu", "") in KINDS else "",
        channel=query.get("kenh", "") if query.get("kenh", "") in presenting.CHANNEL_TITLES else "",
        step=query.get("buoc", "") if query.get("buoc", "") in STEPS else "",
        handler_id=handler_id,
        due_before=due_before(days, actor, now=now),
    )


def due_before(days: str, actor: Actor, *, now: datetime) -> datetime | None:
    """Return the end of so many working days from now by the calendar of the officer's unit; None for no number."""
    if not days:
        return None
    if days == "0":
        return now
    allowance = calendar.Allowance(Decimal(days), calendar.AllowanceUnit.WORKING_DAY)
    return calendar.add_working_time(now, allowance, unit_id=actor.unit_id)


def codes_of_field(field: str) -> tuple[str, ...] | None:
    """Return the procedures of a field, for lists that know only procedures; None when no field is asked for."""
    if not field:
        return None
    found: list[str] = []
    cursor = ""
    for _page in range(FIELD_PAGES):
        page = procedures.list_procedures(field=field, cursor=cursor, size=100)
        found += [one.code for one in page.items]
        cursor = page.next_cursor
        if not cursor:
            break
    return tuple(found)


def choices(actor: Actor, wanted: Wanted) -> dict[str, list[Option]]:
    """Return what the filter bar offers: fields, officers of the unit (to who oversees it), steps and applicants."""
    return {
        "fields": [(code, name, code == wanted.field) for code, name, _count in procedures.list_fields()],
        "handlers": [(value, title, value == wanted.handler) for value, title in _handlers(actor)],
        "steps": options(STEPS, wanted.step),
        "kinds": options(KINDS, wanted.kind),
        "channels": options(presenting.CHANNEL_TITLES, wanted.channel),
    }


def options(titles: Mapping[str, Any], chosen: str) -> list[Option]:
    """Return the options of a select."""
    return [(value, str(title), value == chosen) for value, title in titles.items()]


def _handlers(actor: Actor) -> Iterable[tuple[str, str]]:
    yield ME, _("Tôi")
    if actor.unit_id is None or not actor.may(work.OVERSEE, actor.unit_id):
        return
    officers = {officer.id: officer for officer in organisations.list_officers(actor.unit_id)}
    accounts = identity.accounts_of_officers(officers)
    for officer_id, officer in officers.items():
        if officer_id in accounts and accounts[officer_id] != actor.account_id:
            yield str(accounts[officer_id]), officer.name


def titles(wanted: Wanted) -> dict[str, str]:
    """Return the words of each filter in force, by its name in the address."""
    fields = {code: name for code, name, _count in procedures.list_fields()} if wanted.field else {}
    return {
        "linh_vuc": fields.get(wanted.field, wanted.field),
        "con": _days_words(wanted.days),
        "nguoi": {ME: _("Tôi xử lý"), FREE: _("Chưa ai nhận"), "": ""}.get(wanted.handler, _("Một cán bộ")),
        "kenh": str(presenting.CHANNEL_TITLES.get(wanted.channel, "")),
        "chu": str(KINDS.get(wanted.kind, "")),
        "buoc": str(STEPS.get(wanted.step, "")),
    }


def _days_words(days: str) -> str:
    if days == "0":
        return _("Đã quá hạn")
    return _("Còn không quá %(n)s ngày làm việc") % {"n": days} if days else ""
