"""`/ky-thuat/cong-quoc-gia/`: how the exchange runs, and the operator's few acts."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from tinhso.government.national.access import operator_required
from tinhso.government.national.actions import comparing, operate
from tinhso.government.national.data import (
    KIND_TITLES,
    Backlog,
    ComparisonInfo,
    Connection,
    FailedRecord,
    FilingInfo,
)
from tinhso.government.national.queries import standing
from tinhso.kernel import clock
from tinhso.kernel.actors import Actor
from tinhso.kernel.errors import DomainError, NotFound
from tinhso.kernel.http import ActorRequest, actor_of
from tinhso.ui import data as ui
from tinhso.ui.parse import uuid_of
from tinhso.ui.templatetags.ui import moment, number

CONSOLE: Final = "national:console"
MANY: Final = standing.MANY
CONNECTIONS: Final = {
    Connection.NONE: gettext_lazy("Chưa kết nối"),
    Connection.SIMULATOR: gettext_lazy("Máy giả lập"),
    Connection.PORTAL: gettext_lazy("Cổng Dịch vụ công quốc gia"),
}


@require_safe
def console(request: ActorRequest) -> HttpResponse:
    """Show backlog, rate, oldest, breaker, refused records and filings, and what the last comparison found."""
    actor = actor_of(request)
    figures = standing.backlog(actor)
    failed = standing.list_failed(actor, cursor=request.GET.get("cursor", ""))
    filings = standing.list_filings(actor)
    comparison = standing.last_comparison(actor)
    context = {
        "figures": figures,
        "facts": _facts(figures),
        "failed": _table(
            [_("Mã hồ sơ"), _("Bản ghi"), _("Cổng trả lời"), _("Gửi lúc"), _("Việc")], map(_row, failed.items)
        ),
        "failed_shown": len(failed.items),
        "next_cursor": failed.next_cursor,
        "filings": _table(
            [_("Mã tại Cổng"), _("Thủ tục"), _("Lý do"), _("Nhận lúc"), _("Việc")], map(_filing, filings.items)
        ),
        "filings_shown": len(filings.items),
        "comparison": comparison,
        "compared": _compared(comparison) if comparison else [],
        "samples": comparison.samples if comparison else (),
    }
    return render(request, "national/console.html", context)


def _count(value: int) -> str:
    return _("từ 10.000") if value >= MANY else str(number(value))


def _facts(figures: Backlog) -> list[ui.SummaryRow]:
    open_words = _("Đóng, đang gửi bình thường")
    if figures.open_until:
        open_words = format_html("{} {}", _("Mở, thử lại lúc"), moment(figures.open_until))
    elif figures.failures:
        open_words = _("%(n)s lần liên tiếp không có trả lời") % {"n": number(figures.failures)}
    rows: list[tuple[str, object]] = [
        (_("Kết nối"), CONNECTIONS[figures.connection]),
        (_("Bản ghi chờ"), _count(figures.waiting)),
        (_("Hồ sơ có bản ghi chờ"), _count(figures.lanes)),
        (_("Bản ghi chờ lâu nhất từ"), moment(figures.oldest_at) or _("Không có")),
        (_("Tốc độ 5 phút qua"), _("%(n)s bản ghi/phút") % {"n": number(round(figures.rate))}),
        (_("Bản ghi bị từ chối"), _count(figures.failed)),
        (_("Ngắt mạch"), open_words),
        (_("Cổng trả lời gần nhất"), moment(figures.last_success_at) or _("Chưa có")),
    ]
    if figures.last_error:
        rows.append((_("Lỗi gần nhất"), figures.last_error))
    return [ui.SummaryRow(title, str(value) if not isinstance(value, SafeString) else value) for title, value in rows]


def _compared(found: ComparisonInfo) -> list[ui.SummaryRow]:
    ended = moment(found.finished_at) if found.finished_at else _("Đang chạy")
    rows = [
        (_("Bắt đầu"), moment(found.started_at)),
        (_("Kết thúc"), ended),
        (_("Đã so sánh"), number(found.checked)),
        (_("Cổng thiếu"), number(found.missing)),
        (_("Khác nhau"), number(found.different)),
        (_("Cổng có, tỉnh không có"), number(found.unknown)),
        (_("Đã xếp hàng gửi lại"), number(found.requeued)),
    ]
    if found.error:
        rows.append((_("Lỗi gần nhất"), found.error))
    return [ui.SummaryRow(title, value) for title, value in rows]


def _table(heads: list[str], rows: Iterable[list[object]]) -> dict[str, object]:
    return {"columns": [ui.Column(head) for head in heads], "rows": [ui.Row(cells) for cells in rows]}


def _row(one: FailedRecord) -> list[object]:
    kind = f"{_(KIND_TITLES[one.kind])} {one.sequence}"
    act = _link(reverse("national:record", args=[one.id]), _("Xử lý"), one.code)
    return [format_html("<code>{}</code>", one.code), kind, one.error, moment(one.sent_at), act]


def _filing(one: FilingInfo) -> list[object]:
    act = _link(reverse("national:filing", args=[one.id]), _("Xử lý"), one.external_code)
    return [
        format_html("<code>{}</code>", one.external_code),
        one.procedure_code,
        one.error,
        moment(one.fetched_at),
        act,
    ]


def _link(url: str, words: str, about: str) -> SafeString:
    return format_html(
        '<a class="btn btn--2 btn--small" href="{}">{}<span class="vh"> {}</span></a>', url, words, about
    )


@require_safe
def record(request: ActorRequest, record_id: UUID) -> HttpResponse:
    """Show what may be done with one refused record: nothing of its content."""
    operator_required(actor_of(request))
    context = {
        "heading": _("Bản ghi bị Cổng quốc gia từ chối"),
        "text": _(
            "Sửa nguyên nhân trước: danh mục thủ tục, bảng ánh xạ hoặc trạng thái tại Cổng. "
            "Gửi lại giữ nguyên nội dung và thứ tự. "
            "Đính chính bỏ qua bản ghi này và gửi hồ sơ như hiện có."
        ),
        "acts": [
            ("replay", _("Gửi lại bản ghi"), True),
            ("correct", _("Gửi bản đính chính"), False),
        ],
        "subject": record_id,
    }
    return render(request, "national/act.html", context)


@require_safe
def filing(request: ActorRequest, filing_id: UUID) -> HttpResponse:
    """Show what may be done with a filing that could not be taken."""
    operator_required(actor_of(request))
    context = {
        "heading": _("Hồ sơ từ Cổng quốc gia chưa tiếp nhận được"),
        "text": _("Sửa nguyên nhân ghi ở danh sách rồi thử lại. Hồ sơ chỉ được tạo một lần dù thử lại nhiều lần."),
        "acts": [("retry_filing", _("Thử tiếp nhận lại"), True)],
        "subject": filing_id,
    }
    return render(request, "national/act.html", context)


@require_safe
def runbook(request: ActorRequest) -> HttpResponse:
    """Show what to do when the portal does not hear."""
    operator_required(actor_of(request))
    return render(request, "national/runbook.html", {})


Verb = Callable[[Actor, UUID | None, datetime], str]


def _pause(actor: Actor, _subject: UUID | None, now: datetime) -> str:
    operate.pause(actor, now=now)
    return _("Đã tạm dừng. Việc tiếp nhận hồ sơ vẫn diễn ra bình thường; bản ghi xếp hàng chờ.")


def _resume(actor: Actor, _subject: UUID | None, now: datetime) -> str:
    operate.resume(actor, now=now)
    return _("Đã tiếp tục gửi. Bản ghi chờ được gửi theo thứ tự.")


def _replay_all(actor: Actor, _subject: UUID | None, now: datetime) -> str:
    return _("Đã xếp hàng gửi lại bản ghi của %(n)s hồ sơ.") % {"n": number(operate.replay_all(actor, now=now))}


def _compare(actor: Actor, _subject: UUID | None, now: datetime) -> str:
    comparing.start(actor, now=now)
    return _("Đã bắt đầu so sánh. Kết quả cập nhật mỗi phút.")


def _replay(actor: Actor, subject: UUID | None, now: datetime) -> str:
    operate.replay(actor, record_id=_named(subject), now=now)
    return _("Đã xếp hàng gửi lại bản ghi.")


def _correct(actor: Actor, subject: UUID | None, now: datetime) -> str:
    operate.correct(actor, record_id=_named(subject), now=now)
    return _("Đã xếp hàng gửi bản đính chính.")


def _retry_filing(actor: Actor, subject: UUID | None, now: datetime) -> str:
    operate.retry_filing(actor, filing_id=_named(subject), now=now)
    return _("Hồ sơ được thử tiếp nhận lại trong một phút tới.")


def _named(subject: UUID | None) -> UUID:
    if subject is None:
        raise NotFound
    return subject


VERBS: Final[dict[str, Verb]] = {
    "pause": _pause,
    "resume": _resume,
    "replay_all": _replay_all,
    "compare": _compare,
    "replay": _replay,
    "correct": _correct,
    "retry_filing": _retry_filing,
}


@require_POST
def act(request: ActorRequest) -> HttpResponse:
    """Do one of the acts named by the button, say what came of it, go back to the console."""
    actor = actor_of(request)
    operator_required(actor)
    verb = VERBS.get(request.POST.get("act", ""))
    if verb is None:
        raise NotFound
    try:
        messages.success(request, verb(actor, _subject_in(request), clock.now()))
    except DomainError as refusal:
        messages.error(request, _(refusal.sentence))
    return redirect(CONSOLE)


def _subject_in(request: ActorRequest) -> UUID | None:
    return uuid_of(request.POST.get("subject", "")[:40])
