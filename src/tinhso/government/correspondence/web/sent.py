"""What went out: one list, one page for each packet with how every receiver stands."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tinhso.government.correspondence import access
from tinhso.government.correspondence import public as exchange
from tinhso.government.correspondence.actions import sending
from tinhso.government.correspondence.data import FOLLOW, HANDLE, STANDING_TITLES, Standing
from tinhso.government.documents.data import Recipient
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import now
from tinhso.kernel.errors import DomainError, Kind, NotFound
from tinhso.ui.parse import uuid_of
from tinhso.ui.people import officer_of


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Show what went out, each with how many receivers stand how."""
    actor = officer_of(request, FOLLOW)
    page = exchange.list_sent(actor, cursor=request.GET.get("cursor", ""))
    rows = [(one, _figures(one)) for one in page.items]
    return render(request, "correspondence/sent.html", {"page": page, "rows": rows})


def _figures(one: exchange.Sent) -> list[tuple[str, str, int]]:
    """Return value, words and count of each standing some receiver is in."""
    return [
        (key.value, _(words), one.counts.get(key, 0)) for key, words in STANDING_TITLES.items() if one.counts.get(key)
    ]


@require_safe
def packet(request: HttpRequest, packet_id: UUID) -> HttpResponse:
    """Show one packet and its receivers, those in one standing when `tt` says so."""
    return _show(request, officer_of(request, FOLLOW), packet_id, errors={})


def _show(request: HttpRequest, actor: Actor, packet_id: UUID, *, errors: dict[str, str]) -> HttpResponse:
    found = exchange.get_sent(actor, packet_id=packet_id)
    asked = request.GET.get("tt", "")
    standing = Standing(asked) if asked in {one.value for one in Standing} else None
    page = exchange.list_receivers(
        actor, packet_id=packet_id, standing=standing, cursor=request.GET.get("cursor", ""), size=100
    )
    context = {
        "sent": found,
        "packet": found.packet,
        "figures": _figures(found),
        "standing": asked if standing else "",
        "page": page,
        "receivers": page.items,
        "handles": found.packet.unit_id in access.units_of(actor, HANDLE),
        "may_open": access.may_open(actor, found.packet.document_id),
        "failed": found.counts.get(Standing.FAILED, 0),
        "refused": found.counts.get(Standing.REFUSED, 0),
        "lists": exchange.list_send_lists(actor) if found.packet.business in (0, 3) else [],
        "errors": errors,
    }
    return render(request, "correspondence/packet.html", context, status=422 if errors else 200)


@require_POST
def resend(request: HttpRequest, packet_id: UUID) -> HttpResponse:
    """Send again what could not be delivered, or say that refusals were seen (`viec=da-xem`)."""
    actor = officer_of(request, HANDLE)
    if request.POST.get("viec") == "da-xem":
        exchange.seen_refusals(actor, packet_id=packet_id, now=now())
        messages.success(request, _("Đã ghi nhận: văn thư đã xem lý do từ chối."))
    else:
        count = exchange.resend(
            actor, packet_id=packet_id, delivery_id=uuid_of(request.POST.get("luot", "")), now=now()
        )
        messages.success(request, _("Đang gửi lại cho %(n)s nơi nhận.") % {"n": count})
    return redirect("correspondence:packet", packet_id=packet_id)


@require_POST
def send_more(request: HttpRequest, packet_id: UUID) -> HttpResponse:
    """Send a document to the units of a send list that do not have it yet."""
    actor = officer_of(request, HANDLE)
    list_id = uuid_of(request.POST.get("danh_sach", ""))
    exchange.get_sent(actor, packet_id=packet_id)
    if list_id is None:
        return _show(request, actor, packet_id, errors={"danh_sach": _("Chọn một danh sách gửi.")})
    units = exchange.resolve_list(actor, list_id=list_id)
    more = [Recipient(one.name, unit_id=one.unit_id, code=one.code, is_to_act=False) for one in units]
    try:
        count = sending.send_more(actor, packet_id=packet_id, recipients=more, now=now())
    except DomainError as refused:
        if refused.kind not in (Kind.INVALID, Kind.CONFLICT):
            raise
        return _show(request, actor, packet_id, errors={"danh_sach": _(refused.sentence)})
    if count:
        messages.success(request, _("Đang gửi thêm cho %(n)s nơi nhận.") % {"n": count})
    else:
        messages.info(request, _("Mọi đơn vị trong danh sách đã được gửi văn bản này."))
    return redirect("correspondence:packet", packet_id=packet_id)


@require_safe
def receiver(request: HttpRequest, packet_id: UUID, receiver_id: UUID) -> HttpResponse:
    """Show what one receiver said, step by step."""
    actor = officer_of(request, FOLLOW)
    row = access.access_packet(actor, packet_id=packet_id).deliveries.filter(pk=receiver_id).first()
    if row is None:
        raise NotFound
    context = {
        "packet": exchange.get_sent(actor, packet_id=packet_id).packet,
        "delivery": row.to_info(),
        "lines": exchange.list_lines(actor, delivery_id=receiver_id),
    }
    return render(request, "correspondence/receiver.html", context)


@require_safe
def packet_file(request: HttpRequest, packet_id: UUID) -> HttpResponseBase:
    """Give a packet as it was sealed, byte for byte."""
    actor = officer_of(request, FOLLOW)
    info, pieces = exchange.bytes_of(actor, packet_id=packet_id)
    if request.method == "GET" and info.is_ours and info.unit_id in access.units_of(actor, HANDLE):
        sending.hand_out(actor, packet_id=packet_id, now=now())
    reply = StreamingHttpResponse(pieces, content_type="application/xml")
    name = "".join(one if one.isascii() and (one.isalnum() or one in "-_.") else "-" for one in info.code)
    reply["Content-Disposition"] = f'attachment; filename="{name or "goi-tin"}.edxml"'
    reply["Content-Length"] = str(info.size)
    return reply
