"""What organisations brings to the house."""

from tinhso.foundation.organisations.access import MANAGE_OFFICERS, MANAGE_UNITS
from tinhso.foundation.organisations.loader import load_configured, load_configured_demo
from tinhso.kernel.modules import Ability, Module

MODULE = Module(
    name="organisations",
    title="Tổ chức",
    abilities=(
        Ability(MANAGE_UNITS, "Thành lập, đổi tên, sáp nhập, giải thể đơn vị"),
        Ability(MANAGE_OFFICERS, "Phân công cán bộ"),
    ),
    roles={"operator": (MANAGE_UNITS, MANAGE_OFFICERS)},
    content=load_configured,
    demo=load_configured_demo,
    order=10,
)
