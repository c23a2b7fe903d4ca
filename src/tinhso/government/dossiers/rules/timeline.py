"""What the timeline says: one sentence for each verb; which of them the applicant sees."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

SENTENCES: Final[Mapping[str, str]] = {
    "submitted": gettext_noop("Đã nộp hồ sơ {channel}"),
    "received": gettext_noop("Đã tiếp nhận hồ sơ"),
    "refused": gettext_noop("Từ chối tiếp nhận hồ sơ"),
    "supplement_asked": gettext_noop("Yêu cầu bổ sung: {items}"),
    "supplemented": gettext_noop("Đã nộp giấy tờ bổ sung"),
    "step": gettext_noop("{title}: {outcome}"),
    "assigned": gettext_noop("Giao {handler} thụ lý"),
    "result_drafted": gettext_noop("Soạn dự thảo kết quả"),
    "signed": gettext_noop("Đã ký số kết quả"),
    "numbered": gettext_noop("Cấp số {number}"),
    "corrected": gettext_noop("Trả lại để sửa"),
    "handed_over": gettext_noop("Đã trả kết quả cho {to}"),
    "withdrawn": gettext_noop("Người nộp rút hồ sơ"),
    "stopped": gettext_noop("Dừng giải quyết hồ sơ"),
}

PUBLIC: Final = frozenset(
    {
        "submitted",
        "received",
        "refused",
        "supplement_asked",
        "supplemented",
        "signed",
        "numbered",
        "handed_over",
        "withdrawn",
        "stopped",
        "step",
    },
)


def sentence(verb: str, facts: Mapping[str, Any]) -> str:
    """Return the sentence of one event. KeyError for a verb nobody wrote a sentence for."""
    known = {key: _(value) if key == "channel" else value for key, value in facts.items()}
    return _(SENTENCES[verb]).format_map(_Known(known))


class _Known(dict[str, Any]):
    """Facts, with an empty word for one that an older event does not carry."""

    def __missing__(self, key: str) -> str:
        return ""
