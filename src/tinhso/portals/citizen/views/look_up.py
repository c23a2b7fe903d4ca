"""For anybody: how far a dossier is, and whether a paper is genuine. Nothing about a person is shown."""

from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.foundation.identity import public as identity
from tinhso.foundation.organisations import public as organisations
from tinhso.foundation.prints import public as prints
from tinhso.foundation.signing import public as signing
from tinhso.government.dossiers import public as dossiers
from tinhso.government.results import public as results
from tinhso.kernel.clock import now, to_local
from tinhso.kernel.errors import DomainError
from tinhso.portals.citizen import presenting

WRONG_TRIES: Final = 60
"""Wrong codes a quarter of an hour from one address, before it has to wait."""
FILES: Final = 30
"""Files verified a quarter of an hour for one address: each costs work, whatever comes of it."""


@require_safe
def look_up(request: HttpRequest) -> HttpResponse:
    """Look a dossier up by the code or token on its receipt."""
    code = request.GET.get("ma", "").strip()[:60]
    context: dict[str, Any] = {"code": code}
    if "ma" not in request.GET:
        return render(request, "citizen/look_up.html", context)
    if not code:
        context["errors"] = {"ma": _("Nhập mã hồ sơ, ví dụ H61.12-261122-0001")}
        return render(request, "citizen/look_up.html", context, status=422)
    return _status(request, code, context)


@require_safe
def public_status(request: HttpRequest, token: str) -> HttpResponse:
    """Show what the QR on a receipt leads to."""
    return _status(request, token[:60], {"code": ""})


def _status(request: HttpRequest, code: str, context: dict[str, Any]) -> HttpResponse:
    try:
        seen = dossiers.look_up_throttled(code, address=identity.client_address(request), now=now())
    except DomainError as refusal:
        context |= {"code": code, "errors": {"ma": refusal.sentence}}
        return render(request, "citizen/look_up.html", context, status=refusal.status)
    context |= {"seen": seen, "words": presenting.status_words(seen.status)}
    return render(request, "citizen/status.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Ask for the code printed on a paper, or for the signed file itself, which is looked at and not kept."""
    if "ma" in request.GET:
        token = request.GET["ma"].strip().replace(" ", "").replace("/", "")[:60]
        if token:
            return redirect("citizen:verify_token", token=token)
        errors = {"ma": _("Nhập mã xác thực in trên văn bản")}
        return render(request, "citizen/verify.html", {"errors": errors}, status=422)
    return _verify_file(request) if request.method == "POST" else render(request, "citizen/verify.html")


def _verify_file(request: HttpRequest) -> HttpResponse:
    moment = now()
    try:
        identity.count_try("citizen.verify_file", identity.client_address(request), limit=FILES, now=moment)
        name, data = _posted("tep", request)
        _beside, content = _posted("tep_goc", request) if request.FILES.get("tep_goc") else ("", None)
        verdict = signing.verify(data, content=content, now=moment)
    except DomainError as refusal:
        errors = {"tep": _(refusal.sentence)}
        return render(request, "citizen/verify.html", {"errors": errors}, status=refusal.status)
    looked = signing.looked_at(name, data, moment)
    if request.POST.get("lam") == "phieu":
        return _report(verdict, looked)
    context = {"verdict": verdict, "file_name": looked.name, "sha256": looked.sha256}
    return _verdict(request, results.find_by_sha256(looked.sha256), context)


def _report(verdict: signing.Verdict, looked: signing.Looked) -> HttpResponse:
    """Return the report to keep, as PDF."""
    data = signing.print_data(verdict, looked, local=to_local(looked.checked_at))
    answer = HttpResponse(prints.render_pdf("phieu_kiem_tra_chu_ky", data), content_type="application/pdf")
    answer["Content-Disposition"] = 'attachment; filename="phieu-kiem-tra-chu-ky.pdf"'
    return answer


def _posted(field: str, request: HttpRequest) -> tuple[str, bytes]:
    """Return name and bytes of a file that was sent, within the bound of one file."""
    posted = request.FILES.get(field)
    if posted is None:
        raise DomainError(_("Chọn tệp cần kiểm tra"))
    if posted.size is None or posted.size > settings.FILE_MAX_BYTES:
        raise signing.DocumentTooLarge
    return posted.name or "", posted.read()


@require_safe
def verify_token(request: HttpRequest, token: str) -> HttpResponse:
    """Show what the register says about a result, and its signature as it verifies now."""
    address = identity.client_address(request)
    try:
        with identity.held_back("citizen.verify_token", address, limit=WRONG_TRIES, now=now()):
            found = results.find_by_token(token[:60])
            if found is None:
                raise results.ResultNotFound(_("Không có văn bản nào với mã này. Kiểm tra lại mã in trên văn bản."))
    except DomainError as refusal:
        context = {"errors": {"ma": refusal.sentence}, "code": token[:60]}
        return render(request, "citizen/verify.html", context, status=refusal.status)
    return _verdict(request, found, {"verdict": results.verify_signature(found.token, now=now())})


def _verdict(request: HttpRequest, found: results.PublicResult | None, context: dict[str, Any]) -> HttpResponse:
    unit = organisations.full_name(found.unit_id) if found else ""
    return render(request, "citizen/verdict.html", context | {"found": found, "unit_name": unit})
