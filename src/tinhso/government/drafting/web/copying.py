"""Copying a document: choose the form and where the copy goes, then the way of every draft."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from tinhso.government.documents import public as documents
from tinhso.government.drafting import copies
from tinhso.government.drafting import public as drafting
from tinhso.government.drafting.data import WRITE
from tinhso.government.drafting.rules.content import lines_of
from tinhso.government.drafting.web.typed import errors_of
from tinhso.kernel.clock import now
from tinhso.kernel.errors import DomainError, NotFound
from tinhso.ui.parse import uuid_of
from tinhso.ui.people import officer_of


@require_http_methods(("GET", "HEAD", "POST"))
def new_copy(request: HttpRequest) -> HttpResponse:
    """Begin a copy of the document named by `van_ban`; a POST opens the draft of the copy."""
    actor = officer_of(request, WRITE)
    given, errors = request.POST or request.GET, dict[str, str]()
    source_id = uuid_of(given.get("van_ban", ""))
    if source_id is None:
        raise NotFound
    source = documents.get_document(actor, source_id)
    if not documents.may(actor, WRITE, source.unit_id):
        raise NotFound
    try:
        copies.require_copyable(source)
        if request.method == "POST":
            made = drafting.start_copy(
                actor,
                kind=given.get("hinh_thuc", ""),
                source_id=source_id,
                recipients=lines_of(given.get("noi_nhan", "")),
                now=now(),
            )
            return redirect("drafting:edit" if made.kind == copies.EXCERPT else "drafting:draft", drafted_id=made.id)
    except DomainError as refused:
        errors = errors_of(refused)
    forms = copies.forms_of(source)
    context = {"source": source, "forms": forms, "typed": given, "errors": errors}
    return render(request, "drafting/new_copy.html", context, status=422 if errors else 200)
