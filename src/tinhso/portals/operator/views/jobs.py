"""`/ky-thuat/viec-nen/`: background jobs."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.kernel import clock
from tinhso.kernel.errors import NotFound
from tinhso.kernel.http import ActorRequest, actor_of
from tinhso.portals.operator import actions
from tinhso.portals.operator.gate import console
from tinhso.portals.operator.queries import jobs
from tinhso.portals.operator.queries.jobs import Job, Timed
from tinhso.portals.operator.verifying import TASK
from tinhso.portals.operator.views.pages import code, confirm, ids, link, page, table
from tinhso.ui.templatetags.ui import moment, number


def state_words() -> dict[str, str]:
    """Return what the states of a job are called."""
    return {
        "todo": _("Đang chờ"),
        "doing": _("Đang chạy"),
        "failed": _("Lỗi"),
        "aborted": _("Đã ngắt"),
        "cancelled": _("Đã hủy"),
        "succeeded": _("Đã xong"),
    }


@require_safe
@console
def show(request: ActorRequest) -> HttpResponse:
    """Show counts, failed jobs and timed jobs."""
    failed = jobs.list_failed(cursor=request.GET.get("cursor", ""))
    heads = [_("Số"), _("Việc"), _("Hàng đợi"), _("Số lần chạy"), _("Mã liên quan"), _("Lỗi lúc"), _("Thao tác")]
    timed = [_("Việc"), _("Phân hệ"), _("Lịch"), _("Đến hẹn gần nhất"), _("Thao tác")]
    words = state_words()
    counts = [[words[state], number(count)] for state, count in jobs.count_by_state().items()]
    context = {
        "counts": table([_("Trạng thái"), _("Số việc")], counts, numeric=frozenset({1})),
        "failed": table(heads, map(_row, failed.items), numeric=frozenset({3})),
        "shown": len(failed.items),
        "next_cursor": failed.next_cursor,
        "timed": table(timed, map(_timed, jobs.list_timed())),
    }
    return page(request, "jobs", context)


def _row(job: Job) -> list[object]:
    act = link(reverse("operator:retry_job", args=[job.id]), _("Chạy lại"), f"{job.task} {job.id}")
    return [code(job.id), code(job.task), job.queue, number(job.attempts), ids(job.ids), moment(job.ended_at), act]


def _timed(job: Timed) -> list[object]:
    act = link(reverse("operator:run_periodic", args=[job.name]), _("Chạy ngay"), job.name)
    return [code(job.name), job.module, code(job.cron), moment(job.last_due) or _("chưa lần nào"), act]


@require_http_methods(["GET", "HEAD", "POST"])
@console
def retry(request: ActorRequest, job_id: int) -> HttpResponse:
    """Confirm, then put one failed job back into its queue."""
    job = jobs.get_failed(job_id)
    if request.method == "POST":
        actions.retry_job(actor_of(request), job_id=job.id, now=clock.now())
        messages.success(request, _("Đã xếp việc số %(id)s vào hàng đợi.") % {"id": job.id})
        return redirect("operator:jobs")
    return confirm(
        request,
        "jobs",
        heading=_("Chạy lại việc bị lỗi"),
        consequence=_("Việc được xếp lại vào hàng đợi và chạy ngay khi có tiến trình rảnh. Việc này được ghi nhật ký."),
        items=[f"{job.task} ({job.id})", *(f"{name}: {value}" for name, value in job.ids.items())],
        action=_("Chạy lại"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@console
def run(request: ActorRequest, name: str) -> HttpResponse:
    """Confirm, then queue one timed job to run now."""
    timed = next((one for one in jobs.list_timed() if one.name == name), None)
    if timed is None:
        raise NotFound
    back = "operator:record" if name == TASK else "operator:jobs"
    if request.method == "POST":
        actions.run_periodic(actor_of(request), name=timed.name, now=clock.now())
        messages.success(request, _("Đã xếp việc %(name)s vào hàng đợi.") % {"name": timed.name})
        return redirect(back)
    return confirm(
        request,
        "jobs",
        heading=_("Chạy ngay việc định kỳ"),
        consequence=_("Việc chạy một lần ngay bây giờ; lịch định kỳ không đổi. Việc này được ghi nhật ký."),
        items=[f"{timed.name} ({timed.module})"],
        action=_("Chạy ngay"),
        back=reverse(back),
    )
