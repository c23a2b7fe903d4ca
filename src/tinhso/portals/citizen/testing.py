"""For tests of these screens: answers of a whole birth registration, and the POST each page would send."""

from typing import Any, Final

from tinhso.foundation.forms import public as forms

ADDRESS: Final = {"commune": "29548", "detail": "12 đường Minh Họa, khóm 3"}
ANSWERS: Final[dict[str, Any]] = {
    "filing": {"relation": "mother", "parents": "not_married", "timing": "in_time"},
    "applicant": {
        "name": "Nguyễn Thị An",
        "number": "086190000123",
        "birth_on": "1990-03-27",
        "phone": "0912 345 678",
        "address": ADDRESS,
    },
    "child": {
        "name": "Nguyễn Ẩn Minh Họa",
        "birth_on": "2026-10-15",
        "sex": "female",
        "ethnicity": "Kinh",
        "nationality": "Việt Nam",
        "hometown": "Xã An Bình, tỉnh Vĩnh Long",
    },
    "birth": {
        "kind": "clinic",
        "clinic": "Bệnh viện Đa khoa tỉnh",
        "place": "Phường 4, tỉnh Vĩnh Long",
        "proof": "certificate",
    },
    "mother": {
        "name": "Nguyễn Thị An",
        "birth_on": "1990-03-27",
        "number": "086190000123",
        "ethnicity": "Kinh",
        "nationality": "Việt Nam",
        "address": ADDRESS,
    },
    "copies": {"wanted": False},
}
"""Made-up people; the number is the cast's."""


def provide_small_communes() -> None:
    """Let address questions offer the two communes of the cast's province."""
    found = (
        forms.Commune("29548", "Phường 1", "Thành phố Vĩnh Long"),
        forms.Commune("29587", "Xã An Bình", "Thành phố Vĩnh Long"),
    )
    forms.provide_communes(lambda: found)


def page_post(form: forms.Form, page_key: str, answers: dict[str, Any]) -> dict[str, str]:
    """Return what a browser posts for one page with these answers filled in."""
    posted: dict[str, str] = {}
    for pointer in form.page(page_key).fields:
        value: Any = answers
        for part in pointer[1:].split("/"):
            value = value.get(part, "") if isinstance(value, dict) else ""
        _post(form.fields[pointer], pointer, value, posted)
    return posted


def _post(field: forms.Field, name: str, value: Any, posted: dict[str, str]) -> None:
    if field.children:
        for child in field.children:
            _post(child, f"{name}/{child.key}", value.get(child.key, "") if isinstance(value, dict) else "", posted)
    elif field.kind is forms.Kind.DATE and value:
        posted |= dict(zip((f"{name}:y", f"{name}:m", f"{name}:d"), str(value).split("-"), strict=True))
    elif value not in ("", None):
        posted[name] = str(value).lower() if isinstance(value, bool) else str(value)
