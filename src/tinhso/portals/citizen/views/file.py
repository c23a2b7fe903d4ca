"""The question pages of a draft: kept on every POST, right or wrong; nothing typed is ever lost."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.foundation.forms import public as forms
from tinhso.government.dossiers import public as dossiers
from tinhso.government.procedures import public as procedures
from tinhso.kernel.clock import now
from tinhso.kernel.errors import DomainError
from tinhso.kernel.http import actor_of
from tinhso.portals.citizen import knowing, pending, texts
from tinhso.portals.citizen.filing import REVIEW, Trail, answers_of, trail_of
from tinhso.portals.citizen.views._common import applicant_of, open_draft, show_step, to_first_missing
from tinhso.ui.parse import version_of

Opened = tuple[dossiers.DraftInfo, procedures.ProcedureVersion, Trail]
BACK_TO_REVIEW: Final = "kiem-tra"


@require_safe
def resume(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Go on where it was left."""
    opened = open_draft(request, draft_id)
    return opened if isinstance(opened, HttpResponse) else to_first_missing(opened[2])


@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, draft_id: UUID, page: str) -> HttpResponse:
    """Show one page of the form, or keep what was filled in and go on."""
    if request.method == "POST" and actor_of(request).account_id is None:
        return _sign_in_and_come_back(request, draft_id, page)
    opened = open_draft(request, draft_id)
    if isinstance(opened, HttpResponse):
        return opened
    draft, version, trail = opened
    if request.method == "POST" and trail.number(page):
        return _answered(request, opened, page)  # what was typed is kept, whatever another window has changed before it
    if not trail.allows(page):
        return to_first_missing(trail)
    kept = pending.take(request, draft_id, page)
    if kept is None:
        return _show(request, opened, page, draft.data)
    messages.info(request, _("Nội dung vừa nhập vẫn còn. Bấm Lưu và tiếp tục."))
    return _show(request, opened, page, _over(version, page, draft.data, forms.read_post(version.form, page, kept)))


def _sign_in_and_come_back(request: HttpRequest, draft_id: UUID, page: str) -> HttpResponse:
    """The session ran out while somebody was typing: keep it, sign in, put it back (D-02)."""
    if request.headers.get("X-Autosave"):
        return HttpResponse(status=401)
    pending.keep(request, draft_id, page)
    return redirect(f"{settings.LOGIN_URL}?{urlencode({'next': request.get_full_path()})}")


def _over(
    version: procedures.ProcedureVersion, page: str, so_far: Mapping[str, Any], answers: Mapping[str, Any]
) -> Mapping[str, Any]:
    return forms.merge(version.form, page, answers, so_far=so_far)


def _show(request: HttpRequest, opened: Opened, page: str, data: Mapping[str, Any], **more: Any) -> HttpResponse:
    form = opened[1].form
    language = get_language() or "vi"
    knowledge = knowing.of_draft(applicant_of(request), opened[0], opened[1], page, now=now())
    context = {
        "form": form,
        "page": form.page(page),
        "heading": form.page(page).title.text(language),
        "data": forms.lay_known(form, data, knowledge.values),
        "knowledge": knowledge,
        "form_errors": {},
        "back": request.POST.get("ve") or request.GET.get("ve", ""),
        **more,
    }
    return show_step(request, "citizen/question.html", opened, page, **context)


def _answered(request: HttpRequest, opened: Opened, page: str) -> HttpResponse:
    """Keep the answers, then: more rows, later, mend, or on."""
    draft, version, _trail = opened
    knowledge = knowing.of_draft(applicant_of(request), draft, version, page, now=now())
    answers = forms.keep_locked(version.form, page, forms.read_post(version.form, page, request.POST), knowledge.values)
    rows_changed = forms.change_rows(version.form, request.POST, answers)
    try:
        draft, errors = _save(request, opened, page, answers)
    except dossiers.DraftChanged as conflict:
        return _conflict(request, opened, page, answers, conflict)
    if request.headers.get("X-Autosave"):
        return HttpResponse(status=204, headers={"X-Revision": str(draft.revision)})
    fresh = (draft, version, trail_of(draft, version))
    if rows_changed:
        return _show(request, fresh, page, _over(version, page, draft.data, answers))
    if "_later" in request.POST:
        return _leave(request)
    if errors:
        ids = forms.error_ids(version.form, errors)
        return _show(request, fresh, page, draft.data, form_errors=errors, errors=ids)
    return _go_on(request, fresh[2], page)


def _save(
    request: HttpRequest, opened: Opened, page: str, answers: Mapping[str, Any]
) -> tuple[dossiers.DraftInfo, Mapping[str, str]]:
    """Keep the answers; another window's are overwritten only when they say the same."""
    draft, version, _trail = opened
    based_on = version_of(request.POST.get("revision", ""))
    mine = _over(version, page, draft.data, answers)
    if answers_of(version, page, mine) == answers_of(version, page, draft.data):
        based_on = None
    actor = applicant_of(request)
    return dossiers.save_page(actor, draft_id=draft.id, page=page, answers=answers, revision=based_on, now=now())


def _conflict(
    request: HttpRequest, opened: Opened, page: str, answers: Mapping[str, Any], conflict: DomainError
) -> HttpResponse:
    """Two windows: show what was typed here, say so, and let the person choose (D-03)."""
    if request.headers.get("X-Autosave"):
        return HttpResponse(status=409)
    draft, version, trail = opened
    mine = replace(draft, data=_over(version, page, draft.data, answers))
    said = {"conflict": conflict.sentence, "status": 409}
    return _show(request, (mine, version, trail), page, mine.data, **said)


def _leave(request: HttpRequest) -> HttpResponse:
    messages.success(request, _("Đã lưu. Ông/Bà làm tiếp bất cứ lúc nào từ trang này."))
    return redirect("citizen:mine")


def _go_on(request: HttpRequest, trail: Trail, page: str) -> HttpResponse:
    """Go to the next step; from «Thay đổi» back to the check, unless the change asks for something more (F-02)."""
    if request.POST.get("ve") != BACK_TO_REVIEW:
        return redirect(trail.after(page).url)
    missing = trail.first_missing
    return redirect(missing.url if missing.key == REVIEW else f"{missing.url}?ve={BACK_TO_REVIEW}")


@require_http_methods(["GET", "HEAD", "POST"])
def discard(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Throw a draft away, after a page that says so (M-04)."""
    opened = open_draft(request, draft_id)
    if isinstance(opened, HttpResponse):
        return opened
    draft, version, _trail = opened
    if request.method == "POST":
        dossiers.discard(applicant_of(request), draft_id=draft.id)
        messages.success(request, _("Đã bỏ bản khai."))
        return redirect("citizen:mine")
    context = {"version": version, "name": texts.name_of(version.info), "draft": draft}
    return render(request, "citizen/discard.html", context)
