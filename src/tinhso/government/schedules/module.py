"""What schedules bring to the house."""

from tinhso.government.schedules.data import READ, WRITE
from tinhso.government.schedules.holdings import HOLDINGS
from tinhso.kernel.modules import Ability, MenuEntry, Module

_READERS = (
    "one_stop_officer",
    "one_stop_head",
    "specialist",
    "unit_head",
    "leader",
    "clerk",
    "accountant",
    "province_leader",
)

MODULE = Module(
    name="schedules",
    title="Lịch công tác",
    order=66,
    abilities=(
        Ability(READ, "Xem lịch công tác của cơ quan"),
        Ability(WRITE, "Lập và công bố lịch công tác của cơ quan"),
    ),
    roles={role: (READ, WRITE) if role in ("clerk", "leader") else (READ,) for role in _READERS},
    menu=(MenuEntry("Lịch công tác", "schedules:week", "calendar-days", 8, (READ,)),),
    holdings=HOLDINGS,
)
