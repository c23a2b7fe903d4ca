"""How petitions are shown."""

from typing import Any

from django.utils.translation import gettext as _

from tinhso.government.petitions.data import (
    KIND_TITLES,
    SENTENCES,
    STATUS_TITLES,
    TONES,
    VOTE_TITLES,
    Counted,
    Kind,
    PetitionInfo,
    StoryLine,
    Vote,
)
from tinhso.ui.templatetags.ui import status_tag


def kinds(*, with_complaint: bool) -> list[tuple[str, str]]:
    """Return (value, title) of the classes to choose from."""
    return [(k.value, _(KIND_TITLES[k])) for k in Kind if with_complaint or k is not Kind.COMPLAINT]


def row(info: PetitionInfo) -> dict[str, Any]:
    """Return a petition as lists show it."""
    return {
        "info": info,
        "kind": _(KIND_TITLES[info.kind]),
        "tag": status_tag(_(STATUS_TITLES[info.status]), TONES.get(info.status, "end")),
        "sentence": _(SENTENCES[info.status]),
    }


def story(lines: tuple[StoryLine, ...], *, with_inside: bool) -> list[dict[str, Any]]:
    """Return what happened, in words; the unit's inside is for officers."""
    said = {
        "filed": _("Gửi phản ánh"),
        "accepted": _("Tiếp nhận, giao xử lý"),
        "asked": _("Đề nghị bổ sung"),
        "supplemented": _("Bổ sung thông tin"),
        "drafted": _("Trình trả lời"),
        "sent_back": _("Trả lại để sửa"),
        "answered": _("Trả lời"),
        "refused": _("Không tiếp nhận"),
        "redirected": _("Hướng dẫn theo thủ tục khiếu nại"),
        "published": _("Công khai"),
        "withheld": _("Không công khai"),
        "rated": _("Đánh giá trả lời"),
        "reopened": _("Gửi lại vì chưa đồng ý"),
        "lapsed": _("Hết hạn xác nhận"),
    }
    inside = {"drafted", "sent_back", "withheld"}
    return [
        {
            "at": line.at,
            "title": said.get(line.verb, line.verb),
            "who": line.who if with_inside else "",
            "words": vote_words(line.words) if line.verb == "rated" else line.words,
        }
        for line in lines
        if with_inside or line.verb not in inside
    ]


def counted_words(counted: Counted) -> str:
    """Return what a figure counts, in words."""
    return {
        Counted.ALL: _("Phản ánh, kiến nghị đã gửi"),
        Counted.ON_TIME: _("Phản ánh, kiến nghị xử lý đúng hạn"),
        Counted.SATISFIED: _("Phản ánh, kiến nghị không bị trễ hạn, gửi lại hoặc đánh giá không hài lòng"),
    }[counted]


def vote_words(value: str) -> str:
    """Return how a vote is called, the value itself for anything else."""
    return _(VOTE_TITLES[Vote(value)]) if value in set(Vote) else value
