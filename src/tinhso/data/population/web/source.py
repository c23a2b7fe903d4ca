"""`/ky-thuat/dan-cu/`: how the line to the source is, and the verifications that wait."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tinhso.data.population import actions, queries
from tinhso.data.population.access import OPERATE
from tinhso.data.population.web import shell
from tinhso.kernel import clock
from tinhso.kernel.errors import Forbidden
from tinhso.kernel.http import actor_of
from tinhso.ui.people import officer_of


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Show figures of the last hour, the switch, and what waits or was given up."""
    actor = officer_of(request, OPERATE, otherwise=Forbidden)
    given_up = request.GET.get("loc") == "dung"
    page = queries.list_checks(actor, given_up=given_up, cursor=request.GET.get("cursor", ""))
    state = queries.source_state(now=clock.now())
    return shell.page(request, "source.html", {"state": state, "page": page, "given_up": given_up})


@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    """Hold every question back, or let them go again."""
    actor = officer_of(request, OPERATE, otherwise=Forbidden)
    paused = request.POST.get("lam") == "dung"
    actions.pause(actor, paused=paused, now=clock.now())
    said = (
        _("Đã tạm dừng. Mọi người nộp hồ sơ được ghi là chưa xác minh và sẽ được xác minh khi nối lại.")
        if paused
        else _("Đã nối lại. Các việc đang chờ được xác minh dần.")
    )
    messages.success(request, said)
    return redirect("population:source")


@require_POST
def retry(request: HttpRequest, check_id: UUID) -> HttpResponse:
    """Put one check that was given up back into the queue."""
    actions.retry(actor_of(request), check_id=check_id, now=clock.now())
    messages.success(request, _("Đã xếp việc xác minh vào hàng đợi."))
    return redirect("population:source")
