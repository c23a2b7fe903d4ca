"""Whose installation this is: the design system asks, once a page; the province's profile answers, read once."""

from datetime import date, timedelta
from functools import cache, lru_cache
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from tinhso.foundation.forms import public as forms
from tinhso.foundation.organisations import public as organisations
from tinhso.government.dossiers import public as dossiers
from tinhso.kernel import clock
from tinhso.kernel.actors import Actor
from tinhso.kernel.errors import DomainError
from tinhso.ui.format import date_vi
from tinhso.ui.site import Link, Site, address_of


@cache
def _profile() -> organisations.ProvinceProfile | None:
    try:
        return organisations.province_profile()
    except DomainError:
        return None


def communes() -> list[forms.Commune]:
    """Return the communes one may live in here, for the forms; kept for the day, asked for every address shown."""
    return _communes(clock.today())


@lru_cache(maxsize=2)
def _communes(day: date) -> list[forms.Commune]:
    units = organisations.list_units(on=day)
    names = {unit.id: unit.name for unit in units}
    return [
        forms.Commune(unit.gso_code, unit.name, names.get(unit.parent_id, "") if unit.parent_id else "")
        for unit in units
        if unit.kind == organisations.UnitKind.COMMUNE and unit.gso_code
    ]


def former_commune(code: str) -> str:
    """Return the words for a commune that is no more: «Xã Bình Phú (đến 30/06/2025)»; "" for a code nobody bore."""
    unit = organisations.find_former_territory(code)
    if unit is None or unit.valid_to is None:
        return ""
    last_day = unit.valid_to - timedelta(days=1)
    return _("%(name)s (đến %(day)s)") % {"name": unit.name, "day": date_vi(last_day)}


def dossier_of_code(actor: Actor, code: str) -> UUID | None:
    """Return the id of the dossier with this code that `actor` may open, None for any other."""
    wanted = dossiers.DossierFilter(words=code)
    found = dossiers.list_dossiers(actor, wanted=wanted, now=clock.now(), size=2).items
    return next((info.id for info in found if info.code == code.upper()), None)


def site() -> Site:
    """Return what masthead, header and footer say."""
    profile = _profile()
    if profile is None:
        return Site(demo=settings.DEMO)
    return Site(
        name=profile.portal_name,
        authority=profile.authority_name,
        domain=urlsplit(settings.PUBLIC_URL).hostname or "",
        hotline=profile.hotline,
        hotline_hours=f"{profile.morning}, {profile.afternoon}",
        home_url=address_of("citizen:home"),
        officer_home_url=address_of("officer:inbox"),
        sign_in_url=address_of("identity:sign_in"),
        sign_out_url=address_of("identity:sign_out"),
        account_url=address_of("identity:account"),
        header_links=(
            Link(_("Thủ tục"), address_of("citizen:procedures"), "list-checks"),
            Link(_("Tra cứu hồ sơ"), address_of("citizen:look_up"), "search"),
            Link(_("Kiểm tra văn bản"), address_of("citizen:verify"), "shield-check"),
            Link(_("Đặt lịch hẹn"), address_of("appointments:start"), "calendar-days"),
        ),
        footer_links=(
            Link(_("Phản ánh, kiến nghị"), address_of("petitions:public")),
            Link(_("Số liệu công khai"), address_of("figures:open")),
            Link(_("Hỗ trợ"), address_of("citizen:support")),
            Link(_("Khả năng tiếp cận"), address_of("citizen:accessibility")),
            Link(_("Bảo vệ dữ liệu cá nhân"), address_of("citizen:privacy")),
        ),
        demo=settings.DEMO,
    )
