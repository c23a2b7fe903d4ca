"""How far an applicant's identity must be proven for each act: the one table of gates (thang mức độ xác thực).

Levels are those of Nghị định 69/2024/NĐ-CP (mức độ 1, mức độ 2 of an electronic identity). The law leaves it to who
gives a service which level it needs; the default, level 1, is ours and to be decided by the province [unsure].
Officers act on the papers before them and pass every gate here.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from django.conf import settings
from django.utils.translation import gettext_noop

from tinhso.kernel.actors import Actor
from tinhso.kernel.errors import DomainError, Kind

LOWEST: Final = 1
HIGHEST: Final = 2


class Gate(StrEnum):
    """What an applicant wants to do."""

    START = "start"
    SUBMIT = "submit"
    READ_RESULTS = "read_results"
    READ_STORE = "read_store"
    EXPORT = "export"


DECLARED: Final = "declared"
READING: Final = "reading"
TABLE: Final[Mapping[Gate, str]] = MappingProxyType(
    {
        Gate.START: DECLARED,
        Gate.SUBMIT: DECLARED,
        Gate.READ_RESULTS: READING,
        Gate.READ_STORE: READING,
        Gate.EXPORT: DECLARED,
    }
)
"""Where each gate's level comes from: what the procedure or room declares, or the setting TINHSO_READ_ASSURANCE."""


class AssuranceTooLow(DomainError):
    """The identity is not proven far enough; `detail["needed"]` is the level. The page offers to raise it."""

    kind, code = Kind.FORBIDDEN, "access.assurance_too_low"
    sentence = gettext_noop(
        "Việc này cần danh tính được xác nhận ở mức 2. Đăng nhập lại bằng tài khoản định danh điện tử mức 2, hoặc mang"
        " giấy tờ gốc đến Bộ phận Tiếp nhận và Trả kết quả; nội dung đã khai được giữ lại."
    )


def level_needed(gate: Gate, *, declared: int | None = None) -> int:
    """Return the level, 1 or 2, that `gate` asks for; `declared` is what the procedure says, if anything."""
    wanted = declared if TABLE[gate] == DECLARED else settings.READ_ASSURANCE
    return min(max(wanted or LOWEST, LOWEST), HIGHEST)


def is_proven(actor: Actor, gate: Gate, *, declared: int | None = None) -> bool:
    """Tell whether the actor's identity is proven far enough; officers and the system always are."""
    return not actor.is_applicant or actor.assurance >= level_needed(gate, declared=declared)


def assurance_required(actor: Actor, gate: Gate, *, declared: int | None = None) -> None:
    """Raise AssuranceTooLow unless `is_proven`."""
    if not is_proven(actor, gate, declared=declared):
        raise AssuranceTooLow(needed=level_needed(gate, declared=declared))
