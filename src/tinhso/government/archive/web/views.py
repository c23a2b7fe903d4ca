"""Find packages, take what is handed over, receive packages from outside, check the holding."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.foundation.audit import public as audit
from tinhso.government.archive import access, stores
from tinhso.government.archive import public as archive
from tinhso.government.archive.data import CHECK, PACKAGE_TITLES, RECEIVE, SEE, PackageState, ReceiptState
from tinhso.government.archive.packages import codes_of, field_list
from tinhso.government.archive.web._common import errors_of, page
from tinhso.government.casefiles import public as casefiles
from tinhso.kernel.clock import now
from tinhso.kernel.errors import DomainError
from tinhso.ui.parse import uuid_of
from tinhso.ui.people import officer_of


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Find packages (`tim`, `tinh_trang`)."""
    actor = officer_of(request, SEE)
    asked, counts = request.GET.get("tinh_trang", ""), archive.count_packages(actor)
    state = next((one for one in PackageState if one.value == asked), None)
    words = request.GET.get("tim", "")[:200]
    context = {
        "found": archive.search(actor, words=words, state=state, cursor=request.GET.get("cursor", "")),
        "words": words,
        "state": state.value if state else "",
        "states": [(one.value, _(PACKAGE_TITLES[one]), counts.get(one, 0)) for one in PackageState],
        "waiting": [one for one in casefiles.list_slips(actor).items if one.state is casefiles.SlipState.SENT],
    }
    return page(request, "home.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def package(request: HttpRequest, archive_package_id: UUID) -> HttpResponse:
    """Show one package, read anew; POST has one made again that could not be."""
    actor = officer_of(request, SEE)
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            archive.try_again(actor, package_id=archive_package_id, now=now())
        except DomainError as refused:
            errors = errors_of(refused)
        else:
            messages.success(request, _("Gói sẽ được đóng lại trong ít phút."))
            return redirect("archive:package", archive_package_id=archive_package_id)
    info = archive.get_package(actor, package_id=archive_package_id)
    found = archive.read_package(actor, package_id=archive_package_id)
    context: dict[str, Any] = {
        "package": info,
        "found": found,
        "fields": _told(found.fields, found.kind) if found and found.kind else [],
        "items": found.items if found else (),
        "types": codes_of("typeName"),
        "may_receive": access.may(actor, RECEIVE, info.unit_id),
        "errors": errors,
    }
    return page(request, "package.html", context, status=422 if errors else 200)


@require_safe
def download(request: HttpRequest, archive_package_id: UUID) -> HttpResponseBase:
    """Give a package as it is kept; only to those who keep the archive. Each time is on record."""
    actor = officer_of(request, RECEIVE)
    row = access.access_package(actor, package_id=archive_package_id)
    path = stores.whole(row.sha256) if row.state == PackageState.KEPT else None
    if path is None:
        raise archive.PackageMissing
    audit.record(
        actor, verb="archive.downloaded", subject_kind="archive_package", subject_id=row.id, unit_id=row.unit_id
    )
    name = f"{(row.objid or 'goi').replace(':', '_')}.zip"
    return FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type="application/zip")


@require_http_methods(["GET", "HEAD", "POST"])
def receipts(request: HttpRequest) -> HttpResponse:
    """Show what came from outside; POST receives a package."""
    actor = officer_of(request, SEE)
    errors: dict[str, str] = {}
    if request.method == "POST":
        sent = request.FILES.get("goi")
        try:
            made = archive.receive_package(
                actor, stream=sent.file if sent else None, name=(sent.name or "") if sent else "", now=now()
            )
        except DomainError as refused:
            errors = errors_of(refused)
        else:
            return redirect("archive:receipt", archive_receipt_id=made.id)
    context = {
        "found": archive.list_receipts(actor, cursor=request.GET.get("cursor", "")),
        "may_receive": actor.may(RECEIVE),
        "errors": errors,
    }
    return page(request, "receipts.html", context, status=422 if errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def receipt(request: HttpRequest, archive_receipt_id: UUID) -> HttpResponse:
    """Show what was found in a package from outside; POST takes a sound one."""
    actor = officer_of(request, SEE)
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            made = archive.take_receipt(actor, receipt_id=archive_receipt_id, now=now())
        except DomainError as refused:
            errors = errors_of(refused)
        else:
            messages.success(request, _("Đã nhận. Gói lưu trữ đang được lập."))
            return redirect("archive:package", archive_package_id=made.id)
    info = archive.get_receipt(actor, receipt_id=archive_receipt_id)
    context = {
        "receipt": info,
        "may_take": info.state is ReceiptState.SOUND and access.may(actor, RECEIVE, info.unit_id),
        "errors": errors,
    }
    return page(request, "receipt.html", context, status=422 if errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def slip(request: HttpRequest, case_slip_id: UUID) -> HttpResponse:
    """Show a hand-over; POST takes its files but those returned (`tra`, `ly_do_<id>`)."""
    actor, post = officer_of(request, SEE), request.POST
    info, lines = archive.get_slip(actor, slip_id=case_slip_id)
    errors: dict[str, str] = {}
    back = {key: post.get(f"ly_do_{key}", "") for text in post.getlist("tra") if (key := uuid_of(text))}
    if request.method == "POST":
        try:
            n = archive.take_slip(actor, slip_id=case_slip_id, returned=back, now=now())
        except DomainError as refused:
            errors = errors_of(refused)
        else:
            messages.success(request, _("Đã tiếp nhận %(n)d hồ sơ. Gói lưu trữ đang được lập.") % {"n": n})
            return redirect("archive:slip", case_slip_id=case_slip_id)
    context = {
        "slip": info,
        "lines": [(one, one.file.id in back, back.get(one.file.id, "")) for one in lines],
        "may_take": info.state is casefiles.SlipState.SENT and access.may(actor, RECEIVE, info.unit_id),
        "errors": errors,
    }
    return page(request, "slip.html", context, status=422 if errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def checks(request: HttpRequest) -> HttpResponse:
    """Show the last checks of the holding; POST begins one."""
    actor = officer_of(request, SEE)
    if request.method == "POST":
        archive.begin_check(actor, now=now())
        messages.success(request, _("Đã bắt đầu kiểm tra toàn bộ kho. Tải lại trang để xem kết quả."))
        return redirect("archive:checks")
    words = {"missing": _("mất bản sao"), "changed": _("nội dung bị thay đổi")}
    copies = {"first": _("bản thứ nhất"), "second": _("bản thứ hai")}
    found = [
        (one, [(objid, copies.get(copy, copy), words.get(why, why)) for objid, copy, why in one.problems])
        for one in archive.list_checks(actor)
    ]
    return page(request, "checks.html", {"checks": found, "may_check": actor.may(CHECK)})


def _told(values: Mapping[str, str], kind: Any) -> list[tuple[str, str]]:
    """Return what a package says of itself, in words: titles of its fields and of their codes."""
    found = []
    for one in field_list(kind):
        value = values.get(one.name, "")
        if value:
            words = codes_of(one.codes).get(value, value) if one.codes else value
            found.append((_(one.title), words))
    return found
