"""Examples for the page of every component. All names and figures here are samples made up for it (dữ liệu mẫu)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Final

from django import forms
from django.utils.safestring import mark_safe

from tinhso.kernel.money import Dong
from tinhso.ui import data
from tinhso.ui.site import MenuItem

MORNING: Final = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)
_QR: Final = mark_safe(
    '<svg viewBox="0 0 7 7" shape-rendering="crispEdges"><path fill="#000" '
    'd="M0 0h3v3H0zM4 0h3v3H4zM0 4h3v3H0zM4 4h1v1H4zM6 6h1v1H6zM5 5h1v1H5z"/></svg>',
)


class ExampleForm(forms.Form):
    """A form with each kind of field."""

    full_name = forms.CharField(
        label="Họ, chữ đệm và tên",
        help_text="Ghi như trên căn cước, có dấu.",
        max_length=100,
        error_messages={"required": "Nhập họ, chữ đệm và tên."},
    )
    phone = forms.CharField(label="Số điện thoại", required=False, max_length=20)
    place = forms.ChoiceField(
        label="Nơi nhận kết quả",
        choices=[("", "Chọn nơi nhận"), ("tai-quay", "Tại quầy"), ("buu-dien", "Qua bưu điện")],
        error_messages={"required": "Chọn nơi nhận kết quả."},
    )
    note = forms.CharField(label="Ghi chú", required=False, widget=forms.Textarea(attrs={"rows": 3}), max_length=500)


@dataclass(frozen=True, slots=True)
class Example:
    """One page of the gallery."""

    template: str
    context: Callable[[], dict[str, object]]
    status: int = 200


def _tones() -> list[tuple[str, str]]:
    words = ("Mới nộp", "Đã có kết quả", "Sắp đến hạn", "Quá hạn", "Chờ bổ sung", "Đã trả kết quả")
    return list(zip(words, [tone.value for tone in data.Tone], strict=True))


def _deadlines() -> list[tuple[str, str]]:
    words = (
        "còn 5 ngày làm việc",
        "còn 1 ngày 3 giờ làm việc",
        "quá hạn 2 ngày làm việc",
        "đang dừng tính thời hạn",
        "xong trước hạn",
    )
    return list(zip([light.value for light in data.Light], words, strict=True))


def _timeline() -> list[data.TimelineEntry]:
    return [
        data.TimelineEntry("Yêu cầu bổ sung", MORNING, "Bộ phận Một cửa phường Mẫu", "Ảnh giấy chứng sinh bị mờ.", "#"),
        data.TimelineEntry("Tiếp nhận", MORNING.replace(day=23), "Bộ phận Một cửa phường Mẫu"),
        data.TimelineEntry("Nộp trực tuyến", MORNING.replace(day=22), "Người nộp"),
    ]


def _table() -> dict[str, object]:
    columns = [
        data.Column("Mã", sort_url="?sap-xep=ma", sorted="ascending"),
        data.Column("Nội dung"),
        data.Column("Hẹn trả", sort_url="?sap-xep=hen"),
        data.Column("Lệ phí", numeric=True),
    ]
    rows = [
        data.Row(("M-0001", "Đăng ký khai sinh (mẫu)", "25/11/2026", "8.000\u00a0₫"), url="#"),
        data.Row(("M-0002", "Tách thửa đất (mẫu)", "26/11/2026", "1.234.567\u00a0₫"), url="#", selected=True),
        data.Row(("M-0003", "Chứng thực bản sao từ bản chính (mẫu)", "27/11/2026", "40.000\u00a0₫"), url="#"),
    ]
    return {"columns": columns, "rows": rows}


def _chart() -> data.BarChart:
    bars = [
        data.Bar("Phường Mẫu Một", 14, "?don-vi=1", late=True),
        data.Bar("Xã Mẫu Hai", 8, "?don-vi=2"),
        data.Bar("Xã Mẫu Ba với một cái tên khá dài", 3, "?don-vi=3"),
        data.Bar("Đặc khu Mẫu", 0, "?don-vi=4"),
    ]
    return data.BarChart("25 việc quá hạn; một đơn vị chiếm hơn một nửa.", bars, "Đơn vị", "Quá hạn", MORNING, "#csv")


def _slots() -> list[data.UploadSlot]:
    stored = (
        data.StoredFile("trang-1.jpg", 1_258_000, "#", "remove-1", 1),
        data.StoredFile("trang-2.pdf", 830, "", "", 3),
    )
    return [
        data.UploadSlot("paper", "Giấy chứng sinh", "Chụp rõ bốn góc.", upload_url="/tep/tai-len/"),
        data.UploadSlot("paper-wrong", "Căn cước", error="Chọn ảnh chụp căn cước.", files=stored, multiple=False),
    ]


def components() -> dict[str, object]:
    """Return an example for every component."""
    return {
        "form": ExampleForm(),
        "tones": _tones(),
        "deadlines": _deadlines(),
        "due": MORNING,
        "steps": ["Người nộp", "Nội dung", "Giấy tờ", "Lệ phí", "Kiểm tra"],
        "tasks": [
            data.Task("Đăng ký khai sinh", "Hoàn thành", "#"),
            data.Task("Đăng ký thường trú", "Đang làm", "#", "Cần số định danh của con."),
            data.Task("Cấp thẻ bảo hiểm y tế", "Chưa thể bắt đầu"),
        ],
        "timeline_entries": _timeline(),
        "chart": _chart(),
        "slots": _slots(),
        "qr": _QR,
        "amount": Dong(1_234_567),
        "summary": [
            data.SummaryRow("Họ tên", "Nguyễn Thị Mẫu", "#", "họ tên"),
            data.SummaryRow("Ngày sinh", "27/03/1985", "#", "ngày sinh"),
            data.SummaryRow("Nơi ở", "Số 5, ấp Mẫu\nXã Mẫu Hai", "#", "nơi ở"),
            data.SummaryRow("Ghi chú", "", "#", "ghi chú"),
        ],
        "chips": [data.Chip("Lĩnh vực: Đất đai", "?"), data.Chip("Quá hạn", "?")],
        "wrong_date": data.DateBoxes("31", "2", "1985"),
        "crumbs": [("Trang chủ", "/"), ("Danh mục", "#"), ("Các thành phần", "")],
        **_table(),
    }


def _errors() -> dict[str, object]:
    form = ExampleForm({"full_name": "", "phone": "0912", "place": "", "note": "Đã nhập"})
    return {"form": form, "errors": form}


def _officer() -> dict[str, object]:
    titles = ("Hộp việc", "Hồ sơ", "Văn bản", "Nhiệm vụ", "Lịch và họp", "Điều hành", "Quản trị")
    icons = ("inbox", "files", "file-text", "list-checks", "calendar-days", "gauge", "settings")
    menu = [
        MenuItem(t, f"#{n}", i, n == 1, str(n)) for n, (t, i) in enumerate(zip(titles, icons, strict=True), start=1)
    ]
    people = ("Lò Văn Mẫu", "Trần Thị Ánh Mẫu", "Nguyễn Văn Ẩn Mẫu", "Phạm Ỷ Mẫu", "Đỗ Hữu Mẫu", "Y Krông Mẫu")
    lights = ("late", "soon", "on_time", "on_time", "stopped", "on_time")
    left = (
        "quá hạn 2 ngày làm việc",
        "còn 1 ngày làm việc",
        "còn 4 ngày làm việc",
        "còn 5 ngày làm việc",
        "đang dừng",
        "còn 9 ngày làm việc",
    )
    items = [
        {
            "code": f"M-261122-{n:04d}",
            "who": who,
            "what": "Tách thửa đất (mẫu)",
            "light": light,
            "left": words,
            "due": MORNING,
        }
        for n, (who, light, words) in enumerate(zip(people, lights, left, strict=True), start=1)
    ]
    return {**components(), "menu": menu, "items": items}


def _interruption() -> dict[str, object]:
    return {
        "layout": "ui/citizen.html",
        "heading": "Từ chối 2 việc đã chọn?",
        "consequence": "Sau khi từ chối, người nộp nhận thông báo ngay và không thể hoàn tác.",
        "items": ["M-0001 Đăng ký khai sinh (mẫu)", "M-0002 Tách thửa đất (mẫu)"],
        "action": "Từ chối 2 việc",
        "post_url": "#",
        "back_url": "#",
        "danger": True,
    }


PAGES: Final[Mapping[str, Example]] = MappingProxyType(
    {
        "citizen": Example("ui/gallery/citizen.html", components),
        "start": Example("ui/gallery/start.html", components),
        "errors": Example("ui/gallery/errors.html", _errors, status=422),
        "officer": Example("ui/gallery/officer.html", _officer),
        "split": Example("ui/gallery/split.html", _officer),
        "interruption": Example("ui/interruption.html", _interruption),
        "refusal": Example("404.html", lambda: {"code": "not_found", "request_id": "mau-0001"}, status=404),
    },
)
