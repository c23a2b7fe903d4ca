"""The story of a document in words."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext, gettext_noop

from tinhso.foundation.work.data import Part
from tinhso.government.documents.data import WAY_TITLES, Way
from tinhso.government.documents.instruction_data import PART_TITLES
from tinhso.government.documents.queries.one import StoryLine
from tinhso.kernel.clock import to_local
from tinhso.ui.data import TimelineEntry

VERBS: Final[Mapping[str, str]] = {
    "arrived": gettext_noop("Đã đến từ %(from)s (%(way)s)"),
    "registered": gettext_noop("Vào sổ, số đến %(number)s (%(book)s)"),
    "refused": gettext_noop("Từ chối tiếp nhận"),
    "frozen": gettext_noop("Bên gửi thu hồi, ngừng xử lý"),
    "issued": gettext_noop("Phát hành, vào %(book)s, %(recipients)s nơi nhận"),
    "recalled": gettext_noop("Thu hồi"),
    "replaced": gettext_noop("Thay thế bằng văn bản khác"),
    "instructed": gettext_noop("Giao %(to)s: %(part)s, hạn %(due_at)s"),
    "read": gettext_noop("Đã đọc"),
    "acknowledged": gettext_noop("Nhận việc"),
    "progressed": gettext_noop("Báo cáo tiến độ"),
    "completed": gettext_noop("Hoàn thành phần việc"),
    "returned": gettext_noop("Trả lại việc"),
    "taken_back": gettext_noop("Thu hồi việc giao"),
    "urged": gettext_noop("Đôn đốc"),
    "asked_time": gettext_noop("Xin gia hạn đến %(until)s"),
    "extended": gettext_noop("Điều chỉnh thời hạn đến %(until)s"),
    "kept_time": gettext_noop("Giữ nguyên thời hạn"),
    "late_head": gettext_noop("Quá hạn, báo %(to)s đôn đốc"),
    "late": gettext_noop("Quá hạn, chuyển người giao xem xét"),
    "found_unowned": gettext_noop("Chưa có người xử lý, trình lại lãnh đạo"),
    "closed": gettext_noop("Kết thúc xử lý"),
    "marked_secret": gettext_noop("Phát hiện dấu hiệu bí mật nhà nước trong tệp, chuyển văn thư kiểm tra"),
    "not_secret": gettext_noop("Kết luận không phải văn bản mật"),
    "secret": gettext_noop("Kết luận là văn bản mật, ngừng xử lý trên hệ thống"),
}


def told(lines: Iterable[StoryLine]) -> list[TimelineEntry]:
    """Return a story for the page, the newest first."""
    found = [
        TimelineEntry(
            title=gettext(VERBS.get(one.verb, one.verb)) % _Words(one.facts),
            at=one.at,
            who=", ".join(part for part in (one.who, one.unit_name) if part),
            text=one.text,
        )
        for one in lines
    ]
    return found[::-1]


class _Words(dict[str, str]):
    """Facts of a line as words; what is missing is nothing."""

    def __init__(self, facts: Mapping[str, Any]) -> None:
        super().__init__({name: self._word(name, value) for name, value in facts.items()})

    def __missing__(self, _name: str) -> str:
        return "–"

    def _word(self, name: str, value: Any) -> str:
        if name == "part" and value in set(Part):
            return gettext(PART_TITLES[Part(value)])
        if name == "way" and value in set(Way):
            return gettext(WAY_TITLES[Way(value)])
        if name in ("due_at", "until", "before") and value:
            return f"{to_local(datetime.fromisoformat(str(value))):%H:%M %d/%m/%Y}"
        return str(value) or "–"
