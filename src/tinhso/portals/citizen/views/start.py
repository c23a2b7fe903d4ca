"""Beginning: is this the right procedure, who is asking, where to file."""

from collections.abc import Sequence
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tinhso.foundation.identity import public as identity
from tinhso.foundation.organisations import public as organisations
from tinhso.foundation.organisations.public import UnitInfo
from tinhso.government.dossiers import public as dossiers
from tinhso.government.procedures import public as procedures
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import now
from tinhso.kernel.http import actor_of
from tinhso.portals.citizen import texts
from tinhso.portals.citizen.filing import WHERE, only_place, places, trail_of
from tinhso.portals.citizen.views._common import applicant_of, open_draft, show_step, to_first_missing
from tinhso.ui.parse import uuid_of

YES: Final = "co"
NO: Final = "khong"


@require_http_methods(["GET", "HEAD", "POST"])
def eligibility(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask two to five questions; a wrong answer leads to an explanation, which is no error."""
    version = procedures.get_by_slug(slug)
    asked = texts.questions(version)
    if not asked:
        return redirect("citizen:begin", slug=slug)
    given = {one.name: request.POST.get(one.name, "") for one in asked}
    rows = [{"question": one, "value": given[one.name], "error": ""} for one in asked]
    context: dict[str, Any] = {"version": version, "name": texts.name_of(version.info), "rows": rows}
    if request.method != "POST":
        return render(request, "citizen/eligibility.html", context)
    missing = {
        one.name: _("Chọn Có hoặc Không: %(question)s") % {"question": one.words}
        for one in asked
        if given[one.name] not in (YES, NO)
    }
    if missing:
        for row, one in zip(rows, asked, strict=True):
            row["error"] = missing.get(one.name, "")
        return render(request, "citizen/eligibility.html", context | {"errors": missing}, status=422)
    wrong = [one for one in asked if given[one.name] != one.right]
    if wrong:
        return render(request, "citizen/not_eligible.html", context | {"wrong": wrong})
    return _begin(request, version) if actor_of(request).is_applicant else _sign_in_first(slug)


def _sign_in_first(slug: str) -> HttpResponse:
    return redirect(f"{settings.LOGIN_URL}?{urlencode({'next': reverse('citizen:begin', args=[slug])})}")


@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest, slug: str) -> HttpResponse:
    """Say in whose name the dossier will be filed and go on: with a new draft, or with the one begun before."""
    version = procedures.get_by_slug(slug)
    if request.method == "POST":
        return _begin(request, version) if actor_of(request).account_id else _sign_in_first(slug)
    actor = applicant_of(request)
    if version.online_channel != "local" and not places(version):
        return redirect("citizen:procedure", slug=slug)
    assert actor.principal_id is not None  # noqa: S101 - an applicant has an account
    account = identity.get_account(actor.principal_id)
    begun = next((one for one in dossiers.list_drafts(actor) if one.version_id == version.id), None)
    context = {"version": version, "name": texts.name_of(version.info), "account": account, "begun": begun}
    return render(request, "citizen/begin.html", context)


def _begin(request: HttpRequest, version: procedures.ProcedureVersion) -> HttpResponse:
    actor: Actor = applicant_of(request)
    only = only_place(version)
    draft = dossiers.start_draft(actor, procedure_code=version.code, unit_id=only.id if only else None, now=now())
    return redirect("citizen:resume", draft_id=draft.id)


@require_http_methods(["GET", "HEAD", "POST"])
def where(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Choose the office: first the district, where there still are districts, then the commune (F-06: no script)."""
    opened = open_draft(request, draft_id)
    if isinstance(opened, HttpResponse):
        return opened
    draft, version, trail = opened
    if not trail.allows(WHERE):
        return to_first_missing(trail)
    errors: dict[str, str] = {}
    if request.method == "POST":
        unit_id = uuid_of(request.POST.get("unit", ""))
        if unit_id is None:
            errors["unit"] = _("Chọn nơi nộp hồ sơ")
        else:
            try:
                draft = dossiers.choose(applicant_of(request), draft_id=draft.id, unit_id=unit_id, now=now())
                return _onward(request, draft, version)
            except (dossiers.NotOffered, organisations.UnitNotFound) as refusal:
                errors["unit"] = refusal.sentence
    context = _places_to_choose(request, draft, places(version))
    return show_step(request, "citizen/where.html", opened, WHERE, errors=errors, **context)


def _onward(request: HttpRequest, draft: dossiers.DraftInfo, version: procedures.ProcedureVersion) -> HttpResponse:
    trail = trail_of(draft, version)
    return to_first_missing(trail) if request.POST.get("ve") else redirect(trail.after(WHERE).url)


def _places_to_choose(request: HttpRequest, draft: dossiers.DraftInfo, offered: Sequence[UnitInfo]) -> dict[str, Any]:
    """Return the districts to choose from, the one chosen and its communes; no districts where there are none."""
    parents = {unit.parent_id for unit in offered}
    districts = [unit for unit in organisations.list_units() if unit.id in parents] if len(parents) > 1 else []
    chosen = draft.unit_id or _home_of(draft, offered)
    unit = next((one for one in offered if one.id == chosen), None)
    parent = uuid_of(request.GET.get("trong", "")) or (unit.parent_id if unit else None)
    inside = [one for one in offered if one.parent_id == parent] if districts else list(offered)
    return {
        "districts": districts,
        "district_id": parent,
        "units": inside,
        "unit_id": chosen,
        "back": request.GET.get("ve", ""),
    }


def _home_of(draft: dossiers.DraftInfo, offered: Sequence[UnitInfo]) -> UUID | None:
    """Return the commune the applicant lives in, when it is among those offered: nobody looks for what we know."""
    address = (draft.data.get("applicant") or {}).get("address")
    code = address.get("commune", "") if isinstance(address, dict) else ""
    found = organisations.find_territory(code)
    return found.id if found and found in offered else None
