"""Asking, and being asked."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.foundation.files import public as files
from tinhso.foundation.organisations import public as organisations
from tinhso.government.cooperation import access
from tinhso.government.cooperation import public as cooperation
from tinhso.government.cooperation.data import CONSULT, Addressee, ConsultInfo, ConsultState
from tinhso.government.cooperation.web._common import end_of, errors_of, page, uploaded
from tinhso.government.dossiers import public as dossiers
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import now
from tinhso.kernel.errors import DomainError, NotFound
from tinhso.ui.parse import day_of, uuid_of
from tinhso.ui.people import officer_of

ROWS: Final = 4


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Ask up to four units at once about a dossier; below, who owes what."""
    actor = officer_of(request, CONSULT)
    detail = dossiers.get_dossier(actor, dossier_id=dossier_id)
    if not actor.may(CONSULT, detail.info.unit_id):
        raise NotFound
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            _ask(actor, request, dossier_id, errors)
            if not errors:
                messages.success(request, _("Đã gửi lấy ý kiến."))
                return redirect("cooperation:ask", dossier_id=dossier_id)
        except DomainError as refused:
            errors = errors_of(refused)
    moment = now()
    typed = request.POST
    context = {
        "info": detail.info,
        "papers": [(one, str(one.id) in typed.getlist("giay_to")) for one in detail.papers if one.file_id],
        "units": _units(detail.info.unit_id),
        "rows": [
            (place, typed.get(f"don_vi_{place}", ""), typed.get(f"han_{place}", "")) for place in range(1, ROWS + 1)
        ],
        "typed": typed,
        "errors": errors,
        "consults": [(one, one.tone(moment)) for one in cooperation.list_consults(actor, dossier_id=dossier_id)],
    }
    return page(request, "ask.html", context, status=422 if errors else 200)


def _units(own: UUID) -> list[organisations.UnitInfo]:
    """Return the agencies that may be asked: every one but one's own, at most 300."""
    agency = organisations.agency_of(own).id
    found = [one for one in organisations.list_units() if one.is_agency and one.id != agency]
    return found[:300]


def _ask(actor: Actor, request: HttpRequest, dossier_id: UUID, errors: dict[str, str]) -> None:
    asked = []
    for place in range(1, ROWS + 1):
        unit_id, day = uuid_of(request.POST.get(f"don_vi_{place}", "")), day_of(request.POST.get(f"han_{place}", ""))
        if unit_id is None:
            continue
        if day is None:
            errors["due"] = _("Ghi hạn trả lời cho từng đơn vị, ví dụ 27/03/2026.")
            return
        asked.append(Addressee(unit_id, end_of(day)))
    papers = [one for text in request.POST.getlist("giay_to")[:50] if (one := uuid_of(text))]
    cooperation.ask(
        actor,
        dossier_id=dossier_id,
        asked=asked,
        question=request.POST.get("noi_dung", ""),
        paper_ids=papers,
        now=now(),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def consult(request: HttpRequest, consult_id: UUID) -> HttpResponse:
    """Show one question to either side; a POST answers, declines, extends, reminds or closes (`viec`)."""
    actor = officer_of(request)
    shown = cooperation.get_consult(actor, consult_id=consult_id)
    errors: dict[str, str] = {}
    if request.method == "POST":
        act = _ACTS.get(request.POST.get("viec", ""))
        if act is None:
            raise NotFound
        try:
            messages.success(request, act(actor, request, consult_id, now()))
            return redirect(_after(request, actor, shown))
        except DomainError as refused:
            errors = errors_of(refused)
    is_asker = access.is_asker_of(actor, shown.id)
    context = {
        "one": shown,
        "tone": shown.tone(now()),
        "is_open": shown.state is ConsultState.OPEN,
        "is_asker": is_asker,
        "may_answer": shown.state is ConsultState.OPEN and access.is_asked_of(actor, shown.id),
        "typed": request.POST,
        "errors": errors,
    }
    return page(request, "consult.html", context, status=422 if errors else 200)


def _after(request: HttpRequest, actor: Actor, shown: ConsultInfo) -> str:
    """Return where to go on: the question while it is still this actor's to see, else the inbox."""
    del request
    try:
        cooperation.get_consult(actor, consult_id=shown.id)
    except DomainError:
        return "/viec/"
    return f"/viec/y-kien/{shown.id}/"


def _answer(actor: Actor, request: HttpRequest, consult_id: UUID, moment: datetime) -> str:
    kept = uploaded(actor, request, "tep")
    cooperation.answer(
        actor,
        consult_id=consult_id,
        text=request.POST.get("tra_loi", ""),
        file_id=kept[0] if kept else None,
        now=moment,
    )
    return _("Đã gửi ý kiến.")


def _decline(actor: Actor, request: HttpRequest, consult_id: UUID, moment: datetime) -> str:
    cooperation.decline(actor, consult_id=consult_id, reason=request.POST.get("ly_do", ""), now=moment)
    return _("Đã từ chối cho ý kiến.")


def _extend(actor: Actor, request: HttpRequest, consult_id: UUID, moment: datetime) -> str:
    day = day_of(request.POST.get("han", ""))
    if day is None:
        raise cooperation.BadConsult(fields={"due": _("Ghi hạn mới, ví dụ 27/03/2026.")})
    why = request.POST.get("ly_do", "")
    cooperation.extend(actor, consult_id=consult_id, due_at=end_of(day), reason=why, now=moment)
    return _("Đã gia hạn trả lời.")


def _remind(actor: Actor, request: HttpRequest, consult_id: UUID, moment: datetime) -> str:
    del request
    cooperation.remind(actor, consult_id=consult_id, now=moment)
    return _("Đã nhắc đơn vị trả lời.")


def _close(actor: Actor, request: HttpRequest, consult_id: UUID, moment: datetime) -> str:
    del request
    cooperation.close(actor, consult_id=consult_id, now=moment)
    return _("Đã đóng phiếu lấy ý kiến.")


_ACTS: Final[dict[str, Callable[[Actor, HttpRequest, UUID, datetime], Any]]] = {
    "tra-loi": _answer,
    "tu-choi": _decline,
    "gia-han": _extend,
    "nhac": _remind,
    "dong": _close,
}


@require_safe
def shown_paper(request: HttpRequest, consult_id: UUID, shown_id: UUID) -> HttpResponseBase:
    """Show a paper named in an open question to whom it is put."""
    file_id = cooperation.open_shown_paper(officer_of(request), consult_id=consult_id, paper_id=shown_id)
    return files.respond(file_id, inline=True, request=request)


@require_safe
def answer_file(request: HttpRequest, consult_id: UUID) -> HttpResponseBase:
    """Give the file of an answer to either side."""
    file_id = cooperation.open_answer_file(officer_of(request), consult_id=consult_id)
    return files.respond(file_id, inline=True, request=request)
