"""What is past its term, the table of terms, and what is left of a destroyed dossier."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.government.retention import content
from tinhso.government.retention.access import EXPORT, PROPOSE, SEE
from tinhso.government.retention.actions.propose import propose
from tinhso.government.retention.errors import DisposalNotFound
from tinhso.government.retention.queries.due import list_due
from tinhso.government.retention.queries.roads import find_stub
from tinhso.government.retention.web._common import errors_of, page
from tinhso.kernel.clock import now
from tinhso.kernel.errors import DomainError
from tinhso.ui.parse import uuid_of
from tinhso.ui.people import officer_of

SIZE = 100


@require_http_methods(["GET", "HEAD", "POST"])
def home(request: HttpRequest) -> HttpResponse:
    """List the dossiers past their term (`loai`, `cursor`); POST puts those chosen on a list for the council."""
    actor = officer_of(request, SEE, EXPORT)
    if not actor.may(SEE):
        return redirect("retention:exports")
    errors: dict[str, str] = {}
    chosen = [key for text in request.POST.getlist("ho_so")[: content.road("lines")] if (key := uuid_of(text))]
    if request.method == "POST":
        try:
            made = propose(actor, dossier_ids=chosen, now=now())
            messages.success(request, _("Đã lập danh mục %(code)s.") % {"code": made.code})
            return redirect("retention:disposal", disposal_id=made.id)
        except DomainError as refused:
            errors = errors_of(refused)
    term = request.GET.get("loai", "")[:40]
    ending = {one.code: one.title for one in content.list_terms() if one.ends}
    context = {
        "found": list_due(actor, term_code=term, cursor=request.GET.get("cursor", ""), size=SIZE, now=now()),
        "terms": list(ending.items()),
        "term": term,
        "chosen": set(chosen),
        "may_propose": actor.may(PROPOSE),
        "errors": errors or None,
    }
    return page(request, "due.html", context, status=422 if errors else 200)


@require_safe
def terms(request: HttpRequest) -> HttpResponse:
    """Show how long each kind of record is kept, on what ground, and how sure that is."""
    officer_of(request, SEE, EXPORT)
    context = {"terms": content.list_terms(), "records": content.list_kept()}
    return page(request, "terms.html", context)


@require_safe
def stub(request: HttpRequest, stub_id: UUID) -> HttpResponse:
    """Show what is left of a destroyed dossier of the officer's units: codes, days, the decision, hashes."""
    actor = officer_of(request, SEE)
    found = find_stub(stub_id)
    if found is None or not actor.may(SEE, found.unit_id):
        raise DisposalNotFound
    return page(request, "stub.html", {"stub": found})
