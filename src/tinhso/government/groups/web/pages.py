"""The group itself: lists, beginning one, its page before and after it is filed."""

from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tinhso.foundation.files import public as files
from tinhso.foundation.organisations import public as organisations
from tinhso.foundation.organisations.public import UnitInfo, UnitKind
from tinhso.foundation.prints import public as prints
from tinhso.government.dossiers.data import CITIZEN_TITLES, Delivery, DossierInfo, PaperForm, Status
from tinhso.government.groups import public as groups
from tinhso.government.groups.access import RECEIVE, SEE
from tinhso.government.groups.data import MAX_MEMBERS, STATE_TITLES
from tinhso.government.groups.web._common import errors_of, page, someone
from tinhso.government.payments import public as payments
from tinhso.government.procedures import public as procedures
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import now
from tinhso.kernel.errors import DomainError
from tinhso.kernel.ids import uuid7
from tinhso.ui.parse import uuid_of
from tinhso.ui.people import applicant_of, officer_of
from tinhso.ui.site import address_of

_KINDS: Final = {
    procedures.Level.COMMUNE: (UnitKind.COMMUNE,),
    procedures.Level.DISTRICT: (UnitKind.DISTRICT,),
    procedures.Level.DEPARTMENT: (UnitKind.DEPARTMENT, UnitKind.BOARD),
}


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """List the applicant's own groups."""
    actor = applicant_of(request)
    found = groups.list_groups(actor, cursor=request.GET.get("cursor", ""), size=20)
    return page(request, "list.html", {"found": found})


@require_http_methods(["GET", "HEAD", "POST"])
def listed(request: HttpRequest) -> HttpResponse:
    """List the groups of the officer's units; POST begins one at the desk for the procedure chosen."""
    actor = officer_of(request, SEE)
    errors: dict[str, str] = {}
    if request.method == "POST":
        officer_of(request, RECEIVE)
        try:
            made = groups.start_group(actor, procedure_code=request.POST.get("thu_tuc", "")[:40], now=now())
            return redirect("groups:group", group_id=made.id)
        except procedures.ProcedureNotFound:
            errors = {"thu_tuc": _("Chọn một thủ tục trong danh sách")}
        except DomainError as refused:
            errors = errors_of(refused)
    may_begin = actor.may(RECEIVE) and actor.unit_id is not None
    offered = procedures.offered_at(actor.unit_id) if may_begin and actor.unit_id else []
    context = {
        "found": groups.list_groups(actor, cursor=request.GET.get("cursor", ""), size=50),
        "procedures": [(one.code, procedures.name_here(one.code, one.name)) for one in offered if one.counter],
        "may_begin": may_begin,
        "errors": errors,
    }
    return page(request, "list.html", context, status=422 if errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, slug: str) -> HttpResponse:
    """Say how a group is filed; POST begins one."""
    version = procedures.get_by_slug(slug)
    actor = applicant_of(request)
    if request.method == "POST":
        places = _places(version)
        only = places[0].id if len(places) == 1 else None
        made = groups.start_group(actor, procedure_code=version.code, unit_id=only, now=now())
        return redirect("groups:group", group_id=made.id)
    name = procedures.name_here(version.code, version.name)
    return page(request, "start.html", {"version": version, "name": name, "most": MAX_MEMBERS})


def _places(version: procedures.ProcedureVersion) -> list[UnitInfo]:
    wanted = (unit for kind in _KINDS[version.info.level] for unit in organisations.list_units(kind=kind))
    return [unit for unit in wanted if procedures.is_offered_at(version, unit.id)]


@require_safe
def group(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """Show a group: while it is prepared what is still missing, afterwards every member and where it stands."""
    actor = someone(request)
    return show(request, actor, groups.get_group(actor, group_id=group_id))


def show(
    request: HttpRequest, actor: Actor, info: groups.GroupInfo, *, errors: dict[str, str] | None = None
) -> HttpResponse:
    """Return the page of a group, with what keeps it from being filed."""
    version = procedures.get_version(info.version_id)
    may_edit = groups.may_edit(actor, group_id=info.id)
    editing = may_edit and info.state is not groups.GroupState.FILED
    rows = groups.list_rows(actor, group_id=info.id)
    context: dict[str, Any] = {
        "group": info,
        "version": version,
        "procedure_name": procedures.name_here(info.procedure_code, info.procedure_name),
        "rows": rows,
        "left": [row for row in rows if row.dossier_id is None],
        "may_edit": may_edit,
        "editing": editing,
        "is_draft": info.state is groups.GroupState.DRAFT,
        "errors": errors or None,
        "most": MAX_MEMBERS,
    }
    if editing:
        context |= _editing(actor, info, version)
    if info.state is not groups.GroupState.DRAFT:
        context |= _filed(request, actor, info, may_edit=may_edit)
    return page(request, "group.html", context, status=422 if errors else 200)


def _editing(actor: Actor, info: groups.GroupInfo, version: procedures.ProcedureVersion) -> dict[str, Any]:
    papers = [one for one in groups.list_papers(actor, group_id=info.id) if one.row_id is None]
    names = {one.id: one.name for one in files.list_infos([one.file_id for one in papers if one.file_id])}
    columns = groups.sheet_columns(actor, group_id=info.id)
    asked = [one for one in version.components if not one.from_form]
    return {
        "places": [] if info.at_counter else _places(version),
        "deliveries": [(one.value, words, one.value == info.delivery) for one, words in _deliveries()],
        "components": [
            (one, [(p, names.get(p.file_id, "") if p.file_id else "") for p in papers if p.component == one.code])
            for one in asked
        ],
        "forms": [(form.value, words) for form, words in _forms()],
        "column_count": len(columns),
        "columns": columns[:8],
    }


def _deliveries() -> list[tuple[Delivery, str]]:
    return [
        (Delivery.ONLINE, _("Bản điện tử có ký số")),
        (Delivery.COUNTER, _("Bản giấy tại Bộ phận Tiếp nhận và Trả kết quả")),
        (Delivery.POST, _("Bản giấy qua bưu chính công ích")),
    ]


def _forms() -> list[tuple[PaperForm, str]]:
    return [
        (PaperForm.ORIGINAL, _("Bản chính")),
        (PaperForm.CERTIFIED, _("Bản sao chứng thực")),
        (PaperForm.PHOTO, _("Bản chụp")),
    ]


def _filed(request: HttpRequest, actor: Actor, info: groups.GroupInfo, *, may_edit: bool) -> dict[str, Any]:
    moment = now()
    found = groups.members(actor, group_id=info.id, now=moment)
    stands = groups.standing(found, now=moment)
    waiting = sum(one.status is Status.WAITING_FEE for one in found)
    fee = payments.get_request(info.fee_request_id) if info.fee_request_id and may_edit else None
    return {
        "members": [(one, _address(actor, one), one.title if actor.is_officer else one.citizen_title) for one in found],
        "standing": stands,
        "counts": [(_(CITIZEN_TITLES[status]), number) for status, number in stands.counts],
        "state_words": _(STATE_TITLES[info.state]),
        "waiting_fee": waiting,
        "fee": fee,
        "may_ask_fee": may_edit and waiting > 0 and (fee is None or not fee.outstanding),
        "bulk_url": address_of("officer:bulk") if actor.is_officer else "",
        "all_chosen": request.GET.get("chon") == "tat-ca",
        "batch_token": uuid7(),
        "may_receive": actor.is_officer and any(one.status is Status.NEW for one in found) and actor.may(RECEIVE),
        "may_assign": actor.is_officer and actor.may("work.oversee"),
        "may_hand_over": actor.is_officer and actor.may("dossiers.hand_over"),
        "qr": prints.qr_svg(request.build_absolute_uri(reverse("groups:public", args=[info.token]))),
    }


def _address(actor: Actor, one: DossierInfo) -> str:
    return address_of("officer:dossier" if actor.is_officer else "citizen:dossier", one.id)


@require_POST
def choose(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """Keep the group's name, unit, way of taking results, and at the desk who hands it in."""
    actor, post = someone(request), request.POST
    wish = post.get("nhan_ket_qua", "")
    who = groups.Representative(
        post.get("dai_dien", ""), post.get("so_dinh_danh", ""), post.get("dien_thoai", ""), post.get("dia_chi", "")
    )
    try:
        groups.choose(
            actor,
            group_id=group_id,
            title=post.get("ten", ""),
            unit_id=uuid_of(post.get("don_vi", "")),
            delivery=Delivery(wish) if wish in set(Delivery) else None,
            representative=who,
            now=now(),
        )
    except DomainError as refused:
        return show(request, actor, groups.get_group(actor, group_id=group_id), errors=errors_of(refused))
    messages.success(request, _("Đã lưu."))
    return redirect(f"{reverse('groups:group', args=[group_id])}#thong-tin")


@require_http_methods(["GET", "HEAD", "POST"])
def discard(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """Throw a group away that was never filed, after a page that says so."""
    actor = someone(request)
    info = groups.get_group(actor, group_id=group_id)
    if request.method == "POST":
        groups.discard(actor, group_id=group_id)
        messages.success(request, _("Đã bỏ nhóm hồ sơ."))
        return redirect("groups:list" if actor.is_officer else "groups:mine")
    if not groups.may_edit(actor, group_id=group_id) or info.state is not groups.GroupState.DRAFT:
        raise groups.GroupMissing
    return page(request, "discard.html", {"group": info})


def back_to(group_id: UUID, part: str = "", **query: str) -> str:
    """Return the address of a group's page, at one of its parts."""
    asked = f"?{urlencode(query)}" if query else ""
    return f"{reverse('groups:group', args=[group_id])}{asked}{f'#{part}' if part else ''}"
