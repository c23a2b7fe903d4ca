"""For heads: who has how much, giving work to another, handing over whole, absences."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.foundation.files import public as files
from tinhso.foundation.work import public as work
from tinhso.government.cooperation import public as cooperation
from tinhso.government.cooperation.data import HAND_OVER
from tinhso.government.cooperation.web._common import errors_of, page
from tinhso.kernel.clock import now
from tinhso.kernel.errors import DomainError, NotFound
from tinhso.ui.parse import day_of, uuid_of
from tinhso.ui.people import officer_of

SHOWN = 200


@require_http_methods(["GET", "HEAD", "POST"])
def balance(request: HttpRequest) -> HttpResponse:
    """Show who has how much; of the one chosen (`nguoi`) all items, to select and give to another («Chuyển cho»)."""
    actor = officer_of(request, HAND_OVER)
    chosen = uuid_of(request.GET.get("nguoi", ""))
    lines: list[cooperation.MovedLine] = []
    errors: dict[str, str] = {}
    if request.method == "POST":
        to = uuid_of(request.POST.get("cho", ""))
        wanted = [one for text in request.POST.getlist("viec")[:SHOWN] if (one := uuid_of(text))]
        if to is None or not wanted:
            errors["cho"] = _("Chọn ít nhất một việc và người nhận.")
        else:
            lines = cooperation.move_items(actor, item_ids=wanted, to_id=to, now=now())
    moment = now()
    nobody = request.GET.get("nguoi") == "chua-nhan"
    items = work.list_live(actor, assignee_id=chosen, size=SHOWN) if chosen or nobody else []
    context = {
        "loads": work.list_loads(actor, now=moment),
        "people": cooperation.list_colleagues(actor),
        "chosen": chosen,
        "nobody": nobody,
        "items": [(one, one.light(moment)) for one in items],
        "lines": lines,
        "moved": sum(one.done for one in lines),
        "errors": errors,
    }
    return page(request, "balance.html", context, status=422 if errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: HttpRequest) -> HttpResponse:
    """List everything open of one officer (`nguoi`), and hand it all over in one act with a record."""
    actor = officer_of(request, HAND_OVER)
    giver = uuid_of(request.POST.get("tu", "") or request.GET.get("nguoi", ""))
    errors: dict[str, str] = {}
    if request.method == "POST":
        taker = uuid_of(request.POST.get("cho", ""))
        try:
            if giver is None or taker is None:
                raise cooperation.BadHandOver(fields={"cho": _("Chọn người giao và người nhận.")})
            record = cooperation.hand_over_all(
                actor, from_id=giver, to_id=taker, reason=request.POST.get("ly_do", ""), now=now()
            )
            messages.success(request, _("Đã bàn giao, biên bản số %(number)s.") % {"number": record.number})
            return redirect("cooperation:record", hand_over_id=record.id)
        except DomainError as refused:
            errors = errors_of(refused)
    people = cooperation.list_colleagues(actor)
    known = giver in [one.account_id for one in people]
    context = {
        "people": people,
        "giver": giver,
        "held": cooperation.open_work_of(actor, account_id=giver) if giver and known else None,
        "records": cooperation.list_hand_overs(actor),
        "typed": request.POST,
        "errors": errors,
    }
    return page(request, "hand_over.html", context, status=422 if errors else 200)


@require_safe
def record(request: HttpRequest, hand_over_id: UUID) -> HttpResponse:
    """Show one record of handing over."""
    found = cooperation.get_hand_over(officer_of(request, HAND_OVER), record_id=hand_over_id)
    return page(request, "record.html", {"record": found, "moved": sum(one.done for one in found.lines)})


@require_safe
def record_print(request: HttpRequest, hand_over_id: UUID) -> HttpResponseBase:
    """Give the record as PDF."""
    found = cooperation.get_hand_over(officer_of(request, HAND_OVER), record_id=hand_over_id)
    if found.file_id is None:
        raise NotFound
    return files.respond(found.file_id, inline=True, request=request)


@require_http_methods(["GET", "HEAD", "POST"])
def absence(request: HttpRequest) -> HttpResponse:
    """Let a colleague stand in for one who is away."""
    actor = officer_of(request, HAND_OVER)
    errors: dict[str, str] = {}
    if request.method == "POST":
        post = request.POST
        away, deputy = uuid_of(post.get("nguoi_nghi", "")), uuid_of(post.get("nguoi_thay", ""))
        first, last = day_of(post.get("tu_ngay", "")), day_of(post.get("den_ngay", ""))
        try:
            if away is None or deputy is None or first is None or last is None:
                raise cooperation.BadHandOver(fields={"away": _("Chọn hai người và ghi đủ hai ngày.")})
            cooperation.set_absence(
                actor,
                away_id=away,
                stand_in_id=deputy,
                first_on=first,
                last_on=last,
                document=post.get("van_ban", "")[:200],
                now=now(),
            )
            messages.success(request, _("Đã giao người làm thay. Người này chọn vị trí làm thay ở góc trên màn hình."))
            return redirect("cooperation:absence")
        except DomainError as refused:
            errors = errors_of(refused)
    context = {"people": cooperation.list_colleagues(actor), "typed": request.POST, "errors": errors}
    return page(request, "absence.html", context, status=422 if errors else 200)
