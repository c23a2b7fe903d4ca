"""What people type on the screens of identity. Rules of the room turn into sentences beside the field."""

from collections.abc import Callable
from datetime import date
from typing import Any, Final

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from tinhso.foundation.identity.rules import contact, personal_number, tax_code
from tinhso.kernel import clock
from tinhso.kernel.errors import DomainError
from tinhso.ui import parse
from tinhso.ui.data import DateBoxes

MAX_PASSWORD: Final = 128


def posted(request: HttpRequest) -> QueryDict | None:
    """Return what was posted, however little; None when the page is only asked for."""
    return request.POST if request.method == "POST" else None


def show(request: HttpRequest, template: str, form: forms.Form, status: int = 200, **more: Any) -> HttpResponse:
    """Render a page with one form; `errors` is there only when something is wrong, for the title and the summary."""
    context = {"form": form, "errors": form if form.errors else None, **more}
    return render(request, template, context, status=status)


def obey(rule: Callable[[str], str], value: str) -> str:
    """Return what a rule of the room makes of a value, its refusal as a sentence of the form."""
    try:
        return rule(value)
    except DomainError as refusal:
        raise forms.ValidationError(refusal.sentence) from refusal


def phone_field(help_text: Any = "", *, required: bool = True) -> forms.CharField:
    """Return the field of a telephone number, as every form asks for it."""
    return forms.CharField(
        label=_("Số điện thoại"),
        help_text=help_text,
        max_length=20,
        required=required,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel", "type": "tel"}),
        error_messages={"required": _("Nhập số điện thoại.")},
    )


def email_field() -> forms.CharField:
    """Return the field of an address for letters: nobody has to have one."""
    return forms.CharField(
        label=_("Thư điện tử"),
        max_length=254,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "email", "inputmode": "email", "spellcheck": "false"}),
    )


def password_field(label: Any, *, is_new: bool, hint: Any = "", missing: Any = "") -> forms.CharField:
    """Return a password field that a password manager understands."""
    kind = "new-password" if is_new else "current-password"
    return forms.CharField(
        label=label,
        help_text=hint,
        strip=False,
        max_length=MAX_PASSWORD,
        widget=forms.PasswordInput(attrs={"autocomplete": kind}),
        error_messages={"required": missing or _("Nhập mật khẩu.")},
    )


class SignInForm(forms.Form):
    """Number, password, and whether others use this machine."""

    number = forms.CharField(
        label=_("Số định danh cá nhân, mã số thuế hoặc mã cán bộ"),
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "username", "spellcheck": "false", "autocapitalize": "none"}),
        error_messages={"required": _("Nhập số định danh cá nhân, mã số thuế hoặc mã cán bộ.")},
    )
    password = password_field(_("Mật khẩu"), is_new=False)
    is_shared = forms.BooleanField(
        label=_("Máy dùng chung: tự đăng xuất sau 3 phút không thao tác và khi đóng trình duyệt"), required=False
    )


class ConfirmForm(forms.Form):
    """The password in use, once more."""

    password = password_field(_("Mật khẩu"), is_new=False)


class CodeForm(forms.Form):
    """A code of the authenticator application, or one on paper."""

    code = forms.CharField(
        label=_("Mã xác thực"),
        max_length=12,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}),
        error_messages={"required": _("Nhập mã xác thực.")},
    )


class NewPasswordForm(forms.Form):
    """A password chosen twice; forms that open an account build on it."""

    password = password_field(
        _("Mật khẩu"), is_new=True, hint=_("Từ 10 ký tự. Có thể dùng một câu dễ nhớ, có dấu cách.")
    )
    repeated = password_field(_("Nhập lại mật khẩu"), is_new=True, missing=_("Nhập lại mật khẩu."))

    def clean_repeated(self) -> str:
        """Refuse two different passwords."""
        repeated: str = self.cleaned_data["repeated"]
        if self.cleaned_data.get("password") not in (None, repeated):
            raise forms.ValidationError(_("Hai lần nhập mật khẩu chưa giống nhau. Nhập lại."))
        return repeated


class CitizenForm(NewPasswordForm):
    """A citizen's own account. The birth date comes in three boxes, read beside the form's fields."""

    number = forms.CharField(
        label=_("Số định danh cá nhân (số căn cước)"),
        help_text=_("12 chữ số trên thẻ căn cước."),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "username", "inputmode": "numeric", "spellcheck": "false"}),
        error_messages={"required": _("Nhập số định danh cá nhân gồm 12 chữ số.")},
    )
    name = forms.CharField(
        label=_("Họ, chữ đệm và tên"),
        help_text=_("Ghi như trên thẻ căn cước, có dấu."),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name", "spellcheck": "false"}),
        error_messages={"required": _("Nhập họ, chữ đệm và tên.")},
    )
    phone = phone_field(_("Để báo tin về hồ sơ, ví dụ 0912 345 678."))
    field_order = ("number", "name", "phone", "password", "repeated")
    birth_on: date | None = None
    birth_error: str = ""

    def clean_number(self) -> str:
        """Check the number by itself; whether it fits the birth date is asked later."""
        return obey(lambda value: personal_number.check(value, on=clock.today()).value, self.cleaned_data["number"])

    def clean_name(self) -> str:
        """Check the name."""
        return obey(contact.check_name, self.cleaned_data["name"])

    def clean_phone(self) -> str:
        """Check the telephone number."""
        return obey(contact.check_phone, self.cleaned_data["phone"])

    def birth_boxes(self) -> DateBoxes:
        """Return the birth date as typed."""
        return DateBoxes(*(self.data.get(f"birth-{part}", "")[:4] for part in ("day", "month", "year")))

    def clean(self) -> dict[str, Any]:
        """Read the birth date, and hold the number against it."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        try:
            self.birth_on = self._birth()
            if "number" in cleaned:
                personal_number.check(cleaned["number"], birth_on=self.birth_on)
        except personal_number.BadPersonalNumber as refusal:
            self.add_error("number", refusal.sentence)
        except DomainError as refusal:
            self.birth_error = refusal.sentence
        return cleaned

    def _birth(self) -> date:
        boxes = self.birth_boxes()
        read = parse.parse_boxes(boxes.day, boxes.month, boxes.year)
        found = read.exact() if read else None
        if found is None or found > clock.today():
            raise parse.BadDate(str(_("Nhập đủ ngày, tháng, năm sinh, ví dụ 27 03 1985.")))
        return found

    def is_complete(self) -> bool:
        """Tell whether fields and birth date are all in order."""
        return self.is_valid() and not self.birth_error

    def all_errors(self) -> dict[str, str]:
        """Return every error by the id of its field, in the order of the page."""
        found = {f"id_{name}": str(said[0]) for name, said in self.errors.items() if name != "__all__"}
        if self.birth_error:
            found["birth"] = self.birth_error
        if self.non_field_errors():
            found[""] = str(self.non_field_errors()[0])
        order = ["id_number", "id_name", "birth", "id_phone", "id_password", "id_repeated", ""]
        return {key: found[key] for key in order if key in found}


class BusinessForm(NewPasswordForm):
    """A business's own account."""

    number = forms.CharField(
        label=_("Mã số thuế (mã số doanh nghiệp)"),
        help_text=_("10 chữ số; đơn vị phụ thuộc 13 chữ số; hộ kinh doanh 12 chữ số."),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "username", "spellcheck": "false"}),
        error_messages={"required": _("Nhập mã số thuế.")},
    )
    name = forms.CharField(
        label=_("Tên doanh nghiệp, hộ kinh doanh"),
        max_length=220,
        widget=forms.TextInput(attrs={"autocomplete": "organization", "spellcheck": "false"}),
        error_messages={"required": _("Nhập tên như trên giấy chứng nhận đăng ký.")},
    )
    representative = forms.CharField(
        label=_("Người đại diện theo pháp luật"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name", "spellcheck": "false"}),
        error_messages={"required": _("Nhập họ, chữ đệm và tên người đại diện.")},
    )
    phone = phone_field()
    field_order = ("number", "name", "representative", "phone", "password", "repeated")

    def clean_number(self) -> str:
        """Check the tax code."""
        return obey(tax_code.check, self.cleaned_data["number"])

    def clean_name(self) -> str:
        """Check the name of the business."""
        return obey(contact.check_business_name, self.cleaned_data["name"])

    def clean_representative(self) -> str:
        """Check the name of the representative."""
        return obey(contact.check_name, self.cleaned_data["representative"])

    def clean_phone(self) -> str:
        """Check the telephone number."""
        return obey(contact.check_phone, self.cleaned_data["phone"])


class ContactForm(forms.Form):
    """Where to reach the holder of an account."""

    phone = phone_field(required=False)
    email = email_field()
    address = forms.CharField(
        label=_("Địa chỉ"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "street-address", "spellcheck": "false"}),
    )

    def clean_phone(self) -> str:
        """Check the telephone number, when one is given."""
        phone: str = self.cleaned_data["phone"]
        return obey(contact.check_phone, phone) if phone else ""


class OpenForm(forms.Form):
    """What the State does not say of a new holder: how to be reached, and that they agree."""

    phone = phone_field(_("Để báo tin về hồ sơ, ví dụ 0912 345 678."))
    email = email_field()
    consent = forms.BooleanField(
        label=_(
            "Tôi đồng ý để hệ thống lưu các thông tin trên và dùng để giải quyết thủ tục hành chính theo Luật Bảo vệ dữ"
            " liệu cá nhân."
        ),
        error_messages={"required": _("Đọc và đánh dấu đồng ý thì mới mở được tài khoản.")},
    )

    def clean_phone(self) -> str:
        """Check the telephone number."""
        return obey(contact.check_phone, self.cleaned_data["phone"])


class ChangePasswordForm(NewPasswordForm):
    """The password in use, and a new one twice."""

    current = password_field(_("Mật khẩu đang dùng"), is_new=False)
    field_order = ("current", "password", "repeated")
