"""Texts of a procedure in the language of the page: packages carry English beside Vietnamese where it is translated."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tinhso.foundation.calendar import public as calendar
from tinhso.government.procedures.public import (
    Component,
    Fee,
    LifeEvent,
    ProcedureInfo,
    ProcedureVersion,
    TimeLimit,
)


def is_english() -> bool:
    """Tell whether the page is in English."""
    return (get_language() or "vi").startswith("en")


def name_of(info: ProcedureInfo) -> str:
    """Return the name of a procedure: English with the legal name in brackets is the page's affair."""
    return info.name_en if is_english() and info.name_en else info.name


def text(raw: Mapping[str, Any], key: str, default: Any = "") -> Any:
    """Return `key` of a part of a package, its English twin when the page is English and there is one."""
    english = raw.get(f"{key}_en") if is_english() else None
    return english or raw.get(key) or default


def component_texts(version: ProcedureVersion) -> dict[str, Mapping[str, str]]:
    """Return {code: {name, hint, example}} of the papers of a version."""
    return {
        str(raw["code"]): {part: str(text(raw, part)) for part in ("name", "hint", "example")}
        for raw in version.package.get("components", ())
    }


def component_name(version: ProcedureVersion, component: Component) -> str:
    """Return the name of one paper."""
    return component_texts(version).get(component.code, {}).get("name", component.name)


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the checker: the field's name, its words, and what to do when the answer is the wrong one."""

    name: str
    words: str
    right: str
    otherwise: str


def questions(version: ProcedureVersion) -> list[Question]:
    """Return the questions asked before one begins."""
    return [
        Question(
            f"cau-{place}",
            str(text(raw, "question")),
            "co" if raw.get("yes_continues", True) else "khong",
            str(text(raw, "otherwise")),
        )
        for place, raw in enumerate(version.package.get("eligibility", ()), 1)
    ]


@dataclass(frozen=True, slots=True)
class FeeRow:
    """One fee as the start page shows it; without an amount the note says how it is reckoned."""

    code: str
    name: str
    amount: Any
    per: str
    online: bool
    counter: bool
    cases: str
    note: str


def fee_rows(version: ProcedureVersion) -> list[FeeRow]:
    """Return what is charged, channel by channel."""
    raw = {str(one["code"]): one for one in version.package.get("fees", ())}
    return [_fee_row(version, fee, raw.get(fee.code, {})) for fee in version.fees]


def _fee_row(version: ProcedureVersion, fee: Fee, raw: Mapping[str, Any]) -> FeeRow:
    names = case_names(version)
    some = len(fee.cases) < len(version.cases)
    return FeeRow(
        code=fee.code,
        name=str(text(raw, "name", fee.name)),
        amount=fee.amount,
        per=per_words(fee.per),
        online=fee.channel in ("any", "online"),
        counter=fee.channel in ("any", "counter"),
        cases="; ".join(names.get(code, code) for code in fee.cases) if some else "",
        note=str(text(raw, "note", fee.note)),
    )


def case_names(version: ProcedureVersion) -> dict[str, str]:
    """Return the names of a version's cases by code."""
    return {case["code"]: str(text(case, "name")) for case in version.package.get("cases", ())}


def per_words(per: str) -> str:
    """Return «mỗi bản», «mỗi trang», or nothing for a fee of the whole dossier."""
    return {"copy": _("mỗi bản"), "page": _("mỗi trang")}.get(per, "")


@dataclass(frozen=True, slots=True)
class LimitRow:
    """How long one case takes, on line and at the counter; `online` is empty when it is the same."""

    name: str
    words: str
    online: str


def limit_rows(version: ProcedureVersion) -> list[LimitRow]:
    """Return the spans promised, case by case."""
    raw = {case["code"]: case for case in version.package.get("cases", ())}
    return [
        LimitRow(
            str(text(raw.get(case.code, {}), "name", case.name)),
            _limit_words(case.limit),
            _limit_words(case.limit_online) if case.limit_online else "",
        )
        for case in version.cases
    ]


def _limit_words(limit: TimeLimit) -> str:
    return calendar.allowance_words(limit.allowance)


def life_event_title(code: str) -> str:
    """Return the words of an event of life."""
    titles = {
        LifeEvent.SINH_CON: _("Sinh con"),
        LifeEvent.KET_HON: _("Kết hôn"),
        LifeEvent.QUA_DOI: _("Người thân qua đời"),
        LifeEvent.GIAY_TO: _("Giấy tờ cá nhân"),
        LifeEvent.NHA_DAT: _("Nhà đất"),
        LifeEvent.KINH_DOANH: _("Kinh doanh"),
        LifeEvent.TRO_CAP: _("Trợ cấp, chính sách"),
        LifeEvent.TU_PHAP: _("Chứng thực, tư pháp"),
    }
    return titles.get(LifeEvent(code), code) if code in set(LifeEvent) else code


def life_event_hint(code: str) -> str:
    """Return what lies behind an event of life."""
    hints = {
        LifeEvent.SINH_CON: _("Khai sinh, nhận cha, mẹ, con"),
        LifeEvent.KET_HON: _("Đăng ký kết hôn, tình trạng hôn nhân"),
        LifeEvent.QUA_DOI: _("Khai tử, mai táng phí"),
        LifeEvent.GIAY_TO: _("Bản sao, trích lục, xác nhận"),
        LifeEvent.NHA_DAT: _("Chứng nhận, chuyển nhượng, tách thửa"),
        LifeEvent.KINH_DOANH: _("Hộ kinh doanh, giấy phép"),
        LifeEvent.TRO_CAP: _("Bảo trợ xã hội, người có công"),
        LifeEvent.TU_PHAP: _("Chứng thực, lý lịch tư pháp"),
    }
    return hints.get(LifeEvent(code), "") if code in set(LifeEvent) else ""
