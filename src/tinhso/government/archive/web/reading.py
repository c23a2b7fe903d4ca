"""A reader's own pages, a citizen's or an officer's: ask, see what became of it, read what was granted."""

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tinhso.government.archive import access, request_queries
from tinhso.government.archive.actions import asking as verbs
from tinhso.government.archive.packages import codes_of
from tinhso.government.archive.request_data import FORM_TITLES, Asking, RequestState
from tinhso.government.archive.request_queries import Opened
from tinhso.government.archive.web._common import errors_of, page
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import now
from tinhso.kernel.errors import DomainError, Unauthenticated
from tinhso.kernel.http import actor_of
from tinhso.ui.parse import uuid_of

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; object-src 'self'; sandbox"


def _reader(request: HttpRequest) -> Actor:
    actor = actor_of(request)
    if actor.account_id is None:
        raise Unauthenticated
    access.require_reader(actor)
    return actor


@require_http_methods(["GET", "HEAD", "POST"])
def home(request: HttpRequest) -> HttpResponse:
    """Show one's own requests and, to officers, the catalogue (`tim`); POST asks for something."""
    actor, post = _reader(request), request.POST
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            made = verbs.ask(actor, asking=_asking(request), now=now())
        except DomainError as refused:
            errors = errors_of(refused)
        else:
            messages.success(request, _("Đã gửi yêu cầu %(code)s.") % {"code": made.code})
            return redirect("archive:reading_one", own_request_id=made.id)
    words, archives = request.GET.get("tim", "")[:200], request_queries.archives()
    chosen = uuid_of(post.get("goi", "") or request.GET.get("goi", ""))
    context = {
        "found": request_queries.list_own(actor, cursor=request.GET.get("cursor", "")),
        "offered": request_queries.find_to_read(actor, words=words).items if actor.is_officer and words else (),
        "named": access.catalogue(actor).filter(pk=chosen).first() if chosen else None,
        "words": words,
        "archives": archives,
        "forms": [(one.value, _(title)) for one, title in FORM_TITLES.items()],
        "purposes": [(code, _(title)) for code, title in codes_of("purpose").items()],
        "fee_objects": [(code, _(title)) for code, title in codes_of("feeObjectType").items()],
        "typed": post,
        "said": errors,
        "errors": errors or None,
    }
    return page(request, "reading.html", context, status=422 if errors else 200)


def _asking(request: HttpRequest) -> Asking:
    post = request.POST
    return Asking(
        unit_id=uuid_of(post.get("co_quan", "")),
        form=post.get("hinh_thuc", "")[:10],
        wanted=post.get("can_tim", "")[:2000],
        purpose=post.get("muc_dich", "")[:2],
        purpose_content=post.get("noi_dung", "")[:1000],
        fee_object=post.get("doi_tuong", "")[:2],
        topic=post.get("chu_de", "")[:300],
        package_id=uuid_of(post.get("goi", "")),
    )


@require_safe
def one(request: HttpRequest, own_request_id: UUID) -> HttpResponse:
    """Show one's own request and, while its term runs, what may be read."""
    info, items = request_queries.get_own(_reader(request), request_id=own_request_id, now=now())
    context = {
        "request_info": info,
        "items": items,
        "may_withdraw": info.state in (RequestState.ASKED, RequestState.FORWARDED),
        "purpose": codes_of("purpose").get(info.purpose, info.purpose),
    }
    return page(request, "reading_one.html", context)


@require_POST
def withdraw(request: HttpRequest, own_request_id: UUID) -> HttpResponse:
    """Take back one's own request."""
    actor = _reader(request)
    try:
        verbs.withdraw(actor, request_id=own_request_id, now=now())
    except DomainError as refused:
        messages.warning(request, errors_of(refused)["all"])
    else:
        messages.success(request, _("Đã rút yêu cầu."))
    return redirect("archive:reading_one", own_request_id=own_request_id)


@require_safe
def document(request: HttpRequest, own_request_id: UUID, reading_place: int) -> HttpResponseBase:
    """Give one document that was granted, to be looked at in the browser where it can be."""
    actor = _reader(request)
    return _answer(request_queries.open_reading(actor, request_id=own_request_id, place=reading_place, now=now()))


@require_safe
def copy(request: HttpRequest, own_request_id: UUID) -> HttpResponseBase:
    """Give the whole package of a copy that was granted."""
    return _answer(request_queries.open_copy(_reader(request), request_id=own_request_id, now=now()))


def _answer(opened: Opened) -> FileResponse:
    """Send it so that nothing in it can run, and nobody between keeps it."""
    media_type = opened.media_type if opened.shown else "application/octet-stream"
    answer = FileResponse(opened.stream, as_attachment=not opened.shown, filename=opened.name, content_type=media_type)
    answer["Content-Length"] = str(opened.size)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    answer["Referrer-Policy"] = "no-referrer"
    if media_type != "application/pdf":
        answer["Content-Security-Policy"] = _POLICY
    return answer
