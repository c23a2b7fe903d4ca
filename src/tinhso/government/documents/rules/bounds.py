"""What must stand on a document and how long it may be (Nghị định 30/2020/NĐ-CP, Phụ lục VI phần II)."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

BOUNDS: Final[Mapping[str, tuple[int, bool]]] = {
    "trich_yeu": (500, True),
    "so_ky_hieu": (60, True),
    "co_quan": (200, True),
    "ma_co_quan": (35, False),
    "nguoi_ky": (50, False),
    "chuc_vu": (100, False),
    "ghi_chu": (500, False),
    "ngon_ngu": (30, False),
    "noi_luu": (200, False),
}
"""By field: the most letters, and whether it is needed. Codes of agencies have 35 (Quyết định 20/2020/QĐ-TTg)."""
MAX_PAGES: Final = 999
MAX_COPIES: Final = 999

_ASKED: Final[Mapping[str, str]] = {
    "trich_yeu": gettext_noop("Nhập trích yếu nội dung văn bản."),
    "so_ky_hieu": gettext_noop("Nhập số, ký hiệu như in trên văn bản, ví dụ 15/QĐ-UBND."),
    "co_quan": gettext_noop("Nhập tên cơ quan ban hành."),
}


def errors_in(typed: Mapping[str, str]) -> dict[str, str]:
    """Return what is wrong with cleaned lines, by field."""
    found: dict[str, str] = {}
    for name, text in typed.items():
        most, is_needed = BOUNDS[name]
        if is_needed and not text:
            found[name] = _(_ASKED[name])
        elif len(text) > most:
            found[name] = _("Nhập tối đa %(n)s ký tự (đang có %(now)s).") % {"n": most, "now": len(text)}
    return found
