"""What people type: who comes, and how a unit's desks take people."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tinhso.government.appointments.actions.rules import BOUNDS


class PersonForm(forms.Form):
    """Who comes to the desk."""

    name = forms.CharField(
        label=_("Họ và tên người đến"),
        max_length=100,
        error_messages={"required": _("Nhập họ và tên người đến làm việc.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    phone = forms.CharField(
        label=_("Số điện thoại di động"),
        help_text=_("Để nhận xác nhận và nhắc lịch, ví dụ 0912 345 678."),
        max_length=20,
        error_messages={"required": _("Nhập số điện thoại di động.")},
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )


class LookUpForm(forms.Form):
    """A booking by its code and the telephone number it was made with."""

    code = forms.CharField(
        label=_("Mã lịch hẹn"),
        help_text=_("Gồm 8 chữ và số, có trong tin xác nhận."),
        max_length=20,
        error_messages={"required": _("Nhập mã lịch hẹn.")},
    )
    phone = forms.CharField(
        label=_("Số điện thoại đã dùng khi đặt"),
        max_length=20,
        error_messages={"required": _("Nhập số điện thoại đã dùng khi đặt.")},
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )


LABELS = {
    "per_half_hour": _("Số người mỗi nửa giờ"),
    "days_ahead": _("Đặt trước tối đa (ngày)"),
    "lead_minutes": _("Đặt trước tối thiểu (phút)"),
    "per_person": _("Số lịch hẹn mỗi người được giữ"),
    "desks": _("Số quầy"),
}


class RuleForm(forms.Form):
    """How a unit's desks take people; the bounds are the verb's own."""

    is_open = forms.BooleanField(label=_("Nhận đặt lịch và cấp số"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, (low, high) in BOUNDS.items():
            said = _("Nhập một số từ %(low)d đến %(high)d.") % {"low": low, "high": high}
            self.fields[name] = forms.IntegerField(
                label=LABELS[name],
                help_text=said,
                min_value=low,
                max_value=high,
                widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
                error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), said),
            )
