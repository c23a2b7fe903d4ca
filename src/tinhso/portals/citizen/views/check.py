"""The check before filing, filing itself, and the confirmation."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.foundation.calendar import public as calendar
from tinhso.foundation.organisations import public as organisations
from tinhso.foundation.prints import public as prints
from tinhso.government.dossiers import public as dossiers
from tinhso.government.procedures import public as procedures
from tinhso.kernel.clock import now
from tinhso.kernel.money import Dong
from tinhso.portals.citizen import presenting, texts
from tinhso.portals.citizen.filing import PAPERS, REVIEW, WHERE, trail_of, wanted_papers
from tinhso.portals.citizen.views._common import applicant_of, open_draft, show_step, to_first_missing
from tinhso.ui.data import SummaryRow


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Show every answer once more; a POST files the dossier, however often the button is pressed (F-03)."""
    opened = open_draft(request, draft_id)
    if isinstance(opened, HttpResponse):
        return opened
    draft, version, trail = opened
    if not trail.allows(REVIEW):
        return to_first_missing(trail)
    if request.method == "POST":
        return _submit(request, draft, version)
    offered = procedures.at_agency(version, draft.unit_id) if draft.unit_id else version
    fees = procedures.fee_for(offered, draft.case, "online", data=draft.data)
    context: dict[str, Any] = {
        "sections": presenting.answers(version.form, draft.data, draft_id=draft.id),
        "places": _place_row(draft, trail.number(WHERE) and trail.stops[trail.number(WHERE) - 1].url),
        "papers": _paper_rows(draft, version, trail.number(PAPERS) and trail.stops[trail.number(PAPERS) - 1].url),
        "fees": fees,
        "total": sum((line.amount for line in fees), Dong(0)),
        "limit": calendar.allowance_words(procedures.allowance_for(offered, draft.case, "online")),
        "deliveries": _deliveries(),
    }
    return show_step(request, "citizen/review.html", opened, REVIEW, **context)


def _deliveries() -> list[tuple[str, str]]:
    return [
        (dossiers.Delivery.ONLINE.value, _("Bản điện tử có ký số, tải tại trang của tôi")),
        (dossiers.Delivery.COUNTER.value, _("Bản giấy tại Bộ phận Tiếp nhận và Trả kết quả, kèm bản điện tử")),
        (dossiers.Delivery.POST.value, _("Bản giấy qua bưu chính công ích, kèm bản điện tử")),
    ]


def _place_row(draft: dossiers.DraftInfo, url: object) -> list[SummaryRow]:
    name = organisations.full_name(draft.unit_id) if draft.unit_id else ""
    return [SummaryRow(_("Nơi nộp hồ sơ"), name, f"{url}?ve=kiem-tra" if url else "", _("nơi nộp hồ sơ"))]


def _paper_rows(draft: dossiers.DraftInfo, version: procedures.ProcedureVersion, url: object) -> list[SummaryRow]:
    names = texts.component_texts(version)
    return [
        SummaryRow(
            names[one.code]["name"],
            "\n".join(paper.name for paper in draft.papers if paper.component == one.code),
            f"{url}?ve=kiem-tra#giay-{one.code}",
            names[one.code]["name"],
        )
        for one in wanted_papers(version, draft)
    ]


def _submit(request: HttpRequest, draft: dossiers.DraftInfo, version: procedures.ProcedureVersion) -> HttpResponse:
    actor, moment = applicant_of(request), now()
    try:
        wish = request.POST.get("delivery", "")
        if wish in set(dossiers.Delivery):
            dossiers.choose(actor, draft_id=draft.id, delivery=dossiers.Delivery(wish), now=moment)
        dossiers.submit(actor, draft_id=draft.id, now=moment)
    except dossiers.IllegalMove:
        return redirect("citizen:done", draft_id=draft.id)  # a second press, a moment later
    except (dossiers.FormIncomplete, dossiers.PapersMissing, dossiers.NotOffered) as refusal:
        messages.error(request, refusal.sentence)
        return to_first_missing(trail_of(draft, version))
    return redirect("citizen:done", draft_id=draft.id)


@require_safe
def done(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Say what was filed, what comes next and when; the address stays good and may be kept."""
    actor = applicant_of(request)
    draft = dossiers.get_draft(actor, draft_id=draft_id)
    if draft.dossier_id is None:
        return redirect("citizen:resume", draft_id=draft.id)
    detail = dossiers.get_dossier(actor, dossier_id=draft.dossier_id)
    context = {
        "detail": detail,
        "info": detail.info,
        "promise": presenting.promise_of(detail.info, now=now()),
        "qr": prints.qr_svg(presenting.public_address(detail.info.token)),
    }
    return render(request, "citizen/done.html", context)
