"""`/ky-so/kiem-tra/`: many signed files checked in the background; each officer sees their own."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tinhso.foundation.signing.checks import reading, taking
from tinhso.foundation.signing.checks.data import STATES, CheckInfo, CheckState
from tinhso.kernel.clock import now
from tinhso.kernel.errors import DomainError
from tinhso.ui.people import officer_of

TONES: Final = {"valid": "ok", "invalid": "late", "unknown": "warn", "unsigned": "hold", "refused": "end"}


@require_http_methods(["GET", "HEAD", "POST"])
def checks(request: HttpRequest) -> HttpResponse:
    """Show this officer's checks and the form; on POST take files in and go to their report."""
    actor = officer_of(request)
    if request.method != "POST":
        return _listed(request, {})
    try:
        made = taking.ask_check(
            actor, sent=request.FILES.getlist("tep"), title=request.POST.get("ten", "")[:200], now=now()
        )
    except DomainError as refused:
        return _listed(request, {"errors": {"tep": _(refused.sentence)}}, status=422)
    return redirect("signing:check", made.id)


def _listed(request: HttpRequest, more: dict[str, Any], *, status: int = 200) -> HttpResponse:
    page = reading.list_checks(officer_of(request), cursor=request.GET.get("cursor", ""))
    rows = [{"one": one, "numbers": _numbers(one)} for one in page.items]
    limits = {"files": taking.MAX_FILES, "total": taking.MAX_TOTAL // (1024 * 1024), "days": taking.LASTS.days}
    context = {"page": page, "rows": rows, "limits": limits, **more}
    return _private(render(request, "signing/checks.html", context, status=status))


@require_safe
def check(request: HttpRequest, signature_check_id: UUID) -> HttpResponse:
    """Show how far a check is and what was found, one state (`hop`) or all."""
    actor = officer_of(request)
    found = reading.get_check(actor, check_id=signature_check_id)
    box = request.GET.get("hop", "")
    page = reading.list_checked(actor, check_id=signature_check_id, state=box, cursor=request.GET.get("cursor", ""))
    rows = [{"one": one, "word": reading.word_of(one.state), "tone": TONES[one.state]} for one in page.items]
    context = {
        "found": found,
        "is_open": found.state is CheckState.WAITING,
        "box": box if box in STATES else "",
        "numbers": _numbers(found),
        "page": page,
        "rows": rows,
    }
    return _private(render(request, "signing/check.html", context))


def _numbers(found: CheckInfo) -> list[dict[str, Any]]:
    return [
        {"box": state, "word": reading.word_of(state), "tone": TONES[state], "count": found.counts.get(state, 0)}
        for state in STATES
    ]


@require_safe
def sheet(request: HttpRequest, signature_check_id: UUID) -> HttpResponse:
    """Give the report as xlsx."""
    data = reading.sheet_of(officer_of(request), check_id=signature_check_id)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return _file(data, kind, "kiem-tra-chu-ky.xlsx")


@require_safe
def as_json(request: HttpRequest, signature_check_id: UUID) -> HttpResponse:
    """Give the report as JSON."""
    data = reading.json_of(officer_of(request), check_id=signature_check_id)
    return _file(data, "application/json; charset=utf-8", "kiem-tra-chu-ky.json")


@require_POST
def drop(request: HttpRequest, signature_check_id: UUID) -> HttpResponse:
    """Delete a check with its report."""
    taking.drop_check(officer_of(request), check_id=signature_check_id)
    messages.success(request, _("Đã xóa đợt kiểm tra cùng các tệp và báo cáo của đợt đó."))
    return redirect("signing:checks")


def _file(data: bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(data, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return _private(answer)


def _private(answer: HttpResponse) -> HttpResponse:
    answer["Cache-Control"] = "private, no-store"
    return answer
