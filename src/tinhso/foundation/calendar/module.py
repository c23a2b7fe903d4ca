"""What the calendar brings to the house."""

from tinhso.foundation.calendar.actions import DECIDE
from tinhso.foundation.calendar.content import load_content
from tinhso.foundation.calendar.health import next_year_decided
from tinhso.kernel.modules import Ability, Module

MODULE = Module(
    name="calendar",
    title="Lịch làm việc",
    abilities=(Ability(DECIDE, "Nhập ngày nghỉ, ngày làm bù, giờ làm việc"),),
    roles={"operator": (DECIDE,)},
    health=(next_year_decided,),
    content=load_content,
    order=20,
)
