"""The page grid: scan, split, order, turn, put aside, give to components; by keyboard, by touch, or without script."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tinhso.foundation.files import public as files
from tinhso.government.digitisation import content, queries, reading
from tinhso.government.digitisation.access import SCAN
from tinhso.government.digitisation.actions import pages as verbs
from tinhso.government.digitisation.data import PageInput
from tinhso.government.digitisation.errors import BadPages
from tinhso.government.digitisation.web._common import page
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import now
from tinhso.kernel.errors import DomainError, Kind
from tinhso.ui.data import UploadSlot
from tinhso.ui.parse import uuid_of, whole_of
from tinhso.ui.people import officer_of
from tinhso.ui.site import address_of

MAX_FILES = 50


@require_http_methods(["GET", "HEAD", "POST"])
def pages(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Show the pages in order; a post puts them in a new one, and with `gop` hands them to the worker."""
    actor = officer_of(request, SCAN)
    if request.method == "POST":
        _arrange(request, actor, dossier_id)
        if "gop" in request.POST:
            return _prepared(request, actor, dossier_id)
        messages.success(request, _("Đã lưu thứ tự các trang."))
        return redirect("digitisation:pages", dossier_id)
    return _shown(request, actor, dossier_id)


def _shown(
    request: HttpRequest, actor: Actor, dossier_id: UUID, *, errors: dict[str, str] | None = None, scan: str = ""
) -> HttpResponse:
    shown = queries.list_pages(actor, dossier_id=dossier_id)
    check = queries.get_check(actor, dossier_id=dossier_id)
    slot = UploadSlot(
        name="quet",
        label=_("Bản quét hoặc ảnh chụp"),
        hint=_("Quét màu, tỷ lệ 100%, từ 200 dpi, đủ mọi trang. Một tệp nhiều trang được tách thành từng trang."),
        max_bytes=settings.FILE_MAX_BYTES,
        upload_url=address_of("files:uploads"),
        error=scan,
    )
    context = {
        "check": check,
        "pages": shown,
        "slot": slot,
        "parts": [one for one in check.lines if not one.exemption or one.exemption.value == "shown"],
        "turns": (0, 90, 180, 270),
        "min_dpi": content.min_dpi(),
        "coarse": any(one.dpi is not None and one.dpi < content.min_dpi() for one in shown),
        "missing": reading.missing(),
        "reason": request.POST.get("ly_do", ""),
        "errors": errors or ({"quet": scan} if scan else None),
        "said": errors or {},
    }
    return page(request, "pages.html", context, status=422 if context["errors"] else 200)


def _arrange(request: HttpRequest, actor: Actor, dossier_id: UUID) -> None:
    post = request.POST
    said = [
        PageInput(
            page_id,
            position=whole_of(post.get(f"thu_tu-{page_id}", "")),
            turn=whole_of(post.get(f"xoay-{page_id}", "")),
            component=post.get(f"thanh_phan-{page_id}", ""),
            removed=f"bo-{page_id}" in post,
        )
        for text in post.getlist("trang")[: verbs.MAX_PAGES]
        if (page_id := uuid_of(text)) is not None
    ]
    revision = whole_of(post.get("phien_ban", ""), -1, empty=0)
    verbs.arrange(actor, dossier_id=dossier_id, pages=said, revision=revision, now=now())


def _prepared(request: HttpRequest, actor: Actor, dossier_id: UUID) -> HttpResponse:
    try:
        made = verbs.prepare(actor, dossier_id=dossier_id, low_reason=request.POST.get("ly_do", ""), now=now())
    except BadPages as refused:
        names = {one.component: one.name for one in queries.get_check(actor, dossier_id=dossier_id).lines}
        said = [f"{names[code]}: {words}" if code in names else words for code, words in refused.fields.items()]
        return _shown(request, actor, dossier_id, errors={"ly_do": " ".join(said)})
    messages.success(
        request, _("Đã chuyển %(n)d giấy tờ sang xử lý. Xong thì nhập thông tin và ký.") % {"n": len(made)}
    )
    if len(made) == 1:
        return redirect("digitisation:digitised", made[0].id)
    return redirect("digitisation:check", dossier_id)


@require_POST
def scan(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Take in scans: posted files, or finished resumable uploads; one that is refused does not lose the others."""
    actor = officer_of(request, SCAN)
    queries.list_pages(actor, dossier_id=dossier_id)
    pages_before, refused = 0, ""
    for act in _incoming(request, actor):
        try:
            pages_before += verbs.add_scan(
                actor,
                dossier_id=dossier_id,
                file_id=act().id,
                component=request.POST.get("thanh_phan", ""),
                now=now(),
            )
        except DomainError as said:
            if said.kind is Kind.FORBIDDEN:
                raise
            refused = refused or said.sentence
    if refused or not pages_before:
        return _shown(request, actor, dossier_id, scan=refused or _("Chọn bản quét hoặc ảnh chụp để thêm trang."))
    messages.success(request, _("Đã thêm %(n)d trang.") % {"n": pages_before})
    return redirect("digitisation:pages", dossier_id)


def _incoming(request: HttpRequest, actor: Actor) -> list[Any]:
    """Return what keeps each thing that was sent, in the order sent."""
    moment = now()
    posted = request.FILES.getlist("quet")[:MAX_FILES]
    sent: list[Any] = [
        lambda one=one: files.save(actor, stream=one, name=one.name or "ban-quet", now=moment) for one in posted
    ]
    addresses = [uuid_of(one.rstrip("/").rpartition("/")[2]) for one in request.POST.getlist("quet-upload")[:MAX_FILES]]
    sent += [
        lambda upload_id=upload_id: files.claim_upload(actor, upload_id=upload_id, now=moment)
        for upload_id in addresses
        if upload_id is not None
    ]
    return sent


@require_safe
def picture(request: HttpRequest, page_id: UUID) -> HttpResponse:
    """Show one page small, turned by `xoay`; its number on white when it cannot be drawn."""
    actor = officer_of(request, SCAN)
    info = queries.get_page(actor, page_id=page_id)
    turn = whole_of(request.GET.get("xoay", ""), -1, empty=0)
    drawn = files.preview_page(info.file_id, index=info.index, side=360, turn=turn if turn in (90, 180, 270) else 0)
    answer = (
        HttpResponse(drawn, content_type="image/jpeg")
        if drawn is not None
        else HttpResponse(_blank(info.position), content_type="image/svg+xml")
    )
    answer["Cache-Control"] = "private, max-age=600"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _blank(number: int) -> str:
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 210 297"><rect width="210" height="297" fill="#fff" '
        f'stroke="#888"/><text x="105" y="160" font-size="60" text-anchor="middle" fill="#444">{number}</text></svg>'
    )
