"""What we say when an answer cannot be used: what to do, never blame; the same words beside the field and on top."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from tinhso.foundation.forms.data import Choice, Field, Kind

_PICKED = frozenset({Kind.CHOICE, Kind.MULTI, Kind.BOOLEAN, Kind.COMMUNE})


def sentence(field: Field, code: str, language: str, limit: Any = None) -> str:
    """Return the sentence for fault `code` of `field`: the form's own words first, ours otherwise."""
    own = field.errors.get(code)
    if own:
        return own.text(language)
    if code in {"missing", "pattern", "const"} and field.error:
        return field.error.text(language)
    with override(language):
        return _ours(field, code, language, limit)


def _ours(field: Field, code: str, language: str, limit: Any) -> str:
    title = field.title.text(language)
    words = {"title": title, "small": _small(title), "limit": limit}
    if code == "missing":
        return (_("Chọn %(small)s") if field.kind in _PICKED else _("Nhập %(small)s")) % words
    if code == "type":
        return _wrong_type(field) % words
    if code == "enum":
        return _("Chọn %(small)s trong danh sách") % words
    return _limits(code) % words


def _wrong_type(field: Field) -> str:
    if field.kind in _PICKED:
        return _("Chọn %(small)s trong danh sách")
    if field.kind is Kind.MONEY:
        return _("Nhập %(small)s bằng số đồng, ví dụ 1.500.000")
    if field.kind is Kind.INTEGER:
        return _("Nhập %(small)s bằng số nguyên, ví dụ 2")
    if field.kind is Kind.NUMBER:
        return _("Nhập %(small)s bằng số, ví dụ 12,5")
    return _("Nhập lại %(small)s")


def _limits(code: str) -> str:
    table = {
        "min_length": _("%(title)s cần ít nhất %(limit)s ký tự. Nhập đầy đủ hơn"),
        "max_length": _("%(title)s dài quá %(limit)s ký tự. Rút gọn lại"),
        "minimum": _("Nhập %(small)s từ %(limit)s trở lên"),
        "maximum": _("Nhập %(small)s không quá %(limit)s"),
        "min_items": _("%(title)s: cần ít nhất %(limit)s mục. Thêm cho đủ"),
        "max_items": _("%(title)s: không quá %(limit)s mục. Bỏ bớt"),
        "date": _("%(title)s phải là ngày có thật. Nhập ngày, tháng, năm, ví dụ 27 3 1985"),
        "date_partial": _("%(title)s phải là ngày có thật. Nhập ngày, tháng, năm hoặc chỉ nhập năm, ví dụ 1950"),
        "not_before": _("%(title)s phải từ ngày %(limit)s trở về sau. Kiểm tra lại"),
        "not_after": _("%(title)s không được sau ngày %(limit)s. Kiểm tra lại"),
        "time": _("Nhập %(small)s theo giờ và phút, ví dụ 14:30"),
        "email": _("Nhập địa chỉ thư điện tử đúng dạng, ví dụ ten@example.com"),
        "phone": _("Nhập số điện thoại 10 chữ số, ví dụ 0912 345 678"),
        "person_number": _("Nhập số định danh cá nhân gồm 12 chữ số, ghi trên thẻ căn cước"),
        "tax_code": _("Nhập mã số thuế gồm 10, 12 hoặc 13 chữ số"),
        "commune": _("Chọn xã, phường trong danh sách"),
    }
    return table.get(code, _("Kiểm tra lại %(small)s"))


def _small(title: str) -> str:
    """Return the title as it stands inside a sentence; an abbreviation keeps its capitals."""
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]


def choice_words(choices: tuple[Choice, ...], value: Any, language: str) -> str:
    """Return the words of a value, the value itself when the list does not have it."""
    for choice in choices:
        if choice.value == value:
            return choice.title.text(language)
    return str(value)
