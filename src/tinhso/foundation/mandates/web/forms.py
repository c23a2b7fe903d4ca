"""What people type on the screens of mandates."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tinhso.foundation.mandates.data import OF_BUSINESS, OF_CHILD, ROLE_TITLES, Role
from tinhso.foundation.mandates.subjects import all_subjects
from tinhso.kernel.errors import DomainError
from tinhso.ui import parse

_PLAIN = {"autocomplete": "off", "spellcheck": "false"}


class DayField(forms.CharField):
    """A day as people type it."""

    def __init__(self, **more: Any) -> None:
        widget = forms.TextInput(attrs={**_PLAIN, "inputmode": "numeric"})
        super().__init__(max_length=20, widget=widget, help_text=_("Ví dụ 27/3/2027"), **more)

    def clean(self, value: Any) -> Any:
        """Return the day. Raises ValidationError with what to type."""
        typed = super().clean(value)
        if not typed:
            return None
        try:
            return parse.parse_date(typed)
        except DomainError as refusal:
            raise forms.ValidationError(refusal.sentence) from None


class Refusing(forms.Form):
    """A form that shows what a verb refused."""

    def refuse(self, refusal: DomainError) -> None:
        """Show a refusal of the verb beside its field, or above the form."""
        for name, said in (refusal.fields or {"": refusal.sentence}).items():
            self.add_error(name if name in self.fields else None, said)


class PersonForm(Refusing):
    """Who: number and name as on the identity card."""

    number = forms.CharField(
        label=_("Số định danh cá nhân"),
        help_text=_("12 chữ số trên thẻ căn cước."),
        max_length=30,
        widget=forms.TextInput(attrs={**_PLAIN, "inputmode": "numeric"}),
        error_messages={"required": _("Nhập số định danh cá nhân gồm 12 chữ số.")},
    )
    name = forms.CharField(
        label=_("Họ, chữ đệm, tên"),
        max_length=200,
        widget=forms.TextInput(attrs=_PLAIN),
        error_messages={"required": _("Nhập họ, chữ đệm và tên như trên thẻ căn cước.")},
    )


class InviteForm(PersonForm):
    """Whom a business invites, and as what."""

    role = forms.ChoiceField(
        label=_("Vai trò"),
        choices=[(r.value, _(ROLE_TITLES[r])) for r in Role if r in OF_BUSINESS],
        initial=Role.FILER.value,
    )


class AuthoriseForm(PersonForm):
    """Whom, for what, from when to when."""

    valid_from = DayField(label=_("Từ ngày"), error_messages={"required": _("Nhập ngày bắt đầu.")})
    valid_to = DayField(label=_("Đến hết ngày"), error_messages={"required": _("Nhập ngày kết thúc.")})
    document = forms.CharField(
        label=_("Văn bản ủy quyền (nếu có)"),
        help_text=_("Số, ngày, nơi công chứng hoặc chứng thực"),
        max_length=200,
        required=False,
    )
    agreed = forms.BooleanField(
        label=_("Tôi ủy quyền cho người trên nộp và theo dõi hồ sơ trong phạm vi, thời hạn đã chọn."),
        error_messages={"required": _("Đọc và đánh dấu vào ô đồng ý trước khi ủy quyền.")},
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        known = all_subjects()
        self._fields = {codes[0]: codes for codes in known.fields_by_title().values()}
        self.fields["fields"] = forms.MultipleChoiceField(choices=[(one, one) for one in self._fields], required=False)
        self.fields["codes"] = forms.MultipleChoiceField(choices=known.procedures, required=False)

    def clean_fields(self) -> list[str]:
        """Return every code of the fields picked."""
        return [code for picked in self.cleaned_data["fields"] for code in self._fields[picked]]


class ChildForm(PersonForm):
    """Which child, and what one is to it."""

    role = forms.ChoiceField(
        label=_("Quan hệ"),
        choices=[(r.value, _(ROLE_TITLES[r])) for r in Role if r in OF_CHILD],
        initial=Role.PARENT.value,
    )
    born_on = DayField(label=_("Ngày sinh của con"), error_messages={"required": _("Nhập ngày sinh của con.")})
    document = forms.CharField(
        label=_("Giấy khai sinh hoặc giấy tờ về giám hộ (nếu có)"),
        help_text=_("Số, ngày cấp, nơi cấp"),
        max_length=200,
        required=False,
    )


class DeskForm(Refusing):
    """Which paper was seen."""

    document = forms.CharField(
        label=_("Giấy tờ đã đối chiếu"),
        help_text=_("Ví dụ: Giấy khai sinh số 12/2019, UBND phường cấp ngày 5/3/2019"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs=_PLAIN),
    )
