"""What cooperation brings to the house."""

from tinhso.government.cooperation import handlers, jobs
from tinhso.government.cooperation.data import CONSULT, CONSULT_WORK, HAND_OVER, LATE_WORK, OUTSIDE, OUTSIDE_WORK
from tinhso.government.cooperation.holdings import HOLDINGS, TIES
from tinhso.government.dossiers.events import DossierReceived
from tinhso.kernel.modules import Ability, MenuEntry, Module, Periodic, Subscription, WorkKind

MODULE = Module(
    name="cooperation",
    title="Phối hợp",
    order=66,
    abilities=(
        Ability(CONSULT, "Lấy ý kiến phối hợp về hồ sơ của đơn vị"),
        Ability(OUTSIDE, "Chuyển phần việc liên thông, ghi kết quả của cơ quan ngoài hệ thống"),
        Ability(HAND_OVER, "Điều phối, bàn giao việc của đơn vị"),
    ),
    roles={
        "one_stop_officer": (OUTSIDE,),
        "specialist": (CONSULT,),
        "unit_head": (CONSULT, HAND_OVER),
        "leader": (CONSULT, HAND_OVER),
        "one_stop_head": (OUTSIDE, HAND_OVER),
    },
    menu=(MenuEntry("Điều phối việc", "cooperation:balance", "users", 8, (HAND_OVER,)),),
    work_kinds=(
        WorkKind(CONSULT_WORK, "Cho ý kiến phối hợp", "cooperation:consult"),
        WorkKind(LATE_WORK, "Ý kiến phối hợp quá hạn", "cooperation:consult"),
        WorkKind(OUTSIDE_WORK, "Chuyển cơ quan ngoài hệ thống", "cooperation:part"),
    ),
    subscriptions=(
        Subscription("cooperation.split", DossierReceived, handlers.split, handlers.split_all),
        *(
            Subscription("cooperation.child", fact, handlers.follow_child, handlers.follow_children)
            for fact in handlers.CHILD
        ),
        *(
            Subscription("cooperation.parent_ends", fact, handlers.end_parts, handlers.all_end_parts)
            for fact in handlers.PARENT_ENDS
        ),
        *(
            Subscription("cooperation.parent_runs", fact, handlers.go_on, handlers.all_go_on)
            for fact in handlers.PARENT_RUNS
        ),
        *(
            Subscription("cooperation.consults", fact, handlers.close_consults, handlers.close_all_consults)
            for fact in handlers.ENDS
        ),
    ),
    periodic=(Periodic("cooperation.late", "*/10 * * * *", jobs.raise_late),),
    holdings=HOLDINGS,
    ties=TIES,
)
