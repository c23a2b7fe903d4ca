"""The page of one dossier, its papers, prints and result: who may see the dossier may see them."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_GET

from tinhso.foundation.files import public as files
from tinhso.government.dossiers import public as dossiers
from tinhso.kernel import clock
from tinhso.portals.officer import shell
from tinhso.portals.officer.pane import pane_context
from tinhso.portals.officer.pdf import pdf_response
from tinhso.ui.people import officer_of


@require_GET
def dossier(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Show one dossier: what was asked, the papers, what happened, and what can be done now."""
    actor = officer_of(request)
    context = pane_context(actor, dossier_id, back="", now=clock.now())
    return shell.page(request, "dossier.html", {**context, "list_url": reverse("officer:dossiers")})


@require_GET
def print_paper(request: HttpRequest, dossier_id: UUID, paper: str) -> HttpResponse:
    """Show one printed paper of a dossier as PDF in the browser."""
    actor = officer_of(request)
    pdf = dossiers.print_paper(actor, dossier_id=dossier_id, paper=paper, now=clock.now())
    return pdf_response(pdf, name=f"{paper}-{dossier_id}.pdf")


@require_GET
def paper(request: HttpRequest, dossier_id: UUID, paper_id: UUID) -> HttpResponseBase:
    """Show one paper that was handed in; the look is on record."""
    actor = officer_of(request)
    file_id = dossiers.open_paper(actor, dossier_id=dossier_id, paper_id=paper_id)
    return files.respond(file_id, inline=True, request=request)


@require_GET
def merged_paper(request: HttpRequest, dossier_id: UUID, paper_id: UUID) -> HttpResponseBase:
    """Show everything handed in for one component as one PDF; the look is on record."""
    actor = officer_of(request)
    file_id = dossiers.open_merged_paper(actor, dossier_id=dossier_id, paper_id=paper_id, now=clock.now())
    return files.respond(file_id, inline=True, request=request)


@require_GET
def result(request: HttpRequest, dossier_id: UUID) -> HttpResponseBase:
    """Show the signed result; the look is on record."""
    actor = officer_of(request)
    return files.respond(dossiers.open_result(actor, dossier_id=dossier_id), inline=True, request=request)
