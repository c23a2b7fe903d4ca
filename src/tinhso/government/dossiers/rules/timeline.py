"""What the timeline says: one sentence for each verb; which of them the applicant sees."""

from collections.abc import Mapping
from typing import Any, Final

SENTENCES: Final[Mapping[str, str]] = {
    "submitted": "Đã nộp hồ sơ {channel}",
    "received": "Đã tiếp nhận hồ sơ",
    "refused": "Từ chối tiếp nhận hồ sơ",
    "supplement_asked": "Yêu cầu bổ sung: {items}",
    "supplemented": "Đã nộp giấy tờ bổ sung",
    "step": "{title}: {outcome}",
    "assigned": "Giao {handler} thụ lý",
    "result_drafted": "Soạn dự thảo kết quả",
    "signed": "Đã ký số kết quả",
    "numbered": "Cấp số {number}",
    "corrected": "Trả lại để sửa",
    "handed_over": "Đã trả kết quả cho {to}",
    "withdrawn": "Người nộp rút hồ sơ",
    "stopped": "Dừng giải quyết hồ sơ",
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
    return SENTENCES[verb].format_map(_Known(facts))


class _Known(dict[str, Any]):
    """Facts, with an empty word for one that an older event does not carry."""

    def __missing__(self, key: str) -> str:
        return ""
