"""What mandates bring to the house."""

from tinhso.foundation.mandates.access import CHECK
from tinhso.foundation.mandates.holdings import HOLDINGS
from tinhso.kernel.modules import Ability, MenuEntry, Module

MODULE = Module(
    name="mandates",
    title="Đại diện, ủy quyền",
    order=25,
    abilities=(Ability(CHECK, "Đối chiếu giấy tờ chứng minh quan hệ cha, mẹ, người giám hộ"),),
    roles={"one_stop_officer": (CHECK,), "one_stop_head": (CHECK,)},
    menu=(MenuEntry("Đối chiếu quan hệ", "mandates:check", "users", 62, (CHECK,)),),
    citizen_menu=(MenuEntry("Đại diện, ủy quyền", "mandates:mine", "users", 40),),
    holdings=HOLDINGS,
)
