"""What work brings to the house: an ability for each role that has an inbox, and the right to oversee a unit."""

from tinhso.foundation.work.data import OVERSEE, WORK_ROLES
from tinhso.foundation.work.holdings import HOLDINGS
from tinhso.kernel.modules import Ability, Module

_TITLES = {
    "one_stop_officer": "Nhận việc của cán bộ một cửa",
    "specialist": "Nhận việc của chuyên viên thụ lý",
    "unit_head": "Nhận việc của lãnh đạo phòng",
    "leader": "Nhận việc của lãnh đạo cơ quan",
    "clerk": "Nhận việc của văn thư",
    "one_stop_head": "Nhận việc của trưởng bộ phận một cửa",
    "operator": "Nhận việc của quản trị hệ thống",
}
_OVERSEERS = ("unit_head", "leader", "one_stop_head", "province_leader")

MODULE = Module(
    name="work",
    title="Việc cần làm",
    abilities=(
        *(Ability(f"work.{role}", _TITLES[role]) for role in WORK_ROLES),
        Ability(OVERSEE, "Xem và giao mọi việc của đơn vị"),
    ),
    roles={
        role: tuple(
            [f"work.{role}"] * (role in WORK_ROLES) + [OVERSEE] * (role in _OVERSEERS),
        )
        for role in (*WORK_ROLES, "province_leader")
    },
    order=40,
    holdings=HOLDINGS,
)
