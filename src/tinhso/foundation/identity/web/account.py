"""One's own account: who we think you are, how to reach you, password, second factor, sessions."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tinhso.foundation.identity import actions, cooling, second_factor, sessions
from tinhso.foundation.identity import sign_in as steps
from tinhso.foundation.identity.data import AccountKind, Assurance
from tinhso.foundation.identity.errors import CoolingDown
from tinhso.foundation.identity.models import Account
from tinhso.foundation.identity.web.forms import ChangePasswordForm, CodeForm, ConfirmForm, ContactForm, posted, show
from tinhso.foundation.identity.web.national import national_rows
from tinhso.foundation.identity.web.sign_in import next_url, status_of
from tinhso.kernel import clock
from tinhso.kernel.errors import DomainError, Unauthenticated
from tinhso.kernel.http import actor_of
from tinhso.ui.data import SummaryRow
from tinhso.ui.format import phone_vi


def own(request: HttpRequest) -> Account:
    """Return the account of who is signed in. Raises Unauthenticated."""
    account_id = actor_of(request).account_id
    if account_id is None:
        raise Unauthenticated
    return Account.objects.get(id=account_id)


@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """Show one's own account."""
    account, now = own(request), clock.now()
    shown = {
        "account": account,
        "rows": _rows(account),
        "is_verified": account.assurance >= Assurance.VERIFIED,
        "factors": second_factor.list_factors(account),
        "sessions": sessions.list_sessions(account, now=now),
        "current_key": request.session.session_key,
        "has_password": account.has_usable_password(),
        "cooling": cooling.until(account, now=now),
        **national_rows(account),
    }
    return render(request, "identity/account.html", shown)


def _rows(account: Account) -> list[SummaryRow]:
    labels = {
        AccountKind.CITIZEN: (_("Số định danh cá nhân"), _("Họ, chữ đệm và tên")),
        AccountKind.BUSINESS: (_("Mã số thuế"), _("Tên")),
        AccountKind.OFFICER: (_("Mã cán bộ"), _("Họ, chữ đệm và tên")),
    }[AccountKind(account.kind)]
    rows = [SummaryRow(labels[0], account.number), SummaryRow(labels[1], account.name)]
    if account.representative:
        rows.append(SummaryRow(_("Người đại diện theo pháp luật"), account.representative))
    if account.birth_on:
        rows.append(SummaryRow(_("Ngày sinh"), f"{account.birth_on:%d/%m/%Y}"))
    return [
        *rows,
        SummaryRow(_("Số điện thoại"), phone_vi(account.phone) if account.phone else ""),
        SummaryRow(_("Thư điện tử"), account.email),
        SummaryRow(_("Địa chỉ"), account.address),
    ]


@require_http_methods(["GET", "POST"])
def contact(request: HttpRequest) -> HttpResponse:
    """Change telephone, e-mail and address."""
    account = own(request)
    form, status = ContactForm(posted(request), initial=vars(account)), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                actions.update_contact(actor=actor_of(request), **form.cleaned_data, now=clock.now())
            except DomainError as refusal:
                form.add_error(None if isinstance(refusal, CoolingDown) else "email", refusal.sentence)
            else:
                messages.success(request, _("Đã lưu thông tin liên hệ."))
                return redirect("identity:account")
    return show(request, "identity/contact.html", form, status)


@sensitive_post_parameters("current", "password", "repeated")
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Change the password; the other sessions end."""
    account = own(request)
    form, status = ChangePasswordForm(posted(request)), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            given = form.cleaned_data
            try:
                actions.change_password(
                    actor=actor_of(request), current=given["current"], new=given["password"], now=clock.now()
                )
            except DomainError as refusal:
                is_current = "current" in refusal.fields or refusal.status == 429
                form.add_error("current" if is_current else "password", refusal.sentence)
                status = status_of(refusal)
            else:
                account.refresh_from_db()
                sessions.rotate(request, account)
                messages.success(request, _("Đã đổi mật khẩu. Các phiên đăng nhập khác đã kết thúc."))
                return redirect("identity:account")
    return show(request, "identity/password.html", form, status, account=account)


@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest) -> HttpResponse:
    """Ask for the password once more, before a change that somebody at an open screen must not make.

    Who has none, because they come through the State's sign-on, shows that once more instead.
    """
    account, now = own(request), clock.now()
    if not account.has_usable_password():
        return redirect(f"{reverse('identity:national')}?{urlencode({'muc': 2, 'next': next_url(request)})}")
    form, status = ConfirmForm(posted(request)), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                steps.check_password(request, number=account.number, password=form.cleaned_data["password"], now=now)
                sessions.confirm(request, now=now)
                return redirect(next_url(request))
            except DomainError as refusal:
                wrong = refusal.sentence if refusal.status == 429 else _("Mật khẩu chưa đúng. Nhập lại mật khẩu.")
                form.add_error("password", wrong)
                status = status_of(refusal)
    return show(request, "identity/confirm.html", form, status, next=next_url(request))


@require_POST
def end_session(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """End one of one's own sessions."""
    sessions.end_one(own(request), session_id=session_id, now=clock.now())
    messages.success(request, _("Đã kết thúc phiên đăng nhập."))
    return redirect("identity:account")


@require_POST
def end_all_sessions(request: HttpRequest) -> HttpResponse:
    """Sign out everywhere."""
    own(request)
    actions.sign_out_everywhere(actor=actor_of(request), now=clock.now())
    sessions.end_session(request, now=clock.now())
    messages.success(request, _("Đã đăng xuất trên mọi thiết bị."))
    return redirect("identity:sign_in")


@require_http_methods(["GET", "POST"])
def remove_factor(request: HttpRequest, factor_id: int) -> HttpResponse:
    """Take a second factor away, after it has been shown once more."""
    account = own(request)
    form, status = CodeForm(posted(request)), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                cooling.require_over(account, now=clock.now())
                second_factor.check_code(account, form.cleaned_data["code"], now=clock.now())
                second_factor.remove(account, factor_id=factor_id, actor=actor_of(request))
            except DomainError as refusal:
                form.add_error("code", refusal.sentence)
                status = status_of(refusal)
            else:
                messages.success(request, _("Đã tắt xác thực hai lớp."))
                return redirect("identity:account")
    return show(request, "identity/factor_remove.html", form, status)
