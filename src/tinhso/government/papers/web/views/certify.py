"""The desk of certified electronic copies, by keyboard; signing; the book, printed and as a spreadsheet."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tinhso.foundation.files import public as files
from tinhso.government.papers import booking, kinds
from tinhso.government.papers.access import BOOK, CERTIFY, SIGN
from tinhso.government.papers.actions import certify as verbs
from tinhso.government.papers.copying import fee_for_pages
from tinhso.government.papers.data import CopyFacts, CopyInfo, CopyState
from tinhso.government.papers.errors import BadCopy, CopyMoved
from tinhso.government.papers.queries import book as reads
from tinhso.government.papers.web.views._common import page
from tinhso.government.papers.web.views.mine import type_choices
from tinhso.kernel.clock import now, today
from tinhso.kernel.errors import DomainError, Forbidden, Kind
from tinhso.kernel.http import actor_of
from tinhso.ui.parse import typed_day, whole_of
from tinhso.ui.people import officer_of

FIELDS: Final = {
    "owner_number": "so_dinh_danh",
    "owner_name": "ho_ten",
    "paper_type": "loai",
    "name": "ten",
    "issuer_name": "co_quan",
    "original_on": "ngay_cap",
    "pages": "so_trang",
    "copies": "so_trang",
    "seen_original": "da_doi_chieu",
    "scan": "ban_quet",
}
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """List the copies that wait for a signature."""
    actor = officer_of(request, BOOK)
    context = {
        "found": reads.list_waiting(actor, cursor=request.GET.get("cursor", "")),
        "returned": reads.count_returned(actor),
        "may_certify": actor.may(CERTIFY),
    }
    return page(request, "desk.html", context)


@require_safe
def returned(request: HttpRequest) -> HttpResponse:
    """List the copies given back to the desk: each is presented again or closed."""
    actor = officer_of(request, BOOK)
    context = {"found": reads.list_returned(actor, cursor=request.GET.get("cursor", ""))}
    return page(request, "returned.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Take in an original: its facts, its scan, the pages counted; F9 puts it before the head."""
    officer_of(request, CERTIFY)
    errors: dict[str, str] = {}
    if request.method == "POST":
        answer = _presented(request, errors, verbs.prepare_copy)
        if answer is not None:
            return answer
    return _form(request, request.POST, errors)


@require_http_methods(["GET", "HEAD", "POST"])
def present_again(request: HttpRequest, returned_id: UUID) -> HttpResponse:
    """Make right what was given back, compare once more, and put it before the head again."""
    actor = officer_of(request, BOOK)
    info = reads.get_copy(actor, copy_id=returned_id)
    if not actor.may(CERTIFY, info.unit_id):
        raise Forbidden
    if info.state is not CopyState.RETURNED:
        raise CopyMoved
    errors: dict[str, str] = {}
    if request.method == "POST":
        answer = _presented(request, errors, partial(verbs.present_again, copy_id=returned_id))
        if answer is not None:
            return answer
    return _form(request, request.POST or _typed(info), errors, again=info)


def _typed(info: CopyInfo) -> dict[str, str]:
    """Return a copy as it stood in the form; that the original was compared is said anew."""
    return {
        "so_dinh_danh": info.owner_number,
        "ho_ten": info.owner_name,
        "loai": info.type_code,
        "ten": info.name,
        "co_quan": info.issuer_name,
        "so": info.original_number,
        "ngay_cap": f"{info.original_on:%d/%m/%Y}" if info.original_on else "",
        "so_trang": str(info.pages),
    }


def _form(
    request: HttpRequest, typed: Mapping[str, str], errors: dict[str, str], again: CopyInfo | None = None
) -> HttpResponse:
    context: dict[str, Any] = {
        "typed": typed,
        "again": again,
        "types": [row for row in type_choices() if row[0] != kinds.OTHER] + type_choices()[-1:],
        "errors": errors or None,
        "said": errors,
        "fees": _fees(unit_id) if (unit_id := actor_of(request).unit_id) else [],
        "unit": actor_of(request).unit_name,
    }
    return page(request, "new_copy.html", context, status=422 if errors else 200)


def _fees(unit_id: UUID) -> list[tuple[int, Any]]:
    """Return what the first pages cost, for the desk to tell; nothing when the procedure is not published."""
    try:
        return [(pages, fee_for_pages(pages, 1, unit_id=unit_id, on=today())) for pages in (1, 2, 3, 5, 10)]
    except DomainError:
        return []


def _presented(request: HttpRequest, errors: dict[str, str], verb: Callable[..., CopyInfo]) -> HttpResponse | None:
    """Put what was typed before the head by `verb`; what is wrong goes into `errors`, and the answer is None."""
    actor, post, moment = officer_of(request, BOOK), request.POST, now()
    issued = typed_day(post.get("ngay_cap", ""), "ngay_cap", errors)
    try:
        parts = [
            files.save(actor, stream=one, name=one.name or "ban-quet", now=moment).id
            for one in request.FILES.getlist("ban_quet")[:50]
        ]
        scan = files.merge_to_pdf(parts, name="Bản quét bản chính.pdf", actor=actor, now=moment).id if parts else None
        facts = CopyFacts(
            owner_number=post.get("so_dinh_danh", ""),
            owner_name=post.get("ho_ten", ""),
            paper_type=post.get("loai", ""),
            name=post.get("ten", ""),
            issuer_name=post.get("co_quan", ""),
            original_number=post.get("so", ""),
            original_on=issued,
            pages=whole_of(post.get("so_trang", "")),
            scan_file_id=scan,
            seen_original="da_doi_chieu" in post,
        )
        if errors:
            return None
        copy_info = verb(actor, facts=facts, now=moment)
    except DomainError as refused:
        if refused.kind in (Kind.NOT_FOUND, Kind.FORBIDDEN) or isinstance(refused, CopyMoved):
            raise
        said = {FIELDS.get(name, "ban_quet"): words for name, words in refused.fields.items()}
        errors.update(said or {"ban_quet": refused.sentence})
        return None
    words = _("Đã trình ký bản sao chứng thực «%(name)s». Phí: %(fee)s đồng.")
    messages.success(request, words % {"name": copy_info.name, "fee": f"{copy_info.fee:,}".replace(",", ".")})
    return redirect("papers:new_copy" if "tiep" in post else "papers:desk")


@require_safe
def copy(request: HttpRequest, copy_id: UUID) -> HttpResponse:
    """Show one copy: what the desk says, the scan beside it, and the head's acts."""
    actor = officer_of(request, BOOK)
    info = reads.get_copy(actor, copy_id=copy_id)
    context = {
        "copy": info,
        "may_sign": info.state is CopyState.TO_SIGN and actor.may(SIGN, info.unit_id),
        "may_mend": info.state is CopyState.RETURNED and actor.may(CERTIFY, info.unit_id),
        "type": kinds.title_of(info.type_code),
    }
    return page(request, "copy.html", context)


@require_POST
def sign(request: HttpRequest, copy_id: UUID) -> HttpResponse:
    """Certify the copy with this head's own key."""
    actor = officer_of(request, BOOK)
    info = verbs.sign_copy(actor, copy_id=copy_id, now=now())
    messages.success(
        request, _("Đã chứng thực, số %(number)s. Bản sao đã vào kho của chủ sở hữu.") % {"number": info.number}
    )
    return redirect("papers:copy", copy_id=copy_id)


@require_POST
def give_back(request: HttpRequest, copy_id: UUID) -> HttpResponse:
    """Give the copy back to the desk with a reason."""
    actor = officer_of(request, BOOK)
    try:
        verbs.return_copy(actor, copy_id=copy_id, reason=request.POST.get("ly_do", ""), now=now())
        messages.success(request, _("Đã trả lại bộ phận đối chiếu."))
    except DomainError as refused:
        if not refused.fields:
            raise
        messages.error(request, refused.fields["reason"])
    return redirect("papers:copy", copy_id=copy_id)


@require_POST
def close(request: HttpRequest, returned_id: UUID) -> HttpResponse:
    """Close a copy that was given back and will not be certified, with a reason."""
    actor = officer_of(request, BOOK)
    try:
        verbs.close_copy(actor, copy_id=returned_id, reason=request.POST.get("ly_do", ""), now=now())
    except BadCopy as refused:
        messages.error(request, refused.fields["reason"])
        return redirect("papers:copy", copy_id=returned_id)
    messages.success(request, _("Đã đóng. Bản sao không còn trong danh sách bị trả lại."))
    return redirect("papers:returned_copies")


@require_safe
def file(request: HttpRequest, copy_id: UUID) -> HttpResponseBase:
    """Show the signed copy, or the scan while it is not signed."""
    info = reads.get_copy(officer_of(request, BOOK), copy_id=copy_id)
    return files.respond(info.file_id or info.scan_file_id, inline=True, request=request)


@require_safe
def book(request: HttpRequest) -> HttpResponse:
    """Show the book of a year (`nam`), in the order of its numbers."""
    actor = officer_of(request, BOOK)
    year = _year(request)
    sums = reads.sums_of_book(actor, year=year)
    context = {
        "found": reads.list_book(actor, year=year, cursor=request.GET.get("cursor", "")),
        "year": year,
        "years": reads.years_of_book(actor, today=today()),
        "sums": sums,
        "parts": reads.parts_of_book(sums.last),
    }
    return page(request, "book.html", context)


def _year(request: HttpRequest) -> int:
    year = whole_of(request.GET.get("nam", ""), today().year)
    return year if 2000 <= year <= 2200 else today().year


@require_safe
def book_print(request: HttpRequest) -> HttpResponse:
    """Print a part of the book of a year as PDF: `phan` says which, the first when it is left out."""
    actor = officer_of(request, BOOK)
    year = _year(request)
    whole = reads.sums_of_book(actor, year=year)
    parts = reads.parts_of_book(whole.last) or [(1, 1)]
    which = min(max(whole_of(request.GET.get("phan", ""), 1), 1), len(parts))
    first = parts[which - 1][0]
    rows = reads.part_of_book(actor, year=year, first=first)
    data = booking.printed(actor, rows, year=year, part=(which, len(parts), first), whole=whole, on=today())
    answer = HttpResponse(data, content_type="application/pdf")
    name = f"so-chung-thuc-{year}-phan-{which}.pdf" if len(parts) > 1 else f"so-chung-thuc-{year}.pdf"
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_safe
def book_sheet(request: HttpRequest) -> HttpResponseBase:
    """Give the whole book of a year as a spreadsheet."""
    actor = officer_of(request, BOOK)
    year = _year(request)
    kept = booking.spreadsheet(reads.every_row_of_book(actor, year=year), year=year)
    answer = FileResponse(kept, as_attachment=True, filename=f"so-chung-thuc-{year}.xlsx", content_type=XLSX)
    answer["Cache-Control"] = "private, no-store"
    return answer
