"""Helping the holder of an account at the counter."""

from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from tinhso.foundation.identity import counter
from tinhso.foundation.identity.counter import DOCUMENT_TITLES, Document, Help, Seen
from tinhso.foundation.identity.rules.contact import BadPhone
from tinhso.foundation.identity.web.forms import posted, show
from tinhso.kernel import clock
from tinhso.kernel.actors import Actor
from tinhso.kernel.errors import DomainError, NotFound, Unauthenticated
from tinhso.kernel.http import actor_of
from tinhso.ui import parse


class HelpForm(forms.Form):
    """Whom to help, how, and that the papers have been seen."""

    number = forms.CharField(
        label=_("Số định danh cá nhân, mã số thuế hoặc mã cán bộ"),
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Nhập số trên giấy tờ gốc.")},
    )
    act = forms.ChoiceField(
        label=_("Việc cần làm"),
        choices=[
            (Help.VERIFY.value, _("Xác minh danh tính")),
            (Help.RESET_PASSWORD.value, _("Cấp lại mật khẩu")),
            (Help.CHANGE_PHONE.value, _("Đổi số điện thoại")),
            (Help.LINK.value, _("Liên kết tài khoản định danh điện tử")),
            (Help.LOCK.value, _("Khóa tài khoản theo đề nghị của chủ tài khoản")),
            (Help.UNLOCK.value, _("Mở khóa tài khoản")),
        ],
    )
    name = forms.CharField(
        label=_("Họ, chữ đệm và tên (hoặc tên tổ chức) ghi trên giấy tờ"),
        help_text=_("Chép đúng như giấy tờ, có dấu. Hệ thống so với tài khoản."),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Nhập họ, chữ đệm và tên ghi trên giấy tờ.")},
    )
    birth_on = forms.CharField(
        label=_("Ngày sinh ghi trên giấy tờ"),
        help_text=_("Ví dụ 27/3/1990. Để trống với tổ chức, cán bộ."),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
        required=False,
    )
    code = forms.CharField(
        label=_("Mã liên kết"),
        help_text=_("Chỉ nhập khi liên kết tài khoản định danh điện tử; chủ tài khoản đọc mã 8 chữ số."),
        max_length=12,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )
    document = forms.ChoiceField(
        label=_("Giấy tờ gốc đã đối chiếu"), choices=[(kind.value, title) for kind, title in DOCUMENT_TITLES.items()]
    )
    document_number = forms.CharField(
        label=_("Số của giấy tờ"),
        help_text=_("Nhật ký chỉ giữ 4 ký tự cuối."),
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Nhập số của giấy tờ đã đối chiếu.")},
    )
    phone = forms.CharField(
        label=_("Số điện thoại của chủ tài khoản"),
        help_text=_("Nhập khi đổi số điện thoại, và khi xác minh danh tính: số cũ do người mở tài khoản khai bị bỏ."),
        max_length=20,
        required=False,
    )
    papers_seen = forms.BooleanField(
        label=_("Đã đối chiếu giấy tờ gốc với người đang có mặt"),
        error_messages={"required": _("Đối chiếu giấy tờ gốc trước, rồi đánh dấu vào ô này.")},
    )

    def clean_birth_on(self) -> date | None:
        """Return the day typed, None for nothing."""
        typed = self.cleaned_data["birth_on"]
        try:
            return parse.parse_date(typed) if typed else None
        except DomainError as refusal:
            raise forms.ValidationError(refusal.sentence) from refusal


@require_http_methods(["GET", "POST"])
def help_holder(request: HttpRequest) -> HttpResponse:
    """Verify, give a new password or change the telephone number of a holder who is there in person."""
    actor = actor_of(request)
    if actor.account_id is None:
        raise Unauthenticated
    if not counter.may_help(actor):
        raise NotFound
    form, status = HelpForm(posted(request)), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return render(request, "identity/helped.html", {"done": _help(actor, form.cleaned_data)})
            except DomainError as refusal:
                form.add_error(_field_of(refusal), gettext(refusal.sentence))
    return show(request, "identity/help.html", form, status)


def _help(actor: Actor, given: dict[str, Any]) -> counter.Helped:
    return counter.help_holder(
        actor=actor,
        number=given["number"],
        act=Help(given["act"]),
        seen=Seen(Document(given["document"]), given["document_number"], given["name"], given["birth_on"]),
        phone=given["phone"],
        code=given["code"],
        now=clock.now(),
    )


def _field_of(refusal: DomainError) -> str:
    """Return the field of the form that a refusal speaks of."""
    if refusal.fields:
        return next(iter(refusal.fields))
    return "phone" if isinstance(refusal, BadPhone) else "number"
