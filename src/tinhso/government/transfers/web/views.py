"""Paper to send, slips that went out and that come in, one slip."""

from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from tinhso.government.transfers import public as transfers
from tinhso.government.transfers.data import HAND, MAX_LINES, WAY_TITLES, LineState, Way
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import now
from tinhso.kernel.errors import DomainError, Kind, NotFound
from tinhso.ui.parse import uuid_of
from tinhso.ui.people import officer_of

_SAID: Final = frozenset({Kind.INVALID, Kind.CONFLICT})
BOXES: Final = ("cho-gui", "den", "di")


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Show what waits to be sent, what comes in and what went out (`hop`); `ma` opens a slip by its number."""
    actor = officer_of(request, HAND)
    number = request.GET.get("ma", "").strip()
    if number:
        found = transfers.find_transfer(actor, number=number)
        if found is not None:
            return redirect("transfers:transfer", transfer_id=found.id)
    errors = {"ma": _("Không có phiếu bàn giao số này ở đơn vị của Ông/Bà.")} if number else {}
    return _list(request, actor, errors=errors)


def _list(request: HttpRequest, actor: Actor, *, errors: dict[str, str]) -> HttpResponse:
    box = request.GET.get("hop", "")
    box = box if box in BOXES else BOXES[0]
    chosen = uuid_of(request.GET.get("chon", ""))
    moment = now()
    context: dict[str, Any] = {
        "box": box,
        "bundles": [
            (one, request.POST.get("noi_nhan") == str(one.to_unit_id)) for one in transfers.list_waiting(actor)
        ],
        "ways": [(one.value, _(title)) for one, title in WAY_TITLES.items()],
        "chosen": chosen,
        "typed": request.POST,
        "number": request.GET.get("ma", "")[:60],
        "errors": errors,
    }
    if box != BOXES[0]:
        page = transfers.list_transfers(actor, incoming=box == "den", cursor=request.GET.get("cursor", ""), size=50)
        context |= {"page": page, "slips": [(one, one.is_late(moment)) for one in page.items]}
    return render(request, "transfers/list.html", context, status=422 if errors else 200)


@require_POST
def send(request: HttpRequest) -> HttpResponse:
    """Send the chosen papers with one slip."""
    actor, post = officer_of(request, HAND), request.POST
    wanted = [one for text in post.getlist("dong")[: MAX_LINES + 1] if (one := uuid_of(text))]
    way = post.get("cach", "")
    try:
        made = transfers.send(
            actor,
            line_ids=wanted,
            way=Way(way) if way in set(Way) else Way.OFFICER,
            carrier=post.get("nguoi_mang", ""),
            tracking=post.get("ma_buu_gui", ""),
            now=now(),
        )
    except DomainError as refused:
        return _list(request, actor, errors=_errors(refused))
    messages.success(request, _("Đã lập phiếu bàn giao %(number)s. In phiếu gửi kèm hồ sơ.") % {"number": made.number})
    return redirect("transfers:transfer", transfer_id=made.id)


def _errors(refused: DomainError) -> dict[str, str]:
    if refused.kind not in _SAID:
        raise refused
    return {str(key): str(words) for key, words in refused.fields.items()} or {"all": _(refused.sentence)}


@require_safe
def transfer(request: HttpRequest, transfer_id: UUID) -> HttpResponse:
    """Show one slip: to the desk that sent it, and to the unit that says what arrived."""
    return _show(request, officer_of(request, HAND), transfer_id, errors={})


def _show(request: HttpRequest, actor: Actor, transfer_id: UUID, *, errors: dict[str, str]) -> HttpResponse:
    info, lines = transfers.get_transfer(actor, transfer_id=transfer_id)
    takes = actor.may(HAND, info.to_unit_id)
    context = {
        "slip": info,
        "lines": lines,
        "is_late": info.is_late(now()),
        "takes": takes,
        "gives": actor.may(HAND, info.from_unit_id),
        "open_lines": [one for one in lines if one.state is LineState.SENT] if takes else [],
        "errors": errors,
    }
    return render(request, "transfers/transfer.html", context, status=422 if errors else 200)


@require_POST
def confirm(request: HttpRequest, transfer_id: UUID) -> HttpResponse:
    """Keep what arrived and what did not; `tat_ca` says that whatever is not marked as missing is there."""
    actor, post = officer_of(request, HAND), request.POST
    arrived, missing = [], {}
    for name, said in post.items():
        line_id = uuid_of(name.removeprefix("dong_")) if name.startswith("dong_") else None
        if line_id is not None and said == "da_nhan":
            arrived.append(line_id)
        elif line_id is not None and said == "chua_nhan":
            missing[line_id] = post.get(f"ghi_chu_{line_id}", "")
    if "tat_ca" in post:
        _info, lines = transfers.get_transfer(actor, transfer_id=transfer_id)
        arrived = [one.id for one in lines if one.state is LineState.SENT and one.id not in missing]
    try:
        transfers.confirm(actor, transfer_id=transfer_id, arrived=arrived, missing=missing, now=now())
    except DomainError as refused:
        return _show(request, actor, transfer_id, errors=_errors(refused))
    said = ngettext("Đã xác nhận %(n)d hồ sơ.", "Đã xác nhận %(n)d hồ sơ.", len(arrived)) % {"n": len(arrived)}
    if missing:
        said += " " + _("Đã báo đơn vị gửi %(n)d hồ sơ chưa nhận được.") % {"n": len(missing)}
    messages.success(request, said)
    return redirect("transfers:transfer", transfer_id=transfer_id)


@require_safe
def line(request: HttpRequest, line_id: UUID) -> HttpResponse:
    """Lead from something to do to where it is done: the list of what waits, or the slip."""
    actor = officer_of(request, HAND)
    info = transfers.get_line(actor, line_id=line_id)
    if info.transfer_id is not None:
        return redirect("transfers:transfer", transfer_id=info.transfer_id)
    return redirect(f"{reverse('transfers:list')}?{urlencode({'chon': str(info.id)})}#dong-{info.id}")


@require_POST
def act(request: HttpRequest, line_id: UUID) -> HttpResponse:
    """Say of one paper that it arrived after all, that it waits to be sent again, or that it need not go (`lam`)."""
    actor, post = officer_of(request, HAND), request.POST
    info = transfers.get_line(actor, line_id=line_id)
    back = redirect("transfers:line", line_id=line_id)
    try:
        match post.get("lam", ""):
            case "da_den":
                transfers.found(actor, line_id=line_id, now=now())
                messages.success(request, _("Đã ghi nhận hồ sơ giấy %(code)s đã đến.") % {"code": info.code})
            case "gui_lai":
                transfers.take_back(actor, line_id=line_id, now=now())
                messages.success(request, _("Hồ sơ giấy %(code)s chờ gửi lại.") % {"code": info.code})
            case "khong_gui":
                transfers.skip(actor, line_id=line_id, reason=post.get("ly_do", ""), now=now())
                messages.success(request, _("Đã ghi lý do không gửi hồ sơ giấy %(code)s.") % {"code": info.code})
                back = redirect("transfers:list")
            case _:
                raise NotFound
    except DomainError as refused:
        if refused.kind not in _SAID:
            raise
        messages.error(request, _(refused.sentence))
    return back


@require_safe
def slip(request: HttpRequest, transfer_id: UUID) -> HttpResponse:
    """Give the slip as PDF."""
    made = transfers.slip(officer_of(request, HAND), transfer_id=transfer_id, now=now())
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="phieu-ban-giao.pdf"'
    return answer
