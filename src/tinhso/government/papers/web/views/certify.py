"""The desk of certified electronic copies, by keyboard; signing; the book, printed and as a spreadsheet."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tinhso.foundation.files import public as files
from tinhso.government.papers import booking, kinds
from tinhso.government.papers.access import BOOK, CERTIFY, SIGN
from tinhso.government.papers.actions import certify as verbs
from tinhso.government.papers.copying import fee_for_pages
from tinhso.government.papers.data import CopyFacts, CopyState
from tinhso.government.papers.queries import book as reads
from tinhso.government.papers.web.views._common import day_of, officer_of, page, whole_of
from tinhso.government.papers.web.views.mine import type_choices
from tinhso.kernel.clock import now, today
from tinhso.kernel.errors import DomainError, Kind

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
    """List the copies on their way: to be signed, given back."""
    actor = officer_of(request, BOOK)
    context = {"rows": reads.list_waiting(actor), "may_certify": actor.may(CERTIFY)}
    return page(request, "desk.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Take in an original: its facts, its scan, the pages counted; F9 puts it before the head."""
    actor = officer_of(request, CERTIFY)
    errors: dict[str, str] = {}
    if request.method == "POST":
        answer = _prepared(request, errors)
        if answer is not None:
            return answer
    context: dict[str, Any] = {
        "typed": request.POST,
        "types": [row for row in type_choices() if row[0] != kinds.OTHER] + type_choices()[-1:],
        "errors": errors or None,
        "said": errors,
        "fees": _fees(),
        "unit": actor.unit_name,
    }
    return page(request, "new_copy.html", context, status=422 if errors else 200)


def _fees() -> list[tuple[int, Any]]:
    """Return what the first pages cost, for the desk to tell; nothing when the procedure is not published."""
    try:
        return [(pages, fee_for_pages(pages, 1, on=today())) for pages in (1, 2, 3, 5, 10)]
    except DomainError:
        return []


def _prepared(request: HttpRequest, errors: dict[str, str]) -> HttpResponse | None:
    actor, post, moment = officer_of(request, CERTIFY), request.POST, now()
    issued = day_of(post, "ngay_cap", errors)
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
        copy_info = verbs.prepare_copy(actor, facts=facts, now=moment)
    except DomainError as refused:
        if refused.kind is Kind.NOT_FOUND:
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
    waiting = info.state is CopyState.TO_SIGN and actor.may(SIGN, info.unit_id)
    return page(request, "copy.html", {"copy": info, "may_sign": waiting, "type": kinds.title_of(info.type_code)})


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
    count, pages, fee, missing = reads.sums_of_book(actor, year=year)
    context = {
        "found": reads.list_book(actor, year=year, cursor=request.GET.get("cursor", "")),
        "year": year,
        "years": reads.years_of_book(actor, today=today()),
        "count": count,
        "pages": pages,
        "fee": fee,
        "missing": missing,
    }
    return page(request, "book.html", context)


def _year(request: HttpRequest) -> int:
    year = whole_of(request.GET.get("nam", ""), today().year)
    return year if 2000 <= year <= 2200 else today().year


@require_safe
def book_print(request: HttpRequest) -> HttpResponse:
    """Print the book of a year as PDF."""
    actor = officer_of(request, BOOK)
    year = _year(request)
    data = booking.printed(actor, reads.whole_book(actor, year=year), year=year, on=today())
    answer = HttpResponse(data, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="so-chung-thuc-{year}.pdf"'
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_safe
def book_sheet(request: HttpRequest) -> HttpResponse:
    """Give the book of a year as a spreadsheet."""
    actor = officer_of(request, BOOK)
    year = _year(request)
    answer = HttpResponse(booking.spreadsheet(reads.whole_book(actor, year=year), year=year), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="so-chung-thuc-{year}.xlsx"'
    answer["Cache-Control"] = "private, no-store"
    return answer
