"""What is to be digitised, what is on its way, what a second person checks; the figures; how safe files are."""

from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tinhso.foundation.files import public as files
from tinhso.government.digitisation import queries, reading
from tinhso.government.digitisation.access import SCAN, SEE
from tinhso.government.digitisation.web._common import page
from tinhso.kernel.clock import today
from tinhso.ui.parse import typed_day
from tinhso.ui.people import officer_of


@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """Show the work of digitising of the officer's units."""
    actor = officer_of(request, SEE)
    context = {
        "pending": queries.list_pending(actor, cursor=request.GET.get("cursor", "")),
        "under_way": queries.list_under_way(actor),
        "to_review": queries.list_to_review(actor),
        "missing": reading.missing(),
        "may_scan": actor.may(SCAN),
    }
    return page(request, "queue.html", context)


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """Show 4.2 of QĐ 766/QĐ-TTg per unit between two days (`tu`, `den`), this month unless said."""
    actor = officer_of(request, SEE)
    errors: dict[str, str] = {}
    last = typed_day(request.GET.get("den", ""), "den", errors) or today()
    first = typed_day(request.GET.get("tu", ""), "tu", errors) or last.replace(day=1)
    if last < first or last - first > timedelta(days=366):
        first = max(first.min, date(last.year, last.month, 1))
    rows = queries.figures(actor, first=first, last=last)
    context = {"rows": rows, "first": first, "last": last, "errors": errors or None, "said": errors}
    return page(request, "figures.html", context, status=422 if errors else 200)


@require_safe
def safety(request: HttpRequest) -> HttpResponse:
    """Show the operator what was refused and what is held, without names or persons."""
    officer_of(request, "files.safety")
    return page(request, "safety.html", {"report": files.safety_report()})
