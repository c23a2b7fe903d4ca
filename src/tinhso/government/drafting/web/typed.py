"""What a form sent, as the boxes of a draft, and the boxes as a form shows them."""

from typing import Any, Final

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from tinhso.government.drafting import layouts
from tinhso.government.drafting.data import MAX_APPENDICES, Appendix, Content
from tinhso.government.drafting.rules.content import lines_of
from tinhso.kernel.actors import Actor
from tinhso.kernel.errors import DomainError, Kind
from tinhso.ui.parse import count_of
from tinhso.ui.people import officer_of

SAID: Final = frozenset({Kind.INVALID, Kind.CONFLICT, Kind.UNAVAILABLE})
POLICY: Final = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"
BOX_TITLES: Final = {
    "subject": gettext_noop("Trích yếu"),
    "addressees": gettext_noop("Kính gửi"),
    "grounds": gettext_noop("Căn cứ"),
    "body": gettext_noop("Nội dung"),
    "recipients": gettext_noop("Nơi nhận"),
    "archive": gettext_noop("Lưu"),
    "drafter": gettext_noop("Ký hiệu người soạn thảo"),
}


def reader(request: HttpRequest) -> Actor:
    """Return the officer at work: drafts are asked of anybody's opinion, so the gate of each draft decides."""
    return officer_of(request)


def content_of(post: QueryDict) -> Content:
    """Return the boxes a form sent."""
    return Content(
        subject=post.get("trich_yeu", ""),
        addressees=lines_of(post.get("kinh_gui", "")),
        grounds=lines_of(post.get("can_cu", "")),
        body=post.get("noi_dung", ""),
        recipients=lines_of(post.get("noi_nhan", "")),
        archive=post.get("luu", ""),
        drafter=post.get("nguoi_soan", ""),
        urgency=count_of(post.get("khan", ""), default=0, highest=3) if post.get("khan", "0") != "0" else 0,
        appendices=tuple(
            Appendix(post.get(f"phu_luc_ten_{n}", ""), post.get(f"phu_luc_{n}", ""))
            for n in range(1, MAX_APPENDICES + 1)
            if post.get(f"phu_luc_ten_{n}") or post.get(f"phu_luc_{n}")
        ),
    )


def form_of(content: Content, kind: str) -> dict[str, Any]:
    """Return what the form shows: each box as text, and one empty appendix more than there are."""
    layout = layouts.layout_of(kind)
    appendices = [*content.appendices, Appendix("", "")][:MAX_APPENDICES]
    return {
        "content": content,
        "layout": layout,
        "kinh_gui": "\n".join(content.addressees),
        "can_cu": "\n".join(content.grounds),
        "noi_nhan": "\n".join(content.recipients),
        "rows": max(14, min(40, content.body.count("\n") + 6)),
        "appendices": [(n, one) for n, one in enumerate(appendices, start=1)],
        "urgencies": [(0, _("Thường")), (1, _("Khẩn")), (2, _("Thượng khẩn")), (3, _("Hỏa tốc"))],
    }


def box_title(name: str) -> str:
    """Return what a box is called."""
    if name.startswith("appendix_"):
        return _("Phụ lục %(n)s") % {"n": name.removeprefix("appendix_")}
    return _(BOX_TITLES.get(name, name))


def errors_of(refused: DomainError) -> dict[str, str]:
    """Return what a page says about a refusal a person can mend; anything else goes on as it is."""
    if refused.kind not in SAID:
        raise refused
    return {str(key): str(words) for key, words in refused.fields.items()} or {"all": _(refused.sentence)}
