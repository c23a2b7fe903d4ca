"""Preparing a group: what all share, one member, the list as a file, papers."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tinhso.foundation.files import public as files
from tinhso.foundation.forms import public as forms
from tinhso.government.dossiers.data import PaperForm
from tinhso.government.groups import public as groups
from tinhso.government.groups import sheets
from tinhso.government.groups.errors import GroupMissing
from tinhso.government.groups.rules.columns import merged
from tinhso.government.groups.web._common import answers_of, errors_of, page, sections, sent_files, someone
from tinhso.government.groups.web.pages import back_to, show
from tinhso.government.procedures import public as procedures
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import now
from tinhso.ui.parse import uuid_of

MAX_FAULTS = 50


def _open(request: HttpRequest, group_id: UUID) -> tuple[Actor, groups.GroupInfo, procedures.ProcedureVersion]:
    """Return a group for whoever prepares it. Raises GroupMissing for who only looks, GroupClosed once it is filed."""
    actor = someone(request)
    info = groups.get_group(actor, group_id=group_id)
    if not groups.may_edit(actor, group_id=group_id):
        raise GroupMissing
    if info.state is groups.GroupState.FILED:
        raise groups.GroupClosed
    return actor, info, procedures.get_version(info.version_id)


@require_http_methods(["GET", "HEAD", "POST"])
def common(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """Show the form once for what all members share; what is left empty is each one's own."""
    actor, info, version = _open(request, group_id)
    if info.state is not groups.GroupState.DRAFT:
        raise groups.GroupClosed
    data, errors = dict(info.common), dict[str, str]()
    if request.method == "POST":
        data, is_row_changed = answers_of(version.form, request)
        errors = groups.put_common(actor, group_id=group_id, answers=data, now=now())
        if not errors and not is_row_changed:
            messages.success(request, _("Đã lưu phần chung."))
            return redirect(back_to(group_id, "phan-chung"))
    context = {"group": info, "form": version.form, "sections": sections(version.form), "data": data}
    return _with_errors(request, "common.html", context, version, errors)


def _with_errors(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    version: procedures.ProcedureVersion,
    errors: dict[str, str],
) -> HttpResponse:
    shown = {key: words for key, words in errors.items() if key.startswith("/")}
    context |= {"form_errors": shown, "errors": forms.error_ids(version.form, shown) or None}
    return page(request, template, context, status=422 if shown and request.method == "POST" else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def new_row(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """Add a member by hand."""
    return _row(request, group_id, None)


@require_http_methods(["GET", "HEAD", "POST"])
def row(request: HttpRequest, group_id: UUID, group_row_id: UUID) -> HttpResponse:
    """Show one member, and keep what is typed, right or wrong."""
    return _row(request, group_id, group_row_id)


def _row(request: HttpRequest, group_id: UUID, row_id: UUID | None) -> HttpResponse:
    actor, info, version = _open(request, group_id)
    one = groups.get_row(actor, group_id=group_id, row_id=row_id) if row_id else None
    if one is not None and one.dossier_id is not None:
        raise groups.GroupClosed
    data = merged(info.common, one.data) if one else dict(info.common)
    errors = dict(one.errors) if one and request.GET.get("loi") else {}
    if request.method == "POST":
        data, is_row_changed = answers_of(version.form, request)
        try:
            kept, errors = groups.put_row(actor, group_id=group_id, row_id=row_id, answers=data, now=now())
        except groups.BadRow as refused:
            return show(request, actor, info, errors=errors_of(refused))
        if not is_row_changed and not any(key.startswith("/") for key in errors):
            return _after_row(request, group_id, kept)
        if row_id is None:
            return redirect("groups:row", group_id=group_id, group_row_id=kept)
    papers = [p for p in groups.list_papers(actor, group_id=group_id) if row_id and p.row_id == row_id]
    context = {
        "group": info,
        "row": one,
        "form": version.form,
        "sections": sections(version.form),
        "data": data,
        "components": _components(version, papers),
    }
    return _with_errors(request, "row.html", context, version, errors)


def _components(version: procedures.ProcedureVersion, papers: list[groups.GroupPaperInfo]) -> list[tuple[Any, Any]]:
    names = {one.id: one.name for one in files.list_infos([one.file_id for one in papers if one.file_id])}
    return [
        (one, [(p, names.get(p.file_id, "") if p.file_id else "") for p in papers if p.component == one.code])
        for one in version.components
        if not one.from_form
    ]


def _after_row(request: HttpRequest, group_id: UUID, row_id: UUID) -> HttpResponse:
    if "them" in request.POST:
        messages.success(request, _("Đã lưu. Nhập người tiếp theo."))
        return redirect("groups:new_row", group_id=group_id)
    if "giay_to" in request.POST:
        return redirect("groups:row", group_id=group_id, group_row_id=row_id)
    messages.success(request, _("Đã lưu vào danh sách."))
    return redirect(back_to(group_id, "danh-sach"))


@require_POST
def drop_row(request: HttpRequest, group_id: UUID, group_row_id: UUID) -> HttpResponse:
    """Take a member out of the list."""
    groups.drop_row(someone(request), group_id=group_id, row_id=group_row_id, now=now())
    messages.success(request, _("Đã bỏ khỏi danh sách."))
    return redirect(back_to(group_id, "danh-sach"))


@require_safe
def template(request: HttpRequest, group_id: UUID, form: str) -> HttpResponse:
    """Give the list to fill in, with a column for everything that is not the same for all."""
    actor, info, _version = _open(request, group_id)
    data, media_type = sheets.template(groups.sheet_columns(actor, group_id=info.id), form=form)
    answer = HttpResponse(data, content_type=media_type)
    answer["Content-Disposition"] = f'attachment; filename="danh-sach-nhom.{form}"'
    return answer


@require_POST
def import_rows(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """Take the list that was filled in, and tell what is to be mended, line by line."""
    actor, info, _version = _open(request, group_id)
    sent = request.FILES.get("tep")
    data = sent.read(sheets.MAX_BYTES + 1) if sent is not None else b""
    try:
        found = groups.import_rows(
            actor, group_id=group_id, data=data, replace=request.POST.get("thay") == "1", now=now()
        )
    except (groups.BadSheet, groups.BadRow) as refused:
        return show(request, actor, info, errors={"tep": _(refused.sentence)})
    said = ngettext("Đã nhận %(n)d dòng.", "Đã nhận %(n)d dòng.", found.taken) % {"n": found.taken}
    if not found.faults:
        messages.success(request, said)
        return redirect(back_to(group_id, "danh-sach"))
    context = {"group": info, "said": said, "faults": found.faults[:MAX_FAULTS], "more": len(found.faults) - MAX_FAULTS}
    return page(request, "imported.html", context)


@require_POST
def attach(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """Keep papers of all members or of one (`dong`); at the desk also without a scan, as they were seen."""
    actor, info, version = _open(request, group_id)
    moment, row_id = now(), uuid_of(request.POST.get("dong", ""))
    refused = ""
    for one in version.components:
        kept, why = sent_files(request, actor, f"tep_{one.code}", now=moment)
        form = request.POST.get(f"hinh_thuc_{one.code}", "")
        seen = PaperForm(form) if info.at_counter and form in set(PaperForm) - {PaperForm.ELECTRONIC} else None
        ids: list[UUID | None] = [*kept] or ([None] if seen else [])
        refused = refused or why
        try:
            for file_id in ids:
                groups.attach(
                    actor,
                    group_id=group_id,
                    row_id=row_id,
                    component=one.code,
                    file_id=file_id,
                    form=seen or PaperForm.ELECTRONIC,
                    now=moment,
                )
        except groups.BadRow as bad:
            refused = refused or _(bad.sentence)
    if refused:
        messages.error(request, refused)
    else:
        messages.success(request, _("Đã lưu giấy tờ."))
    return _to_papers(group_id, row_id)


@require_POST
def detach(request: HttpRequest, group_id: UUID, group_paper_id: UUID) -> HttpResponse:
    """Take a paper off again."""
    groups.detach(someone(request), group_id=group_id, paper_id=group_paper_id, now=now())
    row_id = uuid_of(request.POST.get("dong", ""))
    return _to_papers(group_id, row_id)


@require_safe
def paper(request: HttpRequest, group_id: UUID, group_paper_id: UUID) -> HttpResponseBase:
    """Show a paper to whoever prepares the group."""
    actor, _info, _version = _open(request, group_id)
    file_id = groups.file_of_paper(actor, group_id=group_id, paper_id=group_paper_id)
    return files.respond(file_id, inline=True, request=request)


def _to_papers(group_id: UUID, row_id: UUID | None) -> HttpResponse:
    if row_id is not None:
        return redirect("groups:row", group_id=group_id, group_row_id=row_id)
    return redirect(back_to(group_id, "giay-to"))
