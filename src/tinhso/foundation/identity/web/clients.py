"""The operator's pages of the systems that use our sign-on."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tinhso.foundation.identity.data import AccountKind
from tinhso.foundation.identity.provider import clients
from tinhso.foundation.identity.provider.adapter import SCOPES
from tinhso.foundation.identity.provider.data import CLIENTS
from tinhso.foundation.identity.web.forms import posted, show
from tinhso.kernel import clock
from tinhso.kernel.actors import Actor
from tinhso.kernel.errors import DomainError, NotFound, Unauthenticated
from tinhso.kernel.http import actor_of

_LINES = {"rows": 3, "spellcheck": "false", "autocomplete": "off"}


class ClientForm(forms.Form):
    """What a system is called, where it is, what it may learn, of whom."""

    name = forms.CharField(
        label=gettext_lazy("Tên hệ thống"),
        help_text=gettext_lazy("Tên này hiện với người dùng khi hỏi ý kiến."),
        max_length=100,
        error_messages={"required": gettext_lazy("Nhập tên hệ thống.")},
    )
    redirect_uris = forms.CharField(
        label=gettext_lazy("Địa chỉ nhận kết quả đăng nhập"),
        help_text=gettext_lazy("Mỗi dòng một địa chỉ đầy đủ, bắt đầu bằng https://."),
        max_length=5200,
        widget=forms.Textarea(attrs=_LINES),
        error_messages={"required": gettext_lazy("Nhập ít nhất một địa chỉ.")},
    )
    logout_uris = forms.CharField(
        label=gettext_lazy("Địa chỉ quay về sau khi đăng xuất"),
        max_length=5200,
        required=False,
        widget=forms.Textarea(attrs=_LINES),
    )
    backchannel_uri = forms.CharField(
        label=gettext_lazy("Địa chỉ nhận tin đăng xuất từ máy chủ"),
        help_text=gettext_lazy("Hệ thống được báo khi tài khoản bị khóa."),
        max_length=500,
        required=False,
    )
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("Hệ thống được biết"),
        choices=list(SCOPES.items()),
        initial=["openid", "profile"],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Chọn ít nhất một nhóm thông tin.")},
    )
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Dành cho tài khoản"),
        choices=[
            (AccountKind.OFFICER.value, gettext_lazy("Cán bộ, công chức")),
            (AccountKind.CITIZEN.value, gettext_lazy("Công dân")),
            (AccountKind.BUSINESS.value, gettext_lazy("Doanh nghiệp")),
        ],
        initial=[AccountKind.OFFICER.value],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Chọn ít nhất một loại tài khoản.")},
    )
    is_first_party = forms.BooleanField(
        label=gettext_lazy("Hệ thống của chính cơ quan: không hỏi ý kiến người dùng mỗi lần"), required=False
    )


def _operator(request: HttpRequest) -> Actor:
    actor = actor_of(request)
    if actor.account_id is None:
        raise Unauthenticated
    if not actor.may(CLIENTS):
        raise NotFound
    return actor


@require_GET
def systems(request: HttpRequest) -> HttpResponse:
    """List the systems."""
    return render(request, "identity/clients.html", {"clients": clients.list_clients(_operator(request))})


@require_http_methods(["GET", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """Register a system; show its secret once."""
    actor = _operator(request)
    form, status = ClientForm(posted(request)), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return _secret(request, _register(actor, form.cleaned_data))
            except DomainError as refusal:
                field = next(iter(refusal.fields), None)
                form.add_error(field if field in form.fields else None, refusal.sentence)
    return show(request, "identity/client.html", form, status)


def _register(actor: Actor, given: dict[str, Any]) -> clients.Registered:
    return clients.register(
        actor,
        name=given["name"],
        redirect_uris=given["redirect_uris"].splitlines(),
        logout_uris=given["logout_uris"].splitlines(),
        backchannel_uri=given["backchannel_uri"],
        scopes=given["scopes"],
        kinds=given["kinds"],
        is_first_party=given["is_first_party"],
        now=clock.now(),
    )


def _secret(request: HttpRequest, registered: clients.Registered) -> HttpResponse:
    return render(request, "identity/client_secret.html", {"client": registered.client, "secret": registered.secret})


@require_POST
def renew(request: HttpRequest, client_id: str) -> HttpResponse:
    """Give a system a new secret, shown once."""
    return _secret(request, clients.renew_secret(_operator(request), client_id=client_id))


@require_POST
def shut(request: HttpRequest, client_id: str) -> HttpResponse:
    """Shut a system out."""
    clients.shut(_operator(request), client_id=client_id)
    messages.success(request, _("Đã ngừng kết nối hệ thống; mọi phiên của hệ thống đó đã kết thúc."))
    return redirect("identity:clients")
