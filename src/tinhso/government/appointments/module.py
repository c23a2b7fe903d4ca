"""What appointments bring to the house."""

from tinhso.foundation.notifications.events import NoticeUndelivered
from tinhso.government.appointments import handlers, jobs
from tinhso.government.appointments.access import MANAGE, SERVE
from tinhso.government.appointments.content import load_content
from tinhso.government.appointments.demo import load_desks
from tinhso.government.appointments.events import DeskBooked
from tinhso.government.appointments.holdings import HOLDINGS
from tinhso.kernel.modules import Ability, MenuEntry, Module, Periodic, Subscription, WorkKind

MODULE = Module(
    name="appointments",
    title="Đặt lịch, lấy số",
    order=64,
    abilities=(
        Ability(SERVE, "Gọi số, phục vụ tại quầy"),
        Ability(MANAGE, "Thiết lập quầy, lịch hẹn và máy lấy số"),
    ),
    roles={"one_stop_officer": (SERVE,), "one_stop_head": (SERVE, MANAGE)},
    citizen_menu=(MenuEntry("Lịch hẹn", "appointments:mine", "calendar-days", 4),),
    menu=(MenuEntry("Quầy, gọi số", "appointments:desk", "users", 5, (SERVE,)),),
    work_kinds=(WorkKind(handlers.REACH, "Liên hệ người dân", "appointments:reach"),),
    subscriptions=(
        Subscription("appointments.confirm", DeskBooked, handlers.confirm),
        Subscription("appointments.reach_person", NoticeUndelivered, handlers.reach_person),
    ),
    periodic=(
        Periodic("appointments.remind", "*/15 7-20 * * *", jobs.remind_all),
        Periodic("appointments.tidy", "40 0 * * *", jobs.tidy),
    ),
    content=load_content,
    demo=load_desks,
    holdings=HOLDINGS,
)
