"""What single agencies do otherwise than is published: their own amounts, spans and channels."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from tinhso.foundation.calendar import public as calendar
from tinhso.foundation.organisations import public as organisations
from tinhso.government.procedures import public as procedures
from tinhso.kernel.text import sort_key
from tinhso.portals.citizen import texts
from tinhso.ui.format import money_en, money_vi

MAX_PLACES = 200


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One agency, and in words what it does otherwise."""

    place: str
    words: tuple[str, ...]


Settings = Mapping[UUID, procedures.ServiceInfo]
"""What agencies set for a procedure, as `procedures.services_of` gives it."""


def takes_here(version: procedures.ProcedureVersion, settings: Settings) -> bool:
    """Tell whether some agency takes a procedure through this portal."""
    if not settings:
        return version.info.online == procedures.HERE
    return bool(procedures.agencies_of(version, online=True, settings=settings))


def otherwise_rows(version: procedures.ProcedureVersion, settings: Settings) -> list[PlaceRow]:
    """Return the agencies that differ, by name (at most 200)."""
    rows = [
        PlaceRow(organisations.full_name(unit_id), tuple(_words(version, service)))
        for unit_id, service in list(settings.items())[:MAX_PLACES]
    ]
    return sorted((row for row in rows if row.words), key=lambda row: sort_key(row.place))


def _words(version: procedures.ProcedureVersion, service: procedures.ServiceInfo) -> list[str]:
    if not service.offered:
        return [_("Không tiếp nhận thủ tục này.")]
    own, money = procedures.as_offered(version, service), money_en if texts.is_english() else money_vi
    said = [f"{row.name}: {money(row.amount)}" for row in texts.fee_rows(own) if row.code in service.fees]
    names = texts.case_names(version)
    said += [
        f"{names.get(case.code, case.name)}: {calendar.allowance_words(case.limit.allowance)}"
        for case in own.cases
        if case.code in service.limits
    ]
    if own.info.online != version.info.online:
        said.append(
            _("Nhận hồ sơ trực tuyến tại cổng này.") if own.info.online == "local" else _("Không nhận trực tuyến.")
        )
    return said
