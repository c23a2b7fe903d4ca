"""The form of a look-up at the desk."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tinhso.data.population.web.words import PURPOSES

_PLAIN = {"autocomplete": "off", "spellcheck": "false"}


class LookUpForm(forms.Form):
    """Purpose and subject first: without them nobody is looked up."""

    purpose = forms.ChoiceField(
        label=_("Mục đích tra cứu"),
        choices=[("", _("Chọn mục đích")), *PURPOSES],
        error_messages={"required": _("Chọn mục đích tra cứu.")},
    )
    dossier_code = forms.CharField(
        label=_("Mã hồ sơ"),
        help_text=_("Để trống khi công dân chưa nộp hồ sơ."),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs=_PLAIN),
    )
    note = forms.CharField(
        label=_("Nội dung tiếp công dân"),
        help_text=_("Bắt buộc khi chưa có mã hồ sơ. Không ghi thông tin cá nhân."),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    number = forms.CharField(
        label=_("Số định danh cá nhân"),
        help_text=_("12 chữ số, hoặc 9 chữ số của chứng minh nhân dân cũ."),
        max_length=30,
        widget=forms.TextInput(attrs={**_PLAIN, "inputmode": "numeric"}),
        error_messages={"required": _("Nhập số định danh cá nhân.")},
    )
    name = forms.CharField(
        label=_("Họ, chữ đệm, tên"),
        max_length=100,
        widget=forms.TextInput(attrs=_PLAIN),
        error_messages={"required": _("Nhập họ, chữ đệm và tên đầy đủ như trên thẻ căn cước.")},
    )
    birth = forms.CharField(
        label=_("Ngày sinh"),
        help_text=_("Ví dụ 27/3/1985. Không rõ ngày, tháng thì nhập năm."),
        max_length=20,
        widget=forms.TextInput(attrs={**_PLAIN, "inputmode": "numeric"}),
        error_messages={"required": _("Nhập ngày sinh, ví dụ 27/3/1985.")},
    )
    family = forms.BooleanField(label=_("Cần thông tin cha, mẹ, vợ, chồng, chủ hộ"), required=False)

    def refuse(self, fields: dict[str, str], sentence: str) -> None:
        """Show a refusal of the verb beside its field, or above the form."""
        known: dict[str, Any] = self.fields
        for name, said in (fields or {"": sentence}).items():
            self.add_error(name if name in known else None, said)
