"""Choosing the post one acts in, and for whom."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tinhso.foundation.access import queries, requests
from tinhso.foundation.identity.public import get_account
from tinhso.foundation.mandates import public as mandates
from tinhso.kernel import clock
from tinhso.kernel.errors import NotFound, Unauthenticated
from tinhso.kernel.http import actor_of
from tinhso.ui.parse import uuid_of


@require_http_methods(["GET", "POST"])
def posts(request: HttpRequest) -> HttpResponse:
    """Show an officer's posts; on POST act in the one chosen from now on."""
    actor = actor_of(request)
    if actor.account_id is None:
        raise Unauthenticated
    if not actor.is_officer:
        raise NotFound
    if request.method == "POST":
        requests.choose_post(request, _uuid(request.POST.get("appointment", "")))
        messages.success(request, _("Đã chuyển vị trí làm việc."))
        return redirect("/vao/")
    choices = queries.list_posts(actor, get_account(actor.account_id))
    return render(request, "access/posts.html", {"choices": choices})


@require_http_methods(["GET", "HEAD", "POST"])
def acting(request: HttpRequest) -> HttpResponse:
    """Choose for whom a citizen or business works from now on (đang làm việc cho), or themselves again."""
    actor = actor_of(request)
    principals = mandates.list_principals(actor, on=clock.today())
    if request.method == "POST":
        chosen = request.POST.get("cho", "")
        requests.choose_principal(request, _uuid(chosen) if chosen else None)
        said = _("Từ bây giờ Ông/Bà làm việc thay người đã chọn.")
        messages.success(request, said if chosen else _("Ông/Bà đã chuyển về làm việc cho chính mình."))
        return redirect("/vao/")
    return render(request, "access/acting.html", {"principals": principals, "own_name": actor.name})


def _uuid(text: str) -> UUID:
    found = uuid_of(text)
    if found is None:
        raise NotFound
    return found
