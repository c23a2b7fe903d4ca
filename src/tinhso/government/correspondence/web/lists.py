"""Send lists: seen, made, changed, closed."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tinhso.foundation.organisations import public as organisations
from tinhso.foundation.organisations.data import UnitKind
from tinhso.government.correspondence import access, naming
from tinhso.government.correspondence import public as exchange
from tinhso.government.correspondence.actions.lists import KINDS
from tinhso.government.correspondence.data import FOLLOW, HANDLE, SendListInfo
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import now
from tinhso.kernel.errors import NotFound
from tinhso.ui.parse import uuid_of
from tinhso.ui.people import officer_of

KIND_TITLES = {
    UnitKind.DEPARTMENT.value: gettext_noop("Các sở và cơ quan tương đương"),
    UnitKind.BOARD.value: gettext_noop("Các ban quản lý"),
    UnitKind.OFFICE.value: gettext_noop("Các văn phòng"),
    UnitKind.DISTRICT.value: gettext_noop("Ủy ban nhân dân cấp huyện"),
    UnitKind.COMMUNE.value: gettext_noop("Ủy ban nhân dân cấp xã"),
    UnitKind.CENTRE.value: gettext_noop("Các trung tâm"),
}


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Show the send lists of the agency, each with how many units it has today."""
    actor = officer_of(request, FOLLOW)
    rows = [(one, len(exchange.receivers_of(one))) for one in exchange.list_send_lists(actor)]
    context = {"rows": rows, "handles": bool(access.open_units(actor, HANDLE))}
    return render(request, "correspondence/lists.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, list_id: UUID | None = None) -> HttpResponse:
    """Show one list as a form, and keep it."""
    actor = officer_of(request, HANDLE)
    held = exchange.get_send_list(actor, list_id=list_id) if list_id else None
    unit_id = held.unit_id if held else _own(request, actor)
    if request.method != "POST":
        return _form(request, unit_id, held, errors={})
    post = request.POST
    try:
        exchange.save_list(
            actor,
            unit_id=unit_id,
            title=post.get("ten", ""),
            kinds=post.getlist("loai"),
            members=[key for one in post.getlist("don_vi")[:500] if (key := uuid_of(one))],
            list_id=list_id,
            now=now(),
        )
    except exchange.BadSendList as refused:
        return _form(request, unit_id, held, errors=refused.fields)
    messages.success(request, _("Đã lưu danh sách gửi."))
    return redirect("correspondence:lists")


def _own(request: HttpRequest, actor: Actor) -> UUID:
    units = access.open_units(actor, HANDLE)
    asked = uuid_of(request.POST.get("co_quan", "") or request.GET.get("co_quan", ""))
    chosen = asked if asked in units else actor.unit_id
    if chosen is None or chosen not in units:
        raise NotFound
    return chosen


def _form(request: HttpRequest, unit_id: UUID, held: SendListInfo | None, *, errors: dict[str, str]) -> HttpResponse:
    post = request.POST if request.method == "POST" else None
    below = organisations.subtree_ids(organisations.root().id) - {unit_id}
    members = set(post.getlist("don_vi")) if post else {str(one) for one in (held.members if held else ())}
    kinds = post.getlist("loai") if post else (held.kinds if held else ())
    units = [one for one in organisations.list_units() if one.is_agency and one.id in below]
    context = {
        "held": held,
        "title": post.get("ten", "") if post else (held.title if held else ""),
        "kinds": [(one, _(KIND_TITLES[one]), one in kinds) for one in KINDS],
        "units": [(one.id, naming.agency_name(one), one.code, str(one.id) in members) for one in units],
        "receivers": exchange.receivers_of(held) if held else (),
        "owner": naming.agency_name(organisations.get_unit(unit_id)),
        "unit_id": unit_id,
        "errors": errors,
    }
    return render(request, "correspondence/list.html", context, status=422 if errors else 200)


@require_POST
def close(request: HttpRequest, list_id: UUID) -> HttpResponse:
    """Close a list."""
    exchange.close_list(officer_of(request, HANDLE), list_id=list_id, now=now())
    messages.success(request, _("Đã đóng danh sách gửi."))
    return redirect("correspondence:lists")
