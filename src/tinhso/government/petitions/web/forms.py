"""What people type to report something."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tinhso.foundation.organisations import public as organisations
from tinhso.government.petitions.actions.file import UNITS
from tinhso.government.petitions.data import KIND_TITLES, Kind
from tinhso.government.petitions.models import MAX_PLACE, MAX_TITLE, MAX_WORDS
from tinhso.kernel.errors import DomainError

_NUMERIC = {"autocomplete": "off", "inputmode": "decimal", "spellcheck": "false"}
_ALIAS = {"point": "latitude"}


def _units() -> list[tuple[str, str]]:
    found = [unit for kind in sorted(UNITS) for unit in organisations.list_units(kind=kind)]
    return [("", gettext("Chọn đơn vị")), *((str(unit.id), unit.name) for unit in found)]


class PetitionForm(forms.Form):
    """One petition; who has an account is not asked who they are."""

    kind = forms.ChoiceField(
        label=_("Phản ánh về việc gì?"),
        choices=[("", _("Chọn")), *((k.value, KIND_TITLES[k]) for k in Kind)],
        error_messages={"required": _("Chọn phản ánh về việc gì.")},
    )
    unit = forms.ChoiceField(
        label=_("Đơn vị nhận"),
        help_text=_("Ủy ban nhân dân xã, phường nơi xảy ra sự việc, hoặc cơ quan giải quyết hồ sơ."),
        error_messages={
            "required": _("Chọn đơn vị nhận phản ánh."),
            "invalid_choice": _("Chọn đơn vị trong danh sách."),
        },
    )
    title = forms.CharField(
        label=_("Tiêu đề"),
        max_length=MAX_TITLE,
        error_messages={"required": _("Nhập tiêu đề, ví dụ: Đèn đường hỏng trước Trường Tiểu học số 2.")},
    )
    words = forms.CharField(
        label=_("Nội dung"),
        help_text=_("Việc gì, ở đâu, khi nào. Tên và số điện thoại của Ông/Bà không được công khai."),
        max_length=MAX_WORDS,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Mô tả sự việc từ 20 đến 4.000 ký tự.")},
    )
    dossier_code = forms.CharField(
        label=_("Mã hồ sơ"), help_text=_("Khi phản ánh về một hồ sơ."), max_length=48, required=False
    )
    place = forms.CharField(label=_("Địa điểm"), max_length=MAX_PLACE, required=False)
    latitude = forms.DecimalField(
        label=_("Vĩ độ"), help_text=_("Ví dụ 10.25391"), required=False, widget=forms.TextInput(attrs=_NUMERIC)
    )
    longitude = forms.DecimalField(
        label=_("Kinh độ"), help_text=_("Ví dụ 105.97221"), required=False, widget=forms.TextInput(attrs=_NUMERIC)
    )
    name = forms.CharField(label=_("Họ, chữ đệm, tên"), max_length=200, required=False)
    phone = forms.CharField(
        label=_("Số điện thoại di động"),
        help_text=_("Chúng tôi gửi mã xác nhận và trả lời tới số này."),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )

    def __init__(self, *args: Any, is_known: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        unit: Any = self.fields["unit"]
        unit.choices = _units()
        if is_known:
            del self.fields["name"], self.fields["phone"]

    def refuse(self, refusal: DomainError) -> None:
        """Show a refusal of the verb beside its field, or above the form."""
        for name, said in (refusal.fields or {"": refusal.sentence}).items():
            known = _ALIAS.get(name, name)
            self.add_error(known if known in self.fields else None, said)

    def point(self) -> tuple[Decimal | None, Decimal | None]:
        """Return the point, to a metre."""
        given = (self.cleaned_data.get("latitude"), self.cleaned_data.get("longitude"))
        return tuple(None if one is None else one.quantize(Decimal("0.00001")) for one in given)  # type: ignore[return-value]
