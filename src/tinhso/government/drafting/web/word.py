"""The draft as a Word file: taken away, brought back, opened in place by Word or LibreOffice."""

import io
from typing import Any, Final
from urllib.parse import quote
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from tinhso.government.drafting import dav, office
from tinhso.government.drafting import public as drafting
from tinhso.government.drafting.actions import papers
from tinhso.government.drafting.actions.links import find_link, make_link
from tinhso.government.drafting.actions.word_files import word_file
from tinhso.government.drafting.data import Source
from tinhso.government.drafting.errors import BadOfficeFile
from tinhso.government.drafting.web import views
from tinhso.government.drafting.web.typed import errors_of, reader
from tinhso.kernel.clock import now
from tinhso.kernel.errors import DomainError, Kind
from tinhso.ui.parse import whole_of

WHOLE: Final = frozenset({"GET", "HEAD", "PUT"})
"""What carries a file or nothing; every other method asks in a little XML, which is read whole."""
MAX_ASKED: Final = 64 * 1024
HOP_BY_HOP: Final = frozenset({"connection", "keep-alive", "transfer-encoding", "date", "server"})


@require_safe
def take(request: HttpRequest, drafted_id: UUID, version_number: int) -> HttpResponse:
    """Give one version as a Word file."""
    found, _content = drafting.version_content(reader(request), draft_id=drafted_id, number=version_number)
    answer = HttpResponse(word_file(found, version_number), content_type=office.MEDIA_TYPE)
    answer["Content-Disposition"] = f'attachment; filename="ban-{version_number}-{dav.file_name(found)}"'
    return answer


@require_POST
def bring(request: HttpRequest, drafted_id: UUID) -> HttpResponse:
    """Keep an uploaded Word file as a version made from the one named in `goc`."""
    actor, sent = reader(request), request.FILES.get("tep_word")
    base = whole_of(request.POST.get("goc", ""), 0)
    found, before = drafting.version_content(actor, draft_id=drafted_id, number=base)
    try:
        data = b"" if sent is None or (sent.size or 0) > office.MAX_BYTES else sent.read()
        if not data:
            raise BadOfficeFile
        taken = office.read(data, before=before)
        saved = drafting.save_version(
            actor, draft_id=found.id, content=taken.content, base=base, source=Source.DOCX, word=data, now=now()
        )
    except DomainError as refused:
        errors = errors_of(refused)
        return views.show(request, actor, drafted_id, errors={"tep_word": next(iter(errors.values()))})
    messages.success(request, _("Đã lưu tệp Word thành bản %(n)d.") % {"n": saved.number})
    if taken.pictures:
        said = _("Tệp có %(n)d hình: hình chỉ có trong bản PDF của tệp Word, không có trong nội dung trên hệ thống.")
        messages.warning(request, said % {"n": taken.pictures})
    if saved.is_side:
        return redirect("drafting:merge", drafted_id=drafted_id, side=saved.number)
    return redirect("drafting:draft", drafted_id=drafted_id)


@require_POST
def bring_pdf(request: HttpRequest, drafted_id: UUID) -> HttpResponse:
    """Keep an uploaded PDF as the paper of the version in force (`ban`)."""
    actor, sent = reader(request), request.FILES.get("tep_pdf")
    head = whole_of(request.POST.get("ban", ""), 0)
    try:
        data = b"" if sent is None or (sent.size or 0) > papers.MAX_PDF else sent.read()
        drafting.bring_pdf(actor, draft_id=drafted_id, head=head, pdf=data, now=now())
    except DomainError as refused:
        if refused.kind is Kind.NOT_FOUND:
            raise
        return views.show(request, actor, drafted_id, errors={"tep_pdf": next(iter(errors_of(refused).values()))})
    messages.success(request, _("Đã nhận bản PDF. Đây là bản sẽ được ký."))
    return redirect("drafting:draft", drafted_id=drafted_id)


@require_POST
def address(request: HttpRequest, drafted_id: UUID) -> HttpResponse:
    """Make an address for this person's own program and show it once."""
    actor = reader(request)
    detail = drafting.get_draft(actor, draft_id=drafted_id, now=now())
    try:
        token = make_link(actor, draft_id=drafted_id, now=now())
    except DomainError as refused:
        return views.show(request, actor, drafted_id, errors=errors_of(refused))
    place = request.build_absolute_uri(f"/dav/{token}/{quote(detail.info.kind)}.docx")
    return render(request, "drafting/address.html", {"info": detail.info, "address": place})


@csrf_exempt
def open_address(request: HttpRequest, token: str, rest: str = "") -> HttpResponse:
    """Answer a program that opens or saves the draft at an address of its own (WebDAV)."""
    link = find_link(token, now=now())
    if link is None:
        raise Http404
    if request.method not in WHOLE and len(request.body) > MAX_ASKED:
        return HttpResponse(status=413)
    environ: dict[str, Any] = {
        **request.META,
        "SCRIPT_NAME": f"/dav/{token}",
        "PATH_INFO": f"/{rest}".encode().decode("latin-1"),  # as PEP 3333 has it
        "wsgi.input": request if request.method in WHOLE else io.BytesIO(request.body),
    }
    told: dict[str, Any] = {}

    def start_response(status: str, headers: list[tuple[str, str]], _error: object = None) -> None:
        told["status"], told["headers"] = int(status.split(" ", 1)[0]), headers

    body = b"".join(dav.answer(link, environ, start_response))
    answer = HttpResponse(body, status=told["status"], content_type="application/octet-stream")
    for name, value in told["headers"]:
        if name.lower() not in HOP_BY_HOP:
            answer[name] = value
    return answer
