"""The desk's own printer queue: what waits, what failed, one PDF of it all, and what came out."""

import io
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from tinhso.foundation.work import public as work
from tinhso.government.dossiers import public as dossiers
from tinhso.kernel import clock
from tinhso.kernel.errors import DomainError, NotFound
from tinhso.portals.officer import shell
from tinhso.portals.officer.pane import PRINTS
from tinhso.portals.officer.pdf import pdf_response
from tinhso.ui.parse import uuid_of
from tinhso.ui.people import officer_of

MAX_PAPERS: Final = 50


@require_http_methods(["GET", "POST"])
def prints(request: HttpRequest) -> HttpResponse:
    """List what waits for the printer; POST says whether a paper (`ban`), or all of them, came out.

    `lam` is `loi` when the printer failed, `tu` when the page itself says that it printed, else the officer says so.
    """
    actor = officer_of(request)
    jobs = work.list_prints(actor)
    if request.method == "POST":
        wanted = uuid_of(request.POST.get("ban", ""))
        ids: list[UUID] = (
            [job.id for job in jobs[:MAX_PAPERS]] if "tat_ca" in request.POST else [wanted] if wanted else []
        )
        if not ids and "tat_ca" not in request.POST:
            raise NotFound
        act = request.POST.get("lam")
        printed = act != "loi"
        for job_id in ids:
            work.settle_print(actor, job_id=job_id, is_printed=printed, now=clock.now(), by_machine=act == "tu")
        said = _("Đã ghi là in xong.") if printed else _("Máy in lỗi: bản in nằm lại trong hàng chờ.")
        messages.success(request, said)
        return redirect(shell.way_back(request, reverse("officer:prints")))
    rows = [(job, str(PRINTS.get(job.paper, job.paper)), job.state is work.PrintState.FAILED) for job in jobs]
    return shell.page(request, "prints.html", {"rows": rows})


@require_GET
def prints_pdf(request: HttpRequest) -> HttpResponse:
    """Give everything that waits as one PDF, the oldest first, at most fifty papers."""
    import pypdf

    actor = officer_of(request)
    writer = pypdf.PdfWriter()
    for job in work.list_prints(actor)[:MAX_PAPERS]:
        try:
            paper = dossiers.print_paper(actor, dossier_id=job.subject_id, paper=job.paper, now=clock.now())
        except DomainError:
            continue  # it stays in the list, where the officer sees it
        for page in pypdf.PdfReader(io.BytesIO(paper)).pages:
            writer.add_page(page)
    if not writer.pages:
        raise NotFound
    held = io.BytesIO()
    writer.write(held)
    return pdf_response(held.getvalue(), name="ban-in-dang-cho.pdf")
