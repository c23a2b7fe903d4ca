"""Pure decisions: what a rule gathers, what a file's code is, what is checked when it is typed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.utils.translation import gettext as _

from tinhso.government.casefiles import content
from tinhso.government.casefiles.data import Rule
from tinhso.kernel.text import fold

NOTATION: Final = re.compile(r"[0-9A-ZĐ][0-9A-ZĐ./-]{0,19}")
PAPER_CODE: Final = 100


@dataclass(frozen=True, slots=True)
class Thing:
    """What is held against a rule: the kind of a document or the code of a procedure, and its subject."""

    kind: str = ""
    procedure: str = ""
    subject: str = ""
    direction: str = ""


def gathers(rule: Rule, thing: Thing) -> bool:
    """Tell whether a rule takes a thing: what is set must all hold, each of its lists in one word at least.

    A rule of kinds or words takes documents, one of procedures dossiers; a rule with nothing set takes nothing.
    """
    if thing.procedure:
        return thing.procedure in rule.procedures
    if not (rule.kinds or rule.words) or (rule.direction and rule.direction != thing.direction):
        return False
    if rule.kinds and thing.kind not in rule.kinds:
        return False
    subject = fold(thing.subject)
    return not rule.words or any(fold(word) in subject for word in rule.words)


def code_of(unit_code: str, year: int, notation: str) -> str:
    """Return mã hồ sơ: the agency's code, the year, number and symbol (Thông tư 05/2025/TT-BNV, fileCode)."""
    return f"{unit_code}.{year}.{notation}"


def due_on(closed_on: date) -> date:
    """Return until when a closed file is to be handed over."""
    return closed_on + timedelta(days=content.days("hand_over_days"))


def wrong_description(values: Mapping[str, str]) -> dict[str, str]:
    """Return what is wrong with what describes a file, by field."""
    wrong: dict[str, str] = {}
    if not NOTATION.fullmatch(values.get("notation", "")):
        wrong["notation"] = _("Ghi số, ký hiệu hồ sơ bằng chữ in hoa, chữ số và dấu chấm, ví dụ 01.TCCB")
    if len(values.get("title", "")) < 5:
        wrong["title"] = _("Ghi tiêu đề hồ sơ, ít nhất 5 ký tự")
    if values.get("maintenance", "") not in content.maintenance_codes():
        wrong["maintenance"] = _("Chọn thời hạn bảo quản")
    if values.get("mode", "01") not in content.modes():
        wrong["mode"] = _("Chọn chế độ sử dụng; hồ sơ mật không lập trên hệ thống này")
    return wrong
