"""«Ai đã xem, sử dụng dữ liệu của tôi»: the record, by day and by agency, its export, and the question."""

from itertools import groupby
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tinhso.foundation.calendar.public import allowance_words
from tinhso.foundation.identity import public as identity
from tinhso.government.papers import kinds
from tinhso.government.papers.actions.question import query_read
from tinhso.government.papers.data import Look
from tinhso.government.papers.queries import tracker
from tinhso.government.papers.rules.sheet import csv_lines
from tinhso.government.papers.web.views._common import applicant_of, page
from tinhso.kernel.clock import local_day, now, to_local
from tinhso.ui.parse import uuid_of
from tinhso.ui.site import address_of

SIZE: Final = 30


@require_safe
def looks(request: HttpRequest) -> HttpResponse:
    """Show who saw one's data, newest first, day by day; `co-quan` filters by agency."""
    actor = applicant_of(request)
    unit = uuid_of(request.GET.get("co-quan", ""))
    found = tracker.list_looks_at_me(actor, unit_id=unit, cursor=request.GET.get("cursor", ""), size=SIZE)
    days = [
        (day, [(one, who_of(one), _dossier_url(one)) for one in group])
        for day, group in groupby(found.items, key=lambda one: local_day(one.at))
    ]
    context = {
        "found": found,
        "days": days,
        "units": [(str(key), name) for key, name in tracker.agencies_seen(actor)],
        "unit": str(unit or ""),
        "answer_within": allowance_words(kinds.answer_within()),
        "is_proven": actor.assurance >= identity.Assurance.VERIFIED,
    }
    return page(request, "tracker.html", context)


def who_of(look: Look) -> str:
    """Return who looked, in words: an officer or another system by name, others by what they are."""
    if look.receiver:
        return _("Hệ thống %(name)s") % {"name": look.receiver}
    names = {
        "anonymous": _("Người có đường dẫn chia sẻ"),
        "system": _("Hệ thống"),
        "citizen": _("Người được chia sẻ"),
        "business": _("Tổ chức được chia sẻ"),
    }
    return look.who if look.kind == "officer" else names.get(look.kind, look.who)


def _dossier_url(look: Look) -> str:
    is_dossier = look.subject_kind == "dossier" and look.subject_id is not None
    return address_of("citizen:dossier", look.subject_id) if is_dossier else ""


@require_safe
def export(request: HttpRequest) -> HttpResponseBase:
    """Give the newest 5,000 lines of one's own record as CSV."""
    actor = applicant_of(request)
    head = (_("Thời điểm"), _("Người xem"), _("Cơ quan"), _("Mục đích"), _("Trả lời của cơ quan"))
    rows = (
        (f"{to_local(one.at):%d/%m/%Y %H:%M}", who_of(one), one.unit_name, one.purpose, one.answer)
        for one in tracker.every_look(actor)
    )
    answer = StreamingHttpResponse(csv_lines([head, *rows]), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="ai-da-xem-du-lieu.csv"'
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    """Ask about one look: «Tôi không hiểu lần xem này»."""
    actor = applicant_of(request)
    asked = query_read(actor, key=request.POST.get("lan_xem", ""), words=request.POST.get("noi_dung", ""), now=now())
    messages.success(
        request,
        _("Đã gửi câu hỏi đến lãnh đạo cơ quan. Ông/Bà nhận trả lời tại trang này trước %(when)s.")
        % {"when": f"{to_local(asked.due_at):%H:%M %d/%m/%Y}"},
    )
    return redirect("papers:tracker")
