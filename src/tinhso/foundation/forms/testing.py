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


def every_kind() -> dict[str, Any]:
    """Return a form with a field of every kind, conditions and a repeat group, to be looked at."""
    many = {f"v{n}": f"Lựa chọn {n}" for n in range(1, 60)}
    some = {f"v{n}": f"Lựa chọn {n}" for n in range(1, 20)}
    married = {"field": "/family/status", "equals": "married"}
    properties = {
        "intro": {"kind": "note", "title": "Khai đúng như giấy tờ tùy thân.", "hint": "Mất khoảng 5 phút."},
        "name": _field("name", "Họ, chữ đệm, tên", "Nhập họ, chữ đệm, tên", hint="Viết có dấu"),
        "birth_on": _field("date", "Ngày sinh", "Nhập ngày sinh, ví dụ 27 3 1985", format="date", partial=True),
        "issued_on": _field("date", "Ngày cấp", "Nhập ngày cấp, ví dụ 27 3 2021", format="date", not_after="today"),
        "number": _field("person_number", "Số định danh cá nhân", "Nhập số định danh cá nhân gồm 12 chữ số"),
        "phone": _field("phone", "Số điện thoại", "Nhập số điện thoại"),
        "home": {"type": "object", "kind": "address", "title": "Nơi cư trú"},
    }
    more = {
        "tax": _field("tax_code", "Mã số thuế", "Nhập mã số thuế"),
        "email": _field("email", "Thư điện tử", "Nhập thư điện tử"),
        "at": _field("time", "Giờ", "Nhập giờ", format="time"),
        "money": {"type": "integer", "kind": "money", "title": "Số tiền", "error": "Nhập số tiền", "minimum": 0},
        "count": {"type": "integer", "title": "Số bản", "minimum": 1, "maximum": 20, "error": "Nhập số bản"},
        "area": {"type": "number", "title": "Diện tích (m²)", "minimum": 0, "error": "Nhập diện tích"},
        "some": _field("choice", "Chọn trong danh sách", "Chọn một mục", enum=list(some), titles=some),
        "many": _field("choice", "Chọn trong danh sách dài", "Chọn một mục", enum=list(many), titles=many),
        "multi": {
            "type": "array",
            "kind": "multi",
            "title": "Giấy tờ kèm theo",
            "items": {"type": "string", "enum": ["a", "b"]},
            "titles": {"a": "Bản chính", "b": "Bản sao"},
            "error": "Chọn ít nhất một giấy tờ",
        },
        "reason": _field("textarea", "Lý do", "Nhập lý do", maxLength=1000),
        "sure": {"type": "boolean", "const": True, "title": "Tôi cam đoan lời khai là đúng", "error": "Chọn cam đoan"},
    }
    child = {
        "name": _field("name", "Tên con", "Nhập tên con"),
        "at_school": {"type": "boolean", "title": "Đang đi học", "error": "Chọn con có đang đi học hay không"},
        "school": _field(
            "text", "Trường", "Nhập tên trường", when={"field": "/family/children/*/at_school", "equals": True}
        ),
    }
    family = {
        "status": _field(
            "choice",
            "Tình trạng hôn nhân",
            "Chọn tình trạng hôn nhân",
            enum=["single", "married"],
            titles={"single": "Chưa kết hôn", "married": "Đã kết hôn"},
        ),
        "spouse": _field("name", "Tên vợ hoặc chồng", "Nhập tên vợ hoặc chồng", when=married),
        "children": {
            "type": "array",
            "title": "Con",
            "maxItems": 3,
            "items": {"type": "object", "required": ["name", "at_school", "school"], "properties": child},
        },
    }
    groups = {"person": ("Bản thân", properties), "family": ("Gia đình", family), "other": ("Nội dung khác", more)}
    return {
        "title": "Tờ khai thử mọi loại mục",
        "type": "object",
        "pages": [
            {"key": key, "title": title, "fields": [f"/{key}/{one}" for one in fields]}
            for key, (title, fields) in groups.items()
        ],
        "properties": {
            key: {
                "type": "object",
                "title": title,
                "properties": fields,
                "required": [one for one in fields if one not in ("intro", "children")],
            }
            for key, (title, fields) in groups.items()
        },
        "required": list(groups),
    }


def good_answers(**request: Any) -> dict[str, Any]:
    """Return answers that `raw_form()` takes."""
    return {
        "applicant": {"name": "Nguyễn Thị An", "number": "086190000123", "phone": "0912345678"},
        "request": {"subject": "Cấp bản sao", **request},
    }
