"""`/dieu-hanh/giao-viec/…`: give a task about a dossier; `/dieu-hanh/viec/…`: what the officer was given, to print."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tinhso.foundation.work import public as work
from tinhso.kernel import clock
from tinhso.kernel.http import ActorRequest, actor_of
from tinhso.portals.leader import tasks
from tinhso.ui.parse import day_of


@require_http_methods(["GET", "HEAD", "POST"])
def give(request: ActorRequest, dossier_id: UUID) -> HttpResponse:
    """Ask for words, officer and day; then go back to the dossier."""
    actor = actor_of(request)
    info = tasks.dossier_to_direct(actor, dossier_id=dossier_id)
    people = {str(key): name for key, (_role, name) in tasks.people_for(info.unit_id).items()}
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            tasks.give(
                actor,
                dossier_id=dossier_id,
                assignee_id=UUID(chosen) if (chosen := request.POST.get("nguoi", "")) in people else None,
                words=request.POST.get("viec", "")[:1000],
                due_on=day_of(request.POST.get("han", "")[:20]),
                now=clock.now(),
            )
        except tasks.TaskIncomplete as refused:
            errors = refused.fields
        else:
            messages.success(request, _("Đã giao việc cho %(name)s.") % {"name": people[chosen]})
            return redirect("officer:dossier", dossier_id)
    context = {
        "info": info,
        "people": people.items(),
        "errors": errors,
        "typed": {name: request.POST.get(name, "")[:1000] for name in ("viec", "nguoi", "han")},
    }
    return render(request, "leader/give.html", context, status=422 if errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def task(request: ActorRequest, task_id: UUID) -> HttpResponse:
    """Show a task on one page of paper; a POST of who has it says that it is done."""
    actor = actor_of(request)
    item = tasks.get_task(actor, task_id=task_id)
    if request.method == "POST":
        work.complete(actor, item_id=item.id, now=clock.now())
        messages.success(request, _("Đã ghi nhận việc xong."))
        return redirect("officer:inbox")
    context = {
        "item": item,
        "dossier_url": reverse("officer:dossier", args=[item.facts["dossier_id"]]),
        "mine": item.assignee_id == actor.account_id,
    }
    return render(request, "leader/task.html", context)
