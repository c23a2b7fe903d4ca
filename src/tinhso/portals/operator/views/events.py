"""`/ky-thuat/su-kien/`: subscribers and buried events."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.kernel.http import ActorRequest, actor_of
from tinhso.kernel.outbox import Progress
from tinhso.portals.operator import actions
from tinhso.portals.operator.errors import ReplayFailed
from tinhso.portals.operator.gate import console
from tinhso.portals.operator.queries import events
from tinhso.portals.operator.queries.events import Buried
from tinhso.portals.operator.scrub import scrub
from tinhso.portals.operator.views.pages import code, confirm, ids, link, page, table
from tinhso.ui import data as ui
from tinhso.ui.templatetags.ui import moment, number, status_tag


@require_safe
@console
def show(request: ActorRequest) -> HttpResponse:
    """Show where each subscriber stands, and the events that were buried."""
    buried = events.list_dead_letters(cursor=request.GET.get("cursor", ""))
    heads = [_("Bên nhận"), _("Tình trạng"), _("Còn chờ"), _("Thử lại lúc"), _("Lỗi gần nhất"), _("Nhận gần nhất")]
    letters = [_("Bên nhận"), _("Sự kiện"), _("Mã liên quan"), _("Lỗi"), _("Dừng lúc"), _("Việc")]
    context = {
        "subscribers": table(heads, map(_standing, events.list_progress()), numeric=frozenset({2})),
        "buried": table(letters, map(_row, buried.items)),
        "next_cursor": buried.next_cursor,
        "shown": len(buried.items),
    }
    return page(request, "events", context)


def _standing(one: Progress) -> list[object]:
    words, tone = (_("Đang thử lại"), ui.Tone.LATE) if one.attempts else (_("Tốt"), ui.Tone.OK)
    waiting = _("từ 10.000") if one.waiting >= 10_000 else number(one.waiting)
    error = scrub(one.last_error) if one.attempts else ""
    return [code(one.name), status_tag(words, tone), waiting, moment(one.retry_at), error, moment(one.advanced_at)]


def _row(one: Buried) -> list[object]:
    act = link(reverse("operator:replay", args=[one.id]), _("Chạy lại"), f"{one.type} {one.id}")
    return [code(one.subscriber), code(one.type), ids(one.ids), one.error, moment(one.failed_at), act]


@require_http_methods(["GET", "HEAD", "POST"])
@console
def replay(request: ActorRequest, letter_id: int) -> HttpResponse:
    """Confirm, then give one buried event to its subscriber once more."""
    letter = events.get_dead_letter(letter_id)
    if request.method == "POST":
        try:
            actions.replay_event(actor_of(request), letter_id=letter.id)
        except ReplayFailed as refusal:
            messages.error(request, refusal.sentence)
        else:
            messages.success(request, _("Bên nhận %(name)s đã xử lý xong sự kiện.") % {"name": letter.subscriber})
        return redirect("operator:events")
    return confirm(
        request,
        "events",
        heading=_("Chạy lại sự kiện"),
        consequence=_(
            "Bên nhận xử lý sự kiện này ngay bây giờ, sau những sự kiện đến sau nó. Việc này được ghi nhật ký."
        ),
        items=[f"{letter.subscriber}: {letter.type}", *(f"{name}: {value}" for name, value in letter.ids.items())],
        action=_("Chạy lại"),
    )
