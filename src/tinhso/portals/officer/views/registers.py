"""The register of dossiers: chosen by period and field, taken as PDF or workbook."""

from datetime import date, timedelta
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from tinhso.government.dossiers import public as dossiers
from tinhso.government.procedures import public as procedures
from tinhso.kernel import clock
from tinhso.kernel.actors import Actor
from tinhso.kernel.errors import DomainError, Forbidden, Kind
from tinhso.portals.officer import shell
from tinhso.portals.officer.pdf import pdf_response
from tinhso.ui.parse import count_of, parse_date
from tinhso.ui.people import officer_of

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DAYS: Final = 30


@require_GET
def register(request: HttpRequest) -> HttpResponse:
    """Show the choice of a register, or give it as `dang` says: pdf or xlsx."""
    actor = officer_of(request)
    if actor.unit_id is None or not (actor.may("dossiers.receive") or actor.may("dossiers.oversee")):
        raise Forbidden
    first, last, errors = _period(request)
    wanted = dossiers.RegisterFilter(actor.unit_id, first, last, request.GET.get("linh_vuc", "")[:16])
    form = request.GET.get("dang", "")
    status, numbers = (422 if errors else 200), range(0)
    if not errors and form in ("pdf", "xlsx"):
        try:
            parts = dossiers.count_parts(actor, wanted=wanted) if form == "pdf" else 1
            part = count_of(request.GET.get("phan", ""), default=0, highest=parts)
            if parts == 1 or part:
                return _given(actor, wanted, form, part or 1)
            numbers = range(1, parts + 1)
        except DomainError as refused:
            if refused.kind is Kind.NOT_FOUND:
                raise
            errors, status = {"den": refused.sentence}, refused.status
    context: dict[str, Any] = {
        "first": request.GET.get("tu", "") or f"{first:%d/%m/%Y}",
        "last": request.GET.get("den", "") or f"{last:%d/%m/%Y}",
        "fields": procedures.list_fields(),
        "chosen": wanted.field_code,
        "errors": errors,
        "parts": numbers,
    }
    return shell.page(request, "register.html", context, status=status)


def _given(actor: Actor, wanted: dossiers.RegisterFilter, form: str, part: int) -> HttpResponse:
    name = f"so-theo-doi-{wanted.first:%Y%m%d}-{wanted.last:%Y%m%d}"
    if form == "pdf":
        pdf = dossiers.print_register(actor, wanted=wanted, part=part, now=clock.now())
        return pdf_response(pdf, name=f"{name}-{part}.pdf")
    response = HttpResponse(dossiers.export_register(actor, wanted=wanted), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    response["Cache-Control"] = "private, no-store"
    return response


def _period(request: HttpRequest) -> tuple[date, date, dict[str, str]]:
    """Return the days asked for, the last thirty when none are, and what is wrong with them."""
    today = clock.today()
    days, errors = {"tu": today - timedelta(days=DAYS), "den": today}, {}
    for name in days:
        typed = request.GET.get(name, "").strip()[:20]
        if typed:
            try:
                days[name] = parse_date(typed)
            except DomainError as refused:
                errors[name] = refused.sentence
    if not errors and days["den"] < days["tu"]:
        errors["den"] = _("Chọn ngày cuối không trước ngày đầu.")
    return days["tu"], days["den"], errors
