"""Accountants: money nobody can place, refunds, the day beside the bank's statement."""

import io
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tinhso.government.payments import actions
from tinhso.government.payments.access import APPROVE, RECONCILE, REFUND, SEE
from tinhso.government.payments.actions import reconciling
from tinhso.government.payments.adapters.connections import connected_banks
from tinhso.government.payments.data import DailyReport, NoticeStatus, RefundStatus
from tinhso.government.payments.queries import inbox, reports, requests
from tinhso.government.payments.web import looks
from tinhso.government.payments.web.desk import ReasonForm, RefundForm, asked, tell
from tinhso.government.payments.web.shell import attempt, officer, page
from tinhso.government.payments.words import ACCOUNT, ENTRY, FEE_KIND, METHOD, WHY
from tinhso.government.payments.words import REFUND as REFUND_WORDS
from tinhso.kernel import clock
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import to_local
from tinhso.kernel.errors import NotFound
from tinhso.ui.parse import BadDate, parse_date, uuid_of


@require_safe
def unmatched(request: HttpRequest) -> HttpResponse:
    """List money in suspense, the oldest first."""
    actor = officer(request, RECONCILE)
    found = inbox.list_unmatched(actor, cursor=request.GET.get("cursor", "")[:200])
    looks.note_notices(actor, found.items, place="payments.unmatched")
    rows = [(notice, WHY[notice.why] if notice.why else "") for notice in found.items]
    return page(request, "unmatched.html", {"rows": rows, "next_cursor": found.next_cursor})


@require_http_methods(["GET", "POST"])
def notice(request: HttpRequest, bank_notice_id: UUID) -> HttpResponse:
    """Place one amount: match it to a request, or leave it waiting with a reason."""
    actor = officer(request, RECONCILE)
    info = inbox.get_notice(actor, notice_id=bank_notice_id)
    words = request.GET.get("tim", "")[:60]
    form = ReasonForm(request.POST if "de_lai" in request.POST else None)
    candidates = inbox.candidates(actor, info, words=words)
    looks.note_notices(actor, [info], place="payments.notice")
    looks.note_requests(actor, candidates, place="payments.candidates")
    context: dict[str, Any] = {
        "notice": info,
        "why": WHY[info.why] if info.why else "",
        "unit_name": inbox.unit_name(info.unit_id),
        "words": words,
        "found": candidates,
        "form": form,
        "errors": {},
    }
    if request.method != "POST":
        return page(request, "notice.html", context)
    done, refused = attempt(lambda: _placed(request, actor, bank_notice_id))
    if done is None:
        context["errors"] = {"noi-dung": refused.sentence if refused else _("Chọn một khoản thu để khớp.")}
        return page(request, "notice.html", context, status=refused.status if refused else 422)
    if done.status is NoticeStatus.CLAIMED:
        return redirect("payments:claim", done.id)
    messages.success(request, _("Đã xử lý giao dịch %(id)s.") % {"id": done.transaction_id})
    return redirect("payments:unmatched")


def _placed(request: HttpRequest, actor: Actor, notice_id: UUID) -> Any:
    if "de_lai" in request.POST:
        reason = request.POST.get("reason", "")[:600]
        return actions.dismiss_notice(actor, notice_id=notice_id, reason=reason, now=clock.now())
    if "thu_hoi" in request.POST:
        return actions.claim_reversal(actor, notice_id=notice_id, now=clock.now())
    chosen = uuid_of(request.POST.get("khoan_thu", ""))
    return actions.match_notice(actor, notice_id=notice_id, request_id=chosen, now=clock.now()) if chosen else None


@require_http_methods(["GET", "POST"])
def refund_notice(request: HttpRequest, bank_notice_id: UUID) -> HttpResponse:
    """Ask to send money in suspense back."""
    actor = officer(request, REFUND)
    info = inbox.get_notice(actor, notice_id=bank_notice_id)
    looks.note_notices(actor, [info], place="payments.refund_notice")
    first = {"amount": str(info.amount.amount), "to_name": info.payer_name, "to_account": info.payer_account}
    form = RefundForm(request.POST if request.method == "POST" else None, initial=first)
    form.fields["amount"].disabled = True
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        done, refused = attempt(lambda: asked(actor, form, notice_id=bank_notice_id))
        if done is not None:
            messages.success(request, _("Đã gửi đề nghị hoàn trả. Người có thẩm quyền sẽ duyệt."))
            return redirect("payments:refund", done.id)
        tell(form, refused)
        status = refused.status if refused else 422
    return page(request, "refund_notice.html", {"notice": info, "form": form, "errors": form}, status=status)


@require_safe
def refunds(request: HttpRequest) -> HttpResponse:
    """List refunds, newest first."""
    wanted = request.GET.get("trang_thai", "")[:20]
    actor = officer(request, SEE)
    found = inbox.list_refunds(actor, status=wanted, cursor=request.GET.get("cursor", "")[:200])
    looks.note_refunds(actor, found.items, place="payments.refunds")
    context = {
        "rows": [(refund, *REFUND_WORDS[refund.status]) for refund in found.items],
        "next_cursor": found.next_cursor,
        "statuses": [(s.value, REFUND_WORDS[s][0], s.value == wanted) for s in RefundStatus],
    }
    return page(request, "refunds.html", context)


@require_http_methods(["GET", "POST"])
def refund(request: HttpRequest, refund_id: UUID) -> HttpResponse:
    """Show a refund; approve, refuse or confirm it."""
    actor = officer(request, SEE)
    info = inbox.get_refund(actor, refund_id=refund_id)
    looks.note_refunds(actor, [info], place="payments.refund")
    title, tone = REFUND_WORDS[info.status]
    asked_by_me = info.asked_by_id == actor.account_id
    context: dict[str, Any] = {
        "refund": info,
        "status_title": title,
        "status_tone": tone.value,
        "method": METHOD[info.method],
        "request_info": requests.get_request(info.request_id) if info.request_id else None,
        "may_decide": info.status is RefundStatus.ASKED and actor.may(APPROVE, info.unit_id) and not asked_by_me,
        "may_confirm": info.status is RefundStatus.APPROVED and actor.may(REFUND, info.unit_id),
        "errors": {},
    }
    if request.method != "POST":
        return page(request, "refund.html", context)
    done, refused = attempt(lambda: _decided(request, actor, refund_id))
    if done is None:
        named = "ly_do" if request.POST.keys() & {"khong_duyet", "thu_hoi"} else "ma"
        context["errors"] = {named: refused.sentence if refused else ""}
        return page(request, "refund.html", context, status=refused.status if refused else 422)
    messages.success(request, _("Đã ghi nhận."))
    return redirect("payments:refund", refund_id)


def _decided(request: HttpRequest, actor: Actor, refund_id: UUID) -> Any:
    now = clock.now()
    if "duyet" in request.POST:
        return actions.approve_refund(actor, refund_id=refund_id, now=now)
    if "khong_duyet" in request.POST:
        reason = request.POST.get("ly_do", "")[:600]
        return actions.refuse_refund(actor, refund_id=refund_id, reason=reason, now=now)
    if "thu_hoi" in request.POST:
        reason = request.POST.get("ly_do", "")[:600]
        return actions.recall_refund(actor, refund_id=refund_id, reason=reason, now=now)
    reference = request.POST.get("ma", "")[:64]
    return actions.confirm_refund(actor, refund_id=refund_id, reference=reference, now=now)


@require_safe
def report(request: HttpRequest) -> HttpResponse:
    """Show a day of the unit: what came in, balances, and what disagrees with the bank."""
    actor = officer(request, SEE)
    day, wrong = _day(request)
    found = reports.daily_report(actor, day=day, unit_id=_unit(actor))
    context = {
        "report": found,
        "unit_name": inbox.unit_name(found.unit_id),
        "taken": [(METHOD[method], amount) for method, amount in found.taken.items()],
        "accounts": [(ACCOUNT[a], found.movements[a], found.balances[a]) for a in found.balances],
        "entries": [(row, ENTRY[row.what]) for row in found.rows[:200]],
        "before": day - timedelta(days=1),
        "after": day + timedelta(days=1) if day < clock.today() else None,
        "kinds": [(FEE_KIND[kind], amount) for kind, amount in found.by_kind.items()],
        "may_check": actor.may(RECONCILE, found.unit_id) and bool(connected_banks()),
        "is_asked": reconciling.is_asked(day),
        "errors": {"ngay": wrong} if wrong else {},
    }
    return page(request, "report.html", context, status=422 if wrong else 200)


@require_POST
def check(request: HttpRequest) -> HttpResponse:
    """Have the worker compare a day with the bank's statement."""
    actor = officer(request, RECONCILE)
    day, _wrong = _day(request)
    reconciling.ask_reconciliation(actor, day=day, now=clock.now())
    messages.success(request, _("Đã yêu cầu đối chiếu. Kết quả có trong khoảng một phút; tải lại trang để xem."))
    return redirect(f"{reverse('payments:report')}?ngay={day:%d/%m/%Y}")


@require_http_methods(["GET", "POST"])
def difference(request: HttpRequest, difference_id: UUID) -> HttpResponse:
    """Explain a difference."""
    actor = officer(request, RECONCILE)
    info = reconciling.get_difference(actor, difference_id=difference_id)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST" and form.is_valid():
        done, refused = attempt(
            lambda: reconciling.explain_difference(
                actor, difference_id=difference_id, reason=form.cleaned_data["reason"], now=clock.now()
            )
        )
        if done is not None:
            return redirect(f"{reverse('payments:report')}?ngay={done.day:%d/%m/%Y}")
        form.add_error("reason", refused.sentence if refused else "")
        status = refused.status if refused else 422
    return page(request, "difference.html", {"difference": info, "form": form, "errors": form}, status=status)


@require_safe
def report_xlsx(request: HttpRequest) -> HttpResponse:
    """Return the day's book as a spreadsheet."""
    actor = officer(request, SEE)
    day, _wrong = _day(request)
    found = reports.daily_report(actor, day=day, unit_id=_unit(actor))
    response = HttpResponse(
        _sheet(found), content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    )
    response["Content-Disposition"] = f'attachment; filename="thu-phi-{day:%Y%m%d}.xlsx"'
    response["Cache-Control"] = "private, no-store"
    return response


def _sheet(found: DailyReport) -> bytes:
    """Return the entries, then the accounts, then the differences; texts that begin like a formula are disarmed."""
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    entries = book.create_sheet("Bút toán")
    accounts = list(found.balances)
    entries.append(["Giờ", "Nghiệp vụ", "Mã hồ sơ", "Mã giao dịch", *(str(ACCOUNT[a]) for a in accounts)])
    for row in found.rows:
        texts = [f"{to_local(row.at):%H:%M:%S}", str(ENTRY[row.what]), row.subject_code, row.reference]
        entries.append([*map(_plain, texts), *(row.amounts.get(a) for a in accounts)])
    sums = book.create_sheet("Số dư")
    sums.append(["Tài khoản kế toán", "Phát sinh trong ngày", "Số dư cuối ngày"])
    for account in accounts:
        sums.append([str(ACCOUNT[account]), found.movements[account], found.balances[account]])
    differences = book.create_sheet("Chênh lệch")
    differences.append(["Mã giao dịch", "Theo ngân hàng", "Theo sổ", "Nguyên nhân", "Giải trình"])
    for one in found.differences:
        amounts = [a.amount if a else None for a in (one.bank_amount, one.our_amount)]
        differences.append([_plain(one.transaction_id), *amounts, one.explanation, _plain(one.resolution)])
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _plain(text: str) -> str:
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def _unit(actor: Actor) -> UUID:
    if actor.unit_id is None:
        raise NotFound
    return actor.unit_id


def _day(request: HttpRequest) -> tuple[date, str]:
    """Return the day asked for, today when none; and the sentence about one that is none."""
    typed = (request.POST.get("ngay") or request.GET.get("ngay") or "")[:40]
    if not typed:
        return clock.today(), ""
    try:
        return parse_date(typed), ""
    except BadDate as refused:
        return clock.today(), refused.sentence
