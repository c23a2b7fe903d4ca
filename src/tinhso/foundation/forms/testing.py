"""Typed builders of forms for other rooms' tests."""

from typing import Any


def raw_form(**extra: Any) -> dict[str, Any]:
    """Return the raw form.json of a tiny, valid form: an applicant, a subject and how many copies."""
    applicant = {
        "type": "object",
        "title": "Người yêu cầu",
        "required": ["name", "number"],
        "properties": {
            "name": _field("name", "Họ, chữ đệm, tên", "Nhập họ, chữ đệm, tên", prefill="applicant.name"),
            "number": _field(
                "person_number",
                "Số định danh cá nhân",
                "Nhập số định danh cá nhân gồm 12 chữ số",
                prefill="applicant.number",
            ),
            "birth_on": _field("date", "Ngày sinh", "Nhập ngày sinh, ví dụ 27 3 1985", format="date", partial=True),
            "phone": _field("phone", "Số điện thoại", "Nhập số điện thoại", prefill="applicant.phone"),
            "email": _field("email", "Thư điện tử", "", prefill="applicant.email"),
            "address": {"type": "object", "kind": "address", "title": "Nơi cư trú", "prefill": "applicant.address"},
        },
    }
    request = {
        "type": "object",
        "title": "Nội dung yêu cầu",
        "required": ["subject"],
        "properties": {
            "subject": _field("text", "Nội dung yêu cầu", "Nhập nội dung yêu cầu", maxLength=200),
            "copies": {"type": "integer", "kind": "integer", "title": "Số bản", "minimum": 1, "maximum": 20},
            "urgent": {"type": "boolean", "kind": "boolean", "title": "Cần xác minh"},
        },
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Tờ khai",
        "title_en": "Application",
        "type": "object",
        "pages": [
            {"key": "nguoi-yeu-cau", "title": "Người yêu cầu", "title_en": "Applicant", "fields": ["/applicant"]},
            {"key": "noi-dung", "title": "Nội dung yêu cầu", "title_en": "Request", "fields": ["/request"]},
        ],
        "properties": {"applicant": applicant, "request": request},
        "required": ["applicant", "request"],
        **extra,
    }


def _field(kind: str, title: str, error: str, **extra: Any) -> dict[str, Any]:
    made = {"type": "string", "kind": kind, "title": title, **extra}
    return {**made, "error": error} if error else made


def good_answers(**request: Any) -> dict[str, Any]:
    """Return answers that `raw_form()` takes."""
    return {
        "applicant": {"name": "Nguyễn Thị An", "number": "086190000123", "phone": "0912345678"},
        "request": {"subject": "Cấp bản sao", **request},
    }
