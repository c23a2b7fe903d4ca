"""Roles and their Vietnamese titles."""

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ROLE_TITLES: Final[MappingProxyType[str, Promise]] = MappingProxyType(
    {
        "one_stop_officer": _("Cán bộ một cửa"),
        "specialist": _("Chuyên viên thụ lý"),
        "unit_head": _("Lãnh đạo phòng"),
        "leader": _("Lãnh đạo cơ quan"),
        "clerk": _("Văn thư"),
        "one_stop_head": _("Trưởng bộ phận một cửa"),
        "accountant": _("Kế toán"),
        "province_leader": _("Lãnh đạo tỉnh"),
        "operator": _("Quản trị hệ thống"),
    },
)
EVERYWHERE_ROLES: Final = frozenset({"province_leader", "operator"})


@dataclass(frozen=True, slots=True)
class PostChoice:
    """A post an officer may act in: what to show in the switcher, and whether it is the one in use."""

    appointment_id: UUID
    title: str
    unit_name: str
    is_current: bool
    acting_for_name: str = ""
