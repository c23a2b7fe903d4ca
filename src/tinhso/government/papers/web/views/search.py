"""Officers: looking into a store for a purpose, and what citizens shared with the agency."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.foundation.files import public as files
from tinhso.government.papers.access import SEE
from tinhso.government.papers.actions import search as verbs
from tinhso.government.papers.actions import share as sharing
from tinhso.government.papers.data import ShareScope
from tinhso.government.papers.queries import shares
from tinhso.government.papers.web.views._common import page
from tinhso.government.papers.web.views.shares import seen
from tinhso.kernel.clock import now
from tinhso.kernel.errors import DomainError
from tinhso.ui.people import officer_of

FIELDS = {"number": "so", "purpose": "muc_dich"}


@require_http_methods(["GET", "HEAD", "POST"])
def search(request: HttpRequest) -> HttpResponse:
    """Ask for the owner's number and the purpose; the look is on the owner's record."""
    actor = officer_of(request, SEE)
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            look = verbs.begin_look(
                actor, number=request.POST.get("so", ""), purpose=request.POST.get("muc_dich", ""), now=now()
            )
            return redirect("papers:found", look_id=look)
        except DomainError as refused:
            fields = {FIELDS.get(name, "so"): said for name, said in refused.fields.items()}
            errors = fields or {"so": refused.sentence}
    context = {"typed": request.POST, "errors": errors or None, "said": errors}
    return page(request, "search.html", context, status=422 if errors else 200)


@require_safe
def found(request: HttpRequest, look_id: UUID) -> HttpResponse:
    """Show the verified papers of the owner looked for."""
    actor = officer_of(request, SEE)
    number, purpose, papers = verbs.read_look(actor, look_id=look_id, cursor=request.GET.get("cursor", ""), now=now())
    context = {"number": number, "purpose": purpose, "found": papers, "look_id": look_id}
    return page(request, "found.html", context)


@require_safe
def found_file(request: HttpRequest, look_id: UUID, own_paper_id: UUID) -> HttpResponseBase:
    """Open a paper that was found; this too is on the owner's record."""
    actor = officer_of(request, SEE)
    file_id = verbs.open_paper(actor, look_id=look_id, paper_id=own_paper_id, now=now())
    return files.respond(file_id, inline=True, request=request)


@require_safe
def received_list(request: HttpRequest) -> HttpResponse:
    """List what citizens shared with this officer's agency and is still open."""
    actor = officer_of(request, SEE)
    context = {"found": shares.list_received(actor, now=now(), cursor=request.GET.get("cursor", ""))}
    return page(request, "agency_received.html", context)


@require_safe
def agency_share(request: HttpRequest, share_id: UUID) -> HttpResponse:
    """Show what a citizen shared with this officer's agency."""
    actor = officer_of(request, SEE)
    opened = sharing.open_share(actor, share_id=share_id, what=ShareScope.FACTS, now=now())
    return seen(request, *opened, file_url=reverse("papers:agency_share_file", args=[share_id]), base="ui/officer.html")


@require_safe
def agency_share_file(request: HttpRequest, share_id: UUID) -> HttpResponseBase:
    """Open the file a citizen shared with this officer's agency."""
    actor = officer_of(request, SEE)
    paper, _how = sharing.open_share(actor, share_id=share_id, what=ShareScope.FILE, now=now())
    return files.respond(paper.file_id, inline=True, request=request)
