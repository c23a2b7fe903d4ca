"""The yearly lists and the hand-overs."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tinhso.government.casefiles import content, printing
from tinhso.government.casefiles import public as casefiles
from tinhso.government.casefiles.access import may
from tinhso.government.casefiles.data import APPROVE, LISTS, SEE, SEND, USE, FileState, Rule
from tinhso.government.casefiles.sheets import read_rows
from tinhso.government.casefiles.web._common import PDF, XLSX, attached, errors_of, page
from tinhso.government.documents import public as documents
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import now, today
from tinhso.kernel.errors import DomainError, NotFound
from tinhso.ui.parse import day_of, uuid_of, whole_of
from tinhso.ui.people import officer_of

FIELDS = ("heading", "notation", "title", "maintenance", "keeper_name", "note")


@require_http_methods(["GET", "HEAD", "POST"])
def lists(request: HttpRequest) -> HttpResponse:
    """Show the lists of the agency; POST begins the one of a year (`nam`, `tu`)."""
    actor = officer_of(request, USE)
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            made = casefiles.start_list(
                actor,
                year=whole_of(request.POST.get("nam", "")) or 0,
                copy_from=uuid_of(request.POST.get("tu", "")),
                now=now(),
            )
        except DomainError as refused:
            errors = errors_of(refused)
        else:
            messages.success(request, _("Đã lập danh mục hồ sơ năm %(year)d.") % {"year": made.year})
            return redirect("casefiles:list", case_list_id=made.id)
    found = casefiles.list_lists(actor)
    context = {"lists": found, "may_start": actor.may(LISTS), "year": today().year, "errors": errors}
    return page(request, "lists.html", context, status=422 if errors else 200)


@require_safe
def one_list(request: HttpRequest, case_list_id: UUID) -> HttpResponse:
    """Show one list (`sua` names the line being changed)."""
    return _list_page(request, case_list_id, {})


@require_POST
def act(request: HttpRequest, case_list_id: UUID) -> HttpResponse:
    """Do one thing with a list: `lam` is luu, bo, nhap, ban_hanh or mo (open the file a line foresees)."""
    actor, post = officer_of(request, USE), request.POST
    casefiles.get_list(actor, list_id=case_list_id)
    try:
        match post.get("lam", ""):
            case "luu":
                said = _put(actor, case_list_id, post)
            case "bo":
                casefiles.drop_entry(actor, list_id=case_list_id, entry_id=_entry_of(post), now=now())
                said = _("Đã bỏ dòng khỏi danh mục.")
            case "nhap":
                sent = request.FILES.get("tep")
                rows = read_rows(sent.file) if sent and sent.file else []
                n = casefiles.put_rows(actor, list_id=case_list_id, rows=rows, now=now())
                said = _("Đã nhập %(n)d dòng từ tệp.") % {"n": n}
            case "ban_hanh":
                casefiles.approve_list(
                    actor,
                    list_id=case_list_id,
                    number=post.get("so", ""),
                    decided_on=day_of(post.get("ngay", "")),
                    now=now(),
                )
                said = _("Đã ban hành danh mục hồ sơ.")
            case "mo":
                made = casefiles.open_entry(actor, entry_id=_entry_of(post), now=now())
                messages.success(request, _("Đã mở hồ sơ %(code)s.") % {"code": made.code})
                return redirect("casefiles:file", case_file_id=made.id)
            case _:
                raise NotFound
    except DomainError as refused:
        return _list_page(request, case_list_id, errors_of(refused))
    messages.success(request, said)
    return redirect("casefiles:list", case_list_id=case_list_id)


@require_safe
def list_workbook(request: HttpRequest, case_list_id: UUID) -> HttpResponse:
    """Give a list as a workbook, which may be filled in and read again."""
    actor = officer_of(request, USE)
    return attached(printing.list_workbook(actor, list_id=case_list_id), "danh-muc-ho-so.xlsx", XLSX)


@require_http_methods(["GET", "HEAD", "POST"])
def slips(request: HttpRequest) -> HttpResponse:
    """Show what can be handed over and what was; POST hands over the files chosen."""
    actor = officer_of(request, SEND, SEE)
    errors: dict[str, str] = {}
    if request.method == "POST":
        chosen = [key for text in request.POST.getlist("ho_so") if (key := uuid_of(text))]
        try:
            made = casefiles.send(actor, file_ids=chosen, now=now())
        except DomainError as refused:
            errors = errors_of(refused)
        else:
            messages.success(request, _("Đã gửi phiếu nộp lưu %(code)s.") % {"code": made.code})
            return redirect("casefiles:slip", case_slip_id=made.id)
    waiting = casefiles.list_files(actor, state=FileState.CLOSED, cursor=request.GET.get("cho", ""))
    context = {
        "waiting": waiting,
        "slips": casefiles.list_slips(actor, cursor=request.GET.get("cursor", "")),
        "may_send": actor.may(SEND),
        "today": today(),
        "chosen": request.GET.get("chon", ""),
        "errors": errors,
    }
    return page(request, "slips.html", context, status=422 if errors else 200)


@require_safe
def slip(request: HttpRequest, case_slip_id: UUID) -> HttpResponse:
    """Show one hand-over."""
    return _slip_page(request, case_slip_id, {})


@require_POST
def take_back(request: HttpRequest, case_slip_id: UUID) -> HttpResponse:
    """Take a hand-over back."""
    actor = officer_of(request, SEND)
    try:
        casefiles.take_back(actor, slip_id=case_slip_id, reason=request.POST.get("ly_do", ""), now=now())
    except DomainError as refused:
        return _slip_page(request, case_slip_id, errors_of(refused))
    messages.success(request, _("Đã rút phiếu nộp lưu. Các hồ sơ trở lại tình trạng đã kết thúc."))
    return redirect("casefiles:slip", case_slip_id=case_slip_id)


@require_safe
def slip_print(request: HttpRequest, case_slip_id: UUID, slip_paper: str) -> HttpResponse:
    """Give what goes with a hand-over: muc-luc (PDF), bien-ban (PDF), xlsx."""
    actor = officer_of(request, SEND, SEE)
    if slip_paper == "xlsx":
        return attached(printing.slip_workbook(actor, slip_id=case_slip_id), "muc-luc-nop-luu.xlsx", XLSX)
    if slip_paper not in ("muc-luc", "bien-ban"):
        raise NotFound
    made = printing.slip_list(actor, slip_id=case_slip_id, minutes=slip_paper == "bien-ban", now=now())
    return attached(made, f"{slip_paper}.pdf", PDF, inline=True)


def _put(actor: Actor, list_id: UUID, post: QueryDict) -> str:
    rule = Rule(
        kinds=tuple(kind for kind in post.getlist("loai")[:40] if documents.find_kind(kind)),
        words=tuple(line.strip()[:100] for line in post.get("tu_khoa", "").splitlines() if line.strip())[:20],
        procedures=tuple(one.strip()[:20] for one in post.get("thu_tuc", "").split(",") if one.strip())[:50],
    )
    made = casefiles.put_entry(
        actor,
        list_id=list_id,
        values={name: post.get(name, "") for name in FIELDS},
        rule=rule,
        entry_id=uuid_of(post.get("dong", "")),
        now=now(),
    )
    return _("Đã lưu dòng %(notation)s.") % {"notation": made.notation}


def _entry_of(post: QueryDict) -> UUID:
    entry = uuid_of(post.get("dong", ""))
    if entry is None:
        raise NotFound
    return entry


def _list_page(request: HttpRequest, list_id: UUID, errors: Mapping[str, str]) -> HttpResponse:
    actor = officer_of(request, USE)
    info, entries = casefiles.get_list(actor, list_id=list_id)
    edits = info.is_draft and may(actor, LISTS, info.unit_id)
    changed = uuid_of(request.POST.get("dong", "") or request.GET.get("sua", ""))
    entry = next((one for one in entries if one.id == changed), None)
    typed = request.POST if request.POST.get("lam") == "luu" else None
    context: dict[str, Any] = {
        "list": info,
        "groups": _by_heading(entries),
        "entry": entry if edits else None,
        "edits": edits,
        "may_approve": info.is_draft and may(actor, APPROVE, info.unit_id),
        "opens": not info.is_draft,
        "kinds": [(one.key, one.title) for one in documents.kinds()],
        "maintenance": list(content.maintenance_codes().items()),
        "typed": typed,
        "chosen_kinds": typed.getlist("loai") if typed else (entry.rule.kinds if entry else ()),
        "post": request.POST,
        "errors": errors,
        "wrong_rows": [said for name, said in errors.items() if name.startswith("dong_")],
    }
    return page(request, "list.html", context, status=422 if errors else 200)


def _by_heading(entries: list[casefiles.EntryInfo]) -> list[tuple[str, list[casefiles.EntryInfo]]]:
    groups: dict[str, list[casefiles.EntryInfo]] = {}
    for one in entries:
        groups.setdefault(one.heading, []).append(one)
    return list(groups.items())


def _slip_page(request: HttpRequest, slip_id: UUID, errors: Mapping[str, str]) -> HttpResponse:
    actor = officer_of(request, SEND, SEE)
    info, lines = casefiles.get_slip(actor, slip_id=slip_id)
    context = {
        "slip": info,
        "lines": lines,
        "may_take_back": info.state is casefiles.SlipState.SENT and may(actor, SEND, info.unit_id),
        "reason": request.POST.get("ly_do", ""),
        "errors": errors,
    }
    return page(request, "slip.html", context, status=422 if errors else 200)
