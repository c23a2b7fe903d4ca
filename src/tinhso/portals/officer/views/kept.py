"""Filters kept under a name: the list of them, keeping and taking away, and what each one counts now."""

from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from tinhso.foundation.work import public as work
from tinhso.government.documents import public as documents
from tinhso.government.dossiers import public as dossiers
from tinhso.kernel import clock
from tinhso.kernel.actors import Actor
from tinhso.kernel.errors import DomainError, NotFound
from tinhso.portals.officer import filtering, shell
from tinhso.portals.officer.boxes import BOXES
from tinhso.portals.officer.views.dossiers import filter_of
from tinhso.portals.officer.views.inbox import filters_of
from tinhso.ui.parse import uuid_of
from tinhso.ui.people import officer_of

COUNT_TO: Final = 99


@require_http_methods(["GET", "POST"])
def kept(request: HttpRequest) -> HttpResponse:
    """Show the filters one has and shares; keep one, pin one, take one away."""
    actor = officer_of(request)
    if request.method == "POST":
        return _change(request, actor)
    views = work.list_views(actor)
    rows = [(view, shell.view_url(view), _may_change(actor, view)) for view in views]
    return shell.page(request, "kept.html", {"rows": rows})


def _may_change(actor: Actor, view: work.SavedViewInfo) -> bool:
    oversees = view.unit_id is not None and actor.may(work.OVERSEE, view.unit_id)
    return view.owner_id == actor.account_id or oversees


def _change(request: HttpRequest, actor: Actor) -> HttpResponse:
    post = request.POST
    back = shell.way_back(request, reverse("officer:kept"))
    view_id = uuid_of(post.get("bo_loc", ""))
    what = post.get("lam", "")
    try:
        if what == "luu":
            _save(actor, post)
            messages.success(request, _("Đã lưu bộ lọc."))
        elif view_id is None:
            raise NotFound
        elif what == "xoa":
            work.remove_view(actor, view_id=view_id, now=clock.now())
            messages.success(request, _("Đã xóa bộ lọc."))
        else:
            work.pin_view(actor, view_id=view_id, is_pinned=what == "ghim")
    except DomainError as refused:
        if view_id is None and what != "luu":
            raise
        messages.error(request, _(refused.sentence))
    return redirect(back)


def _save(actor: Actor, post: QueryDict) -> None:
    page = post.get("trang", "")
    work.save_view(
        actor,
        page=page if page in shell.VIEW_PAGES else "dossiers",
        title=post.get("ten", ""),
        query=post.get("loc", "")[:2000],
        is_shared="chung" in post,
        is_pinned=True,
        now=clock.now(),
    )


@require_GET
def counts(request: HttpRequest) -> HttpResponse:
    """Say how many rows each pinned filter has for this officer now, each counted up to 99."""
    actor = officer_of(request)
    pinned = [view for view in work.list_views(actor) if view.is_pinned][: shell.MAX_PINS]
    response = JsonResponse({str(view.id): _words(_count(actor, view)) for view in pinned})
    response["Cache-Control"] = "private, no-store"
    return response


def _count(actor: Actor, view: work.SavedViewInfo) -> int:
    now = clock.now()
    query = QueryDict(view.query)
    shared = filtering.read(query, actor, now=now)
    if view.page == "inbox":
        box = BOXES.get(query.get("hop", ""), BOXES["toi"])[0]
        return work.count_items(actor, box=box, filters=filters_of(query, shared), limit=COUNT_TO, now=now)
    if view.page == "documents":
        return min(documents.count_kept(actor, query, now=now), COUNT_TO + 1)
    page = dossiers.count_dossiers(actor, wanted=filter_of(query, shared), now=now)
    return min(page, COUNT_TO + 1)


def _words(count: int) -> str:
    return f"{COUNT_TO}+" if count > COUNT_TO else str(count)
