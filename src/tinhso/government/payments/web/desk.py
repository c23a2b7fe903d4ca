"""Officers: what is asked, cash at the desk, shifts."""

from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.government.payments import actions, printing
from tinhso.government.payments.access import CANCEL, COLLECT, REFUND, SEE, access_request
from tinhso.government.payments.data import Method, RefundInfo, RequestInfo, RequestStatus
from tinhso.government.payments.queries import requests, shifts
from tinhso.government.payments.web import looks
from tinhso.government.payments.web.shell import attempt, officer, page, pdf_response
from tinhso.government.payments.words import METHOD, STATUS
from tinhso.kernel import clock
from tinhso.kernel.actors import Actor
from tinhso.kernel.errors import DomainError
from tinhso.kernel.money import Dong
from tinhso.ui.format import money_vi
from tinhso.ui.parse import parse_money


@require_safe
def requests_list(request: HttpRequest) -> HttpResponse:
    """List what is asked of payers, newest first, by status and code."""
    actor = officer(request, SEE)
    wanted, words = request.GET.get("trang_thai", "")[:20], request.GET.get("tim", "")[:60]
    found = requests.list_requests(actor, status=wanted, words=words, cursor=request.GET.get("cursor", "")[:200])
    looks.note_requests(actor, found.items, place="payments.requests")
    context = {
        "rows": [(info, *STATUS[info.status]) for info in found.items],
        "next_cursor": found.next_cursor,
        "statuses": [(s.value, STATUS[s][0], s.value == wanted) for s in RequestStatus],
        "words": words,
    }
    return page(request, "requests.html", context)


@require_safe
def request_page(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Show one request, its receipts, and what may be done."""
    return page(request, "request.html", _detail(request, request_id))


def _detail(request: HttpRequest, request_id: UUID, ability: str = SEE) -> dict[str, Any]:
    actor = officer(request, ability)
    row = access_request(actor, request_id=request_id, ability=ability)
    info = row.to_info()
    looks.note_request(actor, info, purpose=_("Xem khoản thu phí, lệ phí"))
    title, tone = STATUS[info.status]
    return {
        "info": info,
        "status_title": title,
        "status_tone": tone.value,
        "unit_name": printing.collector(info.unit_id),
        "method": METHOD[info.method] if info.method else "",
        "receipts": requests.receipts_of(info.id),
        "may_collect": actor.may(COLLECT, info.unit_id) and bool(info.outstanding),
        "may_cancel": actor.may(CANCEL, info.unit_id) and bool(info.outstanding),
        "may_refund": actor.may(REFUND, info.unit_id) and bool(info.paid_total) and _is_refundable(info),
        "pay_url": reverse("payments:pay", args=[info.token]),
    }


def _is_refundable(info: RequestInfo) -> bool:
    return info.is_settled or info.status is RequestStatus.CANCELLED


@require_http_methods(["GET", "POST"])
def take_cash(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Take cash: type what the payer gave, read the change, print the receipt."""
    context = _detail(request, request_id, COLLECT)
    actor = officer(request, COLLECT)
    info: RequestInfo = context["info"]
    context |= {"shift": shifts.shift_of(actor), "tendered": str(info.outstanding.amount), "errors": {}}
    if request.method != "POST":
        return page(request, "take_cash.html", context)
    context["tendered"] = request.POST.get("khach_dua", "")[:30]
    receipt, refused = attempt(
        lambda: actions.take_cash(
            actor, request_id=request_id, tendered=Dong(parse_money(context["tendered"])), now=clock.now()
        )
    )
    if receipt is None:
        context["errors"] = {"khach_dua": refused.sentence if refused else ""}
        return page(request, "take_cash.html", context, status=refused.status if refused else 422)
    said = _("Đã thu %(amount)s. Tiền thối lại: %(change)s.")
    messages.success(request, said % {"amount": money_vi(info.outstanding), "change": money_vi(receipt.change)})
    return redirect("payments:request", request_id)


class ReasonForm(django_forms.Form):
    """Why."""

    reason = django_forms.CharField(
        label=gettext_lazy("Lý do"),
        help_text=gettext_lazy("Từ 10 đến 500 ký tự; người nộp đọc được"),
        required=False,
        max_length=500,
        widget=django_forms.Textarea(attrs={"rows": 3}),
    )


@require_http_methods(["GET", "POST"])
def cancel(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Ask no longer for an amount."""
    context = _detail(request, request_id, CANCEL)
    actor = officer(request, CANCEL)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST" and form.is_valid():
        done, refused = attempt(
            lambda: actions.cancel_request(
                actor, request_id=request_id, reason=form.cleaned_data["reason"], now=clock.now()
            )
        )
        if done is not None:
            messages.success(request, _("Đã hủy khoản thu %(code)s.") % {"code": done.code})
            return redirect("payments:requests")
        form.add_error("reason", refused.sentence if refused else "")
        status = refused.status if refused else 422
    return page(request, "cancel.html", {**context, "form": form, "errors": form}, status=status)


class RefundForm(django_forms.Form):
    """How much goes back, why, and to whom."""

    amount = django_forms.CharField(label=gettext_lazy("Số tiền hoàn trả (đồng)"), required=False, max_length=30)
    reason = django_forms.CharField(
        label=gettext_lazy("Lý do hoàn trả"),
        help_text=gettext_lazy("Từ 10 đến 500 ký tự, nêu căn cứ"),
        required=False,
        max_length=500,
        widget=django_forms.Textarea(attrs={"rows": 3}),
    )
    method = django_forms.ChoiceField(
        label=gettext_lazy("Hình thức"), choices=[(m.value, METHOD[m]) for m in (Method.TRANSFER, Method.CASH)]
    )
    to_name = django_forms.CharField(label=gettext_lazy("Người nhận"), required=False, max_length=200)
    to_bank = django_forms.CharField(
        label=gettext_lazy("Ngân hàng nhận"),
        help_text=gettext_lazy("Bỏ trống khi trả tiền mặt"),
        required=False,
        max_length=120,
    )
    to_account = django_forms.CharField(label=gettext_lazy("Số tài khoản nhận"), required=False, max_length=34)

    def amount_given(self) -> Dong | None:
        """Return the amount; None when it was left empty: everything."""
        typed = self.cleaned_data["amount"].strip()
        return Dong(parse_money(typed)) if typed else None


@require_http_methods(["GET", "POST"])
def ask_refund(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Ask to give money of a request back."""
    context = _detail(request, request_id, REFUND)
    actor = officer(request, REFUND)
    info: RequestInfo = context["info"]
    first = {"amount": str((info.over or info.paid_total).amount), "to_name": info.payer_name}
    form = RefundForm(request.POST if request.method == "POST" else None, initial=first)
    status = 200
    if request.method == "POST" and form.is_valid():
        done, refused = attempt(lambda: asked(actor, form, request_id=request_id))
        if done is not None:
            messages.success(request, _("Đã gửi đề nghị hoàn trả. Người có thẩm quyền sẽ duyệt."))
            return redirect("payments:refund", done.id)
        tell(form, refused)
        status = refused.status if refused else 422
    elif request.method == "POST":
        status = 422
    return page(request, "ask_refund.html", {**context, "form": form, "errors": form}, status=status)


def asked(actor: Actor, form: RefundForm, **of: UUID) -> RefundInfo:
    """Ask for the refund a form describes."""
    kept = form.cleaned_data
    return actions.ask_refund(
        actor,
        amount=form.amount_given(),
        reason=kept["reason"],
        method=Method(kept["method"]),
        to_name=kept["to_name"],
        to_bank=kept["to_bank"],
        to_account=kept["to_account"],
        now=clock.now(),
        **of,
    )


def tell(form: django_forms.Form, refused: DomainError | None) -> None:
    """Put what a verb refused beside the field it is about."""
    if refused is not None:
        field = "reason" if refused.code == "payments.reason_needed" else "amount"
        form.add_error(field if field in form.fields else None, refused.sentence)


@require_http_methods(["GET", "POST"])
def shift(request: HttpRequest) -> HttpResponse:
    """Open one's drawer, see what it should hold, close it by counting."""
    actor = officer(request, COLLECT)
    open_one = shifts.shift_of(actor)
    context: dict[str, Any] = {
        "shift": open_one,
        "errors": {},
        "typed": "",
        "reason": "",
        "recent": shifts.list_shifts(actor),
    }
    if request.method != "POST":
        return page(request, "shift.html", context)
    context |= {"typed": request.POST.get("so_tien", "")[:30], "reason": request.POST.get("ly_do", "")[:500]}
    closes = "dong" in request.POST

    def act() -> Any:
        amount = Dong(parse_money(context["typed"]))
        if closes:
            return actions.close_shift(actor, counted=amount, reason=context["reason"], now=clock.now())
        return actions.open_shift(actor, opening_float=amount, now=clock.now())

    done, refused = attempt(act)
    if done is None:
        named = "ly_do" if refused and refused.code == "payments.explain_difference" else "so_tien"
        context["errors"] = {named: refused.sentence if refused else ""}
        return page(request, "shift.html", context, status=refused.status if refused else 422)
    messages.success(request, _("Đã đóng ca.") if closes else _("Đã mở ca. Có thể thu tiền mặt."))
    return redirect("payments:shift")


@require_safe
def shift_print(request: HttpRequest, shift_id: UUID) -> HttpResponse:
    """Print the report of a shift."""
    actor = officer(request, COLLECT, SEE)
    return pdf_response(printing.shift_pdf(shifts.get_shift(actor, shift_id=shift_id)), name="bao-cao-ca.pdf")


@require_safe
def receipt_print(request: HttpRequest, receipt_id: UUID) -> HttpResponse:
    """Print a receipt."""
    actor = officer(request, SEE)
    found = requests.get_receipt(actor, receipt_id=receipt_id)
    looks.note_request(actor, requests.get_request(found.request_id), purpose=_("In biên lai thu phí, lệ phí"))
    return pdf_response(printing.receipt_pdf(found), name=f"bien-lai-{found.number}.pdf")
