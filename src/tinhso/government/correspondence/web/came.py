"""What came and waits for the clerk: one list, one page for each delivery, packets that come as files."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tinhso.foundation.edxml import public as edxml
from tinhso.foundation.organisations import public as organisations
from tinhso.foundation.signing import public as signing
from tinhso.government.correspondence import access, naming
from tinhso.government.correspondence import public as exchange
from tinhso.government.correspondence.data import FOLLOW, HANDLE
from tinhso.government.documents import public as documents
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import now
from tinhso.kernel.errors import DomainError, Kind
from tinhso.ui.parse import uuid_of
from tinhso.ui.people import officer_of

_SAID: Final = frozenset({Kind.INVALID, Kind.CONFLICT, Kind.TOO_LARGE})
UPLOAD: Final = edxml.Limits(packet=100 * 1024 * 1024)


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Show what came and waits (`hop=cho`), or all that came (`hop=tat-ca`)."""
    return _list(request, officer_of(request, FOLLOW), errors={})


def _list(request: HttpRequest, actor: Actor, *, errors: dict[str, str]) -> HttpResponse:
    box = "tat-ca" if request.GET.get("hop") == "tat-ca" else "cho"
    page = exchange.list_came(actor, is_open=box == "cho", cursor=request.GET.get("cursor", ""))
    context = {
        "box": box,
        "page": page,
        "came": page.items,
        "units": [
            (one, naming.agency_name(organisations.get_unit(one))) for one in sorted(access.open_units(actor, HANDLE))
        ],
        "errors": errors,
    }
    return render(request, "correspondence/came.html", context, status=422 if errors else 200)


@require_POST
def take_in(request: HttpRequest) -> HttpResponse:
    """Take in an edXML file: a document, a call back, or a status of what was sent."""
    actor = officer_of(request, HANDLE)
    sent = request.FILES.get("tep")
    units = sorted(access.open_units(actor, HANDLE))
    unit_id = uuid_of(request.POST.get("co_quan", "")) or (units[0] if units else None)
    if sent is None or unit_id is None:
        return _list(request, actor, errors={"tep": _("Chọn tệp gói tin edXML (đuôi .edxml hoặc .xml).")})
    stream: Any = sent.file
    try:
        if edxml.is_status(stream, limits=UPLOAD):
            stream.seek(0)
            info = exchange.import_status(actor, unit_id=unit_id, stream=stream, now=now())
            messages.success(request, _("Đã ghi trạng thái «%(title)s».") % {"title": info.title})
            target = ("correspondence:delivery", info.id) if info.receiver_unit_id else ("correspondence:sent", None)
            return redirect(target[0], came_id=target[1]) if target[1] else redirect(target[0])
        stream.seek(0)
        info = exchange.import_packet(actor, unit_id=unit_id, stream=stream, now=now(), limits=UPLOAD)
    except DomainError as refused:
        if refused.kind not in _SAID:
            raise
        return _list(request, actor, errors={"tep": _(refused.sentence)})
    messages.success(request, _("Đã nhập gói tin. Kiểm tra rồi vào sổ hoặc từ chối."))
    return redirect("correspondence:delivery", came_id=info.id)


@require_safe
def delivery(request: HttpRequest, came_id: UUID) -> HttpResponse:
    """Show one delivery: who sent what, whose seal it bears, what was said, and what the clerk may do."""
    return _show(request, officer_of(request, FOLLOW), came_id, errors={})


def _show(request: HttpRequest, actor: Actor, came_id: UUID, *, errors: dict[str, str]) -> HttpResponse:
    found = exchange.get_came(actor, delivery_id=came_id)
    info = found.delivery
    context = {
        "delivery": info,
        "packet": found.packet,
        "lines": exchange.list_lines(actor, delivery_id=came_id),
        "document": documents.find_by_delivery(came_id),
        "may_open": access.may_open(actor, info.document_id),
        "seal": _seal(came_id) if found.packet.signer else None,
        "handles": info.receiver_unit_id in access.units_of(actor, HANDLE),
        "errors": errors,
        "typed": request.POST,
    }
    return render(request, "correspondence/delivery.html", context, status=422 if errors else 200)


def _seal(came_id: UUID) -> signing.Standing | None:
    """Return what the certificate that sealed a packet is worth; None for one that cannot be read."""
    pem = access.certificate_of(came_id)
    try:
        return signing.standing_of(pem.encode(), now=now()) if pem else None
    except DomainError:
        return None


@require_POST
def register(request: HttpRequest, came_id: UUID) -> HttpResponse:
    """Register what arrived (vào sổ)."""
    actor = officer_of(request, HANDLE)
    post = request.POST
    try:
        made = exchange.take_in(
            actor,
            delivery_id=came_id,
            no_secret=bool(post.get("khong_mat")),
            twin_reason=post.get("ly_do_trung", ""),
            warning_reason=post.get("ly_do_canh_bao", ""),
            now=now(),
        )
    except documents.TwinsFound as refused:
        return _show(request, actor, came_id, errors={"ly_do_trung": _(refused.sentence)})
    except DomainError as refused:
        if refused.kind not in _SAID:
            raise
        name = "ly_do_canh_bao" if isinstance(refused, documents.SecrecyDoubted) else "khong_mat"
        words = next(iter(refused.fields.values()), refused.sentence)
        return _show(request, actor, came_id, errors={name: _(words)})
    messages.success(request, _("Đã vào sổ, số đến %(n)s.") % {"n": made.number})
    return redirect("documents:one", document_id=made.id)


@require_POST
def refuse(request: HttpRequest, came_id: UUID) -> HttpResponse:
    """Send back what arrived, with the reason."""
    actor = officer_of(request, HANDLE)
    try:
        exchange.send_back(actor, delivery_id=came_id, reason=request.POST.get("ly_do", ""), now=now())
    except DomainError as refused:
        if refused.kind not in _SAID:
            raise
        words = next(iter(refused.fields.values()), refused.sentence)
        return _show(request, actor, came_id, errors={"ly_do": _(words)})
    messages.success(request, _("Đã từ chối tiếp nhận. Bên gửi sẽ thấy lý do."))
    return redirect("correspondence:came")


@require_POST
def answer(request: HttpRequest, came_id: UUID) -> HttpResponse:
    """Answer a call back."""
    actor = officer_of(request, HANDLE)
    agrees = request.POST.get("tra_loi") == "dong-y"
    try:
        exchange.answer_recall(
            actor, delivery_id=came_id, agrees=agrees, reason=request.POST.get("ly_do_thu_hoi", ""), now=now()
        )
    except DomainError as refused:
        if refused.kind not in _SAID:
            raise
        words = next(iter(refused.fields.values()), refused.sentence)
        return _show(request, actor, came_id, errors={"ly_do_thu_hoi": _(words)})
    said = _("Đã đồng ý. Văn bản được khóa lại và giữ vết.") if agrees else _("Đã gửi lý do từ chối cho bên gửi.")
    messages.success(request, said)
    return redirect("correspondence:delivery", came_id=came_id)


@require_safe
def status_file(request: HttpRequest, came_id: UUID) -> HttpResponse:
    """Give what was last said of a packet from outside as a status message."""
    actor = officer_of(request, HANDLE)
    made = exchange.status_message(actor, delivery_id=came_id, now=now())
    reply = HttpResponse(made, content_type="application/xml")
    reply["Content-Disposition"] = 'attachment; filename="trang-thai.edxml"'
    return reply
