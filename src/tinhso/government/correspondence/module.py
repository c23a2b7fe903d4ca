"""What correspondence brings to the house."""

from tinhso.government.correspondence import handlers
from tinhso.government.correspondence.actions.delivering import work_once
from tinhso.government.correspondence.data import FAILED_WORK, FOLLOW, HANDLE, RECALL_WORK, REFUSED_WORK
from tinhso.government.correspondence.demo import load_lists
from tinhso.government.correspondence.holdings import HOLDINGS
from tinhso.government.documents.events import (
    DocumentClosed,
    DocumentFrozen,
    DocumentIssued,
    DocumentRecalled,
    DocumentRefused,
    DocumentRegistered,
    InstructionGiven,
    ProgressReported,
)
from tinhso.kernel.modules import Ability, Loop, MenuEntry, Module, Subscription, WorkKind

_FOLLOWED = (
    DocumentRegistered,
    DocumentRefused,
    InstructionGiven,
    ProgressReported,
    DocumentClosed,
    DocumentFrozen,
)

MODULE = Module(
    name="correspondence",
    title="Gửi, nhận văn bản điện tử",
    order=52,
    abilities=(
        Ability(HANDLE, "Gửi, nhận, trả lời thu hồi văn bản điện tử"),
        Ability(FOLLOW, "Theo dõi văn bản điện tử gửi, nhận của cơ quan"),
    ),
    roles={
        "clerk": (HANDLE, FOLLOW),
        **dict.fromkeys(("leader", "unit_head", "province_leader"), (FOLLOW,)),
    },
    menu=(
        MenuEntry("Văn bản chờ tiếp nhận", "correspondence:came", "inbox", 40, (HANDLE,)),
        MenuEntry("Theo dõi văn bản gửi đi", "correspondence:sent", "send", 43, (FOLLOW,)),
    ),
    work_kinds=(
        WorkKind(RECALL_WORK, "Yêu cầu lấy lại văn bản", "correspondence:delivery"),
        WorkKind(FAILED_WORK, "Văn bản gửi chưa thành công", "correspondence:packet"),
        WorkKind(REFUSED_WORK, "Nơi nhận từ chối văn bản", "correspondence:packet"),
    ),
    subscriptions=(
        Subscription("correspondence.registers", DocumentIssued, handlers.issued),
        Subscription("correspondence.registers", DocumentRecalled, handlers.recalled),
        *(Subscription("correspondence.registers", one, handlers.followed) for one in _FOLLOWED),
    ),
    loops=(Loop("correspondence.deliver", work_once, pause=1.0),),
    holdings=HOLDINGS,
    demo=load_lists,
)
