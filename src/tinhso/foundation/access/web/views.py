"""Choosing the post one acts in."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tinhso.foundation.access import queries, requests
from tinhso.foundation.identity.public import get_account
from tinhso.kernel.errors import NotFound, Unauthenticated
from tinhso.kernel.http import actor_of


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


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound from None
